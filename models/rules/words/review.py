"""IP review: what is scored, what is decided, how it is protected."""

from enum import StrEnum


class ProtectionStrategy(StrEnum):
    PATENT = "patent"
    KNOW_HOW = "know_how"
    COPYRIGHT = "copyright"


class ReviewOutcome(StrEnum):
    PROCEED = "proceed"
    RELEASE = "release"
    DECLINE = "decline"


class Criterion(StrEnum):
    PATENTABILITY = "patentability"
    FREEDOM_TO_OPERATE = "freedom_to_operate"
    MARKET = "market"
    TEAM = "team"
    READINESS = "readiness"
