"""Who owns what: bases of rights, what funders demand, what was received from others."""

from enum import StrEnum


class LegalBasis(StrEnum):
    """Why the institution may deal with a contributor's share."""

    EMPLOYMENT = "employment"  # work result of an employee
    ASSIGNMENT = "assignment"  # rights transferred by contract
    JOINT_OWNERSHIP = "joint_ownership"  # by an agreement of co-owners, or of a consortium
    CONTRACT = "contract"  # a clause of a contract, such as on commissioned work
    RETAINED = "retained"  # the person keeps the rights


class DemandKind(StrEnum):
    """What the contract with a funder asks of the institution."""

    REPORT_INVENTION = "report_invention"
    REPORT_UTILISATION = "report_utilisation"
    CONSENT_LICENCE = "consent_licence"
    CONSENT_TRANSFER = "consent_transfer"
    MARCH_IN = "march_in"
    OPEN_ACCESS = "open_access"
    FIRST_OPTION = "first_option"
    REVENUE_SHARE = "revenue_share"
    LOCATION = "location"
    ACKNOWLEDGEMENT = "acknowledgement"


class DemandEvent(StrEnum):
    """What makes a demand due where no day is set."""

    DISCLOSURE = "disclosure"
    FILING = "filing"
    PUBLICATION = "publication"
    LICENCE = "licence"
    TRANSFER = "transfer"
    INCOME = "income"
    FINAL_REPORT = "final_report"


class DemandState(StrEnum):
    OPEN = "open"
    MET = "met"
    WAIVED = "waived"  # by the funder, in a document


class InputKind(StrEnum):
    """What of others went into a technology."""

    MATERIAL = "material"
    DATA = "data"
    SOFTWARE = "software"
    OPEN_SOURCE = "open_source"
    SAMPLES = "samples"  # of humans
    OTHER = "other"


class InputState(StrEnum):
    OPEN = "open"
    CLEARED = "cleared"
    BLOCKS = "blocks"  # its terms forbid what is planned
