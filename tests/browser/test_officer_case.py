"""An officer takes a technology from triage to the stage offer and closes every gate in the browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import select

from models.actions.disclosures import confirm_share
from models.actions.forms import AssessmentForm, FundingForm
from models.actions.messages import write_message
from models.actions.reviews import record_assessment
from models.actions.stages import advance
from models.db import reading, transaction
from models.queries.technologies import contributors_of
from models.rules.words import ContributorStatus, Criterion, Language, Stage
from models.tables import Technology
from tests import factories as make
from tests.browser.conftest import PHONE, PICTURES, Desk

Open = Callable[..., Desk]
TITLE = "Test paskowy na enzymy oporności bakterii w moczu, czytelny w dwadzieścia minut"


@pytest.fixture
def triaged(site_url: str) -> tuple[make.Cast, str]:
    """In triage: two creators without a legal basis, a funder, a message that waits."""
    del site_url  # settings point to its database
    with transaction() as session:
        cast = make.cast(session)
        creators = [
            make.contributor(cast.researcher, 6_000, legal_basis=None, department="Zakład Mikrobiologii"),
            make.contributor(cast.colleague, 4_000, lead=False, status=ContributorStatus.DOCTORAL, legal_basis=None),
        ]
        funding = FundingForm(sponsor="NCN", number="2024/53/B/NZ7/00001", obligations="Otwarty dostęp w ciągu roku.")
        made = make.technology(
            session,
            cast.researcher,
            title=TITLE,
            language=Language.POLISH,
            contributors=creators,
            funding=[funding],
        )
        confirm_share(session, contributors_of(session, made.id)[1].id, actor=cast.colleague, now=make.NOW)
        advance(session, made.id, to=Stage.TRIAGE, actor=cast.officer, now=make.NOW)
        write_message(session, made.id, "Czy możemy pokazać plakat w maju?", actor=cast.researcher, now=make.NOW)
    return cast, made.reference


def stage_of(reference: str) -> Stage:
    with reading() as session:
        return session.exec(select(Technology).where(Technology.reference == reference)).one().stage


def fold_out(page: Page, name: str) -> None:
    """Open what is folded under `name`, unless it is open."""
    summary = page.locator("summary", has_text=name).first
    if not summary.evaluate("element => element.parentElement.open"):
        summary.click()


def test_an_officer_meets_every_gate_from_triage_to_offer(desk: Open, triaged: tuple[make.Cast, str]) -> None:
    cast, reference = triaged
    meet_every_gate(desk(cast.officer), cast, reference)
    assert stage_of(reference) is Stage.OFFER


def meet_every_gate(officer: Desk, cast: make.Cast, reference: str) -> None:
    """From triage to the offer, by the page of the technology."""
    page = officer.open(f"/technologies/{reference}")
    moves, people, clocks = (page.locator(f"#{section}") for section in ("moves", "people", "clocks"))
    expect(moves.locator(".onwards .gates > .open")).to_have_count(4)
    expect(moves.get_by_role("button", name="Move on to: IP review")).to_have_count(0)

    people.locator("select[name=officer_id]").select_option(label=cast.officer.name)
    people.get_by_role("button", name="Put in charge").click()
    expect(people.get_by_role("status")).to_have_text("The officer in charge is recorded.")
    ownership = page.locator("#ownership")
    ownership.get_by_label("Or why none is attached").first.fill("Dział kadr potwierdził zatrudnienie.")
    ownership.get_by_role("button", name="Record the employment").click()
    doctoral = ownership.locator("li.panel", has_text=cast.colleague.name)
    doctoral.locator("summary").click()
    doctoral.get_by_label("Basis", exact=True).select_option("assignment")
    doctoral.get_by_label("Provision or document").fill("Umowa o przeniesienie praw 4/2026")
    doctoral.get_by_label("Date of the document").fill("2026-01-05")
    doctoral.get_by_label("Or why none is attached").fill("Oryginał jest w sejfie.")
    doctoral.get_by_role("button", name="Record the basis").click()
    ownership.get_by_role("button", name="I have read what the funders demand").click()
    clocks.get_by_label("Why it does not run").fill("Nikt nie złożył oświadczenia o zainteresowaniu.")
    clocks.get_by_role("button", name="Suppress the clock").click()
    expect(clocks.locator(".suppressed")).to_contain_text("Nikt nie złożył oświadczenia")

    moves.get_by_role("button", name="Move on to: IP review").click()
    expect(moves.get_by_role("status")).to_have_text("The technology has moved.")
    assert stage_of(reference) is Stage.IP_REVIEW
    review(page, officer, cast, reference)

    moves.get_by_role("button", name="Move on to: Offer").click()
    expect(moves.get_by_role("status")).to_have_text("The technology has moved.")
    expect(page.locator("#timeline")).to_contain_text("Moved on: IP review to Offer")


def search_for_prior_art(page: Page, section: Locator) -> None:
    """On its own page, and back."""
    section.get_by_role("link", name="Search for prior art").click()
    fold_out(page, "Record a search made elsewhere")
    page.get_by_label("Where was searched").fill("Espacenet")
    page.get_by_label("What was searched for").fill("immunochromatografia")
    page.get_by_label("It found nothing").check()
    page.get_by_role("button", name="Record the search").click()
    page.locator("nav.back a").first.click()


def score(cast: make.Cast, reference: str) -> None:
    """The reviewer's part, which `test_review.py` does in the browser."""
    with transaction() as session:
        made = session.exec(select(Technology).where(Technology.reference == reference)).one()
        make.no_conflict(session, made, cast.reviewer)
        form = AssessmentForm(scores=dict.fromkeys(Criterion, 4))
        record_assessment(session, made.id, form, actor=cast.reviewer, now=make.NOW)


