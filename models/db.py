"""Engines, transactions and migrations: the only module that opens or commits."""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlmodel import Session

import models.indexing  # noqa: F401  every session keeps the search index true
from models.errors import DatabaseBehind, DatabaseTooNew
from models.settings import settings

_sqlite_writers: dict[str, threading.Lock] = {}


@cache
def engine_for(url: str) -> Engine:
    """One engine a process and database. PostgreSQL is spoken to through psycopg 3."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"), hide_parameters=True, pool_size=10, max_overflow=5
        )
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": 30})
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _configure_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver would begin too late; `_begin_sqlite` does it
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the write lock at once: upgrading a read later fails instead of waiting."""
    writes = connection.get_execution_options().get("helix_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def database() -> Engine:
    return engine_for(settings().database)


@contextmanager
def transaction(engine: Engine | None = None) -> Iterator[Session]:
    """A session that commits when the block ends well and rolls back when it does not."""
    engine = engine or database()
    writing = engine.execution_options(helix_writes=True)
    with _one_writer(engine), Session(writing, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading(engine: Engine | None = None) -> Iterator[Session]:
    """A session whose changes, were there any, are lost."""
    with Session(engine or database(), expire_on_commit=False) as session:
        yield session


def _one_writer(engine: Engine) -> AbstractContextManager[object]:
    """SQLite has one writer: threads queue fairly here instead of polling the file's lock."""
    if engine.dialect.name != "sqlite":
        return nullcontext()
    return _sqlite_writers.setdefault(str(engine.url), threading.Lock())


def migrate(url: str | None = None) -> str:
    """Bring the database to this program's schema; the revision it stands at.

    Raises `DatabaseTooNew` when a later Helix has been here: going on would corrupt its data.
    """
    engine = engine_for(url or settings().database)
    current, head = _standing(engine)
    if current != head:
        command.upgrade(alembic_config(engine), "head")
    return head


def require_schema(url: str | None = None) -> None:
    """Raises `DatabaseBehind` or `DatabaseTooNew` unless the database is at this program's schema. Makes nothing."""
    parsed = make_url(url or settings().database)
    if parsed.get_backend_name() == "sqlite" and parsed.database and not Path(parsed.database).exists():
        raise DatabaseBehind(f"There is no database at {parsed.database} yet: run `helix migrate`, or set HELIX_HOME.")
    current, head = _standing(engine_for(url or settings().database))
    if current != head:
        raise DatabaseBehind("The database is older than this program: run `helix migrate`.")


def _standing(engine: Engine) -> tuple[str | None, str]:
    """The revision at which the database stands, and the one that this program needs."""
    script = ScriptDirectory.from_config(alembic_config(engine))
    with engine.connect() as connection:
        current = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_revision()
    known = {revision.revision for revision in script.walk_revisions()}
    if current and current not in known:
        raise DatabaseTooNew(
            f"The database stands at revision {current}, which this version of Helix does not know: "
            "a later version has migrated it. Install that version, or restore a backup made before."
        )
    return current, script.get_current_head() or ""


VERSION_TABLE = "helix_version"


def is_ours(name: str | None, kind: str, _parents: object = None) -> bool:
    """Whether the code's tables should know of it: the search index is the database's own."""
    if kind == "table":
        return name is None or name.partition("_")[0] != "search" or name == "search_entry"
    return name not in ("words", "ix_search_entry_words")


def alembic_config(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["engine"] = engine
    return config
