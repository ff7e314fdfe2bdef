"""Agreements: drawn up, signed by both sides, what they make due, what came in and who gets it."""

from datetime import date, datetime
from typing import Literal

from sqlmodel import Session, select

from models.actions.forms import AgreementForm, PaymentForm
from models.actions.funding import demand_free_to_sign
from models.actions.trail import sign
from models.actions.turns import take_turn, take_turn_of_door
from models.actions.work import enqueue
from models.errors import Conflict, Incomplete, NotFound
from models.queries.technologies import contributors_of, institution_case
from models.rules.dates import anniversary
from models.rules.days import local_date
from models.rules.money import distribute
from models.rules.permissions import Act, Actor, demand
from models.rules.policies import POLICIES
from models.rules.words import (
    AgreementKind,
    AgreementState,
    LeadState,
    ObligationKind,
    ObligationState,
    SignoffKind,
    WorkKind,
)
from models.tables import (
    Agreement,
    Distribution,
    DistributionShare,
    Lead,
    Obligation,
    Payment,
    Technology,
)

YEARS_SCHEDULED = 5
"""How far ahead yearly obligations of an agreement without an end are written."""


def draft_agreement(session: Session, lead_id: int, form: AgreementForm, *, actor: Actor, now: datetime) -> Agreement:
    """Terms with one partner on one technology; the flow draws the document up."""
    lead = session.get(Lead, lead_id)
    if lead is None:
        raise NotFound(f"There is no lead {lead_id} among those you may see.")
    technology = _technology(session, lead.technology_id, actor, asked=f"lead {lead_id}")
    if lead.state is LeadState.LOST:
        raise Conflict("This lead is lost: there is nobody to agree with.")
    if form.expires_on and form.effective_on and form.expires_on <= form.effective_on:
        raise Incomplete("The agreement would end on %(day)s, before it takes effect.", day=form.expires_on)
    agreement = Agreement(
        **form.model_dump(exclude={"milestones"}),
        milestones=form.model_dump(mode="json")["milestones"],
        technology_id=technology.id,
        partner_id=lead.partner_id,
        lead_id=lead.id,
        created_at=now,
    )
    session.add(agreement)
    _reach(lead, LeadState.NDA if form.kind is AgreementKind.NDA else LeadState.TERMS, now)
    session.add(lead)
    session.flush()
    enqueue(session, WorkKind.DRAW_AGREEMENT, agreement.id, key=str(agreement.id), now=now)
    return agreement


def record_drawn(session: Session, agreement_id: int, *, sha256: str) -> None:
    """The flow has made the document: the draft, and once it is in force the copy that names who signed. What each
    side signed is kept by its digest in the trail."""
    agreement = session.get_one(Agreement, agreement_id)
    take_turn_of_door(session, agreement.technology_id)
    agreement.document_sha256 = sha256
    session.add(agreement)


def choose_policy(session: Session, agreement_id: int, *, policy: str, actor: Actor, now: datetime) -> Agreement:
    """`Conflict` once a payment is recorded: its creators were promised the policy of that day."""
    agreement, technology = _agreement(session, agreement_id, actor)
    if policy not in POLICIES:
        raise NotFound(f"There is no distribution policy {policy!r}; there are {', '.join(POLICIES)}.")
    if not POLICIES[policy].meets_art_155:
        raise Conflict("The policy %(policy)s gives the creators less than art. 155 demands.", policy=policy)
    if agreement.policy == policy:
        return agreement
    if session.exec(select(Payment.id).where(Payment.agreement_id == agreement.id)).first():
        raise Conflict("A payment was recorded under the present policy: it stays.")
    agreement.policy = policy
    session.add(agreement)
    session.flush()
    subject = f"agreement:{agreement.id}:{policy}"
    sign(session, technology, kind=SignoffKind.POLICY, subject=subject, actor=actor, now=now)
    return agreement


def sign_agreement(
    session: Session,
    agreement_id: int,
    *,
    signatory: str,
    signed_on: date,
    for_institution: bool,
    actor: Actor,
    now: datetime,
) -> Agreement:
    """One side's signature, recorded by the officer who holds the paper. With both it is in force.

    The sign-off is bound to the document that was drawn up, where there is one.
    """
    agreement, technology = _agreement(session, agreement_id, actor)
    demand_free_to_sign(session, technology, agreement)
    if signed_on > local_date(now):
        raise Incomplete("The date of signature, %(day)s, lies in the future.", day=signed_on)
    return record_signature(
        session,
        agreement,
        technology,
        side="institution" if for_institution else "partner",
        signatory=signatory,
        signed_on=signed_on,
        actor=actor,
        now=now,
    )


