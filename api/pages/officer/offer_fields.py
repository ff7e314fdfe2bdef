"""The offer's form as a browser holds it: both languages side by side, and once what is the same in both.

Names are flat: `en.title` and `pl.title`, `trl` for both, `en.key_figures.0.value`. Of a partnership the type is
shared, why and how are written in each language.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from starlette.datastructures import FormData

from api.pages import countries
from api.pages.given import Read, faults, several, text
from api.pages.officer.form_rows import Rows, filled, flat, rows_of
from api.pages.words import N_, Words
from models.actions.forms import KeyFigure, OfferForm
from models.rules.keywords import KeywordKind, translated
from models.rules.numbers import in_notation_of
from models.rules.offers import OFFER_COUNTS, OFFER_LIMITS
from models.rules.words import IprStatus, Language, ProtectionStrategy
from models.tables import Disclosure, Offer, Technology

TEXTS = ("title", "short_summary", "problem", "description", "advantages", "ipr_notes", "expected_role")
KEYWORDS = {f"{kind}_keywords": kind for kind in KeywordKind}
BOXES = ("sdgs", "partner_sizes")
FIGURE = tuple(KeyFigure.model_fields)
REASONS = ("why", "how")
SHARED = ("trl", "ipr_status", "anonymous", "countries", *BOXES)
DECISIONS = {"yes": True, "no": False}
NO_COUNTRY = N_("These are no countries that we know: write their names, with commas between them.")
TOO_LONG = N_("%(length)s characters: at most %(limit)s fit, take %(excess)s away.")


@dataclass(frozen=True, slots=True)
class ReadOffer:
    """`forms` has the languages in which something is written; none of them where something is wrong."""

    typed: Mapping[str, Any]
    forms: Mapping[Language, OfferForm] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> Read[OfferForm]:
        """As the macros of forms take it."""
        return Read(self.typed, wrong=self.wrong)


def other(language: Language) -> Language:
    return Language.POLISH if language is Language.ENGLISH else Language.ENGLISH


def read_offer(
    given: FormData,
    words: Words,
    known: Iterable[Language],
    first: Language,
    untouched: Mapping[str, Any] | None = None,
) -> ReadOffer:
    """A language in which nothing is written is left out, unless it is `known` to have versions and was on the page.
    So is one that still says only what it started from, `untouched`.

    What is empty in a row of three is an empty row; faults stand at the place in which they were made.
    """
    typed = _typed(given)
    sent = [each for each in known if f"{each}.title" in given]
    begun = [each for each in Language if each in sent or _is_written(typed, each, untouched or {})] or [first]
    forms: dict[Language, OfferForm] = {}
    wrong: dict[str, str] = {}
    for language in begun:
        values, places = _values(typed, language, copied=other(language) in begun)
        try:
            forms[language] = OfferForm.model_validate(values)
        except ValidationError as error:
            for name, sentence in faults(error, words).items():
                wrong.setdefault(_placed(name, language, places), sentence)
        wrong |= _too_long(typed, language, words)
    if "countries" in wrong:
        wrong["countries"] = words.say(NO_COUNTRY)
    return ReadOffer(typed, {} if wrong else forms, wrong)


def _typed(given: FormData) -> dict[str, Any]:
    typed: dict[str, Any] = {name: text(given, name) for name in ("trl", "ipr_status", "anonymous", "countries")}
    typed |= {name: several(given, name) for name in BOXES}
    typed |= flat("partnerships", rows_of(given, "partnerships", ("type",), OFFER_COUNTS["partnerships"]))
    for language in Language:
        typed |= {f"{language}.{name}": text(given, f"{language}.{name}") for name in TEXTS}
        for name, parts in (("key_figures", FIGURE), ("partnerships", REASONS)):
            rows = rows_of(given, f"{language}.{name}", parts, OFFER_COUNTS[name])
            typed |= flat(f"{language}.{name}", rows)
        for name in KEYWORDS:
            for place in range(OFFER_COUNTS[name]):
                typed[f"{language}.{name}.{place}"] = text(given, f"{language}.{name}.{place}").strip()
    return typed


def _is_written(typed: Mapping[str, Any], language: Language, untouched: Mapping[str, Any]) -> bool:
    own = {name: str(value).strip() for name, value in typed.items() if name.startswith(f"{language}.")}
    return any(value and value != str(untouched.get(name, "")).strip() for name, value in own.items())


def _values(typed: Mapping[str, Any], language: Language, *, copied: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the form model takes, and the places from which each entry of its lists came."""
    values: dict[str, Any] = {"language": language, "trl": typed["trl"], "ipr_status": typed["ipr_status"]}
    values |= {name: typed[f"{language}.{name}"] for name in TEXTS}
    values |= {name: typed[name] for name in BOXES}
    values["countries"] = countries.codes_of(typed["countries"])
    values["anonymous"] = DECISIONS.get(typed["anonymous"])
    places: dict[str, Any] = {}
    for name, rows in (("key_figures", _figures(typed, language)), ("partnerships", _partnerships(typed, language))):
        places[name] = filled(rows)
        values[name] = [rows[place] for place in places[name]]
    for name, kind in KEYWORDS.items():
        typed_here = _keywords(typed, language, name)
        places[name] = list(typed_here)
        values[name] = list(dict.fromkeys(typed_here.values()))
        if copied and not typed_here:
            there = list(_keywords(typed, other(language), name).values())
            values[name] = translated(there, other(language), language, kind)
    return values, places


