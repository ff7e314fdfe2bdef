"""The case at a glance: where it stands, whose turn it is, what runs out, and how old it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from api.pages import ball as words_of_ball
from api.pages.way import way
from api.pages.words import Words
from models.queries.ball import ball_of
from models.queries.cases import next_clock, transitions_of
from models.queries.families import alarms_of
from models.rules.ball import Ball
from models.rules.days import local_date
from models.rules.duties import every_rule
from models.rules.permissions import Actor
from models.rules.pipeline import pipeline
from models.rules.what_if import Alarm
from models.tables import Clock, Institution, Person, Technology


@dataclass(frozen=True, slots=True)
class Step:
    label: str
    passed: bool
    here: bool


@dataclass(frozen=True, slots=True)
class Glance:
    way: tuple[Step, ...]
    stage: str
    institution: Institution
    officer: Person | None
    ball: Ball
    holder: str
    wait: str
    age: int
    """Days in the stage."""
    target: int | None
    """Days that the pipeline gives the stage; `None` at an end."""
    clock: Clock | None
    """The running one that comes first."""
    clock_label: str
    clock_days: int
    ended: bool
    alarms: Sequence[Alarm]
    """A publication that comes or came before the first filing."""

    @property
    def late(self) -> int:
        """Days beyond the target."""
        return max(0, self.age - self.target) if self.target else 0


def glance_values(
    session: Session, technology: Technology, actor: Actor, now: datetime, words: Words
) -> Mapping[str, Any]:
    del actor  # the technology was read through them
    today = local_date(now)
    rules = pipeline(technology.pipeline, technology.pipeline_version)
    stage = rules.stages[technology.stage]
    ball = ball_of(session, technology, today)
    clock = next_clock(session, technology)
    visited = {each.to_stage for each in transitions_of(session, technology)}
    return {
        "glance": Glance(
            way=tuple(
                Step(rules.stages[code].labels[words.language], state == "passed", state == "here")
                for code, state in way(rules, technology.stage, visited)
            ),
            stage=stage.labels[words.language],
            institution=session.get_one(Institution, technology.institution_id),
            officer=session.get(Person, technology.officer_id) if technology.officer_id else None,
            ball=ball,
            holder=words_of_ball.holder(ball, words),
            wait=words_of_ball.wait(ball, words),
            age=(today - local_date(technology.stage_since)).days,
            target=stage.target_days,
            clock=clock,
            clock_label=rule_label(clock.rule, words) if clock else "",
            clock_days=_days_left(clock, today) if clock else 0,
            ended=stage.end,
            alarms=alarms_of(session, technology, today=today),
        )
    }


def rule_label(code: str, words: Words) -> str:
    rule = every_rule().get(code)
    return rule.label.to(words.language) if rule else code


def _days_left(clock: Clock, today: date) -> int:
    return ((clock.due_on or clock.nominal_on) - today).days
