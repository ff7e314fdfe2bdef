"""Everything confidential that is kept of a technology, found by walking the tables: each names its confidential
columns, and its foreign keys lead to the technology. There is no list of fields here that a new one could miss."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Column, ColumnElement, ForeignKey, Select, and_, false, select
from sqlmodel import Session, col

from models.queries.facts import latest_disclosure
from models.rules.naming import Naming
from models.rules.words import CaseStatus, SignoffKind
from models.tables import (
    Agreement,
    Attachment,
    Contributor,
    Delivery,
    Disclosure,
    FileText,
    Funding,
    Institution,
    InstitutionHead,
    Message,
    OfferComment,
    Partner,
    PatentCase,
    Person,
    Signoff,
    Table,
    Technology,
)

NOT_COMPARED: Mapping[tuple[str, str], str] = {
    ("technology", "search_text"): "made of texts that are compared themselves",
    ("technology", "terms"): "made of texts that are compared themselves",
    ("near_duplicate", "shared_terms"): "stems of words, alike in two disclosures by design",
    ("search_entry", "heading"): "made of everything, the offer included",
    ("search_entry", "text"): "made of everything, the offer included",
    ("figure", "told"): "is compared as a part of the offer that shows the figure",
    ("patent_case", "application_number"): "is looked for as a number, however it is written",
}
"""Confidential columns of a technology's tables whose texts an offer is not compared with, and why."""
ALSO_COMPARED: Mapping[type[Table], frozenset[str]] = {
    Agreement: frozenset({"partner_id"}),
    Attachment: frozenset({"removed_at", "sha256"}),
    Contributor: frozenset({"department", "email", "employer", "name", "orcid"}),
    Disclosure: frozenset({"abstract_public", "keywords"}),
    Funding: frozenset({"number", "sponsor"}),
    Institution: frozenset({"city", "code", "email", "homepage", "name_en", "name_pl", "phone"}),
    InstitutionHead: frozenset({"person_id"}),
    Partner: frozenset({"name"}),
    PatentCase: frozenset({"application_number", "patent_number", "published_on", "status"}),
    Person: frozenset({"email", "name", "phone"}),
    Technology: frozenset({"officer_id", "reference", "submitter_id"}),
}
"""What is no secret itself: names and numbers that are looked for, and what makes a secret of others or ends it."""
_PARTNER = "agreement.partner"
"""The other side of an agreement; that there is one is a secret, the name is none."""
_PUBLIC_KEYS = frozenset({"abstract_public", "abstract_public_pl", "language", "keywords"})
"""What is public, or means nothing, in answers that are kept as one value."""


def confidential_passages(session: Session, technology_id: int, *, of_readers: bool = True) -> dict[str, str]:
    """By label: a disclosure's field by its name, the rest as `table.column`, `contribution of NAME`, `file NAME`.

    Of disclosures the latest, of the others every row. What an officer wrote on accepting a passage is no secret.
    Without `of_readers` none of what is written by and to those who read the offer, and quote it.
    """
    found: dict[str, str] = {}
    disclosure = latest_disclosure(session, technology_id)
    for table, columns in compared().items():
        if table in (Disclosure, Contributor):
            continue  # the latest alone, and by name
        for number, row in enumerate(session.execute(_rows(table, columns, technology_id, of_readers)).tuples(), 1):
            for column, value in zip(columns, row, strict=False):
                text = _text(value)
                if text:
                    found[f"{table.__tablename__}.{column} {number}"] = text
    disclosed = (
        {name: _text(getattr(disclosure, name)) for name in sorted(Disclosure.confidential)} if disclosure else {}
    )
    return (
        {name: text for name, text in disclosed.items() if text}
        | _people(session, technology_id)
        | found
        | _partners(session, technology_id)
        | _files(session, technology_id)
    )


def naming_of(labels: Iterable[str]) -> dict[str, Naming]:
    """Of those labels of confidential passages under which names stand, each to be looked for by itself."""
    marked = {f"{table.__tablename__}.{name}": kind for table in compared() for name, kind in table.naming.items()}
    marked |= dict(Disclosure.naming) | {_PARTNER: Naming.PARTIES}
    named = {label: label.partition(" ")[0] for label in labels}
    return {label: marked[place] for label, place in named.items() if place in marked}


def published_passages(session: Session, technology_id: int) -> list[str]:
    """What the world may know already: titles of published applications."""
    query = select(col(PatentCase.title)).where(col(PatentCase.technology_id) == technology_id, ~_is_secret(PatentCase))
    return [title for title in session.execute(query).scalars() if title]


@cache
def compared() -> dict[type[Table], tuple[str, ...]]:
    """The tables that lead to a technology, and those of their confidential columns that offers are compared with."""
    found = {}
    for table in sorted(_tables(), key=lambda each: str(each.__tablename__)):
        columns = tuple(
            sorted(name for name in table.confidential if (str(table.__tablename__), name) not in NOT_COMPARED)
        )
        if columns and way_to_technology(table) is not None:
            found[table] = columns
    return found


