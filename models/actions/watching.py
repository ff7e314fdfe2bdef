"""Has living offers compared again whenever something changes that they are compared with, whoever changes it.

It listens to the sessions, as `models.indexing` does, so that no action can forget it: what has changed is collected at
each flush, and asked for once, before the commit. It comes with the first action that is imported. Statements that
change many rows at once (`update(Table)`) are not seen: they leave the columns of `watched` alone, which a test holds.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, event, inspect, or_, select as columns_of
from sqlalchemy.orm import UOWTransaction
from sqlmodel import Session, col, select

from models.actions.work import enqueue_again
from models.queries.secrets import watched, way_to_technology
from models.rules.words import OfferState, WorkKind
from models.tables import Agreement, Institution, InstitutionHead, Offer, Partner, Person, Table, Technology

LIVING = (OfferState.DRAFT, OfferState.APPROVED, OfferState.PUBLISHED)
"""A draft counts too: it may be approved and published at this moment."""
AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
"""Ahead of every e-mail that waits, whatever day an action was told: what is found holds those that have not left."""
BATCH = 500
_DUE = "helix_compare_due"

_Key = tuple[type[Table], int]
"""A table, and the value of the first key on its way to the technology."""


def _collect(session: Session, _context: UOWTransaction) -> None:
    """At each flush, while it is still known what has changed."""
    changed = [row for row in session.new if any(getattr(row, name) for name in watched().get(type(row), ()))]
    changed += [row for row in session.dirty if type(row) in watched() and _is_changed(row)]
    changed += [row for row in session.deleted if type(row) in watched()]
    keys = ((type(row), getattr(row, _key(type(row)))) for row in changed)
    session.info.setdefault(_DUE, set()).update((table, key) for table, key in keys if key is not None)


def _is_changed(row: Any) -> bool:
    """Or has come from elsewhere, as the files of a draft do."""
    names = watched()[type(row)] | {_key(type(row))}
    return any(inspect(row).attrs[name].history.has_changes() for name in names)


def _key(table: type[Table]) -> str:
    """The first column on its way to the technology."""
    if table is InstitutionHead:
        return "institution_id"
    way = way_to_technology(table)
    return str(way[0].parent.name) if way else "id"


def _settle(session: Session) -> None:
    if session.in_nested_transaction():
        return  # a savepoint alone: the outer transaction settles
    session.flush()
    due: set[_Key] = session.info.pop(_DUE, set())
    changed: set[int] = set()
    for table in {table for table, _ in due}:
        for keys in _batches(key for of, key in due if of is table):
            changed.update(_technologies(session, table, keys))
    for some in _batches(changed):
        for technology_id in _with_an_offer(session, some):
            enqueue_again(session, WorkKind.COMPARE_OFFERS, technology_id, now=datetime.now(UTC), not_before=AT_ONCE)


def _of_people(keys: Sequence[int]) -> ColumnElement[bool]:
    headed = select(InstitutionHead.institution_id).where(col(InstitutionHead.person_id).in_(keys))
    of_case = (col(Technology.officer_id).in_(keys), col(Technology.submitter_id).in_(keys))
    return or_(*of_case, col(Technology.institution_id).in_(headed))


def _batches(numbers: Iterable[int]) -> Iterator[Sequence[int]]:
    left = iter(sorted(numbers))
    while some := list(islice(left, BATCH)):
        yield some


def _technologies(session: Session, table: type[Table], keys: Sequence[int]) -> Iterable[int]:
    """Whose rows of this table have these keys. An institution and its people matter to anonymous offers alone."""
    if table in (Institution, InstitutionHead, Person):
        nameless = select(Offer.technology_id).where(col(Offer.anonymous).is_(True), col(Offer.state).in_(LIVING))
        whose = _of_people(keys) if table is Person else col(Technology.institution_id).in_(keys)
        return session.exec(select(Technology.id).where(whose, col(Technology.id).in_(nameless))).all()
    if table is Partner:
        with_it = col(Agreement.partner_id).in_(keys)
        return session.exec(select(Agreement.technology_id).where(with_it)).all()
    way = way_to_technology(table)
    if not way or len(way) == 1:
        return keys
    joined: Any = way[0].column.table
    for key in way[1:-1]:
        joined = joined.join(key.column.table, key.parent == key.column)
    return session.execute(columns_of(way[-1].parent).select_from(joined).where(way[0].column.in_(keys))).scalars()


def _with_an_offer(session: Session, technology_ids: Sequence[int]) -> list[int]:
    living = select(Offer.technology_id).where(
        col(Offer.technology_id).in_(technology_ids), col(Offer.state).in_(LIVING)
    )
    return sorted(set(session.exec(living)))


def _forget(session: Session) -> None:
    session.info.pop(_DUE, None)


event.listen(Session, "after_flush", _collect)
event.listen(Session, "before_commit", _settle)
event.listen(Session, "after_rollback", _forget)
