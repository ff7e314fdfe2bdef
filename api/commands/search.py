"""`helix search`: the index over everything that people look for."""

import typer

search = typer.Typer(help="Keep the search index.", no_args_is_help=True, add_completion=False, rich_markup_mode=None)


@search.callback()
def _search() -> None:
    """Keep the search index."""


@search.command("rebuild")
def rebuild() -> None:
    """Write the index anew from what the tables hold; others may go on working meanwhile."""
    from models.actions.search import rebuild_index
    from models.db import require_schema

    require_schema()
    typer.echo(f"{rebuild_index()} things can be searched for.")
