"""Receiving disclosures: what the flow finds out, and for whom."""

from collections import Counter

from sqlmodel import col, select

from flows.disclosure import receive_all
from models.actions.disclosures import revise_disclosure
from models.db import reading, transaction
from models.rules.words import Field, Language, NoticeKind, Role, ValueChain, WorkKind, WorkState
from models.tables import NearDuplicate, Notice, Technology
from tests import factories as make
from tests.flows.conftest import World

STRIP = "Lateral flow strip test for carbapenemase enzymes in urine"
STRIP_TEXT = (
    "A nitrocellulose lateral flow strip detects carbapenemase enzymes of resistant bacteria in urine within minutes, "
    "with a gold conjugate and two capture lines, at the patient's bed."
)
PASEK = "Test paskowy wykrywający karbapenemazy w moczu"
PASEK_TEXT = (
    "Nitrocelulozowy test paskowy wykrywa w moczu enzymy karbapenemazy opornych bakterii w kilka minut, "
    "z koniugatem złota i dwiema liniami wychwytującymi, przy łóżku pacjenta."
)
BOARD = "Insulation boards grown from fungal mycelium on straw"
BOARD_TEXT = "Mycelium of a wood fungus binds chopped straw into a light insulation board that can be composted."


def submit(world: World, title: str, text: str, *, elsewhere: bool = False, **values):
    def do(session, cast):
        home = cast.elsewhere if elsewhere else cast.institution
        who = make.actor(session, Role.RESEARCHER, home)
        values.setdefault("value_chain", None)
        values.setdefault("field", None)
        form = {"title": title, "abstract_public": text, "abstract_confidential": text, **values}
        return make.technology(session, who, **form).id

    return world.make(do)


def received(world: World) -> int:
    return receive_all(world.take(WorkKind.RECEIVE_DISCLOSURE))


def duplicates() -> list[tuple[int, int]]:
    with reading() as session:
        rows = session.exec(select(NearDuplicate).order_by(col(NearDuplicate.technology_id)))
        return [(row.technology_id, row.other_id) for row in rows]


def technology(number: int) -> Technology:
    with reading() as session:
        return session.get_one(Technology, number)


def test_a_near_duplicate_is_found_within_a_language_and_across_them(world):
    first = submit(world, STRIP, STRIP_TEXT)
    board = submit(world, BOARD, BOARD_TEXT)
    assert received(world) == 2
    assert duplicates() == []
    again = submit(world, "Strip test for carbapenemase", STRIP_TEXT)
    polish = submit(world, PASEK, PASEK_TEXT, language=Language.POLISH)
    assert received(world) == 2
    found = duplicates()
    assert (again, first) in found
    assert (polish, first) in found
    assert not [pair for pair in found if board in pair]
    with reading() as session:
        pair = session.exec(select(NearDuplicate).where(NearDuplicate.technology_id == again).limit(1)).one()
    assert pair.score >= 50
    assert "carbapenemase" in pair.shared_terms


def revise(world, number, title, text):
    def act(session, cast):
        form = make.disclosure_form(cast.researcher, title=title, abstract_public=text, abstract_confidential="")
        revise_disclosure(session, number, form, actor=cast.officer, now=make.NOW)

    world.make(act)


def test_a_pair_that_a_correction_makes_unlike_is_no_longer_shown_whichever_of_the_two_found_it(world):
    first = submit(world, STRIP, STRIP_TEXT)
    received(world)
    second = submit(world, "Strip test for carbapenemase", STRIP_TEXT)
    third = submit(world, "A strip for carbapenemase", STRIP_TEXT)
    received(world)
    revise(world, first, STRIP, STRIP_TEXT + " It is cheap.")
    received(world)
    assert {(first, second), (second, first), (first, third), (third, first)} <= set(duplicates())
    revise(world, first, BOARD, BOARD_TEXT)
    received(world)
    assert set(duplicates()) == {(second, third), (third, second)}


def test_what_another_institution_keeps_confidential_is_not_compared(world):
    submit(world, STRIP, STRIP_TEXT, elsewhere=True)
    received(world)
    submit(world, STRIP, STRIP_TEXT + " It is cheap.")
    assert received(world) == 1
    assert duplicates() == []


def test_a_disclosure_is_classified_given_an_officer_and_acknowledged(world):
    number = submit(world, STRIP, STRIP_TEXT, novelty="")
    assert received(world) == 1
    case = technology(number)
    assert (case.field, case.value_chain) == (Field.DIAGNOSTICS, ValueChain.HEALTH)
    assert case.officer_id == world.cast.officer.person_id
    assert case.terms != ""
    with reading() as session:
        (notice,) = session.exec(select(Notice)).all()
    assert (notice.kind, notice.facts) == (
        NoticeKind.ACKNOWLEDGEMENT,
        {"reference": case.reference, "missing": ["novelty"]},
    )
    assert world.work(WorkKind.RECEIVE_DISCLOSURE) == [(number, WorkState.DONE, "")]


def test_what_a_person_has_chosen_is_left_alone(world):
    number = submit(world, STRIP, STRIP_TEXT, field=Field.COSMETICS, value_chain=ValueChain.HEALTH)
    received(world)
    assert technology(number).field is Field.COSMETICS


def test_officers_are_given_cases_by_load(world):
    numbers = [submit(world, f"{STRIP} {place}", BOARD_TEXT) for place in range(4)]
    received(world)
    with reading() as session:
        found = session.exec(select(Technology.officer_id).where(col(Technology.id).in_(numbers))).all()
    expected = [world.cast.officer.person_id, world.cast.second_officer.person_id]
    assert Counter(found) == Counter(expected * 2)


def test_received_twice_changes_nothing(world):
    number = submit(world, STRIP, STRIP_TEXT)
    claims = world.take(WorkKind.RECEIVE_DISCLOSURE)
    assert receive_all(claims) == 1
    with transaction() as session:
        row = session.get_one(Technology, number)
        row.officer_id = world.cast.second_officer.person_id
        session.add(row)
    assert receive_all(claims) == 0
    assert technology(number).officer_id == world.cast.second_officer.person_id
