"""Who acts, through what door, in which language."""

from enum import StrEnum


class Role(StrEnum):
    RESEARCHER = "researcher"
    OFFICER = "officer"
    REVIEWER = "reviewer"
    COORDINATOR = "coordinator"
    PARTNER_CONTACT = "partner_contact"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


class Via(StrEnum):
    """The door through which an act came; the trail keeps it."""

    PAGE = "page"
    API = "api"
    CLI = "cli"
    FLOW = "flow"
    IMPORT = "import"
    LINK = "link"


class Language(StrEnum):
    ENGLISH = "en"
    POLISH = "pl"


class Area(StrEnum):
    """A member's place in the helix of the network."""

    BIOF = "BioF"
    RD = "R&D"
    EDU = "Edu"
    MED = "Med"
    BIZ = "Biz"
    GOV = "Gov"
