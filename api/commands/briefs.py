"""`helix brief`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from models.rules.words import Language


def brief(
    reference: Annotated[str, typer.Argument(metavar="REF", help="The technology's reference.")],
    lang: Annotated[Language, typer.Option(help="The brief's language.")] = Language.ENGLISH,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write it; - for standard output.")
    ] = None,
) -> None:
    """Write the brief of a technology to a PDF file.

    Of the published version; where none is published, of the newest one that has a brief. The file is there
    whole or not at all.
    """
    from api.commands.acting import operator
    from models.db import reading, require_schema
    from models.errors import NotFound
    from models.files import read
    from models.queries.briefs import latest_brief
    from models.queries.technologies import technology_by_reference
    from models.settings import settings

    require_schema()
    with reading() as session:
        technology = technology_by_reference(session, reference, operator())
        found = latest_brief(session, technology, lang)
    if found is None:
        raise NotFound(
            f"{reference} has no brief in {lang.name.title()} yet. It is rendered once an officer has approved the "
            "offer and the lead contributor has consented to it, while `helix run` is running."
        )
    content = read(found.brief.sha256, settings().files)
    if output == Path("-"):
        sys.stdout.buffer.write(content)
        return
    target = output or Path(found.file_name)
    write_whole(target, content)
    typer.echo(f"{target}: {len(content):,} bytes, offer version {found.offer.version}, {found.offer.state}")


def write_whole(target: Path, content: bytes) -> None:
    """Beside its place first, then renamed, so that no reader meets a part of it."""
    from models.errors import StorageFull
    from models.files import NO_ROOM

    if target.is_dir() or not target.parent.is_dir():
        raise typer.BadParameter(f"{target} cannot be written: name a file in a folder that exists.")
    fresh = target.with_name(f".{target.name}.part")
    try:
        fresh.write_bytes(content)
        fresh.replace(target)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        if error.errno in NO_ROOM:
            raise StorageFull(
                f"There is no room for {len(content):,} bytes at {target}: nothing was written."
            ) from None
        raise
