"""Searches made, finds recorded, changed and removed with their trace, and taken over from elsewhere."""

from datetime import date, timedelta

import pytest

from models.actions.forms import PriorArtForm
from models.actions.prior_art import (
    record_epo_search,
    remove_prior_art,
    revise_prior_art,
    take_over_duplicate,
    take_over_hit,
)
from models.actions.reviews import record_prior_art
from models.errors import Conflict, Incomplete, NotFound, NotPermitted
from models.queries.facts import facts_of
from models.queries.prior_art import prior_art_file
from models.rules.facts import Group
from models.rules.pipeline import pipeline
from models.rules.prior_art import Hit
from models.rules.words import PriorArtCategory, PriorArtKind, Stage
from models.tables import NearDuplicate
from tests import factories as make
from tests.factories import NOW, TODAY

FORM = PriorArtForm(title="An older strip", kind=PriorArtKind.PATENT, identifier="EP1000000A1")
HIT = Hit("EP1000000A1", "Pasek z łodzi", date(2000, 5, 17), ("ŁÓDŹ DIAGNOSTYKA",))


@pytest.fixture
def cast(session):
    return make.cast(session)


@pytest.fixture
def case(session, cast):
    return make.to_review(session, cast)


def record(session, cast, case, form=FORM):
    return record_prior_art(session, case.id, form, actor=cast.officer, now=NOW)


def searches(session, case):
    """As the gate sees them."""
    move = pipeline(case.pipeline, case.pipeline_version).move(Stage.IP_REVIEW, Stage.OFFER)
    assert Group.REVIEW in move.needs
    return facts_of(session, case, move).prior_art_searches


def test_the_gate_asks_for_a_search_and_not_for_a_find(session, cast, case):
    record(session, cast, case)
    assert searches(session, case) == 0
    make.searched(session, cast, case, found=0)
    assert searches(session, case) == 1


def test_a_search_of_tomorrow_is_refused(session, cast, case):
    with pytest.raises(Incomplete, match="lies in the future"):
        make.searched(session, cast, case, searched_on=TODAY + timedelta(days=1))


def test_a_changed_find_keeps_how_it_was_and_who_changed_it(session, cast, case):
    before = record(session, cast, case)
    changed = PriorArtForm(title="An older strip, of nitrocellulose", category=PriorArtCategory.Y, features="The strip")
    after = revise_prior_art(session, before.id, changed, actor=cast.reviewer, now=NOW)
    [find] = prior_art_file(session, case, cast.officer).finds
    assert (find.record.id, find.record.category, find.recorded_by) == (after.id, "y", cast.reviewer.name)
    assert [(old.title, old.removed_by_id) for old in find.before] == [("An older strip", cast.reviewer.person_id)]


def test_of_two_who_change_a_find_the_second_is_told(session, cast, case):
    before = record(session, cast, case)
    revise_prior_art(session, before.id, FORM, actor=cast.officer, now=NOW)
    with pytest.raises(Conflict, match="meanwhile"):
        revise_prior_art(session, before.id, FORM, actor=cast.reviewer, now=NOW)
    with pytest.raises(Conflict, match="meanwhile"):
        remove_prior_art(session, before.id, reason="Twice.", actor=cast.reviewer, now=NOW)


def test_a_removed_find_is_kept_with_the_reason(session, cast, case):
    one = record(session, cast, case)
    with pytest.raises(Incomplete, match="Say why"):
        remove_prior_art(session, one.id, reason=" ", actor=cast.officer, now=NOW)
    remove_prior_art(session, one.id, reason="Published later.", actor=cast.officer, now=NOW)
    file = prior_art_file(session, case, cast.officer)
    assert file.finds == []
    assert [(find.record.removed_reason, find.removed_by) for find in file.removed] == [
        ("Published later.", cast.officer.name)
    ]


def test_a_case_that_looks_alike_is_taken_over_once(session, cast, case):
    other = make.technology(session, cast.researcher)
    session.add(NearDuplicate(technology_id=case.id, other_id=other.id, score=41, shared_terms=["strip"]))
    first = take_over_duplicate(session, case.id, other.id, actor=cast.officer, now=NOW)
    assert take_over_duplicate(session, case.id, other.id, actor=cast.reviewer, now=NOW).id == first.id
    assert (first.kind, first.identifier, first.relevance) == ("own_case", other.reference, "41%: strip")
    with pytest.raises(NotFound):
        take_over_duplicate(session, case.id, case.id, actor=cast.officer, now=NOW)


def test_a_document_that_the_search_found_is_taken_over_with_its_address(session, cast, case):
    found = record_epo_search(session, case.id, query='ta="strip"', found=7, hits=[HIT], actor=cast.officer, now=NOW)
    taken = take_over_hit(session, found.id, HIT.number, actor=cast.officer, now=NOW)
    assert (taken.title, taken.source, taken.published_on) == ("Pasek z łodzi", "ŁÓDŹ DIAGNOSTYKA", date(2000, 5, 17))
    assert taken.link == "https://worldwide.espacenet.com/patent/search?q=pn%3DEP1000000A1"
    assert take_over_hit(session, found.id, HIT.number, actor=cast.officer, now=NOW).id == taken.id
    with pytest.raises(NotFound, match="has not found"):
        take_over_hit(session, found.id, "EP2A1", actor=cast.officer, now=NOW)


def test_strangers_and_creators_neither_see_nor_change_it(session, cast, case):
    one = record(session, cast, case)
    for who, refusal in ((cast.stranger, NotFound), (cast.researcher, NotPermitted)):
        with pytest.raises(refusal):
            prior_art_file(session, case, who) if refusal is NotPermitted else remove_prior_art(
                session, one.id, reason="x", actor=who, now=NOW
            )
        with pytest.raises(refusal):
            revise_prior_art(session, one.id, FORM, actor=who, now=NOW)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "//evil.example",
        "https://a@b.example",
        "https://x y",
        "ftp://a.example",
        "https://",
        "data:x",
    ],
)
def test_an_address_that_could_do_harm_is_refused(address):
    with pytest.raises(ValueError, match="https"):
        PriorArtForm(title="x", link=address)
