"""The JSON API, mounted at `/api/v1`."""

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import IntegrityError, OperationalError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from api.errors import BodyLimit, Unforeseen
from api.headers import Headers
from api.json import (
    agreements,
    compilations,
    disclosures,
    docket,
    figures,
    links,
    looks,
    offer_comments,
    offers,
    ownership,
    packs,
    partners,
    portfolio_reports,
    prior_art,
    problems,
    reviews,
    technologies,
    work,
)
from models.errors import HelixError
from models.pictures import MOST_BYTES

ROOT = "/api/v1"
LARGEST_BODY = 2_000_000

DESCRIPTION = """
Technology transfer, from a researcher's disclosure through review to a licence. The same rules hold here as on the
pages and the command line.

Send a token made by `helix token create --role ROLE` as `Authorization: Bearer …`; published offers, their briefs and
signed links need none. What is not your business does not exist for you: `not_found` covers both. Money is whole minor
units of the currency named beside it, shares are basis points, moments are UTC. Refusals carry a stable `code` and a
sentence; labels come in the language of `?lang=` or `Accept-Language` (`en`, `pl`).
"""

TAGS = [
    {"name": "disclosures", "description": "What researchers hand in, correct and confirm."},
    {"name": "technologies", "description": "Cases: listed, read, moved along the pipeline."},
    {"name": "review", "description": "Triage and IP review."},
    {
        "name": "ownership",
        "description": "On what the rights rest, co-owners, funders' demands, what of others went in.",
    },
    {"name": "docket", "description": "Clocks by date, patent families, applications and what happens to them."},
    {"name": "offers", "description": "The non-confidential description, by language and version, and its briefs."},
    {"name": "documents", "description": "What briefs look like; catalogues and slides; portfolio reports."},
    {"name": "partners", "description": "Businesses, matches, deliveries and leads."},
    {"name": "agreements", "description": "Agreements, what they make due, payments and their distribution."},
    {"name": "links", "description": "A contact's signed link from the e-mail."},
    {"name": "work", "description": "What the flows have still to do, what is parked, and the figures."},
    {"name": "health", "description": "For supervisors."},
]


def create_json_app() -> FastAPI:
    app = FastAPI(
        title="Helix",
        version="1",
        description=DESCRIPTION,
        openapi_tags=TAGS,
        servers=[{"url": ROOT}],
        root_path_in_servers=False,
        docs_url=None,  # their pages load scripts from strangers
        redoc_url=None,
        redirect_slashes=False,
        middleware=[
            Middleware(Headers),
            Middleware(Unforeseen, problems.failed),
            Middleware(BodyLimit, LARGEST_BODY, problems.too_large, "/files", MOST_BYTES + 100_000),
        ],
        exception_handlers={
            HelixError: problems.refused,
            RequestValidationError: problems.malformed,
            HTTPException: problems.http_refused,
            IntegrityError: problems.broken_rule,
            OperationalError: problems.broken_rule,
        },
    )
    cases = (disclosures, technologies, reviews, prior_art, ownership, docket)
    outward = (offers, offer_comments, figures, packs, looks, compilations, portfolio_reports)
    for module in (*cases, *outward, partners, agreements, links, work):
        app.include_router(module.router)
    return app
