"""What review leaves on a case: prior art, scores, decisions, filings, clocks."""

from datetime import date, datetime

from pydantic import Field

from api.json.views import View
from models.queries.cases import ReviewFile
from models.rules.words import (
    CaseStatus,
    Certainty,
    ClockState,
    Criterion,
    Language,
    PriorArtCategory,
    PriorArtKind,
    ProtectionStrategy,
    ReviewOutcome,
)


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
    suppressed_reason: str
    funding_id: int | None = Field(description="The funder's contract because of which it does not run.")
    demand_id: int | None = Field(description="The duty to a funder whose day it keeps.")
    done_on: date | None


class PriorArtSearchView(View):
    id: int
    place: str
    query: str
    found: int
    note: str
    searched_on: date


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
    to_creators: str
    decided_at: datetime


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
    scores: list[ScoreView]
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
