"""Remarks beside the fields of a disclosure; the technology was read through the actor."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from models.tables import Remark, Technology


def open_remarks(session: Session, technology: Technology) -> Sequence[Remark]:
    """Those that no corrected version has answered yet, oldest first."""
    query = select(Remark).where(Remark.technology_id == technology.id, col(Remark.resolved_at).is_(None))
    return session.exec(query.order_by(col(Remark.id))).all()
