"""The docket's pages: what a person sees, records and is refused, in words of their own language."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from sqlmodel import select

from models.actions.clocks import start_clock
from models.actions.docket import add_application, open_family
from models.actions.docket_forms import ApplicationForm, FamilyForm
from models.actions.standing_in import set_deputy, set_head
from models.db import reading, transaction
from models.rules.words import Certainty, ClockState, PublicDisclosure, Role
from models.tables import Clock, PatentCase, PatentEvent, Person, Technology
from tests import factories as make
from tests.api.pages.docket.conftest import FORM
from tests.factories import NOW, TODAY


@pytest.fixture
def technology(cast) -> Technology:
    with transaction() as session:
        return make.to_review(session, cast)


@pytest.fixture
def officer(visit, cast):
    return visit(cast.officer)


def family_of(technology, cast, **values) -> int:
    with transaction() as session:
        family = open_family(session, technology.id, FamilyForm(title="Strip"), actor=cast.officer, now=NOW)
        form = ApplicationForm(
            **{"case_number": "A1", "office": "PL", "first": True, "filed_on": date(2026, 3, 2), **values}
        )
        add_application(session, family.id, form, actor=cast.officer, now=NOW)
        return family.id


def clock_of(rule) -> Clock:
    with reading() as session:
        return session.exec(select(Clock).where(Clock.rule == rule)).one()


def text_of(answer) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def post(client, path, **form):
    return client.post(path, data=form, headers=FORM)


def test_a_family_is_opened_filed_and_has_its_clocks(officer, technology):
    opened = post(officer, "/docket/families", reference=technology.reference, title="Strip")
    assert opened.status_code == 303
    path = opened.headers["location"].partition("?")[0]
    values = {"case_number": "A1", "office": "PL", "route": "direct", "first": "yes"}
    added = post(officer, f"{path}/applications", **values, application_number="P 450001", filed_on="2026-03-02")
    assert (added.status_code, added.headers["location"]) == (303, f"{path}?done=application")
    shown = text_of(officer.get(path))
    assert "P.450001" in shown
    assert "Priority year" in shown
    assert technology.reference in text_of(officer.get("/docket/families"))
    listed = text_of(officer.get("/docket?whose=all"))
    assert "Priority year" in listed
    assert "Paris art. 4C" in listed
    assert "checked in the text of the law" in listed


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(officer, technology, cast):
    number = family_of(technology, cast)
    path = f"/docket/families/{number}/applications"
    wrong = post(officer, path, case_number="A2", office="EP", application_number="EP 99403122.8")
    assert wrong.status_code == 422
    assert "by its other digits it would be 7" in text_of(wrong)
    assert 'value="EP 99403122.8"' in wrong.text
    officer.headers["accept-language"] = "pl"
    polish = officer.post(f"{path}?lang=pl", data={"case_number": "A2", "office": "FR"}, headers=FORM)
    assert "Helix nie zna numeracji zgłoszeń urzędu „FR”" in text_of(polish)
    assert post(officer, path, case_number="", office="EP").status_code == 422


def test_an_event_is_recorded_corrected_and_its_clock_follows(officer, technology, cast):
    number = family_of(technology, cast)
    with reading() as session:
        event = session.exec(select(PatentEvent)).one()
    answer = post(officer, f"/docket/events/{event.id}", happened_on="2026-03-05", reason="The receipt says so.")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/docket/families/{number}?done=correction")
    clock = clock_of("paris_12m")
    assert clock.nominal_on == date(2027, 3, 5)
    shown = text_of(officer.get(f"/docket/clocks/{clock.id}"))
    assert "trigger 2026-03-02, date 2027-03-02 became trigger 2026-03-05, date 2027-03-05" in shown
    happened = post(officer, f"/docket/applications/{event.case_id}/events", kind="published", happened_on="2200-01-01")
    assert happened.status_code == 422
    assert "1 January 2200 lies in the future" in text_of(happened)


def test_an_act_closes_the_clock_and_afterwards_the_trigger_stands(officer, technology, cast):
    family_of(technology, cast)
    clock = clock_of("paris_12m")
    early = post(officer, f"/docket/clocks/{clock.id}/act", done_on="2026-03-01")
    assert early.status_code == 422
    assert post(officer, f"/docket/clocks/{clock.id}/act", done_on="").status_code == 422
    done = post(officer, f"/docket/clocks/{clock.id}/act", done_on="2026-03-03")
    assert done.headers["location"] == f"/docket/clocks/{clock.id}?done=act"
    assert clock_of("paris_12m").state is ClockState.DONE
    shown = text_of(officer.get(done.headers["location"]))
    assert f"3 March 2026, recorded by {cast.officer.name}" in shown
    again = post(officer, f"/docket/clocks/{clock.id}/act", done_on="2026-03-03")
    assert again.status_code == 422
    with reading() as session:
        event = session.exec(select(PatentEvent)).one()
    refused = post(officer, f"/docket/events/{event.id}", happened_on="2026-03-05", reason="x")
    assert refused.status_code == 422
    assert "The act of “Priority year” is recorded, on 3 March 2026" in text_of(refused)


def test_filters_and_months(officer, technology, cast):
    family_of(technology, cast)
    assert "Priority year" not in text_of(officer.get("/docket?whose=all&regime=epc")).partition("Show")[2]
    for query in ("whose=all&office=PL", "whose=all&certainty=V", "whose=mine&regime=paris"):
        assert "Priority year" in text_of(officer.get(f"/docket?{query}")), query
    month = text_of(officer.get("/docket?whose=all&view=month&month=2027-03"))
    assert "March 2027" in month
    assert "Priority year" in month
    for odd in ("month=9999-12&view=month", "month=0001-01&view=month", "month=x", "after=x", "office=ŁŁŁ", "regime=x"):
        assert officer.get(f"/docket?{odd}").status_code == 200, odd


def test_of_two_officers_each_begins_with_their_own(visit, technology, cast):
    family_of(technology, cast)
    other = visit(cast.second_officer)
    assert "Priority year" not in text_of(other.get("/docket")).partition("Show")[2]
    assert "Priority year" in text_of(visit(cast.reviewer).get("/docket"))
    assert "Priority year" not in text_of(visit(cast.stranger).get("/docket?whose=all")).partition("Show")[2]


def test_a_publication_planned_before_a_filing_is_an_alarm_at_once(officer, cast):
    with transaction() as session:
        planned = {"public_disclosure": PublicDisclosure.PLANNED, "planned_publication_on": date(2099, 2, 1)}
        made = make.technology(session, cast.researcher, **planned)
    shown = text_of(officer.get("/docket?whose=all"))
    assert "Publications before a filing" in shown
    assert f"{made.reference} {made.title}" in shown
    assert "file by 1 Feb 2099" in shown
    family_of(made, cast)
    assert "Publications before a filing" not in text_of(officer.get("/docket?whose=all"))


def test_the_alarm_stands_on_the_technologys_own_page_and_ends_with_the_filing(officer, cast):
    with transaction() as session:
        planned = {"public_disclosure": PublicDisclosure.PLANNED, "planned_publication_on": date(2099, 2, 1)}
        made = make.technology(session, cast.researcher, **planned)
    own = f"/technologies/{made.reference}"
    shown = text_of(officer.get(own))
    assert "Publication before a filing A publication is planned for 1 February 2099" in shown
    assert "file by 1 Feb 2099" in shown
    assert "Publikacja przed zgłoszeniem" in text_of(officer.get(f"{own}?lang=pl"))
    family_of(made, cast)
    assert "Publication before a filing" not in text_of(officer.get(own))


def test_a_first_filing_that_is_not_in_helix_ends_the_alarm(officer, cast):
    with transaction() as session:
        planned = {"public_disclosure": PublicDisclosure.PLANNED, "planned_publication_on": date(2099, 2, 1)}
        made = make.technology(session, cast.researcher, **planned)
        form = FamilyForm(title="Strip", priority_on=date(2026, 3, 2))
        open_family(session, made.id, form, actor=cast.officer, now=NOW)
    assert "Publication before a filing" not in text_of(officer.get(f"/technologies/{made.reference}"))
    assert "Publications before a filing" not in text_of(officer.get("/docket?whose=all"))


def test_what_if_tells_the_clocks_and_the_rights(officer, technology):
    shown = text_of(officer.get("/docket/what-if?office=PL&filing_on=2026-12-01&publication_on=2026-11-20"))
    assert "Priority year" in shown
    assert "12 months from 1 December 2026 (Paris art. 4C): 1 December 2027" in shown
    assert "lost the Polish Patent Office : The publication of 20 November 2026 comes before the filing" in shown
    assert "kept the US Patent and Trademark Office" in shown
    leap = text_of(officer.get("/docket/what-if?office=PL&filing_on=2028-02-29"))
    assert "28 Feb 2029" in leap
    far = text_of(officer.get("/docket/what-if?office=PL&filing_on=2200-01-01"))
    assert "for a day so far ahead nobody vouches" in far
    old = text_of(officer.get("/docket/what-if?office=PL&filing_on=1900-01-01"))
    assert "The rule is held for triggers from" in old


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("filing_on=2026-02-30", "Give a date"),
        ("filing_on=9999-12-31&office=PL", "no date can be counted: check the year"),
        ("office=XX&filing_on=2026-01-01", "office “XX”"),
        ("technology=NO-1&filing_on=2026-01-01", "no technology with this reference"),
    ],
)
def test_what_if_refuses_in_words(officer, query, words):
    answer = officer.get(f"/docket/what-if?{query}")
    assert answer.status_code == 422
    assert words in text_of(answer)


def test_what_was_late_is_told_as_a_page_and_as_a_table(officer, technology, cast):
    family_of(technology, cast, case_number="=1+1", filed_on=date(2025, 3, 3))
    clock = clock_of("paris_12m")
    shown = text_of(officer.get("/docket/late"))
    assert "Priority year" in shown
    assert "missing" in shown
    post(officer, f"/docket/clocks/{clock.id}/act", done_on="2026-03-09")
    assert "6 days" in text_of(officer.get("/docket/late?since=2026-01-01"))
    table = officer.get("/docket/late.csv?since=2026-01-01")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    lines = table.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Reference,Case,Office,Rule")
    assert lines[1].startswith(f"{technology.reference},'=1+1,PL,Priority year,Paris art. 4C,2026-03-03")
    assert "6," in lines[1]
    polish = officer.get("/docket/late.csv?since=2026-01-01&lang=pl").content.decode("utf-8-sig").splitlines()
    assert polish[1].startswith(f"{technology.reference};'=1+1;PL;")


def test_strangers_are_told_nothing(visit, technology, cast):
    number = family_of(technology, cast)
    clock = clock_of("paris_12m")
    with reading() as session:
        case = session.exec(select(PatentCase)).one()
    stranger = visit(cast.stranger)
    for path in (f"/docket/families/{number}", f"/docket/clocks/{clock.id}", f"/docket/applications/{case.id}"):
        assert stranger.get(path).status_code == 404
    assert post(stranger, f"/docket/clocks/{clock.id}/act", done_on="2026-03-03").status_code == 404
    assert clock_of("paris_12m").state is ClockState.RUNNING


def test_a_page_of_the_list_goes_on_where_it_ended(officer, technology, cast):
    with transaction() as session:
        for number in range(101):
            session.add(
                Clock(
                    technology_id=technology.id,
                    rule="cz_claim_3m",
                    trigger_on=date(2026, 1, 1) + timedelta(days=number),
                    nominal_on=date(2098, 1, 1) + timedelta(days=number),
                    source="§9",
                    certainty=Certainty.VERIFIED,
                    state=ClockState.RUNNING,
                )
            )
    first = officer.get("/docket?whose=all")
    following = re.search(r'href="(/docket\?after=[^"]+)"', first.text)
    assert following is not None
    second = text_of(officer.get(unescape(following[1])))
    assert "11 Apr 2098" in second
    assert "10 Apr 2098" not in second


@pytest.mark.parametrize("standing", ["head", "deputy"])
def test_who_is_reminded_without_a_docket_reads_the_date_and_nothing_of_the_case(visit, cast, standing):
    with transaction() as session:
        made = make.to_review(session, cast, title="A strip that nobody may know of")
        clock = start_clock(session, made.id, rule="paris_12m", trigger=TODAY, actor=cast.officer, now=NOW)
        told = session.get_one(Person, cast.administrator.person_id)
        if standing == "head":
            set_head(session, cast.institution, told, actor=make.HELIX)
        else:
            set_deputy(session, session.get_one(Person, cast.officer.person_id), told, actor=make.HELIX)
    administrator = visit(cast.administrator)
    page = administrator.get(f"/docket/clocks/{clock.id}")
    assert page.status_code == 200
    for there in ("Priority year", made.reference, cast.officer.name, "Paris art. 4C"):
        assert there in page.text
    for hidden in ("nobody may know", f"/technologies/{made.reference}", "Record the act"):
        assert hidden not in page.text
    assert administrator.post(f"/docket/clocks/{clock.id}/act", data={"done_on": TODAY}).status_code == 403
    assert administrator.get("/docket").status_code == 403
    assert administrator.get(f"/docket/clocks/{clock.id + 99}").status_code == 403


def test_a_head_of_elsewhere_is_told_nothing_of_the_date(visit, cast):
    with transaction() as session:
        made = make.to_review(session, cast)
        clock = start_clock(session, made.id, rule="paris_12m", trigger=TODAY, actor=cast.officer, now=NOW)
        other = make.actor(session, Role.ADMINISTRATOR, cast.elsewhere)
        set_head(session, cast.elsewhere, session.get_one(Person, other.person_id), actor=make.HELIX)
    assert visit(other).get(f"/docket/clocks/{clock.id}").status_code == 403
