"""The officer's weekly summary: counts and references, since it travels by e-mail."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from models.actions.deliveries import queue_notice
from models.queries.officers import left_behind, stand_ins
from models.rules.days import local_date
from models.rules.pipeline import pipeline
from models.rules.words import Answer, ClockState, NoticeKind, Role, Stage
from models.tables import Clock, Delivery, Notice, Offer, Person, Technology

MOST_NAMED = 10
"""References named in a list of the digest; the rest is a count."""


def week_of(day: date) -> str:
    """ISO year and week, such as `2026-W48`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def write_digests(session: Session, *, now: datetime) -> list[Notice]:
    """One summary for each active officer and week; officers with nothing open get none.

    The cases of officers who have left stand in the summary of who stands in for them.
    """
    officers = session.exec(select(Person.id).where(Person.role == Role.OFFICER, col(Person.active))).all()
    covers: dict[int, list[int]] = {person_id: [] for person_id in officers}
    for institution_id, gone in left_behind(session).items():
        for person_id in stand_ins(session, institution_id):
            covers.setdefault(person_id, []).extend(gone)
    notices = []
    for person_id, gone in sorted(covers.items()):
        facts = summary_for(session, person_id, now=now, also=gone)
        if not facts["stages"]:
            continue
        key = f"{person_id}:{week_of(local_date(now))}"
        notice = queue_notice(session, NoticeKind.DIGEST, key=key, person_id=person_id, facts=facts, now=now)
        notices += [notice] if notice else []
    return notices


def summary_for(session: Session, officer_id: int, *, now: datetime, also: Sequence[int] = ()) -> dict[str, object]:
    """What an officer holds: by stage, what is stale, which clocks end soon, what partners answered.

    `also` are officers who have left and whose cases this one covers.
    """
    today = local_date(now)
    theirs = col(Technology.officer_id).in_((officer_id, *also))
    mine = session.exec(
        select(Technology.reference, Technology.stage, Technology.stage_since).where(
            theirs, col(Technology.stage).not_in(_ends())
        )
    ).all()
    stages: dict[Stage, int] = {}
    stale = []
    for reference, code, since in mine:
        stage = Stage(code)
        stages[stage] = stages.get(stage, 0) + 1
        target = pipeline().stages[stage].target_days
        if target is not None and (today - local_date(since)).days > target:
            stale.append(reference)
    clocks = session.execute(
        sa.select(col(Technology.reference), col(Clock.rule), col(Clock.nominal_on))
        .join(Clock, col(Clock.technology_id) == col(Technology.id))
        .where(
            theirs,
            col(Clock.state) == ClockState.RUNNING,
            col(Clock.nominal_on) <= today + timedelta(days=30),
        )
        .order_by(col(Clock.nominal_on))
        .limit(MOST_NAMED)
    ).all()
    return {
        "week": week_of(today),
        "stages": stages,
        "stale": sorted(stale)[:MOST_NAMED],
        "stale_count": len(stale),
        "clocks": [[reference, rule, nominal.isoformat()] for reference, rule, nominal in clocks],
        "answers": _answers(session, theirs, now - timedelta(days=7)),
    }


def _answers(session: Session, theirs: sa.ColumnElement[bool], since: datetime) -> dict[str, int]:
    rows = session.exec(
        select(Delivery.answer, func.count())
        .join(Offer, col(Offer.id) == col(Delivery.offer_id))
        .join(Technology, col(Technology.id) == col(Offer.technology_id))
        .where(theirs, col(Delivery.answered_at) >= since)
        .group_by(col(Delivery.answer))
    )
    return {Answer(answer).value: count for answer, count in rows if answer}


def _ends() -> list[Stage]:
    return [code for code, stage in pipeline().stages.items() if stage.end]
