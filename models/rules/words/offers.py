"""The European network's terms for a technology offer."""

from enum import StrEnum


class DevelopmentStage(StrEnum):
    """The five stages of the European network's technology offer."""

    CONCEPT = "concept"
    UNDER_DEVELOPMENT = "under_development"
    LAB_TESTED = "lab_tested"
    DEMONSTRATION = "demonstration"
    ON_THE_MARKET = "on_the_market"


def development_stage(trl: int) -> DevelopmentStage:
    """The offer's stage for a technology readiness level from 1 to 9."""
    if not 1 <= trl <= 9:
        raise ValueError(f"a technology readiness level is 1 to 9, not {trl}")
    if trl <= 2:
        return DevelopmentStage.CONCEPT
    if trl == 3:
        return DevelopmentStage.UNDER_DEVELOPMENT
    if trl <= 5:
        return DevelopmentStage.LAB_TESTED
    return DevelopmentStage.DEMONSTRATION if trl <= 8 else DevelopmentStage.ON_THE_MARKET


def levels_of(stage: DevelopmentStage) -> tuple[int, ...]:
    """The technology readiness levels that the stage stands for."""
    return tuple(level for level in range(1, 10) if development_stage(level) is stage)


class IprStatus(StrEnum):
    NONE = "none"
    SECRET_KNOW_HOW = "secret_know_how"  # noqa: S105  the field's term, not a password
    APPLIED = "applied"
    GRANTED = "granted"


class PartnershipType(StrEnum):
    INVESTMENT = "investment"
    COMMERCIAL = "commercial"
    RESEARCH = "research"


class PartnerSize(StrEnum):
    SME_10 = "sme_10"
    SME_49 = "sme_49"
    SME_249 = "sme_249"
    BIG = "big"
    RESEARCH = "research"
    UNIVERSITY = "university"
    OTHER = "other"


class BriefLength(StrEnum):
    """The two templates of a brief; both are drawn from the same content."""

    ONE_PAGE = "one_page"
    TWO_PAGES = "two_pages"


class CompilationKind(StrEnum):
    """Of many offers in one file."""

    CATALOGUE = "catalogue"
    SLIDES = "slides"


class Grouping(StrEnum):
    """By what a catalogue has its sections."""

    CHAIN = "chain"
    FIELD = "field"


class EntrySize(StrEnum):
    """What an offer takes up in a catalogue."""

    PAGE = "page"
    HALF = "half"


class OfferState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
