"""Every page of the docket, opened by everybody."""

from datetime import UTC, datetime

import pytest
from sqlmodel import col, select

from models.actions.accounts import Browser, begin_contact_session
from models.actions.docket import add_application, open_family
from models.actions.docket_forms import ApplicationForm, FamilyForm
from models.actions.feeds import open_feed
from models.db import reading, transaction
from models.links import calendar_link
from models.tables import Clock, Contact, PatentEvent
from tests import factories as make
from tests.api.pages.docket.conftest import FORM
from tests.api.pages.walk_docket import ROUTES, WHO
from tests.factories import NOW, TODAY


@pytest.fixture
def places(cast):
    with transaction() as session:
        made = make.to_review(session, cast)
        family = open_family(session, made.id, FamilyForm(), actor=cast.officer, now=NOW)
        form = ApplicationForm(case_number="A1", office="PL", first=True, filed_on=TODAY)
        case = add_application(session, family.id, form, actor=cast.officer, now=NOW)
        feed = open_feed(session, actor=cast.officer, now=NOW)
        make.partner(session, cast)
        make.partner(session, cast)
    with reading() as session:
        event = session.exec(select(PatentEvent.id)).one()
        clock = session.exec(select(Clock.id).where(Clock.case_id == case.id)).first()
    token = calendar_link(feed.id).removeprefix("/calendar/").removesuffix(".ics")
    return {"family_id": family.id, "case_id": case.id, "event_id": event, "clock_id": clock, "token": token}


@pytest.fixture
def everybody(visit, cast, places):
    found = {name: visit(getattr(cast, name)) for name in WHO[1:8]}
    with transaction() as session:
        contacts = session.exec(select(Contact.id).order_by(col(Contact.id))).all()
        for name, contact_id in zip(("contact", "other_contact"), contacts, strict=True):
            found[name] = visit()
            secret = begin_contact_session(session, contact_id, Browser(), now=datetime.now(UTC))
            found[name].cookies.set("helix", secret)
    return {"nobody": visit()} | found


def letter(answer) -> str:
    if answer.status_code == 303 and answer.headers["location"].startswith("/sign-in"):
        return "t"
    return {403: "r", 404: "h"}.get(answer.status_code, "i")


def test_everybody_gets_in_where_they_should_and_nowhere_else(everybody, places):
    found = {}
    for (method, template), (_, form) in ROUTES.items():
        path = template.format(**places)
        found[method, template] = "".join(
            letter(everybody[who].request(method, path, data=form, headers=FORM)) for who in WHO
        )
    assert found == {route: letters for route, (letters, _) in ROUTES.items()}
