"""What every stage of a story needs: its moment, its officer, its transactions, its questions."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, or_
from sqlmodel import Session, col, select

from api.example.loading import Entry, Network
from models.actions.stages import advance
from models.db import reading, transaction
from models.rules.days import local_date
from models.rules.permissions import Actor
from models.rules.words import AgreementKind, ClockState, Stage, WorkKind, WorkState
from models.tables import Agreement, Clock, Technology, Work

Question = Callable[[Session], bool]
Story = Generator[Question, None, None]

ORDER = (
    Stage.DISCLOSURE,
    Stage.TRIAGE,
    Stage.IP_REVIEW,
    Stage.OFFER,
    Stage.PARTNERING,
    Stage.NEGOTIATION,
    Stage.LICENSED,
)


@dataclass
class Teller:
    """Tells one story; `moment` only ever goes forward, from the day of submission to today."""

    entry: Entry
    network: Network
    engine: Engine | None = None

    def __post_init__(self) -> None:
        self.start = datetime.now(UTC) - timedelta(days=self.entry["submitted_days_ago"])
        self.moment = self.start
        self.today = local_date(datetime.now(UTC))
        self.ends_at = Stage(self.entry["script"]["ends_at"])
        self.technology_id = 0

    def act(self, step: Callable[[Session], object]) -> None:
        with transaction(self.engine) as session:
            step(session)

    def at(self, fraction: float) -> datetime:
        """The moment at a fraction of the time since submission, never before the moment before."""
        whole = datetime.now(UTC) - self.start
        self.moment = max(self.moment, self.start + whole * fraction)
        return self.moment

    def days_ago(self, days: int) -> float:
        """The fraction for `at` of what was signed on that day; later the same day, whatever summer time does."""
        whole: int = self.entry["submitted_days_ago"]
        return min(1.0, 1 - (days - 0.1) / whole)

    def advance(self, session: Session, to: Stage, fraction: float, reason: str = "") -> None:
        officer = self.officer(session)
        advance(session, self.technology_id, to=to, actor=officer, now=self.at(fraction), reason=reason)

    def stage(self) -> Stage:
        with reading(self.engine) as session:
            return session.get_one(Technology, self.technology_id).stage

    def leaves(self, stage: Stage) -> bool:
        """Whether the technology stands in `stage` and its story goes on from there."""
        return self.stage() is stage and self.ends_at is not stage

    def at_least(self, stage: Stage) -> bool:
        now = self.stage()
        return now in ORDER and ORDER.index(now) >= ORDER.index(stage)

    def officer(self, session: Session) -> Actor:
        officer_id = session.get_one(Technology, self.technology_id).officer_id
        return next(each for each in self.network.people.values() if each.person_id == officer_id)

    def officer_is_assigned(self, session: Session) -> bool:
        return session.get_one(Technology, self.technology_id).officer_id is not None

    def dossier_is_made(self, session: Session) -> bool:
        return session.get_one(Technology, self.technology_id).review_prepared_at is not None

    def nothing_waits(self, session: Session) -> bool:
        """No work is left that this technology's matching or agreements asked for."""
        subjects = select(Agreement.id).where(Agreement.technology_id == self.technology_id)
        mine = or_(
            (col(Work.kind) == WorkKind.MATCH_PARTNERS) & (col(Work.subject_id) == self.technology_id),
            (col(Work.kind) == WorkKind.SCHEDULE_OBLIGATIONS) & col(Work.subject_id).in_(subjects),
        )
        unfinished = col(Work.state).in_((WorkState.QUEUED, WorkState.LEASED))
        return session.exec(select(Work.id).where(mine, unfinished)).first() is None

    def agreement(self, session: Session, kind: AgreementKind) -> Agreement | None:
        return session.exec(
            select(Agreement)
            .where(Agreement.technology_id == self.technology_id, Agreement.kind == kind)
            .order_by(col(Agreement.id))
        ).first()

    def running_clocks(self, session: Session, rule: str | None = None) -> Sequence[Clock]:
        """Of the rule, or all."""
        running = select(Clock).where(Clock.technology_id == self.technology_id, Clock.state == ClockState.RUNNING)
        return session.exec(running if rule is None else running.where(Clock.rule == rule)).all()
