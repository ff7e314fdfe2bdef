"""`helix render briefs`: only what changed, in processes of its own, and what failed by name."""

import json
import os
import subprocess
import sys
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlmodel import col, select
from typer.testing import CliRunner

from api.cli import app
from api.supervisor import free_port
from models.db import engine_for, reading, transaction
from models.errors import NotFound
from models.files import read
from models.queries.work import unfinished
from models.rules.words import Language
from models.settings import settings
from models.tables import Brief, Offer, Technology
from tests import factories as make


@pytest.fixture
def url(sqlite_template, monkeypatch):
    """A database that the command's own process opens too."""
    made = sqlite_template.copy()
    monkeypatch.setenv("HELIX_DATABASE_URL", made)
    settings.cache_clear()
    yield made
    engine_for(made).dispose()
    sqlite_template.drop(made)


def render(*arguments):
    return CliRunner().invoke(app, ["render", "briefs", *arguments])


def test_one_must_say_which():
    for arguments in ((), ("--all", "--published")):
        assert render(*arguments).exit_code == 2


def test_only_what_is_missing_or_changed_is_made_and_what_fails_is_named(url):
    with transaction() as session:
        cast = make.cast(session)
        technologies = [make.to_offer(session, cast) for _ in range(3)]
        offers = [make.approved_offer(session, cast, each) for each in technologies[:2]]
        make.approved_offer(session, cast, technologies[2], language=Language.POLISH)

    def told(*arguments):
        result = render("--json", *arguments)
        return result.exit_code, json.loads(result.stdout.splitlines()[-1])

    code, first = told("--all")
    assert (code, first["selected"], first["total"], first["done"], first["failed"]) == (0, 3, 3, 3, [])
    code, second = told("--institution", cast.institution.code)
    assert (code, second["selected"], second["total"]) == (0, 3, 0)
    code, none = told("--published")
    assert (code, none["selected"]) == (0, 0)

    with transaction() as session:
        offer = session.get_one(Offer, offers[0].id)
        offer.description = "Nobody approved this."
        session.add(offer)
        brief = session.exec(select(Brief).where(Brief.offer_id == offers[1].id)).one()
        brief.input_checksum = "0" * 64
        session.add(brief)
    code, third = told("--all")
    reference = technologies[0].reference
    assert (code, third["total"], third["done"]) == (3, 2, 1)
    assert [(each["reference"], each["language"]) for each in third["failed"]] == [(reference, "en")]
    assert "Nobody approved" not in json.dumps(third)
    with reading() as session:
        assert len(session.exec(select(Brief)).all()) == 4
        assert session.exec(select(Technology.reference).where(Technology.reference == reference)).one()
        assert unfinished(session) >= 1  # the failed one is tried again by the next shift


def link_in(brief: Brief) -> str:
    (attached,) = PdfReader(BytesIO(read(brief.sha256, settings().files))).attachments["offer.json"]
    url: str = json.loads(attached)["url"]
    return url.rpartition("/offers/")[0]


def briefs() -> list[Brief]:
    with reading() as session:
        return list(session.exec(select(Brief).order_by(col(Brief.rendered_at), col(Brief.id))))


def helix(*arguments, **environment):
    """The program itself, as in a shell."""
    command = [sys.executable, "-m", "api.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=os.environ | environment)


@pytest.fixture
def public(url):
    with transaction() as session:
        cast = make.cast(session)
        make.to_partnering(session, cast)


def test_public_offers_are_not_drawn_with_an_address_that_nobody_has_named(public):
    refused = helix("render", "briefs", "--published")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "set HELIX_BASE_URL, such as https://offers.example" in refused.stderr
    assert len(briefs()) == 1
    made = helix("render", "briefs", "--published", HELIX_BASE_URL="https://offers.example")
    assert (made.returncode, made.stdout) == (0, "1 made, 0 were up to date, 0 failed.\n")
    assert link_in(briefs()[-1]) == "https://offers.example"


def test_where_helix_ran_last_its_address_is_known_and_one_that_is_named_goes_before(public):
    port = free_port()
    ran = helix("run", "--port", str(port), "--exit")
    assert ran.returncode == 0, ran.stderr
    assert link_in(briefs()[-1]) == f"http://127.0.0.1:{port}"
    again = helix("render", "briefs", "--published")
    assert (again.returncode, again.stdout) == (0, "0 made, 1 were up to date, 0 failed.\n")
    named = helix("render", "briefs", "--published", HELIX_BASE_URL="https://offers.example")
    assert (named.returncode, named.stdout) == (0, "1 made, 0 were up to date, 0 failed.\n")
    assert link_in(briefs()[-1]) == "https://offers.example"


def test_an_unknown_institution_is_refused(url):
    assert isinstance(render("--institution", "NONE").exception, NotFound)
