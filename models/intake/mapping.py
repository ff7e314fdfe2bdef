"""A mapping tells how one registry's columns and words become Helix's: a TOML file, checked when loaded."""

import re
import tomllib
from datetime import date
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails

from models.errors import ImportRefused
from models.intake.values import NUMBER_FORMS, DateForm, DateRule
from models.rules.text import fold
from models.rules.words import Area, CaseStatus, ProtectionStrategy, Stage, TechnologyKind

SOURCE_NAME = r"^[a-z][a-z0-9_]{1,39}$"
OnBad = Literal["refuse", "drop_with_warning"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Part):
    header: str = Field(min_length=1)
    required: bool = False
    """Whether an empty cell refuses the row."""
    on_bad: OnBad = "refuse"
    """What a cell that cannot be read does: refuse its row, or be left out with a warning."""


class TextColumn(Column):
    repair_double_encoding: bool = False
    longest: int = Field(default=300, ge=1, le=2000)


class NumberColumn(Column):
    form: str = "any"

    @field_validator("form")
    @classmethod
    def _known_form(cls, value: str) -> str:
        if value not in NUMBER_FORMS:
            raise ValueError(f"unknown form {value!r}; known: {', '.join(NUMBER_FORMS)}")
        return value


class DateFormat(_Part):
    format: str
    day_and_month_swapped: bool = False

    @field_validator("format")
    @classmethod
    def _whole_date(cls, value: str) -> str:
        fields = set(re.findall(r"%(\w)", value))
        if not (fields & {"d", "j"} and fields & {"m", "B", "b"} and fields & {"Y", "y"}):
            raise ValueError(f"{value!r} does not hold day, month and year; write it such as %d.%m.%Y")
        try:
            date(2000, 1, 2).strftime(value)
        except ValueError as error:
            raise ValueError(f"{value!r} is no date format: {error}") from None
        return value


def _as_format(value: Any) -> Any:
    return {"format": value} if isinstance(value, str) else value


class DateColumn(Column):
    formats: tuple[Annotated[DateFormat, BeforeValidator(_as_format)], ...] = Field(min_length=1)
    earliest_year: int = Field(default=1900, ge=1800, le=2100)
    earlier_years: Literal["bad", "add_century"] = "bad"

    @cached_property
    def rule(self) -> DateRule:
        forms = tuple(DateForm(each.format, each.day_and_month_swapped) for each in self.formats)
        return DateRule(forms, self.earliest_year, self.earlier_years == "add_century")


class Columns(_Part):
    """Which header feeds which part of the case. `key` is the registry's own number of the case."""

    key: TextColumn
    title: TextColumn
    status: Column
    institution: Column | None = None
    application_number: NumberColumn | None = None
    patent_number: NumberColumn | None = None
    filed_on: DateColumn | None = None
    published_on: DateColumn | None = None
    granted_on: DateColumn | None = None
    expires_on: DateColumn | None = None

    def named(self) -> dict[str, Column]:
        return {name: column for name in Columns.model_fields if (column := getattr(self, name)) is not None}


class Entry(_Part):
    """Where a case with some status enters, and what its patent case is."""

    stage: Stage
    case: CaseStatus
    warn_without_expiry: bool = False


class InstitutionEntry(_Part):
    """The institution a registry's name stands for. All but the code serves to create it."""

    code: str = Field(pattern=r"^[A-Z][A-Z0-9]{1,11}$")
    name_en: str = ""
    name_pl: str = ""
    area: Area = Area.RD
    city: str = ""
    country: str = Field(default="PL", pattern=r"^[A-Z]{2}$")


class ForeignCase(_Part):
    """Cases filed at another office, known by how their number ends."""

    ends_with: str = Field(min_length=1)
    office: str = Field(pattern=r"^[A-Z]{2}$")


