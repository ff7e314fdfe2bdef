"""How pages refuse: in both languages, since who follows a broken link may read either."""

from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.deps import asked_language
from api.errors import is_lost_race, record
from api.pages.refusals import refusal
from api.pages.rendering import office, page
from api.pages.words import Words
from models.errors import HelixError, OfferGone
from models.rules.words import Language
from models.settings import settings


def problem(
    request: Request,
    name: str,
    status: int,
    *,
    why: HelixError | None = None,
    newer: str | None = None,
    **values: object,
) -> Response:
    """`name` is a key of `codes.PROBLEM`; `why` is told below it, `newer` is where what is there now stands."""
    language = asked_language(request)
    reasons = {each: refusal(why, Words(each)) if why else () for each in Language}
    return page(
        request, "problem.html", language, status=status, name=name, newer=newer, values=values, reasons=reasons
    )


async def refused(request: Request, error: HelixError) -> Response:
    if error.code in ("link_invalid", "link_expired"):
        return problem(request, error.code, error.status, days=settings().link_days, office=office())
    if isinstance(error, OfferGone):
        return _gone(request, error)
    if error.status == 403:
        return problem(request, "not_permitted", error.status, office=office())
    if error.status == 404:
        return problem(request, "not_found", error.status)
    return problem(request, "refused", error.status, why=error)


def _gone(request: Request, error: OfferGone) -> Response:
    """No cache keeps the page: what is withdrawn today may be offered again."""
    language = asked_language(request)
    values = {"office": settings().network_email or office()}
    answer = page(
        request,
        "problem.html",
        language,
        status=410,
        name="not_offered",
        newer=error.path or None,
        values=values,
        reasons=dict.fromkeys(Language, ()),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


async def malformed(request: Request, error: RequestValidationError) -> Response:  # noqa: ARG001  Starlette's signature
    return problem(request, "malformed", 422)


async def http_refused(request: Request, error: HTTPException) -> Response:
    name = {404: "not_found", 405: "method", 413: "too_large"}.get(error.status_code, "malformed")
    answer = problem(request, name, error.status_code)
    answer.headers.update(error.headers or {})
    return answer


async def broken_rule(request: Request, error: DBAPIError) -> Response:
    """What the database refused: a lost race is explained, anything else is our failure."""
    if is_lost_race(error):
        return problem(request, "lost_race", 409)
    return failed(request, record(error))


def failed(request: Request, number: str) -> Response:
    return problem(request, "failure", 500, number=number)


def too_large(request: Request) -> Response:
    return problem(request, "too_large", 413)


def foreign(request: Request) -> Response:
    return problem(request, "foreign", 403)
