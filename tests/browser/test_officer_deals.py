"""An officer's way from an empty offer to a shared file, and every page of it looked at."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import Session, col, select

from models.actions.agreements import (
    distribute_payment,
    record_drawn,
    record_payment,
    schedule_obligations,
)
from models.actions.attachments import add_attachment
from models.actions.forms import PaymentForm
from models.actions.messages import record_contact_message
from models.actions.offers import consent_to_offer, record_brief, save_offer
from models.actions.partners import FoundMatch, answer_offer, record_matches
from models.actions.rooms import share_file, take_file
from models.actions.stages import advance
from models.db import reading, transaction
from models.files import keep
from models.queries.accounts import contact_actor
from models.rules.matching import OfferTerms, ProfileTerms, score
from models.rules.words import (
    AgreementKind,
    Answer,
    DispatchState,
    Language,
    OfferState,
    Stage,
    Via,
    WorkKind,
    WorkState,
)
from models.settings import settings
from models.tables import Agreement, Contact, Delivery, Lead, Offer, Partner, Technology, Work
from tests import factories as make
from tests.api.conftest import PDF, publish
from tests.browser.conftest import Desk

NOW = make.NOW
FAILED = (WorkKind.RENDER_BRIEF, WorkKind.DRAW_AGREEMENT, WorkKind.MATCH_PARTNERS)
SECRET = "A nitrocellulose strip carries two capture lines and a gold conjugate."
"""Of the disclosure that the factories hand in."""


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"[name='{name.replace('__', '.')}']").fill(value)


def write(page: Page, form: Any, language: str = "en") -> None:
    """All that an offer needs, as a person types it."""
    texts = "title short_summary problem description advantages expected_role".split()
    fill(page, **{f"{language}__{name}": getattr(form, name) for name in texts}, countries="Niemcy, France")
    for place, word in enumerate(form.technology_keywords):
        fill(page, **{f"{language}__technology_keywords__{place}": word})
    fill(page, **{f"{language}__market_keywords__0": "urology"})
    for place, figure in enumerate(form.key_figures):
        told = figure.model_dump().items()
        fill(page, **{f"{language}__key_figures__{place}__{part}": value for part, value in told})
    page.locator("[name='trl']").select_option("4")
    page.locator("[name='ipr_status']").select_option("applied")
    page.locator("[name='anonymous'][value='no']").check()
    page.locator("[name='partnerships.0.type']").select_option("commercial")
    why, how = f"{language}.partnerships.0.why", f"{language}.partnerships.0.how"
    fill(page, **{why: "To produce.", how: "By licence."})
    page.locator("[name='partner_sizes'][value='sme_249']").check()


def settle(session: Session, cast: make.Cast, technology_id: int) -> None:
    """What the creator and the flows do once the office has approved."""
    for offer in session.exec(select(Offer).where(Offer.technology_id == technology_id)).all():
        consent_to_offer(session, offer.id, digest=offer.digest, actor=cast.researcher, now=NOW)
        stored = keep(PDF, settings().files)
        record_brief(
            session,
            offer.id,
            offer_digest=offer.digest,
            template_version="test",
            input_checksum=offer.digest,
            sha256=stored.sha256,
            size=stored.size,
            now=NOW,
        )
    advance(session, technology_id, to=Stage.PARTNERING, actor=cast.officer, now=NOW)


def test_an_officer_brings_an_offer_to_a_partner_and_opens_the_data_room(desk: Callable[..., Desk]) -> None:
    with transaction() as session:
        cast = make.cast(session)
        technology = make.to_offer(session, cast)
        partner = make.partner(session, cast, name="Łódzkie Testy")
    officer, case = desk(cast.officer), f"/technologies/{technology.reference}"
    officer.open(f"{case}/offer")
    meet_the_checks(officer)
    approve_and_ask(officer)
    write_polish(officer)
    with transaction() as session:
        settle(session, cast, technology.id)
    officer.open(f"{case}/partners")
    send(officer)
    with transaction() as session:
        show_interest(session, cast, technology, partner)
    officer.open(f"{case}/partners")
    answer_and_draft(officer)
    with transaction() as session:
        nda = session.exec(select(Agreement)).one()
        record_drawn(session, nda.id, sha256=keep(PDF, settings().files).sha256)
    sign_and_share(officer)
    with reading() as session:
        lead = session.exec(select(Lead).where(Lead.technology_id == technology.id)).one()
        assert lead.state == "evaluation"
        assert {each.state for each in session.exec(select(Offer)).all()} == {OfferState.PUBLISHED}


def meet_the_checks(officer: Desk) -> None:
    """A field that is wrong keeps all that was typed; what is missing and what is confidential is said."""
    page = officer.page
    page.get_by_role("link", name="Write it in English").click()
    expect(page.locator("[name='en.title']")).to_have_value("")
    form = make.offer_form(description=f"The test reads enzymes from urine. {SECRET}", expected_role="")
    write(page, form)
    fill(page, en__key_figures__1__label="of nothing")
    page.get_by_role("button", name="Save and check").click()
    expect(page.locator("[name='en.key_figures.1.value']")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[name='en.advantages']")).to_have_value(form.advantages)
    fill(page, en__key_figures__1__label="")
    page.get_by_role("button", name="Save and check").click()
    english = page.locator("#en")
    expect(english).to_contain_text("Fill in the field")
    expect(english.locator("blockquote mark")).to_have_text(SECRET.rstrip("."))
    expect(english.get_by_role("button", name="Approve this version")).to_have_count(0)
    officer.look("offer-findings-en")
    assert officer.faults() == []


def approve_and_ask(officer: Desk) -> None:
    page = officer.page
    english = page.locator("#en")
    english.get_by_role("link", name="Edit", exact=True).click()
    fill(page, en__expected_role=make.offer_form().expected_role)
    page.get_by_role("button", name="Save and check").click()
    english.get_by_text("It may be published", exact=True).click()
    english.get_by_label("Why it may be published").fill("The strip is shown in our leaflet.")
    english.get_by_role("button", name="Vouch for it").click()
    expect(english).to_contain_text("The strip is shown in our leaflet.")
    english.get_by_role("button", name="Approve this version").click()
    expect(page.get_by_role("status")).to_contain_text("You have approved this version.")
    english.get_by_text("Ask for consent", exact=True).first.click()
    english.get_by_role("button", name="Ask for consent").click()
    expect(english).to_contain_text("was asked on")


def write_polish(officer: Desk) -> None:
    """Beside each field stands what the English offer says."""
    page = officer.page
    page.get_by_role("link", name="Write it in Polish").click()
    expect(page.locator("[name='en.title']")).to_have_value(make.offer_form().title)
    officer.look("offer-edit-beside-en")
    assert officer.faults() == []
    assert not officer.overflows()
    polish = make.offer_form(title="Szybki test paskowy", advantages="Wynik po 20 minutach, a nie po 48 godzinach.")
    write(page, polish, "pl")
    page.get_by_role("button", name="Save and check").click()
    page.locator("#pl").get_by_role("button", name="Approve this version").click()
    expect(page.get_by_role("status")).to_contain_text("You have approved this version.")


def send(officer: Desk) -> None:
    page = officer.page
    page.get_by_label("Another partner by name").fill("lodzkie")
    page.get_by_role("button", name="Find").click()
    page.get_by_label("Łódzkie Testy", exact=True).check()
    page.get_by_role("button", name="Send the brief to the chosen").click()
    expect(page.get_by_role("status")).to_contain_text("One e-mail with the brief is on its way.")


def show_interest(session: Session, cast: make.Cast, technology: Technology, partner: Partner) -> None:
    contact = session.exec(select(Contact).where(Contact.partner_id == partner.id)).one()
    delivery = session.exec(select(Delivery).where(Delivery.contact_id == contact.id)).one()
    who = contact_actor(contact, partner, Via.LINK)
    answer_offer(session, delivery.id, answer=Answer.INTERESTED, actor=who, now=NOW, message="Tell us more.")
    add_attachment(session, technology.id, keep(PDF, settings().files), "Dane.pdf", actor=cast.officer, now=NOW)


def answer_and_draft(officer: Desk) -> None:
    page = officer.page
    expect(page.locator("#deliveries")).to_contain_text("Tell us more.")
    page.get_by_label("Write to Greta Weiß").fill("Gladly: let us sign an NDA first.")
    page.get_by_role("button", name="Send the message").click()
    expect(page.locator(".talk")).to_contain_text("Gladly")
    page.locator("#leads").get_by_role("link", name="Agreements").click()
    page.get_by_role("link", name="Draft an NDA").click()
    page.get_by_role("button", name="Draft it").click()
    expect(page.get_by_role("status")).to_contain_text("drafted")


def sign_and_share(officer: Desk) -> None:
    page = officer.page
    page.reload()
    page.get_by_text("Record the institution's signature", exact=True).click()
    page.get_by_role("button", name="Record the signature").first.click()
    officer.look("nda-to-offer-en")
    page.get_by_role("button", name="Offer it to Greta Weiß").click()
    expect(page.get_by_role("status")).to_contain_text("is sent the way")
    page.get_by_text("Record the partner's signature", exact=True).click()
    page.locator("[name='partner.signatory']").fill("G. Weiß, CEO")
    page.get_by_role("button", name="Record the signature").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("in force")
    page.get_by_role("navigation", name="Offer, partners, agreements").get_by_role("link", name="Agreements").click()
    page.get_by_role("button", name="Share it").click()
    expect(page.get_by_role("status")).to_contain_text("in the data room")


def deals(session: Session, cast: make.Cast) -> dict[str, str]:
    """A case with all that can be on these pages; their paths by name."""
    offer, delivery = publish(session, cast)
    technology = session.get_one(Technology, offer.technology_id)
    contact = session.get_one(Contact, delivery.contact_id)
    partner = session.get_one(Partner, contact.partner_id)
    partner.name, partner.about = "Śląskie Laboratoria Diagnostyczne", "Rapid tests for hospitals since 1994."
    partner.website, partner.city = "https://slaskie.example.org", "Katowice"
    match_partners(session, cast, offer, technology, partner)
    lead, nda = talk(session, cast, technology, delivery, partner)
    doubted = make.offer_form(short_summary="We offer the best strip.", expected_role="")
    save_offer(session, technology.id, doubted, actor=cast.officer, now=NOW)
    licensed, licence = pay(session, cast)
    park(session, delivery)
    case = f"/technologies/{technology.reference}"
    return {
        "offer": f"{case}/offer",
        "offer-edit": f"{case}/offer/en",
        "offer-preview": f"{case}/offer/en/preview",
        "partners": f"{case}/partners",
        "agreements": f"{case}/agreements",
        "draft-licence": f"{case}/agreements/new?lead={lead.id}&kind=licence",
        "nda": f"{case}/agreements/{nda.id}",
        "licence": f"/technologies/{licensed.reference}/agreements/{licence.id}",
        "register": "/partners",
        "register-new": "/partners/new",
        "partner": f"/partners/{partner.id}",
        "contact": f"/partners/{partner.id}/contacts/{contact.id}",
        "profile": f"/partners/{partner.id}/profile",
        "work": "/work",
    }


def match_partners(session: Session, cast: make.Cast, offer: Offer, technology: Technology, partner: Partner) -> None:
    """The partner and two others, scored."""
    reckoned = score(
        OfferTerms(field=technology.field, value_chain=technology.value_chain, trl=4),
        ProfileTerms(country="DE", fields=["diagnostics"], trl_min=3, trl_max=7),
        0.2,
        ["urine", "strip"],
    )
    others = [make.partner(session, cast, name=f"Partner {n}") for n in range(3)]
    found = [
        FoundMatch(offer.id, each.id, points, [part.as_dict() for part in reckoned.parts], ["urine", "strip"])
        for each, points in ((partner, reckoned.total), (others[0], 54), (others[1], 31))
    ]
    record_matches(session, technology.id, found, actor=make.HELIX, now=NOW)


def talk(
    session: Session, cast: make.Cast, technology: Technology, delivery: Delivery, partner: Partner
) -> tuple[Lead, Agreement]:
    """Interest, questions, an NDA, and two files of which one is shared and taken."""
    contact = session.get_one(Contact, delivery.contact_id)
    who = contact_actor(contact, partner, Via.LINK)
    answer_offer(session, delivery.id, answer=Answer.INTERESTED, actor=who, now=NOW, message="Can it read blood too?")
    record_contact_message(session, technology, "And who would make the strips?", actor=who, now=NOW)
    lead = session.exec(select(Lead).where(Lead.technology_id == technology.id)).one()
    nda = make.agreement(session, cast, lead, AgreementKind.NDA)
    results, _ = (
        add_attachment(session, technology.id, keep(PDF, settings().files), name, actor=cast.officer, now=NOW)
        for name in ("Results of the trial.pdf", "Protokół badań.docx")
    )
    shared = share_file(session, lead.id, results.id, actor=cast.officer, now=NOW)
    take_file(session, shared.id, actor=who, now=NOW)
    return lead, nda


def pay(session: Session, cast: make.Cast) -> tuple[Technology, Agreement]:
    """A licence under which something was paid and split."""
    licensed, licence = make.to_licensed(session, cast)
    schedule_obligations(session, licence.id)
    received = PaymentForm(
        amount=5_000_000, direct_costs=120_000, currency="PLN", received_on=make.TODAY, bank_reference="2026/11/3"
    )
    payment = record_payment(session, licence.id, received, actor=cast.officer, now=NOW)
    distribute_payment(session, payment.id, now=NOW)
    return licensed, licence


def park(session: Session, delivery: Delivery) -> None:
    """Work that was given up, and an e-mail in doubt."""
    for work in session.exec(select(Work).where(col(Work.kind).in_(FAILED))).all():
        work.state, work.attempts = WorkState.PARKED, 5
        work.error = "RenderFailed: the template needs a field that the content does not have"
        session.add(work)
    delivery.state, delivery.sending_at = DispatchState.PARKED, NOW
    delivery.error = "The server fell silent after the text."
    session.add(delivery)


@pytest.mark.parametrize("language", list(Language))
def test_axe_finds_nothing_on_any_page_and_none_is_wider_than_a_phone(
    desk: Callable[..., Desk], language: Language
) -> None:
    with transaction() as session:
        cast = make.cast(session)
        made = deals(session, cast)
    officer = desk(cast.officer)
    found: dict[str, Any] = {}
    for name, path in made.items():
        officer.open(path, language)
        for each in officer.page.locator("details").all():
            each.evaluate("one => one.open = true")
        officer.look(f"{name}-{language}")
        if faults := officer.faults():
            found[name] = faults
        if officer.overflows():
            found[f"{name}, too wide"] = True
    assert found == {}
