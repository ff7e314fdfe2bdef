"""Schema and transactions, on both databases."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import Session, SQLModel, select

from models.db import VERSION_TABLE, alembic_config, engine_for, is_ours, migrate, reading, transaction
from models.errors import DatabaseTooNew
from models.rules.words import Role, WorkKind, WorkState
from models.tables import Contributor, Institution, Table, Technology, Work
from tests import factories as make
from tests.factories import NOW


def test_the_migrations_lead_to_exactly_the_tables_of_the_code(database_url):
    with engine_for(database_url).connect() as connection:
        options = {"version_table": VERSION_TABLE, "compare_type": True, "include_name": is_ours}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, SQLModel.metadata) == []


def test_migrating_again_changes_nothing(database_url):
    assert migrate(database_url) == migrate(database_url)


def test_the_first_schema_can_be_taken_down_again(database_url):
    engine = engine_for(database_url)
    command.downgrade(alembic_config(engine), "base")
    assert set(inspect(engine).get_table_names()) <= {VERSION_TABLE}
    migrate(database_url)
    with transaction(engine) as session:
        make.cast(session)


def test_a_database_of_a_later_helix_is_left_alone(database_url):
    with transaction(engine_for(database_url)) as session:
        session.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    with pytest.raises(DatabaseTooNew, match="revision 9999, which this version of Helix does not know"):
        migrate(database_url)


def test_enums_are_stored_by_value_and_unknown_ones_are_refused(session: Session):
    home = make.institution(session)
    who = make.person(session, Role.OFFICER, home)
    assert session.execute(text("SELECT role FROM person WHERE id = :id"), {"id": who.id}).scalar() == "officer"
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text("UPDATE person SET role = 'wizard' WHERE id = :id"), {"id": who.id})


def test_a_moment_comes_back_aware_and_in_utc(session: Session):
    warsaw = timezone(timedelta(hours=2))
    row = Work(
        kind=WorkKind.SEND_NOTICE,
        subject_id=1,
        unique_key="moment",
        not_before=datetime(2026, 7, 1, 14, 0, tzinfo=warsaw),
        created_at=NOW,
    )
    session.add(row)
    session.flush()
    session.refresh(row)
    assert row.not_before == datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
    assert row.not_before.utcoffset() == timedelta(0)
    assert row.state is WorkState.QUEUED


def test_a_moment_without_a_zone_is_refused(session: Session):
    naive = datetime(2026, 7, 1, 14, 0)  # noqa: DTZ001  what is refused
    session.add(Work(kind=WorkKind.SEND_NOTICE, subject_id=1, unique_key="naive", not_before=naive, created_at=NOW))
    with pytest.raises(StatementError, match="needs a time zone"):
        session.flush()


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE contributor SET share_bp = 10001", "share_in_range"),
        ("UPDATE technology SET hold_reason = 'why'", "hold_has_reason_and_date"),
        ("UPDATE technology SET version = 0", "version_positive"),
        ("UPDATE technology SET officer_id = 987654", "officer_id"),
    ],
)
def test_the_database_itself_holds_what_the_code_promises(session: Session, statement, constraint):
    cast = make.cast(session)
    make.technology(session, cast.researcher)
    with pytest.raises(IntegrityError) as refusal, session.begin_nested():
        session.execute(text(statement))
    assert constraint in str(refusal.value) or "FOREIGN KEY" in str(refusal.value)


def test_a_transaction_that_fails_leaves_nothing(database_url):
    engine = engine_for(database_url)

    def fail() -> None:
        with transaction(engine) as session:
            make.institution(session, "GONE")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with reading(engine) as session:
        assert session.exec(select(Institution)).all() == []


def test_every_confidential_column_named_exists():
    for table in Table.__subclasses__():
        assert table.confidential <= set(table.model_fields), table.__name__
    assert sum(len(table.confidential) for table in Table.__subclasses__()) > 30


def test_what_strangers_must_not_read_is_marked():
    assert {"title", "search_text", "terms"} <= Technology.confidential
    assert "contribution" in Contributor.confidential
