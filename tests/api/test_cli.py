"""`helix` as a shell meets it: what it prints, where, and how it ends."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from api.cli import COMMANDS, load, main
from models.actions.people import actor_by_token
from models.db import database, engine_for, reading, transaction
from models.rules.words import Stage, Via, WorkState
from models.settings import settings
from models.tables import Technology, Transition, Work
from tests import factories
from tests.api.conftest import PDF, World

ROOT = Path(__file__).parents[2]


@pytest.fixture
def helix(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):
    """Call it as the console script does; its exit code, standard output and standard error."""

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["helix", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capfd.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return call


def test_the_help_loads_nothing_heavy() -> None:
    program = (
        "import sys; from api.cli import app\n"
        "try: app(['--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'prefect', 'weasyprint', 'sklearn', 'sqlmodel', 'fastapi', 'alembic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert all(f"  {name} " in done.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_that_the_help_names_can_be_loaded(name: str) -> None:
    command = load(name)
    assert command.help
    assert [each for each in command.params if not getattr(each, "help", "")] == []


def test_there_is_no_database_yet(helix) -> None:
    code, out, err = helix("status")
    assert (code, out) == (4, "")
    assert "run `helix migrate`" in err
    assert not settings().home.exists()


def test_a_database_from_a_later_version_is_left_alone(database_url: str, helix) -> None:
    with engine_for(database_url).begin() as connection:
        connection.exec_driver_sql("UPDATE helix_version SET version_num = '9999'")
    for command in (("status",), ("migrate",), ("token", "list")):
        code, _, err = helix(*command)
        assert code == 4
        assert "a later version has migrated it" in err


def test_a_database_that_does_not_answer(helix, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HELIX_DATABASE_URL", "postgresql://helix:geheim@127.0.0.1:1/helix")
    settings.cache_clear()
    code, _, err = helix("status")
    assert (code, err.startswith("The database cannot be used:")) == (4, True)
    assert "geheim" not in err


def test_a_token_needs_somebody_to_act_for(helix) -> None:
    code, out, err = helix("token", "create", "--role", "officer")
    assert (code, out) == (1, "")
    assert err.splitlines() == [
        "There is no officer yet, so there is nobody for whom the token could act.",
        'First: helix institution add CODE --name-en "…" --name-pl "…"',
        'Then: helix person add EMAIL --name "…" --role officer --institution CODE',
    ]
    database().dispose()


def test_a_network_is_set_up_from_nothing(helix) -> None:
    helix("institution", "add", "UJ", "--name-en", "A University", "--name-pl", "Uniwersytet")
    helix("person", "add", "anna@uj.example.org", "--name", "Anna Żak", "--role", "officer", "--institution", "UJ")
    code, out, err = helix("token", "create", "--role", "officer", "--label", "reports", "--days", 30)
    assert (code, "acts for Anna Żak <anna@uj.example.org>, officer" in err) == (0, True)
    with reading() as session:
        actor = actor_by_token(session, out.strip(), now=factories.NOW)
    assert (actor.name, actor.via) == ("Anna Żak", Via.API)
    assert "reports: valid until" in helix("token", "list")[1]
    assert helix("token", "revoke", 1)[0] == 0
    assert "reports: revoked" in helix("token", "list")[1]
    database().dispose()


def test_of_several_people_one_must_be_named(world: World, helix) -> None:
    code, _, err = helix("token", "create", "--role", "officer", "--institution", world.cast.institution.code)
    assert code == 1
    assert world.cast.officer.email in err
    assert world.cast.second_officer.email in err
    assert helix("token", "create", "--role", "officer", "--email", world.cast.officer.email)[0] == 0
    wrong = helix("token", "create", "--role", "reviewer", "--email", world.cast.officer.email)
    assert (wrong[0], "is officer, not reviewer" in wrong[2]) == (1, True)


def test_a_malformed_institution_is_wrong_usage(helix) -> None:
    code, _, err = helix("institution", "add", "u", "--name-en", "A", "--name-pl", "B")
    assert code == 2
    assert "code" in err


def test_a_move_is_decided_by_the_person_named(world: World, helix) -> None:
    code, out, _ = helix("advance", world.fresh, "--to", "triage", "--as", world.cast.officer.email)
    assert (code, out) == (0, f"{world.fresh} is in triage, version 2. Decided by {world.cast.officer.name}.\n")
    with reading() as session:
        technology = session.exec(select(Technology).where(Technology.reference == world.fresh)).one()
        last = session.exec(select(Transition).where(Transition.technology_id == technology.id)).all()[-1]
    assert (technology.stage, last.actor, last.via) == (Stage.TRIAGE, world.cast.officer.key, Via.CLI)


def test_without_a_name_the_officer_in_charge_decides_and_nobody_else(world: World, helix) -> None:
    code, _, err = helix("advance", world.fresh, "--to", "triage")
    assert (code, err) == (1, f"No officer is in charge of {world.fresh}: say who decides with --as EMAIL.\n")
    code, out, _ = helix("advance", world.offered, "--to", "ip_review", "--reason", "The search is too thin.")
    assert (code, f"Decided by {world.cast.officer.name}." in out) == (0, True)


def test_a_refused_move_lists_every_unmet_gate(world: World, helix) -> None:
    code, out, err = helix("advance", world.offered, "--to", "partnering")
    assert (code, out) == (1, "")
    assert err.splitlines() == [
        f"{world.offered} cannot move to partnering yet:",
        "- An officer has approved this version: approval",
        "- The lead contributor has consented to this version: consent",
        "- The brief is rendered from exactly this version: brief",
    ]


def test_a_stranger_may_not_move_it_and_does_not_learn_of_it(world: World, helix) -> None:
    code, _, err = helix("advance", world.fresh, "--to", "triage", "--as", world.cast.stranger.email)
    assert (code, err) == (1, f"There is no technology {world.fresh} among those you may see.\n")


def test_status_shows_parked_work_and_where_mail_goes(world: World, helix) -> None:
    number = park_one()
    code, out, _ = helix("status")
    assert code == 0
    assert f"  {number}: " in out
    assert "SMTPConnectError" in out
    assert f"E-mails stay on this machine, in {settings().home.resolve() / 'mail'}" in out
    shown = json.loads(helix("status", "--json")[1])
    assert (shown["technologies"]["licensed"], shown["mail"]["kind"]) == (1, "folder")
    assert [each["work_id"] for each in shown["parked"]] == [number]


@pytest.mark.usefixtures("world")
def test_status_says_since_when_the_mail_server_is_away_and_all_that_is_parked_is_retried_at_once(helix) -> None:
    number = park_one(waiting_since=datetime(2026, 11, 23, 9, 5, tzinfo=UTC))
    assert "The mail server is away since 2026-11-23 09:05 UTC; e-mails that wait for it: 0\n" in helix("status")[1]
    assert json.loads(helix("status", "--json")[1])["mail_away_since"] == "2026-11-23T09:05:00+00:00"
    assert helix("work", "retry", "--all")[:2] == (0, "Back in the queue: 1.\n")
    with transaction() as session:
        row = session.get_one(Work, number)
        assert (row.state, row.attempts, row.waiting_since) == (WorkState.QUEUED, 0, None)
    assert "away" not in helix("status")[1]


def park_one(**values: object) -> int:
    with transaction() as session:
        row = session.exec(select(Work)).all()[0]
        row.state, row.error = WorkState.PARKED, "SMTPConnectError"
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)
        return row.id


def test_parked_work_is_listed_and_retried(world: World, helix) -> None:
    number = park_one()
    assert helix("work", "list")[1].startswith(f"{number}\t")
    assert helix("work", "retry", "--all")[:2] == (0, "Back in the queue: 1.\n")
    assert helix("work", "list")[1] == "No work is parked.\n"
    assert helix("work", "retry", number)[0] == 1
    assert helix("work", "retry")[0] == 2


def test_a_brief_is_written_whole(world: World, helix, tmp_path: Path) -> None:
    target = tmp_path / "brief.pdf"
    code, out, _ = helix("brief", world.published, "--lang", "en", "-o", target)
    assert (code, target.read_bytes()) == (0, PDF)
    assert out == f"{target}: {len(PDF)} bytes, offer version 1, published\n"


def test_a_brief_goes_to_the_standard_output(
    world: World, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(sys, "argv", ["helix", "brief", world.published, "-o", "-"])
    with pytest.raises(SystemExit):
        main()
    assert capfdbinary.readouterr().out == PDF


def test_a_brief_that_is_not_rendered_yet(world: World, helix, tmp_path: Path) -> None:
    code, _, err = helix("brief", world.offered, "--lang", "pl", "-o", tmp_path / "brief.pdf")
    assert (code, err.startswith(f"{world.offered} has no brief in Polish yet.")) == (1, True)
    assert list(tmp_path.glob("*.pdf")) == []


def test_a_full_disk_leaves_no_part_of_a_brief(world: World, tmp_path: Path) -> None:
    """A process that may write no more than eight bytes to a file."""
    target = tmp_path / "brief.pdf"
    limited = (
        "import resource, signal, sys; from api.cli import main\n"
        "from models.db import database; database()\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "import api.commands.briefs as briefs; kept = briefs.write_whole\n"
        "def limit(*given):\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (8, 8)); kept(*given)\n"
        "briefs.write_whole = limit\n"
        f"sys.argv = ['helix', 'brief', {world.published!r}, '-o', {str(target)!r}]; main()"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", limited], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "nothing was written" in done.stderr) == (4, True), done.stderr
    assert [path.name for path in tmp_path.iterdir() if "brief" in path.name] == []


def test_the_trail_is_proven(world: World, helix) -> None:
    code, out, _ = helix("audit", "verify")
    assert (code, out.startswith("The trail is whole: ")) == (0, True)


def test_a_pipeline_file_is_checked(tmp_path: Path, helix) -> None:
    file = tmp_path / "own.toml"
    standard = (ROOT / "models" / "rules" / "pipelines" / "standard.toml").read_text()
    file.write_text(standard)
    assert helix("pipeline", "check", file)[:2] == (
        0,
        "own.toml is in order: standard version 2, 9 stages, 19 moves.\n",
    )
    file.write_text(standard.replace('"officer_assigned"', '"officer_asigned"'))
    code, _, err = helix("pipeline", "check", file)
    assert (code, "unknown gate 'officer_asigned'" in err) == (1, True)
    assert helix("pipeline", "check", tmp_path / "missing.toml")[0] == 2


def test_the_description_of_the_api_is_printed(helix) -> None:
    assert json.loads(helix("openapi")[1])["info"]["title"] == "Helix"


def test_an_unknown_command_is_wrong_usage(helix) -> None:
    code, _, err = helix("advnace")
    assert (code, "No such command" in err) == (2, True)
