"""The published offers, open to everybody."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from api.deps import After, AskedLanguage, chosen_language
from api.documents import pdf
from api.pages.rendering import page
from models.db import reading
from models.errors import NotFound
from models.queries.briefs import brief_name
from models.queries.catalogue import languages_of, published_counts, published_offer, published_offers
from models.rules.words import FIELDS_OF_CHAIN, Field as Subject, Language, ValueChain, chain_of

router = APIRouter()

PER_PAGE = 24
READ = ["GET", "HEAD"]

OfferKey = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]


@router.api_route("/", methods=READ)
def catalogue(
    request: Request,
    asked: AskedLanguage,
    value_chain: ValueChain | None = None,
    field: Subject | None = None,
    language: Annotated[Language | None, Query()] = None,
    after: After = None,
) -> Response:
    """Each technology once, in the reader's language where there is one."""
    chain = chain_of(field) if field else value_chain
    with reading() as session:
        rows = published_offers(
            session,
            language=language,
            prefer=asked,
            value_chain=chain,
            field=field,
            before=after,
            limit=PER_PAGE + 1,
        )
        counts = published_counts(session, language=language)
    return page(
        request,
        "public/catalogue.html",
        asked,
        offers=rows[:PER_PAGE],
        next=rows[PER_PAGE - 1].offer.id if len(rows) > PER_PAGE else None,
        after=after,
        chain=chain,
        field=field,
        wanted=language,
        counts=counts,
        chains=FIELDS_OF_CHAIN,
        chosen=bool(chain or field or language),
    )


@router.api_route("/offers/{key}/{language}", methods=READ)
def offer(request: Request, key: OfferKey, language: Language) -> Response:
    """One offer, to be passed on. Its own language is the page's, unless the reader chose another."""
    with reading() as session:
        shown = published_offer(session, key, language)
        others = [each for each in languages_of(session, shown.technology.id) if each is not language]
    return page(request, "public/offer.html", chosen_language(request) or language, shown=shown, others=others)


@router.api_route("/offers/{key}/{language}/brief.pdf", methods=READ)
def brief(request: Request, key: OfferKey, language: Language) -> Response:
    with reading() as session:
        shown = published_offer(session, key, language)
    if shown.brief is None:
        raise NotFound("The brief is not rendered yet.")
    return pdf(shown.brief.sha256, brief_name(shown.reference, language), public=True, request=request)


@router.api_route("/robots.txt", methods=READ)
def robots() -> Response:
    return PlainTextResponse("User-agent: *\nDisallow: /api/\nDisallow: /b/\nDisallow: /u/\nDisallow: /invitation/\n")
