"""The renewal fees of a European application over its whole life (EPC art. 86, R.51)."""

from dataclasses import replace
from datetime import date

from models.rules.clocks import wording
from models.rules.clocks.counting import Counted, count
from models.rules.clocks.engine import Computed, due, settle
from models.rules.clocks.library import clock_rules
from models.rules.clocks.rule import ClockRule
from models.rules.dates import spell
from models.rules.refused import ClockRefused

SERIES = "ep_renewal"
ENTRY = "european_phase_31m"


def ep_renewals(filed_on: date, *, euro_pct_priority: date | None = None) -> tuple[Computed, ...]:
    """The fees of years 3 to 20. With the priority date of an international application the fee of
    year 3 is not due before the end of the 31 months. ClockRefused for a filing before its priority."""
    rules = [rule for rule in clock_rules().values() if rule.renewal and rule.renewal.series == SERIES]
    if euro_pct_priority is None:
        return tuple(due(rule, filed_on, None) for rule in rules)
    if filed_on < euro_pct_priority:
        words = {"filed": spell(filed_on), "priority": spell(euro_pct_priority)}
        raise ClockRefused(wording.NO_ENTRY_BEFORE_PRIORITY.filled(**words))
    return tuple(_not_before_entry(rule, filed_on, euro_pct_priority) for rule in rules)


def _not_before_entry(rule: ClockRule, filed_on: date, priority: date) -> Computed:
    """Moved to the end of the 31 months, a fee has neither a first day of payment nor an end with
    surcharge here: how these are counted then was not read."""
    fee, entry = count(rule, filed_on, None), count(clock_rules()[ENTRY], priority, None)
    if fee.day >= entry.day:
        return due(rule, filed_on, None)
    phrase = wording.NOT_BEFORE_ENTRY.filled(phrase=fee.phrase, early=spell(fee.day), entry=entry.phrase)
    return settle(replace(rule, renewal=None), filed_on, Counted(entry.day, phrase), None)
