"""`helix render`."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from api.exits import Exit

render = typer.Typer(
    help="Make documents in bulk.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@render.callback()
def documents() -> None:
    """Make documents in bulk."""


@render.command("briefs")
def briefs(
    everything: Annotated[bool, typer.Option("--all", help="Of every approved offer.")] = False,
    published: Annotated[bool, typer.Option("--published", help="Only of offers that are public.")] = False,
    institution: Annotated[str, typer.Option(metavar="CODE", help="Only of this institution's offers.")] = "",
    processes: Annotated[int, typer.Option(min=1, max=32, help="Render processes side by side.")] = 2,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON, and no bar.")] = False,
) -> None:
    """Make the briefs that are missing, or are not as their offers and the design are now.

    What is up to date is left alone. Stopped with Ctrl-C or killed, the next run goes on where it was.
    Exit codes: 0 all done, 1 refused, 3 something failed or it was stopped; what failed is listed.
    """
    from models.db import require_schema

    if everything is published and not (institution and not everything):
        raise typer.BadParameter("say --all, --published, or --institution CODE")
    require_schema()
    if institution:
        _demand_institution(institution)
    _demand_address(institution)
    result = _run(_arguments(published, institution), processes, quiet=as_json)
    if as_json:
        typer.echo(json.dumps(result, ensure_ascii=False))
    else:
        _tell(result)
    if result["failed"] or result["stopped"]:
        raise typer.Exit(Exit.PARTLY)


def _arguments(published: bool, institution: str) -> list[str]:
    return [*(("--published",) if published else ()), *(("--institution", institution) if institution else ())]


def _demand_institution(code: str) -> None:
    from models.db import reading
    from models.queries.technologies import institution_by_code

    with reading() as session:
        institution_by_code(session, code)


def _demand_address(institution: str) -> None:
    """Their links and QR codes shall lead to nobody's guess."""
    from models.actions.rendering import offers_to_brief
    from models.db import reading
    from models.errors import Conflict
    from models.rules.days import local_date
    from models.rules.permissions import system
    from models.settings import settings

    if settings().knows_address:
        return
    with reading() as session:
        public = offers_to_brief(
            session,
            published=True,
            institution=institution or None,
            actor=system(),
            today=local_date(datetime.now(UTC)),
        )
    if public:
        raise Conflict(
            "Offers are public, and nothing says under which address readers reach them: "
            "set HELIX_BASE_URL, such as https://offers.example, or begin `helix run` once with this HELIX_HOME."
        )


def _run(arguments: list[str], processes: int, *, quiet: bool) -> dict[str, Any]:
    """The flows do it in a process of their own, since the web's side does not import them."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    result: dict[str, Any] = {"selected": 0, "total": 0, "done": 0, "failed": [], "stopped": True}
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    environment = os.environ | {"HELIX_RENDER_PROCESSES": str(processes)}
    command = [sys.executable, "-m", "flows.bulk", *arguments]
    with (
        Progress(*columns, console=Console(stderr=True), disable=quiet) as progress,
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as child,  # noqa: S603  our own module
    ):
        bar = progress.add_task("Briefs", total=None)
        assert child.stdout is not None
        try:
            for line in child.stdout:
                said = json.loads(line)
                result |= said
                finished = said.get("done", 0) + (said["failed"] if isinstance(said.get("failed"), int) else 0)
                if "total" in said or finished:
                    progress.update(bar, total=result["total"], completed=finished)
        except KeyboardInterrupt:  # the child was told as well, and says how far it came
            for line in child.stdout:
                result |= json.loads(line)
    if not isinstance(result["failed"], list):  # it was killed before it could say which
        result |= {"failed": [], "stopped": True}
    return result


def _tell(result: dict[str, Any]) -> None:
    unchanged = result["selected"] - result["total"]
    typer.echo(f"{result['done']} made, {max(0, unchanged)} were up to date, {len(result['failed'])} failed.")
    for each in result["failed"]:
        typer.echo(f"  {each['reference']} ({each['language']}): {each['error']}")
    if result["stopped"]:
        typer.echo("It was stopped before the end: run it again to go on.", err=True)
