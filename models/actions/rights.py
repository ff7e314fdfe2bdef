"""The rights go back: offered to the creators in writing, for a fee that the law caps, and taken or refused."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from models.actions.clocks import close_clock
from models.actions.review_forms import RightsAnswerForm, RightsOfferForm
from models.actions.reviewers import tell_officer
from models.actions.trail import content_digest, sign
from models.actions.turns import take_turn
from models.errors import Conflict, Incomplete, NotFound
from models.queries.decisions import decision_in_force, owed_to, rights_offers_of, told_to_creators
from models.queries.technologies import case_of, contributors_of, institution_case
from models.rules.clocks.fees import demand_lawful_fee, transfer_fee_cap
from models.rules.consequences import OFFER_RULE
from models.rules.days import local_date
from models.rules.permissions import Act, Actor, demand
from models.rules.words import ClockState, ReviewOutcome, RightsAnswer, SignoffKind
from models.tables import Clock, Contributor, RightsOffer, Technology


def offer_rights(
    session: Session, technology_id: int, form: RightsOfferForm, *, actor: Actor, now: datetime
) -> Sequence[RightsOffer]:
    """In writing, unconditional, for a fee (Polish act of 2018-07-20, art. 154(3)).

    When everybody to whom it is owed has it, the 30 days are done. Raises `FeeRefused` above the cap, and for a year
    whose wage is not known unless the form says where it was looked up.
    """
    technology = take_turn(session, technology_id, actor)
    demand(actor, Act.DECIDE, institution_case(technology))
    if form.offered_on > local_date(now):
        raise Incomplete("The date of the offer, %(day)s, lies in the future.", day=form.offered_on)
    decision = decision_in_force(session, technology.id)
    if decision is not None and decision.outcome is ReviewOutcome.PROCEED:
        raise Conflict("The decision in force is to proceed: decide to release or decline before offering the rights.")
    people = _offered_to(session, technology, form)
    cap = transfer_fee_cap(form.offered_on.year)
    demand_lawful_fee(form.fee, form.offered_on.year, source=form.fee_source)
    rows = [
        RightsOffer(
            technology_id=technology.id,
            name=each.name,
            email=each.email.casefold(),
            offered_on=form.offered_on,
            fee=form.fee,
            cap=cap.grosz,
            fee_source=form.fee_source,
            note=form.note,
            recorded_by_id=_person_id(actor),
            recorded_at=now,
        )
        for each in people
    ]
    session.add_all(rows)
    session.flush()
    sign(
        session,
        technology,
        kind=SignoffKind.STATUTORY_OFFER,
        subject=f"offered:{form.offered_on}",
        digest=content_digest([form.model_dump(mode="json"), [each.email for each in rows]]),
        actor=actor,
        now=now,
    )
    _settle(session, technology, form, actor=actor, now=now)
    return rows


def answer_rights_offer(
    session: Session, offer_id: int, form: RightsAnswerForm, *, actor: Actor, now: datetime
) -> RightsOffer:
    """The creator's answer in writing, as the office received it."""
    offer = session.get(RightsOffer, offer_id)
    if offer is None:
        raise NotFound(f"There is no offer of rights {offer_id} among those you may see.")
    technology = take_turn(session, offer.technology_id, actor, asked=f"offer of rights {offer_id}")
    demand(actor, Act.DECIDE, institution_case(technology))
    if offer.answer is not None:
        raise Conflict("%(name)s has answered already: %(answer)s.", name=offer.name, answer=offer.answer)
    if not offer.offered_on <= form.answered_on <= local_date(now):
        raise Incomplete(
            "The day of the answer, %(day)s, must lie between %(offered)s and today.",
            day=form.answered_on,
            offered=offer.offered_on,
        )
    return _answered(session, technology, offer, form, actor=actor, now=now)


def answer_own_rights(
    session: Session, technology_id: int, answer: RightsAnswer, *, actor: Actor, now: datetime
) -> RightsOffer:
    """The creator's own answer, given today by whom the offer was made to; the office is told.

    It says what they want: the rights themselves pass by a contract in writing. Raises `Conflict` for a second answer,
    and where a later decision has overtaken the offer.
    """
    technology = take_turn(session, technology_id, actor)
    demand(actor, Act.ANSWER_RIGHTS, case_of(session, technology))
    offer = told_to_creators(session, technology, actor.email)
    if offer is None:
        raise Conflict("No offer of the rights in %(reference)s waits for your answer.", reference=technology.reference)
    if offer.answer is not None:
        raise Conflict(
            "You have answered already, on %(day)s. Write to the office if you think otherwise now.",
            day=offer.answered_on,
        )
    form = RightsAnswerForm(answer=answer, answered_on=max(local_date(now), offer.offered_on))
    _answered(session, technology, offer, form, actor=actor, now=now)
    tell_officer(session, technology, offer.name, f"rights_{answer}", key=f"rights:{offer.id}", now=now)
    return offer


def _answered(
    session: Session, technology: Technology, offer: RightsOffer, form: RightsAnswerForm, *, actor: Actor, now: datetime
) -> RightsOffer:
    offer.answer, offer.answered_on = form.answer, form.answered_on
    offer.note = form.note or offer.note
    session.add(offer)
    session.flush()
    sign(
        session,
        technology,
        kind=SignoffKind.RIGHTS_ANSWER,
        subject=f"rights:{offer.id}:{form.answer}",
        actor=actor,
        now=now,
        reason=form.note,
    )
    return offer


def _offered_to(session: Session, technology: Technology, form: RightsOfferForm) -> Sequence[Contributor]:
    """Those named, else those to whom it is owed, else all creators; without those who hold or took an offer."""
    people = contributors_of(session, technology.id)
    named = {str(each).casefold() for each in form.emails}
    unknown = named - {each.email.casefold() for each in people}
    if unknown:
        raise NotFound(f"{technology.reference} has no creator {', '.join(sorted(unknown))}.")
    wanted = [each for each in people if each.email.casefold() in named] or owed_to(session, technology) or people
    held = {each.email for each in rights_offers_of(session, technology.id) if each.answer is not RightsAnswer.REFUSED}
    found = [each for each in wanted if each.email.casefold() not in held]
    if wanted and not found:
        raise Conflict("The rights are offered already: record the creators' answers.")
    return found


def _settle(session: Session, technology: Technology, form: RightsOfferForm, *, actor: Actor, now: datetime) -> None:
    """The duty is done with the last of those to whom the offer is owed."""
    offered = {each.email for each in rights_offers_of(session, technology.id)}
    if any(each.email.casefold() not in offered for each in owed_to(session, technology)):
        return
    technology.statutory_offer_on = form.offered_on
    session.add(technology)
    session.flush()
    running = select(Clock).where(
        Clock.technology_id == technology.id, Clock.rule == OFFER_RULE, Clock.state == ClockState.RUNNING
    )
    for clock in session.exec(running.order_by(col(Clock.id))).all():
        if form.offered_on < clock.trigger_on:
            raise Incomplete(
                "The offer of %(day)s lies before the decision of %(decided)s.",
                day=form.offered_on,
                decided=clock.trigger_on,
            )
        close_clock(session, clock.id, done_on=form.offered_on, actor=actor, now=now)


def _person_id(actor: Actor) -> int:
    if actor.person_id is None:
        raise Incomplete("This must be recorded by a person.")
    return actor.person_id
