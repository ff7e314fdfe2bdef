"""Legal clocks: a rule and a trigger in, a date with its explanation out. Nothing here connects or reads the time."""

from models.rules.clocks.engine import Computed, after, due
from models.rules.clocks.fees import FeeCap, transfer_fee_cap
from models.rules.clocks.grace import harms, last_filing_day
from models.rules.clocks.library import Regime, clock_rules, regimes, rule_named, rules_of, started_by, triggers
from models.rules.clocks.notification import notified
from models.rules.clocks.renewals import ep_renewals
from models.rules.clocks.rule import ClockRule, Grade, Leg, Length, Pick, Strategy

__all__ = [
    "ClockRule",
    "Computed",
    "FeeCap",
    "Grade",
    "Leg",
    "Length",
    "Pick",
    "Regime",
    "Strategy",
    "after",
    "clock_rules",
    "due",
    "ep_renewals",
    "harms",
    "last_filing_day",
    "notified",
    "regimes",
    "rule_named",
    "rules_of",
    "started_by",
    "transfer_fee_cap",
    "triggers",
]
