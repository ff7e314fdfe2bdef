"""Nothing confidential leaves: a word in every confidential column, a technology played from disclosure to licence by
the real flows, and a search through all that strangers, partners and machines get to see."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from sqlmodel import Session, col, select

from models.actions.agreements import record_payment
from models.actions.clocks import start_clock, suppress_clock
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
from models.actions.ownership import add_co_owner, clear_input
from models.actions.ownership_forms import ClearanceForm, CoOwnerForm, DemandForm
from models.actions.people import create_token
from models.actions.prior_art import record_search
from models.actions.reviews import (
    assign_officer,
    record_assessment,
    record_decision,
    record_filing,
    record_prior_art,
    review_obligations,
)
from models.actions.stages import advance, hold
from models.actions.work import enqueue
from models.db import reading, transaction
from models.files import read
from models.links import brief_link
from models.queries.status import status_of
from models.queries.work import unfinished
from models.rules.days import local_date
from models.rules.permissions import Actor
from models.rules.words import (
    AgreementKind,
    Criterion,
    DemandKind,
    InputState,
    NoticeKind,
    ProtectionStrategy,
    ReviewOutcome,
    Stage,
    WorkKind,
)
from models.settings import settings
from models.tables import (
    Agreement,
    Brief,
    Delivery,
    Disclosure,
    Distribution,
    Funding,
    Lead,
    NearDuplicate,
    Notice,
    Person,
    PriorArt,
    Signoff,
    Technology,
    ThirdPartyInput,
    Transition,
)
from tests import factories as make
from tests.canaries import ONE_WAY, Place, canaries, canary, fill_empty_tables, found_in, plant, unplanted
from tests.deployment.conftest import cast as cast  # the fixture
from tests.deployment.servers import PrefectServer, Program, serving, shift, until
from tests.outward import Visitor, in_e_mails, in_pdf, links_in

WHY = canary(Transition, "reason")
SIGNED = canary(Signoff, "reason")
NOW = datetime.now(UTC)
TODAY = local_date(NOW)


@dataclass
class Play:
    """One technology's way. After each act the words are planted, and the flows do what it asked for."""

    cast: make.Cast
    shift: Program
    technology_id: int = 0
    lead_id: int = 0

    def act(self, step: Callable[[Session], object]) -> None:
        with transaction() as session:
            step(session)
            plant(session)
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
        assert officer.person_id is not None
        self.advance(session, Stage.TRIAGE)
        assign_officer(session, number, officer_id=officer.person_id, actor=officer, now=NOW)
        make.document_ownership(session, number, officer, now=NOW)
        review_obligations(session, number, actor=officer, now=NOW)
        self.keep_what_others_hold(session, officer)
        suppress_clock(session, number, rule="art154_decision_3m", reason=SIGNED, actor=officer, now=NOW)
        self.advance(session, Stage.IP_REVIEW)
        search = PriorArtSearchForm(place="Espacenet", query="strip", searched_on=TODAY, found=1)
        record_search(session, number, search, actor=officer, now=NOW)
        record_prior_art(session, number, PriorArtForm(title="An older strip"), actor=officer, now=NOW)

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
        make.approved_offer(session, self.cast, self.technology(session))
        make.partner(session, self.cast)

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
        lead = session.exec(select(Lead).where(Lead.technology_id == self.technology_id)).one()
        self.lead_id = lead.id
        make.agreement(session, self.cast, lead, AgreementKind.NDA)
        self.advance(session, Stage.NEGOTIATION)

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


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[PrefectServer]:
    with serving(tmp_path_factory.mktemp("prefect")) as server:
        yield server


@pytest.fixture
def play(cast, server, tmp_path) -> Iterator[Play]:
    with shift(server, tmp_path, "--patience", "600") as working:
        yield Play(cast, working)


def test_no_confidential_word_reaches_anything_outward(play, server, tmp_path):
    play.act(play.disclose)
    play.act(play.to_review)
    play.act(play.to_offer)
    play.act(play.remind)
    play.act(play.to_partnering)
    answer_as_partner()
    play.act(play.to_negotiation)
    while_published = all_answers(play)
    play.act(play.to_licensed)
    with transaction() as session:
        fill_empty_tables(session)
        plant(session)
    when_licensed = all_answers(play)

    check_play(play)
    outward = {
        "e-mails": in_e_mails(settings().home / "mail"),
        "the shift's log": play.shift.said(),
        "Prefect's log": server.said(),
        "Prefect's database": server.database().decode("latin-1"),
        "briefs": "".join(briefs()),
        **{f"{name}, published": text for name, text in while_published.items()},
        **{f"{name}, licensed": text for name, text in when_licensed.items()},
    }
    assert leaks(outward) == {}
    check_that_the_search_sees(outward)
    check_dossier(play)


