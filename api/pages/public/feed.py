"""The published offers as an Atom feed (RFC 4287), one for each language and choice."""

import hashlib
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.deps import Now
from api.documents import OPEN, known_digests
from api.pages.public.choosing import Wanted, told
from api.pages.words import N_, Words
from models.db import reading
from models.queries.catalogue import Choice, PublishedOffer, published_offers
from models.rules.days import local_date
from models.rules.words import Language
from models.settings import settings
from reports.prose import printable

router = APIRouter()

MOST_ENTRIES = 50
ATOM = "http://www.w3.org/2005/Atom"
BEFORE_ALL = datetime(2026, 1, 1, tzinfo=UTC)
"""When a feed without entries was last changed."""
TITLE = N_("Technologies looking for a partner")


@router.api_route("/offers.atom", methods=["GET", "HEAD"])
def feed(request: Request, wanted: Wanted, now: Now) -> Response:
    """The newest offers in the language, English unless another is named, as they were chosen.

    A new version of an offer is the same entry, updated; one that is no longer offered is missing at once.
    """
    language = wanted.language or Language.ENGLISH
    choice = replace(wanted, language=language)
    with reading() as session:
        found = published_offers(session, choice, today=local_date(now), limit=MOST_ENTRIES)
        rows = sorted(found, key=_published, reverse=True)
    content = _written(rows, choice, language)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": OPEN, "Content-Language": language.value}
    if etag in known_digests(request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="application/atom+xml", headers=headers)


def _written(rows: Sequence[PublishedOffer], choice: Choice, language: Language) -> bytes:
    ET.register_namespace("", ATOM)
    home = settings()
    base = home.base_url.rstrip("/")
    query = urlencode(told(choice))
    own = f"{base}/offers.atom?{query}"
    root = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": language.value})
    _add(root, "id", own)
    _add(root, "title", _title(choice, Words(language)))
    _add(root, "updated", max((_published(each) for each in rows), default=BEFORE_ALL).isoformat())
    _add(root, "link", rel="self", type="application/atom+xml", href=own)
    _add(root, "link", rel="alternate", type="text/html", hreflang=language.value, href=f"{base}/?{query}")
    _add(_add(root, "author"), "name", home.network_name)
    for shown in rows:
        _entry(root, shown, base, Words(language))
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _title(choice: Choice, words: Words) -> str:
    """Readers keep several feeds side by side: each says what was chosen."""
    said = f"{settings().network_name}: {words.say(TITLE)}"
    narrowed = [
        words.of("field", choice.field) if choice.field else "",
        words.of("chain", choice.value_chain) if choice.value_chain and not choice.field else "",
        words.of("development_stage", choice.stage) if choice.stage else "",
        words.of("partnership_type", choice.partnership) if choice.partnership else "",
        choice.text,
    ]
    return ", ".join([said, *filter(None, narrowed)])


def _entry(root: ET.Element, shown: PublishedOffer, base: str, words: Words) -> None:
    offer, institution = shown.offer, shown.institution_shown
    entry = _add(root, "entry")
    _add(entry, "id", base + shown.path)
    _add(entry, "title", offer.title)
    _add(entry, "updated", _published(shown).isoformat())
    _add(entry, "link", rel="alternate", type="text/html", hreflang=offer.language.value, href=base + shown.path)
    if shown.brief:
        href = f"{base}{shown.path}/brief.pdf"
        _add(entry, "link", rel="enclosure", type="application/pdf", length=str(shown.brief.size), href=href)
    _add(_add(entry, "author"), "name", institution.name(offer.language) if institution else settings().network_name)
    if shown.technology.field:
        field = shown.technology.field
        _add(entry, "category", term=field.value, label=words.of("field", field))
    _add(entry, "summary", offer.short_summary or offer.title)


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    made = ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    if text:
        made.text = printable(text)
    return made


def _published(shown: PublishedOffer) -> datetime:
    return shown.offer.published_at or shown.offer.created_at
