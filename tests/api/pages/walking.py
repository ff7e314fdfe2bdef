"""Every route of the pages, who may walk where, and a world in which each address leads to something.

Each desk lists its routes in a `walk_<desk>.py`: `ROUTES`, as told in `test_permissions.py`, and where its addresses
need more than `prepare` gives, a `prepare(session, world, values)` of its own. It returns further values by the names
of placeholders; for a token, which is another one on each page, by the beginning of the path, such as `/invitation/`;
for one that means something else on some pages by both, such as `/disclosures/drafts/ file_id`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any

from fastapi.routing import APIRoute
from sqlmodel import Session, col, select
from starlette.routing import BaseRoute

from api.pages.app import create_pages_app
from models.actions.accounts import Browser, begin_contact_session, begin_session, invite_again
from models.actions.attachments import add_attachment
from models.actions.clocks import start_clock
from models.actions.forms import FundingForm, InputForm
from models.actions.funding import add_demand, add_funding
from models.actions.messages import write_message
from models.actions.offers import save_offer
from models.actions.ownership import add_co_owner, add_input
from models.actions.ownership_forms import CoOwnerForm, DemandForm
from models.actions.partners import answer_offer
from models.actions.people import create_token
from models.files import keep, keep_stream
from models.links import brief_link, invitation_link, share_link, share_mark, stop_link
from models.queries.accounts import contact_actor
from models.rules.permissions import Actor
from models.rules.words import AgreementKind, Answer, DemandKind, DispatchState, Language, Role, Via, WorkState
from models.settings import settings
from models.tables import (
    Attachment,
    Brief,
    BrowserSession,
    Contact,
    Contributor,
    Delivery,
    Draft,
    Lead,
    Match,
    Offer,
    Partner,
    Person,
    PriorArt,
    Remark,
    RoomFile,
    Technology,
    Work,
)
from tests import factories as make
from tests.api.conftest import PDF, World
from tests.factories import NOW, TODAY

WHO = (
    "nobody",
    "researcher",
    "colleague",
    "officer",
    "reviewer",
    "stranger",
    "coordinator",
    "administrator",
    "contact",
    "other_contact",
)
"""The researcher owns the cases; the stranger is an officer of another institution; the contact got the offer and
has a data room, the other contact belongs to another partner."""

Form = dict[str, str] | None
Routes = dict[tuple[str, str], tuple[str, Form]]
Values = dict[str, Any]
NUMBERS = {"place": 0, "version": 1, "position": 1}


def walks() -> list[ModuleType]:
    files = sorted(Path(__file__).parent.glob("walk_*.py"))
    return [import_module(f"tests.api.pages.{file.stem}") for file in files]


def merged() -> Routes:
    """Of all desks; two that tell the same route differently are an error."""
    routes: Routes = {}
    for walk in walks():
        for route, row in walk.ROUTES.items():
            assert routes.setdefault(route, row) == row, f"{route} is told in two ways; one is in {walk.__name__}"
    return routes


def unwalked() -> set[tuple[str, str]]:
    """Routes that a walk leaves out, and says where they are tested instead."""
    return {route for walk in walks() for route in getattr(walk, "UNWALKED", ())}


@dataclass(frozen=True)
class Takes:
    """The names of a route's parameters."""

    query: tuple[str, ...]
    form: tuple[str, ...]


@cache
def routes_of() -> dict[tuple[str, str], Takes]:
    """The routes of the application, HEAD left out where it goes with GET."""
    found: dict[tuple[str, str], Takes] = {}
    for route in _flat(create_pages_app().routes):
        query = tuple(each.alias for each in route.dependant.query_params)
        form = tuple(each.alias for each in route.dependant.body_params)
        found |= {(method, route.path): Takes(query, form) for method in (route.methods or set()) - {"HEAD"}}
    return found


def listed() -> set[tuple[str, str]]:
    return set(routes_of())


def _flat(routes: Iterable[BaseRoute]) -> Iterator[APIRoute]:
    """Newer versions of FastAPI keep included routers as they are."""
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is not None:
            yield from _flat(included.routes)
        elif isinstance(route, APIRoute):
            yield route


