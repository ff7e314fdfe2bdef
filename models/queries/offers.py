"""Offers: their content, its digest, what they are compared with, and the published ones."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from models.queries.facts import latest_disclosure
from models.rules.words import CaseStatus
from models.tables import Brief, Contributor, Disclosure, Offer, PatentCase

_LISTS = ("key_figures", "sdgs", "partnerships", "partner_sizes", "technology_keywords", "market_keywords", "countries")
_TEXTS = ("title", "short_summary", "problem", "description", "advantages", "ipr_notes", "expected_role")
CONTENT = ("language", "trl", "ipr_status", "anonymous", *_TEXTS, *_LISTS, "figures")
"""What a reader sees: consent and approval are bound to the digest of these."""


def content_of(offer: Offer) -> dict[str, Any]:
    return {name: getattr(offer, name) for name in CONTENT}


def offer_digest(values: Mapping[str, Any]) -> str:
    """sha256 of the content as canonical JSON. An offer without figures has the digest that it had before there were any."""
    content = {name: values[name] for name in CONTENT if name != "figures" or values[name]}
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Compared:
    """The two sides of the confidentiality scan."""

    offer_texts: dict[str, str]
    texts: dict[str, str]
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    public: tuple[str, ...]


def confidential_texts(session: Session, offer: Offer) -> Compared:
    """Every confidential text of the technology's latest disclosure and what hangs on it."""
    disclosure = latest_disclosure(session, offer.technology_id)
    contributors = session.exec(select(Contributor).where(Contributor.technology_id == offer.technology_id)).all()
    cases = session.exec(
        select(PatentCase).where(
            PatentCase.technology_id == offer.technology_id,
            col(PatentCase.published_on).is_(None),
            PatentCase.status != CaseStatus.GRANTED,
        )
    ).all()
    texts = {name: str(getattr(disclosure, name)) for name in sorted(Disclosure.confidential)} if disclosure else {}
    texts |= {f"contribution of {each.name}": each.contribution for each in contributors if each.contribution}
    return Compared(
        offer_texts=_texts_of(offer),
        texts={label: text for label, text in texts.items() if text},
        names=tuple(each.name for each in contributors),
        numbers=tuple(case.application_number for case in cases if case.application_number),
        public=(disclosure.abstract_public,) if disclosure else (),
    )


def _texts_of(offer: Offer) -> dict[str, str]:
    texts = {name: str(getattr(offer, name)) for name in _TEXTS}
    for place, number in enumerate(offer.key_figures, 1):
        texts[f"key_figures {place}"] = " ".join(number.values())
    for place, partnership in enumerate(offer.partnerships, 1):
        texts[f"partnerships {place}"] = f"{partnership['why']} {partnership['how']}"
    for place, figure in enumerate(offer.figures, 1):
        texts[f"figures {place}"] = f"{figure['alt']} {figure['caption']}"
    texts["keywords"] = ", ".join((*offer.technology_keywords, *offer.market_keywords))
    return texts


def scan_digest(digest: str, compared: Compared) -> str:
    """Changes when the offer or anything that it was compared with changes."""
    sides = [digest, compared.texts, compared.names, compared.numbers, compared.public]
    return hashlib.sha256(json.dumps(sides, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


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
