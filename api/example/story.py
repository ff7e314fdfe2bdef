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
from api.example.offering import Offering
from api.example.teller import Story
from models.actions.agreements import choose_policy, draft_agreement, record_payment, sign_agreement
from models.actions.disclosures import confirm_share, submit_disclosure
from models.actions.expiry import extend_offer
from models.actions.forms import (
    AgreementForm,
)
from models.actions.partners import answer_offer, send_brief
from models.actions.publishing import VALID_FOR
from models.actions.stages import hold
from models.db import reading, transaction
from models.errors import AlreadySubmitted
from models.queries.technologies import contributors_of, technology_by_reference
from models.rules.offers import WARN_BEFORE
from models.rules.permissions import Actor
from models.rules.words import (
    AgreementKind,
    Answer,
    DeclineReason,
    DispatchState,
    MoveKind,
    ObligationKind,
    ObligationState,
    OfferState,
    Role,
    Stage,
    Via,
)
from models.tables import Agreement, Contact, Delivery, Lead, Obligation, Offer, Payment, Technology, Transition


class Told(Offering):
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
            published = self.entry["script"].get("published", 0.5)
            self.act(lambda session: self.advance(session, Stage.PARTNERING, published))
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
        self.act(lambda session: self.advance(session, Stage.NEGOTIATION, self.days_ago(said["nda_days_ago"])))

    # negotiation

    def license(self) -> Story:
        form = forms.licence(self.entry["licence"], self.today)
        yield from self.sign(form, signed_on=form.effective_on or self.today)

        def act(session: Session) -> None:
            self.advance(session, Stage.LICENSED, self.days_ago(self.entry["licence"]["effective_days_ago"]))
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
