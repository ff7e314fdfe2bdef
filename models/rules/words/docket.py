"""Applications, what happens to them, and the clocks that this starts."""

from enum import StrEnum


class CaseStatus(StrEnum):
    PLANNED = "planned"
    PENDING = "pending"
    GRANTED = "granted"
    LAPSED = "lapsed"


class FilingRoute(StrEnum):
    """By which way an application came to its office."""

    DIRECT = "direct"
    PCT = "pct"  # the national or regional phase of an international application
    PROVISIONAL = "provisional"  # in the United States
    DESIGN = "design"


class PatentEventKind(StrEnum):
    """What happens to an application; `docket.toml` says which clocks each starts and ends."""

    FILED = "filed"
    PRIORITY_PROVED = "priority_proved"
    SEARCH_REPORT = "search_report"
    PUBLISHED = "published"
    CLAIMS_AMENDED = "claims_amended"
    DEMAND_FILED = "demand_filed"
    EXAMINATION_REQUESTED = "examination_requested"
    LOSS_NOTED = "loss_noted"
    FURTHER_PROCESSING = "further_processing"
    FEE_SUMMONED = "fee_summoned"
    FEE_PAID = "fee_paid"
    PAID_PERIOD_ENDED = "paid_period_ended"
    RENEWAL_PAID = "renewal_paid"
    GRANT_MENTIONED = "grant_mentioned"
    GRANTED = "granted"
    UNITARY_REQUESTED = "unitary_requested"
    TRANSLATION_FILED = "translation_filed"
    REMUNERATION_FIXED = "remuneration_fixed"
    OPPOSITION_FILED = "opposition_filed"
    WITHDRAWN = "withdrawn"
    ABANDONED = "abandoned"
    LAPSED = "lapsed"
    REVOKED = "revoked"


class ClockState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    SUPPRESSED = "suppressed"


class Certainty(StrEnum):
    """How well a legal rule is sourced; shown wherever its date is shown."""

    VERIFIED = "V"
    PROMULGATED = "VE"
    COMPUTED = "C"
    BACKGROUND = "BK"
    AGREED = "A"  # no law: a contract says so, as the office has read it