def review(page: Page, officer: Desk, cast: make.Cast, reference: str) -> None:
    """Prior art, scores, the decision, the filing."""
    section, protection = page.locator("#review"), page.locator("#protection")
    search_for_prior_art(page, section)
    score(cast, reference)
    section.get_by_role("link", name="Decide").click()
    page.get_by_label("No, none").check()
    page.get_by_role("button", name="Sign the statement").click()
    page.locator("input[name='choice'][value='patent']").check()
    page.get_by_label("Reason", exact=True).fill("Nowe wobec znanych testów.")
    page.get_by_role("button", name="Sign the decision").click()
    expect(section.get_by_role("status")).to_contain_text("signed in your name")
    fold_out(page, "Record a filing")
    protection.get_by_label("Our case number").fill("UJ-P-1")
    protection.get_by_label("Filed on").fill("2026-01-05")
    protection.get_by_role("button", name="Record the filing").click()
    expect(protection.locator("table")).to_contain_text("UJ-P-1")
    expect(page.locator("#clocks")).to_contain_text("From 5 Jan 2026")
    officer.look("reviewed")


def test_a_disclosure_goes_back_with_remarks_and_a_lost_race_is_explained(
    desk: Open, triaged: tuple[make.Cast, str]
) -> None:
    cast, reference = triaged
    first, second = (desk(who).open(f"/technologies/{reference}") for who in (cast.officer, cast.second_officer))
    fold_out(first, "Send back to: Disclosure")
    first.get_by_label("Why it goes back").fill("Jedno pole.")
    fold_out(first, "What is new")
    first.get_by_label("Remark on: What is new").fill("Proszę porównać z testem z 2019 r.")
    first.get_by_role("button", name="Send back to: Disclosure").click()
    expect(first.locator("#disclosure .remark")).to_contain_text("Proszę porównać z testem z 2019 r.")
    expect(first.locator("#glance")).to_contain_text("The disclosure was sent back and is to be corrected.")
    fold_out(second, "Close the case")
    second.get_by_label("Why it is closed").fill("Wycofane.")
    second.get_by_role("button", name="Close the case").click()
    said = second.locator("#moves").get_by_role("alert")
    expect(said).to_contain_text(f"It now stands in Disclosure: moved there by {cast.officer.name}")
    expect(second.get_by_label("Why it is closed")).to_have_value("Wycofane.")


