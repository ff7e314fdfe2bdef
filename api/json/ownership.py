"""Ownership: bases of rights, co-owners, what funders demand, what of others went in."""

from fastapi import APIRouter
from pydantic import Field
from sqlmodel import Session

from api.auth import Caller
from api.deps import LARGEST_KEY, AskedLanguage, Key, Now, Reference
from api.json.problems import READS, WRITES
from api.json.views.ownership import (
    CoOwnerView,
    DemandView,
    FinancedView,
    InputView,
    OwnershipView,
    RightView,
    WeighedInput,
)
from models.actions.forms import Form, FundingForm, InputForm
from models.actions.funding import add_demand, add_funding, add_known_demands, settle_demand, strike_demand
from models.actions.ownership import (
    add_co_owner,
    add_input,
    clear_input,
    correct_co_owner,
    correct_input,
    record_legal_basis,
    remove_co_owner,
    remove_input,
)
from models.actions.ownership_forms import BasisForm, ClearanceForm, CoOwnerForm, DemandForm, SettlementForm
from models.db import reading, transaction
from models.queries.ownership import (
    co_owners_of,
    financed,
    inputs_of,
    names_of_home,
    ownership_facts,
    received,
    title_of,
)
from models.queries.technologies import contributors_of, institution_case, technology_by_reference
from models.rules.inputs import unidentified
from models.rules.ownership import missing_titles
from models.rules.permissions import Act, Actor, demand
from models.rules.words import Language

router = APIRouter(tags=["ownership"])
_CASE = "/technologies/{reference}"


class BasisOf(BasisForm):
    contributor_id: int = Field(ge=1, le=LARGEST_KEY)


class BasesForm(Form):
    bases: list[BasisOf] = Field(min_length=1, max_length=50)


class KnownForm(Form):
    funder: str = Field(max_length=80, description="A known funder, such as `us_federal`.")


@router.get(_CASE + "/ownership", responses=READS)
def read_ownership(reference: Reference, actor: Caller, language: AskedLanguage) -> OwnershipView:
    """On what the rights rest, and what is missing for whom; for officers and reviewers."""
    with reading() as session:
        return _ownership(session, reference, actor, language)


@router.put(_CASE + "/legal-basis", responses=WRITES)
def set_legal_basis(
    reference: Reference, form: BasesForm, actor: Caller, now: Now, language: AskedLanguage
) -> OwnershipView:
    """Why the institution may deal with each contributor's share; those not named keep what they have."""
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        bases = {each.contributor_id: BasisForm(**each.model_dump(exclude={"contributor_id"})) for each in form.bases}
        record_legal_basis(session, technology.id, bases=bases, actor=actor, now=now)
        return _ownership(session, reference, actor, language)


@router.post(_CASE + "/co-owners", status_code=201, responses=WRITES)
def name_co_owner(reference: Reference, form: CoOwnerForm, actor: Caller, now: Now) -> CoOwnerView:
    """Another institution, or a person, that holds a share of the rights."""
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        return CoOwnerView.model_validate(add_co_owner(session, technology.id, form, actor=actor, now=now))


@router.put("/co-owners/{co_owner_id}", responses=WRITES)
def put_co_owner_right(co_owner_id: Key, form: CoOwnerForm, actor: Caller, now: Now) -> CoOwnerView:
    """Correct the share, the agreement or its proof; what you leave out is emptied. Each change is signed."""
    with transaction() as session:
        return CoOwnerView.model_validate(correct_co_owner(session, co_owner_id, form, actor=actor, now=now))


@router.delete("/co-owners/{co_owner_id}", status_code=204, responses=WRITES)
def drop_co_owner(co_owner_id: Key, actor: Caller, now: Now) -> None:
    """It holds no share; the trail keeps that it was recorded."""
    with transaction() as session:
        remove_co_owner(session, co_owner_id, actor=actor, now=now)


