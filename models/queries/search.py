"""Search over everything that the actor may see, and over nothing else.

The index says what matches; who may see it is decided here, by joins to the tables that decide it elsewhere too.
What a hit shows is read from its subject, so that the index can never show what has changed or is not the actor's.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    column,
    exists,
    false,
    func,
    literal,
    literal_column,
    or_,
    select as columns_of,
    table,
    text as statement,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from models.errors import NotPermitted
from models.indexing import HEADINGS, Described, Passage, described
from models.queries.catalogue import offer_path, shown_reference
from models.queries.technologies import visible_to
from models.rules.permissions import Act, Actor, Case, may
from models.rules.text import fold_word, words
from models.rules.words import OfferState, Role, Searched
from models.tables import Contributor, Offer, SearchEntry, Technology

MOST_WORDS = 12
"""Of one question; what stands behind them is not looked for."""
LOOKED_AT = 500
"""The newest that match: of these the best are shown, so that a word which stands everywhere stays quick."""
SHOWN = 40
_AROUND = 90
"""Characters of an excerpt on either side of the word."""
_WORD = re.compile(r"[^\W_]+")
_FTS = table("search_words", column("search_words"), column("rowid"))
_WEIGHTS = "bm25(search_words, 8.0, 1.0)"


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    found: bool = False
    """Whether it is one of the words that were looked for."""


@dataclass(frozen=True, slots=True)
class Hit:
    kind: Searched
    subject_id: int
    title: str
    reference: str
    """Of the technology; empty where it belongs to none, and to strangers the alias where the offer is anonymous."""
    places: tuple[str, ...]
    """Where the words stand, by the codes of `models.indexing`."""
    excerpt: tuple[Piece, ...]
    """Around the first word that stands in a longer text."""
    case: Technology | None = None
    """Where the actor may see the case itself."""
    path: str = ""
    """Of a published offer: its public page."""


@dataclass(frozen=True, slots=True)
class Found:
    asked: tuple[str, ...]
    """The words that were looked for, folded."""
    hits: Sequence[Hit]
    """Best first."""
    more: bool = False
    """There are others; a further word narrows it down."""


def search(session: Session, actor: Actor, text: str) -> Found:
    """All words must occur in one thing; the last one may be only begun. Raises `NotPermitted` for strangers."""
    if actor.institution_id is None:
        raise NotPermitted("Search is for the people of the institutions.")
    asked = tuple(words(text)[:MOST_WORDS])
    if not asked:
        return Found((), ())
    rows = _matching(session, actor, asked)
    best = sorted(rows, key=lambda row: (row.rank, -row.id))[:SHOWN]
    return Found(asked, _hits(session, actor, best, asked), more=len(rows) > SHOWN)


def _matching(session: Session, actor: Actor, asked: Sequence[str]) -> Sequence[Any]:
    """At most `LOOKED_AT` rows; a lower rank is a better one."""
    if session.get_bind().dialect.name != "postgresql":
        return session.execute(_in_sqlite(actor, asked)).all()
    session.execute(statement("SET LOCAL enable_seqscan = off"))  # its planner takes reading every text for cheap
    rows = session.execute(_in_postgresql(actor, asked)).all()
    session.execute(statement("SET LOCAL enable_seqscan = on"))
    return rows


_COLUMNS = (col(SearchEntry.id), col(SearchEntry.kind), col(SearchEntry.subject_id), col(SearchEntry.technology_id))


def _in_sqlite(actor: Actor, asked: Sequence[str]) -> Select[Any]:
    """FTS5 gives its rows in this order by itself, and weighs only those that are taken."""
    rank: ColumnElement[float] = literal_column(_WEIGHTS).label("rank")
    query = columns_of(*_COLUMNS, rank).select_from(_FTS)
    query = query.join(SearchEntry, col(SearchEntry.id) == _FTS.c.rowid)
    query = query.join(Technology, col(Technology.id) == col(SearchEntry.technology_id), isouter=True)
    query = query.where(_FTS.c.search_words.op("MATCH")(_fts5(asked)), _may_be_seen(actor))
    return query.order_by(_FTS.c.rowid.desc()).limit(LOOKED_AT)


def _in_postgresql(actor: Actor, asked: Sequence[str]) -> Select[Any]:
    """In steps: what matches comes from the index, and only what is taken in the end is read and weighed."""
    words_of: ColumnElement[Any] = literal_column("search_entry.words")
    wanted = func.to_tsquery(literal_column("'simple'"), _tsquery(asked))
    matching = columns_of(*_COLUMNS).where(words_of.op("@@")(wanted)).cte("matching").prefix_with("MATERIALIZED")
    entry = aliased(SearchEntry, matching)
    taken = (
        columns_of(col(entry.id))
        .join(Technology, col(Technology.id) == col(entry.technology_id), isouter=True)
        .where(_may_be_seen(actor, entry))
        .order_by(col(entry.id).desc())
        .limit(LOOKED_AT)
        .cte("taken")
        .prefix_with("MATERIALIZED")
    )
    rank = (-func.ts_rank(words_of, wanted)).label("rank")
    return columns_of(*_COLUMNS, rank).join(taken, taken.c.id == col(SearchEntry.id))


def _fts5(asked: Sequence[str]) -> str:
    """Quoted, so that no word is an operator. Words hold letters and digits alone."""
    return " ".join(f'"{word}"' for word in asked) + ("*" if len(asked[-1]) > 1 else "")


def _tsquery(asked: Sequence[str]) -> str:
    return " & ".join(f"'{word}'" for word in asked) + (":*" if len(asked[-1]) > 1 else "")


def _may_be_seen(actor: Actor, entry: type[SearchEntry] = SearchEntry) -> ColumnElement[bool]:
    kind, own_case = col(entry.kind), visible_to(actor)
    published = exists().where(col(Offer.id) == col(entry.subject_id), col(Offer.state) == OfferState.PUBLISHED)
    return or_(
        and_(kind.in_((Searched.TECHNOLOGY, Searched.FILE)), own_case),
        and_(kind == Searched.OFFER, or_(own_case, published)),
        and_(kind == Searched.PARTNER, literal(may(actor, Act.MANAGE_PARTNERS, Case(actor.institution_id)))),
        and_(kind == Searched.PATENT, own_case, literal(may(actor, Act.REVIEW, Case(actor.institution_id)))),
        and_(kind == Searched.MESSAGE, own_case, _writes_with_the_office(actor)),
        and_(
            kind == Searched.CORRESPONDENCE,
            own_case,
            literal(may(actor, Act.MANAGE_AGREEMENTS, Case(actor.institution_id))),
        ),
    )


def _writes_with_the_office(actor: Actor) -> ColumnElement[bool]:
    """Of those who see a case, who takes part in its thread (`Act.WRITE_MESSAGE`): a reviewer only as its creator."""
    if actor.role is not Role.REVIEWER:
        return literal(actor.role in (Role.OFFICER, Role.RESEARCHER, Role.SYSTEM))
    if not actor.email:
        return false()
    return exists().where(
        col(Contributor.technology_id) == col(Technology.id),
        func.lower(col(Contributor.email)) == actor.email.lower(),
    )


def _hits(session: Session, actor: Actor, rows: Sequence[Any], asked: Sequence[str]) -> list[Hit]:
    cases = _cases(session, actor, {row.technology_id for row in rows if row.technology_id is not None})
    subjects = _subjects(session, rows)
    offers = _offers(session, [row.subject_id for row in rows if row.kind is Searched.OFFER])
    hits = []
    for row in rows:
        subject = subjects.get((row.kind, row.subject_id))
        if subject is None:
            continue
        case = cases.get(row.technology_id)
        offer = offers.get(row.subject_id) if row.kind is Searched.OFFER else None
        if offer is not None:
            hits.append(_offer_hit(*offer, subject, case=case, asked=asked))
        else:
            reference = case.reference if case else ""
            hits.append(_hit(row.kind, row.subject_id, subject, asked, reference=reference, case=case))
    return hits


def _offer_hit(
    offer: Offer, technology: Technology, subject: Described, *, case: Technology | None, asked: Sequence[str]
) -> Hit:
    public = offer.state is OfferState.PUBLISHED
    shown = case.reference if case else shown_reference(offer, technology)
    path = offer_path(offer, technology) if public else ""
    return _hit(Searched.OFFER, offer.id, subject, asked, reference=shown, case=case, path=path)


def _hit(
    kind: Searched,
    number: int,
    subject: Described,
    asked: Sequence[str],
    *,
    reference: str,
    case: Technology | None,
    path: str = "",
) -> Hit:
    places = [place for place, text in subject.passages if _stands_in(text, asked)]
    longer = [text for place, text in subject.passages if place not in HEADINGS and _stands_in(text, asked)]
    return Hit(
        kind,
        number,
        title=_title(kind, subject.passages),
        reference=reference,
        places=tuple(dict.fromkeys(places)),
        excerpt=_excerpt(longer[0], asked) if longer else (),
        case=case,
        path=path,
    )


def _title(kind: Searched, passages: Sequence[Passage]) -> str:
    place = {Searched.PARTNER: "name", Searched.FILE: "file"}.get(kind, "title")
    if kind in (Searched.MESSAGE, Searched.CORRESPONDENCE):
        place = "author"
    return next((text for each, text in passages if each == place and text), "")


def _cases(session: Session, actor: Actor, ids: set[int]) -> dict[int, Technology]:
    """Of these, the ones that the actor may see."""
    query = select(Technology).where(col(Technology.id).in_(ids), visible_to(actor))
    return {case.id: case for case in session.exec(query)}


def _subjects(session: Session, rows: Sequence[Any]) -> Mapping[tuple[Searched, int], Described]:
    wanted = defaultdict(list)
    for row in rows:
        wanted[row.kind].append(row.subject_id)
    return {
        (kind, number): subject
        for kind, ids in wanted.items()
        for number, subject in described(session, kind, ids).items()
    }


def _offers(session: Session, ids: Sequence[int]) -> dict[int, tuple[Offer, Technology]]:
    query = select(Offer, Technology).join(Technology, col(Technology.id) == col(Offer.technology_id))
    return {offer.id: (offer, technology) for offer, technology in session.exec(query.where(col(Offer.id).in_(ids)))}


def _stands_in(text: str, asked: Sequence[str]) -> bool:
    """Any of the words: together they may stand in several places."""
    return any(_is_asked(word, asked) for word in words(text))


def _is_asked(word: str, asked: Sequence[str]) -> bool:
    return word in asked or (len(asked[-1]) > 1 and word.startswith(asked[-1]))


def _excerpt(text: str, asked: Sequence[str]) -> tuple[Piece, ...]:
    """The surroundings of the first word, parted so that the words themselves can be marked."""
    spans = [each.span() for each in _WORD.finditer(text) if _is_asked(fold_word(each[0]), asked)]
    if not spans:
        return ()  # folding alone joined what the text writes apart
    start, end = max(0, spans[0][0] - _AROUND), min(len(text), spans[0][1] + _AROUND)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    cut = text.find(" ", end)
    end = len(text) if cut < 0 or end == len(text) else cut
    pieces = [Piece("…")] if start else []
    place = start
    for begins, ends in spans:
        if begins >= end:
            break
        pieces += [Piece(text[place:begins]), Piece(text[begins:ends], found=True)]
        place = ends
    pieces.append(Piece(text[place : max(end, place)] + ("…" if end < len(text) else "")))
    return tuple(piece for piece in pieces if piece.text)
