"""What funders demand: recorded, taken over from a known funder's rules, met, waived, struck out."""

from collections.abc import Collection

from fastapi import APIRouter
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from api.deps import Key
from api.pages.given import Given, Read, read, texts
from api.pages.officer.case import Case
from api.pages.officer.case_acts import perform
from api.pages.officer.case_acts_moves import NothingAsked
from api.pages.officer.case_acts_ownership import SECTION
from api.pages.words import N_
from models.actions.forms import Form, FundingForm
from models.actions.funding import add_demand, add_funding, add_known_demands, settle_demand, strike_demand
from models.actions.ownership_forms import DemandForm, SettlementForm
from models.errors import NotFound
from models.queries.ownership import financed
from models.rules.permissions import Act
from models.tables import Technology

router = APIRouter()
_CASE = "/technologies/{reference}"
DUE_ONCE = N_("Give a day or choose an event, not both.")
WHICH_DOCUMENT = N_("Name the funder's document in which it waives the demand.")


class KnownForm(Form):
    funder: str = Field(min_length=1, max_length=80)


@router.post(_CASE + "/funding")
def name_funder(asked: Case, given: Given) -> Response:
    found = read(FundingForm, texts(given, "sponsor", "number", "instrument", "obligations"), asked.words)

    def act(session: Session, technology: Technology, form: FundingForm) -> object:
        return add_funding(session, technology.id, form, actor=asked.actor, now=asked.now)

    return perform(asked, Act.TRIAGE, (SECTION, "funding"), found, act, done="funding")


@router.post(_CASE + "/funding/{funding_id}/demands")
def record_demand(asked: Case, funding_id: Key, given: Given) -> Response:
    found = read(DemandForm, texts(given, "kind", "text", "due_on", "due_event"), asked.words)
    if "" in found.wrong:
        found = Read(found.typed, None, {"due_event": asked.words.say(DUE_ONCE)})

    def act(session: Session, technology: Technology, form: DemandForm) -> object:
        _must_be_there(funding_id, _fundings(session, technology), technology)
        return add_demand(session, funding_id, form, actor=asked.actor, now=asked.now)

    return perform(asked, Act.TRIAGE, (SECTION, f"demand:{funding_id}"), found, act, done="demand")


@router.post(_CASE + "/funding/{funding_id}/known")
def take_known_demands(asked: Case, funding_id: Key, given: Given) -> Response:
    found = read(KnownForm, texts(given, "funder"), asked.words)

    def act(session: Session, technology: Technology, form: KnownForm) -> object:
        _must_be_there(funding_id, _fundings(session, technology), technology)
        language = asked.words.language
        return add_known_demands(session, funding_id, form.funder, language=language, actor=asked.actor, now=asked.now)

    return perform(asked, Act.TRIAGE, (SECTION, f"known:{funding_id}"), found, act, done="known")


@router.post(_CASE + "/demands/{demand_id}/settle")
def settle(asked: Case, demand_id: Key, given: Given) -> Response:
    found = read(SettlementForm, texts(given, "state", "settled_on", "document", "evidence_id"), asked.words)
    if "" in found.wrong:
        found = Read(found.typed, None, {"document": asked.words.say(WHICH_DOCUMENT)})

    def act(session: Session, technology: Technology, form: SettlementForm) -> object:
        _must_be_there(demand_id, _demands(session, technology), technology)
        return settle_demand(session, demand_id, form, actor=asked.actor, now=asked.now)

    return perform(asked, Act.TRIAGE, (SECTION, f"settle:{demand_id}"), found, act, done="settled")


@router.post(_CASE + "/demands/{demand_id}/strike")
def strike(asked: Case, demand_id: Key) -> Response:
    def act(session: Session, technology: Technology, _form: NothingAsked) -> None:
        _must_be_there(demand_id, _demands(session, technology), technology)
        strike_demand(session, demand_id, actor=asked.actor, now=asked.now)

    found = read(NothingAsked, {}, asked.words)
    return perform(asked, Act.TRIAGE, (SECTION, f"strike:{demand_id}"), found, act, done="struck")


def _fundings(session: Session, technology: Technology) -> set[int]:
    return {each.funding.id for each in financed(session, technology.id)}


def _demands(session: Session, technology: Technology) -> set[int]:
    return {demand.id for each in financed(session, technology.id) for demand in each.demands}


def _must_be_there(number: int, ids: Collection[int], technology: Technology) -> None:
    if number not in ids:
        raise NotFound(f"{technology.reference} has no row {number} of this kind.")
