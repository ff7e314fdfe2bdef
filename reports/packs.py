"""An approved offer as the European network's form takes it: text by field, in the form's order and under its names.

There is no way to publish there by program, so a person pastes it; what the network would send back is said before.
Names, words and limits: the network's technology offer (Enterprise Europe Network, profile of kind TO).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, select

from models.queries.technologies import contributors_of
from models.rules.confidentiality import NAME, NUMBER, scan
from models.rules.offers import OFFER_LIMITS
from models.rules.text import fold
from models.rules.words import (
    DevelopmentStage,
    IprStatus,
    Language,
    PartnershipType,
    PartnerSize,
    development_stage,
)
from models.settings import settings
from models.tables import Institution, Offer, PatentCase, Technology
from reports.briefs import BriefContent
from reports.contents import brief_contents
from reports.prose import printable
from reports.wording import wording

STAGE = {
    DevelopmentStage.CONCEPT: "Concept stage",
    DevelopmentStage.UNDER_DEVELOPMENT: "Under development",
    DevelopmentStage.LAB_TESTED: "Lab tested",
    DevelopmentStage.DEMONSTRATION: "Available for demonstration",
    DevelopmentStage.ON_THE_MARKET: "Already on the market",
}
IPR = {
    IprStatus.NONE: "No IPR applied",
    IprStatus.SECRET_KNOW_HOW: "Secret know-how",
    IprStatus.APPLIED: "IPR applied but not yet granted",
    IprStatus.GRANTED: "IPR granted",
}
PARTNERSHIP = {
    PartnershipType.INVESTMENT: "Investment",
    PartnershipType.COMMERCIAL: "Commercial agreement with technical assistance",
    PartnershipType.RESEARCH: "R&D cooperation",
}
SIZE = {
    PartnerSize.SME_10: "SME <=10",
    PartnerSize.SME_49: "SME 11-49",
    PartnerSize.SME_249: "SME 50-249",
    PartnerSize.BIG: "Big company",
    PartnerSize.RESEARCH: "R&D institution",
    PartnerSize.UNIVERSITY: "University",
    PartnerSize.OTHER: "Other",
}
GOALS = (
    "No Poverty", "Zero Hunger", "Good Health and Well-being", "Quality Education", "Gender Equality",
    "Clean Water and Sanitation", "Affordable and Clean Energy", "Decent Work and Economic Growth",
    "Industry, Innovation and Infrastructure", "Reduced Inequality", "Sustainable Cities and Communities",
    "Responsible Consumption and Production", "Climate Action", "Life Below Water", "Life on Land",
    "Peace and Justice Strong Institutions", "Partnerships to achieve the Goal",
)  # fmt: skip
FORM = {"description": "description", "advantages": "advantagesAndInnovation"}
ALL_COUNTRIES = "World"
MOST_KEYWORDS = 5
MOST_PARTNERSHIPS = 3
CONTACT = re.compile(r"\S+@\S+\.\w+|https?://\S+|\bwww\.\S+", re.IGNORECASE)


@dataclass(frozen=True)
class PackField:
    name: str
    """As the network's data call it."""
    value: str
    limit: int | None = None
    """Characters; `None` where one chooses from a list."""
    which: str = ""
    """The partnership of which it says why or how."""

    @property
    def key(self) -> str:
        return f"{self.name} {self.which}".rstrip()

    @property
    def length(self) -> int:
        return len(self.value)


@dataclass(frozen=True)
class Fault:
    """Why the network would send it back. `code` is a key of the page's sentences; the rest fills them."""

    code: str
    field: str
    detail: str = ""
    which: str = ""

    @property
    def key(self) -> str:
        return f"{self.field} {self.which}".rstrip()


@dataclass(frozen=True)
class LeftOut:
    """A text for which the network's form has no field of its own, and no room in `field`."""

    name: str
    field: str
    value: str
    over: int
    """Characters by which both together are too long."""


@dataclass(frozen=True)
class Pack:
    fields: tuple[PackField, ...]
    faults: tuple[Fault, ...]
    left_out: tuple[LeftOut, ...] = ()

    def data(self) -> dict[str, Any]:
        """For the JSON file: the same values under the same names, lists as lists, why and how by partnership."""
        said: dict[str, Any] = {}
        for each in self.fields:
            if each.which:
                said.setdefault(each.name, {})[each.which] = each.value
            else:
                said[each.name] = _parted(each)
        return said


@dataclass(frozen=True)
class Whose:
    """What an anonymous profile must not name, and the country that targets leave out."""

    country: str
    names: Sequence[str] = ()
    """Of the institution, in both languages and as its code; of the network."""
    people: Sequence[str] = ()
    numbers: Sequence[str] = ()
    """Of patents and applications, published or not."""


def pack_of(offer: BriefContent, whose: Whose) -> Pack:
    description, no_problem = _joined(offer, "problem", offer.problem, "description", first=True)
    advantages, no_figures = _joined(offer, "key_figures", _figures(offer), "advantages", first=False)
    fields = tuple(_fields(offer, description, advantages))
    left_out = tuple(each for each in (no_problem, no_figures) if each)
    return Pack(fields, tuple(_faults(offer, whose, fields)), left_out)


