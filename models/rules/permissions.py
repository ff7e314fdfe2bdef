"""Who may do what: one table of named predicates. What is not listed is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from models.errors import NotPermitted
from models.rules.words import Role, Via


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts. `key` names them for the trail, such as `person:12` or `contact:3`."""

    key: str
    name: str
    role: Role
    institution_id: int | None
    via: Via
    email: str = ""
    on_behalf_of: str = ""
    partner_id: int | None = None
    """The business that a contact belongs to."""

    @property
    def person_id(self) -> int | None:
        return self._number("person")

    @property
    def contact_id(self) -> int | None:
        return self._number("contact")

    def _number(self, wanted: str) -> int | None:
        kind, _, number = self.key.partition(":")
        return int(number) if kind == wanted else None


def system(via: Via = Via.FLOW) -> Actor:
    """Helix itself, when a flow acts between people's decisions."""
    return Actor("system", "Helix", Role.SYSTEM, None, via)


@dataclass(frozen=True, slots=True)
class Case:
    """What the predicates know of the thing acted on."""

    institution_id: int | None
    submitter_id: int | None = None
    contributors: tuple[str, ...] = ()
    """Folded e-mail addresses, the lead's first."""
    partner_id: int | None = None
    """The business whose inbox, profile, agreement or data room it is."""
    head_id: int | None = None
    """The person who heads the institution, where the act is theirs too."""
    deputy_id: int | None = None
    """The person who stands in for the officer, where the act is theirs too."""


class Act(StrEnum):
    VIEW = "view"
    SUBMIT = "submit"
    REVISE = "revise"
    CONFIRM_SHARE = "confirm_share"
    ADVANCE = "advance"
    HOLD = "hold"
    OVERRIDE_GATE = "override_gate"
    TRIAGE = "triage"
    REVIEW = "review"
    ASSESS = "assess"
    DECIDE = "decide"
    ASK_REVIEWER = "ask_reviewer"
    RULE_ON_CONFLICT = "rule_on_conflict"
    VIEW_REVIEW_POLICY = "view_review_policy"
    SET_REVIEW_POLICY = "set_review_policy"
    """Choose the weights and how many reviewers are needed."""
    READ_DATE = "read_date"
    """Read a date of a case, and nothing else of it: what reminders are about."""
    WRITE_OFFER = "write_offer"
    CONSENT = "consent"
    ANSWER_RIGHTS = "answer_rights"
    """Take or refuse, as a creator, the rights that the institution offers."""
    APPROVE = "approve"
    MANAGE_PARTNERS = "manage_partners"
    MANAGE_AGREEMENTS = "manage_agreements"
    RECORD_PAYMENT = "record_payment"
    IMPORT = "import"
    MANAGE_WORK = "manage_work"
    MANAGE_PEOPLE = "manage_people"
    VIEW_FIGURES = "view_figures"
    VIEW_PORTFOLIO = "view_portfolio"
    WRITE_MESSAGE = "write_message"
    ADD_FILE = "add_file"
    SHARE_FILE = "share_file"
    """Put a file into the data room of a lead."""
    DEAL_AS_PARTNER = "deal_as_partner"
    """Read the partner's inbox, keep its interest profile, accept an NDA, enter its data rooms."""
    COMPILE_OFFERS = "compile_offers"
    """Have a catalogue or slides made: of one institution, or of the network where the case names none."""
    REPORT_PORTFOLIO = "report_portfolio"
    """Read portfolio reports and have them made: an institution's, or the network's where the case names none."""
    RUN = "run"
    """What only the flows do: record a result of their work."""


Predicate = Callable[[Actor, Case], bool]


def _officer_of_the_institution(actor: Actor, case: Case) -> bool:
    return actor.role is Role.OFFICER and actor.institution_id == case.institution_id


def _reviewer_of_the_institution(actor: Actor, case: Case) -> bool:
    return actor.role is Role.REVIEWER and actor.institution_id == case.institution_id


def _head_of_the_institution(actor: Actor, case: Case) -> bool:
    return actor.person_id is not None and actor.person_id == case.head_id


def _deputy_of_the_officer(actor: Actor, case: Case) -> bool:
    return actor.person_id is not None and actor.person_id == case.deputy_id


def _submitter(actor: Actor, case: Case) -> bool:
    return actor.person_id is not None and actor.person_id == case.submitter_id


def _contributor(actor: Actor, case: Case) -> bool:
    return bool(actor.email) and actor.email.casefold() in case.contributors


def _lead_contributor(actor: Actor, case: Case) -> bool:
    return bool(case.contributors) and actor.email.casefold() == case.contributors[0]


