"""Why an action refused, wholly in the reader's language: its sentence from the catalogue, its particulars in words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from api.pages import codes
from api.pages.officer.case_words import CRITERION
from api.pages.officer.deal_codes import AGREEMENT_STATE, DISPATCH_STATE, LEAD_STATE, OFFER_STATE, WORK_STATE
from api.pages.officer.review_words import ANSWER, RULED, STATE as REQUEST_STATE
from api.pages.words import N_, Words
from models.errors import GatesUnmet, HelixError
from models.rules.bilingual import Bilingual
from models.rules.pipeline import pipeline
from models.rules.refused import Refused
from models.rules.words import (
    AgreementState,
    ClockState,
    ConflictRuling,
    Criterion,
    DispatchState,
    LeadState,
    OfferState,
    RequestState,
    RightsAnswer,
    Role,
    Stage,
    WorkState,
)

UNMET = N_("%(reference)s cannot move to the stage “%(target)s” yet: %(gates)s")


def refusal(error: HelixError, words: Words) -> Sequence[str]:
    """One sentence; two where the second is an English one that nobody has translated yet."""
    if isinstance(error, Refused):
        return [error.words.to(words.language)]
    if isinstance(error, GatesUnmet):
        return [_unmet(error, words)]
    if error.tells and words.knows(error.sentence):
        return [filled(error.sentence, error.values, words)]
    general = codes.REFUSAL.get(error.code)
    if general is None:
        return [str(error)]
    return [words.say(general), str(error)] if error.tells else [words.say(general)]


def filled(sentence: str, values: Mapping[str, object], words: Words) -> str:
    return words.say(sentence, **{name: particular(value, words) for name, value in values.items()})


def particular(value: object, words: Words) -> str:
    """A name, a number, a date or a word of ours, as the language writes it."""
    if isinstance(value, tuple):
        return ", ".join(particular(each, words) for each in value)
    if isinstance(value, StrEnum) and type(value) in _WORD:
        return _WORD[type(value)](value, words)
    if isinstance(value, Bilingual):
        return value.to(words.language)
    if isinstance(value, datetime):
        return words.moment(value)
    if isinstance(value, date):
        return words.day(value)
    return words.number(value) if isinstance(value, int) else str(value)


def _unmet(error: GatesUnmet, words: Words) -> str:
    """By name; what each lacks stands in the checklist of the page."""
    gates = "; ".join(gate.label(words.language) for gate in error.unmet)
    return words.say(UNMET, reference=error.reference, target=_stage(error.target, words), gates=gates)


def _stage(value: str, words: Words) -> str:
    return pipeline().stages[Stage(value)].labels[words.language]


def _called(table: Mapping[Any, str]) -> Callable[[StrEnum, Words], str]:
    return lambda value, words: words.say(table[value]) if value in table else str(value)


_WORD: Mapping[type[StrEnum], Callable[[StrEnum, Words], str]] = {
    Stage: _stage,
    ClockState: lambda value, words: words.of("clock_state", value),
    Role: _called(codes.ROLE),
    OfferState: _called(OFFER_STATE),
    AgreementState: _called(AGREEMENT_STATE),
    DispatchState: _called(DISPATCH_STATE),
    LeadState: _called(LEAD_STATE),
    WorkState: _called(WORK_STATE),
    RequestState: _called(REQUEST_STATE),
    ConflictRuling: _called(RULED),
    RightsAnswer: _called(ANSWER),
    Criterion: _called(CRITERION),
}
