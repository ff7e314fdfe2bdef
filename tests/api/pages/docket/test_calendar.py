"""The calendar's feed as calendar programs read it: parsed back, free of what is confidential, and revocable."""

import re
from datetime import date

import icalendar
import pytest

from models.actions.docket import add_application, open_family
from models.actions.docket_forms import ApplicationForm, FamilyForm
from models.actions.people import deactivate_person
from models.actions.standing_in import set_deputy, set_head
from models.db import transaction
from models.rules.days import local_date
from models.rules.words import Language
from models.tables import Institution, Person
from reports.calendars import Entry, feed
from tests import factories as make
from tests.api.pages.docket.conftest import FORM
from tests.factories import HELIX, NOW

TITLE = "Lateral-flow test that nobody may know of"


@pytest.fixture
def technology(cast):
    with transaction() as session:
        made = make.to_review(session, cast, title=TITLE)
        family = open_family(session, made.id, FamilyForm(title=TITLE), actor=cast.officer, now=NOW)
        form = ApplicationForm(
            case_number="SECRET-1", office="PL", first=True, filed_on=date(2026, 11, 11), application_number="P.450001"
        )
        add_application(session, family.id, form, actor=cast.officer, now=NOW)
        return made


def address(client) -> str:
    assert client.post("/docket/calendar", headers=FORM).status_code == 303
    found = re.search(r'value="https?://[^"/]+(/calendar/[^"]+\.ics)"', client.get("/docket/calendar").text)
    assert found is not None
    return found[1]


def events(answer) -> list:
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(answer.content).walk("VEVENT")


def test_a_calendar_program_reads_the_nominal_date_as_a_whole_day(visit, cast, technology):
    path = address(visit(cast.officer))
    anybody = visit()
    (event,) = events(anybody.get(path))
    assert event.decoded("dtstart") == date(2027, 11, 11)
    assert event.decoded("dtend") == date(2027, 11, 12)
    assert str(event["summary"]) == f"{technology.reference} · Priority year · PL"
    assert "Moved by closed days of the office to 12 November 2027." in str(event["description"])
    assert "Certainty: checked in the text of the law." in str(event["description"])
    again = events(anybody.get(path))
    assert [str(each["uid"]) for each in again] == [str(event["uid"])]
    polish = events(anybody.get(f"{path}?lang=pl"))
    assert str(polish[0]["summary"]) == f"{technology.reference} · Rok pierwszeństwa · PL"
    assert "Przesunięty przez dni wolne urzędu na 12 listopada 2027" in str(polish[0]["description"])
    assert "Pewność: sprawdzono w tekście przepisu." in str(polish[0]["description"])


def test_nothing_confidential_is_in_it(visit, cast, technology):
    text = visit().get(address(visit(cast.officer))).text
    for word in (TITLE, "Lateral-flow", "SECRET-1", "450001"):
        assert word not in text
    assert technology.reference in text


def test_a_new_address_ends_the_former_one_and_so_does_ending_it(visit, cast, technology):
    officer, anybody = visit(cast.officer), visit()
    first = address(officer)
    second = address(officer)
    assert first != second
    assert anybody.get(first).status_code == 404
    assert anybody.get(second).status_code == 200
    officer.post("/docket/calendar/end", headers=FORM)
    assert anybody.get(second).status_code == 404
    assert "/calendar/" not in officer.get("/docket/calendar").text.replace("/docket/calendar", "")


def test_an_address_changed_by_a_character_and_that_of_somebody_who_left_open_nothing(visit, cast, technology):
    path = address(visit(cast.officer))
    assert visit().get(path.replace(".ics", "x.ics")).status_code == 404
    assert visit().get("/calendar/1.ics").status_code == 404
    with transaction() as session:
        deactivate_person(session, session.get_one(Person, cast.officer.person_id), actor=HELIX, now=NOW)
    assert visit().get(path).status_code == 404


def test_a_deputy_sees_whom_they_stand_in_for_and_a_head_and_a_reviewer_see_all(visit, cast, technology):
    path = address(visit(cast.second_officer))
    assert events(visit().get(path)) == []
    with transaction() as session:
        officer, other = (session.get_one(Person, each.person_id) for each in (cast.officer, cast.second_officer))
        set_deputy(session, officer, other, actor=HELIX)
    assert len(events(visit().get(path))) == 1
    with transaction() as session:
        set_deputy(session, officer, None, actor=HELIX)
        set_head(session, session.get_one(Institution, cast.institution.id), other, actor=HELIX)
    assert len(events(visit().get(path))) == 1
    assert len(events(visit().get(address(visit(cast.reviewer))))) == 1
    assert events(visit().get(address(visit(cast.stranger)))) == []


def test_who_has_no_docket_has_no_calendar(visit, cast):
    for who in (cast.researcher, cast.coordinator, cast.administrator):
        assert visit(who).post("/docket/calendar", headers=FORM).status_code == 403


def test_lines_are_folded_as_programs_demand_and_long_texts_survive():
    entry = Entry(
        number=7,
        reference="UJ-2026-0001",
        rule="Opłata za utrzymanie; rok 3, żółć " * 10,
        office="EP",
        nominal=date(2028, 1, 31),
        due=None,
        payable=date(2027, 7, 31),
        late_until=date(2028, 7, 31),
        source="EPC art. 86, R.51",
        certainty="V",
        link="https://helix.example/docket/clocks/7",
    )
    text = feed([entry], language=Language.POLISH, host="helix.example", now=NOW)
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert str(event["summary"]) == f"UJ-2026-0001 · {entry.rule} · EP"
    assert str(event["uid"]) == "clock-7@helix.example"
    assert "Z dopłatą do 31 lipca 2028" in str(event["description"])
    assert local_date(NOW) == date(2026, 11, 23)
