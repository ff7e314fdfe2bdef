"""What businesses answer, and the agreements that follow."""

from enum import StrEnum


class Answer(StrEnum):
    INTERESTED = "interested"
    DECLINED = "declined"
    QUESTION = "question"


class DeclineReason(StrEnum):
    TOO_EARLY = "too_early"
    BENEFIT_UNCLEAR = "benefit_unclear"
    ROUTE_UNCLEAR = "route_unclear"
    DESCRIPTION_UNCLEAR = "description_unclear"
    SCIENTIFIC = "scientific"
    NOT_OUR_FIELD = "not_our_field"


class LeadState(StrEnum):
    INTERESTED = "interested"
    NDA = "nda"
    EVALUATION = "evaluation"
    TERMS = "terms"
    NEGOTIATION = "negotiation"
    SIGNED = "signed"
    LOST = "lost"


class AgreementKind(StrEnum):
    NDA = "nda"
    MTA = "mta"
    OPTION = "option"
    LICENCE = "licence"
    ASSIGNMENT = "assignment"
    RESEARCH = "research"


class AgreementState(StrEnum):
    DRAFT = "draft"
    IN_FORCE = "in_force"
    ENDED = "ended"


class ObligationKind(StrEnum):
    PAYMENT = "payment"
    REPORT = "report"
    MILESTONE = "milestone"


class ObligationState(StrEnum):
    OPEN = "open"
    MET = "met"


class Beneficiary(StrEnum):
    CREATOR = "creator"
    UNIT = "unit"
    INSTITUTION = "institution"
