"""Who gets in where, on the docket. Letters: t led to sign-in, r 403, h 404, i let in."""

from typing import Any

from sqlmodel import Session, select

from models.actions.docket import add_application, open_family
from models.actions.docket_forms import ApplicationForm, FamilyForm
from models.actions.feeds import open_feed
from models.links import calendar_link
from models.tables import PatentEvent
from tests.api.conftest import World
from tests.factories import NOW, TODAY

WHO = (
    "nobody",
    "researcher",
    "colleague",
    "officer",
    "reviewer",
    "stranger",
    "coordinator",
    "administrator",
    "contact",
    "other_contact",
)
_OWN, _OF_A_CASE = "trriiirrrr", "trriihrrrr"
_DATE = {"happened_on": "2026-01-05", "reason": "Read wrongly."}

ROUTES: dict[tuple[str, str], tuple[str, dict[str, str] | None]] = {
    # before the officer makes another address and ends this one
    ("GET", "/calendar/{token}.ics"): ("iiiiiiiiii", None),
    ("GET", "/docket"): (_OWN, None),
    ("GET", "/docket/what-if"): (_OWN, None),
    ("GET", "/docket/late"): (_OWN, None),
    ("GET", "/docket/late.csv"): (_OWN, None),
    ("GET", "/docket/families"): (_OWN, None),
    ("GET", "/docket/families/new"): (_OWN, None),
    ("POST", "/docket/families"): (_OWN, {"reference": "NO-1", "title": "", "priority_on": ""}),
    ("GET", "/docket/families/{family_id}"): (_OF_A_CASE, None),
    ("POST", "/docket/families/{family_id}/applications"): (
        _OF_A_CASE,
        {"case_number": "WALK-1", "office": "EP", "route": "direct"},
    ),
    ("GET", "/docket/applications/{case_id}"): (_OF_A_CASE, None),
    ("POST", "/docket/applications/{case_id}/events"): (
        _OF_A_CASE,
        {"kind": "opposition_filed", "happened_on": "2026-11-23"},
    ),
    ("GET", "/docket/events/{event_id}"): (_OF_A_CASE, None),
    ("POST", "/docket/events/{event_id}"): (_OF_A_CASE, _DATE),
    ("GET", "/docket/clocks/{clock_id}"): (_OF_A_CASE, None),
    ("POST", "/docket/clocks/{clock_id}/act"): (_OF_A_CASE, {"done_on": "1900-01-01"}),
    ("POST", "/docket/clocks/{clock_id}/trigger"): (_OF_A_CASE, _DATE),
    ("GET", "/docket/calendar"): (_OWN, None),
    ("POST", "/docket/calendar"): (_OWN, {}),
    ("POST", "/docket/calendar/end"): (_OWN, {}),
}


def prepare(session: Session, world: World, values: dict[str, Any]) -> dict[str, Any]:
    """A family with an application and its filing, and the officer's calendar."""
    officer = world.cast.officer
    family = open_family(session, values["technology_id"], FamilyForm(), actor=officer, now=NOW)
    form = ApplicationForm(case_number="WALK-0", office="PL", first=True, filed_on=TODAY)
    case = add_application(session, family.id, form, actor=officer, now=NOW)
    feed = open_feed(session, actor=officer, now=NOW)
    event = session.exec(select(PatentEvent.id).where(PatentEvent.case_id == case.id)).first()
    token = calendar_link(feed.id).removeprefix("/calendar/").removesuffix(".ics")
    return {"family_id": family.id, "case_id": case.id, "event_id": event, "/calendar/": token}
