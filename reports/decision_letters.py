"""The letter by which an institution tells the creators what it decided, why, and what follows."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from models.rules.words import Language, ProtectionStrategy, ReviewOutcome
from reports.designs import Design
from reports.render import renderer
from reports.wording import wording

DESIGN = Design(
    template="decision_letter.html",
    stylesheets=("tokens.css", "decision-letter.css"),
    parts=("decision_letters.py", *(f"templates/decision_letters/{language}.html" for language in Language)),
)


@dataclass(frozen=True, kw_only=True)
class Addressee:
    name: str
    affiliation: str = ""


@dataclass(frozen=True, kw_only=True)
class LetterContent:
    """For the creators alone. `why` are the office's words for them, never its confidential reason.

    `statutory` where some of them are employees of a Polish institution: the act of 20 July 2018, art. 154, is theirs.
    `fee_cap` is its fee in words, empty where the wage that it stands on is not known.
    """

    language: Language
    reference: str
    title: str
    institution_name: str
    institution_city: str = ""
    institution_email: str = ""
    institution_phone: str = ""
    institution_homepage: str = ""
    network_name: str = ""
    addressees: tuple[Addressee, ...] = ()
    decided_on: date
    decided_by: str
    outcome: ReviewOutcome
    strategy: ProtectionStrategy | None = None
    why: str = ""
    statutory: bool = False
    fee_cap: str = ""
    officer_name: str = ""
    officer_email: str = ""
    officer_phone: str = ""
    page: str = ""
    """The address at which the creators see where their case is."""


def html(content: LetterContent) -> str:
    return DESIGN.html(content.language, letter=content, body=f"decision_letters/{content.language}.html")


def render(content: LetterContent) -> bytes:
    title = wording(content.language).labels["decision_letter"]["title"]
    return renderer().pdf(
        html(content),
        stylesheets=DESIGN.stylesheets,
        created=datetime.combine(content.decided_on, time(), UTC),
        title=f"{title} {content.reference}",
        language=content.language,
    )
