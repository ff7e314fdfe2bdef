"""`helix advance`."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from models.rules.words import Stage


def advance(
    reference: Annotated[str, typer.Argument(metavar="REF", help="The technology's reference.")],
    to: Annotated[Stage, typer.Option(help="The stage to move it to.")],
    reason: Annotated[str, typer.Option(help="Why; needed for every move that does not go onwards.")] = "",
    acting: Annotated[
        str | None,
        typer.Option("--as", metavar="EMAIL", help="Who decides. Without it: the officer in charge of the technology."),
    ] = None,
    version: Annotated[int | None, typer.Option(help="Refuse if it was moved since it stood at this version.")] = None,
) -> None:
    """Move a technology along its pipeline.

    All unmet gates are listed at once. The trail keeps who decided, and that it came by the command line.
    """
    from api.commands.acting import decider
    from models.actions import stages
    from models.db import require_schema, transaction
    from models.queries.technologies import technology_by_reference

    require_schema()
    with transaction() as session:
        actor = decider(session, reference, acting)
        technology = technology_by_reference(session, reference, actor)
        moved = stages.advance(
            session, technology.id, to=to, actor=actor, now=datetime.now(UTC), reason=reason, seen_version=version
        )
    typer.echo(f"{moved.reference} is in {moved.stage}, version {moved.version}. Decided by {actor.name}.")
