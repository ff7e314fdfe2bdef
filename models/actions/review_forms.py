"""What reviewers, deciders and those who set the weights hand in."""

from datetime import date

from pydantic import EmailStr, Field

from models.actions.forms import Form
from models.rules.assessment import MOST_REVIEWERS
from models.rules.words import ConflictRuling, Criterion, RightsAnswer, SoftwareLicensing

LONG = 20_000
LARGEST = 2**31 - 1


class ReviewerForm(Form):
    """Somebody is asked to review by a day."""

    reviewer_id: int = Field(ge=1, le=LARGEST)
    due_on: date
    note: str = Field(default="", max_length=LONG)


class ConflictForm(Form):
    declared: bool = Field(description="Whether you have an interest that could sway you.")
    text: str = Field(default="", max_length=LONG, description="What it is; needed where one is declared.")


class RulingForm(Form):
    ruling: ConflictRuling
    reason: str = Field(min_length=1, max_length=LONG)


class ReviewPolicyForm(Form):
    weights: dict[Criterion, int] = Field(description="Percent by criterion; they sum to 100.")
    reviewers: int = Field(default=1, ge=1, le=MOST_REVIEWERS, description="How many must score every criterion.")
    reason: str = Field(default="", max_length=LONG)


class ProtectionPlanForm(Form):
    subject: str = Field(
        min_length=1, max_length=LONG, description="What must be kept secret; of software the work and its version."
    )
    access: str = Field(
        min_length=1, max_length=LONG, description="Who has access, under what undertaking; of software to its source."
    )
    licensing: SoftwareLicensing | None = None


class RightsOfferForm(Form):
    """The rights are offered to creators in writing."""

    offered_on: date = Field(description="When the rights were offered to the creators in writing, art. 154(3).")
    fee: int = Field(default=0, ge=0, le=LARGEST, description="In grosz, from each creator.")
    fee_source: str = Field(
        default="", max_length=300, description="Where the wage was looked up, for a year that Helix does not know."
    )
    emails: list[EmailStr] = Field(
        default_factory=list, max_length=50, description="Of the creators; empty for all to whom it is owed."
    )
    note: str = Field(default="", max_length=LONG)


class OwnAnswerForm(Form):
    answer: RightsAnswer


class RightsAnswerForm(Form):
    answer: RightsAnswer
    answered_on: date
    note: str = Field(default="", max_length=LONG)
