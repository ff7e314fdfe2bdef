"""Drafts of agreements: the negotiated terms in a table, and plain clauses for the office's lawyer to edit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import ClassVar

from markupsafe import Markup

from models.errors import HelixError
from models.rules.days import HOME
from models.rules.words import AgreementKind, Language
from reports.designs import Design, environment
from reports.render import renderer
from reports.wording import Wording, wording

DRAWN = (AgreementKind.NDA, AgreementKind.LICENCE)
DESIGN = Design(
    template="agreement.html",
    stylesheets=("tokens.css", "agreement.css"),
    parts=(
        "agreements.py",
        *(f"templates/agreements/{kind}.{language}.html" for kind in DRAWN for language in Language),
    ),
)


class NoDraft(HelixError):
    """Only some kinds of agreement have clauses of ours."""

    code: ClassVar[str] = "no_draft"
    status: ClassVar[int] = 422


@dataclass(frozen=True, kw_only=True)
class Signature:
    person: str
    on: date
    accepted_at: datetime | None = None
    """Where it was accepted in the browser and not signed on paper."""
    digest: str = ""
    """SHA-256 of the document that was accepted."""


@dataclass(frozen=True, kw_only=True)
class Party:
    name: str
    address: str = ""
    registration: str = ""
    represented_by: str = ""
    signature: Signature | None = None


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """`amount` in minor units of the agreement's currency; 0 where reaching it pays nothing."""

    text: str
    due_on: date | None = None
    amount: int = 0


@dataclass(frozen=True, kw_only=True)
class AgreementContent:
    """Money is integer minor units of `currency`; `royalty_bp` is basis points of net sales."""

    kind: AgreementKind
    language: Language
    number: str
    drawn_on: date
    reference: str
    offer_title: str
    institution: Party
    partner: Party
    effective_on: date | None = None
    expires_on: date | None = None
    exclusive: bool = False
    territory: str = ""
    field_of_use: str = ""
    currency: str = "PLN"
    upfront: int = 0
    royalty_bp: int = 0
    minimum_annual: int = 0
    milestones: tuple[Milestone, ...] = ()
    terms: str = ""
    secrecy_years: int = 5

    @property
    def signed(self) -> bool:
        """By both: it is no draft any more."""
        return self.institution.signature is not None and self.partner.signature is not None

    @property
    def dated(self) -> date:
        """Of the later signature, or of the draft."""
        signatures = (self.institution.signature, self.partner.signature)
        return max(each.on for each in signatures if each) if self.signed else self.drawn_on


def html(content: AgreementContent) -> str:
    """Raises `NoDraft` for a kind without clauses."""
    _demand_clauses(content.kind)
    w = wording(content.language)
    return DESIGN.html(
        content.language,
        agreement=content,
        kind=content.kind.value,
        mark=w.labels["agreement"]["signed_mark" if content.signed else "draft_mark"],
        moment=_moment,
        clauses=f"agreements/{content.kind}.{content.language}.html",
        terms=terms(content),
        milestones=[
            (
                milestone.text,
                w.date(milestone.due_on) if milestone.due_on else w.labels["agreement"]["to_agree"],
                _paid(milestone.amount, content.currency, w),
            )
            for milestone in content.milestones
        ],
    )


def clauses(content: AgreementContent) -> Markup:
    """The clauses alone, as the document has them, for a page. Raises `NoDraft` for a kind without clauses."""
    _demand_clauses(content.kind)
    template = environment(content.language).get_template(f"agreements/{content.kind}.{content.language}.html")
    return Markup(template.render(agreement=content))  # noqa: S704  our own template, which escapes the texts


def terms(content: AgreementContent) -> list[tuple[str, str]]:
    """What was agreed: pairs of a term and its value."""
    return list(_terms(content, wording(content.language)))


def _demand_clauses(kind: AgreementKind) -> None:
    if kind not in DRAWN:
        raise NoDraft(
            f"Helix drafts an NDA and a licence; a {kind.value} agreement is written by the office "
            "and its signed copy recorded."
        )


def render(content: AgreementContent) -> bytes:
    """Raises `NoDraft` for a kind without clauses."""
    title = wording(content.language).labels["agreement"]["title"]
    return renderer().pdf(
        html(content),
        stylesheets=DESIGN.stylesheets,
        created=datetime.combine(content.drawn_on, time(), UTC),
        title=f"{title[content.kind]} {content.number}",
        language=content.language,
    )


def _terms(content: AgreementContent, w: Wording) -> Iterator[tuple[str, str]]:
    t = w.labels["agreement"]
    if content.kind is AgreementKind.LICENCE:
        yield t["exclusivity"], t["exclusive"] if content.exclusive else t["non_exclusive"]
        yield t["territory"], content.territory or t["to_agree"]
        yield t["field_of_use"], content.field_of_use or t["to_agree"]
        yield t["upfront"], _paid(content.upfront, content.currency, w)
        yield t["royalty"], w.basis_points(content.royalty_bp) if content.royalty_bp else t["no_payment"]
        yield t["minimum_annual"], _paid(content.minimum_annual, content.currency, w)
        yield t["currency"], content.currency
    yield t["effective"], w.date(content.effective_on) if content.effective_on else t["on_signature"]
    yield t["expires"], w.date(content.expires_on) if content.expires_on else t["open_end"]
    yield t["secrecy"], t["years"].format(years=content.secrecy_years)


def _moment(at: datetime, w: Wording) -> str:
    """In Kraków, to the minute."""
    here = at.astimezone(HOME)
    return f"{w.date(here.date())}, {here:%H:%M} ({here.tzname()})"


def _paid(amount: int, currency: str, w: Wording) -> str:
    return w.money(amount, currency) if amount else str(w.labels["agreement"]["no_payment"])
