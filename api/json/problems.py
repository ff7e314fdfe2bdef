"""How the JSON API refuses: one shape, a stable code, a sentence; and what OpenAPI says of it."""

from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.deps import asked_language
from api.errors import is_lost_race, record
from models.errors import GatesUnmet, HelixError
from models.rules.bilingual import Told
from models.rules.gates import Unmet
from models.rules.refused import Refused
from models.rules.words import Language


class UnmetGate(BaseModel):
    code: str
    label: str = Field(description="What the gate asks for, in the asked language.")
    missing: list[str] = Field(description="What is not there yet: fields, names, dates, sentences in that language.")
    may_override: bool = Field(description="Whether an officer may close it by reasoned decision.")

    @classmethod
    def of(cls, unmet: Unmet, language: Language) -> "UnmetGate":
        return cls(
            code=unmet.code,
            label=unmet.label(language),
            missing=[each.words.to(language) if isinstance(each, Told) else each for each in unmet.missing],
            may_override=unmet.may_override,
        )


class WrongField(BaseModel):
    where: list[str | int] = Field(description="The way to the value: `body`, then names and places.")
    problem: str


class Problem(BaseModel):
    """Why a request was refused. `code` is stable; `message` is for people."""

    code: str
    message: str
    unmet: list[UnmetGate] | None = Field(default=None, description="With `gates_unmet`: the whole checklist.")
    fields: list[WrongField] | None = Field(default=None, description="With `malformed`: what is wrong, and where.")
    id: str | None = Field(default=None, description="With `failure`: quote it when you report it.")


_MEANINGS = {
    400: "The body cannot be read.",
    401: "No token was sent, or it is wrong, revoked or expired (`not_authenticated`).",
    403: "Your role does not allow it (`not_permitted`).",
    404: "There is no such thing among those you may see (`not_found`).",
    409: "It does not fit the present state: `conflict`, `stale_technology`, `gates_unmet`, `on_hold`, "
    "`no_such_move`, `already_submitted`, `act_recorded`, `rights_stand`.",
    410: "The link has expired (`link_expired`), or what it led to is no longer offered (`offer_gone`).",
    413: "The body is too large (`too_large`).",
    422: "The request is malformed (`malformed`), lacks something (`incomplete`), or gives a day or a right that "
    "cannot be (`clock_refused`, `rights_unfit`).",
    429: "Too much at once: the sentence says when to try again (`ops_busy`).",
    502: "The European Patent Office does not do it (`ops_refused`).",
    503: "The European Patent Office cannot be reached or understood (`ops_down`).",
    500: "A failure on our side, recorded under the `id` (`failure`).",
}


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of an endpoint; the failures that any of them may have are always among them."""
    return {status: {"model": Problem, "description": _MEANINGS[status]} for status in sorted({*statuses, 422, 500})}


READS = refusals(401, 403, 404)
WRITES = refusals(400, 401, 403, 404, 409, 413)
PUBLIC = refusals(401, 404)


def _answer(status: int, problem: Problem, headers: Any = None) -> JSONResponse:
    return JSONResponse(problem.model_dump(exclude_none=True), status, headers=headers)


async def refused(request: Request, error: HelixError) -> Response:
    """A `HelixError`, with what makes it a checklist."""
    language = asked_language(request)
    unmet = [UnmetGate.of(gate, language) for gate in error.unmet] if isinstance(error, GatesUnmet) else None
    headers = {"WWW-Authenticate": "Bearer"} if error.status == 401 else None
    message = error.words.to(language) if isinstance(error, Refused) else str(error)
    return _answer(error.status, Problem(code=error.code, message=message, unmet=unmet), headers)


async def malformed(_request: Request, error: RequestValidationError) -> Response:
    """What is wrong and where, but not the value: it may be confidential, and echoes help nobody."""
    fields = [WrongField(where=list(each["loc"]), problem=each["msg"]) for each in error.errors()]
    message = "The request is malformed: see the fields."
    return _answer(422, Problem(code="malformed", message=message, fields=fields))


_HTTP_CODES = {
    400: ("unreadable", "The body cannot be read as JSON."),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address does not take that method."),
    413: ("too_large", "The body is too large."),
}


async def http_refused(_request: Request, error: HTTPException) -> Response:
    """Addresses and methods that do not exist."""
    code, message = _HTTP_CODES.get(error.status_code, ("refused", "The request was refused."))
    return _answer(error.status_code, Problem(code=code, message=message), error.headers)


async def broken_rule(_request: Request, error: DBAPIError) -> Response:
    """What the database refused: a lost race is a conflict, anything else is our failure."""
    if is_lost_race(error):
        message = "Somebody else recorded the same at this moment. Look at it again: nothing was changed."
        return _answer(409, Problem(code="conflict", message=message))
    return failed(_request, record(error))


def failed(_request: Request, number: str) -> Response:
    message = f"Something went wrong on our side, and nothing was changed. It is recorded as {number}."
    return _answer(500, Problem(code="failure", message=message, id=number))


def too_large(_request: Request) -> Response:
    code, message = _HTTP_CODES[413]
    return _answer(413, Problem(code=code, message=message))
