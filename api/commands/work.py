"""`helix work`."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from models.rules.words import WorkState

work = typer.Typer(
    help="Look at the work of the flows, and retry what is parked.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@work.command("list")
def list_rows(
    state: Annotated[WorkState, typer.Option(help="Which rows.")] = WorkState.PARKED,
) -> None:
    """Show work by its state, oldest first."""
    from api.commands.acting import operator
    from models.db import reading, require_schema
    from models.queries.outbox import list_work

    require_schema()
    with reading() as session:
        rows = list_work(session, operator(), state=state)
    for row in rows:
        said = f": {row.error}" if row.error else ""
        typer.echo(f"{row.id}\t{row.kind} of {row.subject_id}, {row.attempts} attempts{said}")
    if not rows:
        typer.echo(f"No work is {state}.")


@work.command("retry")
def retry(
    number: Annotated[
        int | None, typer.Argument(min=1, help="Of the parked work, as `helix work list` shows it.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every parked row.")] = False,
) -> None:
    """Put parked work back into the queue, with a fresh count of attempts."""
    from api.commands.acting import operator
    from models.actions import work as actions
    from models.db import require_schema, transaction
    from models.queries.outbox import list_work

    if (number is None) is not everything:
        raise typer.BadParameter("name one number, or --all")
    require_schema()
    now = datetime.now(UTC)
    with transaction() as session:
        parked = list_work(session, operator(), state=WorkState.PARKED, limit=10_000) if everything else []
        numbers = [number] if number is not None else [row.id for row in parked]
        for each in numbers:
            actions.retry(session, each, actor=operator(), now=now)
    typer.echo(f"Back in the queue: {len(numbers)}.")