def _fields(offer: BriefContent, description: str, advantages: str) -> Iterator[PackField]:
    yield PackField("title", _said(offer.title), OFFER_LIMITS["title"])
    yield PackField("shortSummary", _said(offer.short_summary), OFFER_LIMITS["short_summary"])
    yield PackField("description", description, OFFER_LIMITS["description"])
    yield PackField("advantagesAndInnovation", advantages, OFFER_LIMITS["advantages"])
    yield PackField("stageOfDevelopment", STAGE[development_stage(offer.trl)])
    yield PackField("iprStatus", IPR[offer.ipr_status])
    yield PackField("iprNotes", _said(offer.ipr_notes), OFFER_LIMITS["ipr_notes"])
    yield PackField("sdgKeywords", _lines(f"Goal {goal}: {GOALS[goal - 1]}" for goal in offer.sdgs) or "Not relevant")
    yield PackField("expectedRoleOfThePartner", _said(offer.expected_role), OFFER_LIMITS["expected_role"])
    yield PackField("typesOfPartnership", _lines(PARTNERSHIP[each.type] for each in offer.partnerships))
    for each in offer.partnerships:
        sought = PARTNERSHIP[each.type]
        yield PackField("whyThisPartnership", _said(each.why), OFFER_LIMITS["partnership_why"], sought)
        yield PackField("howThisPartnership", _said(each.how), OFFER_LIMITS["partnership_how"], sought)
    yield PackField("typesAndSizes", _lines(SIZE[size] for size in offer.partner_sizes))
    yield PackField("technologyKeywords", _lines(map(_said, offer.technology_keywords)))
    yield PackField("marketKeywords", _lines(map(_said, offer.market_keywords)))
    yield PackField(
        "targetedCountries", _lines(map(wording(Language.ENGLISH).country, offer.countries)) or ALL_COUNTRIES
    )
    yield PackField("anonymity", "Yes" if offer.anonymous else "No")


def _joined(offer: BriefContent, name: str, further: str, into: str, *, first: bool) -> tuple[str, LeftOut | None]:
    """The form has no field for the problem, nor for key figures: the one opens the description, the others follow the
    advantages, where both have room."""
    own, more = _said(getattr(offer, into)), _said(further)
    whole = "\n\n".join(filter(None, (more, own) if first else (own, more)))
    over = len(whole) - OFFER_LIMITS[into]
    return (whole, None) if not more or over <= 0 else (own, LeftOut(name, FORM[into], more, over))


def _figures(offer: BriefContent) -> str:
    compared_with = wording(offer.language).labels["brief"]["compared_with"].lower()
    return "\n".join(
        f"- {each.value} {each.label}" + (f" ({compared_with} {each.compared_with})" if each.compared_with else "")
        for each in offer.key_figures
    )


def _said(text: str) -> str:
    return printable(text).strip()


def _lines(values: Any) -> str:
    return "\n".join(values)


LISTS = frozenset(
    {"sdgKeywords", "typesOfPartnership", "typesAndSizes", "technologyKeywords", "marketKeywords", "targetedCountries"}
)
REQUIRED = (
    "title", "shortSummary", "description", "advantagesAndInnovation", "expectedRoleOfThePartner", "typesOfPartnership",
    "typesAndSizes", "technologyKeywords", "marketKeywords",
)  # fmt: skip


def _parted(field: PackField) -> str | list[str]:
    return field.value.splitlines() if field.name in LISTS else field.value


def _faults(offer: BriefContent, whose: Whose, fields: Sequence[PackField]) -> Iterator[Fault]:
    by_name = {each.name: each for each in fields}
    if offer.language is not Language.ENGLISH:
        yield Fault("language", "title")
    yield from (Fault("missing", name) for name in REQUIRED if not by_name[name].value)
    for each in fields:
        if each.limit is not None and each.length > each.limit:
            yield Fault("too_long", each.name, str(each.length - each.limit), each.which)
        if each.which and not each.value:
            yield Fault("missing", each.name, which=each.which)
    if offer.title.strip() and fold(offer.title) in fold(offer.short_summary):
        yield Fault("title_repeated", "shortSummary")
    for name, found, most in (
        ("technologyKeywords", offer.technology_keywords, MOST_KEYWORDS),
        ("marketKeywords", offer.market_keywords, MOST_KEYWORDS),
        ("typesOfPartnership", offer.partnerships, MOST_PARTNERSHIPS),
    ):
        if len(found) > most:
            yield Fault("too_many", name, str(most))
    if whose.country in offer.countries:
        yield Fault("own_country", "targetedCountries", whose.country)
    if offer.anonymous:
        yield from _given_away(whose, fields)


def _given_away(whose: Whose, fields: Sequence[PackField]) -> Iterator[Fault]:
    written = {each.key: each for each in fields if each.limit is not None or each.name.endswith("Keywords")}
    texts = {key: each.value for key, each in written.items()}
    for leak in scan(texts, {}, names=whose.people, unpublished_numbers=whose.numbers):
        yield _fault({NAME: "person_named", NUMBER: "number_named"}[leak.label], written[leak.field], leak.excerpt)
    for each in written.values():
        folded = f" {_words(each.value)} "
        for name in whose.names:
            if _words(name) and f" {_words(name)} " in folded:
                yield _fault("institution_named", each, name)
        yield from (_fault("contact_named", each, found.group()) for found in CONTACT.finditer(each.value))


def _fault(code: str, field: PackField, detail: str) -> Fault:
    return Fault(code, field.name, detail, field.which)


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


def offer_pack(session: Session, offer: Offer) -> Pack:
    """Raises `Conflict` for an offer that is not approved and consented to exactly as it stands."""
    content = brief_contents(session, [offer])[offer.id]
    technology = session.get_one(Technology, offer.technology_id)
    institution = session.get_one(Institution, technology.institution_id)
    cases = session.exec(select(PatentCase).where(PatentCase.technology_id == technology.id)).all()
    numbers = [number for case in cases for number in (case.application_number, case.patent_number) if number]
    people = [each.name for each in contributors_of(session, technology.id)]
    names = (institution.name_en, institution.name_pl, institution.code, settings().network_name)
    return pack_of(content, Whose(institution.country, names, people, numbers))
