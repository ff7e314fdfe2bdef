"""A business, from the e-mail to the data room; and what its pages look like."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from sqlmodel import Session, col, select

from flows.letters import letters, message
from models.actions.agreements import draft_agreement, record_drawn, sign_agreement
from models.actions.attachments import add_attachment
from models.actions.forms import AgreementForm
from models.actions.messages import write_to_contact
from models.actions.ndas import offer_nda
from models.actions.partners import FoundMatch, record_matches
from models.actions.rooms import share_file
from models.db import reading, transaction
from models.files import keep
from models.queries.accounts import contact_actor
from models.rules.days import local_date
from models.rules.matching import OfferTerms, ProfileTerms, score
from models.rules.permissions import Actor
from models.rules.words import (
    AgreementKind,
    Answer,
    Field,
    Language,
    LeadState,
    NoticeKind,
    ValueChain,
    Via,
    WorkKind,
)
from models.settings import settings
from models.tables import Contact, Delivery, Lead, Message, Notice, Offer, Partner, RoomVisit, Signoff
from reports import agreements
from reports.contents import agreement_content
from tests import factories as make
from tests.api.conftest import publish
from tests.browser.conftest import Desk

NOW = datetime.now(UTC)


@dataclass
class Told:
    """A business to which one offer was sent."""

    cast: make.Cast
    offer_id: int
    technology_id: int
    delivery_id: int
    contact_id: int

    @property
    def actor(self) -> Actor:
        with reading() as session:
            contact = session.get_one(Contact, self.contact_id)
            return contact_actor(contact, session.get_one(Partner, contact.partner_id), Via.PAGE)


def told(session: Session) -> Told:
    cast = make.cast(session)
    offer, delivery = publish(session, cast)
    return Told(cast, offer.id, offer.technology_id, delivery.id, delivery.contact_id)


def link_in(kind: WorkKind, number: int) -> str:
    """The first link of ours in the e-mail that would be sent."""
    with reading() as session:
        mail = message(letters(session, kind, [number], now=NOW)[number], now=NOW)
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(rf"^{re.escape(settings().base_url)}/\S+$", body.get_content(), re.MULTILINE)
    assert found is not None
    parts = urlsplit(found[0])
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def notice_link(kind: NoticeKind) -> str:
    with reading() as session:
        number = session.exec(select(Notice.id).where(Notice.kind == kind).order_by(col(Notice.id).desc())).first()
    assert number is not None
    return link_in(WorkKind.SEND_NOTICE, number)


def offer_agreement(session: Session, case: Told) -> int:
    """Drawn up as the flow does, signed by the institution, offered."""
    officer = case.cast.officer
    lead = session.exec(select(Lead).where(Lead.technology_id == case.technology_id)).one()
    made = draft_agreement(session, lead.id, AgreementForm(kind=AgreementKind.NDA), actor=officer, now=NOW)
    drawn = agreements.render(agreement_content(session, made.id))
    record_drawn(session, made.id, sha256=keep(drawn, settings().files).sha256)
    today = local_date(NOW)
    sign_agreement(session, made.id, signatory="Jan Kot", signed_on=today, for_institution=True, actor=officer, now=NOW)
    offer_nda(session, made.id, actor=officer, now=NOW)
    file = add_attachment(
        session,
        case.technology_id,
        keep(b"stability data", settings().files),
        "Stabilność żelu.csv",
        actor=officer,
        now=NOW,
        note="Twelve months",
    )
    share_file(session, lead.id, file.id, actor=officer, now=NOW)
    return made.id


def test_a_business_from_the_e_mail_to_the_data_room(desk: Callable[..., Desk]) -> None:
    with transaction() as session:
        case = told(session)
    guest = desk()
    show_interest(guest, case)
    talk_with_the_office(guest, case)
    with transaction() as session:
        agreement_id = offer_agreement(session, case)
    sign_in_by_e_mail(guest, f"/ndas/{agreement_id}")
    accept(guest)
    take_the_file(guest)
    with reading() as session:
        assert [visit.contact_id for visit in session.exec(select(RoomVisit))] == [case.contact_id]
        signed = session.exec(select(Signoff).where(Signoff.subject == f"agreement:{agreement_id}:partner")).one()
        written = session.exec(select(Message.text).order_by(col(Message.id))).all()
    assert (signed.actor, signed.reason, signed.via) == (f"contact:{case.contact_id}", "Greta Weiß", Via.PAGE)
    assert written == ["How long is the strip stable?", "Twelve months at room temperature.", "And in the fridge?"]


def show_interest(guest: Desk, case: Told) -> None:
    page = guest.open(link_in(WorkKind.SEND_DELIVERY, case.delivery_id))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rapid strip test")
    page.get_by_label("We are interested").check()
    page.get_by_label("Your message").fill("How long is the strip stable?")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    expect(page.locator(".thread li.ours")).to_contain_text("How long is the strip stable?")


def talk_with_the_office(guest: Desk, case: Told) -> None:
    with transaction() as session:
        write_to_contact(
            session,
            case.technology_id,
            case.contact_id,
            "Twelve months at room temperature.",
            actor=case.cast.officer,
            now=NOW,
            delivery_id=case.delivery_id,
        )
    page = guest.open(notice_link(NoticeKind.MESSAGE))
    expect(page.locator(".thread li.theirs")).to_contain_text("Twelve months at room temperature.")
    page.get_by_label("Your message to the office").fill("And in the fridge?")
    page.get_by_role("button", name="Send the message").click()
    expect(page.locator(".thread li.ours").last).to_contain_text("And in the fridge?")


def sign_in_by_e_mail(guest: Desk, to: str) -> None:
    page = guest.open(notice_link(NoticeKind.NDA_OFFERED))
    expect(page.get_by_role("heading", name="A non-disclosure agreement waits for you")).to_be_visible()
    page.get_by_role("button", name=re.compile("Send a link to g…@")).click()
    expect(page.locator(".done")).to_contain_text("A link to sign in is on its way")
    page = guest.open(notice_link(NoticeKind.SIGN_IN_LINK))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{to}")


def accept(guest: Desk) -> None:
    page = guest.page
    expect(page.get_by_role("heading", name="What is confidential")).to_be_visible()
    page.get_by_label("Your first name and last name").fill("Greta Weiß")
    page.get_by_label(re.compile("I may sign for")).check()
    page.get_by_role("button", name="Accept").click()
    expect(page.locator(".done")).to_contain_text("You have accepted the agreement.")


def take_the_file(guest: Desk) -> None:
    page = guest.page
    page.get_by_role("link", name="Open the data room").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Stabilność żelu.csv").click()
    assert taken.value.suggested_filename == "Stabilność żelu.csv"
    assert Path(taken.value.path()).read_bytes() == b"stability data"


def matched(session: Session, case: Told) -> None:
    """As the flow records it."""
    offer = session.get_one(Offer, case.offer_id)
    contact = session.get_one(Contact, case.contact_id)
    terms = OfferTerms(Field.DIAGNOSTICS, ValueChain.HEALTH, offer.trl, partner_sizes=offer.partner_sizes)
    profile = ProfileTerms("DE", "big", fields=[Field.DIAGNOSTICS], trl_min=5, trl_max=7)
    result = score(terms, profile, 0.2, ["urine", "strip", "bacteria"])
    parts = [part.as_dict() for part in result.parts]
    found = FoundMatch(offer.id, contact.partner_id, result.total, parts, ["urine", "strip", "bacteria"])
    record_matches(session, case.technology_id, [found], actor=make.HELIX, now=NOW)


def looked_at(session: Session) -> tuple[Told, int]:
    """An inbox with something in each state, and an agreement that waits."""
    case = told(session)
    matched(session, case)
    contact = session.get_one(Contact, case.contact_id)
    colleague = Contact(
        partner_id=contact.partner_id,
        name="Łukasz Wąsik-Brzęczyszczykiewicz",
        email="l@partner.example.org",
        language=Language.POLISH,
    )
    session.add(colleague)
    session.flush()
    for title, who, answered in (
        ("Peptyd chroniący nasiona buraka przed zgorzelą, podawany w otoczce", colleague, Answer.QUESTION),
        ("Hydrogel from amnion for wounds that do not close", contact, None),
    ):
        _, delivery = publish(session, case.cast, title=title)
        delivery.contact_id, delivery.sent_at, delivery.answer = who.id, NOW, answered
        delivery.answered_at = NOW if answered else None
        session.add(delivery)
    session.flush()
    lead = Lead(
        technology_id=case.technology_id,
        partner_id=contact.partner_id,
        contact_id=contact.id,
        state=LeadState.INTERESTED,
        opened_at=NOW,
        changed_at=NOW,
    )
    session.add(lead)
    session.flush()
    write_to_contact(
        session,
        case.technology_id,
        contact.id,
        "Thank you for your interest.\nWhen may we call you?",
        actor=case.cast.officer,
        now=NOW,
        delivery_id=case.delivery_id,
    )
    return case, offer_agreement(session, case)


@pytest.mark.parametrize("language", ["en", "pl"])
def test_nothing_is_wrong_with_the_pages_of_a_business(desk: Callable[..., Desk], language: str) -> None:
    with transaction() as session:
        case, agreement_id = looked_at(session)
    with reading() as session:
        lead_id = session.exec(select(Lead.id).where(Lead.technology_id == case.technology_id)).one()
        delivery = session.get_one(Delivery, case.delivery_id)
    assert delivery.answer is None
    guest = desk(case.actor)
    pages = {
        "/inbox": "inbox",
        f"/inbox/{case.delivery_id}": "received",
        "/interests": "interests",
        "/inbox/account": "account",
        f"/ndas/{agreement_id}": "nda",
        f"/rooms/{lead_id}": "room-closed",
    }
    look_at(guest, pages, language)
    page = guest.open(f"/ndas/{agreement_id}")
    page.locator("#signatory").fill("Greta Weiß")
    page.locator("[name=may]").check()
    page.locator("#accept button").click()
    look_at(guest, {f"/rooms/{lead_id}": "room", f"/ndas/{agreement_id}": "nda-accepted"}, language)
    stranger = desk()
    link = link_in(WorkKind.SEND_DELIVERY, case.delivery_id)
    look_at(stranger, {link: "link", "/sign-in/link": "ask-link", "/sign-in/link?done=sent": "ask-link-sent"}, language)


def look_at(visitor: Desk, pages: dict[str, str], language: str) -> None:
    for path, name in pages.items():
        visitor.open(path, language)
        visitor.look(f"{name}-{language}")
        assert (path, visitor.faults()) == (path, [])
        assert (path, visitor.overflows()) == (path, False)


def test_without_a_script_a_business_answers_too(desk: Callable[..., Desk]) -> None:
    with transaction() as session:
        case = told(session)
    guest = desk(case.actor, javascript=False)
    page = guest.open(f"/inbox/{case.delivery_id}")
    page.get_by_label("Not for us").check()
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("alert")).to_have_text("Choose the reason that fits best.")
    page.get_by_label("it is too early").check()
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def test_a_changed_profile_finds_other_offers_at_once(desk: Callable[..., Desk]) -> None:
    with transaction() as session:
        case = told(session)
    page = desk(case.actor).open("/interests")
    before = int(page.locator(".prospects .points strong").first.inner_text())
    page.get_by_label("Medical diagnostics").uncheck()
    page.get_by_label("Countries").fill("Czechia, polska")
    page.get_by_role("button", name="Save and look again").click()
    expect(page.locator(".done")).to_be_visible()
    expect(page.get_by_label("Countries")).to_have_value("Czechia, Poland")
    assert int(page.locator(".prospects .points strong").first.inner_text()) < before


@pytest.mark.parametrize("language", ["en", "pl"])
def test_the_catalogue_is_searched_and_its_offers_share_well(desk: Callable[..., Desk], language: str) -> None:
    with transaction() as session:
        case = told(session)
        publish(session, case.cast, title="Żel z owodni na rany", language=Language.POLISH)
    stranger = desk()
    said: list[str] = []
    stranger.page.on("console", lambda line: said.append(line.text))
    page = stranger.open("/", language)
    stranger.look(f"search-{language}")
    page.locator("[name=q]").fill("zel owodni")
    page.locator("[name=q]").press("Enter")
    expect(page.locator(".card h2")).to_have_text(["Żel z owodni na rany"])
    page.locator("[name=stage]").select_option("concept")
    expect(page.locator(".empty")).to_be_visible()
    stranger.look(f"search-empty-{language}")
    assert stranger.faults() == []
    assert not stranger.overflows()
    with reading() as session:
        offer = session.get_one(Offer, case.offer_id)
    page = stranger.open("/", language)
    page.get_by_role("link", name=offer.title).first.click()
    stranger.look(f"offer-{language}")
    assert stranger.faults() == []
    assert not stranger.overflows()
    data = page.evaluate("JSON.parse(document.querySelector('[type=\"application/ld+json\"]').textContent)")
    assert data["mainEntity"]["itemOffered"]["name"] == offer.title
    assert [line for line in said if "Content Security Policy" in line] == []
