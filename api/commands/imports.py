"""`helix import FILE`: take a legacy registry in, or try it without writing."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from models.actions.imports import import_registry
from models.db import database, migrate
from models.errors import HelixError
from models.intake.mapping import SOURCE_NAME, Mapping, load_mapping
from models.intake.reading import MAX_MB, Registry, open_registry
from models.intake.report import Finding, ImportReport, write_findings
from models.rules.permissions import system
from models.rules.words import Via

REFUSED_FILE, SOME_REFUSED = 1, 3
_SHOWN = 20
"""Refusals that the terminal shows; the report has them all."""


def import_file(
    file: Annotated[Path, typer.Argument(help="The registry: CSV or XLSX.")],
    mapping: Annotated[str, typer.Option(help="A mapping that ships with Helix, or the path of your own.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would be done, and write nothing.")] = False,
    report: Annotated[Path | None, typer.Option(help="Write every refusal and warning to this CSV file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole report as JSON.")] = False,
    max_mb: Annotated[int, typer.Option(min=1, help="Refuse larger files.")] = MAX_MB,
    source: Annotated[str, typer.Option(help="Name of the registry in the database, instead of the mapping's.")] = "",
) -> None:
    """Import a legacy registry. Run again, it takes only what is new or changed.

    Exit codes: 0 every row taken, 1 the file or mapping refused and nothing taken, 2 wrong usage, 3 some rows refused.
    """
    _check_options(report, source)
    try:
        rules = load_mapping(mapping)
        rules = rules.model_copy(update={"source": source}) if source else rules
        registry = open_registry(file, rules, max_mb=max_mb)
        migrate()
    except HelixError as error:
        if as_json:
            typer.echo(json.dumps({"error": error.code, "message": str(error)}, ensure_ascii=False))
        typer.echo(f"Nothing was taken. {error}", err=True)
        raise typer.Exit(REFUSED_FILE) from None
    result = _take(registry, rules, dry_run=dry_run, quiet=as_json)
    if report is not None:
        write_findings(report, result.findings)
    typer.echo(json.dumps(result.as_dict(), ensure_ascii=False) if as_json else summary(result, report))
    if result.refused:
        raise typer.Exit(SOME_REFUSED)


def _check_options(report: Path | None, source: str) -> None:
    try:
        if report is not None:
            report.touch()
    except OSError as error:
        raise typer.BadParameter(f"{report} cannot be written ({error.strerror}): name another file.") from None
    if source and not re.fullmatch(SOURCE_NAME, source):
        raise typer.BadParameter(f"{source!r}: a source is 2 to 40 small letters, digits and underscores.")


def _take(registry: Registry, mapping: Mapping, *, dry_run: bool, quiet: bool) -> ImportReport:
    with _progress(registry.total, quiet=quiet) as progress:
        return import_registry(
            database(),
            registry,
            mapping,
            actor=system(Via.IMPORT),
            now=datetime.now(UTC),
            dry_run=dry_run,
            progress=progress,
        )


@contextmanager
def _progress(total: int, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, a line a chunk elsewhere; on stderr, so that the report can be piped."""
    if quiet:
        yield lambda _rows: None
    elif sys.stderr.isatty():
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True)) as bar:
            task = bar.add_task("Importing", total=total)
            yield lambda rows: bar.update(task, completed=rows)
    else:
        yield lambda rows: typer.echo(f"{rows} of {total} rows", err=True)


def summary(report: ImportReport, written_to: Path | None = None) -> str:
    """What a person reads at the end."""
    would = "would be " if report.dry_run else ""
    stages = ", ".join(f"{count} in {stage}" for stage, count in sorted(report.stages.items()))
    lines = [
        f"{report.file}: {report.read} rows read, {report.blank} blank",
        f"  created    {report.created:>7}" + (f"  ({stages})" if stages else ""),
        f"  updated    {report.updated:>7}",
        f"  unchanged  {report.unchanged:>7}",
        f"  refused    {report.refused:>7}",
    ]
    if report.institutions:
        lines.append(f"Institutions that {would or 'were '}created: {', '.join(report.institutions)}")
    if report.unused_columns:
        lines.append(f"Columns that the mapping does not use: {', '.join(report.unused_columns)}")
    refusals = report.refusals()
    lines += [f"Refused: {_finding(each)}" for each in refusals[:_SHOWN]]
    if len(refusals) > _SHOWN:
        lines.append(f"… and {len(refusals) - _SHOWN} more reasons.")
    warnings = report.warnings()
    if warnings:
        told = ", ".join(f"{count} {code.replace('_', ' ')}" for code, count in warnings.most_common())
        lines.append(f"Warnings: {told}")
    if written_to is not None:
        lines.append(f"Each of them with its row: {written_to}")
    elif report.findings:
        lines.append("To see each with its row, import again with --report FILE.")
    if report.dry_run:
        lines.append("This was a dry run: nothing was written.")
    return "\n".join(lines)


def _finding(each: Finding) -> str:
    place = f", {each.column} {each.value!r}" if each.value else f", {each.column}" if each.column else ""
    return f"row {each.row}{f' ({each.key})' if each.key else ''}{place}: {each.text}"
