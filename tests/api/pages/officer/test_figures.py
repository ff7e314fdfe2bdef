"""Figures: the institution's for its officers, the network's in counts for its coordinator."""

import re

from models.db import reading, transaction
from models.queries.figures import institution_figures
from models.rules.words import Role
from tests import factories as make
from tests.api.pages.officer.conftest import Clients
from tests.browser.desks import Office, mine, today


def test_the_funnel_counts_who_came_and_who_stands_there(busy: Office) -> None:
    with reading() as session:
        found = institution_figures(session, busy.cast.officer, today=today())
    assert [(each.rule.code, each.entered, each.standing, each.median_age, each.late) for each in found] == [
        ("disclosure", 5, 1, 3, 0),
        ("triage", 4, 1, 40, 1),
        ("ip_review", 3, 1, 12, 0),
        ("offer", 2, 1, 20, 0),
        ("partnering", 1, 1, 200, 1),
        ("negotiation", 0, 0, None, 0),
        ("licensed", 0, 0, None, 0),
        ("released", 0, 0, None, 0),
        ("closed", 0, 0, None, 0),
    ]


def test_who_is_sent_back_has_not_come_to_the_stage_again(busy: Office, client: Clients) -> None:
    form = {"reference": busy.triaged, "to": "disclosure", "version": "2", "reason": "Not clear."}
    client(busy.cast.officer).post("/board/move", data=form)
    with reading() as session:
        first = institution_figures(session, busy.cast.officer, today=today())[0]
    assert (first.entered, first.standing) == (5, 2)


def test_the_median_of_an_odd_number_is_the_one_in_the_middle(busy: Office) -> None:
    with transaction() as session:
        for days in (10, 70):
            mine(session, busy.cast, make.technology(session, busy.cast.researcher), days=days)
    with reading() as session:
        first = institution_figures(session, busy.cast.officer, today=today())[0]
    assert (first.median_age, first.late, round(first.late_share, 2)) == (10, 1, 0.33)


def test_the_drawing_has_a_title_a_description_and_its_table(busy: Office, client: Clients) -> None:
    html = client(busy.cast.officer).get("/figures").text
    assert '<title id="funnel-title">Technologies by stage</title>' in html
    assert "Disclosure: 5 / 1." in html
    assert '<th scope="row">Triage</th><td class="number">40</td><td class="number">21</td>' in html


def test_a_stranger_counts_their_own_cases(busy: Office, client: Clients) -> None:
    html = client(busy.cast.stranger).get("/figures").text
    assert set(re.findall(r'<td class="number">(\d+)</td><td class="number">(\d+)</td></tr>', html)) == {("0", "0")}


def test_the_portfolio_counts_by_institution_and_tells_nothing_of_a_case(busy: Office, client: Clients) -> None:
    html = client(busy.cast.coordinator).get("/portfolio").text
    row = re.search(rf"<tr><td>{busy.cast.institution.name_en}</td>(.*?)</tr>", html)
    assert row is not None
    assert re.findall(r">([\d#]+)</td>", row[1]) == ["5", "5", "1", "0"]
    assert "withheld: one or two cases" in html
    stages = re.findall(
        r'<th scope="row">[^<]+</th><td class="number">([\d#]+)</td><td class="number">([\d#]+)</td></tr>', html
    )
    assert stages == [("5", "#"), ("4", "#"), ("3", "#"), ("#", "#"), ("#", "#"), *[("0", "0")] * 4]
    assert '<td class="number">40</td>' not in html  # the age of the only one in triage
    for secret in (busy.fresh, busy.published, "Microcapsules", busy.cast.officer.name):
        assert secret not in html


def test_a_coordinator_is_told_no_single_case_of_their_own_house_either(busy: Office, client: Clients) -> None:
    with transaction() as session:
        coordinator = make.actor(session, Role.COORDINATOR, busy.cast.institution)
    html = client(coordinator).get("/figures").text
    assert '<td class="number">5</td><td class="number">#</td>' in html
    assert '<td class="number">40</td>' not in html  # the age of the only one in triage


def test_the_network_is_the_coordinators_and_not_an_officers(busy: Office, client: Clients) -> None:
    assert client(busy.cast.officer).get("/portfolio").status_code == 403
    assert client(busy.cast.researcher).get("/figures").status_code == 403
