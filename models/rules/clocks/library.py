"""The rules as they are written down: `regimes.toml`, `triggers.toml` and a file for each regime."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from models.rules.bilingual import Bilingual
from models.rules.clocks.rule import ClockRule, Confidence, Extension, Grade, Leg, Length, Pick, Renewal, Strategy
from models.rules.refused import ClockRefused
from models.rules.words import Certainty

_UNKNOWN_RULE = Bilingual(
    en="There is no clock rule “{code}”; there are {known}.", pl="Nie ma reguły terminu „{code}”; są: {known}."
)
_UNKNOWN_REGIME = Bilingual(
    en="There is no regime “{code}”; there are {known}.", pl="Nie ma systemu prawnego „{code}”; są: {known}."
)
_UNKNOWN_TRIGGER = Bilingual(
    en="No clock starts on “{code}”; there are {known}.", pl="Żaden termin nie zaczyna się od „{code}”; są: {known}."
)


@dataclass(frozen=True)
class Regime:
    code: str
    label: Bilingual
    closed_days: Bilingual
    """How the regime treats an end on a closed day."""
    closed_days_grade: str


@dataclass(frozen=True)
class Without:
    """A duty for which no clock is kept, and why."""

    duty: Bilingual
    why: Bilingual
    grade: str


@cache
def clock_rules() -> dict[str, ClockRule]:
    """All rules by code, in the order of the regimes."""
    return {rule.code: rule for regime in regimes() for rule in _read_rules(regime)}


@cache
def regimes() -> dict[str, Regime]:
    return {code: Regime(code=code, **_words(entry)) for code, entry in _data("regimes")["regime"].items()}


@cache
def triggers() -> dict[str, Bilingual]:
    return {code: Bilingual.read(entry) for code, entry in _data("triggers").items()}


def without_clock() -> tuple[Without, ...]:
    return tuple(Without(**_words(entry)) for entry in _data("regimes")["without"])


def rule_named(code: str) -> ClockRule:
    if code not in clock_rules():
        raise ClockRefused(_UNKNOWN_RULE.filled(code=code, known=", ".join(sorted(clock_rules()))))
    return clock_rules()[code]


def rules_of(regime: str) -> tuple[ClockRule, ...]:
    if regime not in regimes():
        raise ClockRefused(_UNKNOWN_REGIME.filled(code=regime, known=", ".join(regimes())))
    return tuple(rule for rule in clock_rules().values() if rule.regime == regime)


def started_by(trigger: str) -> tuple[ClockRule, ...]:
    """The rules of which at least one count begins with this trigger."""
    if trigger not in triggers():
        raise ClockRefused(_UNKNOWN_TRIGGER.filled(code=trigger, known=", ".join(sorted(triggers()))))
    return tuple(
        rule
        for rule in clock_rules().values()
        if trigger in (rule.leg.starts_on, rule.other.starts_on if rule.other else None)
    )


def _read_rules(regime: str) -> list[ClockRule]:
    entries = [entry | {"regime": regime} for entry in _data(regime)["clock"]]
    return [_rule(each) for entry in entries for each in _each_year(entry)]


def _each_year(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """A series is written once and is a rule for each of its years: year 3 is due after two years."""
    if "series" not in entry:
        return [entry]
    shared = {key: value for key, value in entry.items() if key != "series"}
    return [shared | _one_year(entry, entry["series"], year) for year in range(*_bounds(entry["series"]))]


def _bounds(series: dict[str, Any]) -> tuple[int, int]:
    return series["first"], series["last"] + 1


def _one_year(entry: dict[str, Any], series: dict[str, Any], year: int) -> dict[str, Any]:
    renewal = Renewal(
        series=entry["code"],
        year=year,
        payable_months_before=series["payable_first"] if year == series["first"] else series["payable_later"],
        payable_from_filings_of=series["payable_from_filings_of"],
        late_months=series["late_months"],
    )
    label = Bilingual.read(entry["label"]).filled(year=year)
    return {"code": f"{entry['code']}_{year:02}", "label": label, "years": year - 1, "renewal": renewal}


def _rule(entry: dict[str, Any]) -> ClockRule:
    legs: dict[str, Any] = {"leg": _leg(entry)}
    if "other" in entry:
        legs["other"] = _leg(entry["other"])
    if "pick" in entry:
        legs["pick"] = Pick(entry["pick"])
    if "extension" in entry:
        legs["extension"] = Extension(Bilingual.read(entry["extension"]["text"]), _grade(entry["extension"]))
    plain = {key: value for key, value in entry.items() if key not in _READ_APART}
    return ClockRule(**(_words(plain) | legs | {"grade": _grade(entry)}))


_READ_APART = frozenset(
    "trigger strategy years months days year_end other pick extension certainty confidence secondary".split()
)


def _leg(entry: dict[str, Any]) -> Leg:
    month, day = entry.get("year_end", (12, 31))
    return Leg(
        starts_on=entry["trigger"],
        trigger=triggers()[entry["trigger"]],
        strategy=Strategy(entry["strategy"]),
        length=Length(entry.get("years", 0), entry.get("months", 0), entry.get("days", 0)),
        year_end=(month, day),
    )


def _grade(entry: dict[str, Any]) -> Grade:
    confidence = Confidence(entry["confidence"]) if "confidence" in entry else None
    return Grade(Certainty(entry["certainty"]), confidence, entry.get("secondary", False))


def _words(entry: dict[str, Any]) -> dict[str, Any]:
    """With each table of `en` and `pl` read as what it is."""
    return {key: Bilingual.read(value) if isinstance(value, dict) else value for key, value in entry.items()}


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("models.rules.clocks").joinpath(f"{name}.toml").read_text(encoding="utf-8"))
