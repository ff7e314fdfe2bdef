"""`helix audit`."""

import typer

audit = typer.Typer(
    help="Prove that the trail was not changed.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)


@audit.callback()
def _audit() -> None:
    """Prove that the trail was not changed."""


@audit.command("verify")
def verify() -> None:
    """Walk every institution's chain of transitions and sign-offs; the first broken entry is named."""
    from models.actions import trail
    from models.db import reading, require_schema

    require_schema()
    with reading() as session:
        proof = trail.verify(session)
    typer.echo(f"The trail is whole: {proof.entries:,} entries of {proof.institutions} institutions.")
