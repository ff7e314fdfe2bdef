"""The sweep of the clocks: batch by batch, whatever is due to be said today and was not said, to whom it concerns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Insert, Row, bindparam, insert, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from models.queries.officers import stand_ins
from models.rules.days import local_date
from models.rules.docket import unreminded
from models.rules.reminders import next_look, reached_threshold, recipients
from models.rules.words import ClockState, DispatchState, NoticeKind, Stage, WorkKind, WorkState
from models.tables import Clock, Deputy, InstitutionHead, Notice, Person, Technology, Work

BATCH = 500
"""Clocks of one transaction: others write between two of them, and memory holds no more."""
ENDS = (Stage.CLOSED, Stage.RELEASED)

Place = tuple[date, int]
"""`remind_on` and id of the last clock that was looked at."""


@dataclass(frozen=True, slots=True)
class Swept:
    looked_at: int
    queued: int
    last: Place | None
    """Where the next batch begins; None when nothing is left."""


@dataclass(frozen=True, slots=True)
class _People:
    active: frozenset[int]
    deputies: Mapping[int, int]
    heads: Mapping[int, int]
    stand_ins: Mapping[int, Sequence[int]]
    """By institution, who is told in the place of an officer who has left and has no deputy."""

    def told(self, row: Any, threshold: int) -> dict[int, str]:
        """Persons and as what each is told of the clock in `row`."""
        deputy = self.deputies.get(row.officer_id) if row.officer_id else None
        head = self.heads.get(row.institution_id)
        present = {
            name: person if person in self.active else None
            for name, person in (("officer", row.officer_id), ("deputy", deputy), ("head", head))
        }
        others = () if present["officer"] or present["deputy"] else self.stand_ins.get(row.institution_id, ())
        deputy_left = deputy is not None and present["deputy"] is None
        known = present | ({"officer": others[0]} if others else {})
        found = recipients(threshold, **known, deputy_left=deputy_left)
        return dict.fromkeys(others[1:], "officer") | found


def remind_batch(session: Session, *, now: datetime, after: Place | None = None, size: int = BATCH) -> Swept:
    """Queue the reminders of the next clocks that are due to be looked at; call again from `last`.

    Of several thresholds passed since the last sweep only the nearest to the date is sent. A notice is known by clock,
    date, threshold and person: a sweep that was cut off, or runs beside another one, sends none twice.
    """
    today = local_date(now)
    rows = _due(session, today, after, size)
    people = _people(session, rows)
    notices: list[dict[str, Any]] = []
    looks: list[dict[str, Any]] = []
    for row in rows:
        if row.stage in ENDS or row.rule in unreminded():
            looks.append({"of": row.id, "on": None})
            continue
        threshold = reached_threshold((row.nominal_on - today).days)
        told = people.told(row, threshold) if threshold is not None else {}
        if threshold is not None and not told:
            continue  # nobody to tell yet: looked at again tomorrow
        notices += [_notice(row, threshold, person, standing, today, now) for person, standing in told.items()]
        looks.append({"of": row.id, "on": next_look(row.nominal_on, threshold)})
    queued = _queue(session, notices, now)
    if looks:
        session.connection().execute(_LOOK, looks)
    last = (rows[-1].remind_on, rows[-1].id) if len(rows) == size else None
    return Swept(len(rows), queued, last)


_LOOK = (
    update(Clock.__table__)  # type: ignore[attr-defined]  # SQLModel's classes have it, its types do not say so
    .where(col(Clock.id) == bindparam("of"))
    .values(remind_on=bindparam("on"))
)


def _due(session: Session, today: date, after: Place | None, size: int) -> Sequence[Row[Any]]:
    """Columns, not rows of the mapper: half the time, and nothing stays in the session."""
    statement = (
        select(  # type: ignore[call-overload]  # its overloads end at four columns
            col(Clock.id),
            col(Clock.rule),
            col(Clock.nominal_on),
            col(Clock.due_on),
            col(Clock.certainty),
            col(Clock.remind_on),
            col(Technology.id).label("technology_id"),
            col(Technology.reference),
            col(Technology.stage),
            col(Technology.officer_id),
            col(Technology.institution_id),
        )
        .join(Technology, col(Technology.id) == col(Clock.technology_id))
        .where(Clock.state == ClockState.RUNNING, col(Clock.remind_on) <= today)
        .order_by(col(Clock.remind_on), col(Clock.id))
        .limit(size)
        .with_for_update(of=Clock, skip_locked=True)
    )
    if after is not None:
        statement = statement.where(tuple_(col(Clock.remind_on), col(Clock.id)) > after)
    rows: Sequence[Row[Any]] = session.execute(statement).all()
    return rows


def _people(session: Session, rows: Sequence[Row[Any]]) -> _People:
    officers = {row.officer_id for row in rows if row.officer_id}
    homes = {row.institution_id for row in rows}
    deputies = dict(
        session.exec(select(Deputy.person_id, Deputy.deputy_id).where(col(Deputy.person_id).in_(officers))).all()
    )
    heads = dict(
        session.exec(
            select(InstitutionHead.institution_id, InstitutionHead.person_id).where(
                col(InstitutionHead.institution_id).in_(homes)
            )
        ).all()
    )
    named = officers | set(deputies.values()) | set(heads.values())
    active = session.exec(select(Person.id).where(col(Person.id).in_(named), col(Person.active))).all()
    return _People(frozenset(active), deputies, heads, _stand_ins(session, rows, frozenset(active)))


def _stand_ins(session: Session, rows: Sequence[Row[Any]], active: frozenset[int]) -> dict[int, Sequence[int]]:
    left = {row.institution_id for row in rows if row.officer_id not in active}
    return {institution_id: stand_ins(session, institution_id) for institution_id in left}


def _notice(
    row: Row[Any], threshold: int | None, person: int, standing: str, today: date, now: datetime
) -> dict[str, Any]:
    return {
        "kind": NoticeKind.CLOCK_REMINDER,
        "unique_key": f"{NoticeKind.CLOCK_REMINDER}:{row.id}:{row.nominal_on}:{threshold}:{person}",
        "person_id": person,
        "technology_id": row.technology_id,
        "facts": {
            "reference": row.reference,
            "clock": row.id,
            "rule": row.rule,
            "nominal": row.nominal_on.isoformat(),
            "due": row.due_on.isoformat() if row.due_on else None,
            "days": (row.nominal_on - today).days,
            "certainty": row.certainty,
            "standing": standing,
        },
        "state": DispatchState.QUEUED,
        "queued_at": now,
        "error": "",
    }


def _queue(session: Session, notices: list[dict[str, Any]], now: datetime) -> int:
    """The e-mails and the work of sending them; how many are new."""
    if not notices:
        return 0
    connection = session.connection()
    made = connection.execute(_insert_new(connection.dialect.name), notices).scalars().all()
    if made:
        connection.execute(insert(Work), [_sending(number, now) for number in made])
    return len(made)


def _insert_new(dialect: str) -> Insert:
    """Rows whose key is new; the ids of these."""
    writer = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return writer(Notice).on_conflict_do_nothing(index_elements=["unique_key"]).returning(col(Notice.id))


def _sending(number: int, now: datetime) -> dict[str, Any]:
    kind = WorkKind.SEND_NOTICE
    return {
        "kind": kind,
        "subject_id": number,
        "unique_key": f"{kind}:{number}",
        "state": WorkState.QUEUED,
        "not_before": now,
        "attempts": 0,
        "error": "",
        "created_at": now,
    }
