"""Stamped copies of a finished brief against rendering one: both in one process, in turn.

A recipient's copy could be had by rendering the brief again with their name in it. What is on the clock for a stamp is
what a download costs: opening the stored file, drawing on every page, and writing it; the font is made ready before.
"""

import sys
from datetime import date

from benchmarks.briefs import contents
from benchmarks.measuring import Claim, Report, in_turn, parser, ratio, show, spread
from models.rules.words import Language
from reports import briefs
from reports.copies import brief_stamp
from reports.stamping import Stamp, stamped

CLAIM = "seconds of a stamped copy over those of a rendered brief"
LIMIT = 1 / 20
WARM_UP = 4


def stamp(number: int) -> Stamp:
    """Another reader each time."""
    return brief_stamp(
        f"dr Łucja Żądło-Święcka {number}", date(2026, 11, 25), f"3FA9-C27E-{number:04X}", Language.POLISH
    )


def measure(count: int) -> Report:
    report = Report("stamping", {"copies and briefs in turn": count})
    told = contents(count + WARM_UP)
    files = [briefs.render(content) for content in told]
    seconds = in_turn(
        {
            "stamped copy": lambda number: stamped(files[number], stamp(number)),
            "rendered brief": lambda number: briefs.render(told[number]),
        },
        count + WARM_UP,
    )
    counted = {name: taken[WARM_UP:] for name, taken in seconds.items()}
    report.claims.append(Claim(CLAIM, ratio(*counted.values()), LIMIT))
    report.rows += [{"what": name} | spread(taken) for name, taken in counted.items()]
    copy = stamped(files[0], stamp(0))
    report.settings |= {"bytes of a brief": len(files[0]), "bytes of its copy": len(copy)}
    return report


def main(arguments: list[str] | None = None) -> int:
    options = parser((__doc__ or "").partition("\n")[0])
    options.add_argument("--count", type=int, default=100, help="copies and briefs made in turn")
    chosen = options.parse_args(arguments)
    report = measure(chosen.count)
    show(report, as_json=chosen.json)
    return 0 if report.holds else 1


if __name__ == "__main__":
    sys.exit(main())
