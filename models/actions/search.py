"""Filling the search index with what was there before it, or again from the beginning."""

from collections.abc import Callable

from sqlalchemy import Engine, delete
from sqlmodel import Session, col, func, select

from models.db import reading, transaction
from models.indexing import BATCH, reindex
from models.rules.words import Searched
from models.tables import Attachment, Message, Offer, Partner, PatentCase, SearchEntry, Table, Technology

_TABLES: dict[Searched, type[Table]] = {
    Searched.TECHNOLOGY: Technology,
    Searched.PATENT: PatentCase,
    Searched.OFFER: Offer,
    Searched.PARTNER: Partner,
    Searched.FILE: Attachment,
    Searched.MESSAGE: Message,
    Searched.CORRESPONDENCE: Message,
}


def rebuild_index(engine: Engine | None = None, *, progress: Callable[[int], None] = lambda _entries: None) -> int:
    """A batch is a transaction, so that others can write in between; how many entries there are.

    `progress` gets the number of entries written so far.
    """
    written = 0
    for kind, table in _TABLES.items():
        after = 0
        while ids := _next(engine, kind, table, after):
            with transaction(engine) as session:
                written += reindex(session, kind, ids)
            after = ids[-1]
            progress(written)
        with transaction(engine) as session:
            _drop_orphans(session, kind, table)
    return written


def complete_index(engine: Engine | None = None) -> int:
    """Fill an index that was only just made; how many entries that were."""
    with reading(engine) as session:
        if session.exec(select(SearchEntry.id).limit(1)).first() is not None:
            return 0
        if session.exec(select(Technology.id).limit(1)).first() is None:
            return 0
    return rebuild_index(engine)


def _next(engine: Engine | None, kind: Searched, table: type[Table], after: int) -> list[int]:
    kept = table.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
    query = select(kept.c.id).where(kept.c.id > after).order_by(kept.c.id).limit(BATCH)
    if table is Message:
        creators = kind is Searched.MESSAGE
        query = query.where(kept.c.contact_id.is_(None) if creators else kept.c.contact_id.is_not(None))
    with reading(engine) as session:
        return list(session.exec(query).all())


def _drop_orphans(session: Session, kind: Searched, table: type[Table]) -> None:
    kept = table.__table__  # type: ignore[attr-defined]  # as above
    session.execute(
        delete(SearchEntry).where(col(SearchEntry.kind) == kind, col(SearchEntry.subject_id).not_in(select(kept.c.id)))
    )


def entries(session: Session) -> int:
    return session.exec(select(func.count()).select_from(SearchEntry)).one()
