"""The offer's form as a browser holds it: flat names, a row for each key figure and each partnership."""

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData

from api.pages import countries
from api.pages.given import Read, lines, read, several, text
from api.pages.officer.form_rows import filled, flat, placed, rows_of
from api.pages.words import N_, Words
from models.actions.forms import KeyFigure, OfferForm, PartnershipForm
from models.rules.offers import OFFER_COUNTS, OFFER_LIMITS
from models.rules.words import IprStatus, Language, ProtectionStrategy
from models.tables import Disclosure, Offer, Technology

TEXTS = ("title", "short_summary", "problem", "description", "advantages", "ipr_notes", "expected_role")
KEYWORDS = ("technology_keywords", "market_keywords")
BOXES = ("sdgs", "partner_sizes")
ROWS: Mapping[str, tuple[str, ...]] = {
    "key_figures": tuple(KeyFigure.model_fields),
    "partnerships": tuple(PartnershipForm.model_fields),
}
NO_COUNTRY = N_("These are no countries that we know: write their names, with commas between them.")


def read_offer(given: FormData, language: Language, words: Words) -> Read[OfferForm]:
    """What is empty in a row of three is an empty row; faults stand at the row in which they were made."""
    typed: dict[str, Any] = {name: text(given, name) for name in (*TEXTS, *KEYWORDS, "trl", "ipr_status", "countries")}
    typed |= {name: several(given, name) for name in BOXES}
    typed["anonymous"] = text(given, "anonymous")
    values = {name: typed[name] for name in (*TEXTS, "trl", "ipr_status")} | {"language": language}
    values |= {name: lines(typed[name]) for name in KEYWORDS}
    values |= {name: typed[name] for name in BOXES}
    values["countries"] = countries.codes_of(typed["countries"])
    values["anonymous"] = bool(typed["anonymous"])
    places: dict[str, list[int]] = {}
    for name, parts in ROWS.items():
        rows = rows_of(given, name, parts, OFFER_COUNTS[name])
        typed |= flat(name, rows)
        places[name] = filled(rows)
        values[name] = [rows[place] for place in places[name]]
    answer = read(OfferForm, values, words)
    wrong = placed(answer.wrong, places)
    if "countries" in wrong:
        wrong["countries"] = words.say(NO_COUNTRY)
    return Read(typed, answer.form, wrong)


def typed_of(offer: Offer, language: Language) -> dict[str, Any]:
    """A saved version as its form shows it; countries by their names in the reader's language."""
    typed: dict[str, Any] = {name: getattr(offer, name) for name in (*TEXTS, "trl", "ipr_status")}
    typed |= {name: ", ".join(getattr(offer, name)) for name in KEYWORDS}
    typed |= {name: [str(each) for each in getattr(offer, name)] for name in BOXES}
    typed["countries"] = countries.named(offer.countries, language)
    typed["anonymous"] = "yes" if offer.anonymous else ""
    for name in ROWS:
        rows = enumerate(getattr(offer, name))
        typed |= flat(name, {place: {part: row.get(part, "") for part in ROWS[name]} for place, row in rows})
    return typed


_SHARED = ("trl", "ipr_status", "sdgs", "partner_sizes", "countries", "anonymous")


def begun_from(sibling: Offer, language: Language) -> dict[str, Any]:
    """What is the same in both languages; the words are to be written."""
    known = typed_of(sibling, language)
    typed = {name: known[name] for name in _SHARED}
    return typed | {name: value for name, value in known.items() if name.endswith((".value", ".type"))}


def begun_from_disclosure(technology: Technology, disclosure: Disclosure | None, language: Language) -> dict[str, Any]:
    """Title and public abstract, where they are in this language."""
    typed: dict[str, Any] = {"ipr_status": _protection(technology)}
    if disclosure is None:
        return typed
    typed["trl"] = disclosure.trl or ""
    if disclosure.language is language:
        abstract = disclosure.abstract_public
        place = "short_summary" if len(abstract) <= OFFER_LIMITS["short_summary"] else "description"
        typed |= {"title": disclosure.title, place: abstract}
        typed["technology_keywords"] = ", ".join(disclosure.keywords[: OFFER_COUNTS["technology_keywords"]])
    return typed


def _protection(technology: Technology) -> IprStatus:
    if technology.strategy is ProtectionStrategy.PATENT:
        return IprStatus.APPLIED
    return IprStatus.SECRET_KNOW_HOW if technology.strategy is ProtectionStrategy.KNOW_HOW else IprStatus.NONE
