"""Whatever people do, in whatever order: no illegal stage is reached, and the trail tells it all."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import HealthCheck, Phase, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlmodel import Session, col, select

from models.actions.clocks import suppress_clock
from models.actions.disclosures import confirm_share
from models.actions.forms import DecisionForm
from models.actions.offers import approve_offer, consent_to_offer, record_brief, save_offer
from models.actions.review_forms import RightsAnswerForm
from models.actions.reviews import (
    assign_officer,
    record_decision,
    record_statutory_offer,
    review_obligations,
)
from models.actions.rights import answer_rights_offer
from models.actions.stages import advance, hold, override_gate, pipeline_of, resume
from models.actions.trail import verify
from models.db import engine_for, migrate
from models.errors import HelixError
from models.queries.facts import unmet_for
from models.queries.offers import public_days_of
from models.queries.technologies import contributors_of
from models.rules.words import (
    AgreementKind,
    MoveKind,
    OfferState,
    ProtectionStrategy,
    ReviewOutcome,
    RightsAnswer,
    Stage,
)
from models.tables import Lead, Offer, RightsOffer, Technology, Transition
from tests import factories as make
from tests.factories import NOW, TODAY

ANSWERS = tuple(RightsAnswer)
ORDINARY = (ReviewOutcome.PROCEED, ReviewOutcome.RELEASE, ReviewOutcome.DECLINE)


class Office(RuleBasedStateMachine):
    """One technology and everybody who may touch it; each act may be refused, none may do harm."""

    @initialize(confirmed=st.booleans())
    def submit(self, confirmed: bool) -> None:
        self.connection = _engine().connect()
        self.outer = self.connection.begin()
        self.session = Session(self.connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
        self.cast = make.cast(self.session)
        shares = [make.contributor(self.cast.researcher, 6_000)]
        shares.append(make.contributor(self.cast.colleague, 4_000, lead=False, legal_basis=None))
        self.id = make.technology(self.session, self.cast.researcher, contributors=shares).id
        if confirmed:
            self.confirm()
        self.moves = 1

    def teardown(self) -> None:
        if hasattr(self, "session"):
            self.session.close()
            self.outer.rollback()
            self.connection.close()

    def technology(self) -> Technology:
        return self.session.get_one(Technology, self.id)

    def attempt(self, act) -> bool:
        try:
            with self.session.begin_nested():
                act()
        except HelixError:
            self.session.expire_all()
            return False
        return True

    @rule(to=st.sampled_from(Stage), reason=st.sampled_from(["", "Because."]))
    def advance(self, to: Stage, reason: str) -> None:
        technology = self.technology()
        move = pipeline_of(technology).moves.get((technology.stage, to))
        unmet = unmet_for(self.session, technology, move, TODAY) if move else ()
        held = technology.hold_reason is not None and move is not None and move.kind is MoveKind.FORWARD
        legal = move is not None and not unmet and not held and bool(reason or not move.needs_reason)
        moved = self.attempt(
            lambda: advance(self.session, self.id, to=to, actor=self.cast.officer, now=NOW, reason=reason)
        )
        assert moved == legal
        self.moves += moved

    @rule()
    def confirm(self) -> None:
        other = contributors_of(self.session, self.id)[1]
        self.attempt(lambda: confirm_share(self.session, other.id, actor=self.cast.colleague, now=NOW))

    @rule(gate=st.sampled_from(["contributors_confirmed", "nda_in_force", "offer_approved"]), to=st.sampled_from(Stage))
    def override(self, gate: str, to: Stage) -> None:
        officer = self.cast.officer
        self.attempt(
            lambda: override_gate(self.session, self.id, to=to, gate=gate, actor=officer, now=NOW, reason="Known.")
        )

    @rule()
    def triage(self) -> None:
        officer = self.cast.officer
        assign_officer(self.session, self.id, officer_id=officer.person_id or 0, actor=officer, now=NOW)
        make.document_ownership(self.session, self.id, officer)
        review_obligations(self.session, self.id, actor=officer, now=NOW)
        suppress_clock(self.session, self.id, rule="art154_decision_3m", reason="None.", actor=officer, now=NOW)

    @rule()
    def review(self) -> None:
        self.attempt(lambda: make.review(self.session, self.cast, self.technology()))

    @rule(outcome=st.sampled_from(ORDINARY))
    def decide(self, outcome: ReviewOutcome) -> None:
        form = DecisionForm(outcome=outcome, strategy=ProtectionStrategy.KNOW_HOW, reason="Seen.")
        self.attempt(lambda: make.no_conflict(self.session, self.technology(), self.cast.officer))
        self.attempt(lambda: record_decision(self.session, self.id, form, actor=self.cast.officer, now=NOW))

    @rule()
    def offer_to_creators(self) -> None:
        officer = self.cast.officer
        self.attempt(lambda: record_statutory_offer(self.session, self.id, offered_on=TODAY, actor=officer, now=NOW))

    @rule(answer=st.sampled_from(ANSWERS))
    def answer_offer_of_rights(self, answer: RightsAnswer) -> None:
        form = RightsAnswerForm(answer=answer, answered_on=TODAY)
        for offer in self.session.exec(select(RightsOffer).where(RightsOffer.technology_id == self.id)).all():
            number = offer.id
            self.attempt(
                lambda number=number: answer_rights_offer(self.session, number, form, actor=self.cast.officer, now=NOW)
            )

    @rule(title=st.sampled_from(["A strip test for urine", "A better strip test"]))
    def write_offer(self, title: str) -> None:
        save_offer(self.session, self.id, make.offer_form(title=title), actor=self.cast.officer, now=NOW)

    @rule(both=st.booleans(), rendered=st.booleans())
    def approve(self, both: bool, rendered: bool) -> None:
        offer = self.session.exec(
            select(Offer).where(Offer.technology_id == self.id).order_by(col(Offer.version).desc())
        ).first()
        if offer is None:
            return
        officer, lead = self.cast.officer, self.cast.researcher
        self.attempt(lambda: approve_offer(self.session, offer.id, digest=offer.digest, actor=officer, now=NOW))
        if both:
            self.attempt(lambda: consent_to_offer(self.session, offer.id, digest=offer.digest, actor=lead, now=NOW))
        if rendered:
            sums = {"input_checksum": offer.digest, "sha256": offer.digest, "offer_digest": offer.digest}
            days = public_days_of(offer)
            record_brief(self.session, offer.id, template_version="t", size=1, public_days=days, now=NOW, **sums)

    @rule()
    def interest(self) -> None:
        if self.session.exec(select(Lead.id).where(Lead.technology_id == self.id)).first() is None:
            make.lead(self.session, self.cast, self.technology())

    @precondition(lambda self: self.session.exec(select(Lead.id).where(Lead.technology_id == self.id)).first())
    @rule(kind=st.sampled_from([AgreementKind.NDA, AgreementKind.LICENCE]))
    def agree(self, kind: AgreementKind) -> None:
        lead = self.session.exec(select(Lead).where(Lead.technology_id == self.id)).one()
        terms = {} if kind is AgreementKind.NDA else {"effective_on": TODAY, "royalty_bp": 300}
        make.agreement(self.session, self.cast, lead, kind, **terms)

    @rule()
    def pause(self) -> None:
        later = TODAY + timedelta(days=9)
        officer = self.cast.officer
        self.attempt(lambda: hold(self.session, self.id, actor=officer, now=NOW, reason="Wait.", resume_on=later))

    @rule()
    def go_on(self) -> None:
        self.attempt(lambda: resume(self.session, self.id, actor=self.cast.officer, now=NOW))

    @invariant()
    def the_trail_tells_every_move_and_where_it_led(self) -> None:
        rows = self.session.exec(
            select(Transition).where(Transition.technology_id == self.id).order_by(col(Transition.sequence))
        ).all()
        assert len(rows) == self.moves
        assert rows[0].from_stage is None
        legal = pipeline_of(self.technology()).moves
        for before, after in pairwise(rows):
            assert after.from_stage == before.to_stage
            assert (after.from_stage, after.to_stage) in legal
        assert rows[-1].to_stage == self.technology().stage
        assert rows[-1].technology_version == self.technology().version == len(rows)

    @invariant()
    def offers_are_public_only_where_the_pipeline_says_so(self) -> None:
        technology = self.technology()
        states = self.session.exec(select(Offer.state).where(Offer.technology_id == self.id)).all()
        if not pipeline_of(technology).stages[technology.stage].published:
            assert OfferState.PUBLISHED not in states

    @invariant()
    def the_chain_holds(self) -> None:
        verify(self.session)


def _engine():
    url = "sqlite:///file:sequences?mode=memory&cache=shared&uri=true"
    if url not in _migrated:
        engine_for(url).connect()  # keeps the shared memory alive
        migrate(url)
        _migrated.add(url)
    return engine_for(url).execution_options(helix_writes=True)


_migrated: set[str] = set()

TestOffice = Office.TestCase
TestOffice.settings = settings(
    max_examples=25,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking a long sequence takes minutes
)
