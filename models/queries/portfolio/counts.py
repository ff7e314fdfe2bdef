"""The figures of a period. A count that is None is withheld: it would tell of single cases of an institution."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.rules.periods import Period
from models.rules.small_counts import Count
from models.rules.words import AgreementKind, Answer, DeclineReason, Field, Language, Stage, ValueChain

HORIZONS = {6: 183, 12: 365, 24: 730}
"""Months within which a cohort is watched, and as how many days they count."""


@dataclass(frozen=True, slots=True)
class StageLine:
    stage: Stage
    target_days: int | None
    """None for an end."""
    entered: Count
    """Technologies that came to the stage in the period, and not by being sent back."""
    entered_in_year: Count
    """The same for the twelve months up to the period's end."""
    standing: Count
    median_age: int | None
    """Days in the stage, of an even number the younger in the middle; None where nothing stands, or it is withheld."""
    late: Count
    """Of those that stand there, how many are over the target."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """All that was disclosed in one quarter, wherever it stands now."""

    quarter: Period
    size: Count
    reached: Mapping[int, Mapping[Stage, Count]]
    """By horizon in months: how many of them had reached each stage within it."""
    over: frozenset[int]
    """Horizons that are over for the whole cohort; of the others more may still reach a stage."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """All cohorts together for which a horizon is over."""

    size: Count
    reached: Mapping[Stage, Count]


@dataclass(frozen=True, slots=True)
class Line:
    disclosed: Count
    """In the period."""
    under_way: Count
    public: Count
    """Of these, how many stand in a stage whose offers are public."""
    licensed: Count
    """Ever, up to the period's end."""


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """A field, a chain with all its fields (`field` is None), or what has neither."""

    chain: ValueChain | None
    field: Field | None
    line: Line


@dataclass(frozen=True, slots=True)
class HouseLine:
    name_en: str
    name_pl: str
    line: Line


@dataclass(frozen=True, slots=True)
class PublishedOffer:
    """Published in the period, and still public when the report is made."""

    reference: str
    title: str
    language: Language
    field: Field | None
    name_en: str
    """Of the institution; empty for an anonymous offer."""
    name_pl: str


@dataclass(frozen=True, slots=True)
class Answers:
    made_public: int
    """Technologies whose offers became public in the period."""
    sent: int
    given: Mapping[Answer, int]
    reasons: Mapping[DeclineReason, int]
    leads: int
    """Paths with a partner that began."""


@dataclass(frozen=True, slots=True)
class Income:
    """Received in the period, by currency. Money is minor units."""

    currency: str
    agreements: Count
    payments: Count
    amount: int | None
    of_licences: int | None
    """Of it, from licences and options."""


@dataclass(frozen=True, slots=True)
class Deals:
    signed: Mapping[AgreementKind, Count]
    income: Sequence[Income]


@dataclass(frozen=True, slots=True)
class Survey:
    """What AUTM and ASTP ask for, as far as Helix knows it."""

    disclosures: Count
    spin_off_intents: Count
    """Disclosures whose creators mean to found a company."""
    priority_filings: Count
    filings: Count
    """All applications, those that continue a first filing too."""
    grants: Count
    patents_in_force: Count
    active_licences: Count
    """Licences and options in force at the period's end."""


@dataclass(frozen=True, slots=True)
class Portfolio:
    period: Period
    day: date
    """When it was read."""
    total: Line
    stages: Sequence[StageLine]
    cohorts: Sequence[Cohort]
    pooled: Mapping[int, Pooled]
    """By horizon in months."""
    subjects: Sequence[SubjectLine]
    houses: Sequence[HouseLine]
    """Only of the network."""
    offers: Sequence[PublishedOffer]
    offers_left_out: int
    """Those beyond the longest list."""
    answers: Answers
    deals: Deals
    survey: Survey
    imported: int
    """Cases that came from an earlier register: they are in no cohort."""
