"""`helix pipeline`."""

from pathlib import Path
from typing import Annotated

import typer

pipeline = typer.Typer(help="Check a pipeline file.", no_args_is_help=True, add_completion=False, rich_markup_mode=None)


@pipeline.callback()
def _pipeline() -> None:
    """Check a pipeline file."""


@pipeline.command("check")
def check(file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A TOML file.")]) -> None:
    """Read a pipeline file as the program would; the first problem is named with its line."""
    from models.errors import PipelineInvalid
    from models.rules.pipeline import parse

    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise PipelineInvalid(f"{file.name} is not UTF-8: save it in that encoding.") from None
    found = parse(text, file.name)
    typer.echo(
        f"{file.name} is in order: {found.name} version {found.version}, "
        f"{len(found.stages)} stages, {len(found.moves)} moves."
    )
