"""`helix offer-rules`."""

from pathlib import Path
from typing import Annotated

import typer

from models.rules.words import Language


def offer_rules(
    file: Annotated[
        Path | None, typer.Argument(exists=True, dir_okay=False, help="A TOML file; without one, the rules in use.")
    ] = None,
    lang: Annotated[Language, typer.Option(help="In which language they are listed.")] = Language.ENGLISH,
) -> None:
    """Check and list the rules that offers are held to; what is wrong is named with its rule."""
    from models.errors import Incomplete
    from models.rules.lint_rules import LintRulesWrong, read_rules, standard

    try:
        found = read_rules(file.read_text(encoding="utf-8")) if file else standard()
    except UnicodeDecodeError:
        raise Incomplete(f"{file} is not UTF-8: save it in that encoding.") from None
    except LintRulesWrong as error:
        raise Incomplete(str(error)) from None
    for rule in found.rules:
        typer.echo(f"{rule.code} ({rule.severity}): {', '.join(rule.fields)}")
        typer.echo(f"    {rule.message.to(lang)}")
    typer.echo(f"{len(found.rules)} rules, all in order.")
