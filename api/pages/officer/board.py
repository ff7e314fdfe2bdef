"""The board: technologies by stage, moved by drag, by keyboard or by a menu, all of which post the same form."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import parse_qsl, urlsplit

from fastapi import APIRouter, Depends, Query
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.deps import LARGEST_KEY, Now
from api.pages.given import Given, text
from api.pages.officer.gates import checklist
from api.pages.rendering import linker, own_page, words_for
from api.visitors import Member
from models.actions.stages import advance
from models.db import reading, transaction
from models.errors import GatesUnmet, HelixError, Incomplete, NoSuchMove, OnHold, StaleTechnology
from models.queries import board as queries
from models.queries.board import Card, Place, Sieve
from models.queries.cases import officers_of
from models.queries.facts import unmet_for
from models.queries.technologies import technology_by_reference
from models.rules.days import local_date
from models.rules.duties import every_rule
from models.rules.gates import Unmet
from models.rules.pipeline import Move
from models.rules.words import FIELDS_OF_CHAIN, Field as Subject, Stage, ValueChain
from models.tables import Transition

router = APIRouter()

After = Annotated[str, Query(pattern=r"^(\d{1,17}-\d{1,10})?$", description="Where the page before ended.")]
HOMES = ("/board", "/today")
"""Pages that have a form which moves a technology, and to which it returns."""

_Word = TypeVar("_Word", ValueChain, Subject)


def sieve_of(
    chain: str = "",
    field: str = "",
    officer: str = "",
    late: str = "",
    hold: str = "",
    text: Annotated[str, Query(max_length=200)] = "",
) -> Sieve:
    """Leniently: an old or odd address shows more of the board, and no error."""
    number = int(officer) if officer.isascii() and officer.isdigit() and len(officer) < 11 else 0
    return Sieve(
        officer_id=number if 0 < number <= LARGEST_KEY else None,
        value_chain=_word(ValueChain, chain),
        field=_word(Subject, field),
        late=bool(late),
        on_hold=bool(hold),
        text=text.replace("\0", "").strip(),
    )


def _word(words: type[_Word], value: str) -> _Word | None:
    return words(value) if value in list(words) else None


Filtered = Annotated[Sieve, Depends(sieve_of)]


def parameters(sieve: Sieve) -> dict[str, Any]:
    """As `sieve_of` reads them; `link` drops the empty ones."""
    return {
        "chain": sieve.value_chain,
        "field": sieve.field,
        "officer": sieve.officer_id,
        "late": "yes" if sieve.late else "",
        "hold": "yes" if sieve.on_hold else "",
        "text": sieve.text,
    }


@router.get("/board")
def show(request: Request, member: Member, now: Now, sieve: Filtered, done: str = "") -> Response:
    with reading() as session:
        columns = queries.board(session, member.actor, sieve, today=local_date(now))
        officers = officers_of(session, member.actor)
    return _page(
        request,
        "officer/board.html",
        sieve,
        columns=columns,
        officers=officers,
        chains=FIELDS_OF_CHAIN,
        me=member.person.id,
        moved=done == "moved",
    )


@router.get("/board/column/{stage}")
def more(
    request: Request,
    member: Member,
    now: Now,
    stage: Stage,
    sieve: Filtered,
    after: After = "",
    part: Literal["", "1"] = "",
) -> Response:
    """The next cards of one column: as a part for the board's script, else as a page."""
    place = Place.read(after) if after else None
    with reading() as session:
        found = queries.column(session, member.actor, stage, sieve, today=local_date(now), after=place)
    template = "officer/cards.html" if part else "officer/column.html"
    return _page(request, template, sieve, column=found, after=after)


@router.post("/board/move")
def move(request: Request, member: Member, now: Now, given: Given) -> Response:
    """Of any page that offers a move. What stands in the way is explained, and nothing is changed then."""
    asked = Asked.read(given)
    try:
        with transaction() as session:
            technology = technology_by_reference(session, asked.reference, member.actor)
            advance(
                session,
                technology.id,
                to=asked.to,
                actor=member.actor,
                now=now,
                reason=asked.reason,
                seen_version=asked.version,
            )
    except (StaleTechnology, GatesUnmet, Incomplete, OnHold, NoSuchMove) as error:
        return _explain(request, member, now, asked, error)
    if not asked.part:
        return RedirectResponse(_home(request, asked.home), 303)
    with reading() as session:
        card = queries.card(session, member.actor, asked.reference, today=local_date(now))
    return _page(request, "officer/card.html", Sieve(), card=card)


@dataclass(frozen=True, slots=True)
class Asked:
    """The form of a move."""

    reference: str
    to: Stage
    version: int | None
    """At which the person saw it."""
    reason: str
    home: str
    part: bool
    """The board's script asks: it wants a part of a page."""

    @classmethod
    def read(cls, given: Any) -> "Asked":
        to, version = text(given, "to"), text(given, "version")
        if to not in list(Stage):
            raise NoSuchMove("There is no stage %(name)s.", name=to)
        return cls(
            text(given, "reference"),
            Stage(to),
            int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None,
            text(given, "reason").strip(),
            text(given, "home"),
            bool(text(given, "part")),
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """What is to be told of a technology that did not move."""

    card: Card
    move: Move | None
    unmet: tuple[Unmet, ...]
    since: list[Transition]
    """Moves that the person had not seen."""


def _explain(request: Request, member: Member, now: Now, asked: Asked, error: HelixError) -> Response:
    with reading() as session:
        found = _standing(session, member, now, asked, error)
    words, link = words_for(request), linker(request)
    return _page(
        request,
        "officer/move_part.html" if asked.part else "officer/move.html",
        Sieve(),
        status=error.status,
        asked=asked,
        error=error.code,
        found=found,
        card=found.card,
        target=found.card.rules.stages.get(asked.to),
        items=checklist(found.unmet, words, asked.reference, link),
        back=_home(request, asked.home, done=""),
    )


def _standing(session: Session, member: Member, now: Now, asked: Asked, error: HelixError) -> Standing:
    today = local_date(now)
    card = queries.card(session, member.actor, asked.reference, today=today)
    wanted = card.rules.moves.get((card.stage, asked.to))
    since: list[Transition] = []
    unmet: tuple[Unmet, ...] = ()
    if isinstance(error, StaleTechnology) and asked.version is not None:
        since = list(queries.moves_since(session, member.actor, asked.reference, asked.version))
    elif wanted:
        technology = technology_by_reference(session, asked.reference, member.actor)
        unmet = unmet_for(session, technology, wanted, today)
    return Standing(card, wanted, unmet, since)


def _home(request: Request, asked: str, done: str = "moved") -> str:
    """The page from which the form came, its filters kept."""
    parts = urlsplit(asked)
    path = parts.path if parts.path in HOMES else HOMES[0]
    kept = {name: value for name, value in parse_qsl(parts.query) if name not in ("done", "lang")}
    return str(linker(request)(path, **kept, done=done))


def _page(request: Request, template: str, sieve: Sieve, *, status: int = 200, **values: object) -> Response:
    query = request.url.query
    return own_page(
        request,
        template,
        status=status,
        sieve=sieve,
        filters=parameters(sieve),
        rules=every_rule(),
        home=f"{request.url.path}?{query}" if query else request.url.path,
        **values,
    )
