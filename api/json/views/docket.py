"""The docket as programs read it: clocks with their case, families with applications and events."""

from datetime import date, datetime
from typing import Self

from pydantic import Field

from api.json.views import View
from api.json.views.reviews import ClockView
from models.queries.docket import ClockLine
from models.queries.families import CaseFile, FamilyFile, FamilyLine
from models.rules.what_if import Alarm, Verdict
from models.rules.words import CaseStatus, FilingRoute, Language, PatentEventKind


class RightView(View):
    office: str
    verdict: Verdict
    by: date | None = Field(description="The last day on which a filing keeps the right.")
    told: str
    source: str
    certainty: str


class AlarmView(View):
    published_on: date
    planned: bool = Field(description="It is planned; false where it has happened.")
    secret: bool = Field(description="Kept as know-how: the publication itself costs the protection.")
    rights: list[RightView]

    @classmethod
    def of(cls, alarm: Alarm, language: Language) -> Self:
        rights = [
            RightView(
                office=each.office.to(language),
                verdict=each.verdict,
                by=each.by,
                told=each.told.to(language),
                source=each.source.to(language),
                certainty=each.certainty,
            )
            for each in alarm.rights
        ]
        return cls(published_on=alarm.published_on, planned=alarm.planned, secret=alarm.secret, rights=rights)


class DocketClock(ClockView):
    """A clock with whose it is, in the asked language."""

    label: str
    explanation: str
    reference: str
    title: str
    case_number: str
    office: str

    @classmethod
    def of(cls, line: ClockLine, language: Language) -> Self:
        own = ClockView.model_validate(line.clock).model_dump() | {"source": line.source(language)}
        return cls(
            **own,
            label=line.label(language),
            explanation=line.explanation(language),
            reference=line.reference,
            title=line.title,
            case_number=line.case_number,
            office=line.office,
        )


class DocketPage(View):
    items: list[DocketClock]
    next: str | None = Field(description="Send it as `after` for the next page; null on the last one.")


class ApplicationView(View):
    id: int
    case_number: str
    office: str
    route: FilingRoute
    status: CaseStatus
    first: bool = Field(validation_alias="priority", description="It is the first filing of its family.")
    title: str
    application_number: str
    patent_number: str
    filed_on: date | None
    published_on: date | None
    granted_on: date | None
    expires_on: date | None


class EventView(View):
    id: int
    kind: PatentEventKind
    happened_on: date
    year: int | None
    note: str
    recorded_at: datetime


class ApplicationFile(View):
    application: ApplicationView
    events: list[EventView]
    clocks: list[ClockView]

    @classmethod
    def of(cls, file: CaseFile) -> Self:
        return cls(
            application=ApplicationView.model_validate(file.case),
            events=[EventView.model_validate(each) for each in file.events],
            clocks=[ClockView.model_validate(each) for each in (*file.clocks, *file.renewals)],
        )


class FamilyView(View):
    id: int
    reference: str = Field(description="Of its technology.")
    title: str
    priority_on: date | None
    next_on: date | None = Field(description="The nominal day of its nearest running clock.")
    applications: list[ApplicationView]

    @classmethod
    def of(cls, line: FamilyLine) -> Self:
        return cls(
            id=line.family.id,
            reference=line.reference,
            title=line.family.title,
            priority_on=line.family.priority_on,
            next_on=line.next_on,
            applications=[ApplicationView.model_validate(each) for each in line.cases],
        )


class FamilyPage(View):
    items: list[FamilyView]
    next: int | None = Field(description="Send it as `after` for the next page; null on the last one.")


class FamilyFileView(View):
    id: int
    reference: str
    title: str
    priority_on: date | None
    applications: list[ApplicationFile]

    @classmethod
    def of(cls, file: FamilyFile) -> Self:
        return cls(
            id=file.family.id,
            reference=file.technology.reference,
            title=file.family.title,
            priority_on=file.family.priority_on,
            applications=[ApplicationFile.of(each) for each in file.cases],
        )
