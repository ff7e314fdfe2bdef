"""The pages, mounted at `/`."""

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import IntegrityError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from api.errors import BodyLimit, Unforeseen
from api.headers import PAGE, Headers
from api.origins import OwnOrigin
from api.pages import assets, problems
from api.pages.accounts import account
from api.pages.business import link
from api.pages.public import catalogue
from api.throttle import Throttle
from api.visitors import NotSignedIn, recognise
from models.errors import HelixError

LARGEST_FORM = 100_000
SIGNED_LINKS = ("/b/", "/u/")
"""Their address is the permission, and mail programs post to them from anywhere (RFC 8058)."""


def create_pages_app() -> FastAPI:
    app = FastAPI(
        openapi_url=None,
        redirect_slashes=False,
        middleware=[
            Middleware(Headers, PAGE),
            Middleware(Unforeseen, problems.failed),
            Middleware(OwnOrigin, problems.foreign, SIGNED_LINKS),
            Middleware(BodyLimit, LARGEST_FORM, problems.too_large),
        ],
        exception_handlers={
            NotSignedIn: account.ask_first,
            HelixError: problems.refused,
            RequestValidationError: problems.malformed,
            HTTPException: problems.http_refused,
            IntegrityError: problems.broken_rule,
        },
    )
    app.state.throttle = Throttle()
    for module in (catalogue, link, account):
        app.include_router(module.router, dependencies=[Depends(recognise)])
    app.mount("/static", assets.styles())
    app.mount("/fonts", assets.fonts())
    return app