def record_signature(
    session: Session,
    agreement: Agreement,
    technology: Technology,
    *,
    side: Literal["institution", "partner"],
    signatory: str,
    signed_on: date,
    actor: Actor,
    now: datetime,
) -> Agreement:
    """For a door that has shown that the actor may sign for this side."""
    if getattr(agreement, f"{side}_signed_on") is not None:
        if side == "institution":
            raise Conflict("The institution has signed already.")
        raise Conflict("The partner has signed already.")
    setattr(agreement, f"{side}_signed_on", signed_on)
    setattr(agreement, f"{side}_signatory", signatory)
    session.add(agreement)
    subject = f"agreement:{agreement.id}:{side}"
    sign(
        session,
        technology,
        kind=SignoffKind.SIGNATURE,
        subject=subject,
        digest=agreement.document_sha256 or "",
        actor=actor,
        now=now,
        reason=signatory,
    )
    if agreement.institution_signed_on and agreement.partner_signed_on:
        _put_in_force(session, agreement, now)
    session.flush()
    return agreement


def _put_in_force(session: Session, agreement: Agreement, now: datetime) -> None:
    lead = session.get_one(Lead, agreement.lead_id)
    _reach(lead, LeadState.EVALUATION if agreement.kind is AgreementKind.NDA else LeadState.SIGNED, now)
    agreement.state = AgreementState.IN_FORCE
    session.add_all((lead, agreement))
    session.flush()
    enqueue(session, WorkKind.SCHEDULE_OBLIGATIONS, agreement.id, key=str(agreement.id), now=now)
    enqueue(session, WorkKind.DRAW_AGREEMENT, agreement.id, key=f"{agreement.id}:in_force", now=now)


_PATH = tuple(LeadState)
"""A lead's states in the order in which it passes them; `LOST`, the last, is not reached by papers."""


def _reach(lead: Lead, state: LeadState, now: datetime) -> None:
    """Onwards only: another paper with the same partner does not throw a lead back."""
    if _PATH.index(lead.state) < _PATH.index(state):
        lead.state, lead.changed_at = state, now


def schedule_obligations(session: Session, agreement_id: int) -> list[Obligation]:
    """Write what the agreement makes due: once, however often it is asked."""
    agreement = session.get_one(Agreement, agreement_id)
    take_turn_of_door(session, agreement.technology_id)
    rows = [] if agreement.kind is AgreementKind.NDA else _schedule(agreement)
    present = {
        (row.kind, row.due_on, row.label)
        for row in session.exec(select(Obligation).where(Obligation.agreement_id == agreement_id))
    }
    fresh = [row for row in rows if (row.kind, row.due_on, row.label) not in present]
    session.add_all(fresh)
    session.flush()
    return fresh


def _schedule(agreement: Agreement) -> list[Obligation]:
    start = agreement.effective_on or agreement.partner_signed_on
    assert start is not None
    rows = []
    if agreement.upfront:
        rows.append(_due(agreement, ObligationKind.PAYMENT, "Upfront fee", start, agreement.upfront))
    for milestone in agreement.milestones:
        due_on = date.fromisoformat(milestone["due_on"])
        rows.append(_due(agreement, ObligationKind.MILESTONE, milestone["text"], due_on, milestone["amount"]))
    for year in range(1, YEARS_SCHEDULED + 1):
        due_on = anniversary(start, 12 * year)
        if agreement.expires_on and due_on > agreement.expires_on:
            break
        if agreement.minimum_annual:
            label = f"Minimum royalty, year {year}"
            rows.append(_due(agreement, ObligationKind.PAYMENT, label, due_on, agreement.minimum_annual))
        if agreement.royalty_bp:
            rows.append(_due(agreement, ObligationKind.REPORT, f"Royalty report, year {year}", due_on, 0))
    return rows


def _due(agreement: Agreement, kind: ObligationKind, label: str, due_on: date, amount: int) -> Obligation:
    return Obligation(
        agreement_id=agreement.id, kind=kind, label=label, due_on=due_on, amount=amount, currency=agreement.currency
    )


