"""The brief: a technology offer on one page or two, for a company that decides whether to write back."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any

from models.rules.words import (
    Area,
    BriefLength,
    Field,
    IprStatus,
    Language,
    PartnershipType,
    PartnerSize,
    ValueChain,
    development_stage,
)
from reports import charts
from reports.brief_data import offer_data
from reports.density import Layout, Weights, columns_weight, layouts_for, opening_weight, pictures_weight, weight_of
from reports.designs import Design
from reports.pictures import Image, drawn_logo, drawn_row
from reports.render import renderer
from reports.sheets import Sheet, sheets_for
from reports.wording import Wording, wording

PARTS = (
    *("briefs.py", "brief_data.py", "pictures.py", "charts.py", "archival.py", "archival_files.py", "fetcher.py"),
    "templates/macros/brief.html",
)
DESIGN = Design(
    template="brief.html",
    stylesheets=("tokens.css", "brief.css"),
    parts=("density.py", *PARTS),
)
SHEET = Design(
    template="brief_sheet.html",
    stylesheets=("tokens.css", "brief.css", "sheet.css"),
    parts=("sheets.py", "density.py", *PARTS),
)
DESIGNS = {BriefLength.ONE_PAGE: SHEET, BriefLength.TWO_PAGES: DESIGN}
PAGES = {BriefLength.ONE_PAGE: 1, BriefLength.TWO_PAGES: 2}
GOALS_NAMED = 4
PICTURES = 2
"""The most that a brief shows; what is more stands on the offer's page."""
TEXT_WIDTH = 493.0
"""Points between the page's margins."""


@dataclass(frozen=True, kw_only=True)
class KeyFigure:
    """`value` as it is to be read ("4 h"), what it measures, and today's best alternative ("72 h by culture")."""

    value: str
    label: str
    compared_with: str = ""


@dataclass(frozen=True, kw_only=True)
class Partnership:
    type: PartnershipType
    why: str = ""
    how: str = ""


@dataclass(frozen=True, kw_only=True)
class BriefContent:
    """All that a brief says, and nothing that it may not: there is no field for anything confidential.

    An anonymous offer shows the institution's kind and country, and the network's contact in place of the unit's.
    """

    title: str
    short_summary: str
    problem: str
    description: str
    advantages: str
    key_figures: tuple[KeyFigure, ...] = ()
    trl: int
    ipr_status: IprStatus
    ipr_notes: str = ""
    sdgs: tuple[int, ...] = ()
    expected_role: str
    partnerships: tuple[Partnership, ...]
    partner_sizes: tuple[PartnerSize, ...] = ()
    technology_keywords: tuple[str, ...] = ()
    market_keywords: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    """ISO 3166 codes; none means any country."""
    anonymous: bool = False
    language: Language
    offer_version: int
    reference: str
    """What the offer is called in public: of an anonymous one the alias, whose neighbours tell nothing."""
    value_chain: ValueChain | None = None
    field: Field | None = None
    institution_name: str
    institution_city: str
    institution_area: Area
    institution_country: str = "PL"
    institution_email: str = ""
    institution_phone: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    network_name: str
    network_email: str = ""
    network_phone: str = ""
    approved_on: date | None = None
    published_on: date | None = None
    expires_on: date | None = None
    offer_url: str = ""
    length: BriefLength = BriefLength.TWO_PAGES
    colour: str = ""
    """The institution's, as `#rrggbb`."""
    logo: Image | None = None
    network_logo: Image | None = None
    pictures: tuple[Image, ...] = ()


@dataclass(frozen=True)
class Contact:
    name: str
    email: str
    phone: str


@lru_cache
def template_version(length: BriefLength = BriefLength.TWO_PAGES) -> str:
    return DESIGNS[length].version()


def checksum(content: BriefContent) -> str:
    """The identity of the rendered file: the same for the same content under the same design."""
    values = asdict(content, dict_factory=_what_is_drawn)
    canonical = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    told = f"{template_version(content.length)}\n{canonical}"
    return hashlib.sha256(told.encode(errors="surrogatepass")).hexdigest()


