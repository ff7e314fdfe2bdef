"""`helix token`."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from models.rules.words import Role

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.tables import ApiToken, Person

token = typer.Typer(
    help="Make and revoke the tokens by which programs act for people.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@token.command("create")
def create(
    role: Annotated[Role, typer.Option(help="Role of the person for whom the token acts.")],
    email: Annotated[str | None, typer.Option(help="The person; needed where several have the role.")] = None,
    institution: Annotated[str | None, typer.Option(metavar="CODE", help="Look for the person there.")] = None,
    label: Annotated[str, typer.Option(help="What it is for.")] = "",
    days: Annotated[
        int | None, typer.Option(min=1, max=3650, help="How long it is valid; without it, until revoked.")
    ] = None,
) -> None:
    """Make a token. Its secret is printed this once, alone on standard output."""
    from models.actions.people import create_token
    from models.db import migrate, transaction

    migrate()
    with transaction() as session:
        person = _person(session, role, email, institution)
        secret, made = create_token(session, person, now=datetime.now(UTC), label=label, days=days)
    typer.echo(secret)
    until = f"until {made.expires_at:%Y-%m-%d}" if made.expires_at else "until it is revoked"
    typer.echo(f"Token {made.id} acts for {person.name} <{person.email}>, {_word(person.role)}, {until}.", err=True)


@token.command("revoke")
def revoke(number: Annotated[int, typer.Argument(min=1, help="As `helix token list` shows it.")]) -> None:
    """Make a token useless, at once and for good."""
    from models.actions.people import revoke_token
    from models.db import require_schema, transaction

    require_schema()
    with transaction() as session:
        revoke_token(session, number, now=datetime.now(UTC))
    typer.echo(f"Token {number} is revoked.")


@token.command("list")
def list_all() -> None:
    """Show every token without its secret, which nobody can read again."""
    from api.commands.acting import operator
    from models.db import reading, require_schema
    from models.queries.people import list_tokens

    require_schema()
    with reading() as session:
        rows = list_tokens(session, operator())
    for row in rows:
        label = f", {row.token.label}" if row.token.label else ""
        state = _state(row.token, datetime.now(UTC))
        typer.echo(f"{row.token.id}\t{row.person.name} <{row.person.email}>, {_word(row.person.role)}{label}: {state}")
    if not rows:
        typer.echo("There are no tokens. To make one: helix token create --role ROLE")


def _state(token: "ApiToken", now: datetime) -> str:
    if token.revoked_at:
        return f"revoked {token.revoked_at:%Y-%m-%d}"
    if token.expires_at:
        return f"{'valid until' if now < token.expires_at else 'expired'} {token.expires_at:%Y-%m-%d}"
    return "valid"


def _person(session: "Session", role: Role, email: str | None, institution: str | None) -> "Person":
    """The one person meant; when there is none or more than one, the refusal says what to type."""
    from models.errors import Conflict
    from models.queries.people import people_with_role, person_by_email

    if email is not None:
        person = person_by_email(session, email)
        if person.role is not role:
            raise Conflict(f"{person.name} <{person.email}> is {_word(person.role)}, not {_word(role)}.")
        return person
    found = people_with_role(session, role, institution=institution)
    if len(found) == 1:
        return found[0]
    if found:
        raise Conflict(f"Several people are {_word(role)}: name one with --email.{_listed(found)}")
    raise Conflict(_how_to_make_one(session, role, institution))


def _how_to_make_one(session: "Session", role: Role, institution: str | None) -> str:
    from models.queries.people import institution_codes

    codes = institution_codes(session)
    where = f" at {institution}" if institution else ""
    steps = [f"There is no {_word(role)}{where} yet, so there is nobody for whom the token could act."]
    if institution not in codes and (institution or not codes):
        steps.append(f'First: helix institution add {institution or "CODE"} --name-en "…" --name-pl "…"')
    at = institution or (codes[0] if len(codes) == 1 else "CODE")
    steps.append(f'Then: helix person add EMAIL --name "…" --role {role} --institution {at}')
    return "\n".join(steps)


def _listed(people: "Sequence[Person]") -> str:
    return "".join(f"\n- {each.name} <{each.email}>" for each in people[:20])


def _word(role: Role) -> str:
    return role.replace("_", " ")
