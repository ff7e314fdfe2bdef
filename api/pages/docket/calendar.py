"""A person's own calendar: its address, and what calendar programs read there."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.deps import Now, chosen_language
from api.pages.docket.shared import DONE, READ, Keeper, grade_in_words, redirect
from api.pages.rendering import office, own_page
from api.pages.words import Words
from models.actions.feeds import close_feeds, open_feed
from models.db import reading, transaction
from models.links import calendar_link, read_calendar_link
from models.queries.docket import ClockLine
from models.queries.feeds import open_feed_of, read_feed
from models.rules.days import local_date
from models.rules.words import Language
from models.settings import settings
from reports.calendars import Entry, feed

router = APIRouter()

PRIVATE = {"X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer", "Cache-Control": "private, no-cache"}
"""The address is a secret."""


@router.api_route("/docket/calendar", methods=READ)
def own_calendar(request: Request, member: Keeper, done: str = "") -> Response:
    with reading() as session:
        found = open_feed_of(session, member.actor)
    path = calendar_link(found.id) if found else ""
    base = settings().base_url.rstrip("/")
    return own_page(
        request, "docket/calendar.html", feed=found, address=f"{base}{path}" if path else "", done=DONE.get(done, "")
    )


@router.post("/docket/calendar")
def make(request: Request, member: Keeper, now: Now) -> Response:
    with transaction() as session:
        open_feed(session, actor=member.actor, now=now)
    return redirect(request, "/docket/calendar", "feed")


@router.post("/docket/calendar/end")
def end(request: Request, member: Keeper, now: Now) -> Response:
    with transaction() as session:
        close_feeds(session, actor=member.actor, now=now)
    return redirect(request, "/docket/calendar", "feed_ended")


@router.api_route("/calendar/{token}.ics", methods=READ)
def read_calendar(request: Request, token: str, now: Now) -> Response:
    """In the person's language, or in the one of `?lang=`. The address alone is the permission."""
    feed_id = read_calendar_link(token)
    with reading() as session:
        found = read_feed(session, feed_id, today=local_date(now))
    language = chosen_language(request) or found.person.language
    base = settings().base_url.rstrip("/")
    entries = [_entry(line, language, base) for line in found.lines]
    host = office().rpartition("@")[2]
    text = feed(entries, language=language, host=host, now=now)
    headers = PRIVATE | {"Content-Disposition": 'inline; filename="helix.ics"'}
    return Response(text, media_type="text/calendar; charset=utf-8", headers=headers)


def _entry(line: ClockLine, language: Language, base: str) -> Entry:
    """Neither the technology's title nor the number of the application goes out."""
    clock = line.clock
    return Entry(
        number=clock.id,
        reference=line.reference,
        rule=line.label(language),
        office=line.office,
        nominal=clock.nominal_on,
        due=clock.due_on,
        payable=clock.payable_on,
        late_until=clock.late_until,
        source=line.source(language),
        certainty=grade_in_words(line.certainty, Words(language)),
        link=f"{base}/docket/clocks/{clock.id}",
    )
