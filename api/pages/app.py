"""The pages, mounted at `/`."""

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import IntegrityError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from api.errors import BodyLimit, Unforeseen
from api.headers import PAGE, Headers
from api.pages import assets, catalogue, partner, problems
from models.errors import HelixError

LARGEST_FORM = 100_000


def create_pages_app() -> FastAPI:
    app = FastAPI(
        openapi_url=None,
        redirect_slashes=False,
        middleware=[
            Middleware(Headers, PAGE),
            Middleware(Unforeseen, problems.failed),
            Middleware(BodyLimit, LARGEST_FORM, problems.too_large),
        ],
        exception_handlers={
            HelixError: problems.refused,
            RequestValidationError: problems.malformed,
            HTTPException: problems.http_refused,
            IntegrityError: problems.broken_rule,
        },
    )
    app.include_router(catalogue.router)
    app.include_router(partner.router)
    app.mount("/static", assets.styles())
    app.mount("/fonts", assets.fonts())
    return app
