"""Clocks as an iCalendar feed (RFC 5545): all-day entries at the nominal date, and nothing confidential in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from models.rules.bilingual import Bilingual
from models.rules.words import Language
from reports.wording import wording

PRODUCT = "-//Helix//Docket//EN"
REFRESH = timedelta(hours=12)
WARN = (14, 1)
"""Days before the date on which the calendar program itself may remind."""

_NAME = Bilingual(en="Helix: legal dates", pl="Helix: terminy ustawowe")
_DATE = Bilingual(en="Date by the law: {day}.", pl="Termin ustawowy: {day}.")
_MOVED = Bilingual(en="Moved by closed days of the office to {day}.", pl="Przesunięty przez dni wolne urzędu na {day}.")
_UNVOUCHED = Bilingual(
    en="No list of closed days vouches for a later day: ask the office before relying on one.",
    pl="Żaden wykaz dni wolnych nie potwierdza późniejszego dnia: należy zapytać w urzędzie.",
)
_SURCHARGE = Bilingual(en="With a surcharge until {day}.", pl="Z dopłatą do {day}.")
_PAYABLE = Bilingual(en="Payable from {day} on.", pl="Można zapłacić od {day}.")
_SOURCE = Bilingual(en="Rule: {source}. Certainty: {certainty}.", pl="Reguła: {source}. Pewność: {certainty}.")
_OPEN = Bilingual(en="Record the act: {link}", pl="Odnotowanie czynności: {link}")


@dataclass(frozen=True)
class Entry:
    """What may leave the institution of a clock: reference, rule, office and dates."""

    number: int
    reference: str
    rule: str
    office: str
    nominal: date
    due: date | None
    payable: date | None
    late_until: date | None
    source: str
    certainty: str
    link: str


def feed(entries: Iterable[Entry], *, language: Language, host: str, now: datetime) -> bytes:
    """`host` makes the identifiers this installation's own; they stay the same for as long as a clock lives."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _NAME.to(language))
    calendar.add("x-published-ttl", f"PT{int(REFRESH.total_seconds() // 3600)}H")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry, language, host, now))
    return bytes(calendar.to_ical())


def _event(entry: Entry, language: Language, host: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"clock-{entry.number}@{host}")
    event.add("dtstamp", datetime.combine(now.astimezone(UTC).date(), time(), UTC))  # an unchanged feed reads the same
    event.add("dtstart", entry.nominal)
    event.add("dtend", entry.nominal + timedelta(days=1))
    event.add("summary", " · ".join(part for part in (entry.reference, entry.rule, entry.office) if part))
    event.add("description", _description(entry, language))
    event.add("url", entry.link)
    event.add("transp", "TRANSPARENT")
    for days in WARN:
        event.add_component(_warning(str(event["summary"]), days))
    return event


def _warning(summary: str, days: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", timedelta(days=-days))
    return alarm


def _description(entry: Entry, language: Language) -> str:
    say = wording(language).date
    lines = [_DATE.filled(day=say(entry.nominal))]
    if entry.due is None:
        lines.append(_UNVOUCHED)
    elif entry.due != entry.nominal:
        lines.append(_MOVED.filled(day=say(entry.due)))
    if entry.payable:
        lines.append(_PAYABLE.filled(day=say(entry.payable)))
    if entry.late_until:
        lines.append(_SURCHARGE.filled(day=say(entry.late_until)))
    lines.append(_SOURCE.filled(source=entry.source, certainty=entry.certainty))
    lines.append(_OPEN.filled(link=entry.link))
    return "\n".join(line.to(language) for line in lines)
