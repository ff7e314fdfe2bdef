"""A technology's way from disclosure to licence by the real flows, with a word in every confidential column."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO

from sqlmodel import Session, col, select, update

from models.actions.agreements import record_payment
from models.actions.attachments import add_attachment
from models.actions.clocks import start_clock, suppress_clock
from models.actions.compilations import CompilationForm, order_compilation, show_catalogue
from models.actions.deliveries import queue_notice
from models.actions.forms import (
    AssessmentForm,
    DecisionForm,
    FilingForm,
    MilestoneForm,
    PaymentForm,
    PriorArtForm,
    PriorArtSearchForm,
)
from models.actions.funding import add_demand
from models.actions.messages import write_message
from models.actions.offer_comments import comment_on_offer
from models.actions.ownership import add_co_owner, clear_input
from models.actions.ownership_forms import ClearanceForm, CoOwnerForm, DemandForm
from models.actions.portfolio_reports import order_report
from models.actions.prior_art import record_search
from models.actions.review_forms import ReviewerForm
from models.actions.reviewers import ask_reviewer
from models.actions.reviews import (
    assign_officer,
    record_assessment,
    record_decision,
    record_filing,
    record_prior_art,
    review_obligations,
)
from models.actions.rooms import share_file
from models.actions.stages import advance, hold
from models.actions.work import enqueue
from models.db import reading, transaction
from models.files import keep_stream
from models.queries.work import unfinished
from models.rules.days import local_date
from models.rules.periods import period_of
from models.rules.permissions import Actor
from models.rules.words import (
    AgreementKind,
    CompilationKind,
    Criterion,
    DemandKind,
    InputState,
    Language,
    NoticeKind,
    ProtectionStrategy,
    ReportSpan,
    ReviewOutcome,
    Stage,
    WorkKind,
)
from models.settings import settings
from models.tables import Delivery, Funding, Lead, Message, Signoff, Technology, ThirdPartyInput, Transition, Work
from tests import factories as make
from tests.canaries import canary, plant
from tests.deployment.servers import PrefectServer, Program, until

WHY = canary(Transition, "reason")
SIGNED = canary(Signoff, "reason")
NOW = datetime.now(UTC)
TODAY = local_date(NOW)
MEASURED = b"time,value\n1,2\n"
"""The file that the partner may read."""


@dataclass
class Play:
    """One technology's way. After each act the words are planted, and the flows do what it asked for."""

    cast: make.Cast
    server: PrefectServer
    shift: Program
    technology_id: int = 0
    lead_id: int = 0

    def act(self, *steps: Callable[[Session], object]) -> None:
        with transaction() as session:
            for step in steps:
                step(session)
            plant(session)
            tell_threads_apart(session)
        until(self._nothing_waits, f"the flows to have done their part, see {self.shift.log}")

    def _nothing_waits(self) -> bool:
        assert self.shift.runs(), self.shift.said()
        with reading() as session:
            return unfinished(session) == 0

    def advance(self, session: Session, to: Stage) -> None:
        advance(session, self.technology_id, to=to, actor=self.cast.officer, now=NOW, reason=WHY)

    def technology(self, session: Session) -> Technology:
        return session.get_one(Technology, self.technology_id)

    # The acts, in their order

    def disclose(self, session: Session) -> None:
        """Two that are alike; the second is put on hold."""
        funding = [{"sponsor": "A foundation", "obligations": "To be told."}]
        inputs = [{"name": "A cell line", "provider": "A bank", "agreement": "MTA 1"}]
        first, second = (
            make.technology(session, self.cast.researcher, funding=funding, inputs=inputs) for _ in range(2)
        )
        self.technology_id = first.id
        advance(session, second.id, to=Stage.TRIAGE, actor=self.cast.officer, now=NOW, reason=WHY)
        hold(
            session,
            second.id,
            actor=self.cast.officer,
            now=NOW,
            reason=WHY,
            resume_on=TODAY + timedelta(days=90),
        )

    def to_review(self, session: Session) -> None:
        officer, number = self.cast.officer, self.technology_id
        self.advance(session, Stage.TRIAGE)
        assign_officer(session, number, officer_id=_number(officer), actor=officer, now=NOW)
        make.document_ownership(session, number, officer, now=NOW)
        review_obligations(session, number, actor=officer, now=NOW)
        self.keep_what_others_hold(session, officer)
        suppress_clock(session, number, rule="art154_decision_3m", reason=SIGNED, actor=officer, now=NOW)
        self.advance(session, Stage.IP_REVIEW)
        search = PriorArtSearchForm(place="Espacenet", query="strip", searched_on=TODAY, found=1)
        record_search(session, number, search, actor=officer, now=NOW)
        record_prior_art(session, number, PriorArtForm(title="An older strip"), actor=officer, now=NOW)
        asked = ReviewerForm(reviewer_id=_number(self.cast.reviewer), due_on=TODAY, note="Look at it.")
        ask_reviewer(session, number, asked, actor=officer, now=NOW)
        write_message(session, number, "Is it stable?", actor=officer, now=NOW)

    def keep_what_others_hold(self, session: Session, officer: Actor) -> None:
        """A co-owner, a duty to the funder with its day on the docket, something of others that is cleared."""
        number = self.technology_id
        owner = CoOwnerForm(name="A hospital", share_bp=1_000, agreement="Of 2026", agreed_on=TODAY, waiver="Shown.")
        add_co_owner(session, number, owner, actor=officer, now=NOW)
        [funding] = session.exec(select(Funding).where(Funding.technology_id == number)).all()
        soon = DemandForm(kind=DemandKind.REPORT_UTILISATION, text="Use.", due_on=TODAY + timedelta(days=14))
        add_demand(session, funding.id, soon, actor=officer, now=NOW)
        [line] = session.exec(select(ThirdPartyInput).where(ThirdPartyInput.technology_id == number)).all()
        clear_input(session, line.id, ClearanceForm(state=InputState.CLEARED, note="Sold."), actor=officer, now=NOW)

    def to_offer(self, session: Session) -> None:
        officer, number = self.cast.officer, self.technology_id
        make.no_conflict(session, self.technology(session), self.cast.reviewer, officer)
        scores = AssessmentForm(scores=dict.fromkeys(Criterion, 4))
        record_assessment(session, number, scores, actor=self.cast.reviewer, now=NOW)
        decision = DecisionForm(outcome=ReviewOutcome.PROCEED, strategy=ProtectionStrategy.PATENT, reason=SIGNED)
        record_decision(session, number, decision, actor=officer, now=NOW)
        filing = FilingForm(case_number="C1", office="PL", application_number="P.450001", filed_on=TODAY)
        record_filing(session, number, filing, actor=officer, now=NOW)
        self.advance(session, Stage.OFFER)
        make.figure(session, self.cast, self.technology(session))
        offer = make.approved_offer(session, self.cast, self.technology(session))
        comment_on_offer(session, offer.id, "problem", "Is it so?", actor=self.cast.researcher, now=NOW)
        make.partner(session, self.cast)
        self.remind(session)

    def remind(self, session: Session) -> None:
        """A clock that ends soon, and the periodic flows."""
        long_ago = TODAY - timedelta(days=360)
        officer = self.cast.officer
        start_clock(session, self.technology_id, rule="paris_12m", trigger=long_ago, actor=officer, now=NOW)
        enqueue(session, WorkKind.SWEEP_CLOCKS, 1, key="again", now=NOW)
        enqueue(session, WorkKind.WRITE_DIGESTS, 1, key="again", now=NOW)

    def to_partnering(self, session: Session) -> None:
        self.advance(session, Stage.PARTNERING)

    def to_negotiation(self, session: Session) -> None:
        """The partner gets an NDA and a data room; catalogue, slides and reports are asked for."""
        lead = session.exec(select(Lead).where(Lead.technology_id == self.technology_id)).one()
        self.lead_id = lead.id
        nda = make.agreement(session, self.cast, lead, AgreementKind.NDA)
        facts = {"from": self.cast.officer.name, "path": "/inbox"}
        contact, kind = lead.contact_id, NoticeKind.NDA_OFFERED
        queue_notice(
            session, kind, key=str(nda.id), contact_id=contact, technology_id=self.technology_id, facts=facts, now=NOW
        )
        stored = keep_stream(BytesIO(MEASURED), settings().files, most=1_000)
        file = add_attachment(session, self.technology_id, stored, "measured.csv", actor=self.cast.officer, now=NOW)
        share_file(session, lead.id, file.id, actor=self.cast.officer, now=NOW)
        self.advance(session, Stage.NEGOTIATION)
        self.compile(session)
        self.report(session)

    def compile(self, session: Session) -> None:
        for kind in CompilationKind:
            form = CompilationForm(kind=kind, language=Language.ENGLISH)
            made = order_compilation(session, form, actor=self.cast.coordinator, now=NOW)
            if kind is CompilationKind.CATALOGUE:
                show_catalogue(session, made.id, shown=True, actor=self.cast.coordinator)

    def report(self, session: Session) -> None:
        """On the month and the quarter under way, as if they were over."""
        for home, span in ((self.cast.institution.id, ReportSpan.MONTH), (None, ReportSpan.QUARTER)):
            period = period_of(TODAY, span)
            order_report(session, home, period, actor=make.HELIX, now=period.ends_at)
        session.execute(update(Work).where(col(Work.kind) == WorkKind.REPORT_PORTFOLIO).values(not_before=NOW))

    def to_licensed(self, session: Session) -> None:
        terms = {
            "effective_on": TODAY,
            "upfront": 5_000_000,
            "minimum_annual": 1_000_000,
            "milestones": [MilestoneForm(text="First batch", due_on=TODAY + timedelta(days=30), amount=1)],
        }
        lead = session.get_one(Lead, self.lead_id)
        licence = make.agreement(session, self.cast, lead, AgreementKind.LICENCE, **terms)
        self.advance(session, Stage.LICENSED)
        paid = PaymentForm(amount=5_000_000, currency="PLN", received_on=TODAY, bank_reference="1")
        record_payment(session, licence.id, paid, actor=self.cast.officer, now=NOW)


def tell_threads_apart(session: Session) -> None:
    """What partners wrote carries the word of their answers: that of messages stands in the creators' thread alone."""
    theirs = col(Message.contact_id).is_not(None)
    session.execute(update(Message).where(theirs).values(text=canary(Delivery, "message")))


def _number(who: Actor) -> int:
    assert who.person_id is not None
    return who.person_id
