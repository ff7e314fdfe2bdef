"""What a planned filing would start, and what a planned publication would cost: by the same rules as the clocks."""

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from models.rules.bilingual import Bilingual
from models.rules.calendars import Closed
from models.rules.clocks import Computed, due, ep_renewals, last_filing_day, rule_named
from models.rules.dates import spell
from models.rules.docket import Application, Begun, Grace, begun_by, graces, unreminded
from models.rules.numbers_of_offices import offices
from models.rules.refused import ClockRefused
from models.rules.words import FilingRoute, PatentEventKind, ProtectionStrategy

_KEPT = Bilingual(
    en="The filing of {filed} is not later than the publication of {published}: nothing is lost.",
    pl="Zgłoszenie z {filed} nie jest późniejsze niż publikacja z {published}: nic nie przepada.",
)
_FORGIVEN = Bilingual(
    en="The publication comes first, but a publication of one's own is forgiven to a filing by {last}: the filing of "
    "{filed} is in time. {how}",
    pl="Publikacja jest wcześniejsza, ale własna publikacja nie szkodzi zgłoszeniu dokonanemu do {last}: zgłoszenie z "
    "{filed} mieści się w terminie. {how}",
)
_TOO_LATE = Bilingual(
    en="A publication of one's own is forgiven to a filing by {last} only: the filing of {filed} comes too late. "
    "{loss} {how}",
    pl="Własna publikacja nie szkodzi tylko zgłoszeniu dokonanemu do {last}: zgłoszenie z {filed} jest spóźnione. "
    "{loss} {how}",
)
_FILE_BY_GRACE = Bilingual(
    en="File by {last}: to that day a publication of one's own is forgiven. {how}",
    pl="Zgłoszenia należy dokonać do {last}: do tego dnia własna publikacja nie szkodzi. {how}",
)
_LOST = Bilingual(
    en="The publication of {published} comes before the filing of {filed}. {loss} {note}",
    pl="Publikacja z {published} wyprzedza zgłoszenie z {filed}. {loss} {note}",
)
_FILE_FIRST = Bilingual(
    en="File by {published}, the day of the publication itself, at the latest; after it: {loss} {note}",
    pl="Zgłoszenia należy dokonać najpóźniej {published}, w dniu publikacji; później: {loss} {note}",
)
_LAPSED = Bilingual(
    en="The first filing of {first} gives no priority to a filing of {filed}: the time for it ended on {end}{unless}. "
    "The plan is judged by its own day. What the first filing protects stays as it is; once published, it counts "
    "against the plan.",
    pl="Pierwsze zgłoszenie z {first} nie daje pierwszeństwa zgłoszeniu z {filed}: termin na to upłynął {end}{unless}. "
    "Plan jest oceniany według własnej daty. Ochrona z pierwszego zgłoszenia pozostaje bez zmian; po publikacji "
    "szkodzi ono nowości planowanego.",
)
_MAY_HAVE_MOVED = Bilingual(
    en=", unless closed days of the office moved it", pl=", o ile nie przesunęły go dni wolne urzędu"
)
_NOTHING = Bilingual(en="", pl="")
_CALENDARS = {"EP": "EPO", "WO": "WIPO"}
"""By the office's code, where its closed days have another name."""


class Verdict(StrEnum):
    KEPT = "kept"
    LOST = "lost"
    FILE_BY = "file_by"


@dataclass(frozen=True)
class Plan:
    """Days that somebody thinks of. `priority_on` is that of a first filing already made."""

    office: str
    route: FilingRoute
    filing_on: date | None
    publication_on: date | None
    priority_on: date | None = None
    lapsed: bool = False
    """There is a first filing, too long ago for this one to claim."""

    @property
    def effective_on(self) -> date | None:
        """The day by which novelty is judged: that of the first filing."""
        return self.priority_on or self.filing_on

    @property
    def application(self) -> Application:
        if self.lapsed:
            return Application(self.office, self.route, first=False, priority_on=None)
        priority = self.priority_on or self.filing_on
        return Application(self.office, self.route, self.priority_on is None, priority)


@dataclass(frozen=True)
class Right:
    """What becomes of a right at an office; `by` is the last day on which a filing keeps it."""

    office: Bilingual
    verdict: Verdict
    by: date | None
    told: Bilingual
    source: Bilingual
    certainty: str


@dataclass(frozen=True)
class Foreseen:
    clocks: tuple[Computed, ...]
    """Those that somebody of the institution must keep, by date."""
    watched: tuple[Computed, ...]
    """What offices and others would do."""
    rights: tuple[Right, ...]
    lapsed: Bilingual | None = None
    """Why the first filing gives the plan no priority."""


def what_if(plan: Plan, regimes: Collection[str], closed_days: Callable[[str], Closed]) -> Foreseen:
    """ClockRefused where no day can be counted, as beyond the year 9999."""
    lapsed = _lapsed(plan, closed_days)
    if lapsed is not None:
        plan = replace(plan, priority_on=None, lapsed=True)
    computed = sorted(_clocks(plan, regimes, closed_days), key=lambda each: each.nominal)
    return Foreseen(
        clocks=tuple(each for each in computed if each.rule.code not in unreminded()),
        watched=tuple(each for each in computed if each.rule.code in unreminded()),
        rights=tuple(_right(plan, grace) for grace in graces() if grace.rule.regime in regimes)
        if plan.publication_on
        else (),
        lapsed=lapsed,
    )


