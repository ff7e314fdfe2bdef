"""The search page: where each hit leads whom, and what comes back of what was typed."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from api.app import create_app
from api.pages.accounts.search import PLACES
from models.actions.accounts import Browser, begin_session
from models.db import transaction
from models.indexing import described
from models.rules.permissions import Actor
from models.rules.words import Searched
from models.tables import SearchEntry, Technology
from tests import factories as make

Look = Callable[..., str]


@pytest.fixture
def cast(database_url: str) -> make.Cast:
    with transaction() as session:
        return make.cast(session)


@pytest.fixture
def look(cast: make.Cast) -> Iterator[Look]:
    with TestClient(create_app(), base_url="http://127.0.0.1:8000", follow_redirects=False) as client:

        def asked(who: Actor, words: str, language: str = "en") -> str:
            assert who.person_id is not None
            with transaction() as session:
                secret = begin_session(session, who.person_id, Browser(), now=datetime.now(UTC))
            client.cookies.set("helix", secret, domain="127.0.0.1")
            answer = client.get("/search", params={"q": words, "lang": language})
            assert answer.status_code == 200
            assert answer.headers["x-robots-tag"] == "noindex"
            return answer.text

        yield asked


def disclosed(**values: object) -> Technology:
    with transaction() as session:
        cast_of = values.pop("cast")
        assert isinstance(cast_of, make.Cast)
        return make.technology(session, cast_of.researcher, **values)


def test_a_case_leads_each_to_their_own_desk(cast: make.Cast, look: Look) -> None:
    case = disclosed(cast=cast, title="Wombat")
    assert f'href="/technologies/{case.reference}?lang=en">Wombat</a>' in look(cast.officer, "wombat")
    assert f'href="/technologies/{case.reference}?lang=en">Wombat</a>' in look(cast.reviewer, "wombat")
    assert f'href="/disclosures/{case.reference}?lang=en">Wombat</a>' in look(cast.researcher, "wombat")


def test_a_stranger_and_somebody_of_nowhere_get_the_same_page(cast: make.Cast, look: Look) -> None:
    disclosed(cast=cast, title="Wombat", description="Numbat.")
    for who in (cast.stranger, cast.colleague, cast.coordinator, cast.administrator):
        page = look(who, "wombat numbat")
        assert "Nothing that you may see holds all of these words." in page
        assert page.replace("wombat numbat", "x").count("Wombat") == 0


def test_what_was_found_is_marked_and_escaped(cast: make.Cast, look: Look) -> None:
    disclosed(cast=cast, description="A <b>wombat</b> & <script>numbat</script> of its own.")
    page = look(cast.officer, "wombat numbat")
    assert "A &lt;b&gt;<mark>wombat</mark>&lt;/b&gt; &amp; &lt;script&gt;<mark>numbat</mark>&lt;/script&gt; of" in page
    assert "One thing found." in page
    assert "Znaleziono jedną pozycję." in look(cast.officer, "wombat numbat", "pl")


def test_what_was_asked_stays_in_the_field(cast: make.Cast, look: Look) -> None:
    page = look(cast.officer, '  "żółw" <b>\0 ' + "x" * 500)
    assert 'value="&#34;żółw&#34; &lt;b&gt;  xxx' in page
    assert f'{"x" * 201}"' not in page


def test_every_place_where_words_may_stand_has_a_name(session: Session) -> None:
    cast = make.cast(session)
    make.to_licensed(session, cast)
    session.commit()
    kinds: dict[Searched, list[int]] = {kind: [] for kind in Searched}
    for entry in session.exec(select(SearchEntry)):
        kinds[entry.kind].append(entry.subject_id)
    places = {
        place
        for kind, ids in kinds.items()
        for subject in described(session, kind, ids).values()
        for place, _ in subject.passages
    }
    assert {kind for kind, ids in kinds.items() if ids} >= {Searched.TECHNOLOGY, Searched.PATENT, Searched.OFFER}
    assert places - set(PLACES) == set()
