"""`helix report`."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from models.rules.words import Language, ReportFormat

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.rules.periods import Period

report = typer.Typer(
    help="Have portfolio reports made, and write them to files.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)

Whose = Annotated[
    str | None, typer.Option("--institution", metavar="CODE", help="Whose; without it, the network's by quarter.")
]
When = Annotated[str, typer.Argument(metavar="PERIOD", help="A month as 2026-10, of the network a quarter as 2026-Q3.")]


@report.command("list")
def list_reports(institution: Whose = None) -> None:
    """Show which reports there are, the newest period first."""
    from api.commands.acting import operator
    from models.db import reading, require_schema
    from models.queries.portfolio_reports import reports_for

    require_schema()
    with reading() as session:
        rows = reports_for(session, operator(), institution_id=_home(session, institution))
    for row in rows:
        state = (
            f"made {row.report.made_at:%Y-%m-%d}" if row.report.made_at else "parked" if row.parked else "being made"
        )
        number = "" if row.report.version == 1 else f"\tversion {row.report.version}"
        typer.echo(f"{row.period.code}\t{state}{number}")
    if not rows:
        typer.echo("No report was made yet.")


@report.command("order")
def order(
    period: When,
    institution: Whose = None,
    anew: Annotated[bool, typer.Option("--anew", help="Make a next version; those before it stay.")] = False,
) -> None:
    """Have a report made on any period that is over; `helix run` makes it."""
    from api.commands.acting import operator
    from models.actions.portfolio_reports import order_report
    from models.db import require_schema, transaction

    require_schema()
    with transaction() as session:
        home = _home(session, institution)
        made = order_report(session, home, _period(period, home), actor=operator(), now=datetime.now(UTC), anew=anew)
        done = made.made_at is not None
    typer.echo(f"The report on {period} is there." if done else f"The report on {period} is being made.")


@report.command("write")
def write(
    period: When,
    institution: Whose = None,
    lang: Annotated[Language, typer.Option(help="The report's language.")] = Language.ENGLISH,
    form: Annotated[ReportFormat, typer.Option("--format", help="To be read, or its tables.")] = ReportFormat.PDF,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write it; - for standard output.")
    ] = None,
) -> None:
    """Write the newest finished report on a period to a file, exactly as it was made."""
    from api.commands.acting import operator
    from api.commands.briefs import write_whole
    from models.db import reading, require_schema
    from models.errors import NotFound
    from models.files import read
    from models.queries.portfolio_reports import report_file, report_of
    from models.settings import settings

    require_schema()
    with reading() as session:
        home = _home(session, institution)
        asked = _period(period, home)
        found = report_of(session, home, asked, made=True) or report_of(session, home, asked)
        if found is None:
            whose = f" --institution {institution}" if institution else ""
            raise NotFound(f"There is no report on {period}: ask for it with `helix report order {period}{whose}`.")
        file, name = report_file(session, found.id, lang, form, operator())
    content = read(file.sha256, settings().files)
    if output == Path("-"):
        sys.stdout.buffer.write(content)
        return
    target = output or Path(name)
    write_whole(target, content)
    typer.echo(f"{target}: {len(content):,} bytes")


def _home(session: "Session", code: str | None) -> int | None:
    from models.queries.technologies import institution_by_code

    return institution_by_code(session, code).id if code else None


def _period(code: str, home: int | None) -> "Period":
    from models.queries.portfolio_reports import named_period

    found = named_period(code, home)
    if found is None:
        wanted = "a quarter such as 2026-Q3" if home is None else "a month such as 2026-10"
        raise typer.BadParameter(f"{code} is no period of this report: name {wanted}.")
    return found
