"""The docket's own rules: which clocks an event of an application starts, and of which it is the act.

Pure, and data: `docket.toml`. The clocks' lengths are in `models.rules.clocks`.
"""

import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from models.rules.bilingual import Bilingual
from models.rules.clocks import ClockRule, clock_rules, regimes, rule_named, started_by
from models.rules.refused import ClockRefused
from models.rules.words import CaseStatus, FilingRoute, PatentEventKind

_UNKNOWN_REGIMES = Bilingual(
    en="There is no regime “{codes}”; there are {known}.", pl="Nie ma systemu prawnego „{codes}”; są: {known}."
)


@dataclass(frozen=True, slots=True)
class Application:
    """What the rules look at. `priority_on` is the family's; the first filing's is its own date."""

    office: str
    route: FilingRoute
    first: bool
    priority_on: date | None

    @property
    def claims_priority(self) -> bool:
        return not self.first and self.priority_on is not None


@dataclass(frozen=True)
class Scope:
    """Applications: empty means any."""

    offices: frozenset[str] = frozenset()
    routes: frozenset[str] = frozenset()
    not_offices: frozenset[str] = frozenset()

    def holds(self, application: Application) -> bool:
        return (
            (not self.offices or application.office in self.offices)
            and (not self.routes or application.route in self.routes)
            and application.office not in self.not_offices
        )


@dataclass(frozen=True)
class Start:
    """An event that is a trigger."""

    event: PatentEventKind
    trigger: str
    scope: Scope
    first: bool = False
    from_priority: bool = False
    claims_priority: bool = False

    def holds(self, application: Application) -> bool:
        return (
            self.scope.holds(application)
            and (application.first or not self.first)
            and (application.claims_priority or not self.claims_priority)
        )


@dataclass(frozen=True)
class Ending:
    """An event that is the act of a rule; `family`: of another application."""

    event: PatentEventKind
    scope: Scope
    family: bool = False


@dataclass(frozen=True)
class Docketed:
    """What the docket knows of a rule that events start."""

    scope: Scope
    endings: tuple[Ending, ...]


@dataclass(frozen=True)
class EventSort:
    kind: PatentEventKind
    label: Bilingual
    hint: Bilingual | None = None
    offices: frozenset[str] = frozenset()
    once: bool = False
    ends: bool = False
    year: bool = False

    def happens_at(self, office: str) -> bool:
        return not self.offices or office in self.offices


@dataclass(frozen=True)
class Grace:
    """A grace period as the what-if form asks of it."""

    rule: ClockRule
    office: str
    own_publication: bool
    """Whether a publication by the inventors themselves is forgiven."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A clock to be started, or with `second` to be given its second trigger."""

    rule: ClockRule
    on: date
    second: bool = False


def begun_by(
    event: PatentEventKind, happened_on: date, application: Application, chosen: Collection[str]
) -> Iterator[Begun]:
    """The clocks of the `chosen` regimes that an event triggers. A grace period looks back: none of it runs."""
    for start in _starts():
        if start.event is not event or not start.holds(application):
            continue
        day = application.priority_on or happened_on if start.from_priority else happened_on
        for rule in started_by(start.trigger):
            if rule.regime in chosen and not rule.grace and concerns(rule, application):
                yield Begun(rule, day, second=rule.leg.starts_on != start.trigger)


def concerns(rule: ClockRule, application: Application) -> bool:
    known = _rules().get(_series(rule))
    return known is not None and known.scope.holds(application)


def is_act_of(event: PatentEventKind, by: Application, rule: ClockRule, *, same: bool, year: int | None = None) -> bool:
    """Whether an event ends the rule's clock: of the same application, or of another one of the family."""
    known = _rules().get(_series(rule))
    if known is None:
        return False
    if rule.renewal is not None and rule.renewal.year != year:
        return False
    return any(
        ending.event is event and ending.family is not same and ending.scope.holds(by) for ending in known.endings
    )


def event_sorts() -> dict[PatentEventKind, EventSort]:
    """In the order in which they are offered."""
    return _events()


def events_at(office: str) -> list[EventSort]:
    return [sort for sort in _events().values() if sort.happens_at(office)]


def standing(kinds: Collection[PatentEventKind]) -> CaseStatus:
    """What an application is by what has happened to it."""
    if any(_events()[kind].ends for kind in kinds):
        return CaseStatus.LAPSED
    if PatentEventKind.GRANTED in kinds or PatentEventKind.GRANT_MENTIONED in kinds:
        return CaseStatus.GRANTED
    return CaseStatus.PENDING if kinds else CaseStatus.PLANNED


@cache
def default_regimes() -> tuple[str, ...]:
    return tuple(_data()["default_regimes"])


def chosen_regimes(stored: Collection[str] | None) -> frozenset[str]:
    """Of an institution: what it chose, or the usual ones."""
    return frozenset(default_regimes() if stored is None else stored)


def demand_regimes(codes: Collection[str]) -> list[str]:
    """In the order of the regimes, each once. ClockRefused where one does not exist."""
    unknown = sorted(set(codes) - set(regimes()))
    if unknown:
        raise ClockRefused(_UNKNOWN_REGIMES.filled(codes=", ".join(unknown), known=", ".join(regimes())))
    return [code for code in regimes() if code in codes]


@cache
def unreminded() -> frozenset[str]:
    """Rules by which an office or somebody else acts: nobody of ours is reminded or late."""
    return frozenset(_data()["others_act"]) | {code for code, rule in clock_rules().items() if rule.event}


@cache
def graces() -> tuple[Grace, ...]:
    return tuple(Grace(rule_named(code), **entry) for code, entry in _data()["grace"].items())


@cache
def _events() -> dict[PatentEventKind, EventSort]:
    return {PatentEventKind(kind): _event(PatentEventKind(kind), entry) for kind, entry in _data()["event"].items()}


def _event(kind: PatentEventKind, entry: dict[str, Any]) -> EventSort:
    words = {key: Bilingual.read(entry[key]) for key in ("label", "hint") if key in entry}
    return EventSort(kind, **(entry | words | {"offices": frozenset(entry.get("offices", ()))}))


@cache
def _starts() -> tuple[Start, ...]:
    return tuple(
        Start(
            PatentEventKind(entry["event"]),
            entry["trigger"],
            _scope(entry),
            entry.get("first", False),
            entry.get("from_priority", False),
            entry.get("claims_priority", False),
        )
        for entry in _data()["start"]
    )


@cache
def _rules() -> dict[str, Docketed]:
    """By the code of a rule, or of a series of renewals."""
    return {
        code: Docketed(_scope(entry), tuple(_ending(each) for each in entry["ended_by"]))
        for code, entry in _data()["rule"].items()
    }


def _ending(entry: dict[str, Any]) -> Ending:
    return Ending(PatentEventKind(entry["event"]), _scope(entry), entry.get("family", False))


def _scope(entry: dict[str, Any]) -> Scope:
    return Scope(**{key: frozenset(entry.get(key, ())) for key in ("offices", "routes", "not_offices")})


def _series(rule: ClockRule) -> str:
    return rule.renewal.series if rule.renewal else rule.code


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files("models.rules").joinpath("docket.toml").read_text(encoding="utf-8"))