def _what_is_drawn(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Not where an image lies: its digest says what it is."""
    return {name: value for name, value in pairs if name != "file"}


def html(content: BriefContent) -> str:
    """The brief at the density that its length asks for."""
    return next(_pages(content))


def render(content: BriefContent) -> bytes:
    """The PDF, with the offer as JSON inside.

    On two pages texts too long even for the densest layout run on to a third, and are never cut. On one page
    they are shortened at the end of a sentence, and the page says so.
    """
    dated = content.published_on or content.approved_on
    return renderer().fitted(
        _pages(content),
        pages=PAGES[content.length],
        stylesheets=DESIGNS[content.length].stylesheets,
        created=datetime.combine(dated, time(), UTC) if dated else None,
        title=content.title,
        language=content.language,
        attached=[offer_data(content)],
        images=images_of(content),
    )


def images_of(content: BriefContent) -> list[Image]:
    """Those that this brief draws: an anonymous one leaves out the institution's logo."""
    logos = (content.network_logo, None if content.anonymous else content.logo)
    return [image for image in (*logos, *content.pictures[:PICTURES]) if image is not None]


def _pages(content: BriefContent) -> Iterator[str]:
    if content.length is BriefLength.ONE_PAGE:
        yield from (_sheet(content, sheet) for sheet in sheets_for(content))
    else:
        yield from (_html(content, layout) for layout in _layouts(content))


def _layouts(content: BriefContent) -> tuple[Layout, ...]:
    technology = (content.problem, content.description, content.advantages, content.ipr_notes)
    sought = (partnership.why + partnership.how for partnership in content.partnerships)
    facts = [line for _, lines in _facts(content, wording(content.language)) for line in lines]
    return layouts_for(
        Weights(
            technology=weight_of(technology)
            + opening_weight(content.title, content.short_summary, len(content.key_figures)),
            deal=weight_of([content.expected_role])
            + columns_weight(sought)
            + 0.6 * sum(map(len, facts))
            + pictures_weight(len(content.pictures)),
        )
    )


def _html(content: BriefContent, layout: Layout) -> str:
    return DESIGN.html(
        content.language,
        layout=layout.classes,
        pictures=drawn_row(content.pictures[:PICTURES], **_PICTURE_ROOM[len(content.pictures[:PICTURES])]),
        facts=list(_facts(content, wording(content.language))),
        **_common(content),
    )


_PICTURE_ROOM: dict[int, dict[str, float]] = {
    0: {"width": 0, "height": 0},
    1: {"width": 112, "height": 64},
    2: {"width": 84, "height": 52},
}
"""Millimetres of a column, and the height that pictures may have, by how many there are."""


def _sheet(content: BriefContent, sheet: Sheet) -> str:
    return SHEET.html(
        content.language,
        layout=sheet.name,
        sheet=sheet,
        texts=sheet.texts(content),
        left_out=sheet.leaves_out(content),
        pictures=drawn_row(content.pictures[: sheet.pictures], width=sheet.picture_width, height=sheet.picture_height),
        facts=list(_facts(content, wording(content.language), everywhere=False))[
            : 1 if sheet.pictures and content.pictures else 2
        ],
        **_common(content),
    )


def _common(content: BriefContent) -> dict[str, Any]:
    """What both lengths show."""
    w = wording(content.language)
    values = [figure.value for figure in content.key_figures]
    drawn = [charts.comparison(figure.value, figure.compared_with, content.language) for figure in content.key_figures]
    own = not content.anonymous
    return {
        "offer": content,
        "title_class": _title_class(content.title),
        "palette": charts.palette_of(content.value_chain, content.colour if own else ""),
        "logo": drawn_logo(content.logo if own else None),
        "network_logo": drawn_logo(content.network_logo),
        "reference": content.reference,
        "dated": content.published_on or content.approved_on,
        "figures": list(zip(content.key_figures, drawn, strict=True)),
        "any_drawn": any(drawn),
        "value_size": charts.value_size(values, width=TEXT_WIDTH, largest=34),
        "scale": charts.readiness_scale(content.trl, width=174),
        "stage_name": " ".join(w.labels["development_stage"][development_stage(content.trl)]),
        "contact": contact_of(content),
        "institution": content.institution_name if own else w.labels["area"][content.institution_area],
        "place": content.institution_city if own else w.country(content.institution_country),
        "code": charts.qr_code(content.offer_url) if content.offer_url else None,
        "shown_url": content.offer_url.partition("://")[2],
    }


def _title_class(title: str) -> str:
    if len(title) <= 70:
        return "short-title"
    return "long-title" if len(title) <= 140 else "longer-title"


def contact_of(content: BriefContent) -> Contact:
    """Whom the company writes to: the network for an anonymous offer, else the unit, else the institution."""
    if content.anonymous:
        return Contact(content.network_name, content.network_email, content.network_phone)
    return Contact(
        content.contact_name,
        content.contact_email or content.institution_email,
        content.contact_phone or content.institution_phone,
    )


def _facts(content: BriefContent, w: Wording, *, everywhere: bool = True) -> Iterator[tuple[str, list[str]]]:
    """Headings with their lines, those that say something; with `everywhere` also that any country is meant."""
    t = w.labels["brief"]
    if content.partner_sizes:
        yield t["partner"], [", ".join(w.labels["partner_size"][size] for size in content.partner_sizes)]
    if content.countries or everywhere:
        yield t["countries"], [w.countries(content.countries) if content.countries else t["any_country"]]
    if content.technology_keywords:
        yield t["technology_keywords"], [", ".join(content.technology_keywords)]
    if content.market_keywords:
        yield t["market_keywords"], [", ".join(content.market_keywords)]
    if content.sdgs:
        yield t["goals"], _goals(content.sdgs, w)


def _goals(goals: tuple[int, ...], w: Wording) -> list[str]:
    """With their names while they are few; by number alone where a list of names would say little."""
    if len(goals) > GOALS_NAMED:
        return [", ".join(map(str, goals))]
    return [f"{goal} {w.labels['goal'][str(goal)]}" for goal in goals]
