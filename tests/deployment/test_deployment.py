"""`prefect.yaml` as an administrator uses it: deployed to a real server, run by a worker started elsewhere."""

import mailbox
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from models.db import reading, transaction
from models.rules.words import DispatchState, NoticeKind, WorkKind, WorkState
from models.settings import settings
from models.tables import Notice, Work
from tests import factories as make
from tests.deployment.servers import PrefectServer, Program, prefect, serving, until
from tests.sources import ROOT

HURRIED = {"interval: 60": "interval: 10", "patience: 50": "patience: 1", "longest: 55": "longest: 20"}
ENTRYPOINTS = {
    "shift": "flows.pipeline.pipeline",
    "clocks-daily": "flows.clocks.daily",
    "digests-weekly": "flows.digests.weekly",
    "portfolios-daily": "flows.portfolios.daily",
}
SECRETS = ("Xq7vdatabasepassword", "Xq7vmailpassword")
"""Of the database, in the environment in which is deployed; of the mail server, in the worker's."""
PERIODIC = (WorkKind.SWEEP_CLOCKS, WorkKind.WRITE_DIGESTS)


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[PrefectServer]:
    with serving(tmp_path_factory.mktemp("prefect")) as server:
        yield server


@contextmanager
def worker(server: PrefectServer, folder: Path) -> Iterator[Program]:
    """In a folder that holds nothing of ours. Where the database is it knows by its own environment, and the rest
    by what the deployments say."""
    environment = {**server.environment, "PREFECT_WORKER_QUERY_SECONDS": "1", "HELIX_HOME": "nowhere"}
    environment["HELIX_SMTP_PASSWORD"] = SECRETS[1]
    command = ("prefect", "worker", "start", "--pool", "helix", "--limit", "2")
    started = Program(*command, environment=environment, folder=folder, log=folder.parent / "worker.log")
    try:
        yield started
    finally:
        started.stop()


def deployed(server: PrefectServer) -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in server.ask("deployments/filter")}


def completed(server: PrefectServer, deployment: dict[str, Any], **which: object) -> list[dict[str, Any]]:
    """Its runs that ended well."""
    runs = {"deployment_id": {"any_": [deployment["id"]]}, "state": {"type": {"any_": ["COMPLETED"]}}}
    found: list[dict[str, Any]] | None = server.ask("flow_runs/filter", flow_runs=runs)
    return [run for run in found or () if which.items() <= run.items()]


def asked_for() -> list[tuple[WorkKind, WorkState]]:
    with reading() as session:
        rows = session.exec(select(Work.kind, Work.state).where(col(Work.kind).in_(PERIODIC)).order_by(col(Work.kind)))
        return [(WorkKind(kind), WorkState(state)) for kind, state in rows]


def acknowledged() -> bool:
    with reading() as session:
        state = session.exec(select(Notice.state).where(Notice.kind == NoticeKind.ACKNOWLEDGEMENT)).one_or_none()
    return state is DispatchState.SENT


def test_deployed_it_works_by_its_schedules_in_a_worker_started_elsewhere(cast, server, tmp_path):
    with transaction() as session:
        make.technology(session, cast.researcher)
    hurried = (ROOT / "prefect.yaml").read_text()
    for usual, quick in HURRIED.items():
        assert hurried.count(usual) == 1
        hurried = hurried.replace(usual, quick)
    (tmp_path / "hurried.yaml").write_text(hurried)

    prefect(server, "work-pool", "create", "helix", "--type", "process", folder=ROOT)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("HELIX_DATABASE_URL", f"postgresql://helix:{SECRETS[0]}@db.example/helix")
        environment.setenv("HELIX_SMTP_PASSWORD", SECRETS[1])
        prefect(server, "deploy", "--all", "--prefect-file", str(tmp_path / "hurried.yaml"), folder=ROOT)
    there = deployed(server)
    check_deployments(there)

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    prefect(server, "deployment", "run", "clocks_daily/clocks-daily", folder=tmp_path)
    assert server.ask(f"deployments/{there['digests-weekly']['id']}/create_flow_run")
    with worker(server, elsewhere) as working:
        until(lambda: completed(server, there["shift"], auto_scheduled=True), f"a shift, see {working.log}", every=1)
        until(lambda: completed(server, there["clocks-daily"]), "the daily flow", every=1)
        until(lambda: completed(server, there["digests-weekly"]), "the weekly flow", every=1)
        until(acknowledged, "the acknowledgement")
        until(lambda: {state for _, state in asked_for()} == {WorkState.DONE}, "the sweep and the digests")
    assert asked_for() == [(kind, WorkState.DONE) for kind in sorted(PERIODIC)]
    with closing(mailbox.Maildir(settings().home / "mail", create=False)) as kept:
        assert len(kept) >= 1
        assert cast.researcher.email in "".join(str(mail["To"]) for mail in kept)
    assert [path.name for path in elsewhere.iterdir()] == []
    kept_by_prefect = server.database()
    assert str(settings().home).encode() in kept_by_prefect
    assert [secret for secret in (*SECRETS, settings().database_url) if secret.encode() in kept_by_prefect] == []


def check_deployments(there: dict[str, dict[str, Any]]) -> None:
    """Each with its schedule; nothing in them depends on the directory that they were deployed from."""
    assert {name: deployment["entrypoint"] for name, deployment in there.items()} == ENTRYPOINTS
    for deployment in there.values():
        assert str(ROOT) not in str(deployment["pull_steps"])
        assert deployment["work_pool_name"] == "helix"
        assert deployment["job_variables"]["env"] == {
            "HELIX_HOME": str(settings().home),
            "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
        }
    schedules = {name: [each["schedule"] for each in deployment["schedules"]] for name, deployment in there.items()}
    assert [each["interval"] for each in schedules.pop("shift")] == [10.0]
    assert {name: [(each["cron"], each["timezone"]) for each in kept] for name, kept in schedules.items()} == {
        "clocks-daily": [("0 6 * * *", "Europe/Warsaw")],
        "digests-weekly": [("0 7 * * 1", "Europe/Warsaw")],
        "portfolios-daily": [("0 5 * * *", "Europe/Warsaw")],
    }
