"""What people hand in for the docket."""

from datetime import date

from pydantic import Field

from models.actions.forms import Form
from models.rules.words import FilingRoute, PatentEventKind


class FamilyForm(Form):
    title: str = Field(default="", max_length=500)
    priority_on: date | None = Field(default=None, description="Of a first filing that is not in Helix.")


class ApplicationForm(Form):
    case_number: str = Field(min_length=1, max_length=80, description="The institution's own sign of the case.")
    office: str = Field(pattern=r"^[A-Z]{2}$", description="Two letters, such as PL, EP, US or WO.")
    route: FilingRoute = FilingRoute.DIRECT
    first: bool = Field(default=False, description="It is the first filing of its family.")
    application_number: str = Field(default="", max_length=80)
    patent_number: str = Field(default="", max_length=80)
    title: str = Field(default="", max_length=500)
    filed_on: date | None = None


class EventForm(Form):
    kind: PatentEventKind
    happened_on: date
    year: int | None = Field(default=None, ge=1, le=40, description="Of a renewal fee: the year that it pays for.")
    note: str = Field(default="", max_length=2_000)


class CorrectionForm(Form):
    happened_on: date
    reason: str = Field(min_length=1, max_length=500)


class ActForm(Form):
    done_on: date
