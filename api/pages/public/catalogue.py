"""The published offers, open to everybody."""

import hashlib
from typing import Annotated

from fastapi import APIRouter, Path
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from api.deps import After, AskedLanguage, Key, Now, chosen_language
from api.documents import OPEN, figure, known_digests, pdf
from api.pages.public.choosing import Wanted, told
from api.pages.public.described import described
from api.pages.rendering import page
from models.db import reading
from models.errors import NotFound, OfferGone
from models.queries.briefs import brief_name
from models.queries.catalogue import Choice, languages_of, published_counts, published_offer, published_offers
from models.queries.compilations import file_name, public_catalogue
from models.rules.days import local_date
from models.rules.words import FIELDS_OF_CHAIN, DevelopmentStage, Language, PartnershipType, levels_of
from reports.cards import card_of

router = APIRouter()

PER_PAGE = 24
READ = ["GET", "HEAD"]

OfferKey = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]


@router.api_route("/", methods=READ)
def catalogue(request: Request, asked: AskedLanguage, choice: Wanted, now: Now, after: After = None) -> Response:
    """Each technology once, in the reader's language where there is one."""
    today = local_date(now)
    with reading() as session:
        rows = published_offers(session, choice, today=today, prefer=asked, before=after, limit=PER_PAGE + 1)
        counts = published_counts(session, choice, today=today)
        compiled = public_catalogue(session, choice.language or asked, today=today)
    return page(
        request,
        "public/catalogue.html",
        asked,
        offers=rows[:PER_PAGE],
        next=rows[PER_PAGE - 1].offer.id if len(rows) > PER_PAGE else None,
        after=after,
        chosen_language=chosen_language(request),
        chain=choice.value_chain,
        field=choice.field,
        wanted=choice.language,
        text=choice.text,
        stage=choice.stage,
        partnership=choice.partnership,
        counts=counts,
        chains=FIELDS_OF_CHAIN,
        stages=[(each, levels_of(each)) for each in DevelopmentStage],
        partnerships=list(PartnershipType),
        chosen=choice != Choice(),
        told=told(choice),
        compiled=compiled,
    )


@router.api_route("/catalogue/{language}.pdf", methods=READ)
def whole(request: Request, language: Language, now: Now) -> Response:
    """All offers in the language as one file; gone as soon as any offer in it is."""
    with reading() as session:
        found = public_catalogue(session, language, today=local_date(now))
    if found is None or found.sha256 is None:
        raise OfferGone("/")
    return pdf(found.sha256, file_name(found), public=True, request=request)


@router.api_route("/offers/{key}/{language}", methods=READ)
def offer(request: Request, key: OfferKey, language: Language, now: Now) -> Response:
    """One offer, to be passed on. Its own language is the page's, unless the reader chose another."""
    with reading() as session:
        shown = published_offer(session, key, language, today=local_date(now))
        there = languages_of(session, shown.technology.id, today=local_date(now))
        others = [each for each in there if each is not language]
    return page(
        request,
        "public/offer.html",
        chosen_language(request) or language,
        shown=shown,
        others=others,
        described=described(shown),
    )


@router.api_route("/offers/{key}/{language}/brief.pdf", methods=READ)
def brief(request: Request, key: OfferKey, language: Language, now: Now) -> Response:
    with reading() as session:
        shown = published_offer(session, key, language, today=local_date(now))
    if shown.brief is None:
        raise NotFound("The brief is not rendered yet.")
    return pdf(shown.brief.sha256, brief_name(shown.reference, language), public=True, request=request)


@router.api_route("/offers/{key}/{language}/figures/{number}", methods=READ)
def figure_shown(request: Request, key: OfferKey, language: Language, number: Key, now: Now) -> Response:
    with reading() as session:
        shown = published_offer(session, key, language, today=local_date(now))
    return figure(shown.offer, number, public=True, request=request)


@router.api_route("/offers/{key}/{language}/card.png", methods=READ)
def card(request: Request, key: OfferKey, language: Language, now: Now) -> Response:
    """The picture that other sites put beside a link to the offer."""
    with reading() as session:
        shown = published_offer(session, key, language, today=local_date(now))
    content = card_of(shown)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": OPEN, "Cross-Origin-Resource-Policy": "cross-origin"}
    if etag in known_digests(request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="image/png", headers=headers)


@router.api_route("/robots.txt", methods=READ)
def robots() -> Response:
    private = ("/api/", "/b/", "/u/", "/invitation/", "/sign-in")
    return PlainTextResponse("User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in private))