def answer_as_partner() -> None:
    """By the form on the page that the e-mail leads to, with a message."""
    with reading() as session:
        [delivery] = session.exec(select(Delivery.id)).all()
    sent = Visitor().send(brief_link(delivery), answer="interested", message=canary(Delivery, "message"))
    assert sent == 200


def all_answers(play: Play) -> dict[str, str]:
    """What is shown to the public, to the partner, and to people with a token who have no business with it."""
    strangers = {"public": None, "stranger": play.cast.stranger, "coordinator": play.cast.coordinator}
    links = links_in(in_e_mails(settings().home / "mail"))
    with reading() as session:
        known = {
            "reference": play.technology(session).reference,
            "key": play.technology(session).reference,
            "language": "en",
            "token": links[0].rpartition("/")[2],
        }
    answers: dict[str, str] = {}
    for name, who in strangers.items():
        visitor = Visitor(bearer(who))
        visitor.read_pages(*links, f"{links[0]}x", "/no/such/page")
        visitor.try_everything(known)
        answers |= {f"{name}: {asked}": text for asked, text in visitor.answers.items()}
    return answers


def leaks(outward: dict[str, str]) -> dict[str, list[Place]]:
    """What stands where it must not. Partners read their own message again, behind their own link alone."""
    found = {name: found_in(text) for name, text in outward.items()}
    return {
        name: places
        for name, places in found.items()
        if places and not (": GET /b/" in name and places == [("delivery", "message")])
    }


def bearer(who: Actor | None) -> dict[str, str]:
    if who is None:
        return {}
    with transaction() as session:
        token, _ = create_token(session, session.get_one(Person, who.person_id), now=NOW)
    return {"Authorization": f"Bearer {token}"}


def briefs() -> list[str]:
    with reading() as session:
        return [in_pdf(read(sha256, settings().files)) for sha256 in session.exec(select(Brief.sha256))]


def check_play(play: Play) -> None:
    """It went all the way, and every word stands where it was planted."""
    with reading() as session:
        assert status_of(session, now=NOW).parked == []
        assert play.technology(session).stage is Stage.LICENSED
        assert unplanted(session) == []
        for table in (NearDuplicate, Funding, Distribution, Agreement, Delivery):
            assert session.exec(select(table)).first() is not None
        kinds = set(session.exec(select(Notice.kind).where(col(Notice.sent_at).is_not(None))))
    assert kinds >= {NoticeKind.ACKNOWLEDGEMENT, NoticeKind.CLOCK_REMINDER, NoticeKind.DIGEST}


def check_that_the_search_sees(outward: dict[str, str]) -> None:
    """The words of the offer, which may be seen, are found in what was searched."""
    title = make.offer_form().title
    for name in ("e-mails", "briefs"):
        assert title in " ".join(outward[name].split())
    for name in ("the shift's log", "Prefect's database"):
        assert "pipeline" in outward[name]
    assert [name for name, text in outward.items() if name.endswith("published") and title in text]
    assert [name for name in outward if "/figures/1, published" in name and "image/png" in outward[name]]
    statuses = {text[:3] for name, text in outward.items() if name.startswith("stranger: ")}
    assert statuses >= {"200", "404", "422"}


def check_dossier(play: Play) -> None:
    """Everything that the researcher told is in the reviewers' PDF: the search finds what is there."""
    with reading() as session:
        sha256 = play.technology(session).dossier_sha256
    assert sha256 is not None
    there = set(found_in(in_pdf(read(sha256, settings().files))))
    told = {("disclosure", column) for column in Disclosure.confidential - {"title"}}  # the case's title heads it
    assert there >= told | {("technology", "title"), ("funding", "obligations"), ("prior_art", "relevance")}


def test_every_confidential_column_has_a_word_of_its_own():
    words = canaries()
    assert len(set(words.values())) == len(words) > 40
    assert {column for _, column in words}.isdisjoint(ONE_WAY)
    assert all(words[str(PriorArt.__tablename__), column] for column in PriorArt.confidential)
    assert found_in(f"x{canary(Disclosure, 'novelty')[:8]}-\n{canary(Disclosure, 'novelty')[8:]}y") == [
        ("disclosure", "novelty")
    ]


def test_a_word_in_a_pdfs_metadata_or_attachment_is_found(tmp_path: Path):
    word, other = canary(Disclosure, "title"), canary(Disclosure, "novelty")
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Subject"] = word
        pdf.attachments["notes.txt"] = pikepdf.AttachedFileSpec(pdf, other.encode())
        pdf.save(tmp_path / "leaky.pdf")
    assert set(found_in(in_pdf((tmp_path / "leaky.pdf").read_bytes()))) == {
        ("disclosure", "novelty"),
        ("disclosure", "title"),
    }
