"""Who holds the ball: whose act a technology waits for, why, and since when."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from models.rules.words import Stage


class Holder(StrEnum):
    OFFICER = "officer"
    CREATORS = "creators"
    REVIEWERS = "reviewers"
    PARTNER = "partner"
    HELIX = "helix"
    NOBODY = "nobody"


class Wait(StrEnum):
    """What is waited for."""

    ENDED = "ended"
    HELD = "held"
    WORK = "work"  # a flow has something to do for this stage
    WORK_PARKED = "work_parked"
    RETURNED = "returned"  # the disclosure was sent back, and no corrected one came yet
    REMARKED = "remarked"  # the officer has asked for a correction while it is in disclosure
    FIELDS = "fields"  # of the disclosure
    CONFIRMATION = "confirmation"  # of shares
    SCORES = "scores"
    CONSENT = "consent"
    BRIEF = "brief"
    NDA = "nda"
    SIGNATURE = "signature"
    ANSWER = "answer"  # from a business that has the brief
    DECISION = "decision"  # the officer's next act


@dataclass(frozen=True, slots=True)
class Ball:
    holder: Holder
    wait: Wait
    since: datetime
    names: tuple[str, ...] = ()
    """Of those whose confirmation is missing."""


@dataclass(frozen=True, slots=True)
class BallFacts:
    """`unmet` is what the move onwards still demands: what is missing, by gate. The moments say since when
    something waits; `None` where nothing does."""

    stage: Stage
    since: datetime
    """Of the stage."""
    ended: bool = False
    held: bool = False
    unmet: Mapping[str, Collection[str]] = field(default_factory=dict)
    submitted_at: datetime | None = None
    """The latest version of the disclosure."""
    returned: bool = False
    """The last move was back to disclosure."""
    remarked_at: datetime | None = None
    """The officer's oldest remark on the disclosure that no corrected version has answered."""
    working: bool = False
    parked: bool = False
    asked_at: datetime | None = None
    """The latest brief that a business has not answered."""
    nda_at: datetime | None = None
    """An NDA that the partner has not signed."""
    agreement_at: datetime | None = None
    """A licence, option or assignment that the institution has signed and the partner has not."""


def who_holds(facts: BallFacts) -> Ball:
    """The first of these that is so: an end, a hold, what creators are asked to correct, Helix's own work, the stage's
    own question, the officer."""
    if facts.ended:
        return Ball(Holder.NOBODY, Wait.ENDED, facts.since)
    if facts.held:
        return Ball(Holder.OFFICER, Wait.HELD, facts.since)
    if to_correct := _to_correct(facts):
        return to_correct
    if facts.working:
        return Ball(Holder.HELIX, Wait.WORK, facts.since)
    if facts.parked:
        return Ball(Holder.OFFICER, Wait.WORK_PARKED, facts.since)
    asked = _OF_STAGE[facts.stage](facts) if facts.stage in _OF_STAGE else None
    return asked or Ball(Holder.OFFICER, Wait.DECISION, facts.since)


def _to_correct(facts: BallFacts) -> Ball | None:
    """Helix's work on the version before is no reason to wait with the next."""
    if facts.stage is not Stage.DISCLOSURE:
        return None
    corrected = facts.submitted_at is not None and facts.submitted_at > facts.since
    if facts.returned and not corrected:
        return Ball(Holder.CREATORS, Wait.RETURNED, facts.since)
    return Ball(Holder.CREATORS, Wait.REMARKED, facts.remarked_at) if facts.remarked_at else None


def _disclosure(facts: BallFacts) -> Ball | None:
    since = facts.submitted_at or facts.since
    if facts.unmet.keys() & {"required_fields_complete", "shares_sum_to_hundred", "public_disclosure_answered"}:
        return Ball(Holder.CREATORS, Wait.FIELDS, since)
    if "contributors_confirmed" in facts.unmet:
        return Ball(Holder.CREATORS, Wait.CONFIRMATION, since, tuple(facts.unmet["contributors_confirmed"]))
    return None


def _review(facts: BallFacts) -> Ball | None:
    unscored = facts.unmet.keys() & {"assessment_scored", "enough_reviewers"}
    return Ball(Holder.REVIEWERS, Wait.SCORES, facts.since) if unscored else None


def _offer(facts: BallFacts) -> Ball | None:
    written = {"offer_complete", "lint_without_errors", "confidentiality_scan_passed", "offer_approved"}
    if facts.unmet.keys() & written:
        return None
    if "lead_contributor_consented" in facts.unmet:
        return Ball(Holder.CREATORS, Wait.CONSENT, facts.since)
    return Ball(Holder.HELIX, Wait.BRIEF, facts.since) if "brief_rendered" in facts.unmet else None


def _partnering(facts: BallFacts) -> Ball | None:
    """Whoever has shown interest waits for the officer, or for an NDA that only they can sign."""
    if facts.nda_at:
        return Ball(Holder.PARTNER, Wait.NDA, facts.nda_at)
    if facts.asked_at and "lead_interested" in facts.unmet:
        return Ball(Holder.PARTNER, Wait.ANSWER, facts.asked_at)
    return None


def _negotiation(facts: BallFacts) -> Ball | None:
    if facts.agreement_at:
        return Ball(Holder.PARTNER, Wait.SIGNATURE, facts.agreement_at)
    return Ball(Holder.PARTNER, Wait.NDA, facts.nda_at) if facts.nda_at else None


_OF_STAGE = {
    Stage.DISCLOSURE: _disclosure,
    Stage.IP_REVIEW: _review,
    Stage.OFFER: _offer,
    Stage.PARTNERING: _partnering,
    Stage.NEGOTIATION: _negotiation,
}
