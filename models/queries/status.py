"""The state of the whole: what stands where, what waits, what is parked."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, case, col, func, or_, select

from models.queries.figures import standing_shown
from models.rules.words import DispatchState, Stage, WorkKind, WorkState
from models.tables import Brief, Delivery, Notice, Technology, Work


@dataclass(frozen=True, slots=True)
class Parked:
    work_id: int
    kind: WorkKind
    subject_id: int
    error: str


@dataclass(frozen=True, slots=True)
class Status:
    technologies: dict[str, int | None]
    """By stage, every stage named; None where a count is withheld."""
    briefs: int
    deliveries_sent: int
    notices_sent: int
    waiting: int
    """Work not done and not parked, whenever it is due."""
    due: int
    """Of that, what could be taken now."""
    parked: list[Parked]
    doubtful_deliveries: int
    """E-mails that may or may not have left: parked for a person."""
    mail_away_since: datetime | None
    """Since when the mail server cannot be reached; until an e-mail leaves again."""
    mail_waiting: int
    """E-mails that wait for it, not parked."""


def status_of(session: Session, *, now: datetime) -> Status:
    counted = session.exec(select(Technology.stage, func.count()).group_by(Technology.stage))
    stages: dict[str, int | None] = {stage.value: 0 for stage in Stage}
    stages |= {str(stage): count for stage, count in counted}
    parked = session.exec(
        select(Work.id, Work.kind, Work.subject_id, Work.error)
        .where(Work.state == WorkState.PARKED)
        .order_by(col(Work.id))
    )
    unfinished = col(Work.state).in_((WorkState.QUEUED, WorkState.LEASED))
    away, waiting = session.exec(
        select(func.min(Work.waiting_since), func.sum(case((unfinished, 1), else_=0))).where(
            col(Work.state) != WorkState.DONE, col(Work.waiting_since).is_not(None)
        )
    ).one()
    return Status(
        technologies=stages,
        briefs=session.exec(select(func.count()).select_from(Brief)).one(),
        deliveries_sent=_count(session, Delivery, DispatchState.SENT),
        notices_sent=_count(session, Notice, DispatchState.SENT),
        waiting=session.exec(select(func.count()).select_from(Work).where(unfinished)).one(),
        due=session.exec(
            select(func.count())
            .select_from(Work)
            .where(
                or_(
                    (col(Work.state) == WorkState.QUEUED) & (col(Work.not_before) <= now),
                    (col(Work.state) == WorkState.LEASED) & (col(Work.lease_until) < now),
                )
            )
        ).one(),
        parked=[Parked(number, WorkKind(kind), subject, error) for number, kind, subject, error in parked],
        doubtful_deliveries=_count(session, Delivery, DispatchState.PARKED),
        mail_away_since=away,
        mail_waiting=waiting or 0,
    )


def without_cases(status: Status) -> Status:
    """For who runs nothing and does not see the cases: no small counts, and no numbers of what is parked."""
    shown = standing_shown({Stage(stage): count or 0 for stage, count in status.technologies.items()})
    return replace(status, technologies={stage.value: count for stage, count in shown.items()}, parked=[])


def _count(session: Session, table: type[Delivery] | type[Notice], state: DispatchState) -> int:
    return session.exec(select(func.count()).select_from(table).where(table.state == state)).one()