def _lapsed(plan: Plan, closed_days: Callable[[str], Closed]) -> Bilingual | None:
    """Why the first filing cannot be claimed: the planned one comes after the time for it (Paris art. 4C).

    A national phase goes back to the international application, which has claimed it. Where no list of closed days
    vouches for the last day, it is told so, and the plan is judged as too late: nobody relies on a priority in doubt.
    """
    if plan.priority_on is None or plan.filing_on is None or plan.route is FilingRoute.PCT:
        return None
    rule = rule_named("paris_design_6m" if plan.route is FilingRoute.DESIGN else "paris_12m")
    with suppress(ClockRefused):  # an office without a calendar of its own
        rule = rule.at(_CALENDARS.get(plan.office, plan.office))
    last = due(rule, plan.priority_on, closed_days(rule.rolls) if rule.rolls else None)
    if plan.filing_on <= (last.due or last.nominal):
        return None
    unless = _NOTHING if last.due else _MAY_HAVE_MOVED
    days = {"first": spell(plan.priority_on), "filed": spell(plan.filing_on), "end": spell(last.due or last.nominal)}
    return _LAPSED.filled(**days, unless=unless)


def _clocks(plan: Plan, regimes: Collection[str], closed_days: Callable[[str], Closed]) -> list[Computed]:
    if plan.filing_on is None:
        return []
    begun = begun_by(PatentEventKind.FILED, plan.filing_on, plan.application, regimes)
    return [_counted(each, closed_days) for each in begun if _can_be_counted(plan, each)]


def _can_be_counted(plan: Plan, begun: Begun) -> bool:
    """The renewals of a Euro-PCT application count from the international filing, which the plan does not name."""
    return not begun.second and not (begun.rule.renewal and plan.route is FilingRoute.PCT)


def _counted(begun: Begun, closed_days: Callable[[str], Closed]) -> Computed:
    rule = begun.rule
    if rule.renewal:
        return next(each for each in ep_renewals(begun.on) if each.rule.code == rule.code)
    return due(rule, begun.on, closed_days(rule.rolls) if rule.rolls else None)


def _right(plan: Plan, grace: Grace) -> Right:
    published, filed = plan.publication_on, plan.effective_on
    assert published is not None
    verdict, by, told = _judged(grace, published, filed)
    rule = grace.rule
    return Right(offices()[grace.office].name, verdict, by, told, rule.source, str(rule.grade))


def _judged(grace: Grace, published: date, filed: date | None) -> tuple[Verdict, date | None, Bilingual]:
    rule = grace.rule
    note = rule.note or _NOTHING
    words = {"published": spell(published), "loss": rule.on_expiry, "note": note}
    if filed is not None:
        words["filed"] = spell(filed)
        if filed <= published:
            return Verdict.KEPT, published, _KEPT.filled(**words)
    if not grace.own_publication:
        told = _FILE_FIRST if filed is None else _LOST
        return (Verdict.FILE_BY if filed is None else Verdict.LOST), published, _tidy(told.filled(**words))
    last = last_filing_day(rule, published)
    words |= {"last": spell(last.nominal), "how": last.explanation}
    if filed is None:
        return Verdict.FILE_BY, last.nominal, _FILE_BY_GRACE.filled(**words)
    if filed <= last.nominal:
        return Verdict.KEPT, last.nominal, _FORGIVEN.filled(**words)
    return Verdict.LOST, last.nominal, _TOO_LATE.filled(**words)


def _tidy(told: Bilingual) -> Bilingual:
    return Bilingual(en=told.en.strip(), pl=told.pl.strip())


@dataclass(frozen=True)
class Alarm:
    """Something was or will be public before a filing. `rights` say what that costs."""

    published_on: date
    planned: bool
    days: int
    """From today to the publication; negative when it has happened."""
    rights: tuple[Right, ...]
    secret: bool = False
    """It is know-how: a publication, and not the want of a filing, would cost the protection."""

    @property
    def act_by(self) -> date | None:
        """The first of the last days that are still to come."""
        return min((right.by for right in self.rights if right.by and right.verdict is Verdict.FILE_BY), default=None)


def alarm_of(
    *,
    planned_on: date | None,
    published_on: date | None,
    priority_on: date | None,
    strategy: ProtectionStrategy | None,
    regimes: Collection[str],
    today: date,
) -> Alarm | None:
    """What has happened counts before what is planned. Copyright needs no filing, and know-how no publication."""
    if strategy is ProtectionStrategy.KNOW_HOW and planned_on is not None and published_on is None:
        return Alarm(planned_on, True, (planned_on - today).days, (), secret=True)
    if strategy in (ProtectionStrategy.KNOW_HOW, ProtectionStrategy.COPYRIGHT):
        return None
    public_on = published_on or planned_on
    if public_on is None or (priority_on is not None and priority_on <= public_on):
        return None
    plan = Plan("PL", FilingRoute.DIRECT, None, public_on, priority_on)
    rights = tuple(_right(plan, grace) for grace in graces() if grace.rule.regime in regimes)
    return Alarm(
        public_on, published_on is None, (public_on - today).days, tuple(_passed(each, today) for each in rights)
    )


def _passed(right: Right, today: date) -> Right:
    """A last day that is over is no advice any more."""
    if right.verdict is Verdict.FILE_BY and right.by is not None and right.by < today:
        return Right(right.office, Verdict.LOST, right.by, right.told, right.source, right.certainty)
    return right
