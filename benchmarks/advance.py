"""One move through `advance`, gates and trail and outbox, against SQLAlchemy writing the same rows.

Each contestant has an institution of its own with the same technologies, ready to move from disclosure to triage
and from triage to IP review. What the bare transactions write, hash chain included, is made before the clock
starts, so that they do nothing but write. Afterwards every trail must verify.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from statistics import median
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from benchmarks.databases import fresh, postgres, scratch, sqlite
from benchmarks.measuring import Claim, Report, in_turn, parser, show, spread
from benchmarks.portfolio import Case, House, cases, houses
from models.actions.clocks import suppress_clock
from models.actions.disclosures import submit_disclosure
from models.actions.ownership import record_legal_basis
from models.actions.ownership_forms import BasisForm
from models.actions.reviews import assign_officer, review_obligations
from models.actions.stages import advance
from models.actions.trail import entry_hash, verify
from models.db import engine_for, transaction
from models.queries.technologies import contributors_of
from models.rules.permissions import Actor
from models.rules.words import DispatchState, LegalBasis, MoveKind, NoticeKind, Stage, WorkKind, WorkState
from models.tables import Notice, Technology, TrailHead, Transition, Work

TRANSFERRED = BasisForm(
    basis=LegalBasis.ASSIGNMENT, document="Transfer agreement", dated_on=date(2026, 1, 5), waiver="Known."
)
LIMIT = 2.0
HELIX, ORM, CORE = "Helix advance", "bare SQLAlchemy ORM", "bare SQLAlchemy Core"
MOVES = ((Stage.DISCLOSURE, Stage.TRIAGE), (Stage.TRIAGE, Stage.IP_REVIEW))
WARM_UP = 10
"""Rounds not counted: statements are compiled and cached in them."""


@dataclass(frozen=True, slots=True)
class Move:
    """All that a move writes."""

    technology_id: int
    version: int
    """Before the move."""
    target: Stage
    transition: Mapping[str, Any]
    work: Mapping[str, Any] | None
    notice: Mapping[str, Any]
    """The e-mail to the submitter, which has work of its own."""
    now: datetime


def measure(moves: int, *, with_postgres: bool) -> Report:
    report = Report("advance", {"technologies": moves, "moves of each": len(MOVES)})
    with ExitStack() as stack:
        folder = stack.enter_context(scratch())
        urls = {"SQLite": stack.enter_context(sqlite(folder, "advance"))}
        if with_postgres:
            urls["PostgreSQL"] = stack.enter_context(fresh(stack.enter_context(postgres()), "advance"))
        for name, url in urls.items():
            _compare(report, name, engine_for(url), moves)
    return report


def _compare(report: Report, database: str, engine: Engine, count: int) -> None:
    contestants = _contestants(engine, count + WARM_UP)
    medians = dict.fromkeys(contestants, 0.0)
    for place, (source, target) in enumerate(MOVES):
        seconds = in_turn({name: moves[place] for name, moves in contestants.items()}, count + WARM_UP)
        for name, taken in seconds.items():
            medians[name] += median(taken[WARM_UP:])
            where = {"database": database, "move": f"{source} to {target}", "contestant": name}
            report.rows.append(where | spread(taken[WARM_UP:]))
    with transaction(engine) as session:
        verify(session)
        stages = set(session.exec(select(Technology.stage, Technology.version)))
    if stages != {(MOVES[-1][1], 1 + len(MOVES))}:
        raise RuntimeError(f"The contestants did not do the same: {stages}")
    report.claims.append(Claim(f"{database}: {HELIX} over {ORM}", medians[HELIX] / medians[ORM], LIMIT))
    report.settings[f"{database} over Core"] = round(medians[HELIX] / medians[CORE], 2)


def _contestants(engine: Engine, count: int) -> dict[str, list[Callable[[int], object]]]:
    """By name, a function a move; its argument is the number of the technology to move."""
    with transaction(engine) as session:
        homes = houses(session, 3)
        prepared = [[_ready(session, case) for case in cases([home], count)] for home in homes]
    officer = homes[0].officers[0]
    contestants: dict[str, list[Callable[[int], object]]] = {
        HELIX: [_through_helix(engine, prepared[0], officer, target) for _, target in MOVES]
    }
    for name, write, home, ids in zip((ORM, CORE), (_orm, _core), homes[1:], prepared[1:], strict=True):
        written = iter(_written(engine, home, ids))
        contestants[name] = [_bare(engine, write, [next(written) for _ in ids]) for _ in MOVES]
    return contestants


def _ready(session: Session, case: Case) -> int:
    """Submitted, with everything that both moves demand."""
    now, home = datetime.now(UTC), case.house
    officer = home.officers[0]
    made = submit_disclosure(session, case.disclosure(now), actor=home.researcher, now=now)
    assert officer.person_id is not None
    assign_officer(session, made.id, officer_id=officer.person_id, actor=officer, now=now)
    bases = {person.id: TRANSFERRED for person in contributors_of(session, made.id)}
    record_legal_basis(session, made.id, bases=bases, actor=officer, now=now)
    review_obligations(session, made.id, actor=officer, now=now)
    reason = "No creator declared interest."
    suppress_clock(session, made.id, rule="art154_decision_3m", reason=reason, actor=officer, now=now)
    return made.id


def _through_helix(engine: Engine, ids: list[int], officer: Actor, target: Stage) -> Callable[[int], object]:
    def move(number: int) -> None:
        with transaction(engine) as session:
            advance(session, ids[number], to=target, actor=officer, now=datetime.now(UTC))

    return move


def _written(engine: Engine, home: House, ids: list[int]) -> Iterator[Move]:
    """What the bare transactions write, in the order of writing, as links of the institution's chain."""
    officer, now = home.officers[0], datetime.now(UTC)
    with Session(engine) as session:
        head = session.exec(select(TrailHead).where(TrailHead.institution_id == officer.institution_id)).one()
    sequence, previous = head.sequence, head.hash
    for version, (source, target) in enumerate(MOVES, 1):
        for technology_id in ids:
            sequence += 1
            entry = Transition(
                sequence=sequence,
                previous_hash=previous,
                hash="",
                institution_id=head.institution_id,
                technology_id=technology_id,
                technology_version=version + 1,
                kind=MoveKind.FORWARD,
                from_stage=source,
                to_stage=target,
                actor=officer.key,
                actor_name=officer.name,
                via=officer.via,
                at=now,
            )
            previous = entry_hash(entry)
            values = entry.model_dump(exclude={"id", "hash"}) | {"hash": previous}
            work = _work(technology_id, version + 1, now) if target is Stage.IP_REVIEW else None
            notice = _notice(technology_id, version + 1, target, home, now)
            yield Move(technology_id, version, target, values, work, notice, now)


