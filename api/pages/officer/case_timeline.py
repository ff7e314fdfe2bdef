"""What happened to the technology and by whom, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from api.pages.officer import case_words as say, review_words
from api.pages.officer.case_glance import rule_label
from api.pages.words import N_, Words
from models.queries.timeline import Event, Happened, timeline_of
from models.rules.gates import GATES
from models.rules.permissions import Actor
from models.rules.pipeline import pipeline
from models.rules.words import Language, MoveKind, ReviewOutcome, SignoffKind, Stage
from models.tables import Technology

AT_ONCE = 25
"""Events shown before the fold."""


@dataclass(frozen=True, slots=True)
class Line:
    at: datetime
    text: str
    who: str
    door: str
    on_behalf_of: str
    reason: str


def timeline_values(
    session: Session, technology: Technology, actor: Actor, now: datetime, words: Words
) -> Mapping[str, Any]:
    del now
    lines = [_line(event, technology, words) for event in timeline_of(session, technology, actor)]
    return {"timeline": lines[:AT_ONCE], "timeline_before": lines[AT_ONCE:]}


def _line(event: Event, technology: Technology, words: Words) -> Line:
    door = say.DOOR[event.via] if event.via else ""
    text = _TOLD[event.what](event, technology, words)
    return Line(event.at, text, event.who, words.say(door) if door else "", event.on_behalf_of, event.reason)


def _move(event: Event, technology: Technology, words: Words) -> str:
    stages = pipeline(technology.pipeline, technology.pipeline_version).stages

    def name(stage: Stage | None) -> str:
        return stages[stage].labels[words.language] if stage else ""

    return words.say(say.MOVED[MoveKind(event.code)], source=name(event.source), target=name(event.target))


def _signoff(event: Event, _technology: Technology, words: Words) -> str:
    return words.say(say.SIGNED[event.code], what=_what(SignoffKind(event.code), event.subject.split(":"), words))


def _what(kind: SignoffKind, parts: list[str], words: Words) -> str:
    """What the subject of a sign-off names, such as the gate of `gate:contributors_confirmed`."""
    if parts[0] == "gate" and parts[1] in GATES:
        return GATES[parts[1]].labels[words.language]
    if parts[0] == "until":
        return words.day(date.fromisoformat(parts[1]))
    if parts[0] == "decision":
        return words.say(say.OUTCOME[ReviewOutcome(parts[2])])
    if parts[0] == "clock":
        return rule_label(parts[2], words)
    if parts[0] == "contributor" and kind == "legal_basis":
        return words.of("legal_basis", parts[2])
    if kind is SignoffKind.PROTECTION_PLAN:
        return words.of("strategy", parts[2])
    return words.say(_CODED[kind][parts[-1]]) if kind in _CODED else ""


_CODED: dict[SignoffKind, Mapping[str, str]] = {
    SignoffKind.CONFLICT: {"none": N_("none"), "declared": N_("declared")},
    SignoffKind.CONFLICT_RULING: {code.value: sentence for code, sentence in review_words.RULED.items()},
    SignoffKind.RIGHTS_ANSWER: {code.value: sentence for code, sentence in review_words.ANSWER.items()},
}
"""Whose subject ends in a code that has words."""


def _file(event: Event, _technology: Technology, words: Words) -> str:
    return words.say(N_("File added: %(name)s"), name=event.subject)


def _file_removed(event: Event, _technology: Technology, words: Words) -> str:
    return words.say(N_("File removed: %(name)s"), name=event.subject)


def _message(_event: Event, _technology: Technology, words: Words) -> str:
    return words.say(N_("Message written"))


def _comment(event: Event, _technology: Technology, words: Words) -> str:
    return words.say(_COMMENTED[Language(event.code)])


_COMMENTED = {
    Language.ENGLISH: N_("Comment on the English offer"),
    Language.POLISH: N_("Comment on the Polish offer"),
}


def _reviewer(event: Event, _technology: Technology, words: Words) -> str:
    return words.say(N_("Asked to review: %(name)s"), name=event.subject)


def _search(event: Event, _technology: Technology, words: Words) -> str:
    return words.say(
        N_("Search for prior art recorded: %(place)s (documents: %(n)s)"), place=event.subject, n=event.count
    )


def _payment(event: Event, _technology: Technology, words: Words) -> str:
    return words.say(N_("Payment recorded: %(amount)s"), amount=words.money(event.count, event.code))


def _sent(event: Event, _technology: Technology, words: Words) -> str:
    return words.count("The brief was sent to one contact", "The brief was sent to %(n)s contacts", event.count)


def _answer(event: Event, _technology: Technology, words: Words) -> str:
    answers = {str(answer): sentence for answer, sentence in say.ANSWERED.items()}
    return words.say(answers[event.code], partner=event.subject)


_TOLD = {
    Happened.MOVE: _move,
    Happened.SIGNOFF: _signoff,
    Happened.FILE: _file,
    Happened.FILE_REMOVED: _file_removed,
    Happened.MESSAGE: _message,
    Happened.COMMENT: _comment,
    Happened.REVIEWER: _reviewer,
    Happened.SEARCH: _search,
    Happened.PAYMENT: _payment,
    Happened.SENT: _sent,
    Happened.ANSWER: _answer,
}
