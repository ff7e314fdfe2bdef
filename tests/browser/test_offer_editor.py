"""Both languages of an offer side by side: written, found wanting, remarked on, compared, and agreed to again."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlmodel import Session

from models.actions.offer_comments import answer_comment, comment_on_offer
from models.actions.offers import approve_offer, save_offer
from models.actions.stages import advance
from models.db import reading, transaction
from models.queries.offer_comments import threads_of
from models.rules.words import Language, Stage
from models.tables import Technology
from tests import factories as make
from tests.browser.conftest import PHONE, Desk

NOW = make.NOW
ENGLISH: dict[str, Any] = {
    "title": "Peptide strip that reports resistant bacteria in urine within 20 minutes",
    "short_summary": "We offer a revolutionary strip that is much faster and cheaper to use in every laboratory.",
    "description": "In short \N{TEST TUBE}: a nitrocellulose strip carries two capture lines and a gold conjugate.",
    "advantages": "The result is there after 20 minutes, against 48 hours by culture. It costs 1.5 EUR, not 12 EUR.",
    "expected_role": "",
}
POLISH: dict[str, Any] = {
    "title": "Pasek peptydowy wykrywający oporne bakterie w moczu w ciągu 20 minut",
    "short_summary": "Polski instytut oferuje test paskowy, który po 25 minutach wykazuje oporność.",
    "problem": "Laboratorium potrzebuje dziś 48 godzin, aby wykazać oporność.",
    "description": "Test odczytuje enzymy oporności z nieprzetworzonego moczu na jednorazowym pasku.",
    "advantages": "Wynik jest po 20 minutach, a w posiewie po 48 godzinach. Test kosztuje 1,5 EUR zamiast 12 EUR.",
    "expected_role": "Wytwórca szybkich testów, który przeprowadzi walidację paska.",
    "technology_keywords": ["test przepływu bocznego"],
    "market_keywords": ["urologia"],
}


Opener = Callable[..., Desk]


def written(session: Session, cast: make.Cast) -> tuple[Technology, int]:
    """Agreed to in Polish once and changed since, with comments; English is a draft with much to put right."""
    technology = make.to_offer(session, cast)
    make.approved_offer(session, cast, technology, language=Language.POLISH, **POLISH)
    changed = POLISH | {"problem": "Laboratorium potrzebuje dziś dwóch dni, aby wykazać oporność.", "trl": 5}
    form = make.offer_form(Language.POLISH, **changed)
    newest = save_offer(session, technology.id, form, actor=cast.officer, now=NOW)
    save_offer(session, technology.id, make.offer_form(trl=5, **ENGLISH), actor=cast.officer, now=NOW)
    approve_offer(session, newest.id, digest=newest.digest, actor=cast.officer, now=NOW)
    said = "Dwie doby to za mało: posiew z antybiogramem trwa u nas 72 godziny."
    comment = comment_on_offer(session, newest.id, "problem", said, actor=cast.researcher, now=NOW)
    answer_comment(session, comment.id, "Czy jest na to źródło?", actor=cast.officer, now=NOW)
    return technology, newest.id


def seen(person: Desk, name: str, language: str) -> None:
    person.look(f"{name}-{language}")
    assert person.faults() == []
    assert not person.overflows()


def test_an_offer_is_written_in_both_languages_commented_on_and_agreed_to_again(desk: Opener) -> None:
    with transaction() as session:
        cast = make.cast(session)
        technology, offer_id = written(session, cast)
    place = f"/technologies/{technology.reference}/offer"
    officer, creator = desk(cast.officer), desk(cast.researcher)
    for language in ("en", "pl"):
        officer.open(f"{place}/en", language)
        seen(officer, "editor", language)
        officer.open(f"{place}/pl/changes", language)
        seen(officer, "changes", language)
        officer.open(place, language)
        seen(officer, "offer", language)
        creator.open(f"/disclosures/{technology.reference}/consent/{offer_id}", language)
        seen(creator, "consent", language)
    leads_to_the_passage(officer, place)
    counts_and_switches_on_a_phone(officer, place)
    comments_and_agrees(creator, technology.reference, offer_id)
    with reading() as session:
        threads = threads_of(session, session.get_one(Technology, technology.id))
        assert [thread.comment.field for thread in threads] == ["problem", "advantages"]


def leads_to_the_passage(officer: Desk, place: str) -> None:
    page = officer.open(f"{place}/en", "en")
    page.get_by_role("link", name="revolutionary").click()
    chosen = "e => e.value.slice(e.selectionStart, e.selectionEnd)"
    assert page.locator("[name='en.short_summary']").evaluate(chosen) == "revolutionary"
    repeated = "a nitrocellulose strip carries two capture lines and a gold conjugate"
    page.get_by_role("link", name=repeated).click()
    assert page.locator("[name='en.description']").evaluate(chosen) == repeated
    page.locator("[name='en.title']").fill("x" * 300)
    expect(page.locator("p:has([name='en.title']) .count")).to_have_text("Characters: 300 / 256")
    expect(page.locator("p:has([name='en.title']) .count")).to_have_class("count over")


def counts_and_switches_on_a_phone(officer: Desk, place: str) -> None:
    page = officer.open(f"{place}/en", "en")
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator("[name='pl.title']")).to_be_hidden()
    page.get_by_label("Polish", exact=True).first.check()
    expect(page.locator("[name='pl.title']")).to_be_visible()
    expect(page.locator("[name='en.title']")).to_be_hidden()


def comments_and_agrees(creator: Desk, reference: str, offer_id: int) -> None:
    page = creator.open(f"/disclosures/{reference}/consent/{offer_id}", "en")
    told = "The problem: 2 words added, 2 removed; Readiness level (TRL): 4 → 5."
    expect(page.locator(".since")).to_contain_text(told)
    page.get_by_label("Field", exact=True).select_option("advantages")
    page.get_by_label("What should change, or is not right").fill("Cena 1,5 EUR jest bez podatku.")
    page.get_by_role("button", name="Send the comment").click()
    expect(page.locator("#comments")).to_contain_text("Cena 1,5 EUR jest bez podatku.")
    page.get_by_role("button", name="I agree: it may be published").click()
    expect(page.get_by_role("status")).to_be_visible()


@pytest.mark.parametrize(
    ("clears", "said"),
    [
        (False, "The offer is withdrawn in English and in Polish: it is no longer public."),
        (
            True,
            "The offer is withdrawn in English: it is no longer public in this language. In Polish it is still public.",
        ),
    ],
)
def test_on_a_phone_a_withdrawal_takes_both_languages_unless_the_box_is_cleared(
    desk: Opener, clears: bool, said: str
) -> None:
    with transaction() as session:
        cast = make.cast(session)
        technology = make.to_offer(session, cast)
        make.briefed_offer(session, cast, technology)
        make.briefed_offer(session, cast, technology, language=Language.POLISH)
        advance(session, technology.id, to=Stage.PARTNERING, actor=cast.officer, now=NOW)
    officer = desk(cast.officer, width=PHONE)
    page = officer.open(f"/technologies/{technology.reference}/offer", "en")
    english = page.locator("#en")
    english.get_by_text("Withdraw from the public").click()
    english.get_by_label("Why it is withdrawn").fill("A licence was signed.")
    english.get_by_label("Withdraw it in Polish too").set_checked(not clears)
    assert not officer.overflows()
    english.get_by_role("button", name="Withdraw the offer").click()
    expect(page.get_by_role("status")).to_have_text(said)
    officer.look(f"withdrawn-{'one' if clears else 'both'}")
    assert officer.faults() == []
