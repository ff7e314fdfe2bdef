"""Asking the EPO: the exact query goes out and nothing else of ours; whatever comes back, a person is told."""

from datetime import date

import pytest

from api.ops import PER_MINUTE, Found, OpsBusy, OpsDown, OpsRefused, PatentOffice, found_in
from models.rules.prior_art import Hit
from models.settings import settings
from tests.patent_office import KEY, SECRET, STRIP, answer, applicant, document, fault, patent_office

QUERY = 'ta="lateral flow" and ta=łódź'


@pytest.fixture
def office(monkeypatch):
    with patent_office() as office:
        monkeypatch.setenv("HELIX_OPS_URL", office.url)
        monkeypatch.setenv("HELIX_OPS_KEY", KEY)
        monkeypatch.setenv("HELIX_OPS_SECRET", SECRET)
        monkeypatch.setenv("HELIX_OPS_TIMEOUT_SECONDS", "5")
        settings.cache_clear()
        yield office


def test_a_search_sends_the_query_to_the_letter_and_reads_what_comes_back(office):
    found = PatentOffice().search(QUERY)
    assert office.asked == [QUERY]
    assert office.sent[0]["X-OPS-Range"] == "1-25"
    assert "helix" not in str(office.sent[0]).lower()
    hit = Hit("EP1000000A1", "Test strip for łódź & <urine>", date(2000, 5, 17), ("ŁÓDŹ DIAGNOSTYKA [PL]",))
    assert found == Found(1, (hit,))


def test_a_token_serves_many_searches_and_is_renewed_when_it_has_expired(office):
    ours = PatentOffice()
    ours.search(QUERY)
    ours.search(QUERY)
    assert office.signed_in == 1
    office.expire_once = True
    assert ours.search(QUERY).total == 1
    assert office.signed_in == 2


def test_that_nothing_is_found_is_an_answer(office):
    office.status, office.body = 404, fault("SERVER.EntityNotFound", "No results found")
    assert PatentOffice().search(QUERY) == Found(0)


@pytest.mark.parametrize(
    ("status", "body", "headers", "error", "said"),
    [
        (
            400,
            fault("CLIENT.InvalidIndex", "Invalid index name foo &amp; bar"),
            {},
            OpsRefused,
            "Invalid index name foo & bar",
        ),
        (403, b"", {"X-Rejection-Reason": "RegisteredQuotaPerWeek"}, OpsRefused, "week's quota"),
        (403, fault("CLIENT.RobotDetected", "Robot"), {"Retry-After": "120000"}, OpsBusy, "pause of 120 seconds"),
        (500, b"<html>oops</html>", {}, OpsDown, "answered 500"),
        (302, b"", {"Location": "http://127.0.0.1:1/"}, OpsDown, "answered 302"),
        (200, b"<html>a proxy's page</html>", {}, OpsDown, "cannot be read"),
        (200, b'{"other": 1}', {}, OpsDown, "not in the form"),
        (200, b"[" * 100_000, {}, OpsDown, "cannot be read"),
        (200, b" " * 6_000_000, {}, OpsDown, "longer than Helix reads"),
    ],
)
def test_whatever_goes_wrong_is_told_in_words(office, status, body, headers, error, said):
    office.status, office.body, office.headers = status, body, headers
    with pytest.raises(error, match=said):
        PatentOffice().search(QUERY)


def test_a_server_that_does_not_answer_in_time_is_given_up(office, monkeypatch):
    monkeypatch.setenv("HELIX_OPS_TIMEOUT_SECONDS", "0.2")
    settings.cache_clear()
    office.wait = 1.0
    with pytest.raises(OpsDown, match=r"within 0\.2 seconds"):
        PatentOffice().search(QUERY)


def test_a_server_that_is_not_there_is_told(office, monkeypatch):
    monkeypatch.setenv("HELIX_OPS_URL", "http://127.0.0.1:9/3.2")
    settings.cache_clear()
    with pytest.raises(OpsDown, match="cannot be reached"):
        PatentOffice().search(QUERY)


def test_wrong_keys_are_told_to_whoever_can_mend_them(office, monkeypatch):
    monkeypatch.setenv("HELIX_OPS_SECRET", "another")
    settings.cache_clear()
    with pytest.raises(OpsRefused, match="HELIX_OPS_KEY"):
        PatentOffice().search(QUERY)
    assert office.asked == []


def test_without_keys_nobody_is_asked(office, monkeypatch):
    monkeypatch.setenv("HELIX_OPS_KEY", "")
    settings.cache_clear()
    with pytest.raises(OpsRefused, match="not set up"):
        PatentOffice().search(QUERY)
    assert (office.signed_in, office.asked) == (0, [])


def test_when_the_office_asks_for_a_pause_nothing_more_is_sent(office):
    ours = PatentOffice()
    office.headers = {
        "X-Throttling-Control": "overloaded (retrieval=green:200, search=black:0)",
        "Retry-After": "30000",
    }
    assert ours.search(QUERY).total == 1
    with pytest.raises(OpsBusy, match="search again in 30 seconds"):
        ours.search(QUERY)
    assert len(office.asked) == 1


def test_no_more_searches_a_minute_than_are_decent(office):
    ours = PatentOffice()
    for _ in range(PER_MINUTE):
        ours.search(QUERY)
    with pytest.raises(OpsBusy) as refusal:
        ours.search(QUERY)
    assert 0 < refusal.value.seconds <= 60
    assert len(office.asked) == PER_MINUTE


def test_one_document_and_several_are_read_alike_and_gaps_stay_gaps():
    bare = document(
        "US20090000001A1", {"@lang": "fr", "$": "Bandelette"}, day="20099999", applicants=applicant("A", "x")
    )
    untitled = {"exchange-document": {"@country": "JP", "@doc-number": "H01", "@kind": "A", "bibliographic-data": None}}
    one, several = found_in(answer(1, STRIP)), found_in(answer(40, [STRIP, bare, untitled]))
    assert len(one.hits) == 1
    assert several.total == 40
    assert [(hit.number, hit.title, hit.published_on, hit.applicants) for hit in several.hits[1:]] == [
        ("US20090000001A1", "Bandelette", None, ("A",)),
        ("JPH01A", "", None, ()),
    ]
