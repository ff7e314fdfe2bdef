"""What migrations must do to data and constraints that comparing tables does not see, on both databases."""

import pytest
from alembic import command
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import col, select

from models.actions.deliveries import queue_notice
from models.actions.reviews import assign_officer
from models.actions.trail import verify
from models.db import alembic_config, engine_for, migrate, reading, transaction
from models.rules.words import NoticeKind, Role, SignoffKind
from models.tables import Notice, Signoff
from tests import factories as make
from tests.factories import NOW


def queue(engine: Engine, kind: NoticeKind) -> int:
    with transaction(engine) as session:
        person = make.person(session, Role.OFFICER, make.institution(session))
        notice = queue_notice(session, kind, key=str(person.id), person_id=person.id, facts={}, now=NOW)
        assert notice is not None
        return notice.id


def checks_of(engine: Engine) -> dict[str | None, str]:
    return {each["name"]: each["sqltext"] for each in inspect(engine).get_check_constraints("notice")}


def indexes_of(engine: Engine) -> set[str | None]:
    return {each["name"] for each in inspect(engine).get_indexes("notice")}


def test_notices_may_invite_and_still_nothing_unknown(database_url):
    engine = engine_for(database_url)
    number = queue(engine, NoticeKind.INVITATION)
    for column, value in (("kind", "greeting"), ("state", "lost")):
        with pytest.raises(IntegrityError), transaction(engine) as session:
            session.execute(text(f"UPDATE notice SET {column} = '{value}' WHERE id = {number}"))


def test_widening_the_kinds_keeps_the_notices_and_every_other_constraint(database_url):
    engine = engine_for(database_url)
    number = queue(engine, NoticeKind.DIGEST)
    checks, indexes = checks_of(engine), indexes_of(engine)
    command.downgrade(alembic_config(engine), "0001")
    with pytest.raises(IntegrityError), transaction(engine) as session:
        session.execute(text(f"UPDATE notice SET kind = 'invitation' WHERE id = {number}"))
    migrate(database_url)
    assert (set(checks_of(engine)), indexes_of(engine)) == (set(checks), indexes)
    with reading(engine) as session:
        assert session.get_one(Notice, number).kind is NoticeKind.DIGEST


def test_going_back_before_invitations_forgets_their_emails(database_url):
    engine = engine_for(database_url)
    queue(engine, NoticeKind.INVITATION)
    command.downgrade(alembic_config(engine), "0001")
    with reading(engine) as session:
        assert session.execute(text("SELECT count(*) FROM notice")).scalar() == 0
        assert session.execute(text("SELECT count(*) FROM work WHERE kind = 'send_notice'")).scalar() == 0


BEFORE_MORE_ACTS = "0003"


def test_more_acts_may_be_signed_and_what_was_signed_before_stays_proved(database_url):
    engine = engine_for(database_url)
    with transaction(engine) as session:
        cast = make.cast(session)
        technology = make.technology(session, cast.researcher)
    command.downgrade(alembic_config(engine), BEFORE_MORE_ACTS)
    migrate(database_url)
    with transaction(engine) as session:
        officer_id = cast.officer.person_id or 0
        assign_officer(session, technology.id, officer_id=officer_id, actor=cast.officer, now=NOW)
    with reading(engine) as session:
        kinds = session.exec(select(Signoff.kind).order_by(col(Signoff.sequence))).all()
        assert [SignoffKind(kind) for kind in kinds] == [SignoffKind.CONFIRMATION, SignoffKind.ASSIGNMENT]
        assert verify(session).entries == 3
    with pytest.raises(DBAPIError, match="append-only"), transaction(engine) as session:
        session.execute(text("DELETE FROM signoff"))


def test_going_back_never_forgets_what_was_signed(database_url):
    engine = engine_for(database_url)
    with transaction(engine) as session:
        cast = make.cast(session)
        technology = make.technology(session, cast.researcher)
        officer_id = cast.officer.person_id or 0
        assign_officer(session, technology.id, officer_id=officer_id, actor=cast.officer, now=NOW)
    with pytest.raises(RuntimeError, match="1 sign-offs are of kinds that the earlier schema does not know"):
        command.downgrade(alembic_config(engine), BEFORE_MORE_ACTS)
    migrate(database_url)
    with reading(engine) as session:
        assert verify(session).entries == 3