def _owned(session: Session, case: Technology, officer: Actor) -> Values:
    """A co-owner, a funder's demand, something of others."""
    owner = add_co_owner(session, case.id, CoOwnerForm(name="An institute", share_bp=50), actor=officer, now=NOW)
    funding = add_funding(session, case.id, FundingForm(sponsor="A fund"), actor=officer, now=NOW)
    demanded = add_demand(session, funding.id, DemandForm(kind=DemandKind.MARCH_IN), actor=officer, now=NOW)
    line = add_input(session, case.id, InputForm(name="A plasmid"), actor=officer, now=NOW)
    return {"co_owner_id": owner.id, "funding_id": funding.id, "demand_id": demanded.id, "input_id": line.id}


def prepare(session: Session, world: World) -> Values:
    """A case with everything: offer, delivery, lead, NDA, data room, file, message, remark, clock, draft."""
    cast = world.cast
    case = session.exec(select(Technology).where(Technology.reference == world.published)).one()
    values: Values = {
        "reference": case.reference,
        "technology_id": case.id,
        "key": case.reference,
        "language": "en",
        "stage": "negotiation",
        "gate": "nda_or_waiver",
        "step": "what",
        "field": "novelty",
        "rule": "paris_12m",
        **NUMBERS,
        **_dealt(session, world, case),
        **_written(session, cast, case),
        **_owned(session, case, cast.officer),
        **_peopled(session, cast),
        "/c/": _share(session, case).rpartition("/")[2],
    }
    for brief in session.exec(select(Brief)):
        brief.sha256 = keep(PDF, settings().files).sha256
    for walk in walks():
        more: Callable[..., Values] | None = getattr(walk, "prepare", None)
        if more is not None:
            values |= more(session, world, values)
    return values


def _dealt(session: Session, world: World, case: Technology) -> Values:
    """From the match to the data room; one delivery and one piece of work are parked."""
    cast = world.cast
    delivery = session.get_one(Delivery, world.delivery_id)
    contact = session.get_one(Contact, delivery.contact_id)
    who = contact_actor(contact, session.get_one(Partner, contact.partner_id), Via.PAGE)
    answer_offer(session, delivery.id, answer=Answer.INTERESTED, actor=who, now=NOW)
    lead = session.exec(select(Lead).where(Lead.technology_id == case.id, Lead.partner_id == contact.partner_id)).one()
    agreement = make.agreement(session, cast, lead, AgreementKind.NDA)
    attachment = _file(session, case, cast.officer)
    room_file = RoomFile(
        lead_id=lead.id, attachment_id=attachment.id, shared_by_id=_person(cast.officer), shared_at=NOW
    )
    match = Match(
        technology_id=case.id, offer_id=world.offer_id, partner_id=contact.partner_id, score=70, matched_at=NOW
    )
    work = session.exec(select(Work)).first()
    assert work is not None
    work.state = WorkState.PARKED
    delivery.state = DispatchState.PARKED
    draft = save_offer(session, case.id, make.offer_form(Language.POLISH), actor=cast.officer, now=NOW)
    return {
        "offer_id": world.offer_id,
        "draft_offer_id": draft.id,
        "digest": session.get_one(Offer, world.offer_id).digest,
        "brief_id": world.brief_id,
        "delivery_id": delivery.id,
        "contact_id": contact.id,
        "partner_id": contact.partner_id,
        "lead_id": lead.id,
        "agreement_id": agreement.id,
        "attachment_id": attachment.id,
        "file_id": attachment.id,
        "room_file_id": _added(session, room_file).id,
        "match_id": _added(session, match).id,
        "work_id": work.id,
        "/b/": brief_link(delivery.id).rpartition("/")[2],
        "/u/": stop_link(contact.id).rpartition("/")[2],
    }


