"""Who changes one technology goes one after another, so that what an action has checked is still so when it writes.

SQLite has one writer, who begins before reading. PostgreSQL locks the technology's row until the transaction ends;
others read it meanwhile, and write rows that point to it.
"""

from sqlalchemy.exc import InvalidRequestError
from sqlmodel import Session, select
from sqlmodel.sql.expression import SelectOfScalar

from models.errors import Conflict, NotFound
from models.queries.technologies import technologies_for
from models.rules.permissions import Actor
from models.tables import Technology


def take_turn(session: Session, technology_id: int, actor: Actor, *, asked: str = "") -> Technology:
    """As `technology_for`, for who is going to change the technology or anything that belongs to it.

    What the session holds of the technology is read again: it may have changed while this one waited. Rows that name
    no technology themselves are to be read after this. Raises `Conflict` when one of those it held is gone.
    """
    found = _next(session, technologies_for(actor).where(Technology.id == technology_id), technology_id)
    if found is None:
        raise NotFound(f"There is no {asked or f'technology {technology_id}'} among those you may see.")
    return found


def take_turn_of_door(session: Session, technology_id: int) -> Technology:
    """For who has shown otherwise that they may act on it, such as by a signed link.

    Of several technologies all turns are taken in the order of their ids, before anything is signed.
    """
    found = _next(session, select(Technology).where(Technology.id == technology_id), technology_id)
    if found is None:
        raise _gone()
    return found


def _next(session: Session, query: SelectOfScalar[Technology], technology_id: int) -> Technology | None:
    taken: set[int] = session.info.setdefault("turns", set())
    if technology_id in taken:
        return session.exec(query).one_or_none()
    locked = query.with_for_update(key_share=True, of=Technology)
    found = session.exec(locked.execution_options(populate_existing=True)).one_or_none()
    if found is not None:
        taken.add(technology_id)
        _read_again(session, technology_id)
    return found


def _read_again(session: Session, technology_id: int) -> None:
    for row in list(session.identity_map.values()):
        if getattr(row, "technology_id", None) == technology_id:
            try:
                session.refresh(row)
            except InvalidRequestError:
                raise _gone() from None


def _gone() -> Conflict:
    return Conflict("Somebody else has removed this meanwhile. Look at it as it is now.")
