"""What the trail keeps: the acts that a named person vouches for."""

from enum import StrEnum


class SignoffKind(StrEnum):
    """What a named person vouches for. Chained like transitions."""

    CONFIRMATION = "confirmation"  # a contributor confirms their share
    CONSENT = "consent"  # the lead contributor, to exactly this offer version
    APPROVAL = "approval"  # an officer, of exactly this offer version
    OVERRIDE = "override"  # an officer closes a gate by reasoned decision
    SCAN_ACCEPTED = "scan_accepted"  # an officer accepts what the confidentiality scan found
    HOLD = "hold"
    RESUME = "resume"
    DECISION = "decision"
    SIGNATURE = "signature"  # an agreement, by one side
    WITHDRAWAL = "withdrawal"  # an offer is taken back
    SUPPRESSION = "suppression"  # a statutory clock does not run, with the reason
    ASSIGNMENT = "assignment"  # an officer is put in charge
    LEGAL_BASIS = "legal_basis"  # why the institution may deal with a contributor's share
    OBLIGATIONS = "obligations"  # the officer has read what the funders demand
    FILING = "filing"  # an application was filed
    CLOCK_CLOSED = "clock_closed"  # the act that a clock asked for was done, on a day
    STATUTORY_OFFER = "statutory_offer"  # the rights were offered to the creators
    POLICY = "policy"  # by which an agreement's income is split
    REVISION = "revision"  # a corrected disclosure
    EXTENSION = "extension"  # an offer stays public for longer
    PATENT_EVENT = "patent_event"  # something happened to an application, or its date was corrected
    CLOCK_MOVED = "clock_moved"  # a clock was counted anew, from a corrected or a further trigger
    CO_OWNER = "co_owner"  # another institution or person owns a share of the rights
    FUNDER_DEMAND = "funder_demand"  # what a funder demands was recorded, met, or waived by the funder
    INPUT = "input"  # something of others was cleared for what is planned, or blocks it
    CONFLICT = "conflict"  # a statement on one's own conflict of interest, before scoring or deciding
    CONFLICT_RULING = "conflict_ruling"  # the office's decision on a declared conflict
    PROTECTION_PLAN = "protection_plan"  # what is kept secret, or which work and how it is licensed
    RIGHTS_ANSWER = "rights_answer"  # a creator took or refused the offered rights