class Mapping(_Part):
    source: str = Field(pattern=SOURCE_NAME)
    """Names the registry in the database: the same source and key are the same case for ever."""
    label: str = Field(min_length=1)
    encodings: tuple[str, ...] = ("utf-8-sig", "cp1250")
    delimiter: str = Field(default=";", min_length=1, max_length=1)
    sheet: str = ""
    """Of a workbook; empty is the first."""
    kind: TechnologyKind = TechnologyKind.INVENTION
    strategy: ProtectionStrategy | None = ProtectionStrategy.PATENT
    office: str = Field(default="PL", pattern=r"^[A-Z]{2}$")
    owner: str = ""
    """Code of the one institution whose registry this is, where no column names it."""
    create_institutions: bool = False
    columns: Columns
    status: dict[str, Entry] = Field(min_length=1)
    expired: Entry | None = None
    """What a case is from the day after its expiry date on."""
    institutions: dict[str, InstitutionEntry] = Field(default_factory=dict)
    foreign_cases: tuple[ForeignCase, ...] = ()

    @field_validator("encodings")
    @classmethod
    def _known_encodings(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for encoding in value:
            try:
                "".encode(encoding)
            except LookupError:
                raise ValueError(f"unknown encoding {encoding!r}; write such as utf-8-sig or cp1250") from None
        if not value:
            raise ValueError("name at least one encoding, such as utf-8-sig")
        return value

    @model_validator(mode="after")
    def _one_owner(self) -> Self:
        if bool(self.owner) == (self.columns.institution is not None):
            raise ValueError("say whose cases these are: either owner = a code, or [columns.institution]")
        if self.columns.institution is not None and not self.institutions:
            raise ValueError("[columns.institution] needs an [institutions] table from its names to codes")
        return self

    @model_validator(mode="after")
    def _one_column_each(self) -> Self:
        headers = [column.header for column in self.columns.named().values()]
        twice = sorted({header for header in headers if headers.count(header) > 1})
        if twice:
            raise ValueError(f"the column {twice[0]!r} feeds two targets: give it to one")
        return self

    @cached_property
    def entry_of(self) -> dict[str, Entry]:
        return {fold(word): entry for word, entry in self.status.items()}

    @cached_property
    def institution_of(self) -> dict[str, InstitutionEntry]:
        return {
            fold(name): entry.model_copy(
                update={"name_en": entry.name_en or name, "name_pl": entry.name_pl or entry.name_en or name}
            )
            for name, entry in self.institutions.items()
        }

    def office_of(self, key: str) -> str:
        return next((case.office for case in self.foreign_cases if key.endswith(case.ends_with)), self.office)


def shipped_mappings() -> list[str]:
    folder = resources.files("models.intake") / "mappings"
    return sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml"))


def load_mapping(name_or_path: str) -> Mapping:
    """A mapping that ships with Helix, by name, or one of your own, by path. Raises `ImportRefused`."""
    if name_or_path in shipped_mappings():
        file = resources.files("models.intake") / "mappings" / f"{name_or_path}.toml"
        return parse_mapping(file.read_text(encoding="utf-8"), f"{name_or_path}.toml")
    path = Path(name_or_path)
    if not path.is_file():
        raise ImportRefused(
            f"There is no mapping {name_or_path}: give the path of a mapping file, or one that ships with Helix: "
            f"{', '.join(shipped_mappings())}."
        )
    try:
        return parse_mapping(path.read_text(encoding="utf-8"), path.name)
    except UnicodeDecodeError:
        raise ImportRefused(f"{path.name}: a mapping is TOML in UTF-8; save it so.") from None


def parse_mapping(text: str, file: str) -> Mapping:
    """Raises `ImportRefused` naming every key that is wrong and what it should be."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ImportRefused(f"{file}: not valid TOML: {error}.") from None
    try:
        return Mapping.model_validate(data)
    except ValidationError as error:
        problems = "".join(f"\n- {_problem(each)}" for each in error.errors(include_url=False))
        raise ImportRefused(f"{file} is not a valid mapping:{problems}") from None


def _problem(error: ErrorDetails) -> str:
    place = ".".join(str(part) for part in error["loc"]) or "the whole file"
    match error["type"]:
        case "missing":
            return f"{place}: is missing; add it"
        case "extra_forbidden":
            return f"{place}: is no key of a mapping; remove or correct it"
        case "value_error":
            return f"{place}: {error['ctx']['error']}"
        case _:
            return f"{place}: {error['input']!r} will not do: {error['msg'][:1].lower()}{error['msg'][1:]}"
