"""What review leaves on a case: prior art, scores, decisions, filings, clocks."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Self

from pydantic import Field

from api.json.views import View
from models.queries.cases import ReviewFile
from models.queries.conflicts import Declared
from models.queries.decisions import Choice
from models.rules.prior_art import Hit, address_of
from models.rules.words import (
    CaseStatus,
    Certainty,
    ClockState,
    ConflictRuling,
    Criterion,
    EffectKind,
    Language,
    PriorArtCategory,
    PriorArtKind,
    ProtectionStrategy,
    RequestState,
    ReviewOutcome,
    RightsAnswer,
)
from models.tables import Clock, PriorArtSearch


class ClockView(View):
    id: int
    rule: str
    trigger_on: date
    nominal_on: date
    due_on: date | None = Field(description="Null where no calendar vouches for the day: ask the office.")
    explanation_en: str
    explanation_pl: str
    source: str
    certainty: Certainty
    state: ClockState
    suppressed_reason: str = Field(description="For officers and reviewers; empty for others.")
    funding_id: int | None = Field(description="The funder's contract because of which it does not run.")
    demand_id: int | None = Field(description="The duty to a funder whose day it keeps.")
    done_on: date | None

    @classmethod
    def shown(cls, clock: Clock, *, notes: bool) -> Self:
        view = cls.model_validate(clock)
        return view if notes else view.model_copy(update={"suppressed_reason": ""})


class PriorArtSearchView(View):
    id: int
    place: str
    query: str
    found: int
    note: str
    searched_on: date


class HitView(View):
    number: str
    title: str
    published_on: date | None
    applicants: list[str]
    link: str


class EpoSearchView(PriorArtSearchView):
    hits: list[HitView] = Field(description="The first 25; `found` says how many there are.")

    @classmethod
    def of(cls, search: PriorArtSearch) -> "EpoSearchView":
        told = PriorArtSearchView.model_validate(search).model_dump()
        hits = [Hit.of(each) for each in search.results]
        return cls(**told, hits=[HitView(**asdict(each), link=address_of(each.number)) for each in hits])


class EpoQueryView(View):
    query: str
    secrets: list[str] = Field(description="Words of it that only confidential texts hold.")
    configured: bool = Field(description="Whether this Helix can search at the EPO.")


class LetterView(View):
    """To the creators, about the decision `decision_id`."""

    id: int
    decision_id: int
    language: Language
    drawn_at: datetime | None


class PriorArtView(View):
    id: int
    kind: PriorArtKind
    title: str
    source: str
    identifier: str
    published_on: date | None
    link: str
    category: PriorArtCategory | None = Field(description="As search reports mark it (WIPO ST.14).")
    relevance: str
    features: str
    recorded_at: datetime


class ScoreView(View):
    criterion: Criterion
    score: int = Field(description="1 (poor) to 5 (strong).")
    comment: str
    reviewer: str
    recorded_at: datetime


class DecisionView(View):
    id: int
    outcome: ReviewOutcome
    strategy: ProtectionStrategy | None
    reason: str
    told: str
    no_duty: str
    decided_at: datetime
    weights: dict[str, int] | None = Field(description="Percent by criterion, as they were when it was decided.")


class RequestView(View):
    id: int
    reviewer_id: int
    due_on: date
    note: str
    state: RequestState
    reason: str


class StatementView(View):
    id: int
    person_id: int
    declared: bool
    text: str
    ties: list[str] = Field(description="What Helix itself found: submitter, creator, department.")
    ruling: ConflictRuling | None
    ruling_reason: str


class DeclaredView(View):
    reference: str
    name: str = Field(description="Who declared it.")
    in_force: bool = Field(description="False where the person has declared something else since.")
    statement: StatementView

    @classmethod
    def of(cls, declared: Declared) -> "DeclaredView":
        return cls(
            reference=declared.reference,
            name=declared.name,
            in_force=declared.in_force,
            statement=StatementView.model_validate(declared.statement),
        )


class RightsOfferView(View):
    id: int
    name: str
    offered_on: date
    fee: int = Field(description="In grosz.")
    cap: int | None = Field(description="In grosz; null where the wage of that year was not known.")
    answer: RightsAnswer | None
    answered_on: date | None


class PolicyView(View):
    version: int
    weights: dict[str, int] = Field(description="Percent by criterion.")
    reviewers: int = Field(description="How many must score every criterion.")


class ConsequenceView(View):
    kind: EffectKind
    on: date | None = Field(description="Its day; of an offer that is due, the day from which 30 days count.")
    names: list[str]


class ChoiceView(View):
    outcome: ReviewOutcome
    strategy: ProtectionStrategy | None
    no_duty: bool = Field(description="Declining with a reason why no offer of the rights is owed.")
    consequences: list[ConsequenceView]

    @classmethod
    def of(cls, choice: Choice) -> "ChoiceView":
        found = [ConsequenceView(kind=each.kind, on=each.on, names=list(each.names)) for each in choice.consequences]
        return cls(outcome=choice.outcome, strategy=choice.strategy, no_duty=choice.no_duty, consequences=found)


class FilingView(View):
    id: int
    case_number: str
    title: str
    office: str
    application_number: str
    patent_number: str
    status: CaseStatus
    priority: bool
    filed_on: date | None
    published_on: date | None
    granted_on: date | None
    expires_on: date | None


class ReviewView(View):
    searches: list[PriorArtSearchView]
    prior_art: list[PriorArtView]
    scores: list[ScoreView] = Field(description="Yours alone until you have scored every criterion.")
    decisions: list[DecisionView] = Field(description="The last one is in force.")
    letters: list[LetterView]
    filings: list[FilingView]

    @classmethod
    def of(cls, file: ReviewFile) -> "ReviewView":
        return cls(
            searches=[PriorArtSearchView.model_validate(each) for each in file.searches],
            letters=[LetterView.model_validate(each) for each in file.letters],
            prior_art=[PriorArtView.model_validate(each) for each in file.prior_art],
            scores=[
                ScoreView(
                    criterion=each.criterion,
                    score=each.score,
                    comment=each.comment,
                    reviewer=name,
                    recorded_at=each.recorded_at,
                )
                for each, name in file.assessments
            ],
            decisions=[DecisionView.model_validate(each) for each in file.decisions],
            filings=[FilingView.model_validate(each) for each in file.cases],
        )
