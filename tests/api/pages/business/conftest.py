"""People of businesses at their desk: who got the offer, a colleague, and somebody of another business."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from models.actions.accounts import Browser, begin_contact_session
from models.actions.agreements import draft_agreement, record_drawn, sign_agreement
from models.actions.attachments import add_attachment
from models.actions.forms import AgreementForm
from models.actions.ndas import offer_nda
from models.actions.rooms import share_file
from models.db import reading, transaction
from models.files import keep
from models.queries.accounts import contact_actor
from models.rules.permissions import Actor
from models.rules.words import AgreementKind, Language, LeadState, Via
from models.settings import settings
from models.tables import Contact, Lead, Offer, Partner, RoomFile
from tests import factories as make
from tests.api.conftest import PDF, World

NOW = datetime.now(UTC)


@dataclass(frozen=True)
class Deal:
    """What hangs on the offer that the contact got: a lead, an NDA that was offered, a shared file."""

    technology_id: int
    lead_id: int
    agreement_id: int
    file_id: int
    digest: str
    colleague_id: int
    outsider_id: int
    """Of another business."""


@pytest.fixture
def deal(world: World) -> Deal:
    officer = world.cast.officer
    with transaction() as session:
        offer = session.get_one(Offer, world.offer_id)
        contact = session.get_one(Contact, world.contact_id)
        lead = Lead(
            technology_id=offer.technology_id,
            partner_id=contact.partner_id,
            contact_id=contact.id,
            state=LeadState.INTERESTED,
            opened_at=NOW,
            changed_at=NOW,
        )
        colleague = Contact(
            partner_id=contact.partner_id, name="Łukasz Wąs", email="l@partner.example.org", language=Language.POLISH
        )
        session.add_all((lead, colleague))
        session.flush()
        made = draft_agreement(session, lead.id, AgreementForm(kind=AgreementKind.NDA), actor=officer, now=NOW)
        record_drawn(session, made.id, sha256=keep(PDF, settings().files).sha256)
        sign_agreement(
            session, made.id, signatory="Jan Kot", signed_on=make.TODAY, for_institution=True, actor=officer, now=NOW
        )
        offer_nda(session, made.id, actor=officer, now=NOW)
        stored = keep(b"<script>alert(1)</script>", settings().files)
        file = add_attachment(session, offer.technology_id, stored, "żel.html", actor=officer, now=NOW)
        shared = share_file(session, lead.id, file.id, actor=officer, now=NOW)
        other = make.partner(session, world.cast)
        outsider = session.exec(select(Contact.id).where(Contact.partner_id == other.id)).one()
        return Deal(
            offer.technology_id,
            lead.id,
            made.id,
            shared.id,
            made.document_sha256 or "",
            colleague.id,
            outsider,
        )


def actor_of(contact_id: int) -> Actor:
    with reading() as session:
        contact = session.get_one(Contact, contact_id)
        return contact_actor(contact, session.get_one(Partner, contact.partner_id), Via.PAGE)


@pytest.fixture
def enter(world: World, app: Starlette) -> Iterator[Callable[[int], TestClient]]:
    """The browser of a contact who has signed in."""
    with ExitStack() as stack:

        def entered(contact_id: int) -> TestClient:
            headers = {"sec-fetch-site": "same-origin"}
            made = TestClient(app, base_url="http://127.0.0.1:8000", headers=headers, follow_redirects=False)
            client = stack.enter_context(made)
            with transaction() as session:
                secret = begin_contact_session(session, contact_id, Browser(), now=datetime.now(UTC))
            client.cookies.set("helix", secret)
            return client

        yield entered


@pytest.fixture
def guest(world: World, enter: Callable[[int], TestClient]) -> TestClient:
    """Who got the offer."""
    return enter(world.contact_id)


@pytest.fixture
def colleague(deal: Deal, enter: Callable[[int], TestClient]) -> TestClient:
    return enter(deal.colleague_id)


@pytest.fixture
def outsider(deal: Deal, enter: Callable[[int], TestClient]) -> TestClient:
    return enter(deal.outsider_id)


def withdraw(shared_id: int) -> None:
    with transaction() as session:
        session.get_one(RoomFile, shared_id).withdrawn_at = NOW
