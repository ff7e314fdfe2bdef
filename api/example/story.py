"""One technology's story: the decisions that its people take, stage by stage.

A story acts only through actions. Where it must wait for the flows (an officer assigned, a dossier
made, a brief rendered, an e-mail sent) it yields a question that is asked again until it is true.
Each stage is one transaction, and begins by looking where the technology stands: a story that was
cut off goes on from there.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from api.example import forms
from api.example.teller import Story, Teller
from models.actions.agreements import choose_policy, draft_agreement, record_payment, sign_agreement
from models.actions.clocks import close_clock, start_clock, suppress_clock
from models.actions.disclosures import confirm_share, submit_disclosure
from models.actions.expiry import WARN_BEFORE, extend_offer
from models.actions.forms import (
    AgreementForm,
    AssessmentForm,
    DecisionForm,
    OfferForm,
)
from models.actions.funding import add_demand
from models.actions.offers import VALID_FOR, accept_leak, approve_offer, consent_to_offer, save_offer
from models.actions.ownership import add_co_owner, clear_input, record_legal_basis
from models.actions.ownership_forms import ClearanceForm
from models.actions.partners import answer_offer, send_brief
from models.actions.prior_art import record_search
from models.actions.protection_plans import record_protection_plan
from models.actions.review_forms import ConflictForm, ProtectionPlanForm, RightsAnswerForm
from models.actions.reviewers import state_conflict
from models.actions.reviews import (
    record_assessment,
    record_decision,
    record_filing,
    record_prior_art,
    record_statutory_offer,
    review_obligations,
)
from models.actions.rights import answer_rights_offer
from models.actions.stages import hold
from models.db import reading, transaction
from models.errors import AlreadySubmitted
from models.queries.decisions import rights_offers_of
from models.queries.offers import brief_of
from models.queries.ownership import financed, inputs_of
from models.queries.technologies import contributors_of, technology_by_reference
from models.rules.days import local_date
from models.rules.permissions import Actor
from models.rules.words import (
    AgreementKind,
    Answer,
    DeclineReason,
    DispatchState,
    InputState,
    MoveKind,
    ObligationKind,
    ObligationState,
    OfferState,
    RightsAnswer,
    Role,
    Stage,
    Via,
)
from models.tables import Agreement, Contact, Delivery, Lead, Obligation, Offer, Payment, Technology, Transition

DECISION_RULE = "art154_decision_3m"


class Told(Teller):
    """A technology's whole story."""

    def tell(self) -> Story:
        self.submit()
        yield self.officer_is_assigned
        self.confirm()
        if self.leaves(Stage.DISCLOSURE):
            self.triage()
        if self.leaves(Stage.TRIAGE):
            self.begin_review()
            yield self.dossier_is_made
        if self.leaves(Stage.IP_REVIEW):
            self.review()
        if self.leaves(Stage.OFFER):
            self.approve()
            yield self.briefs_are_rendered
            self.act(lambda session: self.advance(session, Stage.PARTNERING, 0.5))
            self.act(self.extend)
        if self.at_least(Stage.PARTNERING):
            yield from self.find_partners()
        if self.leaves(Stage.PARTNERING):
            yield from self.sign_nda()
        if self.leaves(Stage.NEGOTIATION):
            yield from self.license()
        if self.stage() is self.ends_at:
            self.finish()

    # disclosure

    def submit(self) -> None:
        form = forms.disclosure(self.entry, self.today)
        submitter = self.network.people[self.entry["submitter"]]
        try:
            with transaction(self.engine) as session:
                self.technology_id = submit_disclosure(session, form, actor=submitter, now=self.start).id
        except AlreadySubmitted as known:
            with reading(self.engine) as session:
                self.technology_id = technology_by_reference(session, known.reference, submitter).id

    def confirm(self) -> None:
        """Co-authors confirm by the link that they were sent; one of them has not yet."""
        waiting = {person["email"] for person in self.entry["contributor"] if person.get("unconfirmed")}

        def act(session: Session) -> None:
            for person in contributors_of(session, self.technology_id):
                if person.confirmed_at is None and person.email not in waiting:
                    actor = Actor(
                        f"contributor:{person.id}", person.name, Role.RESEARCHER, None, Via.LINK, email=person.email
                    )
                    confirm_share(session, person.id, actor=actor, now=self.at(0.02))

        self.act(act)

    def triage(self) -> None:
        self.act(lambda session: self.advance(session, Stage.TRIAGE, 0.05))

    # triage

    def begin_review(self) -> None:
        def act(session: Session) -> None:
            officer = self.officer(session)
            self.document_ownership(session, officer)
            review_obligations(session, self.technology_id, actor=officer, now=self.at(0.1))
            self.settle_decision_clock(session, officer)
            self.advance(session, Stage.IP_REVIEW, 0.12)

        self.act(act)

    def document_ownership(self, session: Session, officer: Actor) -> None:
        now = self.at(0.1)
        bases = {
            person["email"].casefold(): forms.basis(self.entry, person, local_date(now))
            for person in self.entry["contributor"]
        }
        people = contributors_of(session, self.technology_id)
        found = {person.id: bases[person.email.casefold()] for person in people}
        record_legal_basis(session, self.technology_id, bases=found, actor=officer, now=now)
        for owner in forms.co_owners(self.entry, local_date(now)):
            add_co_owner(session, self.technology_id, owner, actor=officer, now=now)
        fundings = financed(session, self.technology_id)
        for said in self.entry.get("demand", ()):
            funding = fundings[said["funding"]].funding
            add_demand(session, funding.id, forms.demand(said, self.today), actor=officer, now=now)

    def settle_decision_clock(self, session: Session, officer: Actor) -> None:
        """It runs where a creator declared interest; elsewhere the reason why not is on record."""
        now = self.at(0.11)
        if self.entry.get("funding") or self.ends_at is Stage.IP_REVIEW:
            reason = "No creator declared interest in acquiring the rights within 14 days (art. 154(2))."
            suppress_clock(session, self.technology_id, rule=DECISION_RULE, reason=reason, actor=officer, now=now)
        else:
            trigger = local_date(now)
            start_clock(session, self.technology_id, rule=DECISION_RULE, trigger=trigger, actor=officer, now=now)

    # ip_review

    def review(self) -> None:
        self.act(self.record_review)
        if self.stage() is Stage.CLOSED:
            return  # the decision has closed it
        if self.ends_at is Stage.RELEASED:
            self.act(self.release)
        else:
            self.act(lambda session: self.advance(session, Stage.OFFER, 0.35))

    def record_review(self, session: Session) -> None:
        said = self.entry["review"]
        officer, now = self.officer(session), self.at(0.25)
        searched = forms.prior_art_search(self.entry, local_date(now))
        record_search(session, self.technology_id, searched, actor=officer, now=now)
        self.clear_inputs(session, officer)
        for found in said["prior_art"]:
            record_prior_art(session, self.technology_id, forms.prior_art(found), actor=officer, now=now)
        for scored in said["assessment"]:
            form = AssessmentForm(scores=scored["scores"], comment=scored["comment"])
            reviewer = self.network.people[scored["reviewer"]]
            state_conflict(session, self.technology_id, ConflictForm(declared=False), actor=reviewer, now=now)
            record_assessment(session, self.technology_id, form, actor=reviewer, now=now)
        told = {name: said[name] for name in ("outcome", "strategy", "reason", "told", "no_duty") if name in said}
        state_conflict(session, self.technology_id, ConflictForm(declared=False), actor=officer, now=self.at(0.3))
        decision = DecisionForm.model_validate(told)
        record_decision(session, self.technology_id, decision, actor=officer, now=self.at(0.3))
        if plan := said.get("plan"):
            form_of_plan = ProtectionPlanForm.model_validate(plan)
            record_protection_plan(session, self.technology_id, form_of_plan, actor=officer, now=self.at(0.31))
        for clock in self.running_clocks(session, DECISION_RULE):
            close_clock(session, clock.id, done_on=local_date(self.moment), actor=officer, now=self.moment)
        if filing := said.get("filing"):
            filed = datetime.now(UTC) - timedelta(days=filing["filed_days_ago"])
            self.moment = max(self.moment, filed)
            form_of_filing = forms.filing(self.entry, local_date(filed))
            record_filing(session, self.technology_id, form_of_filing, actor=officer, now=self.moment)
            self.keep_past_dates(session, officer)

    def clear_inputs(self, session: Session, officer: Actor) -> None:
        notes = [each.get("cleared") for each in self.entry.get("input", ())]
        for row, note in zip(inputs_of(session, self.technology_id), notes, strict=True):
            if note:
                cleared = ClearanceForm(state=InputState.CLEARED, note=note)
                clear_input(session, row.id, cleared, actor=officer, now=self.at(0.25))

    def keep_past_dates(self, session: Session, officer: Actor) -> None:
        """A filing of long ago starts clocks that have run out by now: the office acted in time."""
        for clock in self.running_clocks(session):
            due_on = clock.due_on or clock.nominal_on
            if due_on < self.today:
                done_on = max(clock.trigger_on, due_on - timedelta(days=20))
                close_clock(session, clock.id, done_on=done_on, actor=officer, now=datetime.now(UTC))

    def release(self, session: Session) -> None:
        officer, now = self.officer(session), self.at(0.4)
        fee = self.entry["review"]["fee"]
        record_statutory_offer(session, self.technology_id, offered_on=local_date(now), actor=officer, now=now, fee=fee)
        taken = RightsAnswerForm(answer=RightsAnswer.ACCEPTED, answered_on=local_date(self.at(0.43)))
        for offer in rights_offers_of(session, self.technology_id):
            answer_rights_offer(session, offer.id, taken, actor=officer, now=self.at(0.43))
        self.advance(session, Stage.RELEASED, 0.45, self.entry["review"]["reason"])

    # offer

    def approve(self) -> None:
        lead = self.network.people[self.entry["submitter"]]

        def act(session: Session) -> None:
            officer = self.officer(session)
            for language, content in self.entry["offer"].items():
                form = OfferForm.model_validate({**content, "language": language})
                offer = save_offer(session, self.technology_id, form, actor=officer, now=self.at(0.4))
                for place, leak in enumerate(offer.leaks):
                    if not leak["accepted"]:
                        reason = "The lead contributor agreed to publish this."
                        accept_leak(
                            session,
                            offer.id,
                            place=place,
                            digest=offer.checked_digest or "",
                            actor=officer,
                            now=self.at(0.43),
                            reason=reason,
                        )
                approve_offer(session, offer.id, digest=offer.digest, actor=officer, now=self.at(0.44))
                consent_to_offer(session, offer.id, digest=offer.digest, actor=lead, now=self.at(0.45))

        self.act(act)

    def briefs_are_rendered(self, session: Session) -> bool:
        offers = session.exec(
            select(Offer).where(Offer.technology_id == self.technology_id, Offer.state == OfferState.APPROVED)
        ).all()
        return bool(offers) and all(brief_of(session, offer) for offer in offers)

    # partnering

    def extend(self, session: Session) -> None:
        """What was published a year ago is public today because its office extended it in time."""
        old = select(Offer).where(
            Offer.technology_id == self.technology_id,
            Offer.state == OfferState.PUBLISHED,
            col(Offer.expires_on) <= self.today + WARN_BEFORE,
        )
        for offer in session.exec(old).all():
            assert offer.expires_on is not None
            until = offer.expires_on + VALID_FOR
            extend_offer(session, offer.id, until=until, actor=self.officer(session), now=self.at(0.6))

    def find_partners(self) -> Story:
        """Matching sends the best their briefs; an officer writes to those scripted that it left out."""
        yield self.partners_are_written_to
        said = self.entry["partnering"]
        named = [*said["interested"], *said["declined"], *said["questions"]]
        partner_ids = [self.network.partners[key] for key in dict.fromkeys(named)]
        self.act(
            lambda session: send_brief(
                session, self.technology_id, partner_ids, actor=self.officer(session), now=datetime.now(UTC)
            )
        )
        yield self.partners_are_written_to
        self.act(self.answers)

    def partners_are_written_to(self, session: Session) -> bool:
        states = session.exec(
            select(Delivery.state)
            .join(Offer, col(Offer.id) == col(Delivery.offer_id))
            .where(Offer.technology_id == self.technology_id)
        ).all()
        return self.nothing_waits(session) and not any(
            state in (DispatchState.QUEUED, DispatchState.SENDING) for state in states
        )

    def answers(self, session: Session) -> None:
        said = self.entry["partnering"]
        for key in said["interested"]:
            self.answer(session, key, Answer.INTERESTED)
        for key, reason in said["declined"].items():
            self.answer(session, key, Answer.DECLINED, reason=DeclineReason(reason))
        for key, question in said["questions"].items():
            if key not in said["interested"]:
                self.answer(session, key, Answer.QUESTION, message=question)

    def answer(self, session: Session, key: str, answer: Answer, **more: Any) -> None:
        found = session.exec(
            select(Delivery, Contact)
            .join(Contact, col(Contact.id) == col(Delivery.contact_id))
            .join(Offer, col(Offer.id) == col(Delivery.offer_id))
            .where(
                Offer.technology_id == self.technology_id,
                Contact.partner_id == self.network.partners[key],
                Delivery.state == DispatchState.SENT,
            )
            .order_by(col(Delivery.id))
        ).first()
        if found is None or found[0].answer is not None:
            return
        delivery, contact = found
        actor = Actor(f"contact:{contact.id}", contact.name, Role.PARTNER_CONTACT, None, Via.LINK)
        answer_offer(session, delivery.id, answer=answer, actor=actor, now=datetime.now(UTC), **more)

    def sign_nda(self) -> Story:
        said = self.entry["negotiation"]
        yield from self.sign(
            AgreementForm(kind=AgreementKind.NDA), signed_on=forms.day(self.today, ago=said["nda_days_ago"])
        )
        self.act(lambda session: self.advance(session, Stage.NEGOTIATION, 1))

    # negotiation

    def license(self) -> Story:
        form = forms.licence(self.entry["licence"], self.today)
        yield from self.sign(form, signed_on=form.effective_on or self.today)

        def act(session: Session) -> None:
            self.advance(session, Stage.LICENSED, 1)
            self.receive_payments(session)

        self.act(act)

    def receive_payments(self, session: Session) -> None:
        licence = self.agreement(session, AgreementKind.LICENCE)
        assert licence is not None
        for form in forms.payments(self.entry["licence"], self.today):
            known = session.exec(select(Payment.id).where(Payment.bank_reference == form.bank_reference)).first()
            if known is None:
                due = self.payment_due(session, licence, form.received_on)
                paid = form.model_copy(update={"obligation_id": due.id if due else None})
                record_payment(session, licence.id, paid, actor=self.officer(session), now=datetime.now(UTC))

    def payment_due(self, session: Session, licence: Agreement, on: date) -> Obligation | None:
        """The oldest that is open on that day."""
        return session.exec(
            select(Obligation)
            .where(
                Obligation.agreement_id == licence.id,
                Obligation.kind == ObligationKind.PAYMENT,
                Obligation.state == ObligationState.OPEN,
                col(Obligation.due_on) <= on,
            )
            .order_by(col(Obligation.due_on), col(Obligation.id))
        ).first()

    def sign(self, form: AgreementForm, *, signed_on: date) -> Story:
        """Drafted, drawn up by the flow, then signed by both sides."""

        def draft(session: Session) -> None:
            if self.agreement(session, form.kind) is None:
                lead = session.exec(
                    select(Lead).where(
                        Lead.technology_id == self.technology_id,
                        Lead.partner_id == self.network.partners[self.entry["negotiation"]["partner"]],
                    )
                ).one()
                draft_agreement(session, lead.id, form, actor=self.officer(session), now=datetime.now(UTC))

        self.act(draft)
        yield lambda session: bool((drawn := self.agreement(session, form.kind)) and drawn.document_sha256)

        def both_sides(session: Session) -> None:
            agreement, officer = self.agreement(session, form.kind), self.officer(session)
            assert agreement is not None
            if form.kind is AgreementKind.LICENCE:
                choose_policy(session, agreement.id, policy="art155_with_unit", actor=officer, now=datetime.now(UTC))
            for ours, signatory in ((True, "Director of the institution"), (False, "Managing director")):
                if getattr(agreement, "institution_signed_on" if ours else "partner_signed_on") is None:
                    sign_agreement(
                        session,
                        agreement.id,
                        signatory=signatory,
                        signed_on=signed_on,
                        for_institution=ours,
                        actor=officer,
                        now=datetime.now(UTC),
                    )

        self.act(both_sides)
        yield self.nothing_waits

    # the end of the story

    def finish(self) -> None:
        script = self.entry["script"]
        if script.get("sent_back") and self.ends_at is Stage.OFFER:
            self.act(self.send_back)
        if paused := script.get("hold"):
            resume_on = self.today + timedelta(days=paused["resume_in_days"])

            def act(session: Session) -> None:
                if session.get_one(Technology, self.technology_id).hold_reason is None:
                    hold(
                        session,
                        self.technology_id,
                        actor=self.officer(session),
                        now=self.at(0.5),
                        reason=paused["reason"],
                        resume_on=resume_on,
                    )

            self.act(act)

    def send_back(self, session: Session) -> None:
        """To the review and onwards again, in one transaction: a story that was cut off finds both or neither."""
        known = select(Transition.id).where(
            Transition.technology_id == self.technology_id, Transition.kind == MoveKind.BACK
        )
        if session.exec(known).first() is None:
            self.advance(session, Stage.IP_REVIEW, 0.6, self.entry["script"]["reason_text"])
            self.advance(session, Stage.OFFER, 0.8)
