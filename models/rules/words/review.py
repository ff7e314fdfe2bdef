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


class RequestState(StrEnum):
    """Of the request that asks one person to review one technology."""

    OPEN = "open"
    DONE = "done"
    DECLINED = "declined"  # by the reviewer, with a reason
    WITHDRAWN = "withdrawn"  # by the office, such as when somebody else takes their place


class ConflictRuling(StrEnum):
    """What the office decided about a conflict of interest that somebody declared."""

    ADMITTED = "admitted"  # may review or decide, and the note stands beside it
    EXCLUDED = "excluded"  # their scores do not count


class Tie(StrEnum):
    """What Helix itself finds between a person and a technology."""

    SUBMITTER = "submitter"
    CREATOR = "creator"
    DEPARTMENT = "department"  # the same as a creator's


class EffectKind(StrEnum):
    """What a decision sets going."""

    DECISION_DONE = "decision_done"  # the statutory clock for the decision is closed
    FILING_DUE = "filing_due"  # the first filing is what comes next
    SECRECY = "secrecy"  # it is to be kept secret
    SOFTWARE = "software"  # the work and its licensing are to be settled
    OFFER_DUE = "offer_due"  # the rights must be offered to the creators: art. 154(3)
    CLOSED = "closed"  # the case is closed


class RightsAnswer(StrEnum):
    """A creator's answer to the offer of the rights."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


class SoftwareLicensing(StrEnum):
    """How a work under copyright is to be given to others."""

    PROPRIETARY = "proprietary"
    OPEN_SOURCE = "open_source"
    DUAL = "dual"  # open to all, and under terms of its own to businesses
