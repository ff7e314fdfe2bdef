"""The case: its stages, its kind, its place in the value chains, its people."""

from enum import StrEnum


class Stage(StrEnum):
    DISCLOSURE = "disclosure"
    TRIAGE = "triage"
    IP_REVIEW = "ip_review"
    OFFER = "offer"
    PARTNERING = "partnering"
    NEGOTIATION = "negotiation"
    LICENSED = "licensed"
    RELEASED = "released"
    CLOSED = "closed"


class MoveKind(StrEnum):
    """Why a move is made: onwards, back one stage, or out of the pipeline."""

    ENTER = "enter"
    FORWARD = "forward"
    BACK = "back"
    RELEASE = "release"
    CLOSE = "close"


class ValueChain(StrEnum):
    HEALTH = "health"
    BIOECONOMY = "bioeconomy"


class Field(StrEnum):
    """Fields of the two value chains; `FIELDS_OF_CHAIN` says which belongs where."""

    DRUG_DISCOVERY = "drug_discovery"
    DIAGNOSTICS = "diagnostics"
    E_HEALTH = "e_health"
    ADVANCED_THERAPIES = "advanced_therapies"
    COSMETICS = "cosmetics"
    AGRICULTURE = "agriculture"
    HEALTHY_FOOD = "healthy_food"
    CIRCULAR_ECONOMY = "circular_economy"


FIELDS_OF_CHAIN: dict[ValueChain, tuple[Field, ...]] = {
    ValueChain.HEALTH: (
        Field.DRUG_DISCOVERY,
        Field.DIAGNOSTICS,
        Field.E_HEALTH,
        Field.ADVANCED_THERAPIES,
        Field.COSMETICS,
    ),
    ValueChain.BIOECONOMY: (Field.AGRICULTURE, Field.HEALTHY_FOOD, Field.CIRCULAR_ECONOMY),
}


def chain_of(field: Field) -> ValueChain:
    return next(chain for chain, fields in FIELDS_OF_CHAIN.items() if field in fields)


class TechnologyKind(StrEnum):
    INVENTION = "invention"
    SOFTWARE = "software"
    BIOMATERIAL = "biomaterial"
    KNOW_HOW = "know_how"
    PLANT_VARIETY = "plant_variety"
    RESEARCH_TOOL = "research_tool"
    DESIGN = "design"


class ContributorStatus(StrEnum):
    EMPLOYEE = "employee"
    STUDENT = "student"
    DOCTORAL = "doctoral"
    EXTERNAL = "external"


class PublicDisclosure(StrEnum):
    """The answer to "has anything been made public?", asked before all else."""

    NONE = "none"
    PLANNED = "planned"
    PUBLISHED = "published"
