"""`helix migrate`."""

import typer


def migrate() -> None:
    """Bring the database to this program's schema."""
    from models import db

    revision = db.migrate()
    typer.echo(f"{db.database().url.render_as_string(hide_password=True)} stands at revision {revision}.")
