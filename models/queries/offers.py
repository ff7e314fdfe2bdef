"""Offers: their content, its digest, what they are compared with, and the published ones."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlmodel import Session, col, select

from models.queries.facts import latest_disclosure
from models.queries.hidden import Hidden, hidden_of
from models.queries.secrets import confidential_passages, naming_of, published_passages
from models.rules.days import local_date
from models.rules.naming import Naming
from models.rules.offers import PublicDays, public_days
from models.rules.words import CaseStatus, OfferState, Told
from models.tables import Brief, Figure, Institution, Offer, PatentCase, Technology

_LISTS = ("key_figures", "sdgs", "partnerships", "partner_sizes", "technology_keywords", "market_keywords", "countries")
_TEXTS = ("title", "short_summary", "problem", "description", "advantages", "ipr_notes", "expected_role")
CONTENT = ("language", "trl", "ipr_status", "anonymous", *_TEXTS, *_LISTS, "figures")
"""What a reader sees: consent and approval are bound to the digest of these."""


def content_of(offer: Offer) -> dict[str, Any]:
    return {name: getattr(offer, name) for name in CONTENT}


def offer_digest(values: Mapping[str, Any]) -> str:
    """sha256 of the content as canonical JSON. Without figures it is the digest of before there were any."""
    content = {name: values[name] for name in CONTENT if name != "figures" or values[name]}
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Compared:
    """The two sides of the confidentiality scan."""

    offer_texts: dict[str, str]
    texts: dict[str, str]
    naming: dict[str, Naming]
    hidden: Hidden
    """What an anonymous offer must not tell; empty for a named one."""
    numbers: tuple[str, ...]
    """Of applications that nobody may know of."""
    public: tuple[str, ...]


def confidential_texts(session: Session, offer: Offer) -> Compared:
    """Every confidential text that is kept of the technology, and what an anonymous offer must not name.

    An offer that is public, or was, is not compared with what its readers wrote about it.
    """
    cases = session.exec(
        select(PatentCase).where(
            PatentCase.technology_id == offer.technology_id,
            col(PatentCase.published_on).is_(None),
            PatentCase.status != CaseStatus.GRANTED,
        )
    ).all()
    technology = session.get_one(Technology, offer.technology_id)
    texts = confidential_passages(session, offer.technology_id, of_readers=offer.published_at is None)
    return Compared(
        offer_texts=_texts_of(offer) | _told(session, offer),
        texts=texts,
        naming=naming_of(texts),
        hidden=hidden_of(session, technology) if offer.anonymous else Hidden(),
        numbers=tuple(case.application_number for case in cases if case.application_number),
        public=_public(session, offer),
    )


def _told(session: Session, offer: Offer) -> dict[str, str]:
    """What the originals of its figures said beside their pixels: it has left the picture, but tells what it is."""
    shown = {figure["sha256"]: place for place, figure in enumerate(offer.figures, 1)}
    rows = session.exec(
        select(Figure).where(Figure.technology_id == offer.technology_id, col(Figure.sha256).in_(shown))
    )
    said = {shown[row.sha256]: row.told for row in rows}
    return {
        f"figures_told {place}": "\n".join(
            _spelled(text) if kind == Told.FILE_NAME else text for kind, text in sorted(told.items())
        )
        for place, told in sorted(said.items())
    }


def _spelled(file_name: str) -> str:
    """As the name of a person would be written: `zadlo_strip.png` is Zadlo Strip Png."""
    return re.sub(r"[\W_]+", " ", file_name).title()


def _public(session: Session, offer: Offer) -> tuple[str, ...]:
    """The public abstract and keywords, the institution's town, published applications, and what offers of the
    technology have told the world before.

    Not those that were found to say what they must not: the next version shall not repeat it. For an offer that is
    public itself what others say is no excuse, as each would excuse the other: only what an officer accepted there.
    """
    disclosure = latest_disclosure(session, offer.technology_id)
    before = session.exec(
        select(Offer)
        .where(Offer.technology_id == offer.technology_id, col(Offer.published_at).is_not(None), Offer.id != offer.id)
        .order_by(col(Offer.id))
    )
    if offer.published_at is not None:
        told = [passage for each in before for passage in _accepted_in(each)]
    else:
        sound = [each for each in before if all(leak.get("accepted") for leak in each.leaks)]
        told = [text for each in sound for text in _texts_of(each).values() if text.strip()]
    abstract = [disclosure.abstract_public, *disclosure.keywords] if disclosure else []
    technology = session.get_one(Technology, offer.technology_id)
    home = session.get_one(Institution, technology.institution_id)
    return (*abstract, home.city, *published_passages(session, offer.technology_id), *told)


def _accepted_in(offer: Offer) -> Iterator[str]:
    """The passages as they stand there; of those found before places were kept, the excerpts."""
    texts = _texts_of(offer)
    for leak in offer.leaks:
        if leak.get("accepted"):
            start, text = leak.get("start"), texts.get(leak["field"], "")
            yield leak["excerpt"] if start is None else text[start : start + leak["length"]]


def parts_of(offer: Offer) -> dict[str, dict[str, str]]:
    """The texts of each field as the scan names it, by the names that the editor gives them."""
    parts = {name: {name: str(getattr(offer, name))} for name in _TEXTS}
    for place, number in enumerate(offer.key_figures):
        told = {f"key_figures.{place}.{name}": number[name] for name in ("value", "label", "compared_with")}
        parts[f"key_figures {place + 1}"] = told
    for place, partnership in enumerate(offer.partnerships):
        told = {f"partnerships.{place}.{name}": partnership[name] for name in ("why", "how")}
        parts[f"partnerships {place + 1}"] = told
    for place, figure in enumerate(offer.figures, 1):
        parts[f"figures {place}"] = {f"figures.{place}.{name}": str(figure[name]) for name in ("alt", "caption")}
    parts["keywords"] = {
        f"{name}.{place}": keyword
        for name in ("technology_keywords", "market_keywords")
        for place, keyword in enumerate(getattr(offer, name))
    }
    return parts


def _between(field: str) -> str:
    return ", " if field == "keywords" else " "


def _texts_of(offer: Offer) -> dict[str, str]:
    return {field: _between(field).join(parts.values()) for field, parts in parts_of(offer).items()}


@dataclass(frozen=True, slots=True)
class Passage:
    """Where something stands: `part` is a name of `parts_of`, the place is in its text."""

    part: str
    text: str
    start: int
    length: int


def passage_at(offer: Offer, leak: Mapping[str, Any]) -> Passage | None:
    """The part in which a leak's passage begins, and as much of the passage as stands there.

    `None` for what a picture's file said, and for places found before they were kept.
    """
    start = leak.get("start")
    if start is None:
        return None
    for part, text in parts_of(offer).get(leak["field"], {}).items():
        if start < len(text):
            return Passage(part, text, start, min(leak["length"], len(text) - start))
        start = max(0, start - len(text) - len(_between(leak["field"])))
    return None


def scan_digest(digest: str, compared: Compared) -> str:
    """Changes when the offer or anything that it was compared with changes."""
    sides = [digest, compared.offer_texts, compared.texts, asdict(compared.hidden), compared.numbers, compared.public]
    return hashlib.sha256(json.dumps(sides, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def alarmed_offers(session: Session, technology_id: int) -> Sequence[Offer]:
    """Public, and found to say what is confidential."""
    query = select(Offer).where(
        Offer.technology_id == technology_id, Offer.state == OfferState.PUBLISHED, col(Offer.alarmed_at).is_not(None)
    )
    return session.exec(query.order_by(col(Offer.language))).all()


def public_days_of(offer: Offer) -> PublicDays:
    """What its brief says of them."""
    published_on = local_date(offer.published_at) if offer.published_at else None
    return public_days(offer.state, published_on, offer.expires_on)


def latest_first() -> tuple[Any, Any]:
    """The order of an offer's briefs: one that became the present one again is dated anew."""
    return col(Brief.rendered_at).desc(), col(Brief.id).desc()


def brief_of(session: Session, offer: Offer) -> Brief | None:
    """The newest brief rendered from exactly this version."""
    return session.exec(
        select(Brief)
        .where(Brief.offer_id == offer.id, Brief.offer_digest == offer.digest)
        .order_by(*latest_first())
        .limit(1)
    ).one_or_none()
