"""`helix user`: who may sign in. Whoever may run it on the server is trusted with it."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from models.rules.words import Language, Role

if TYPE_CHECKING:
    from pydantic import ValidationError

    from models.queries.accounts import Account

user = typer.Typer(
    help="Invite people, and end their accounts.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)

Email = Annotated[str, typer.Argument(help="The person's e-mail address.")]


@user.command("invite")
def invite(
    email: Email,
    name: Annotated[str | None, typer.Option(help="First name and surname; for somebody new.")] = None,
    role: Annotated[Role | None, typer.Option(help="What the person does; for somebody new.")] = None,
    at: Annotated[str | None, typer.Option("--institution", metavar="CODE", help="For somebody new.")] = None,
    language: Annotated[Language, typer.Option(help="Of the e-mails to somebody new.")] = Language.ENGLISH,
) -> None:
    """Let a person choose a password: registers who is new, queues the e-mail, prints the link.

    For somebody who is registered the address is enough; so it helps who forgot the password, too.
    """
    from pydantic import ValidationError

    from api.commands.acting import operator
    from models.actions.accounts import invite_again, invite_person
    from models.actions.people import PersonForm
    from models.db import migrate, transaction
    from models.links import invitation_link
    from models.queries.people import person_by_email
    from models.settings import settings

    migrate()
    now = datetime.now(UTC)
    with transaction() as session:
        if name is None and role is None and at is None:
            made = invite_again(session, person_by_email(session, email), actor=operator(), now=now)
        else:
            values = {"email": email, "name": name, "role": role, "institution": at, "language": language}
            try:
                form = PersonForm.model_validate(values)
            except ValidationError as error:
                raise _usage(error) from None
            made = invite_person(session, form, actor=operator(), now=now)
    typer.echo(settings().base_url.rstrip("/") + invitation_link(made.id))
    typer.echo(f"The e-mail to {email} is queued; the link works once, until {made.expires_at:%Y-%m-%d}.", err=True)


@user.command("list")
def list_all() -> None:
    """Show everybody, and how they can sign in."""
    from api.commands.acting import operator
    from models.db import reading, require_schema
    from models.queries.accounts import accounts

    require_schema()
    with reading() as session:
        rows = accounts(session, operator())
    for row in rows:
        person = row.person
        role = person.role.replace("_", " ")
        typer.echo(f"{row.institution.code}\t{person.name} <{person.email}>, {role}: {_state(row)}")
    if not rows:
        typer.echo("There is nobody yet. To begin: helix institution add, then helix user invite")


@user.command("deactivate")
def deactivate(email: Email) -> None:
    """End a person's account, every session and every token, at once and for good.

    An officer's open cases go to the other officers of the institution; each is named.
    """
    from api.commands.acting import operator
    from models.actions.people import deactivate_person
    from models.db import require_schema, transaction
    from models.queries.people import person_by_email

    require_schema()
    with transaction() as session:
        person = person_by_email(session, email)
        handed = deactivate_person(session, person, actor=operator(), now=datetime.now(UTC))
    typer.echo(f"{person.name} <{person.email}> is deactivated: every session and token has ended.")
    for case in handed:
        taken = f"goes to {case.officer}" if case.officer else "has no officer now: its institution has no other"
        typer.echo(f"{case.reference} {taken}")


@user.command("unlink")
def unlink(email: Email) -> None:
    """Undo a person's link with the identity provider; their next sign-in there may make another."""
    from api.commands.acting import operator
    from models.actions.identities import unlink_identities
    from models.db import require_schema, transaction
    from models.queries.people import person_by_email

    require_schema()
    with transaction() as session:
        person = person_by_email(session, email)
        count = unlink_identities(session, person.id, actor=operator())
    typer.echo(f"{person.name} <{person.email}>: {count} links with identity providers are undone.")


@user.command("set-password")
def set_password(email: Email) -> None:
    """Set a person's password, asked for twice or read from standard input; their sessions end."""
    from models.actions import accounts
    from models.actions.passwords import hash_password
    from models.db import reading, require_schema, transaction
    from models.queries.people import person_by_email

    require_schema()
    with reading() as session:
        person = person_by_email(session, email)
    hashed = hash_password(_asked_password(), email=person.email)
    with transaction() as session:
        accounts.set_password(session, person.id, hashed, now=datetime.now(UTC))
    typer.echo(f"The password of {person.name} <{person.email}> is set; earlier sessions have ended.")


def _asked_password() -> str:
    """Never an argument: those stand in the shell's history and in the list of processes."""
    stdin = typer.get_text_stream("stdin")
    if stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return stdin.readline().rstrip("\r\n")


def _state(row: "Account") -> str:
    if not row.person.active:
        return "deactivated"
    ways = [name for name, has in (("a password", row.has_password), ("an identity provider", row.has_identity)) if has]
    return f"has {' and '.join(ways)}" if ways else "has no password"


def _usage(error: "ValidationError") -> typer.BadParameter:
    return typer.BadParameter("; ".join(f"{each['loc'][-1]}: {each['msg']}" for each in error.errors()))