def _keywords(typed: Mapping[str, Any], language: Language, name: str) -> dict[int, str]:
    found = {place: typed[f"{language}.{name}.{place}"] for place in range(OFFER_COUNTS[name])}
    return {place: word for place, word in found.items() if word}


def _figures(typed: Mapping[str, Any], language: Language) -> Rows:
    """A figure that is told in words here, and whose value stands only there, is the same value in our notation."""
    rows = {}
    for place in range(OFFER_COUNTS["key_figures"]):
        row = {part: typed[f"{language}.key_figures.{place}.{part}"] for part in FIGURE}
        there = typed[f"{other(language)}.key_figures.{place}.value"]
        if not row["value"] and there and any(row.values()):
            row["value"] = in_notation_of(there, other(language), language)
        rows[place] = row
    return rows


def _partnerships(typed: Mapping[str, Any], language: Language) -> Rows:
    return {
        place: {
            "type": typed[f"partnerships.{place}.type"],
            **{part: typed[f"{language}.partnerships.{place}.{part}"] for part in REASONS},
        }
        for place in range(OFFER_COUNTS["partnerships"])
    }


def _placed(name: str, language: Language, places: Mapping[str, Sequence[int]]) -> str:
    """A fault of the form model at the name that the field has on the page."""
    head, *rest = name.split(".")
    if head in SHARED:
        return head
    if head in places and rest:
        rest[0] = str(places[head][int(rest[0])]) if int(rest[0]) < len(places[head]) else "0"
    if head == "partnerships" and rest[1:] == ["type"]:
        return ".".join((head, *rest))
    return ".".join((language, head, *rest)) if head else ""


def _too_long(typed: Mapping[str, Any], language: Language, words: Words) -> dict[str, str]:
    """Said with the numbers, for those whose browser does not count."""
    found = {}
    for name in TEXTS:
        length, limit = len(typed[f"{language}.{name}"].strip()), OFFER_LIMITS[name]
        if length > limit:
            said = {
                "length": words.number(length),
                "limit": words.number(limit),
                "excess": words.number(length - limit),
            }
            found[f"{language}.{name}"] = words.say(TOO_LONG, **said)
    return found


def typed_of(newest: Mapping[Language, Offer], reader: Language, first: Language) -> dict[str, Any]:
    """Saved versions as their form shows them. Where both disagree on what they share, `first` decides."""
    shared = newest.get(first) or newest.get(other(first))
    typed: dict[str, Any] = {}
    if shared is not None:
        typed |= {"trl": shared.trl, "ipr_status": shared.ipr_status}
        typed |= {name: [str(each) for each in getattr(shared, name)] for name in BOXES}
        typed["countries"] = countries.named(shared.countries, reader)
        typed["anonymous"] = "" if shared.anonymous is None else "yes" if shared.anonymous else "no"
        for place, row in enumerate(shared.partnerships):
            typed[f"partnerships.{place}.type"] = row.get("type", "")
    for language, offer in newest.items():
        typed |= texts_of(offer, language)
    return typed


def texts_of(offer: Offer, language: Language) -> dict[str, Any]:
    """What one language says by itself, by the names of the page."""
    typed: dict[str, Any] = {f"{language}.{name}": getattr(offer, name) for name in TEXTS}
    for name, parts in (("key_figures", FIGURE), ("partnerships", REASONS)):
        for place, row in enumerate(getattr(offer, name)):
            typed |= {f"{language}.{name}.{place}.{part}": row.get(part, "") for part in parts}
    for name in KEYWORDS:
        typed |= {f"{language}.{name}.{place}": word for place, word in enumerate(getattr(offer, name))}
    return typed


def begun_from_disclosure(technology: Technology, disclosure: Disclosure | None) -> dict[str, Any]:
    """Of what the creators handed in only what they wrote for the public: its title is confidential, too."""
    typed: dict[str, Any] = {"ipr_status": _protection(technology)}
    if disclosure is None:
        return typed
    typed["trl"] = disclosure.trl or ""
    language, abstract = disclosure.language, disclosure.abstract_public
    place = "short_summary" if len(abstract) <= OFFER_LIMITS["short_summary"] else "description"
    typed[f"{language}.{place}"] = abstract
    for number, word in enumerate(disclosure.keywords[: OFFER_COUNTS["technology_keywords"]]):
        typed[f"{language}.technology_keywords.{number}"] = word
    return typed


def _protection(technology: Technology) -> IprStatus:
    if technology.strategy is ProtectionStrategy.PATENT:
        return IprStatus.APPLIED
    return IprStatus.SECRET_KNOW_HOW if technology.strategy is ProtectionStrategy.KNOW_HOW else IprStatus.NONE
