"""`helix`: the command line over the same actions as the pages and the API.

Commands are named here and loaded when they are called, so that `helix --help` is quick.
"""

import sys
from importlib import import_module
from typing import Any

import typer
from typer._click.core import Command, Context
from typer.core import TyperCommand, TyperGroup

from api.exits import ending

COMMANDS: dict[str, tuple[str, str]] = {
    "run": ("api.commands.run:run", "Run Helix until Ctrl-C: web server, flows, and their server."),
    "status": ("api.commands.status:status", "Show what stands where, and what is parked."),
    "advance": ("api.commands.moves:advance", "Move a technology along its pipeline."),
    "brief": ("api.commands.briefs:brief", "Write the brief of a technology to a PDF file."),
    "render": ("api.commands.render:render", "Make briefs in bulk."),
    "report": ("api.commands.reports:report", "Have portfolio reports made, and write them to files."),
    "import": (
        "api.commands.imports:import_file",
        "Import a legacy registry.",
    ),
    "work": ("api.commands.work:work", "Look at the work of the flows, and retry what is parked."),
    "search": ("api.commands.search:search", "Make the search index anew."),
    "audit": ("api.commands.audit:audit", "Prove that the trail was not changed."),
    "migrate": ("api.commands.migration:migrate", "Bring the database to this program's schema."),
    "institution": ("api.commands.people:institution", "Register the network's institutions."),
    "network": ("api.commands.looks:network", "Set the network's mark."),
    "person": ("api.commands.people:person", "Register the institutions' people."),
    "user": ("api.commands.users:user", "Invite people who sign in, and end their accounts."),
    "token": ("api.commands.tokens:token", "Make and revoke the tokens by which programs act for people."),
    "pipeline": ("api.commands.pipelines:pipeline", "Check a pipeline file."),
    "offer-rules": ("api.commands.offer_rules:offer_rules", "Check and list the rules that offers are held to."),
    "openapi": ("api.commands.openapi:openapi", "Print the API's description as JSON."),
}
"""Name, place and first line of help. The order is that of the help."""


class Unloaded(TyperCommand):
    """Stands for a command in the help; becomes the command itself when it is called."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: Context | None = None, **extra: Any
    ) -> Context:
        return load(self.name or "").make_context(info_name, args, parent=parent, **extra)


class Commands(TyperGroup):
    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002  typer's signature
        return list(COMMANDS)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:  # noqa: ARG002  typer's signature
        if cmd_name not in COMMANDS:
            return None
        return Unloaded(cmd_name, help=COMMANDS[cmd_name][1], rich_markup_mode=None)


def load(name: str) -> Command:
    module, _, attribute = COMMANDS[name][0].partition(":")
    found = getattr(import_module(module), attribute)
    if isinstance(found, typer.Typer):
        return typer.main.get_command(found)
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command(name)(found)
    return typer.main.get_command(alone)


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Technology transfer, from a researcher's disclosure to a licence.",
    epilog="Exit codes: 0 done, 1 refused, 2 wrong usage, 3 done in part, 4 the machine stands in the way.",
)


@app.callback()
def helix() -> None:
    """Technology transfer, from a researcher's disclosure to a licence."""


def main() -> None:
    try:
        app()
    except Exception as error:
        end = ending(error)
        if end is None:
            raise
        code, sentence = end
        sys.stderr.write(f"{sentence}\n")
        sys.exit(code)


if __name__ == "__main__":
    main()
