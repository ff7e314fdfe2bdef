"""`helix institution` and `helix person`: what a network must have before anything else."""

from typing import TYPE_CHECKING, Annotated

import typer

from models.rules.words import Area, Language, Role

if TYPE_CHECKING:
    from pydantic import ValidationError

institution = typer.Typer(
    help="Register the network's institutions.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)
person = typer.Typer(
    help="Register the institutions' people.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)


@institution.callback()
def _institution() -> None:
    """Register the network's institutions."""


@person.callback()
def _person() -> None:
    """Register the institutions' people."""


@institution.command("add")
def add_institution(
    code: Annotated[
        str, typer.Argument(help="2 to 12 capital letters and digits, such as UJ; references begin with it.")
    ],
    name_en: Annotated[str, typer.Option(help="Its name in English.")],
    name_pl: Annotated[str, typer.Option(help="Its name in Polish.")],
    area: Annotated[Area, typer.Option(help="Its place in the network.")] = Area.RD,
    city: Annotated[str, typer.Option(help="Where it is.")] = "",
    country: Annotated[str, typer.Option(help="Two letters.")] = "PL",
    email: Annotated[str | None, typer.Option(help="Where partners write.")] = None,
    phone: Annotated[str, typer.Option(help="Where partners call.")] = "",
    homepage: Annotated[str, typer.Option(help="Its pages.")] = "",
) -> None:
    """Register an institution."""
    from pydantic import ValidationError

    from api.commands.acting import operator
    from models.actions.people import InstitutionForm, register_institution
    from models.db import migrate, transaction

    values = {"code": code, "name_en": name_en, "name_pl": name_pl, "area": area, "city": city, "country": country}
    try:
        form = InstitutionForm.model_validate(values | {"email": email, "phone": phone, "homepage": homepage})
    except ValidationError as error:
        raise _usage(error) from None
    migrate()
    with transaction() as session:
        made = register_institution(session, form, actor=operator())
    typer.echo(f"{made.code}: {made.name_en} is registered.")


@person.command("add")
def add_person(
    email: Annotated[str, typer.Argument(help="The address by which the person is known.")],
    name: Annotated[str, typer.Option(help="First name and surname.")],
    role: Annotated[Role, typer.Option(help="What the person does.")],
    at: Annotated[str, typer.Option("--institution", metavar="CODE", help="Code of the institution.")],
    language: Annotated[Language, typer.Option(help="Of the e-mails to the person.")] = Language.ENGLISH,
    phone: Annotated[str, typer.Option(help="Shown to partners of an officer's offers.")] = "",
) -> None:
    """Register a person of an institution."""
    from pydantic import ValidationError

    from api.commands.acting import operator
    from models.actions.people import PersonForm, register_person
    from models.db import migrate, transaction

    values = {"email": email, "name": name, "role": role, "institution": at, "language": language, "phone": phone}
    try:
        form = PersonForm.model_validate(values)
    except ValidationError as error:
        raise _usage(error) from None
    migrate()
    with transaction() as session:
        made = register_person(session, form, actor=operator())
    typer.echo(f"{made.name} <{made.email}> is registered as {made.role.replace('_', ' ')} of {at}.")


def _usage(error: "ValidationError") -> typer.BadParameter:
    return typer.BadParameter("; ".join(f"{each['loc'][-1]}: {each['msg']}" for each in error.errors()))