def _written(session: Session, cast: make.Cast, case: Technology) -> Values:
    """What was said of the case and on what day it must be done."""
    case.dossier_sha256 = keep(PDF, settings().files).sha256
    remark = Remark(technology_id=case.id, field="novelty", text="Say more.", author_id=_person(cast.officer), at=NOW)
    draft = Draft(person_id=_person(cast.researcher), step="what", created_at=NOW, updated_at=NOW)
    clock = start_clock(session, case.id, rule="paris_12m", trigger=TODAY, actor=cast.officer, now=NOW)
    return {
        "message_id": write_message(session, case.id, "How long is it stable?", actor=cast.officer, now=NOW).id,
        "remark_id": _added(session, remark).id,
        "draft_id": _added(session, draft).id,
        "clock_id": clock.id,
        "contributor_id": session.exec(select(Contributor.id).where(Contributor.technology_id == case.id)).one(),
        "prior_art_id": session.exec(select(PriorArt.id).where(PriorArt.technology_id == case.id)).first(),
    }


def _peopled(session: Session, cast: make.Cast) -> Values:
    """Somebody to invite, their token, and the officer's session."""
    spare = make.person(session, Role.RESEARCHER, cast.institution)
    begin_session(session, _person(cast.officer), Browser(), now=datetime.now(UTC))
    sessions = select(BrowserSession.id).where(BrowserSession.person_id == cast.officer.person_id)
    invited = invite_again(session, spare, actor=make.HELIX, now=datetime.now(UTC))
    return {
        "person_id": spare.id,
        "officer_id": cast.officer.person_id,
        "institution_id": cast.elsewhere.id,
        "institution_code": cast.institution.code,
        "token_id": create_token(session, session.get_one(Person, spare.id), now=NOW)[1].id,
        "session_id": session.exec(sessions).first(),
        "/invitation/": invitation_link(invited.id).rpartition("/")[2],
    }


def actors(session: Session, world: World) -> dict[str, Actor]:
    """By the names of `WHO`; nobody is left out."""
    contact = session.get_one(Contact, world.contact_id)
    other = session.exec(
        select(Contact).where(Contact.partner_id != contact.partner_id).order_by(col(Contact.id))
    ).first()
    assert other is not None
    found = {name: getattr(world.cast, name) for name in WHO if hasattr(world.cast, name)}
    for name, each in (("contact", contact), ("other_contact", other)):
        found[name] = contact_actor(each, session.get_one(Partner, each.partner_id), Via.PAGE)
    return found


def session_of(session: Session, who: Actor) -> str:
    """The secret of a fresh session, for the cookie."""
    now = datetime.now(UTC)
    if who.contact_id is not None:
        return begin_contact_session(session, who.contact_id, Browser(), now=now)
    return begin_session(session, _person(who), Browser(), now=now)


def filled(path: str, values: Values) -> str:
    """The address, with a value for each of its placeholders."""

    def value(found: re.Match[str]) -> str:
        name = found[1]
        if name == "token":
            kinds = [kind for kind in values if kind.startswith("/") and path.startswith(kind)]
            assert kinds, f"{path}: no token is prepared; let your walk's prepare() return one by its path's beginning"
            return str(values[max(kinds, key=len)])
        own = [kept for kept in values if kept.endswith(f" {name}") and path.startswith(kept.partition(" ")[0])]
        if own:
            return str(values[own[0]])
        assert values.get(name) is not None, f"{path}: no value for {name}; see tests/api/pages/walking.py"
        return str(values[name])

    return re.sub(r"\{(\w+)(?::\w+)?\}", value, path)


def form_of(form: Form, values: Values) -> Form:
    """Texts that name one of `values` become it."""
    return {name: str(values.get(value, value)) for name, value in form.items()} if form else form


def _person(who: Actor) -> int:
    assert who.person_id is not None
    return who.person_id


def _file(session: Session, case: Technology, who: Actor) -> Attachment:
    stored = keep_stream(BytesIO(b"time,value\n1,2\n"), settings().files, most=1_000)
    return add_attachment(session, case.id, stored, "pomiary.csv", actor=who, now=NOW)


def _share(session: Session, case: Technology) -> str:
    who = session.exec(select(Contributor).where(Contributor.technology_id == case.id)).one()
    return share_link(who.id, share_mark(technology_id=case.id, email=who.email, share_bp=who.share_bp))


def _added(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    return row