def test_a_file_that_is_too_large_is_told_before_it_travels_and_after(
    desk: Open, triaged: tuple[make.Cast, str], tmp_path: Path
) -> None:
    cast, reference = triaged
    large, small = tmp_path / "large.bin", tmp_path / "wyniki łąki.svg"
    with large.open("wb") as file:
        file.truncate(60_000_000)
    small.write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    officer = desk(cast.officer)
    page = officer.open(f"/technologies/{reference}#files")  # the link unfolds it, with script and without
    files = page.locator("#files")
    files.get_by_label("Add a file").set_input_files(large)
    expect(files.get_by_text("The file is too large: at most 50 MB.")).to_be_visible()
    plain = desk(cast.officer, javascript=False).open(f"/technologies/{reference}#files")
    plain.locator("#files").get_by_label("Add a file").set_input_files(large)
    plain.locator("#files").get_by_role("button", name="Add the file").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("This is too large")
    files.get_by_label("Add a file").set_input_files(small)
    files.get_by_role("button", name="Add the file").click()
    expect(files.get_by_role("status")).to_have_text("The file is added.")
    with page.expect_download() as download:
        files.get_by_role("link", name="wyniki łąki.svg").click()
    assert download.value.suggested_filename == "wyniki łąki.svg"
    files.get_by_role("button", name="Remove").click()
    expect(files.get_by_role("status")).to_have_text("The file is removed.")


@pytest.mark.parametrize("language", ["en", "pl"])
def test_axe_finds_nothing_and_a_phone_needs_no_sideways_scrolling(
    desk: Open, triaged: tuple[make.Cast, str], language: str
) -> None:
    cast, reference = triaged
    with transaction() as session:
        reviewed = make.to_review(session, cast, title=TITLE).reference
        licensed, _ = make.to_licensed(session, cast)
    officer, reviewer = desk(cast.officer), desk(cast.reviewer)
    seen = [
        (officer, f"/technologies/{reference}", "triage"),
        (officer, f"/technologies/{reviewed}", "review"),
        (officer, f"/technologies/{licensed.reference}", "licensed"),
        (reviewer, f"/technologies/{reviewed}", "reviewer"),
        (reviewer, "/reviews", "reviews"),
    ]
    for who, path, name in seen:
        page = who.open(path, language)
        who.look(f"{name}-{language}")
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        assert who.faults() == []
        assert not who.overflows()


@pytest.mark.parametrize("javascript", [True, False])
def test_on_a_phone_the_rooms_are_behind_one_button(
    desk: Open, triaged: tuple[make.Cast, str], *, javascript: bool
) -> None:
    officer = desk(triaged[0].officer, javascript=javascript, width=PHONE)
    page = officer.open("/today", "pl")
    menu, rooms = page.get_by_role("button", name="Menu"), page.get_by_role("navigation", name="Twoje biurko")
    expect(rooms).to_be_hidden()
    height = page.evaluate("document.querySelector('header.top').offsetHeight") if javascript else 0
    assert height < 70
    menu.click()
    expect(rooms.get_by_role("link", name="Dzisiaj")).to_be_visible()
    page.keyboard.press("Escape")
    expect(rooms).to_be_hidden()
    menu.press("Enter")
    rooms.get_by_role("link", name="Kolejka zadań").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kolejka zadań")
    page.get_by_role("button", name="Menu").click()
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/menu-pl-phone.png")
    page.get_by_role("button", name="Wyloguj się").click()
    expect(page.get_by_role("link", name="Zaloguj się")).to_be_visible()
