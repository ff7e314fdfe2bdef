"""Every move that the technology may make, with what each of its gates asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from api.pages.officer import case_words as say
from api.pages.officer.case_disclosure import Answered, answered
from api.pages.officer.gates import SECTION_OF_GATE, Item, checklist
from api.pages.words import Words
from models.actions.stages import next_moves, pipeline_of
from models.queries.facts import latest_disclosure, overridden_gates
from models.rules.days import local_date
from models.rules.gates import GATES, Unmet
from models.rules.permissions import Actor
from models.rules.pipeline import Demand, Move, Pipeline
from models.rules.words import MoveKind, Stage
from models.tables import Technology


@dataclass(frozen=True, slots=True)
class GateLine:
    code: str
    label: str
    section: str
    item: Item | None
    """What is missing; `None` when the gate is met."""
    overridden: bool
    """Met only by an officer's decision."""


@dataclass(frozen=True, slots=True)
class MoveLine:
    target: Stage
    kind: MoveKind
    form: str
    """The name of its form on the page."""
    button: str
    why: str
    """The question for the reason; empty where none is needed."""
    gates: tuple[GateLine, ...]
    returns: bool
    """To the creators, who may be given remarks beside the fields."""
    publishes: bool
    """The approved offers become public with it."""
    ends: bool

    @property
    def open(self) -> int:
        """How many gates are not met."""
        return sum(gate.item is not None for gate in self.gates)


@dataclass(frozen=True, slots=True)
class Moves:
    onwards: MoveLine | None
    others: tuple[MoveLine, ...]
    asked: Sequence[Answered]
    """The disclosure's fields, for remarks, where a move sends it back to the creators."""
    language: str
    """Of the disclosure."""
    tomorrow: str

    @property
    def any(self) -> bool:
        return self.onwards is not None or bool(self.others)


def moves_values(
    session: Session, technology: Technology, actor: Actor, now: datetime, words: Words
) -> Mapping[str, Any]:
    del actor  # the technology was read through them
    today = local_date(now)
    rules = pipeline_of(technology)
    found = next_moves(session, technology, today)
    lines = [_line(session, technology, rules, move, unmet, words) for move, unmet in found]
    disclosure = latest_disclosure(session, technology.id) if any(line.returns for line in lines) else None
    return {
        "moves": Moves(
            onwards=next((line for line in lines if line.kind is MoveKind.FORWARD), None),
            others=tuple(line for line in lines if line.kind is not MoveKind.FORWARD),
            asked=answered(disclosure, technology, words) if disclosure else (),
            language=disclosure.language if disclosure else words.language,
            tomorrow=(today + timedelta(days=1)).isoformat(),
        )
    }


def _line(
    session: Session, technology: Technology, rules: Pipeline, move: Move, unmet: Sequence[Unmet], words: Words
) -> MoveLine:
    items = {item.code: item for item in checklist(unmet, words, technology.reference)}
    may_override = any(demand.may_override for demand in move.demands)
    overridden = overridden_gates(session, technology) if may_override else frozenset()
    target = rules.stages[move.target]
    return MoveLine(
        move.target,
        move.kind,
        f"move:{move.target}",
        words.say(say.BUTTON[move.kind], stage=target.labels[words.language]),
        words.say(say.WHY[move.kind]) if move.needs_reason else "",
        tuple(_gate(demand, items.get(demand.gate), overridden, words) for demand in move.demands),
        returns=move.kind is MoveKind.BACK and move.target is rules.entry,
        publishes=target.published and not rules.stages[move.source].published,
        ends=target.end,
    )


def _gate(demand: Demand, item: Item | None, overridden: frozenset[str], words: Words) -> GateLine:
    label = GATES[demand.gate].labels[words.language]
    passed = item is None and demand.may_override and demand.gate in overridden
    return GateLine(demand.gate, label, SECTION_OF_GATE[demand.gate], item, passed)
