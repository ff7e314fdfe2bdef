"""`helix person set-deputy`, `helix institution set-head` and `set-regimes`, as an administrator types them."""

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from api.cli import app
from models.db import reading, transaction
from models.errors import Conflict, NotFound
from models.rules.refused import ClockRefused
from models.tables import Deputy, Institution, InstitutionHead
from tests import factories as make


@pytest.fixture
def cast(database_url):
    with transaction() as session:
        return make.cast(session)


def helix(*arguments):
    result = CliRunner().invoke(app, list(arguments))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def rows(table):
    with reading() as session:
        return session.exec(select(table)).all()


def test_a_deputy_and_a_head_are_named_and_taken_away(cast):
    told = helix("person", "set-deputy", cast.officer.email, "--deputy", cast.second_officer.email)
    assert told == f"{cast.second_officer.name} stands in for {cast.officer.name}.\n"
    assert [row.deputy_id for row in rows(Deputy)] == [cast.second_officer.person_id]
    helix("institution", "set-head", cast.institution.code, "--head", cast.administrator.email)
    assert [row.person_id for row in rows(InstitutionHead)] == [cast.administrator.person_id]
    assert helix("person", "set-deputy", cast.officer.email) == f"Nobody stands in for {cast.officer.name}.\n"
    assert helix("institution", "set-head", cast.institution.code) == f"{cast.institution.code} has no head.\n"
    assert rows(Deputy) == rows(InstitutionHead) == []


def test_a_stranger_and_somebody_unknown_are_refused(cast):
    with pytest.raises(Conflict, match="another institution"):
        helix("person", "set-deputy", cast.officer.email, "--deputy", cast.stranger.email)
    with pytest.raises(NotFound):
        helix("institution", "set-head", cast.institution.code, "--head", "nobody@example.org")


def test_regimes_are_chosen_and_given_back(cast):
    code = cast.institution.code
    assert helix("institution", "set-regimes", code, "pct", "germany") == f"{code} keeps the clocks of germany, pct.\n"
    assert "poland_ip" in helix("institution", "set-regimes", code)
    with pytest.raises(ClockRefused):
        helix("institution", "set-regimes", code, "mars")
    assert [row.regimes for row in rows(Institution) if row.code == code] == [None]
