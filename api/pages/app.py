"""The pages, mounted at `/`."""

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import IntegrityError, OperationalError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from api.errors import BodyLimit, Unforeseen
from api.headers import PAGE, Headers
from api.oidc import Provider
from api.ops import PatentOffice
from api.origins import OwnOrigin
from api.pages import assets, problems
from api.pages.accounts import account, details, institutions, looks, oidc, people, search, sign_in_link, tokens
from api.pages.business import guest, inbox, interests, link, nda, room
from api.pages.docket import calendar, dates, families, late, what_if
from api.pages.officer import (
    agreement,
    assessment,
    board,
    case,
    case_acts_clocks,
    case_acts_files,
    case_acts_funding,
    case_acts_moves,
    case_acts_ownership,
    case_acts_people,
    case_acts_review,
    case_acts_reviewers,
    case_agreements,
    case_offer,
    case_offer_editor,
    case_offer_versions,
    case_pack,
    case_partners,
    compilations,
    copies,
    decision,
    decision_letters,
    figures,
    offer_brief,
    offer_figures,
    partners,
    portfolio_reports,
    prior_art,
    prior_art_epo,
    review_policy,
    reviews,
    today,
    work,
)
from api.pages.public import catalogue, feed, tables
from api.pages.researcher import cases, consent, desk, drafts, share
from api.throttle import LINKS_PER_ACCOUNT, LINKS_PER_ADDRESS, MESSAGES_PER_ADDRESS, MESSAGES_PER_LINK, Throttle
from api.visitors import NotSignedIn, recognise
from models.actions.attachments import LARGEST
from models.errors import HelixError

LARGEST_FORM = 400_000
"""Bytes: a disclosure with every text as long as it may be, in Polish, as a browser encodes it."""
UPLOADS = "/files"
"""The end of the paths that take a file."""
LARGEST_UPLOAD = LARGEST + 100_000
"""Bytes, with what a browser puts around the file."""
SIGNED_LINKS = ("/b/", "/u/", "/c/")
"""Their address is the permission, and mail programs post to them from anywhere (RFC 8058)."""


PUBLIC = (tables, catalogue, feed)
RESEARCHER = (desk, drafts, cases, consent, share)
BUSINESS = (link, guest, inbox, interests, nda, room)
ACCOUNTS = (account, sign_in_link, oidc, tokens, looks, details, institutions, people, search)
DOCKET = (what_if, late, calendar, families, dates)
OFFICER = (
    offer_brief,
    offer_figures,  # before the offer: its address reads as a language else
    case_offer,
    case_offer_editor,
    case_offer_versions,
    case_pack,
    case_partners,
    case_agreements,
    agreement,
    partners,
    compilations,
    work,
    today,
    board,
    figures,
    portfolio_reports,
    case,
    case_acts_moves,
    case_acts_funding,
    case_acts_ownership,
    case_acts_people,
    case_acts_review,
    case_acts_clocks,
    case_acts_files,
    case_acts_reviewers,
    assessment,
    decision,
    review_policy,
    reviews,
    prior_art_epo,
    prior_art,
    copies,
    decision_letters,
)


def create_pages_app() -> FastAPI:
    app = FastAPI(
        openapi_url=None,
        redirect_slashes=False,
        middleware=[
            Middleware(Headers, PAGE),
            Middleware(Unforeseen, problems.failed),
            Middleware(OwnOrigin, problems.foreign, SIGNED_LINKS),
            Middleware(BodyLimit, LARGEST_FORM, problems.too_large, UPLOADS, LARGEST_UPLOAD),
        ],
        exception_handlers={
            NotSignedIn: account.ask_first,
            HelixError: problems.refused,
            RequestValidationError: problems.malformed,
            HTTPException: problems.http_refused,
            IntegrityError: problems.broken_rule,
            OperationalError: problems.broken_rule,
        },
    )
    app.state.throttle = Throttle()
    app.state.provider = Provider()
    app.state.patent_office = PatentOffice()
    app.state.link_throttle = Throttle(LINKS_PER_ACCOUNT, LINKS_PER_ADDRESS)
    app.state.message_throttle = Throttle(MESSAGES_PER_LINK, MESSAGES_PER_ADDRESS)
    for module in (*PUBLIC, *ACCOUNTS, *RESEARCHER, *BUSINESS, *DOCKET, *OFFICER):
        app.include_router(module.router, dependencies=[Depends(recognise)])
    app.mount("/static", assets.styles())
    app.mount("/fonts", assets.fonts())
    return app
