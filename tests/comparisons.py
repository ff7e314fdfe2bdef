"""Whether offers of a technology are to be compared again."""

from sqlmodel import Session, col, delete, select

from models.actions.watching import AT_ONCE
from models.rules.words import WorkKind, WorkState
from models.tables import Technology, Work


def asked(session: Session, technology: Technology) -> bool:
    """Whether a comparison was asked for since the last time, in one piece of work that is due at once."""
    session.commit()  # it is asked for before the commit
    query = select(Work).where(Work.kind == WorkKind.COMPARE_OFFERS, Work.state == WorkState.QUEUED)
    found = session.exec(query).all()
    assert [(each.subject_id, each.not_before) for each in found] in ([], [(technology.id, AT_ONCE)])
    session.exec(delete(Work).where(col(Work.kind) == WorkKind.COMPARE_OFFERS))
    session.commit()
    return bool(found)
