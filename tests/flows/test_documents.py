"""Dossiers, agreements, what these make due, and what is asked for by the calendar."""

import asyncio
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pypdf
import pytest
from sqlmodel import col, select

from flows.clocks import ask_for_sweep, sweep
from flows.digests import ask_for_digests, write
from flows.ip_review import prepare
from flows.letters import message, notices
from flows.licensing import settle_agreements
from models.actions.acceptance import accept_nda
from models.actions.agreements import draft_agreement, record_payment, sign_agreement
from models.actions.forms import AgreementForm, DecisionForm, PaymentForm
from models.actions.ndas import offer_nda
from models.actions.reviews import assign_officer, record_decision
from models.db import reading, transaction
from models.files import read
from models.queries.accounts import contact_actor
from models.queries.decision_letters import unreached_creators
from models.rules.days import local_date
from models.rules.words import (
    AgreementKind,
    ContributorStatus,
    Language,
    NoticeKind,
    OfferState,
    ReviewOutcome,
    Via,
    WorkKind,
    WorkState,
)
from models.settings import settings
from models.tables import (
    Agreement,
    Contact,
    Contributor,
    DecisionLetter,
    Distribution,
    Notice,
    Obligation,
    Offer,
    Partner,
    Person,
    Technology,
)
from tests import factories as make
from tests.factories import NOW, TODAY


def run(task, world, kind):
    claims = world.take(kind)
    return asyncio.run(task.fn([claim.id for claim in claims], "test.1"))


def text_of(sha256):
    pdf = pypdf.PdfReader(BytesIO(read(sha256, settings().files)))
    return "\n".join(page.extract_text() for page in pdf.pages)


def test_a_review_gets_its_dossier(world):
    technology = world.make(make.to_review)
    assert run(prepare, world, WorkKind.PREPARE_REVIEW) == 1
    with reading() as session:
        row = session.get_one(Technology, technology.id)
    assert row.review_prepared_at is not None
    assert "boronic ester linker" in " ".join(text_of(row.dossier_sha256).split())


def test_each_creator_gets_a_letter_in_their_language_and_an_email_without_its_words(one_world):
    def decide(session, cast):
        session.get_one(Person, cast.colleague.person_id).language = Language.POLISH
        case = make.to_review(session, cast)
        for position, (name, email) in enumerate(((cast.colleague.name, cast.colleague.email), ("Ewa", "e@x.org")), 2):
            status = ContributorStatus.DOCTORAL
            session.add(
                Contributor(technology_id=case.id, position=position, name=name, email=email, status=status, share_bp=0)
            )
        form = DecisionForm(outcome=ReviewOutcome.RELEASE, reason="Not for them.", told="Two older documents.")
        make.no_conflict(session, case, cast.officer)
        record_decision(session, case.id, form, actor=cast.officer, now=NOW)
        return case.id

    number = one_world.make(decide)
    assert run(prepare, one_world, WorkKind.DRAW_LETTER) == 2
    with reading() as session:
        letters = session.exec(select(DecisionLetter).order_by(col(DecisionLetter.language))).all()
        told = session.exec(select(Notice).where(Notice.kind == NoticeKind.DECISION_LETTER)).all()
        mails = notices(session, [notice.id for notice in told])
        unreached = unreached_creators(session, session.get_one(Technology, number))
    texts = {letter.language: " ".join(text_of(letter.sha256).split()) for letter in letters}
    assert "Two older documents." in texts[Language.ENGLISH]
    assert "154(3)" in texts[Language.ENGLISH]
    assert "zwraca prawa twórcom" in texts[Language.POLISH]
    assert "Not for them." not in texts[Language.ENGLISH] + texts[Language.POLISH]
    cast = one_world.cast
    assert {notice.person_id for notice in told} == {cast.researcher.person_id, cast.colleague.person_id}
    assert unreached == ("Ewa",)
    bodies = [str(message(mail, now=NOW)) for mail in mails.values()]
    assert all("Two older" not in body and "elease" not in body for body in bodies)


def test_a_later_decision_has_a_letter_of_its_own_and_the_first_one_stays(one_world):
    def decide(session, cast):
        case = make.to_review(session, cast)
        make.no_conflict(session, case, cast.officer)
        for outcome in (ReviewOutcome.DECLINE, ReviewOutcome.RELEASE):
            form = DecisionForm(outcome=outcome, reason="x")
            record_decision(session, case.id, form, actor=cast.officer, now=NOW)

    one_world.make(decide)
    assert run(prepare, one_world, WorkKind.DRAW_LETTER) == 2
    with reading() as session:
        first, second = session.exec(select(DecisionLetter).order_by(col(DecisionLetter.id))).all()
    assert "does not take it further" in text_of(first.sha256)
    assert "gives the rights back" in text_of(second.sha256)


@pytest.mark.parametrize("kind", [AgreementKind.NDA, AgreementKind.LICENCE])
def test_an_agreement_is_drawn_up(one_world, kind):
    def draft(session, cast):
        lead = make.lead(session, cast, make.to_partnering(session, cast))
        return draft_agreement(session, lead.id, AgreementForm(kind=kind), actor=cast.officer, now=NOW).id

    number = one_world.make(draft)
    assert run(settle_agreements, one_world, WorkKind.DRAW_AGREEMENT) == 1
    with reading() as session:
        drawn = session.get_one(Agreement, number)
    text = text_of(drawn.document_sha256)
    assert "Strip Makers" in text
    assert "Rapid strip test" in text
    assert "Lateral-flow test" not in text  # the working title is confidential


