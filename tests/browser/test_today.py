"""Today in a real browser: what needs the officer, and one click that does it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from models.db import transaction
from tests import factories as make
from tests.browser.conftest import Desk
from tests.browser.desks import office

Desks = Callable[..., Desk]


@pytest.mark.parametrize("language", ["en", "pl"])
def test_today_is_clean_on_every_width_in_both_languages(desk: Desks, language: str) -> None:
    with transaction() as session:
        cast = office(session).cast
    officer = desk(cast.officer)
    officer.open("/today", language)
    officer.look(f"today-{language}")
    assert officer.faults() == []
    assert not officer.overflows()


def test_one_click_each_moves_resumes_and_retries(desk: Desks) -> None:
    with transaction() as session:
        there = office(session)
    page = desk(there.cast.officer).open("/today")
    page.get_by_role("button", name="Move to Triage").click()
    expect(page.get_by_role("status")).to_have_text("The technology has moved on.")
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_role("status")).to_have_text("The technology goes on.")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("status")).to_have_text("The work is queued again.")
    expect(page.get_by_role("heading", name="Work that is stuck")).to_have_count(0)
    expect(page.get_by_role("heading", name="Holds that are over")).to_have_count(0)


def test_today_works_without_a_script(desk: Desks) -> None:
    with transaction() as session:
        there = office(session)
    page = desk(there.cast.officer, javascript=False).open("/today")
    page.get_by_role("link", name="The whole institution").click()
    page.get_by_role("button", name="Move to Triage").click()
    expect(page.get_by_role("status")).to_have_text("The technology has moved on.")
    expect(page.get_by_role("link", name="The whole institution")).to_have_attribute("aria-current", "page")


def test_an_empty_day_is_calm(desk: Desks) -> None:
    with transaction() as session:
        cast = make.cast(session)
    officer = desk(cast.officer)
    page = officer.open("/today")
    expect(page.get_by_text("Nothing needs you at this moment.")).to_be_visible()
    officer.look("today-empty")
    assert officer.faults() == []


def test_who_was_second_on_today_is_told_who_was_first(desk: Desks) -> None:
    with transaction() as session:
        there = office(session)
    officer = desk(there.cast.officer)
    page = officer.open("/today")
    other = desk(there.cast.second_officer).open("/today?whose=all")
    other.get_by_role("button", name="Move to Triage").click()
    page.get_by_role("button", name="Move to Triage").click()
    told = f"{there.cast.second_officer.name} moved it from Disclosure to Triage"
    expect(page.get_by_text(told)).to_be_visible()
    officer.look("today-lost-race")
    assert officer.faults() == []
    assert not officer.overflows()
    page.get_by_role("link", name="Back").click()
    expect(page.get_by_role("heading", level=1, name="Today")).to_be_visible()
