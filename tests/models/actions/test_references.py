"""Aliases: drawn for every technology, never twice, never of its reference."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from models.actions.references import new_alias
from models.rules.aliases import anonymous_key, read_anonymous_key
from models.tables import Technology
from tests import factories as make


def test_every_technology_has_an_alias_of_its_own(session):
    cast = make.cast(session)
    made = [make.technology(session, cast.researcher) for _ in range(20)]
    aliases = [each.alias for each in made]
    assert len(set(aliases)) == len(aliases)
    assert [read_anonymous_key(anonymous_key(each)) for each in aliases] == aliases
    assert aliases != sorted(aliases)


def test_an_alias_that_somebody_has_is_drawn_again(session, monkeypatch):
    cast = make.cast(session)
    taken = make.technology(session, cast.researcher).alias
    signs = iter([*taken.replace("-", ""), *"7K3M9QXD"])
    monkeypatch.setattr("secrets.choice", lambda _: next(signs))
    assert new_alias(session) == "7K3M-9QXD"


def test_the_database_refuses_one_that_somebody_has(session):
    cast = make.cast(session)
    first, second = (make.technology(session, cast.researcher) for _ in range(2))
    statement = text("UPDATE technology SET alias = :alias WHERE id = :id")
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(statement, {"alias": first.alias, "id": second.id})
    assert len(set(session.exec(select(Technology.alias)))) == 2
