"""`helix institution` and `helix person`: what a network must have before anything else."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from models.rules.words import Area, BriefLength, Language, Role

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
    department: Annotated[str, typer.Option(help="By it a reviewer of a creator's own department is found.")] = "",
) -> None:
    """Register a person of an institution."""
    from pydantic import ValidationError

    from api.commands.acting import operator
    from models.actions.people import PersonForm, register_person
    from models.db import migrate, transaction

    values = {"email": email, "name": name, "role": role, "institution": at, "language": language, "phone": phone}
    try:
        form = PersonForm.model_validate(values | {"department": department})
    except ValidationError as error:
        raise _usage(error) from None
    migrate()
    with transaction() as session:
        made = register_person(session, form, actor=operator())
    typer.echo(f"{made.name} <{made.email}> is registered as {made.role.replace('_', ' ')} of {at}.")


@person.command("set-deputy")
def set_deputy(
    email: Annotated[str, typer.Argument(help="The person who is stood in for.")],
    deputy: Annotated[str, typer.Option(help="Address of who stands in; empty takes the deputy away.")] = "",
) -> None:
    """Name who is reminded of a person's clocks as well, from 14 days before their dates on."""
    from api.commands.acting import operator
    from models.actions import standing_in
    from models.db import migrate, transaction
    from models.queries.people import person_by_email

    migrate()
    with transaction() as session:
        whose = person_by_email(session, email)
        stand_in = person_by_email(session, deputy) if deputy else None
        standing_in.set_deputy(session, whose, stand_in, actor=operator())
        told = f"{stand_in.name} stands in for {whose.name}." if stand_in else f"Nobody stands in for {whose.name}."
    typer.echo(told)


@institution.command("set-head")
def set_head(
    code: Annotated[str, typer.Argument(help="The institution's code.")],
    head: Annotated[str, typer.Option(help="Address of the head; empty takes the head away.")] = "",
) -> None:
    """Name who is reminded when a date is 7 days away, or past, and nobody has acted."""
    from api.commands.acting import operator
    from models.actions import standing_in
    from models.db import migrate, transaction
    from models.queries.people import person_by_email
    from models.queries.technologies import institution_by_code

    migrate()
    with transaction() as session:
        home = institution_by_code(session, code)
        person_ = person_by_email(session, head) if head else None
        standing_in.set_head(session, home, person_, actor=operator())
        told = f"{person_.name} is the head of {home.code}." if person_ else f"{home.code} has no head."
    typer.echo(told)


@institution.command("set-review")
def set_review(
    code: Annotated[str, typer.Argument(help="The institution's code.")],
    weights: Annotated[
        list[str],
        typer.Argument(help="Percent by criterion, such as patentability=30 market=30; those left out get 0."),
    ],
    reviewers: Annotated[int, typer.Option(help="How many must score every criterion.")] = 1,
    reason: Annotated[str, typer.Option(help="Why they change.")] = "",
) -> None:
    """Choose the weights by which technologies are scored. Decisions keep those they were made under."""
    from datetime import UTC, datetime

    from pydantic import ValidationError

    from api.commands.acting import operator
    from models.actions.review_forms import ReviewPolicyForm
    from models.actions.review_policy import set_review_policy
    from models.db import migrate, transaction
    from models.queries.technologies import institution_by_code
    from models.rules.words import Criterion

    given = dict(each.partition("=")[::2] for each in weights)
    values = {"weights": dict.fromkeys(Criterion, "0") | given, "reviewers": reviewers, "reason": reason}
    try:
        form = ReviewPolicyForm.model_validate(values)
    except ValidationError as error:
        raise _usage(error) from None
    migrate()
    with transaction() as session:
        home = institution_by_code(session, code)
        made = set_review_policy(session, home, form, actor=operator(), now=datetime.now(UTC))
    told = ", ".join(f"{criterion.replace('_', ' ')} {percent} %" for criterion, percent in made.weights.items())
    typer.echo(f"{code}, version {made.version}: {told}; reviewers: {made.reviewers}.")


@institution.command("set-regimes")
def set_regimes(
    code: Annotated[str, typer.Argument(help="The institution's code.")],
    regimes: Annotated[
        list[str] | None, typer.Argument(help="Such as pct epc germany; none for the usual ones.")
    ] = None,
) -> None:
    """Choose whose clocks the docket keeps. Clocks that run go on."""
    from api.commands.acting import operator
    from models.actions.standing_in import choose_regimes
    from models.db import migrate, transaction
    from models.queries.technologies import institution_by_code
    from models.rules.docket import chosen_regimes

    migrate()
    with transaction() as session:
        home = institution_by_code(session, code)
        choose_regimes(session, home, regimes or [], actor=operator())
        told = ", ".join(sorted(chosen_regimes(home.regimes)))
    typer.echo(f"{code} keeps the clocks of {told}.")


@institution.command("set-look")
def set_look(
    code: Annotated[str, typer.Argument(help="The institution's code.")],
    colour: Annotated[str | None, typer.Option(help="Such as #1a4a7a; empty for the value chain's.")] = None,
    length: Annotated[BriefLength | None, typer.Option(help="Of its briefs.")] = None,
    logo: Annotated[Path | None, typer.Option(help="PNG or JPEG for a light background.")] = None,
    no_logo: Annotated[bool, typer.Option("--no-logo", help="Take the logo away.")] = False,
) -> None:
    """Give its briefs a logo, a colour and a length; what is not named stays."""
    from datetime import UTC, datetime

    from api.commands.acting import operator
    from api.commands.looks import logo_of, told_of
    from models.actions.brands import set_brand, set_logo
    from models.db import migrate, transaction
    from models.queries.brands import brand_for
    from models.queries.technologies import institution_by_code

    made = logo_of(logo) if logo else None
    migrate()
    actor, now = operator(), datetime.now(UTC)
    with transaction() as session:
        home = institution_by_code(session, code)
        brand = brand_for(session, home.id)
        chosen = brand.colour if colour is None else colour
        colours = set_brand(session, home.id, colour=chosen, length=length or brand.brief_length, actor=actor, now=now)
        if made or no_logo:
            set_logo(session, home.id, made, actor=actor, now=now)
    if colours and colours.darkened:
        typer.echo(f"{colours.colour} is too light for text: the band keeps it, text is set in {colours.text}.")
    typer.echo(told_of(made) if made or no_logo else f"{code} looks as told. Briefs that are out are drawn again.")


def _usage(error: "ValidationError") -> typer.BadParameter:
    return typer.BadParameter("; ".join(f"{each['loc'][-1]}: {each['msg']}" for each in error.errors()))
