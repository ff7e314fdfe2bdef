"""The docket in a real browser: every page in both languages and widths, and the way from a filing to its act."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from models.actions.clocks import close_clock, start_clock
from models.actions.docket import add_application, open_family, record_event
from models.actions.docket_forms import ApplicationForm, EventForm, FamilyForm
from models.actions.feeds import open_feed
from models.db import reading, transaction
from models.rules.days import local_date
from models.rules.words import FilingRoute, PatentEventKind, PublicDisclosure
from models.tables import Clock, PatentEvent, PatentFamily, Technology
from tests import factories as make
from tests.browser.conftest import Desk

Opened = Callable[..., Desk]
LONG = "Szybki test paskowy wykrywający karbapenemazy w moczu dzięki peptydowi zamiast przeciwciała, bez chłodzenia"


def furnish(session: Session) -> make.Cast:
    """A family under way in three offices, a clock that ends soon, one that is past, and an alarm."""
    cast = make.cast(session)
    now = datetime.now(UTC)
    today = local_date(now)
    by: dict[str, Any] = {"actor": cast.officer, "now": now}
    technology = make.to_review(session, cast, title=LONG)
    family = open_family(session, technology.id, FamilyForm(title=LONG), **by)

    def file(number: str, office: str, filed_on: date, **values):
        form = ApplicationForm(case_number=number, office=office, filed_on=filed_on, **values)
        return add_application(session, family.id, form, **by)

    def happen(case, kind: PatentEventKind, on: date, **values) -> None:
        record_event(session, case.id, EventForm(kind=kind, happened_on=on, **values), **by)

    first = today - timedelta(days=950)
    file("UJ/12/PL", "PL", first, first=True, application_number="P.450001")
    international = file("UJ/12/PCT", "WO", first + timedelta(days=350), application_number="PCT/PL2025/050123")
    happen(international, PatentEventKind.SEARCH_REPORT, first + timedelta(days=520), note="Dwa dokumenty kategorii X.")
    european = file("UJ/12/EP", "EP", today - timedelta(days=20), route=FilingRoute.PCT)
    happen(european, PatentEventKind.SEARCH_REPORT, today - timedelta(days=5))
    start_clock(session, technology.id, rule="dk_answer_2m", trigger=today - timedelta(days=57), **by)
    late = start_clock(session, technology.id, rule="cz_claim_3m", trigger=today - timedelta(days=120), **by)
    close_clock(session, late.id, done_on=today - timedelta(days=1), **by)
    start_clock(session, technology.id, rule="it_filing_6m", trigger=today - timedelta(days=190), **by)
    make.technology(
        session,
        cast.researcher,
        public_disclosure=PublicDisclosure.PLANNED,
        planned_publication_on=today + timedelta(days=12),
    )
    open_feed(session, **by)
    return cast


@pytest.fixture
def cast(site_url: str) -> make.Cast:
    with transaction() as session:
        return furnish(session)


def one(table):
    with reading() as session:
        return session.exec(select(table)).first()


def test_every_page_is_sound_in_both_languages_and_widths(desk: Opened, cast: make.Cast) -> None:
    officer = desk(cast.officer)
    with reading() as session:
        technology = session.exec(select(Technology)).first()
        soon = session.exec(select(Clock).where(Clock.rule == "ep_renewal_05")).one()
        month = soon.nominal_on.strftime("%Y-%m")
    assert technology is not None
    later = local_date(datetime.now(UTC)) + timedelta(days=40)
    publication = later - timedelta(days=20)
    pages = {
        "dates": "/docket?whose=all",
        "month": f"/docket?whose=all&view=month&month={month}",
        "clock": f"/docket/clocks/{soon.id}",
        "families": "/docket/families",
        "new-family": "/docket/families/new",
        "family": f"/docket/families/{one(PatentFamily).id}",
        "event": f"/docket/events/{one(PatentEvent).id}",
        "what-if": f"/docket/what-if?office=EP&filing_on={later}&publication_on={publication}",
        "late": "/docket/late",
        "calendar": "/docket/calendar",
    }
    for language in ("en", "pl"):
        for name, path in pages.items():
            officer.open(path, language)
            officer.look(f"{name}-{language}")
            assert officer.faults() == [], (name, language)
            assert not officer.overflows(), (name, language)


def test_an_officer_records_a_grant_and_the_act_that_follows_without_javascript(desk: Opened, cast: make.Cast) -> None:
    officer = desk(cast.officer, javascript=False)
    page = officer.open(f"/docket/families/{one(PatentFamily).id}")
    european = page.locator("section.case", has_text="UJ/12/EP")
    today = local_date(datetime.now(UTC)).isoformat()
    european.get_by_text("Record what happened").click()
    european.get_by_label("What", exact=True).select_option("grant_mentioned")
    european.get_by_label("On", exact=True).fill(today)
    european.get_by_role("button", name="Record").click()
    page.get_by_text("the clocks that hang on it are up to date").wait_for()
    page.get_by_role("link", name="Request for unitary effect").click()
    page.get_by_label("Done on").fill(today)
    page.get_by_role("button", name="Record the act").click()
    page.get_by_text("The act is recorded, and the reminders end.").wait_for()
    assert page.get_by_text("act recorded", exact=True).count() == 1


def test_the_keyboard_reaches_every_filter_and_date(desk: Opened, cast: make.Cast) -> None:
    page = desk(cast.officer).open("/docket?whose=all")
    page.get_by_label("Office").focus()
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/docket?whose=all&regime=&office=&certainty=")
    page.get_by_role("link", name="European renewal fee, year 5").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("heading", level=1).inner_text() == "European renewal fee, year 5"
