"""`helix network`, and what `helix institution set-look` shares with it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from models.actions.brands import Logo

network = typer.Typer(help="Set the network's mark.", no_args_is_help=True, add_completion=False, rich_markup_mode=None)


@network.callback()
def _network() -> None:
    """Set the network's mark."""


@network.command("set-logo")
def set_logo(
    file: Annotated[Path | None, typer.Argument(help="PNG or JPEG; none takes the logo away.")] = None,
) -> None:
    """Put the network's logo on every brief; without one its name stands there."""
    from datetime import UTC, datetime

    from api.commands.acting import operator
    from models.actions.brands import set_network_logo
    from models.db import migrate, transaction

    made = logo_of(file) if file else None
    migrate()
    with transaction() as session:
        set_network_logo(session, made, actor=operator(), now=datetime.now(UTC))
    typer.echo(told_of(made))


def logo_of(file: Path) -> "Logo":
    """Drawn anew and kept in the store."""
    from models.actions.brands import Logo
    from models.files import keep
    from models.logos import fit_for_paper
    from models.settings import settings

    if not file.is_file():
        raise typer.BadParameter(f"{file} is not a file.")
    content, width, height = fit_for_paper(file.read_bytes(), file.name)
    return Logo(keep(content, settings().files).sha256, width, height)


def told_of(logo: "Logo | None") -> str:
    if logo is None:
        return "The logo is taken away: the name stands in its place."
    return f"The logo is kept, {logo.width} x {logo.height} pixels. Briefs that are out are drawn again with it."
