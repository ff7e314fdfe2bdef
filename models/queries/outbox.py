"""The outbox as people look at it."""

from collections.abc import Sequence

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from models.errors import NotFound
from models.queries.technologies import visible_to
from models.rules.permissions import Act, Actor, Case, demand
from models.rules.words import DispatchState, Language, Role, WorkKind, WorkState
from models.tables import Delivery, Offer, Technology, Work


def list_work(session: Session, actor: Actor, *, state: WorkState, limit: int = 200) -> Sequence[Work]:
    """Oldest first. Rows hold ids and errors without content, so no institution is told of another's affairs."""
    demand(actor, Act.MANAGE_WORK, Case(actor.institution_id))
    return session.exec(select(Work).where(Work.state == state).order_by(col(Work.id)).limit(limit)).all()


def doubtful_deliveries(session: Session, actor: Actor, *, limit: int = 200) -> Sequence[Delivery]:
    """E-mails that may or may not have left: of the officer's cases, or all for an administrator."""
    demand(actor, Act.MANAGE_WORK, Case(actor.institution_id))
    query = _deliveries(actor).where(Delivery.state == DispatchState.PARKED)
    return session.exec(query.order_by(col(Delivery.id)).limit(limit)).all()


def must_see_delivery(session: Session, delivery_id: int, actor: Actor) -> None:
    """Raises `NotFound` for a delivery that is none of the actor's."""
    demand(actor, Act.MANAGE_WORK, Case(actor.institution_id))
    if session.exec(_deliveries(actor).where(Delivery.id == delivery_id)).first() is None:
        raise NotFound(f"There is no delivery {delivery_id} among those you may see.")


def _deliveries(actor: Actor) -> SelectOfScalar[Delivery]:
    query = (
        select(Delivery)
        .join(Offer, col(Offer.id) == col(Delivery.offer_id))
        .join(Technology, col(Technology.id) == col(Offer.technology_id))
    )
    return query if actor.role is Role.ADMINISTRATOR else query.where(visible_to(actor))


_AT_ONCE = 500
"""Values in one query."""


def counted(session: Session, work_ids: Sequence[int]) -> dict[str, int]:
    """How many are `done`, have `failed` (once or for good), and are still `open`."""
    counts = {"done": 0, "failed": 0, "open": 0}
    for first in range(0, len(work_ids), _AT_ONCE):
        rows = session.exec(
            select(Work.state, Work.error, func.count())
            .where(col(Work.id).in_(work_ids[first : first + _AT_ONCE]))
            .group_by(col(Work.state), col(Work.error))
        )
        for state, error, count in rows:
            done, waits = state is WorkState.DONE, state is WorkState.LEASED or not error
            counts["done" if done else "open" if waits else "failed"] += count
    return counts


def failed_briefs(session: Session, work_ids: Sequence[int]) -> list[tuple[str, Language, str]]:
    """Reference, language and why, for whoever tends the server; each stays in the outbox and is tried again."""
    found: list[tuple[str, Language, str]] = []
    for first in range(0, len(work_ids), _AT_ONCE):
        rows = session.exec(
            select(Technology.reference, Offer.language, Work.error)
            .join(Offer, col(Offer.technology_id) == col(Technology.id))
            .join(Work, col(Work.subject_id) == col(Offer.id))
            .where(
                col(Work.id).in_(work_ids[first : first + _AT_ONCE]),
                Work.kind == WorkKind.RENDER_BRIEF,
                col(Work.state).in_((WorkState.QUEUED, WorkState.PARKED)),
                Work.error != "",
            )
            .order_by(col(Work.id))
        )
        found += [(reference, Language(language), error) for reference, language, error in rows]
    return found
