"""`helix render briefs`: only what changed, in processes of its own, and what failed by name."""

import json

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from api.cli import app
from models.db import engine_for, reading, transaction
from models.errors import NotFound
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


def test_an_unknown_institution_is_refused(url):
    assert isinstance(render("--institution", "NONE").exception, NotFound)
