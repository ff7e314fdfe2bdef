"""Grace periods look back from the actual filing, never from the priority (EPC art. 55, G 3/98).

`due(rule, filing)` gives the earliest disclosure that does not harm. Here is the question from the
other side: by when to file once something is public.
"""

from dataclasses import replace
from datetime import date

from models.rules.clocks import wording
from models.rules.clocks.counting import Counted, count
from models.rules.clocks.engine import Computed, settle
from models.rules.clocks.rule import ClockRule, Strategy
from models.rules.dates import spell
from models.rules.refused import ClockRefused


def last_filing_day(rule: ClockRule, disclosed: date) -> Computed:
    """The last filing that a disclosure on `disclosed` does not harm, its conditions given.

    Where a month is short, looking back from the filing and forward from the disclosure differ by up
    to three days (28 February to 31 or to 28 August); the earlier day is given, which both allow.
    ClockRefused for a rule that is no grace period.
    """
    if not rule.grace:
        raise ClockRefused(wording.NO_GRACE.filled(label=rule.label))
    last = count(replace(rule, leg=replace(rule.leg, strategy=Strategy.ANNIVERSARY)), disclosed, None).day
    phrase = wording.BACK_TO_DISCLOSURE.filled(length=rule.leg.length.spelled(), disclosed=spell(disclosed))
    return settle(rule, disclosed, Counted(last, phrase), None, held_on=last)


def harms(rule: ClockRule, *, disclosed: date, filed: date) -> bool:
    """Whether the disclosure comes before the filing and too early for the grace period to cover it."""
    return disclosed < filed and filed > last_filing_day(rule, disclosed).nominal