@cache
def watched() -> dict[type[Table], frozenset[str]]:
    """Columns whose change may change what an offer is compared with. The words of files are not among them: whoever
    reads a file compares next."""
    tables = {*compared(), *ALSO_COMPARED}
    return {table: ALSO_COMPARED.get(table, frozenset()).union(compared().get(table, ())) for table in tables}


@cache
def way_to_technology(table: type[Table]) -> tuple[ForeignKey, ...] | None:
    """The shortest chain of foreign keys; empty for the technology itself, `None` where there is none."""
    home = Table.metadata.tables[str(Technology.__tablename__)]
    start = Table.metadata.tables[str(table.__tablename__)]
    waiting: deque[tuple[Any, tuple[ForeignKey, ...]]] = deque([(start, ())])
    seen = set()
    while waiting:
        here, way = waiting.popleft()
        if here is home:
            return way
        if here in seen:
            continue
        seen.add(here)
        for key in sorted(here.foreign_keys, key=_directness):
            waiting.append((key.column.table, (*way, key)))
    return None


def _directness(key: ForeignKey) -> tuple[bool, bool, str, str]:
    """What a row always has comes before what it may have, its own technology before another one that it names."""
    column = key.parent
    return bool(column.nullable), column.name != "technology_id", key.target_fullname, column.name


def _tables() -> Iterator[type[Table]]:
    return (each for each in Table.__subclasses__() if each.confidential)


def _rows(table: type[Table], columns: tuple[str, ...], technology_id: int, of_readers: bool) -> Select[Any]:
    own = Table.metadata.tables[str(table.__tablename__)]
    query = select(*(own.c[column] for column in columns))
    way = way_to_technology(table) or ()
    joined: Any = own
    for key in way[:-1]:
        joined = joined.join(key.column.table, key.parent == key.column)
    last: Column[Any] = way[-1].parent if way else own.c["id"]
    conditions = [last == technology_id, *_WHILE.get(table, lambda: ())()]
    if not of_readers and table in _OF_READERS:
        conditions.append(_OF_READERS[table]())
    return query.select_from(joined).where(and_(*conditions)).order_by(own.c[next(iter(own.primary_key.columns)).name])


def _is_secret(case: type[PatentCase]) -> ColumnElement[bool]:
    return and_(col(case.published_on).is_(None), col(case.status) != CaseStatus.GRANTED)


_WHILE: Mapping[type[Table], Any] = {
    PatentCase: lambda: (_is_secret(PatentCase),),
    Attachment: lambda: (col(Attachment.removed_at).is_(None),),
    Signoff: lambda: (col(Signoff.kind) != SignoffKind.SCAN_ACCEPTED,),
}
"""Which rows of a table are secrets, where not all are."""
_OF_READERS: Mapping[type[Table], Callable[[], ColumnElement[bool]]] = {
    Delivery: false,
    Message: lambda: col(Message.contact_id).is_(None),
    OfferComment: false,
}
"""Which rows are left where what readers of the offer wrote is not compared with it."""


def _people(session: Session, technology_id: int) -> dict[str, str]:
    query = select(Contributor).where(col(Contributor.technology_id) == technology_id).order_by(col(Contributor.id))
    found = {}
    for number, row in enumerate(session.execute(query).scalars(), 1):
        found[f"contribution of {row.name}"] = row.contribution
        others = sorted(Contributor.confidential - {"contribution"})
        found |= {f"contributor.{name} {number}": _text(getattr(row, name)) for name in others}
    return {label: text for label, text in found.items() if text}


def _partners(session: Session, technology_id: int) -> dict[str, str]:
    with_us = select(col(Agreement.partner_id)).where(col(Agreement.technology_id) == technology_id)
    names = session.execute(select(col(Partner.name)).where(col(Partner.id).in_(with_us)).order_by(col(Partner.id)))
    return {f"{_PARTNER} {number}": name for number, name in enumerate(names.scalars(), 1)}


def _files(session: Session, technology_id: int) -> dict[str, str]:
    query = (
        select(col(Attachment.name), col(FileText.text))
        .join(FileText, col(FileText.sha256) == col(Attachment.sha256))
        .where(col(Attachment.technology_id) == technology_id, col(Attachment.removed_at).is_(None))
        .order_by(col(Attachment.id))
    )
    return {f"file {name}": text for name, text in session.execute(query).tuples() if text}


def _text(value: object) -> str:
    """Lists and mappings as the texts in them."""
    if isinstance(value, dict):
        return "\n".join(filter(None, (_text(each) for key, each in value.items() if key not in _PUBLIC_KEYS)))
    if isinstance(value, list):
        return "\n".join(filter(None, map(_text, value)))
    return value if isinstance(value, str) else ""
