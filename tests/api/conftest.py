"""A small network with one case at each turn of the way, and clients that call as one of the cast."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.app import create_app
from api.ops import PatentOffice
from api.throttle import Throttle
from models.actions.deliveries import queue_delivery
from models.actions.offers import save_offer
from models.actions.people import create_token
from models.actions.publishing import VALID_FOR
from models.actions.stages import advance
from models.db import engine_for, reading, transaction
from models.files import keep
from models.links import brief_link, stop_link
from models.queries.catalogue import offer_path
from models.queries.offers import brief_of
from models.rules.days import local_date
from models.rules.permissions import Actor
from models.rules.words import Language, Stage
from models.settings import settings
from models.tables import Brief, Contact, Delivery, Offer, Person, Technology
from tests import factories
from tests.databases import Template
from tests.documents import make_pdf
from tests.patent_office import KEY, SECRET, Office, patent_office

API = "/api/v1"
PDF = make_pdf()
CAST = ("researcher", "colleague", "officer", "second_officer", "reviewer", "stranger", "coordinator", "administrator")


@cache
def _signed_once(secret: bytes, delivery_id: int) -> str:  # a later second would sign another one
    del secret
    return brief_link(delivery_id)


@dataclass(frozen=True)
class World:
    """References and ids of what the tests ask for; tokens by the names of `CAST`."""

    tokens: dict[str, str]
    cast: factories.Cast
    fresh: str
    """In disclosure."""
    offered: str
    """In the stage offer, with a draft."""
    published: str
    """In partnering, its English offer public with a brief whose file is there, sent to one contact."""
    licensed: str
    draft_id: int
    draft_digest: str
    offer_id: int
    brief_id: int
    delivery_id: int
    contact_id: int
    lead_id: int
    agreement_id: int
    partner_id: int

    @property
    def link(self) -> str:
        return _signed_once(settings().secret(), self.delivery_id)

    @property
    def stop_link(self) -> str:
        return stop_link(self.contact_id)

    def bearer(self, name: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens[name]}"}


def build(session: Session) -> World:
    cast = factories.cast(session)
    fresh = factories.technology(session, cast.researcher)
    offered = factories.to_offer(session, cast)
    draft = save_offer(
        session, offered.id, factories.offer_form(Language.POLISH), actor=cast.officer, now=factories.NOW
    )
    offer, delivery = publish(session, cast)
    licensed, agreement = factories.to_licensed(session, cast)
    brief = brief_of(session, offer)
    assert brief is not None
    contact = session.get_one(Contact, delivery.contact_id)
    return World(
        tokens={name: token(session, getattr(cast, name)) for name in CAST},
        cast=cast,
        fresh=fresh.reference,
        offered=offered.reference,
        published=session.get_one(Technology, offer.technology_id).reference,
        licensed=licensed.reference,
        draft_id=draft.id,
        draft_digest=draft.digest,
        offer_id=offer.id,
        brief_id=brief.id,
        delivery_id=delivery.id,
        contact_id=contact.id,
        lead_id=agreement.lead_id,
        agreement_id=agreement.id,
        partner_id=contact.partner_id,
    )


def publish(session: Session, cast: factories.Cast, **values: object) -> tuple[Offer, Delivery]:
    """A technology in partnering with a brief in the store, sent to a contact of a partner."""
    made = factories.to_offer(session, cast)
    offer = factories.approved_offer(session, cast, made, **values)
    stored = keep(PDF, settings().files)
    brief = Brief(
        offer_id=offer.id,
        offer_digest=offer.digest,
        template_version="test",
        input_checksum=offer.digest,
        sha256=stored.sha256,
        size=stored.size,
        rendered_at=factories.NOW,
    )
    session.add(brief)
    session.flush()
    advance(session, made.id, to=Stage.PARTNERING, actor=cast.officer, now=factories.NOW)
    offer.expires_on = local_date(datetime.now(UTC)) + VALID_FOR  # pages go by the real day
    partner = factories.partner(session, cast)
    contact = session.exec(select(Contact).where(Contact.partner_id == partner.id)).one()
    delivery = queue_delivery(session, offer, brief, contact, now=factories.NOW)
    assert delivery is not None
    return offer, delivery


def path_of(offer: Offer) -> str:
    """Of its public page."""
    with reading() as session:
        return offer_path(offer, session.get_one(Technology, offer.technology_id))


def token(session: Session, who: Actor) -> str:
    person = session.get_one(Person, who.person_id)
    return create_token(session, person, now=factories.NOW)[0]


@pytest.fixture(scope="session")
def built(database_template: Template) -> Iterator[tuple[str, World]]:
    """A world in a database that is only ever copied."""
    url = database_template.copy()
    with transaction(engine_for(url)) as session:
        world = build(session)
    engine_for(url).dispose()
    yield url, world
    database_template.drop(url)


@pytest.fixture
def world_url(built: tuple[str, World], database_template: Template, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    url = database_template.copy(of=built[0])
    monkeypatch.setenv("HELIX_DATABASE_URL", url)
    settings.cache_clear()
    yield url
    database_template.drop(url)


@pytest.fixture
def world(world_url: str, built: tuple[str, World]) -> World:
    """The test's own copy; its settings point to it."""
    keep(PDF, settings().files)
    return built[1]


@pytest.fixture(scope="session")
def app() -> Starlette:
    return create_app()


def forget_counts(app: Starlette) -> None:
    """What was asked of the one application so far has not been asked too often."""
    for route in app.routes:
        state = getattr(getattr(route, "app", None), "state", None)
        for name in ("throttle", "link_throttle", "message_throttle"):
            throttle = getattr(state, name, None)
            if isinstance(throttle, Throttle):
                throttle.forget()


@pytest.fixture(autouse=True)
def fresh_counts(app: Starlette) -> None:
    forget_counts(app)


@pytest.fixture
def client(world: World, app: Starlette) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        yield client


@pytest.fixture(scope="module")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shared")


@pytest.fixture(scope="module")
def shared_url(sqlite_template: Template) -> Iterator[str]:
    url = sqlite_template.copy()
    yield url
    engine_for(url).dispose()


@pytest.fixture(scope="module")
def shared_worlds() -> dict[str, World]:
    """The module's one world, once it is built."""
    return {}


@pytest.fixture
def shared(
    shared_home: Path, shared_url: str, shared_worlds: dict[str, World], monkeypatch: pytest.MonkeyPatch
) -> World:
    """One world for a module's many questions, on SQLite; what they change stays."""
    monkeypatch.setenv("HELIX_HOME", str(shared_home))
    monkeypatch.setenv("HELIX_DATABASE_URL", shared_url)
    settings.cache_clear()
    if not shared_worlds:
        with transaction() as session:
            shared_worlds["it"] = build(session)
    return shared_worlds["it"]


@pytest.fixture
def shared_client(shared: World, app: Starlette) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        yield client


@pytest.fixture
def epo(world: World, app: Starlette, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """A server that speaks as the European Patent Office's does; both doors know its keys and have asked nothing."""
    del world  # its settings come first
    with patent_office() as office:
        monkeypatch.setenv("HELIX_OPS_URL", office.url)
        monkeypatch.setenv("HELIX_OPS_KEY", KEY)
        monkeypatch.setenv("HELIX_OPS_SECRET", SECRET)
        settings.cache_clear()
        asking = PatentOffice()
        mounts: list[Any] = app.routes
        for mount in mounts:
            mount.app.state.patent_office = asking
        yield office
