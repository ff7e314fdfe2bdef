"""The pages on prior art: searches, finds, what goes to the EPO and what does not, letters and copies."""

import re

import pytest
from sqlmodel import select

from models.actions.decision_letters import record_letter_drawn
from models.actions.forms import DecisionForm
from models.actions.reviews import record_decision
from models.db import reading, transaction
from models.files import keep
from models.rules.words import ReviewOutcome
from models.settings import settings
from models.tables import DecisionLetter, DocumentCopy, DocumentReading, NearDuplicate, PriorArt, PriorArtSearch
from tests import factories as make
from tests.documents import make_pdf
from tests.factories import NOW
from tests.patent_office import fault
from tests.reports.reading import text_of


@pytest.fixture
def reviewed(world):
    with transaction() as session:
        return make.to_review(session, world.cast)


def path(case, rest=""):
    return f"/technologies/{case.reference}/prior-art{rest}"


def done(answer, code):
    assert answer.status_code == 303, answer.text
    return f"done={code}" in answer.headers["location"]


def test_searches_and_finds_are_recorded_changed_and_removed(as_, world, reviewed):
    reviewer = as_(world.cast.reviewer)
    search = {"place": "Espacenet", "query": "pasek i łódź", "searched_on": "2026-11-20", "nothing": "yes"}
    assert done(reviewer.post(path(reviewed, "/searches"), data=search), "search")
    find = {"title": "Starszy pasek", "kind": "publication", "link": "https://doi.example/10", "features": "Żel"}
    assert done(reviewer.post(path(reviewed), data=find), "find")
    with reading() as session:
        number = session.exec(select(PriorArt.id).where(PriorArt.title == "Starszy pasek")).one()
    officer = as_(world.cast.officer)
    page = officer.get(path(reviewed)).text
    for expected in ("nothing found", "pasek i łódź", "Starszy pasek", 'href="https://doi.example/10"', "noopener"):
        assert expected in page
    changed = find | {"title": "Nowszy pasek", "category": "x"}
    assert done(officer.post(path(reviewed, f"/{number}"), data=changed), "changed")
    assert officer.post(path(reviewed, f"/{number}"), data=changed).status_code == 404  # replaced since
    with reading() as session:
        after = session.exec(select(PriorArt.id).where(PriorArt.title == "Nowszy pasek")).one()
    assert officer.post(path(reviewed, f"/{after}/removal"), data={"reason": ""}).status_code == 422
    assert done(officer.post(path(reviewed, f"/{after}/removal"), data={"reason": "Za późno."}), "removed")
    assert "Za późno." in officer.get(path(reviewed)).text
    assert "One search is recorded." in officer.get(f"/technologies/{reviewed.reference}").text


def test_a_wrong_find_comes_back_as_typed_and_with_its_fault(as_, world, reviewed):
    officer = as_(world.cast.officer)
    wrong = officer.post(path(reviewed), data={"title": "Ważne", "link": "javascript:alert(1)"})
    assert (wrong.status_code, "Ważne" in wrong.text, "begins with https" in wrong.text) == (422, True, True)
    empty = officer.post(path(reviewed, "/searches"), data={"place": "Targi ł"})
    assert (empty.status_code, "Targi ł" in empty.text) == (422, True)


def test_a_case_of_the_portfolio_is_taken_over_by_one_click(as_, world, reviewed):
    with transaction() as session:
        other = make.technology(session, world.cast.researcher)
        session.add(NearDuplicate(technology_id=reviewed.id, other_id=other.id, score=44, shared_terms=["pasek"]))
    officer = as_(world.cast.officer)
    assert "Take over as prior art" in officer.get(path(reviewed)).text
    assert done(officer.post(path(reviewed, f"/portfolio/{other.id}")), "taken")
    page = officer.get(path(reviewed)).text
    assert "Take over as prior art" not in page
    assert other.reference in page


def test_without_keys_the_page_says_what_to_do_instead(as_, world, reviewed):
    officer = as_(world.cast.officer)
    page = officer.get(path(reviewed, "/epo")).text
    assert "HELIX_OPS_KEY" in page
    assert "https://worldwide.espacenet.com/" in page
    sent = officer.post(path(reviewed, "/epo"), data={"query": "ta=strip", "confirmed": "ta=strip"})
    assert (sent.status_code, "not set up here" in sent.text) == (422, True)


