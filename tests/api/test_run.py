"""`helix run --example --exit --json`, the whole way in one command, as a script calls it."""

import hashlib
import json
import mailbox
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, func, select
from starlette.testclient import TestClient

from api.app import create_app
from api.example.loading import stories
from api.supervisor import free_port
from models.actions.trail import verify
from models.db import engine_for, reading
from models.files import read
from models.queries.work import unfinished
from models.rules.words import DispatchState, Language, OfferState, ReportFormat, Stage
from models.settings import settings
from models.tables import (
    Brand,
    Brief,
    Compilation,
    CompilationOffer,
    Delivery,
    Institution,
    InstitutionHead,
    Notice,
    Offer,
    OfferComment,
    PortfolioFile,
    PortfolioReport,
)

HELIX = str(Path(sys.executable).with_name("helix"))
ENOUGH = 900.0
"""Seconds after which the run is taken to hang. Nothing is judged by how fast it is."""


def helix_run(home: Path) -> tuple[dict[str, Any], str]:
    """The example played to its end; the JSON it printed, and what it said meanwhile."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "HELIX_"))}
    done = subprocess.run(
        [HELIX, "run", "--example", "--exit", "--json", "--port", str(free_port())],
        cwd=home.parent,  # a developer's `.env` plays no part
        env={**inherited, "HELIX_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=ENOUGH,
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return json.loads(done.stdout), done.stderr


@pytest.fixture(scope="module")
def first_run(tmp_path_factory) -> tuple[Path, dict[str, Any], str]:
    """In a home of its own, once for all tests here."""
    home = tmp_path_factory.mktemp("run") / "home"
    return home, *helix_run(home)


@pytest.fixture
def played(first_run, monkeypatch) -> Iterator[tuple[dict[str, Any], str]]:
    """What the first run printed and said; the test's settings point to its home."""
    home, result, said = first_run
    monkeypatch.setenv("HELIX_HOME", str(home))
    settings.cache_clear()
    yield result, said
    engine_for(settings().database).dispose()


def e_mails() -> list[str]:
    """The Message-ID of each file of the Maildir."""
    with closing(mailbox.Maildir(settings().home / "mail", create=False)) as kept:
        return sorted(str(mail["Message-ID"]) for mail in kept)


def rows() -> str:
    """A digest of every row of the database."""
    digest = hashlib.sha256()
    with closing(sqlite3.connect(settings().home / "helix.db")) as connection:
        for line in connection.iterdump():
            digest.update(line.encode())
    return digest.hexdigest()


def expected_stages() -> dict[str, int]:
    ends = [entry["script"]["ends_at"] for entry in stories()]
    return {stage.value: ends.count(stage.value) for stage in Stage}


def test_the_result_has_the_stages_of_the_example_and_nothing_parked(played):
    result, said = played
    assert list(result) == ["technologies", "briefs", "deliveries_sent", "parked", "seconds"]
    assert set(result["seconds"]) >= {"migrate", "web", "example", "queue", "total"}
    assert all(type(seconds) in (int, float) for seconds in result["seconds"].values())
    assert result["technologies"] == expected_stages()
    assert sum(result["technologies"].values()) == 24
    assert result["parked"] == 0
    assert "Traceback" not in said
    assert sorted(path.name for path in (settings().home / "log").iterdir()) == ["prefect.log", "shift.log", "web.log"]


def test_its_trail_verifies_its_briefs_are_there_and_no_work_is_left(played):
    result, _ = played
    with reading() as session:
        assert verify(session).entries > len(stories())
        assert unfinished(session) == 0
        briefs = session.exec(select(Brief.offer_id, Brief.sha256)).all()
        public = session.exec(select(Offer.id).where(col(Offer.published_at).is_not(None))).all()
    assert len(briefs) == result["briefs"]
    assert public
    assert set(public) <= {offer_id for offer_id, _ in briefs}
    assert all(read(sha256, settings().files).startswith(b"%PDF-") for _, sha256 in briefs)


def test_every_delivery_and_notice_is_one_file_in_the_maildir(played):
    result, _ = played
    with reading() as session:
        deliveries = session.exec(select(Delivery.state)).all()
        notices = session.exec(select(Notice.state)).all()
    assert set(deliveries) == set(notices) == {DispatchState.SENT}
    assert len(deliveries) == result["deliveries_sent"]
    identities = e_mails()
    assert len(set(identities)) == len(identities) == len(deliveries) + len(notices)
    assert len([number for number in identities if number.startswith("<delivery.")]) == len(deliveries)


def test_its_reports_were_asked_for_after_all_that_they_tell_of(played):
    with reading() as session:
        reports = session.exec(select(PortfolioReport)).all()
        answered = session.exec(select(func.max(Delivery.answered_at))).one()
        files = session.exec(select(PortfolioFile).where(PortfolioFile.format == ReportFormat.CSV)).all()
    owners = {entry["institution"] for entry in stories()}
    assert len(reports) == len(owners) + 1
    assert {each.version for each in reports} == {1}
    assert answered
    assert all(each.asked_at > answered for each in reports)
    english = {each.report_id: each for each in files if each.language is Language.ENGLISH}
    (network,) = [each for each in reports if each.institution_id is None]
    lines = read(english[network.id].sha256, settings().files).decode("utf-8-sig").splitlines()
    assert "funnel,Disclosure,Stand there at the end,0" in lines  # nothing waits there for three months


def test_it_shows_a_logo_two_figures_a_comment_with_its_answer_and_heads(played):
    with reading() as session:
        institution = session.exec(select(Institution).where(Institution.code == "UPG")).one()
        brand = session.get_one(Brand, institution.id)
        heads = session.exec(select(InstitutionHead.institution_id)).all()
        shown = session.exec(select(Offer.language, Offer.figures).where(Offer.state == OfferState.PUBLISHED)).all()
        remark, answer = session.exec(select(OfferComment).order_by(col(OfferComment.id))).all()
    assert brand.logo_sha256
    assert len(heads) == len({entry["institution"] for entry in stories()})
    illustrated = [(language, len(figures)) for language, figures in shown if figures]
    assert sorted(illustrated) == [(Language.ENGLISH, 2), (Language.POLISH, 2)]
    assert (answer.answers_id, remark.by_office, answer.by_office) == (remark.id, False, True)
    assert remark.resolved_at


@pytest.mark.parametrize("language", list(Language))
def test_visitors_open_its_catalogue_of_every_published_offer(played, language):
    with reading() as session:
        offers = session.exec(
            select(Offer.id).where(Offer.state == OfferState.PUBLISHED, Offer.language == language)
        ).all()
    answer = TestClient(create_app()).get(f"/catalogue/{language}.pdf")
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(b"%PDF-")
    with reading() as session:
        made = session.exec(select(Compilation).where(Compilation.language == language)).one()
        inside = session.exec(select(CompilationOffer.offer_id).where(CompilationOffer.compilation_id == made.id)).all()
    assert sorted(inside) == sorted(offers)


def test_a_second_run_changes_nothing(played):
    result, _ = played
    before, kept = rows(), e_mails()
    again, said = helix_run(settings().home)
    assert "Traceback" not in said
    assert {**again, "seconds": None} == {**result, "seconds": None}
    assert e_mails() == kept
    assert rows() == before