def record_payment(session: Session, agreement_id: int, form: PaymentForm, *, actor: Actor, now: datetime) -> Payment:
    """Money received. The same bank reference twice is one transfer: `Conflict`."""
    agreement, technology = _agreement(session, agreement_id, actor)
    demand(actor, Act.RECORD_PAYMENT, institution_case(technology))
    if agreement.state is not AgreementState.IN_FORCE:
        raise Conflict("The agreement is not in force: no payment can be due under it.")
    if agreement.policy is None:
        raise Conflict("Choose the agreement's distribution policy first.")
    if form.currency != agreement.currency:
        raise Conflict(
            "The agreement is in %(currency)s: record the amount in that currency.", currency=agreement.currency
        )
    if form.received_on > local_date(now):
        raise Incomplete("The date %(day)s lies in the future.", day=form.received_on)
    twin = select(Payment.id).where(Payment.agreement_id == agreement.id, Payment.bank_reference == form.bank_reference)
    if session.exec(twin).first():
        raise Conflict("The transfer %(transfer)s is recorded already.", transfer=form.bank_reference)
    if actor.person_id is None:
        raise Incomplete("A payment is recorded by a person.")
    payment = Payment(agreement_id=agreement.id, **form.model_dump(), recorded_by_id=actor.person_id, recorded_at=now)
    if form.obligation_id is not None:
        _meet(session, agreement, form.obligation_id, form)
    session.add(payment)
    session.flush()
    enqueue(session, WorkKind.DISTRIBUTE_PAYMENT, payment.id, key=str(payment.id), now=now)
    return payment


def _meet(session: Session, agreement: Agreement, obligation_id: int, form: PaymentForm) -> None:
    """An obligation is met when all of its amount is there: a part payment leaves it open."""
    obligation = session.get(Obligation, obligation_id, populate_existing=True)
    if obligation is None or obligation.agreement_id != agreement.id:
        raise NotFound(f"The agreement has no obligation {obligation_id}.")
    before = session.exec(select(Payment.amount).where(Payment.obligation_id == obligation_id)).all()
    if obligation.state is ObligationState.OPEN and sum(before) + form.amount >= obligation.amount:
        obligation.state, obligation.met_on = ObligationState.MET, form.received_on
        session.add(obligation)


def meet_obligation(
    session: Session, agreement_id: int, obligation_id: int, *, met_on: date, actor: Actor, now: datetime
) -> Obligation:
    """A report that came in, a milestone that was reached. What is owed in money is met by its payments alone."""
    agreement, _ = _agreement(session, agreement_id, actor)
    obligation = session.get(Obligation, obligation_id, populate_existing=True)
    if obligation is None or obligation.agreement_id != agreement.id:
        raise NotFound(f"The agreement has no obligation {obligation_id}.")
    if obligation.state is not ObligationState.OPEN:
        raise Conflict("This is recorded as met already.")
    if obligation.amount:
        raise Conflict("This is met when its payment is recorded.")
    if met_on > local_date(now):
        raise Incomplete("The date %(day)s lies in the future.", day=met_on)
    obligation.state, obligation.met_on = ObligationState.MET, met_on
    session.add(obligation)
    session.flush()
    return obligation


def distribute_payment(session: Session, payment_id: int, *, now: datetime) -> Distribution:
    """Split a payment by its agreement's policy, exactly and once."""
    payment = session.get_one(Payment, payment_id)
    agreement = session.get_one(Agreement, payment.agreement_id)
    take_turn_of_door(session, agreement.technology_id)
    known = session.exec(select(Distribution).where(Distribution.payment_id == payment_id)).one_or_none()
    if known is not None:
        return known
    creators = contributors_of(session, agreement.technology_id)
    policy = POLICIES[agreement.policy or ""]
    result = distribute(payment.amount, payment.direct_costs, policy, [creator.share_bp for creator in creators])
    distribution = Distribution(
        payment_id=payment_id,
        policy=agreement.policy or "",
        amount=payment.amount,
        deducted=result.deducted,
        currency=payment.currency,
        created_at=now,
    )
    session.add(distribution)
    session.flush()
    session.add_all(
        DistributionShare(
            distribution_id=distribution.id,
            beneficiary=line.beneficiary,
            contributor_id=creators[line.position].id if line.position is not None else None,
            amount=line.amount,
        )
        for line in result.lines
    )
    session.flush()
    return distribution


def _agreement(session: Session, agreement_id: int, actor: Actor) -> tuple[Agreement, Technology]:
    agreement = session.get(Agreement, agreement_id)
    if agreement is None:
        raise NotFound(f"There is no agreement {agreement_id} among those you may see.")
    return agreement, _technology(session, agreement.technology_id, actor, asked=f"agreement {agreement_id}")


def _technology(session: Session, technology_id: int, actor: Actor, *, asked: str = "") -> Technology:
    technology = take_turn(session, technology_id, actor, asked=asked)
    demand(actor, Act.MANAGE_AGREEMENTS, institution_case(technology))
    return technology
