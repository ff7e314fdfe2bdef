"""Withdrawn, or its time over: everything that led to the offer stops at once, and says politely whom to write to."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from api.json.app import ROOT
from api.visitors import cookie_name
from models.actions.compilations import CompilationForm, order_compilation, record_compilation, show_catalogue
from models.actions.publishing import withdraw_offer
from models.actions.stages import advance
from models.db import transaction
from models.files import keep
from models.rules.days import local_date
from models.rules.words import CompilationKind, Language, OfferState, Stage
from models.settings import settings
from models.tables import Offer, Technology
from tests import factories
from tests.api.conftest import PDF, World, path_of, publish
from tests.api.pages.walking import session_of

End = Callable[[Session, World], None]


def withdrawn(session: Session, world: World) -> None:
    withdraw_offer(session, world.offer_id, actor=world.cast.officer, now=factories.NOW, reason="Sold.")


def over(session: Session, world: World) -> None:
    """No sweep has come by yet: the state is still published."""
    offer = session.get_one(Offer, world.offer_id)
    offer.expires_on = local_date(datetime.now(UTC))
    assert offer.state is OfferState.PUBLISHED


@pytest.fixture(params=[withdrawn, over])
def end(request: pytest.FixtureRequest) -> End:
    found: End = request.param
    return found


def compiled(world: World, kind: CompilationKind) -> str:
    """Its own download."""
    with transaction() as session:
        form = CompilationForm(kind=kind, language=Language.ENGLISH)
        made = order_compilation(session, form, actor=world.cast.coordinator, now=factories.NOW)
        record_compilation(
            session,
            made.id,
            revision=1,
            offer_ids=[world.offer_id],
            input_checksum="0" * 64,
            sha256=keep(PDF, settings().files).sha256,
            size=len(PDF),
            pages=1,
            actor=factories.HELIX,
            now=factories.NOW,
        )
        if kind is CompilationKind.CATALOGUE:
            show_catalogue(session, made.id, shown=True, actor=world.cast.coordinator)
    return f"/compilations/{made.id}.pdf"


def test_every_link_to_it_stops_at_once(world: World, client: TestClient, end: End) -> None:
    here = f"/offers/{world.published}/en"
    downloads = [compiled(world, kind) for kind in CompilationKind]
    leads = [
        here,
        f"{here}/brief.pdf",
        f"{here}/card.png",
        "/catalogue/en.pdf",
        world.link,
        f"{world.link}/brief.pdf",
        f"{ROOT}{here}",
        f"{ROOT}/links/{world.link.removeprefix('/b/')}",
        *downloads,
    ]
    lists = ["/", "/offers.atom?language=en", "/offers.csv", f"{ROOT}/offers"]
    sign_in(client, world)
    first = {path: client.get(path) for path in leads}
    assert {path: answer.status_code for path, answer in first.items()} == dict.fromkeys(leads, 200)
    assert all(world.published in client.get(path).text for path in lists)
    assert 'href="/catalogue/en.pdf"' in client.get("/").text

    with transaction() as session:
        end(session, world)

    kept = {path: {"If-None-Match": answer.headers.get("etag", "*")} for path, answer in first.items()}
    assert {path: client.get(path, headers=kept[path]).status_code for path in leads} == dict.fromkeys(leads, 410)
    assert not any(world.published in client.get(path).text for path in lists)
    assert 'href="/catalogue/en.pdf"' not in client.get("/").text
    assert client.get(f"{ROOT}/briefs/{world.brief_id}").status_code == 404


def sign_in(client: TestClient, world: World) -> None:
    with transaction() as session:
        client.cookies.set(cookie_name(), session_of(session, world.cast.coordinator))


@pytest.mark.parametrize(("language", "title"), [("en", "This is no longer offered"), ("pl", "Tej oferty już nie ma")])
def test_the_page_says_it_is_no_longer_offered_and_whom_to_write_to(
    world: World, client: TestClient, monkeypatch: pytest.MonkeyPatch, language: str, title: str
) -> None:
    monkeypatch.setenv("HELIX_NETWORK_EMAIL", "biuro@klaster.example.org")
    settings.cache_clear()
    with transaction() as session:
        withdrawn(session, world)
    answer = client.get(f"/offers/{world.published}/en?lang={language}")
    assert f"<h1>{title}</h1>" in answer.text
    assert "biuro@klaster.example.org" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "Rapid strip test" not in answer.text
    assert "application/ld+json" not in answer.text


def test_what_was_never_public_is_not_there_rather_than_gone(world: World, client: TestClient) -> None:
    for path in (f"/offers/{world.offered}/pl", f"/offers/{world.fresh}/en", "/offers/XX-2026-0001/en"):
        assert client.get(path).status_code == 404


def test_the_other_language_is_named_where_that_is_still_offered(world: World, client: TestClient) -> None:
    with transaction() as session:
        made = factories.to_offer(session, world.cast)
        for language in Language:
            factories.briefed_offer(session, world.cast, made, language=language)
        now = datetime.now(UTC)
        advance(session, made.id, to=Stage.PARTNERING, actor=world.cast.officer, now=now)
        english = session.exec(
            select(Offer).where(Offer.technology_id == made.id, Offer.language == Language.ENGLISH)
        ).one()
        withdraw_offer(session, english.id, actor=world.cast.officer, now=now, reason="Old.")
    assert f'href="/offers/{made.reference}/pl"' in client.get(f"/offers/{made.reference}/en").text


def test_an_offer_that_became_anonymous_is_not_given_away_by_its_old_address(world: World, client: TestClient) -> None:
    """The old address is gone, and leads nowhere."""
    with transaction() as session:
        offer, _ = publish(session, world.cast)
        reference = session.get_one(Technology, offer.technology_id).reference
        offer.state = OfferState.SUPERSEDED
        factories.briefed_offer(session, world.cast, session.get_one(Technology, offer.technology_id), anonymous=True)
        hidden = session.exec(select(Offer).where(Offer.technology_id == offer.technology_id, Offer.anonymous)).one()  # type: ignore[arg-type]  # a column's truth
        hidden.state, hidden.published_at = OfferState.PUBLISHED, factories.NOW
        hidden.expires_on = local_date(datetime.now(UTC)) + timedelta(days=30)
    answer = client.get(f"/offers/{reference}/en")
    assert answer.status_code == 410
    assert path_of(hidden) not in answer.text
    assert client.get(path_of(hidden)).status_code == 200
