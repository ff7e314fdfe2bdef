"""`docs/clocks.md`, drawn from the rules themselves: `python -m models.rules.clocks > docs/clocks.md`."""

from collections.abc import Iterable, Sequence

from models.rules.calendars import calendars
from models.rules.clocks.fees import CAP_PERCENT, average_wages, transfer_fee_cap
from models.rules.clocks.library import Regime, regimes, rules_of, without_clock
from models.rules.clocks.notification import notifications
from models.rules.clocks.rule import ClockRule, Leg, Strategy
from models.rules.dates import spell

_HEAD = """# Legal clocks

Written by `python -m models.rules.clocks > docs/clocks.md` from `models/rules/clocks/*.toml`; a test holds it to them.

A clock turns a trigger into two dates: the *nominal* one, which alarms count from, and the *due* one, which is moved
when the office is closed. Where Helix has no list of closed days for the time asked there is no due date, only the
nominal one and the reason. Nothing here is legal advice: each rule shows where it was read and how surely.

| grade | meaning |
|---|---|
| V | the legal text, or an official guide quoting it, was read |
| V (secondary) | read in a secondary source |
| VE | read as promulgated or in an older text; not confirmed against today's |
| C | computed from such a rule |
| BK-h, BK-m, BK-l | background knowledge of high, medium, low confidence; not read |

"Held for" is the time of the triggers for which Helix vouches for the rule; the law itself may be older. A code in
the column "moves" is a calendar of the table at the end; *the office's* means that the office of the act decides, and
a code beside it is taken unless another office is named. *Looks back*: from a filing to the earliest disclosure that
does not harm it, or from an event to the last day on which to act before it.
"""


def page() -> str:
    parts = [_HEAD, *(_regime(regime) for regime in regimes().values())]
    return "\n".join([*parts, _without(), _calendars(), _notifications(), _fee_caps()])


def _regime(regime: Regime) -> str:
    head = f"## {regime.label.en} (`{regime.code}`)\n\n"
    closed = f"An end on a closed day. {regime.closed_days.en} [{regime.closed_days_grade}].\n\n"
    columns = ("code", "clock", "counted", "moves", "who acts", "on expiry", "extension", "source", "grade", "held for")
    shown = [rule for rule in rules_of(regime.code) if not _is_repeated(rule)]
    notes = [f"- `{_code(rule)}`: {' '.join(told)}\n" for rule in shown if (told := _remarks(rule))]
    checked = sorted({rule.verified_on for rule in shown})
    foot = f"\nVerified on {' and '.join(spell(day).en for day in checked)}.\n"
    return head + closed + _table(columns, map(_cells, shown)) + ("\n" + "".join(notes) if notes else "") + foot


def _is_repeated(rule: ClockRule) -> bool:
    """A later year of a series that its first year stands for."""
    return rule.renewal is not None and rule.renewal.year != min(_years(rule))


def _years(rule: ClockRule) -> list[int]:
    series = rule.renewal.series if rule.renewal else None
    return [other.renewal.year for other in rules_of(rule.regime) if other.renewal and other.renewal.series == series]


def _cells(rule: ClockRule) -> tuple[str, ...]:
    extension = f"{rule.extension.text.en} [{rule.extension.grade}]" if rule.extension else "-"
    held = f"{rule.valid_from} to {rule.valid_to}" if rule.valid_to else f"from {rule.valid_from}"
    who = f"{rule.who_acts.en} (an event)" if rule.event else rule.who_acts.en
    return (
        f"`{_code(rule)}`", _label(rule), _counted(rule), _moves(rule), who, rule.on_expiry.en, extension,
        rule.source.en, str(rule.grade), held,
    )  # fmt: skip


def _code(rule: ClockRule) -> str:
    if rule.renewal is None:
        return rule.code
    years = _years(rule)
    return f"{rule.renewal.series}_{min(years):02} … {max(years):02}"


def _label(rule: ClockRule) -> str:
    if rule.renewal is None:
        return rule.label.en
    years = _years(rule)
    return rule.label.en.replace(f"year {rule.renewal.year}", f"years {min(years)} to {max(years)}")


def _counted(rule: ClockRule) -> str:
    if rule.renewal is not None:
        return f"{rule.leg.trigger.en}; one year less than the fee's year, to the end of the month"
    first = _leg(rule.leg)
    if rule.other is None:
        return first
    second = f"{_leg(rule.other)}{' (if it happens)' if rule.other_optional else ''}"
    return f"the {rule.pick} of: {first}, and {second}"


def _leg(leg: Leg) -> str:
    length, trigger = leg.length.spelled().en, leg.trigger.en
    if leg.strategy is Strategy.BACKWARD:
        return f"looks back {length} from {trigger}"
    if leg.strategy is Strategy.FISCAL_YEAR:
        return f"{trigger}; {length} from the end of that year, to the end of the month"
    return f"{length} from {trigger}" if leg.length.days or leg.length.in_months else trigger


def _moves(rule: ClockRule) -> str:
    if rule.office_decides:
        return f"the office's, {rule.rolls}" if rule.rolls else "the office's"
    return rule.rolls or "never"


def _remarks(rule: ClockRule) -> list[str]:
    told = [rule.note.en] if rule.note else []
    if rule.follows:
        told.append(f"It may follow `{rule.follows}`, and then counts from that clock's nominal end.")
    if rule.notification:
        told.append("The trigger is the document's date; when it counts as notified is told below.")
    if rule.suppression:
        told.append(f"It may be suppressed with a reason: {rule.suppression.en}")
    if rule.renewal:
        told.append(_payment(rule))
    return told


def _payment(rule: ClockRule) -> str:
    rules = [other.renewal for other in rules_of(rule.regime) if other.renewal]
    first, later = rules[0], rules[-1]
    return (
        f"Payable {first.payable_months_before} months before for year {first.year} and {later.payable_months_before} "
        f"for later years (filings from {first.payable_from_filings_of} on), with a surcharge for {first.late_months} "
        "months after; all of these run from last day to last day."
    )


def _without() -> str:
    rows = [(each.duty.en, each.why.en, each.grade) for each in without_clock()]
    return "## Duties without a clock\n\n" + _table(("duty", "why", "grade"), rows)


def _calendars() -> str:
    rows = [(f"`{each.code}`", each.closed_day.en, each.basis.en, each.coverage.en) for each in calendars().values()]
    return "## Calendars\n\n" + _table(("code", "a closed day is", "basis", "covered"), rows)


def _notifications() -> str:
    lines = [
        f"- {office}: documents dated from {spell(rule.same_day_from).en} on count from the date that they bear, "
        f"earlier ones from {rule.earlier_days} days after it [{rule.certainty}].\n"
        for office, rule in notifications().items()
    ]
    return "## When a document counts as notified\n\n" + "".join(lines)


def _fee_caps() -> str:
    told = (
        f"At most {CAP_PERCENT}% of the average wage of the year before, rounded down to the grosz (art. 154(3)).\n\n"
    )
    rows = [
        (str(year + 1), _zloty(wage), _zloty(transfer_fee_cap(year + 1).grosz or 0))
        for year, wage in average_wages().items()
    ]
    return (
        "## Cap of the fee for a transfer to the employee\n\n"
        + told
        + _table(("transfer in", "average wage of the year before, PLN", "cap, PLN"), rows)
    )


def _zloty(grosz: int) -> str:
    return f"{grosz // 100}.{grosz % 100:02}"


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
