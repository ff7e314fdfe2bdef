"""Partners, and what happened between them and a technology."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from api.auth import Caller
from api.deps import After, Key, Limit, Now, Reference, SearchText
from api.json.problems import READS, WRITES, refusals
from api.json.views.partners import (
    DeliveryView,
    LeadView,
    MatchView,
    PartnerFileView,
    PartnerPage,
    PartnerView,
)
from models.actions.forms import Form, PartnerForm
from models.actions.partners import lose_lead, register_partner
from models.db import reading, transaction
from models.queries.partners import (
    deliveries_of,
    lead_technology,
    leads_of,
    list_partners,
    matches_of,
    partner_file,
)
from models.queries.technologies import technology_by_reference

router = APIRouter(tags=["partners"])


class LossForm(Form):
    reason: Annotated[str, Field(max_length=4_000)]


@router.get("/partners", responses=refusals(401, 403))
def list_registered(actor: Caller, q: SearchText = "", after: After = None, limit: Limit = 50) -> PartnerPage:
    """Businesses in the register, in the order of their registration. For officers, coordinators, administrators."""
    with reading() as session:
        rows = list_partners(session, actor, text=q, after=after, limit=limit + 1)
        last = rows[limit - 1].id if len(rows) > limit else None
        return PartnerPage(items=[PartnerView.model_validate(row) for row in rows[:limit]], next=last)


@router.post("/partners", status_code=201, responses=WRITES)
def register(form: PartnerForm, actor: Caller) -> PartnerFileView:
    """Register a business with its contacts and what it looks for."""
    with transaction() as session:
        partner = register_partner(session, form, actor=actor)
        return PartnerFileView.of(partner_file(session, partner.id, actor))


@router.get("/partners/{partner_id}", responses=READS)
def read_partner(partner_id: Key, actor: Caller) -> PartnerFileView:
    """One business with its contacts and its interest profile."""
    with reading() as session:
        return PartnerFileView.of(partner_file(session, partner_id, actor))


@router.get("/technologies/{reference}/matches", responses=READS)
def read_matches(reference: Reference, actor: Caller) -> list[MatchView]:
    """Partners whom it may interest, best first, each with what its score is made of."""
    with reading() as session:
        technology = technology_by_reference(session, reference, actor)
        return [MatchView.of(*each) for each in matches_of(session, technology, actor)]


@router.get("/technologies/{reference}/deliveries", responses=READS)
def read_deliveries(reference: Reference, actor: Caller) -> list[DeliveryView]:
    """Briefs sent, to whom, and what they answered."""
    with reading() as session:
        technology = technology_by_reference(session, reference, actor)
        return [DeliveryView.of(each) for each in deliveries_of(session, technology, actor)]


@router.get("/technologies/{reference}/leads", responses=READS)
def read_leads(reference: Reference, actor: Caller) -> list[LeadView]:
    """Partners that showed interest, and how far each has come."""
    with reading() as session:
        technology = technology_by_reference(session, reference, actor)
        return [LeadView.of(each) for each in leads_of(session, technology, actor)]


@router.post("/leads/{lead_id}/loss", responses=WRITES)
def lose(lead_id: Key, form: LossForm, actor: Caller, now: Now) -> list[LeadView]:
    """Record that a lead came to nothing, and why; the technology's leads as they stand then."""
    with transaction() as session:
        technology = lead_technology(session, lead_id, actor)
        lose_lead(session, lead_id, reason=form.reason, actor=actor, now=now)
        return [LeadView.of(each) for each in leads_of(session, technology, actor)]