def _notice(technology_id: int, version: int, target: Stage, home: House, now: datetime) -> dict[str, Any]:
    kind = NoticeKind.MOVED
    return {
        "kind": kind,
        "unique_key": f"{kind}:{technology_id}:{version}",
        "person_id": home.researcher.person_id,
        "technology_id": technology_id,
        "facts": {"reference": str(technology_id), "stage": target, "path": f"/disclosures/{technology_id}"},
        "state": DispatchState.QUEUED,
        "queued_at": now,
        "error": "",
    }


def _work(technology_id: int, version: int, now: datetime) -> dict[str, Any]:
    return _queued(WorkKind.PREPARE_REVIEW, technology_id, f"{technology_id}:{version}", now)


def _queued(kind: WorkKind, subject_id: int, key: str, now: datetime) -> dict[str, Any]:
    return {
        "kind": kind,
        "subject_id": subject_id,
        "unique_key": f"{kind}:{key}",
        "state": WorkState.QUEUED,
        "not_before": now,
        "attempts": 0,
        "error": "",
        "created_at": now,
    }


def _bare(engine: Engine, write: Callable[[Session, Move], None], moves: list[Move]) -> Callable[[int], object]:
    writing = engine.execution_options(helix_writes=True)  # on SQLite: BEGIN IMMEDIATE, as for Helix

    def move(number: int) -> None:
        with Session(writing, expire_on_commit=False) as session, session.begin():
            write(session, moves[number])

    return move


def _orm(session: Session, move: Move) -> None:
    """As SQLAlchemy's manual has it: load what is changed, change it, add what is new."""
    technology = session.get_one(Technology, move.technology_id)
    if technology.version != move.version:
        raise RuntimeError("somebody was first")
    technology.stage, technology.version, technology.stage_since = move.target, move.version + 1, move.now
    head = session.get_one(TrailHead, move.transition["institution_id"])
    head.sequence, head.hash = move.transition["sequence"], move.transition["hash"]
    session.add(Transition(**move.transition))
    if move.work:
        session.add(Work(**move.work))
    notice = Notice(**move.notice)
    session.add(notice)
    session.flush()
    session.add(Work(**_queued(WorkKind.SEND_NOTICE, notice.id, str(notice.id), move.now)))
    session.flush()


def _core(session: Session, move: Move) -> None:
    """Nothing is read: four statements with their values."""
    connection = session.connection()
    changed = connection.execute(
        sa.update(Technology)
        .where(col(Technology.id) == move.technology_id, col(Technology.version) == move.version)
        .values(stage=move.target, version=move.version + 1, stage_since=move.now, hold_reason=None, resume_on=None)
    )
    if changed.rowcount != 1:
        raise RuntimeError("somebody was first")
    connection.execute(
        sa.update(TrailHead)
        .where(col(TrailHead.institution_id) == move.transition["institution_id"])
        .values(sequence=move.transition["sequence"], hash=move.transition["hash"])
    )
    connection.execute(sa.insert(Transition).values(**move.transition))
    if move.work:
        connection.execute(sa.insert(Work).values(**move.work))
    (number,) = connection.execute(sa.insert(Notice).values(**move.notice)).inserted_primary_key or (0,)
    connection.execute(sa.insert(Work).values(**_queued(WorkKind.SEND_NOTICE, number, str(number), move.now)))


def main(arguments: list[str] | None = None) -> int:
    options = parser((__doc__ or "").partition("\n")[0])
    options.add_argument("--moves", type=int, default=300, help="technologies that each contestant moves")
    options.add_argument("--sqlite-only", action="store_true", help="without PostgreSQL")
    chosen = options.parse_args(arguments)
    report = measure(chosen.moves, with_postgres=not chosen.sqlite_only)
    show(report, as_json=chosen.json)
    return 0 if report.holds else 1


if __name__ == "__main__":
    sys.exit(main())
