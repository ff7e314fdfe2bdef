"""Prior art in the browser, from a search at the EPO to a find taken over; the letter; a copy found again."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from models.actions.copies import hand_dossier
from models.actions.decision_letters import record_letter_drawn
from models.actions.forms import DecisionForm, PriorArtForm
from models.actions.reviews import record_decision, record_prior_art, record_review_prepared
from models.db import transaction
from models.files import keep
from models.rules.words import Language, PriorArtCategory, PriorArtKind, ReviewOutcome
from models.settings import settings
from models.tables import DecisionLetter, NearDuplicate
from tests import factories as make
from tests.browser.conftest import Desk
from tests.documents import make_pdf
from tests.patent_office import KEY, SECRET, STRIP, Office, answer, applicant, document, patent_office

Open = Callable[..., Desk]
LONG = "Sposób wytwarzania pasków diagnostycznych z nitrocelulozy do wykrywania metalo-beta-laktamaz w moczu"


@pytest.fixture
def epo(monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    with patent_office() as office:
        other = document("WO2019123456A1", {"@lang": "en", "$": LONG}, applicants=[applicant("UNIV KRAKOW [PL]")] * 3)
        office.body = answer(240, [STRIP, other])
        monkeypatch.setenv("HELIX_OPS_URL", office.url)
        monkeypatch.setenv("HELIX_OPS_KEY", KEY)
        monkeypatch.setenv("HELIX_OPS_SECRET", SECRET)
        yield office


@pytest.fixture
def case(epo: Office, site_url: str) -> tuple[make.Cast, str]:
    """Reviewed and declined, with a dossier read by the reviewer, a letter, a find and a case that looks alike."""
    del epo, site_url
    with transaction() as session:
        cast = make.cast(session)
        made = make.to_review(
            session, cast, title="Test paskowy na enzymy oporności bakterii", language=Language.POLISH
        )
        other = make.technology(session, cast.researcher, title="Wcześniejszy test z krwi")
        session.add(NearDuplicate(technology_id=made.id, other_id=other.id, score=44, shared_terms=["pasek", "enzym"]))
        find = PriorArtForm(
            title=LONG,
            kind=PriorArtKind.PATENT,
            identifier="EP9704118A1",
            source="Łódź Diagnostyka",
            link="https://worldwide.espacenet.com/",
            category=PriorArtCategory.Y,
            features="Dwie linie wychwytu na nitrocelulozie.",
            relevance="Bez estru boronowego.",
        )
        record_prior_art(session, made.id, find, actor=cast.officer, now=make.NOW)
        stored = keep(make_pdf("Dossier"), settings().files)
        record_review_prepared(session, made.id, dossier_sha256=stored.sha256, actor=make.HELIX, now=make.NOW)
        form = DecisionForm(outcome=ReviewOutcome.DECLINE, reason="Zbyt wąski zakres.", told="Zakres byłby wąski.")
        make.no_conflict(session, made, cast.officer)
        record_decision(session, made.id, form, actor=cast.officer, now=make.NOW)
        for letter in session.exec(select(DecisionLetter)):
            record_letter_drawn(session, letter.id, sha256=stored.sha256, actor=make.HELIX, now=make.NOW)
        return cast, made.reference


def test_an_officer_searches_at_the_epo_and_takes_a_document_over(
    desk: Open, case: tuple[make.Cast, str], epo: Office
) -> None:
    cast, reference = case
    officer = desk(cast.officer)
    page = officer.open(f"/technologies/{reference}/prior-art", "pl")
    officer.look("prior-art-pl")
    assert officer.faults() == []
    assert not officer.overflows()
    page = officer.open(f"/technologies/{reference}/prior-art")
    page.get_by_role("link", name="Search at the European Patent Office").click()
    page.get_by_label("Query", exact=True).fill("ta=boronic and ta=urine")
    page.get_by_role("button", name="Show me what goes out").click()
    expect(page.locator(".sent")).to_have_text("ta=boronic and ta=urine")
    assert epo.asked == []
    officer.look("epo-confirm")
    assert officer.faults() == []
    assert not officer.overflows()
    page.get_by_role("button", name="Yes, send it and record the search").click()
    expect(page.get_by_role("status")).to_have_text("The search is made and recorded.")
    officer.look("epo-results")
    assert officer.faults() == []
    assert not officer.overflows()
    page.get_by_role("button", name="EP1000000A1").click()
    expect(page.locator("#EP1000000A1")).to_contain_text("taken over")
    page.get_by_role("link", name="Searches and finds").click()
    page.get_by_role("link", name="Change").last.click()
    page.get_by_label("Which features of the technology it shows").fill("Pasek")
    officer.look("prior-art-edit")
    page.get_by_role("button", name="Save the change").click()
    expect(page.locator("#finds")).to_contain_text("changed once")
    officer.look("prior-art")


def test_a_copy_is_found_again_and_the_letter_stands_on_both_desks(desk: Open, case: tuple[make.Cast, str]) -> None:
    cast, reference = case
    with transaction() as session:
        copy = hand_dossier(session, reference, actor=cast.reviewer, now=make.NOW)
    officer = desk(cast.officer)
    page = officer.open("/copies", "pl")
    page.get_by_label("Identyfikator z egzemplarza").fill(copy.tracking.lower())
    page.get_by_role("button", name="Sprawdź").click()
    expect(page.locator("#h-found")).to_contain_text(cast.reviewer.name)
    officer.look("copies-pl")
    assert officer.faults() == []
    assert not officer.overflows()
    page = officer.open(f"/technologies/{reference}")
    expect(page.get_by_role("link", name="Letter to the creators")).to_be_visible()
    officer.look("review")
    assert officer.faults() == []
    creator = desk(cast.researcher)
    page = creator.open(f"/disclosures/{reference}", "pl")
    expect(page.get_by_role("link", name="List biura z")).to_be_visible()
    creator.look("creator-pl")
    assert not creator.overflows()
