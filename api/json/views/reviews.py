"""What review leaves on a case: prior art, scores, decisions, filings, clocks."""

from datetime import date, datetime

from pydantic import Field

from api.json.views import View
from models.queries.cases import ReviewFile
from models.rules.words import CaseStatus, Certainty, ClockState, Criterion, ProtectionStrategy, ReviewOutcome


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


class PriorArtView(View):
    id: int
    title: str
    source: str
    identifier: str
    relevance: str
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
    prior_art: list[PriorArtView]
    scores: list[ScoreView]
    decisions: list[DecisionView] = Field(description="The last one is in force.")
    filings: list[FilingView]

    @classmethod
    def of(cls, file: ReviewFile) -> "ReviewView":
        return cls(
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
