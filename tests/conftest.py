"""What tests of several folders share: settings of their own, and real databases of both kinds.

`session` is rolled back after its test. `database_url` names a database of the test's own, for what commits or
runs in other processes. A test that asks for either runs once on SQLite and once on PostgreSQL.
"""

import os
import shutil
import sys
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from models.db import engine_for
from models.settings import Settings, settings
from tests.databases import PostgresTemplate, SqliteTemplate, Template, postgres_cluster

# No deadline: how fast a machine is says nothing of the code. In CI the same examples each time.
hypothesis.settings.register_profile("helix", deadline=None, print_blob=True, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("helix")


MEMORY = Path("/dev/shm")
ROOM = 2 << 30
"""Bytes; a run takes half a gigabyte at most."""


def work_in_memory(config: pytest.Config) -> None:
    """Where there is room, databases and files of the tests lie in memory: a copy of a PostgreSQL database takes 20 ms
    there, and on a usual disk 600 ms. Whoever wants to keep them sets TMPDIR. Workers inherit the folder."""
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < ROOM:
        return
    for left in MEMORY.glob("helix-tests-*"):
        if not Path("/proc", left.name.split("-")[2]).exists():
            shutil.rmtree(left, ignore_errors=True)  # of a run that was killed
    folder = tempfile.mkdtemp(prefix=f"helix-tests-{os.getpid()}-", dir=MEMORY)
    Path(folder).chmod(0o711)  # as root PostgreSQL runs as a user of its own
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def pytest_configure(config: pytest.Config) -> None:
    """Prefect reads its environment when first imported, which may be while tests are collected."""
    work_in_memory(config)
    home = tempfile.mkdtemp(prefix="helix-prefect-")
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    for name in [name for name in os.environ if name.startswith("PREFECT_")]:
        del os.environ[name]
    os.environ |= {
        "PREFECT_HOME": home,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
        "DO_NOT_TRACK": "1",
    }


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--each-database", action="store_true", help="ask pages and JSON on SQLite and on PostgreSQL, each test on both"
    )


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Long bytes are not told apart by what they hold: an archive made at collection holds the second it was made in,
    and each worker of pytest-xdist would have tests of its own."""
    return argname if isinstance(val, bytes) and len(val) > 40 else None


def pytest_unconfigure() -> None:
    """WeasyPrint's fonts remove their folder when they are let go: when Python itself ends it is too late."""
    render = sys.modules.get("reports.render")
    if render is not None:
        render.renderer.cache_clear()


MADE_ONCE = {
    "prefect_here": "shifts",
    "chromium": "",
    "first_run": "",
    "server": "",
    "shared_worlds": "",
}
"""What is slow to make and shared, with the group of all tests that ask for it; empty: those of one module."""


DOORS = Path(__file__).parent / "api"
"""What pages and JSON ask of the database is tested on both below `models/` and `flows/`; here each test asks one of
the two, chosen by its name, half of them each. Races are marked: what differs between databases shows there."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Under `--dist loadgroup` a group stays in one process, so that nothing slow is made twice."""
    if not config.getoption("--each-database"):
        left_out = [item for item in items if _asks_the_other_database(item)]
        items[:] = [item for item in items if item not in set(left_out)]
        config.hook.pytest_deselected(items=left_out)
    for item in items:
        for name in MADE_ONCE.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.xdist_group(MADE_ONCE[name] or item.path.stem))


KINDS = ("sqlite", "postgresql")


def _asks_the_other_database(item: pytest.Item) -> bool:
    params = getattr(item, "callspec", None)
    kind = params.params.get("database_kind") if params else None
    if kind is None or DOORS not in item.path.parents or item.get_closest_marker("each_database"):
        return False
    name = item.nodeid.replace("postgresql", "sqlite")
    return str(kind) != KINDS[zlib.crc32(name.encode()) % len(KINDS)]


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The developer's variables and `.env` play no part; state goes to the test's own folder."""
    for name in [name for name in os.environ if name.startswith("HELIX_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HELIX_HOME", str(tmp_path / "home"))
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    settings.cache_clear()
    yield
    if (tmp_path / "home" / "helix.db").exists():
        engine_for(f"sqlite:///{tmp_path.resolve() / 'home' / 'helix.db'}").dispose()
    settings.cache_clear()


@pytest.fixture(scope="session", params=KINDS)
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return SqliteTemplate(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The cluster's URL, with `{database}` where a database's name goes."""
    with postgres_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def postgresql_template(postgres_url: str) -> Template:
    return PostgresTemplate(postgres_url)


@pytest.fixture(scope="session")
def database_template(database_kind: str, request: pytest.FixtureRequest) -> Template:
    template: Template = request.getfixturevalue(f"{database_kind}_template")
    return template


@pytest.fixture
def database_url(database_template: Template, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A migrated database of this test's own; settings, also those of processes it starts, point to it."""
    url = database_template.copy()
    monkeypatch.setenv("HELIX_DATABASE_URL", url)
    settings.cache_clear()
    yield url
    database_template.drop(url)


@pytest.fixture(scope="session")
def shared_engine(database_template: Template) -> Iterator[Engine]:
    url = database_template.copy()
    yield engine_for(url).execution_options(helix_writes=True)
    database_template.drop(url)


@pytest.fixture
def session(shared_engine: Engine) -> Iterator[Session]:
    """A session on a shared database; what the test does, commits too, is rolled back after it."""
    with shared_engine.connect() as connection, connection.begin() as outer:
        with Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as session:
            yield session
        outer.rollback()


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """A Prefect server of this run's own. It takes about ten seconds: few modules should ask for it."""
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield
