"""The walk over the routes of this part, until and beside the one over all."""

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from api.pages.officer import agreement, case_agreements, case_offer, case_partners, partners, work
from models.actions.attachments import add_attachment
from models.actions.rooms import share_file
from models.db import transaction
from models.files import keep
from models.queries.accounts import contact_actor
from models.rules.permissions import Actor
from models.rules.words import DispatchState, Via, WorkState
from models.settings import settings
from models.tables import Agreement, Contact, Delivery, Partner, Technology, Work
from tests import factories as make
from tests.api.conftest import PDF, World, publish
from tests.api.pages.officer.browsing import browser
from tests.api.pages.walk_deals import ROUTES

WHO = "nobody researcher colleague officer reviewer stranger coordinator administrator contact other_contact".split()
MODULES = (case_offer, case_partners, case_agreements, agreement, partners, work)


def test_every_route_has_its_row() -> None:
    have = {
        (method, route.path)
        for module in MODULES
        for route in module.router.routes
        if isinstance(route, Route)
        for method in (route.methods or set()) - {"HEAD"}
    }
    assert have == set(ROUTES)


@pytest.fixture
def subjects(shared: World) -> dict[str, str]:
    """Of the licensed case, each thing that a path names; its own things are made anew for each row."""
    with transaction() as session:
        cast = shared.cast
        technology = session.exec(select(Technology).where(Technology.reference == shared.licensed)).one()
        paper = session.get_one(Agreement, shared.agreement_id)
        paper.document_sha256 = keep(PDF, settings().files).sha256
        session.add(paper)
        added = add_attachment(
            session, technology.id, keep(PDF, settings().files), "a", actor=cast.officer, now=make.NOW
        )
        shared_file = share_file(session, shared.lead_id, added.id, actor=cast.officer, now=make.NOW)
        offer, delivery = publish(session, cast)
        delivery.state, delivery.sending_at = DispatchState.PARKED, make.NOW
        piece = session.exec(select(Work).where(Work.kind == "draw_agreement")).first()
        assert piece is not None
        piece.state = WorkState.PARKED
        session.add_all((delivery, piece))
        contact = session.get_one(Contact, delivery.contact_id)
        return {
            "reference": shared.licensed,
            "published": session.get_one(Technology, offer.technology_id).reference,
            "language": "en",
            "brief_id": str(shared.brief_id),
            "published_brief": str(delivery.brief_id),
            "contact_id": str(contact.id),
            "partner_id": str(contact.partner_id),
            "lead_id": str(shared.lead_id),
            "agreement_id": str(shared.agreement_id),
            "room_file_id": str(shared_file.id),
            "work_id": str(piece.id),
            "kind": "send_delivery",
            "number": str(delivery.id),
        }


def contact_of(world: World, contact_id: int) -> Actor:
    with transaction() as session:
        contact = session.get_one(Contact, contact_id)
        return contact_actor(contact, session.get_one(Partner, contact.partner_id), Via.PAGE)


def letter(status: int, location: str) -> str:
    if status == 303 and location.startswith("/sign-in"):
        return "t"
    return {403: "r", 404: "h"}.get(status, "i" if status < 500 else "500")


@pytest.mark.parametrize("route", list(ROUTES), ids=" ".join)
def test_each_of_the_cast_is_let_in_or_not(
    route: tuple[str, str], shared: World, subjects: dict[str, str], app: Starlette
) -> None:
    method, path = route
    pattern, form = ROUTES[route]
    names = dict(subjects)
    if "brief_id" in path or "messages" in path:
        names |= {"reference": subjects["published"], "brief_id": subjects["published_brief"]}
    address = path.format(**names)
    found = ""
    for who in WHO:
        if who == "nobody":
            client = TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False)
        elif who == "contact":
            client = browser(app, contact_of(shared, int(names["contact_id"])))
        elif who == "other_contact":
            client = browser(app, contact_of(shared, shared.contact_id))
        else:
            client = browser(app, getattr(shared.cast, who))
        answer = client.request(method, address, data=form)
        found += letter(answer.status_code, answer.headers.get("location", ""))
        if who == "officer":
            restore(subjects)
    assert found == pattern


def restore(subjects: dict[str, str]) -> None:
    """What the officer settled waits again for the administrator."""
    with transaction() as session:
        delivery = session.get_one(Delivery, int(subjects["number"]))
        delivery.state, delivery.sending_at = DispatchState.PARKED, make.NOW
        piece = session.get_one(Work, int(subjects["work_id"]))
        piece.state = WorkState.PARKED
        session.add_all((delivery, piece))