@router.post(_CASE + "/funding", status_code=201, responses=WRITES)
def name_funder(reference: Reference, form: FundingForm, actor: Caller, now: Now) -> FinancedView:
    """A funder that the creators did not name. What all funders demand is to be read again."""
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        made = add_funding(session, technology.id, form, actor=actor, now=now)
        return next(FinancedView.of(each) for each in financed(session, technology.id) if each.funding.id == made.id)


@router.post("/funding/{funding_id}/demands", status_code=201, responses=WRITES)
def record_demand(funding_id: Key, form: DemandForm, actor: Caller, now: Now) -> DemandView:
    """What the contract asks for. With a day it stands on the docket."""
    with transaction() as session:
        return DemandView.model_validate(add_demand(session, funding_id, form, actor=actor, now=now))


@router.post("/funding/{funding_id}/known-demands", status_code=201, responses=WRITES)
def take_known_demands(
    funding_id: Key, form: KnownForm, actor: Caller, now: Now, language: AskedLanguage
) -> list[DemandView]:
    """Take over what the rules of a known funder demand; each names its source and how surely it is known."""
    with transaction() as session:
        rows = add_known_demands(session, funding_id, form.funder, language=language, actor=actor, now=now)
        return [DemandView.model_validate(each) for each in rows]


@router.post("/demands/{demand_id}/settlement", responses=WRITES)
def settle(demand_id: Key, form: SettlementForm, actor: Caller, now: Now) -> DemandView:
    """It was met, or the funder waived it in a document."""
    with transaction() as session:
        return DemandView.model_validate(settle_demand(session, demand_id, form, actor=actor, now=now))


@router.delete("/demands/{demand_id}", status_code=204, responses=WRITES)
def strike(demand_id: Key, actor: Caller, now: Now) -> None:
    """The contract does not say so; only an open demand can be struck out."""
    with transaction() as session:
        strike_demand(session, demand_id, actor=actor, now=now)


@router.post(_CASE + "/inputs", status_code=201, responses=WRITES)
def name_input(reference: Reference, form: InputForm, actor: Caller, now: Now) -> InputView:
    """A material, data or software of others that went in."""
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        return InputView.model_validate(add_input(session, technology.id, form, actor=actor, now=now))


@router.put("/inputs/{input_id}", responses=WRITES)
def put_input_right(input_id: Key, form: InputForm, actor: Caller, now: Now) -> InputView:
    """Where something changes, whether its terms allow what is planned is to be decided anew."""
    with transaction() as session:
        return InputView.model_validate(correct_input(session, input_id, form, actor=actor, now=now))


@router.put("/inputs/{input_id}/clearance", responses=WRITES)
def decide_on_input(input_id: Key, form: ClearanceForm, actor: Caller, now: Now) -> InputView:
    """Whether its terms allow what is planned, and why."""
    with transaction() as session:
        return InputView.model_validate(clear_input(session, input_id, form, actor=actor, now=now))


@router.delete("/inputs/{input_id}", status_code=204, responses=WRITES)
def drop_input(input_id: Key, actor: Caller, now: Now) -> None:
    """It did not go in after all."""
    with transaction() as session:
        remove_input(session, input_id, actor=actor, now=now)


def _ownership(session: Session, reference: str, actor: Actor, language: Language) -> OwnershipView:
    technology = technology_by_reference(session, reference, actor)
    demand(actor, Act.REVIEW, institution_case(technology))
    facts = ownership_facts(session, technology)
    inputs = inputs_of(session, technology.id)
    home = names_of_home(session, technology)
    missing = [*missing_titles(facts["titles"], facts["co_owners"]), *unidentified([received(each) for each in inputs])]
    return OwnershipView(
        rights=[RightView.of(row, title_of(row, home, ())) for row in contributors_of(session, technology.id)],
        co_owners=[CoOwnerView.model_validate(each) for each in co_owners_of(session, technology.id)],
        funding=[FinancedView.of(each) for each in financed(session, technology.id)],
        inputs=[WeighedInput.weighed(each, language) for each in inputs],
        missing=[each.words.to(language) for each in missing],
    )
