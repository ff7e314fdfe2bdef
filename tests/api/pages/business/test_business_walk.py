"""The walk over the routes of this desk, beside the one over all."""

import re
from collections.abc import Callable

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from api.pages.accounts import sign_in_link
from api.pages.business import guest, inbox, interests, link, nda, room
from api.pages.public import catalogue, feed
from models.actions.acceptance import accept_nda
from models.actions.accounts import Browser, begin_session
from models.db import transaction
from models.links import brief_link, stop_link
from models.tables import Delivery, Offer, Technology
from tests import factories as make
from tests.api.conftest import World
from tests.api.pages.business.conftest import NOW, Deal, actor_of
from tests.api.pages.walk_business import ROUTES, UNWALKED, WHO

MODULES = (catalogue, feed, link, sign_in_link, guest, inbox, interests, nda, room)


def test_every_route_has_its_row_or_a_reason_why_not() -> None:
    have = {
        (method, route.path)
        for module in MODULES
        for route in module.router.routes
        if isinstance(route, Route)
        for method in (route.methods or set()) - {"HEAD"}
    }
    assert have == {*ROUTES, *UNWALKED}


def letter(status: int, location: str) -> str:
    if status == 303 and location.startswith("/sign-in?"):
        return "t"
    if status == 303 and location == "/sign-in":
        return "t"
    return {403: "r", 404: "h"}.get(status, "i" if status < 500 else "500")


def member(app: Starlette, world: World, who: str) -> TestClient:
    headers = {"sec-fetch-site": "same-origin"}
    client = TestClient(app, base_url="http://127.0.0.1:8000", headers=headers, follow_redirects=False)
    if who != "nobody":
        number = getattr(world.cast, who).person_id
        with transaction() as session:
            client.cookies.set("helix", begin_session(session, number, Browser(), now=NOW))
    return client


def test_each_of_the_cast_is_let_in_or_not(
    world: World, deal: Deal, app: Starlette, enter: Callable[[int], TestClient]
) -> None:
    with transaction() as session:
        contact = actor_of(world.contact_id)
        accept_nda(
            session,
            deal.agreement_id,
            signatory="Greta Weiß",
            digest=deal.digest,
            may_sign=True,
            actor=contact,
            now=NOW,
        )
        assert session.get_one(Delivery, world.delivery_id).contact_id == world.contact_id
        offer = session.get_one(Offer, world.offer_id)
        technology = session.get_one(Technology, offer.technology_id)
        offer.figures = [make.figure(session, world.cast, technology).shown_in(offer.language)]
    names = {
        "key": world.published,
        "language": "en",
        "number": "1",
        "delivery_id": str(world.delivery_id),
        "agreement_id": str(deal.agreement_id),
        "lead_id": str(deal.lead_id),
        "file_id": str(deal.file_id),
    }
    clients = {who: member(app, world, who) for who in WHO if not who.endswith("contact")}
    clients |= {"contact": enter(world.contact_id), "other_contact": enter(deal.outsider_id)}
    found = {}
    for (method, path), (_, form) in ROUTES.items():
        token = stop_link(world.contact_id) if path.startswith("/u/") else brief_link(world.delivery_id)
        address = re.sub(r"\{(\w+)\}", lambda part: names[part[1]], path.replace("{token}", token[3:]))
        answers = [clients[who].request(method, address, data=form) for who in WHO]
        found[method, path] = "".join(letter(each.status_code, each.headers.get("location", "")) for each in answers)
    assert found == {route: pattern for route, (pattern, _) in ROUTES.items()}
