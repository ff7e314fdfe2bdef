"""Asking for many briefs at once."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from models.actions.work import enqueue
from models.queries.catalogue import public_on
from models.queries.technologies import institution_by_code
from models.rules.permissions import Act, Actor, Case, demand
from models.rules.words import OfferState, WorkKind, WorkState
from models.tables import Offer, Technology, Work

AT_ONCE = 500
"""Values in one query."""


def offers_to_brief(
    session: Session, *, published: bool, institution: str | None, actor: Actor, today: date
) -> Sequence[int]:
    """Ids of the offers that may have a brief: approved and consented to, or only what is public."""
    demand(actor, Act.RUN, Case(None))
    query = (
        select(Offer.id)
        .join(Technology, col(Technology.id) == col(Offer.technology_id))
        .where(
            col(Offer.state).in_((OfferState.APPROVED, OfferState.PUBLISHED)),
            col(Offer.approved_at).is_not(None),
            col(Offer.consented_at).is_not(None),
        )
        .order_by(col(Offer.id))
    )
    if published:
        query = query.where(public_on(today))
    if institution:
        query = query.where(Technology.institution_id == institution_by_code(session, institution).id)
    return session.exec(query).all()


def order_briefs(session: Session, offer_ids: Sequence[int], *, actor: Actor, now: datetime) -> list[int]:
    """Ids of the work that makes them; what waits already, as from a run that was stopped, is due at once."""
    demand(actor, Act.RUN, Case(None))
    run = secrets.token_hex(6)
    numbers: list[int] = []
    for first in range(0, len(offer_ids), AT_ONCE):
        part = offer_ids[first : first + AT_ONCE]
        waiting = _unfinished(session, part)
        for offer_id in part:
            if offer_id not in waiting:
                enqueue(session, WorkKind.RENDER_BRIEF, offer_id, key=f"{offer_id}:{run}", now=now)
        numbers += _unfinished(session, part).values()
        session.execute(
            update(Work)
            .where(col(Work.id).in_(numbers[-len(part) :]), col(Work.state) == WorkState.QUEUED)
            .values(error="", not_before=now)
            .execution_options(synchronize_session=False)
        )
    return numbers


def _unfinished(session: Session, offer_ids: Sequence[int]) -> dict[int, int]:
    """Work by offer."""
    rows = session.exec(
        select(Work.subject_id, Work.id).where(
            Work.kind == WorkKind.RENDER_BRIEF,
            col(Work.subject_id).in_(offer_ids),
            col(Work.state).in_((WorkState.QUEUED, WorkState.LEASED)),
        )
    )
    return dict(rows.all())
