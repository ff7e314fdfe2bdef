"""The brief: a technology offer on two pages, for a company that decides whether to write back."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache

from models.rules.words import (
    Area,
    Field,
    IprStatus,
    Language,
    PartnershipType,
    PartnerSize,
    ValueChain,
    development_stage,
)
from reports import charts
from reports.density import Layout, Weights, columns_weight, layouts_for, opening_weight, weight_of
from reports.designs import Design
from reports.render import renderer
from reports.wording import Wording, wording

DESIGN = Design(
    template="brief.html",
    stylesheets=("tokens.css", "brief.css"),
    parts=("briefs.py", "charts.py", "density.py"),
)
PAGES = 2
GOALS_NAMED = 4
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

    An anonymous offer shows the institution's kind and country, the number of its reference without the
    institution's letters, and the network's contact in place of the unit's.
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


@dataclass(frozen=True)
class Contact:
    name: str
    email: str
    phone: str


@lru_cache(maxsize=1)
def template_version() -> str:
    return DESIGN.version()


def checksum(content: BriefContent) -> str:
    """The identity of the rendered file: the same for the same content under the same design."""
    canonical = json.dumps(asdict(content), sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(f"{template_version()}\n{canonical}".encode(errors="surrogatepass")).hexdigest()


def html(content: BriefContent) -> str:
    """The brief at the density that its length asks for."""
    return _html(content, _layouts(content)[0])


def render(content: BriefContent) -> bytes:
    """The PDF: two pages. Texts too long even for the densest layout run on to a third, and are never cut."""
    dated = content.published_on or content.approved_on
    return renderer().fitted(
        (_html(content, layout) for layout in _layouts(content)),
        pages=PAGES,
        stylesheets=DESIGN.stylesheets,
        created=datetime.combine(dated, time(), UTC) if dated else None,
        title=content.title,
        language=content.language,
    )


def _layouts(content: BriefContent) -> tuple[Layout, ...]:
    technology = (content.problem, content.description, content.advantages, content.ipr_notes)
    sought = (partnership.why + partnership.how for partnership in content.partnerships)
    facts = [line for _, lines in _facts(content, wording(content.language)) for line in lines]
    return layouts_for(
        Weights(
            technology=weight_of(technology)
            + opening_weight(content.title, content.short_summary, len(content.key_figures)),
            deal=weight_of([content.expected_role]) + columns_weight(sought) + 0.6 * sum(map(len, facts)),
        )
    )


def _html(content: BriefContent, layout: Layout) -> str:
    w = wording(content.language)
    values = [figure.value for figure in content.key_figures]
    drawn = [charts.comparison(figure.value, figure.compared_with, content.language) for figure in content.key_figures]
    return DESIGN.html(
        content.language,
        offer=content,
        layout=layout.classes,
        title_class=_title_class(content.title),
        palette=charts.palette_of(content.value_chain),
        reference=shown_reference(content),
        dated=content.published_on or content.approved_on,
        figures=list(zip(content.key_figures, drawn, strict=True)),
        any_drawn=any(drawn),
        value_size=charts.value_size(values, width=TEXT_WIDTH, largest=34),
        scale=charts.readiness_scale(content.trl, width=174),
        stage_name=" ".join(w.labels["development_stage"][development_stage(content.trl)]),
        facts=list(_facts(content, w)),
        contact=contact_of(content),
        institution=w.labels["area"][content.institution_area] if content.anonymous else content.institution_name,
        place=w.country(content.institution_country) if content.anonymous else content.institution_city,
        code=charts.qr_code(content.offer_url) if content.offer_url else None,
        shown_url=content.offer_url.partition("://")[2],
    )


def _title_class(title: str) -> str:
    if len(title) <= 70:
        return "short-title"
    return "long-title" if len(title) <= 140 else "longer-title"


def shown_reference(content: BriefContent) -> str:
    """An anonymous offer drops the letters before the year: they name the institution."""
    return content.reference.partition("-")[2] if content.anonymous else content.reference


def contact_of(content: BriefContent) -> Contact:
    """Whom the company writes to: the network for an anonymous offer, else the unit, else the institution."""
    if content.anonymous:
        return Contact(content.network_name, content.network_email, content.network_phone)
    return Contact(
        content.contact_name,
        content.contact_email or content.institution_email,
        content.contact_phone or content.institution_phone,
    )


def _facts(content: BriefContent, w: Wording) -> Iterator[tuple[str, list[str]]]:
    """Headings with their lines, those that say something."""
    t = w.labels["brief"]
    if content.partner_sizes:
        yield t["partner"], [", ".join(w.labels["partner_size"][size] for size in content.partner_sizes)]
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
