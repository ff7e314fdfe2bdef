"""The field's vocabulary as enumerations. Values are what the database, the API and files hold."""

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


class LegalBasis(StrEnum):
    """Why the institution may deal with a contributor's share."""

    EMPLOYMENT = "employment"  # work result of an employee
    ASSIGNMENT = "assignment"  # rights transferred by contract
    JOINT_OWNERSHIP = "joint_ownership"
    CONTRACT = "contract"  # commissioned work
    RETAINED = "retained"  # the person keeps the rights


class PublicDisclosure(StrEnum):
    """The answer to "has anything been made public?", asked before all else."""

    NONE = "none"
    PLANNED = "planned"
    PUBLISHED = "published"


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


class OfferState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


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


class DispatchState(StrEnum):
    """The life of an e-mail. SENDING is written before the first byte leaves; a row found in it
    after its sender died may or may not have arrived, and is parked instead of sent again."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    PARKED = "parked"
    BOUNCED = "bounced"
    CANCELLED = "cancelled"


class NoticeKind(StrEnum):
    ACKNOWLEDGEMENT = "acknowledgement"
    CLOCK_REMINDER = "clock_reminder"
    DIGEST = "digest"
    INVITATION = "invitation"
    SHARE_REQUEST = "share_request"  # to a contributor: confirm your share
    RETURNED = "returned"  # to the submitter: sent back with remarks
    MOVED = "moved"  # to the submitter: where the case stands now
    MESSAGE = "message"  # to a person or a contact: somebody wrote; the text stays on the page
    PARTNER_ANSWER = "partner_answer"  # to the officer: a business answered or asked
    SIGN_IN_LINK = "sign_in_link"  # to a contact: a link that signs in once
    NDA_OFFERED = "nda_offered"  # to a contact: an agreement to read and accept
    OFFER_EXPIRING = "offer_expiring"  # to the officer: in two weeks it is no longer public
    OFFER_EXPIRED = "offer_expired"  # to the officer: it is no longer public


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


class WorkKind(StrEnum):
    """What the outbox asks the flows to do; the subject's id is all that they are told."""

    RECEIVE_DISCLOSURE = "receive_disclosure"  # technology
    PREPARE_REVIEW = "prepare_review"  # technology
    RENDER_BRIEF = "render_brief"  # offer
    MATCH_PARTNERS = "match_partners"  # technology
    SEND_DELIVERY = "send_delivery"  # delivery
    SEND_NOTICE = "send_notice"  # notice
    DRAW_AGREEMENT = "draw_agreement"  # agreement
    SCHEDULE_OBLIGATIONS = "schedule_obligations"  # agreement
    DISTRIBUTE_PAYMENT = "distribute_payment"  # payment
    SWEEP_CLOCKS = "sweep_clocks"  # day number
    WRITE_DIGESTS = "write_digests"  # week number


class WorkState(StrEnum):
    QUEUED = "queued"
    LEASED = "leased"
    DONE = "done"
    PARKED = "parked"


class Searched(StrEnum):
    """What can be searched for. Each is seen by somebody else: see `models.queries.search`."""

    TECHNOLOGY = "technology"  # with its disclosure, its contributors and its funding
    PATENT = "patent"
    OFFER = "offer"
    PARTNER = "partner"  # with its contacts and its interests
    FILE = "file"
    MESSAGE = "message"  # between office and creators
    CORRESPONDENCE = "correspondence"  # between office and a partner
