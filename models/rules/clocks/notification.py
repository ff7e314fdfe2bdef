"""When a document of an office counts as notified: `notification.toml`."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources

from models.rules.bilingual import Bilingual
from models.rules.refused import ClockRefused

_UNKNOWN = Bilingual(
    en="How “{office}” notifies was not read; known are {known}. Give the day of receipt instead.",
    pl="Nie ustalono zasad doręczeń „{office}”; znane są: {known}. Należy podać dzień otrzymania pisma.",
)


@dataclass(frozen=True)
class Notification:
    """Documents dated from `same_day_from` on count from their date, earlier ones `earlier_days` later."""

    same_day_from: date
    earlier_days: int
    certainty: str


@cache
def notifications() -> dict[str, Notification]:
    source = resources.files("models.rules.clocks").joinpath("notification.toml").read_text(encoding="utf-8")
    return {office: Notification(**entry) for office, entry in tomllib.loads(source).items()}


def notified(dated: date, office: str) -> date:
    """The day from which periods run for a document of `office` dated `dated`."""
    if office not in notifications():
        raise ClockRefused(_UNKNOWN.filled(office=office, known=", ".join(sorted(notifications()))))
    rule = notifications()[office]
    return dated if dated >= rule.same_day_from else dated + timedelta(days=rule.earlier_days)
