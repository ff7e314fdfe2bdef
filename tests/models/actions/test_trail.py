"""The trail cannot be changed through the database, and a change made around it is found."""

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from models.actions.stages import advance
from models.actions.trail import sign, verify
from models.db import engine_for, reading, transaction
from models.errors import TrailBroken
from models.rules.words import Role, SignoffKind, Stage
from models.tables import Institution, Technology, TrailHead
from tests import factories as make
from tests.factories import NOW


@pytest.fixture
def case(database_url: str):
    """A database of its own with one technology in triage."""
    engine = engine_for(database_url)
    with transaction(engine) as session:
        cast = make.cast(session)
        technology = make.to_triage(session, cast)
    return engine, technology


def without_triggers(engine, statement: str) -> None:
    """What somebody with the database's own password could do."""
    with transaction(engine) as session:
        if engine.dialect.name == "postgresql":
            session.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            names = session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
            for name in names:
                session.execute(text(f"DROP TRIGGER {name}"))
        session.execute(text(statement))


@pytest.mark.parametrize("table", ["transition", "signoff"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET reason = 'other'", "DELETE FROM {}"])
def test_the_database_refuses_to_change_the_trail(case, table, verb):
    engine, _ = case
    with pytest.raises(DBAPIError, match="append-only"), transaction(engine) as session:
        session.execute(text(verb.format(table)))


def test_an_untouched_trail_is_proved(case):
    engine, _ = case
    with reading(engine) as session:
        proof = verify(session)
    assert (proof.institutions, proof.entries) == (1, 3)  # entered, share confirmed, advanced


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE transition SET reason = 'forged' WHERE to_stage = 'triage'", "entry 3 .* was changed"),
        ("UPDATE transition SET actor_name = 'Nobody' WHERE to_stage = 'disclosure'", "entry 1 .* was changed"),
        ("DELETE FROM signoff", "entry 2 is missing"),
        ("DELETE FROM transition WHERE to_stage = 'triage'", "ends at entry 2, but 3 were written"),
        (
            "UPDATE trail_head SET sequence = 2, hash = (SELECT previous_hash FROM transition WHERE sequence = 3)",
            "entries stand beyond the trail's end, entry 2",
        ),
    ],
)
def test_a_change_around_the_database_is_found(case, statement, says):
    engine, _ = case
    without_triggers(engine, statement)
    with reading(engine) as session, pytest.raises(TrailBroken, match=says):
        verify(session)


def test_a_rolled_back_move_leaves_no_trace(case):
    engine, technology = case

    def move_and_fail() -> None:
        with transaction(engine) as session:
            home = session.get_one(Institution, technology.institution_id)
            officer = make.actor(session, Role.OFFICER, home)
            advance(session, technology.id, to=Stage.CLOSED, actor=officer, now=NOW, reason="Withdrawn.")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        move_and_fail()
    with reading(engine) as session:
        assert session.get_one(Technology, technology.id).stage is Stage.TRIAGE
        assert verify(session).entries == 3


def test_each_institution_has_a_chain_of_its_own(session: Session):
    first, second = make.cast(session), make.cast(session)
    for cast in (first, second, first):
        make.technology(session, cast.researcher)
    heads = {
        head.institution_id: head.sequence
        for head in session.exec(select(TrailHead))
        if head.institution_id in (first.institution.id, second.institution.id)
    }
    assert heads == {first.institution.id: 4, second.institution.id: 2}


def test_what_is_written_while_the_trail_is_walked_breaks_nothing(case):
    engine, technology = case
    written: list[str] = []

    def write(_connection, _cursor, statement, *_rest):
        if "FROM signoff" in statement and not written:
            written.append(statement)
            with transaction(engine) as session:
                held = session.get_one(Technology, technology.id)
                sign(session, held, kind=SignoffKind.HOLD, subject="until:2027-01-01", actor=make.HELIX, now=NOW)

    event.listen(engine, "after_cursor_execute", write)
    try:
        with reading(engine) as session:
            assert verify(session).entries == 3
    finally:
        event.remove(engine, "after_cursor_execute", write)
    with reading(engine) as session:
        assert verify(session).entries == 4
