"""Cases as those see them whose business they are."""

from datetime import date, datetime
from typing import Self

from pydantic import Field

from api.json.problems import UnmetGate
from api.json.views import View
from models.queries.cases import CaseRow, DisclosureFile, Signed, reads_notes, told_reason
from models.rules.gates import Unmet
from models.rules.permissions import Actor
from models.rules.pipeline import Move
from models.rules.words import (
    ContributorStatus,
    Field as Subject,
    InputKind,
    Language,
    LegalBasis,
    MoveKind,
    ProtectionStrategy,
    PublicDisclosure,
    SignoffKind,
    Stage,
    TechnologyKind,
    ValueChain,
    Via,
)
from models.tables import NearDuplicate, Person, Technology, Transition


class PersonView(View):
    id: int
    name: str

    @classmethod
    def of(cls, person: Person | None) -> Self | None:
        return cls.model_validate(person) if person else None


class CaseView(View):
    """A technology in a list."""

    reference: str
    alias: str = Field(description="What its offer is called in public where it is anonymous, such as `7K3M-9QXD`.")
    title: str
    kind: TechnologyKind
    institution: str = Field(description="Its code, such as `UJ`.")
    stage: Stage
    version: int = Field(description="Send it back with a move: it tells whether somebody else was first.")
    stage_since: datetime
    created_at: datetime
    officer: PersonView | None
    value_chain: ValueChain | None
    field: Subject | None
    strategy: ProtectionStrategy | None
    on_hold: bool
    hold_reason: str | None = Field(description="For officers and reviewers; null for others.")
    resume_on: date | None

    @classmethod
    def of(cls, row: CaseRow, actor: Actor) -> "CaseView":
        return cls.model_validate(_case_values(row, actor))


def _case_values(row: CaseRow, actor: Actor) -> dict[str, object]:
    technology = row.technology
    own = {name: getattr(technology, name) for name in CaseView.model_fields if hasattr(technology, name)}
    return own | {
        "institution": row.institution.code,
        "officer": PersonView.of(row.officer),
        "on_hold": technology.hold_reason is not None,
        "hold_reason": technology.hold_reason if reads_notes(technology, actor) else None,
    }


class CasePage(View):
    items: list[CaseView]
    next: int | None = Field(description="Send it as `after` for the next page; null on the last one.")


class NextMove(View):
    to: Stage
    kind: MoveKind
    needs_reason: bool
    unmet: list[UnmetGate] = Field(description="Every gate that still stands in its way.")

    @classmethod
    def of(cls, move: Move, unmet: tuple[Unmet, ...], language: Language) -> "NextMove":
        gates = [UnmetGate.of(gate, language) for gate in unmet]
        return cls(to=move.target, kind=move.kind, needs_reason=move.needs_reason, unmet=gates)


class Likeness(View):
    reference: str
    title: str
    score: int = Field(description="Per cent.")
    shared_terms: list[str]

    @classmethod
    def of(cls, duplicate: NearDuplicate, other: Technology) -> "Likeness":
        return cls(
            reference=other.reference, title=other.title, score=duplicate.score, shared_terms=duplicate.shared_terms
        )


class CaseFileView(CaseView):
    """One technology, with what it may do next."""

    obligations_reviewed_on: date | None
    statutory_offer_on: date | None
    moves: list[NextMove] = Field(description="For officers and reviewers; empty for others.")
    near_duplicates: list[Likeness] = Field(description="For officers and reviewers; empty for others.")

    @classmethod
    def whole(cls, row: CaseRow, moves: list[NextMove], alike: list[Likeness], actor: Actor) -> "CaseFileView":
        technology = row.technology
        return cls.model_validate(
            _case_values(row, actor)
            | {
                "obligations_reviewed_on": technology.obligations_reviewed_on,
                "statutory_offer_on": technology.statutory_offer_on,
                "moves": moves,
                "near_duplicates": alike,
            }
        )


class TransitionView(View):
    sequence: int = Field(description="Place in the institution's trail.")
    kind: MoveKind
    from_stage: Stage | None
    to_stage: Stage
    technology_version: int
    actor_name: str
    on_behalf_of: str
    via: Via
    reason: str = Field(description="Creators read why it came back to them, and why it ended.")
    at: datetime
    hash: str

    @classmethod
    def of(cls, move: Transition, *, notes: bool) -> Self:
        view = cls.model_validate(move)
        return view if notes else view.model_copy(update={"reason": told_reason(move)})


class SignoffView(View):
    sequence: int
    kind: SignoffKind
    subject: str
    subject_digest: str
    technology_version: int
    actor_name: str
    on_behalf_of: str
    via: Via
    reason: str = Field(description="Of another's conflict of interest only for who decides on it.")
    at: datetime
    hash: str

    @classmethod
    def of(cls, signed: Signed) -> Self:
        return cls.model_validate(signed.signoff).model_copy(update={"reason": signed.reason})


class ContributorView(View):
    id: int
    position: int
    name: str
    email: str
    orcid: str
    post: str
    department: str
    employer: str
    status: ContributorStatus
    role: str
    contribution: str
    share_bp: int = Field(description="Basis points.")
    lead: bool
    legal_basis: LegalBasis | None
    confirmed_at: datetime | None


class FundingView(View):
    id: int
    sponsor: str
    number: str
    instrument: str
    obligations: str


class NamedInput(View):
    id: int
    kind: InputKind
    name: str
    provider: str
    agreement: str
    licence: str
    no_commercial_use: bool
    reach_through: bool
    publication_limited: bool


class DisclosureView(View):
    """The latest version of what the researcher handed in. Confidential."""

    reference: str
    version: int
    language: Language
    submitted_at: datetime
    kind: TechnologyKind
    title: str
    abstract_public: str
    abstract_confidential: str
    problem: str
    description: str
    novelty: str
    advantages: str
    limitations: str
    supporting_data: str
    public_disclosure: PublicDisclosure | None
    public_disclosure_on: date | None
    public_disclosure_note: str
    planned_publication_on: date | None
    conception_on: date | None
    conception_record: str
    applications: str
    market: str
    competitors: str
    interested_companies: str
    known_prior_art: str
    development_needed: str
    third_party_materials: str
    keywords: list[str]
    trl: int | None
    spin_off_intent: bool
    contributors: list[ContributorView]
    funding: list[FundingView]
    inputs: list[NamedInput]

    @classmethod
    def of(cls, file: DisclosureFile) -> "DisclosureView":
        own = {name: getattr(file.disclosure, name) for name in cls.model_fields if hasattr(file.disclosure, name)}
        return cls.model_validate(
            own
            | {
                "reference": file.technology.reference,
                "kind": file.technology.kind,
                "contributors": [ContributorView.model_validate(each) for each in file.contributors],
                "funding": [FundingView.model_validate(each) for each in file.funding],
                "inputs": [NamedInput.model_validate(each) for each in file.inputs],
            }
        )
