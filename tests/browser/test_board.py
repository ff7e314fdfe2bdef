"""The board and the figures in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import select

from models.db import reading, transaction
from models.queries.board import PER_COLUMN
from models.tables import Technology
from tests import factories as make
from tests.browser.conftest import Desk
from tests.browser.desks import Office, mine, office

Desks = Callable[..., Desk]


@pytest.mark.parametrize("language", ["en", "pl"])
def test_board_and_figures_are_clean_on_every_width_in_both_languages(desk: Desks, language: str) -> None:
    with transaction() as session:
        cast = office(session).cast
    officer, coordinator = desk(cast.officer), desk(cast.coordinator)
    for who, path in ((officer, "board"), (officer, "figures"), (coordinator, "portfolio")):
        who.open(f"/{path}", language)
        who.look(f"{path}-{language}")
        assert who.faults() == []
        assert not who.overflows()


@pytest.fixture
def there() -> Office:
    """Reads the settings of `desk`, which comes first in every test."""
    with transaction() as session:
        return office(session)


def lane(page: Page, stage: str) -> Locator:
    return page.locator(f'[data-lane="{stage}"]')


def ticket(page: Page, reference: str) -> Locator:
    return page.locator(f'.ticket[data-reference="{reference}"]')


def choose(page: Page, reference: str, stage: str) -> None:
    ticket(page, reference).get_by_text("Move to…").click()
    ticket(page, reference).get_by_role("button", name=stage).click()


def test_who_closes_the_checklist_by_keyboard_is_back_at_the_card(desk: Desks, there: Office) -> None:
    page = desk(there.cast.officer).open("/board", "en")
    card = ticket(page, there.triaged)
    card.locator("summary").press("Enter")
    card.get_by_role("button", name="IP review").press("Enter")
    expect(page.locator("dialog[open]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(ticket(page, there.triaged).get_by_role("link")).to_be_focused()


def test_a_menu_moves_a_card_and_its_focus(desk: Desks, there: Office) -> None:
    page = desk(there.cast.officer).open("/board")
    choose(page, there.fresh, "Triage")
    expect(lane(page, "triage").locator(f'[data-reference="{there.fresh}"]')).to_be_visible()
    expect(page.get_by_role("status")).to_have_text(f"{there.fresh} stands in Triage now.")
    expect(lane(page, "disclosure").locator(".count")).to_have_text("0")
    expect(lane(page, "triage").locator(".count")).to_have_text("2")
    expect(ticket(page, there.fresh).get_by_role("link")).to_be_focused()
    assert stage_of(there.fresh) == "triage"


def test_a_card_is_dragged_to_where_it_may_go(desk: Desks, there: Office) -> None:
    page = desk(there.cast.officer).open("/board")
    ticket(page, there.fresh).drag_to(lane(page, "triage"))
    expect(lane(page, "triage").locator(f'[data-reference="{there.fresh}"]')).to_be_visible()
    assert stage_of(there.fresh) == "triage"


def test_a_drop_before_its_time_shows_the_checklist_with_links(desk: Desks, there: Office) -> None:
    officer = desk(there.cast.officer)
    page = officer.open("/board")
    ticket(page, there.triaged).drag_to(lane(page, "ip_review"))
    dialog = page.get_by_role("dialog", name="Not to IP review yet")
    expect(dialog.get_by_role("listitem")).to_have_count(3)
    link = dialog.get_by_role("link", name="Review the obligations")
    expect(link).to_have_attribute("href", f"/technologies/{there.triaged}#ownership")
    officer.look("board-checklist")
    assert officer.faults() == []
    dialog.get_by_role("button", name="Back to the board").click()
    expect(dialog).to_be_hidden()
    assert stage_of(there.triaged) == "triage"


def test_a_drop_on_a_stage_that_cannot_follow_says_where_it_can_go(desk: Desks, there: Office) -> None:
    page = desk(there.cast.officer).open("/board")
    ticket(page, there.fresh).drag_to(lane(page, "offer"))
    expect(page.get_by_role("dialog", name="There is no such move")).to_contain_text("Triage, Closed.")


def test_a_move_back_asks_for_its_reason_in_the_dialog(desk: Desks, there: Office) -> None:
    officer = desk(there.cast.officer)
    page = officer.open("/board", "pl")
    ticket(page, there.triaged).get_by_text("Przenieś do…").click()
    ticket(page, there.triaged).get_by_role("button", name="Zgłoszenie").click()
    dialog = page.get_by_role("dialog")
    officer.look("board-reason-pl")
    dialog.get_by_label("Powód").fill("Zastrzeżenia są niejasne.")
    dialog.get_by_role("button", name="Przenieś do etapu: Zgłoszenie").click()
    expect(lane(page, "disclosure").locator(f'[data-reference="{there.triaged}"]')).to_be_visible()
    expect(dialog).to_be_hidden()


def test_who_was_second_is_told_who_was_first_and_sees_the_card_where_it_is(desk: Desks, there: Office) -> None:
    officer = desk(there.cast.officer)
    page = officer.open("/board")
    other = desk(there.cast.second_officer).open("/board")
    choose(other, there.fresh, "Triage")
    expect(lane(other, "triage").locator(f'[data-reference="{there.fresh}"]')).to_be_visible()
    choose(page, there.fresh, "Closed")
    dialog = page.get_by_role("dialog", name="Somebody else was first")
    expect(dialog).to_contain_text(f"{there.cast.second_officer.name} moved it from Disclosure to Triage")
    officer.look("board-lost-race")
    assert officer.faults() == []
    dialog.get_by_role("button", name="Back to the board").click()
    expect(lane(page, "triage").locator(f'[data-reference="{there.fresh}"]')).to_be_visible()


def test_arrow_keys_walk_over_the_board_and_enter_opens_the_menu(desk: Desks, there: Office) -> None:
    page = desk(there.cast.officer).open("/board")
    ticket(page, there.fresh).get_by_role("link").focus()
    page.keyboard.press("ArrowRight")
    expect(ticket(page, there.triaged).get_by_role("link")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(lane(page, "triage").locator(f'[data-reference="{there.fresh}"]')).to_be_visible()


def test_a_column_loads_as_one_scrolls(desk: Desks, there: Office) -> None:
    with transaction() as session:
        for _ in range(2 * PER_COLUMN):
            mine(session, there.cast, make.technology(session, there.cast.researcher), days=2)
    officer = desk(there.cast.officer)
    page = officer.open("/board")
    tickets = lane(page, "disclosure").locator(".ticket")
    expect(tickets).not_to_have_count(0)
    assert tickets.count() < 2 * PER_COLUMN + 1
    for _ in range(3):
        tickets.last.scroll_into_view_if_needed()
        page.wait_for_timeout(200)
    expect(tickets).to_have_count(2 * PER_COLUMN + 1)
    expect(lane(page, "disclosure").locator(".more")).to_have_count(0)
    officer.look("board-full")


def test_without_a_script_the_board_moves_refuses_and_turns_pages(desk: Desks, there: Office) -> None:
    with transaction() as session:
        for _ in range(PER_COLUMN):
            mine(session, there.cast, make.technology(session, there.cast.researcher), days=2)
    officer = desk(there.cast.officer, javascript=False)
    page = officer.open("/board")
    lane(page, "disclosure").get_by_role("link", name="More").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Disclosure")
    expect(page.locator(".ticket")).to_have_count(1)
    page.get_by_role("link", name="To the board").click()
    choose(page, there.triaged, "IP review")
    expect(page.get_by_role("heading", name="Not to IP review yet")).to_be_visible()
    page.get_by_role("link", name="Back", exact=True).click()
    choose(page, there.fresh, "Triage")
    expect(page.get_by_role("status").first).to_have_text("The technology has moved on.")


def stage_of(reference: str) -> str:
    with reading() as session:
        return session.exec(select(Technology).where(Technology.reference == reference)).one().stage
