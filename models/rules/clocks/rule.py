"""What a clock rule is: who, from what, how long, by which law, and how surely we know it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from models.rules.bilingual import Bilingual
from models.rules.calendars import calendar_named
from models.rules.dates import spell_days, spell_months, spell_years
from models.rules.refused import ClockRefused
from models.rules.words import Certainty


class Strategy(StrEnum):
    ANNIVERSARY = "anniversary"
    MONTH_END = "month_end"
    DAYS = "days"
    BACKWARD = "backward"
    """Looks back from the trigger: the first day that still counts, or the last on which to act."""
    FISCAL_YEAR = "fiscal_year"
    """To the end of a month after the end of the fiscal year in which the trigger lies."""


class Pick(StrEnum):
    EARLIER = "earlier"
    LATER = "later"


class Confidence(StrEnum):
    """How far background knowledge is trusted that was not read up."""

    HIGH = "h"
    MEDIUM = "m"
    LOW = "l"


@dataclass(frozen=True)
class Length:
    years: int = 0
    months: int = 0
    days: int = 0

    @property
    def in_months(self) -> int:
        return 12 * self.years + self.months

    def spelled(self) -> Bilingual:
        if self.years:
            return spell_years(self.years)
        return spell_months(self.months) if self.months else spell_days(self.days)


@dataclass(frozen=True)
class Leg:
    """One count from one trigger. `starts_on` is the trigger's code in `triggers.toml`."""

    starts_on: str
    trigger: Bilingual
    strategy: Strategy
    length: Length = Length()
    year_end: tuple[int, int] = (12, 31)
    """Month and day on which the fiscal year ends."""


@dataclass(frozen=True)
class Grade:
    certainty: Certainty
    confidence: Confidence | None = None
    """Of background knowledge only."""
    secondary: bool = False
    """Read in a secondary source, not in the law itself."""

    def __str__(self) -> str:
        confidence = f"-{self.confidence}" if self.confidence else ""
        return f"{self.certainty}{confidence}{' (secondary)' if self.secondary else ''}"


@dataclass(frozen=True)
class Extension:
    text: Bilingual
    grade: Grade


@dataclass(frozen=True)
class Renewal:
    """The fee of one year: when it may first be paid, and how long with a surcharge. Months run
    from last day to last day (J 4/91)."""

    series: str
    year: int
    payable_months_before: int
    payable_from_filings_of: date
    """For earlier filings the first day of payment was not read."""
    late_months: int


@dataclass(frozen=True)
class ClockRule:
    code: str
    regime: str
    label: Bilingual
    leg: Leg
    source: Bilingual
    grade: Grade
    valid_from: date
    verified_on: date
    who_acts: Bilingual
    on_expiry: Bilingual
    valid_to: date | None = None
    other: Leg | None = None
    """A second count; `pick` says which of both decides."""
    pick: Pick = Pick.LATER
    other_optional: bool = False
    """The second trigger may never happen; without it the first count stands alone."""
    rolls: str | None = None
    """The calendar whose closed days move the due date."""
    office_decides: bool = False
    """The calendar is that of the office where the act is done; `rolls` is only the usual one."""
    event: bool = False
    """What an office will do around that day; nobody has to act by it."""
    grace: bool = False
    """A disclosure from the computed day on does not harm the filing that is the trigger."""
    follows: str | None = None
    """The rule whose nominal end may be the trigger."""
    notification: str | None = None
    """The trigger is the date of a document of this office, which may count as notified later."""
    renewal: Renewal | None = None
    extension: Extension | None = None
    suppression: Bilingual | None = None
    """Where the law itself lets the clock not run; recorded with the reason."""
    note: Bilingual | None = None

    @property
    def trigger(self) -> Bilingual:
        return self.leg.trigger

    @property
    def strategy(self) -> Strategy:
        return self.leg.strategy

    @property
    def certainty(self) -> Certainty:
        return self.grade.certainty

    @property
    def moves(self) -> bool:
        return self.rolls is not None or self.office_decides

    def at(self, office: str) -> "ClockRule":
        """The rule with the closed days of `office`, where the act will be done.

        ClockRefused for an office without a calendar, and where the law names the calendar itself.
        """
        if not calendar_named(office).office or (not self.office_decides and office != self.rolls):
            raise ClockRefused(_NOT_BY_OFFICE.filled(label=self.label, source=self.source, office=office))
        return replace(self, rolls=office)


_NOT_BY_OFFICE = Bilingual(
    en="The closed days of “{office}” do not move “{label}” ({source}): leave the office out.",
    pl="Dni wolne „{office}” nie przesuwają terminu „{label}” ({source}): nie należy podawać urzędu.",
)