def test_nothing_reaches_the_epo_before_the_very_query_is_confirmed(as_, world, reviewed, epo):
    officer = as_(world.cast.officer)
    suggested = officer.get(path(reviewed, "/epo")).text
    assert "ta all &#34;lateral flow test bacterial enzyme" in suggested
    query = "ta=boronic and ta=urine"
    shown = officer.post(path(reviewed, "/epo"), data={"query": query}).text
    assert "Exactly this text goes to the European Patent Office:" in shown
    assert "<strong>boronic</strong>" in shown  # urine stands in the public abstract
    other = officer.post(path(reviewed, "/epo"), data={"query": "ta=other", "confirmed": query})
    assert (other.status_code, "Exactly this text" in other.text) == (200, True)
    assert epo.asked == []
    sent = officer.post(path(reviewed, "/epo"), data={"query": query, "confirmed": query})
    assert done(sent, "searched")
    assert epo.asked == [query]
    with reading() as session:
        search = session.exec(select(PriorArtSearch).where(PriorArtSearch.technology_id == reviewed.id)).one()
    assert (search.query, search.found, search.means) == (query, 1, "epo")


def test_what_was_found_is_taken_over_one_by_one(as_, world, reviewed, epo):
    officer = as_(world.cast.officer)
    sent = officer.post(path(reviewed, "/epo"), data={"query": "ta=strip", "confirmed": "ta=strip"})
    there = sent.headers["location"].partition("?")[0]
    page = officer.get(there).text
    assert "Test strip for łódź &amp; &lt;urine&gt;" in page
    assert done(officer.post(f"{there}/results", data={"number": "EP1000000A1"}), "taken")
    page = officer.get(there).text
    assert "taken over" in page
    assert re.search(r"EP1000000A1", officer.get(path(reviewed)).text)
    assert officer.post(f"{there}/results", data={"number": "EP2A1"}).status_code == 404


def test_what_the_epo_refuses_is_told_and_nothing_is_recorded(as_, world, reviewed, epo):
    epo.status, epo.body = 400, fault("CLIENT.InvalidQuery", "Unexpected token")
    answer = as_(world.cast.officer).post(path(reviewed, "/epo"), data={"query": "((", "confirmed": "(("})
    assert (answer.status_code, "Unexpected token" in answer.text, "((" in answer.text) == (502, True, True)
    with reading() as session:
        assert session.exec(select(PriorArtSearch).where(PriorArtSearch.technology_id == reviewed.id)).all() == []


def test_the_letter_is_read_by_creators_and_office_and_by_nobody_else(as_, world, reviewed):
    form = DecisionForm(outcome=ReviewOutcome.DECLINE, reason="Tajny powód", told="Jawny powód")
    with transaction() as session:
        make.no_conflict(session, reviewed, world.cast.officer)
        record_decision(session, reviewed.id, form, actor=world.cast.officer, now=NOW)
        letter = session.exec(select(DecisionLetter).where(DecisionLetter.technology_id == reviewed.id)).one()
    creator = as_(world.cast.researcher)
    own = f"/disclosures/{reviewed.reference}"
    assert "being drawn up" in creator.get(own).text
    assert creator.get(f"{own}/letters/{letter.id}.pdf").status_code == 404
    with transaction() as session:
        sha256 = keep(make_pdf("A letter"), settings().files).sha256
        record_letter_drawn(session, letter.id, sha256=sha256, actor=make.HELIX, now=NOW)
    page = creator.get(own).text
    assert f"{own}/letters/{letter.id}.pdf" in page
    assert "Tajny powód" not in page
    assert creator.get(f"{own}/letters/{letter.id}.pdf").content == make_pdf("A letter")
    office = f"/technologies/{reviewed.reference}/letters/{letter.id}.pdf"
    assert as_(world.cast.reviewer).get(office).status_code == 200
    assert as_(world.cast.stranger).get(office).status_code == 404
    other = world.published
    assert as_(world.cast.officer).get(f"/technologies/{other}/letters/{letter.id}.pdf").status_code == 404


def test_a_contacts_brief_is_stamped_and_its_id_leads_back_while_the_public_one_is_not(as_, world):
    nobody = as_(None)
    copy = nobody.get(f"{world.link}/brief.pdf")
    said = text_of(copy.content)
    assert "Copy for Greta Weiß" in said
    [tracking] = re.findall(r"[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}", said)
    again = nobody.get(f"{world.link}/brief.pdf", headers={"if-none-match": copy.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert nobody.head(f"{world.link}/brief.pdf").headers["etag"] == copy.headers["etag"]
    assert nobody.get(f"/offers/{world.published}/en/brief.pdf").content == make_pdf()
    with reading() as session:
        assert len(session.exec(select(DocumentCopy)).all()) == len(session.exec(select(DocumentReading)).all()) == 1
    officer = as_(world.cast.officer)
    found = officer.get("/copies", params={"id": tracking.lower()}).text
    assert "Greta Weiß" in found
    assert world.published in found
    assert "No copy of your institution" in as_(world.cast.stranger).get("/copies", params={"id": tracking}).text
    assert "This is no such id" in as_(world.cast.officer).get("/copies", params={"id": "ł" * 80}).text
