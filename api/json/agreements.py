"""Agreements: drawn up, signed, what they make due, what came in and who gets it."""

from datetime import date
from typing import Literal

from fastapi import APIRouter
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from api.auth import Caller
from api.deps import Key, Now, Reference
from api.documents import PDF, pdf
from api.json.problems import READS, WRITES
from api.json.views.agreements import AgreementView, DistributionView, ObligationView, PaymentView
from models.actions.agreements import choose_policy, draft_agreement, record_payment, sign_agreement
from models.actions.forms import AgreementForm, Form, PaymentForm
from models.db import reading, transaction
from models.errors import NotFound
from models.queries.agreements import agreement_row, agreements_of, distributions_of, obligations_of, payments_of
from models.queries.technologies import technology_by_reference
from models.rules.permissions import Actor

router = APIRouter(tags=["agreements"])


class SignatureForm(Form):
    side: Literal["institution", "partner"]
    signatory: str = Field(min_length=1, max_length=200)
    signed_on: date


class PolicyForm(Form):
    policy: str = Field(max_length=80, description="Code of a distribution policy, such as `art155_floor`.")


@router.get("/technologies/{reference}/agreements", responses=READS)
def list_agreements(reference: Reference, actor: Caller) -> list[AgreementView]:
    """The agreements on a technology, oldest first. For its institution's officers."""
    with reading() as session:
        technology = technology_by_reference(session, reference, actor)
        return [AgreementView.of(row) for row in agreements_of(session, technology, actor)]


@router.post("/leads/{lead_id}/agreements", status_code=201, responses=WRITES)
def draft(lead_id: Key, form: AgreementForm, actor: Caller, now: Now) -> AgreementView:
    """Draft an agreement with a lead's partner; its document is drawn up by itself."""
    with transaction() as session:
        return _view(session, draft_agreement(session, lead_id, form, actor=actor, now=now).id, actor)


@router.get("/agreements/{agreement_id}", responses=READS)
def read_agreement(agreement_id: Key, actor: Caller) -> AgreementView:
    """One agreement with its terms."""
    with reading() as session:
        return _view(session, agreement_id, actor)


@router.get("/agreements/{agreement_id}/document", response_class=Response, responses=READS | PDF)
def read_document(agreement_id: Key, actor: Caller) -> Response:
    """The document as drawn up, PDF."""
    with reading() as session:
        row = agreement_row(session, agreement_id, actor)
        if row.agreement.document_sha256 is None:
            raise NotFound("The document is not drawn up yet: it is made a moment after the draft.")
        name = f"{row.technology.reference}-{row.agreement.kind}-{agreement_id}.pdf"
        return pdf(row.agreement.document_sha256, name, public=False)


@router.post("/agreements/{agreement_id}/signatures", status_code=201, responses=WRITES)
def sign(agreement_id: Key, form: SignatureForm, actor: Caller, now: Now) -> AgreementView:
    """Record one side's signature, with the paper in your hand. With both it is in force."""
    with transaction() as session:
        agreement_row(session, agreement_id, actor)
        sign_agreement(
            session,
            agreement_id,
            signatory=form.signatory,
            signed_on=form.signed_on,
            for_institution=form.side == "institution",
            actor=actor,
            now=now,
        )
        return _view(session, agreement_id, actor)


@router.put("/agreements/{agreement_id}/policy", responses=WRITES)
def set_policy(agreement_id: Key, form: PolicyForm, actor: Caller, now: Now) -> AgreementView:
    """Choose by which policy its income is split; less than the statutory floor is refused."""
    with transaction() as session:
        choose_policy(session, agreement_id, policy=form.policy, actor=actor, now=now)
        return _view(session, agreement_id, actor)


@router.get("/agreements/{agreement_id}/obligations", responses=READS)
def read_obligations(agreement_id: Key, actor: Caller) -> list[ObligationView]:
    """Payments, reports and milestones that it makes due, nearest first."""
    with reading() as session:
        agreement = agreement_row(session, agreement_id, actor).agreement
        return [ObligationView.model_validate(each) for each in obligations_of(session, agreement)]


@router.get("/agreements/{agreement_id}/payments", responses=READS)
def read_payments(agreement_id: Key, actor: Caller) -> list[PaymentView]:
    """What was received under it."""
    with reading() as session:
        agreement = agreement_row(session, agreement_id, actor).agreement
        return [PaymentView.model_validate(each) for each in payments_of(session, agreement)]


@router.post("/agreements/{agreement_id}/payments", status_code=201, responses=WRITES)
def receive_payment(agreement_id: Key, form: PaymentForm, actor: Caller, now: Now) -> PaymentView:
    """Record money received. The bank's reference makes a second entry of the same transfer a `conflict`."""
    with transaction() as session:
        return PaymentView.model_validate(record_payment(session, agreement_id, form, actor=actor, now=now))


@router.get("/agreements/{agreement_id}/distributions", responses=READS)
def read_distributions(agreement_id: Key, actor: Caller) -> list[DistributionView]:
    """How each payment was split between the creators, the unit and the institution."""
    with reading() as session:
        agreement = agreement_row(session, agreement_id, actor).agreement
        return [DistributionView.of(each) for each in distributions_of(session, agreement)]


def _view(session: Session, agreement_id: int, actor: Actor) -> AgreementView:
    return AgreementView.of(agreement_row(session, agreement_id, actor))