def _member_of_the_institution(actor: Actor, case: Case) -> bool:
    members = (Role.RESEARCHER, Role.OFFICER, Role.REVIEWER)
    return actor.role in members and actor.institution_id == case.institution_id


def _any_officer(actor: Actor, _case: Case) -> bool:
    return actor.role is Role.OFFICER


def _coordinator(actor: Actor, _case: Case) -> bool:
    return actor.role is Role.COORDINATOR


def _administrator(actor: Actor, _case: Case) -> bool:
    return actor.role is Role.ADMINISTRATOR


def _administrator_of_the_institution(actor: Actor, case: Case) -> bool:
    return actor.role is Role.ADMINISTRATOR and actor.institution_id == case.institution_id


def _coordinator_of_all(actor: Actor, case: Case) -> bool:
    return actor.role is Role.COORDINATOR and case.institution_id is None


def _contact_of_the_partner(actor: Actor, case: Case) -> bool:
    return actor.role is Role.PARTNER_CONTACT and actor.partner_id is not None and actor.partner_id == case.partner_id


def _helix(actor: Actor, _case: Case) -> bool:
    return actor.role is Role.SYSTEM


PERMISSIONS: dict[Act, tuple[Predicate, ...]] = {
    Act.VIEW: (_officer_of_the_institution, _reviewer_of_the_institution, _submitter, _contributor, _helix),
    Act.SUBMIT: (_member_of_the_institution,),
    Act.REVISE: (_officer_of_the_institution, _submitter, _contributor),
    Act.CONFIRM_SHARE: (_contributor,),
    Act.ADVANCE: (_officer_of_the_institution,),
    Act.HOLD: (_officer_of_the_institution,),
    Act.OVERRIDE_GATE: (_officer_of_the_institution,),
    Act.TRIAGE: (_officer_of_the_institution,),
    Act.REVIEW: (_officer_of_the_institution, _reviewer_of_the_institution),
    Act.ASSESS: (_reviewer_of_the_institution, _officer_of_the_institution),
    Act.DECIDE: (_officer_of_the_institution,),
    Act.ASK_REVIEWER: (_officer_of_the_institution,),
    Act.RULE_ON_CONFLICT: (_officer_of_the_institution, _head_of_the_institution),
    Act.VIEW_REVIEW_POLICY: (
        _officer_of_the_institution,
        _reviewer_of_the_institution,
        _administrator,
        _head_of_the_institution,
    ),
    Act.SET_REVIEW_POLICY: (_administrator, _head_of_the_institution, _helix),
    Act.READ_DATE: (
        _officer_of_the_institution,
        _reviewer_of_the_institution,
        _head_of_the_institution,
        _deputy_of_the_officer,
    ),
    Act.WRITE_OFFER: (_officer_of_the_institution,),
    Act.CONSENT: (_lead_contributor,),
    Act.ANSWER_RIGHTS: (_contributor,),
    Act.APPROVE: (_officer_of_the_institution,),
    Act.MANAGE_PARTNERS: (_any_officer, _coordinator, _administrator),
    Act.MANAGE_AGREEMENTS: (_officer_of_the_institution,),
    Act.RECORD_PAYMENT: (_officer_of_the_institution,),
    Act.IMPORT: (_administrator, _officer_of_the_institution, _helix),
    Act.MANAGE_WORK: (_any_officer, _administrator, _helix),
    Act.MANAGE_PEOPLE: (_administrator, _helix),
    Act.VIEW_FIGURES: (_any_officer, _coordinator, _administrator, _helix),
    Act.VIEW_PORTFOLIO: (_coordinator, _administrator, _helix),
    Act.WRITE_MESSAGE: (_officer_of_the_institution, _submitter, _contributor),
    Act.ADD_FILE: (_officer_of_the_institution, _submitter, _contributor),
    Act.SHARE_FILE: (_officer_of_the_institution,),
    Act.DEAL_AS_PARTNER: (_contact_of_the_partner,),
    Act.COMPILE_OFFERS: (_coordinator, _officer_of_the_institution),
    Act.REPORT_PORTFOLIO: (
        _officer_of_the_institution,
        _administrator_of_the_institution,
        _head_of_the_institution,
        _coordinator_of_all,
        _helix,
    ),
    Act.RUN: (_helix,),
}


def may(actor: Actor, act: Act, case: Case) -> bool:
    return any(predicate(actor, case) for predicate in PERMISSIONS.get(act, ()))


def demand(actor: Actor, act: Act, case: Case) -> None:
    """Raise `NotPermitted` unless the table allows it."""
    if not may(actor, act, case):
        raise NotPermitted(f"As {actor.role.replace('_', ' ')} you may not {act.replace('_', ' ')} here.")