def test_an_nda_accepted_in_the_browser_is_drawn_anew_as_signed(one_world):
    def offer(session, cast):
        lead = make.lead(session, cast, make.to_partnering(session, cast))
        form, officer = AgreementForm(kind=AgreementKind.NDA), cast.officer
        return draft_agreement(session, lead.id, form, actor=officer, now=NOW).id, lead.contact_id, officer

    number, contact_id, officer = one_world.make(offer)
    run(settle_agreements, one_world, WorkKind.DRAW_AGREEMENT)
    with transaction() as session:
        draft = session.get_one(Agreement, number).document_sha256 or ""
        contact = session.get_one(Contact, contact_id)
        partner = contact_actor(contact, session.get_one(Partner, contact.partner_id), Via.PAGE)
        sign_agreement(
            session, number, signatory="Jan Łoś", signed_on=TODAY, for_institution=True, actor=officer, now=NOW
        )
        offer_nda(session, number, actor=officer, now=NOW)
    assert "Draft" in text_of(draft)

    def accept(session):
        return accept_nda(session, number, signatory="Greta Weiß", digest=draft, may_sign=True, actor=partner, now=NOW)

    with transaction() as session:
        accept(session)
    assert run(settle_agreements, one_world, WorkKind.DRAW_AGREEMENT) == 1
    with transaction() as session:
        signed = accept(session).document_sha256  # a second click, with what the page showed: nothing changes
    text = " ".join(text_of(signed).split())
    assert "Draft" not in text
    assert "Name and position" not in text
    assert "Signed by Jan Łoś 23 November 2026" in text
    assert "Accepted in the browser by Greta Weiß 23 November 2026, 10:00 (CET)" in text
    assert draft in text.replace(" ", "")
    assert "In force from 23 November 2026" in text


def test_a_kind_that_the_office_writes_itself_is_not_drawn(one_world):
    def draft(session, cast):
        lead = make.lead(session, cast, make.to_partnering(session, cast))
        form = AgreementForm(kind=AgreementKind.MTA)
        return draft_agreement(session, lead.id, form, actor=cast.officer, now=NOW).id

    number = one_world.make(draft)
    assert run(settle_agreements, one_world, WorkKind.DRAW_AGREEMENT) == 1
    assert one_world.work(WorkKind.DRAW_AGREEMENT) == [(number, WorkState.DONE, "")]


def test_a_licence_makes_due_and_a_payment_is_distributed_once(world):
    def license_and_pay(session, cast):
        _, licence = make.to_licensed(session, cast)
        form = PaymentForm(amount=5_000_000, currency="PLN", received_on=TODAY, bank_reference="R1")
        record_payment(session, licence.id, form, actor=cast.officer, now=NOW)

    world.make(license_and_pay)
    assert run(settle_agreements, world, WorkKind.SCHEDULE_OBLIGATIONS) == 2  # the NDA's makes nothing due
    assert run(settle_agreements, world, WorkKind.DISTRIBUTE_PAYMENT) == 1
    with reading() as session:
        labels = {row.label for row in session.exec(select(Obligation))}
        (distribution,) = session.exec(select(Distribution)).all()
    assert {"Upfront fee", "Minimum royalty, year 1", "Royalty report, year 5"} <= labels
    assert distribution.amount == 5_000_000


def test_the_daily_sweep_withdraws_what_is_over_warns_of_what_is_near_and_leaves_the_rest(world):
    def publish(session, cast):
        today = local_date(datetime.now(UTC))
        technologies = []
        for days in (0, 14, 15):
            technologies.append(make.to_partnering(session, cast))
            offer = session.exec(select(Offer).where(Offer.technology_id == technologies[-1].id)).one()
            offer.expires_on = today + timedelta(days=days)
            session.add(offer)
        return [technology.id for technology in technologies]

    over, near, _ = world.make(publish)
    ask_for_sweep()
    assert run(sweep, world, WorkKind.SWEEP_CLOCKS) == 1
    expiry = (NoticeKind.OFFER_EXPIRED, NoticeKind.OFFER_EXPIRING)
    with reading() as session:
        states = session.exec(select(Offer.state).order_by(col(Offer.id))).all()
        told = session.exec(select(Notice.technology_id, Notice.kind).where(col(Notice.kind).in_(expiry))).all()
    assert states == [OfferState.WITHDRAWN, OfferState.PUBLISHED, OfferState.PUBLISHED]
    assert sorted(told) == [(over, NoticeKind.OFFER_EXPIRED), (near, NoticeKind.OFFER_EXPIRING)]


def test_the_calendar_asks_once_a_day_and_once_a_week(world):
    def assigned(session, cast):
        technology = make.to_offer(session, cast)
        assign_officer(session, technology.id, officer_id=cast.officer.person_id, actor=cast.officer, now=NOW)

    world.make(assigned)
    assert [ask_for_sweep(), ask_for_sweep()] == [True, False]
    assert [ask_for_digests(), ask_for_digests()] == [True, False]
    assert run(sweep, world, WorkKind.SWEEP_CLOCKS) == 1
    assert run(write, world, WorkKind.WRITE_DIGESTS) == 1
    with reading() as session:
        digests = session.exec(select(Notice).where(Notice.kind == NoticeKind.DIGEST)).all()
    assert [(notice.person_id, notice.facts["stages"]) for notice in digests] == [
        (world.cast.officer.person_id, {"offer": 1})
    ]
