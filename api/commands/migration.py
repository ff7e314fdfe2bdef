"""`helix migrate`."""

import typer


def migrate() -> None:
    """Bring the database to this program's schema."""
    from models import db
    from models.actions.search import complete_index

    revision = db.migrate()
    typer.echo(f"{db.database().url.render_as_string(hide_password=True)} stands at revision {revision}.")
    entries = complete_index()
    if entries:
        typer.echo(f"{entries} things can be searched for now.")
