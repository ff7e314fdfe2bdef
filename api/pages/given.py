"""What a browser's form hands in, read into a form model; what is wrong stands beside each field."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends
from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData
from starlette.requests import Request

from api.pages import codes
from api.pages.words import N_, Words
from models.errors import HelixError

FormModel = TypeVar("FormModel", bound=BaseModel)
MOST_FIELDS = 1_000


async def form_of(request: Request) -> AsyncIterator[FormData]:
    """Read before the endpoint runs: endpoints are sync. Files lie on disk until it ends; see `api.pages.uploads`."""
    async with request.form(max_fields=MOST_FIELDS) as form:
        yield form


Given = Annotated[FormData, Depends(form_of)]


@dataclass(frozen=True)
class Read(Generic[FormModel]):
    """A form as typed, and as understood where nothing is wrong with it."""

    typed: Mapping[str, Any]
    form: FormModel | None = None
    wrong: Mapping[str, str] = field(default_factory=dict)
    """By the field's name, in the reader's language; what concerns the whole form stands under the empty name."""
    place: str = ""
    """Goes before the ids of its fields, where one page has several forms."""


def read(model: type[FormModel], values: Mapping[str, Any], words: Words) -> Read[FormModel]:
    """`values` as the model takes them, empty texts left out where the model has a default for them."""
    meant = {name: value for name, value in values.items() if value != "" or name not in _optional(model)}
    try:
        return Read(values, model.model_validate(meant))
    except ValidationError as error:
        return Read(values, wrong=faults(error, words))


def texts(given: FormData, *names: str) -> dict[str, str]:
    """The named fields as typed; a field that was not sent is empty."""
    return {name: text(given, name) for name in names}


def text(given: FormData, name: str) -> str:
    value = given.get(name, "")
    return value.replace("\0", "").replace("\r\n", "\n") if isinstance(value, str) else ""


def several(given: FormData, name: str) -> list[str]:
    """Of a group of boxes, those that were ticked."""
    return [value for value in given.getlist(name) if isinstance(value, str)]


def lines(typed: str) -> list[str]:
    """One entry a line or between commas, such as keywords."""
    return [entry.strip() for line in typed.splitlines() for entry in line.split(",") if entry.strip()]


def _optional(model: type[BaseModel]) -> set[str]:
    return {name for name, info in model.model_fields.items() if not info.is_required()}


SAID = {
    "missing": N_("This is needed."),
    "string_too_short": N_("This is needed."),
    "string_too_long": N_("At most %(max_length)s characters."),
    "too_long": N_("At most %(max_length)s entries."),
    "too_short": N_("At least %(min_length)s."),
    "int_parsing": N_("Give a whole number."),
    "int_type": N_("Give a whole number."),
    "greater_than": N_("This must be above %(gt)s."),
    "greater_than_equal": N_("This must be at least %(ge)s."),
    "less_than": N_("This must be below %(lt)s."),
    "less_than_equal": N_("This must be at most %(le)s."),
    "date_from_datetime_parsing": N_("Give a date, such as 2026-11-23."),
    "date_parsing": N_("Give a date, such as 2026-11-23."),
    "date_type": N_("Give a date, such as 2026-11-23."),
    "enum": N_("Choose one of the answers."),
    "string_pattern_mismatch": N_("This is not written as it should be."),
}
SAID["deceiving_text"] = N_(
    "The text holds invisible characters that turn its direction or control machines: "
    "type it anew or paste it as plain text."
)
OTHERWISE = N_("This is not right: %(reason)s")


def faults(error: ValidationError, words: Words) -> dict[str, str]:
    """The first fault of each field. A nested one is named as in `contributors.0.email`."""
    found: dict[str, str] = {}
    for each in error.errors(include_url=False, include_input=False):
        place = ".".join(str(part) for part in each["loc"])
        context = {name: value for name, value in each.get("ctx", {}).items() if isinstance(value, int | str)}
        sentence = SAID.get(each["type"])
        reason = each["msg"].removeprefix("Value error, ").removeprefix("value is not a valid email address: ")
        found.setdefault(place, words.say(sentence, **context) if sentence else words.say(OTHERWISE, reason=reason))
    return found


def refusal(error: HelixError, words: Words) -> Sequence[str]:
    """Why an action refused: in the reader's words, then the action's own English, which names the particulars."""
    general = codes.REFUSAL.get(error.code)
    return [words.say(general), str(error)] if general else [str(error)]
