"""Cases whose next step is the officer's, those that stand too long, and holds that are over."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, select

from models.queries.board import Card, cards, count_up_to, is_late
from models.queries.facts import unmet_for
from models.queries.today.scope import MOST_COUNTED, SHOWN, Few, Scope
from models.rules.gates import Unmet, wait_for_others
from models.rules.pipeline import Move, pipeline
from models.rules.words import MoveKind, Stage
from models.tables import Technology

LOOKED_AT = 3
"""Cases of each stage whose gates are looked at, the longest there first: a look costs a millisecond."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A case with its next move onwards and what still stands in the way."""

    card: Card
    move: Move
    unmet: tuple[Unmet, ...]

    @property
    def waits(self) -> bool:
        """Whether others have to act before the officer can."""
        return bool(self.unmet) and wait_for_others(self.unmet)

    @property
    def overrun(self) -> int:
        """Days over the stage's target; negative before it."""
        return self.card.age - (self.card.target or 0)


@dataclass(frozen=True, slots=True)
class Turns:
    own: Few[Turn]
    waiting: list[Turn]
    """Somebody else has to act."""
    late: int
    """Of those looked at, how many are over their target and not waiting: they are told elsewhere on the page."""
    further: int
    """Cases under way that were not looked at; at most `MOST_COUNTED`."""


def turns(session: Session, scope: Scope, *, told: Collection[str] = ()) -> Turns:
    """Without those of whom a more urgent part of the page speaks already: `told`, by reference."""
    looked = [turn for stage in _open_stages() for turn in _first_of(session, scope, stage)]
    looked.sort(key=lambda turn: (-turn.overrun, turn.card.id))
    own = [turn for turn in looked if not turn.waits and turn.card.reference not in told]
    waiting = [turn for turn in looked if turn.waits]
    under_way = and_(scope.cases, col(Technology.stage).in_(_open_stages()), col(Technology.hold_reason).is_(None))
    further = count_up_to(session, under_way, MOST_COUNTED + len(looked)) - len(looked)
    late = sum(turn.card.late for turn in looked if not turn.waits)
    return Turns(Few(own[:SHOWN], len(own)), waiting, late, further)


def stale(session: Session, scope: Scope, found: Turns) -> Few[Turn]:
    """Over their target days while others have to act. The count is of all that are over and not the officer's turn."""
    late = [turn for turn in found.waiting if turn.card.late]
    rules = pipeline().stages
    total = sum(
        count_up_to(session, and_(_in_stage(scope, stage), is_late(rules[stage], scope.today)), MOST_COUNTED)
        for stage in _open_stages()
    )
    return Few(late[:SHOWN], min(MOST_COUNTED, max(len(late), total - found.late)))


def due_holds(session: Session, scope: Scope) -> Few[Card]:
    """On hold until a day that has come."""
    over = and_(scope.cases, col(Technology.resume_on) <= scope.today)
    rows = cards(session, over, today=scope.today, limit=SHOWN + 1)
    count = len(rows) if len(rows) <= SHOWN else count_up_to(session, over, MOST_COUNTED)
    return Few(rows[:SHOWN], count)


def _first_of(session: Session, scope: Scope, stage: Stage) -> list[Turn]:
    first = cards(session, _in_stage(scope, stage), today=scope.today, limit=LOOKED_AT)
    if not first:
        return []
    rows = session.exec(select(Technology).where(col(Technology.id).in_([card.id for card in first])))
    technologies = {row.id: row for row in rows}
    return [
        Turn(card, move, unmet_for(session, technologies[card.id], move, scope.today))
        for card in first
        for move in card.moves
        if move.kind is MoveKind.FORWARD
    ]


def _in_stage(scope: Scope, stage: Stage) -> ColumnElement[bool]:
    return and_(scope.cases, col(Technology.stage) == stage, col(Technology.hold_reason).is_(None))


def _open_stages() -> list[Stage]:
    return [code for code, rule in pipeline().stages.items() if not rule.end]
