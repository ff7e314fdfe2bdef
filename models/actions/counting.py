"""From a rule's code and a trigger to a row: the dates with the words that explain them."""

from datetime import date

from models.calendars import closed_days
from models.rules.clocks import Computed, due, ep_renewals, rule_named
from models.rules.reminders import first_look
from models.rules.words import Certainty, ClockState
from models.tables import Clock, Technology


def compute(code: str, trigger: date, other: date | None = None, *, euro_pct_priority: date | None = None) -> Computed:
    """By the calendar that the rule names. ClockRefused for an unknown rule, and where nothing can be counted.

    `euro_pct_priority` is that of an international application: its first renewal fees wait for the 31 months.
    """
    rule = rule_named(code)
    if rule.renewal is not None and euro_pct_priority is not None:
        series = ep_renewals(trigger, euro_pct_priority=euro_pct_priority)
        return next(each for each in series if each.rule.code == code)
    return due(rule, trigger, closed_days(rule.rolls) if rule.rolls else None, other)


def clock_row(technology: Technology, computed: Computed, state: ClockState) -> Clock:
    row = Clock(
        technology_id=technology.id,
        rule=computed.rule.code,
        trigger_on=computed.trigger,
        nominal_on=computed.nominal,
        source=computed.rule.source.en,
        certainty=Certainty(computed.rule.certainty),
        state=state,
    )
    fill(row, computed)
    return row


def fill(row: Clock, computed: Computed, other: date | None = None) -> None:
    """Put the dates and their words into the row; whoever was reminded of the former date is reminded of this one."""
    row.trigger_on, row.other_on = computed.trigger, other
    row.nominal_on, row.due_on = computed.nominal, computed.due
    row.payable_on, row.late_until = computed.payable_from, computed.late_until
    row.explanation_en, row.explanation_pl = computed.explanation.en, computed.explanation.pl
    row.remind_on = first_look(computed.nominal)
