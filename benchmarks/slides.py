"""Slides against one layout of them: what finding each slide's size costs.

The sizes are found beforehand for the other contestant, who lays the slides out once and writes them.
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.briefs import contents
from benchmarks.measuring import Claim, Report, in_turn, parser, ratio, show, spread
from models.rules.words import Language
from reports.briefs import BriefContent
from reports.leaves import VARIANT, draw
from reports.render import renderer
from reports.slides import SlidesOrder

CLAIM = "slides over one layout of them at sizes known beforehand"
LIMIT = 1.5


def order_of(offers: Sequence[BriefContent]) -> SlidesOrder:
    return SlidesOrder(Language.POLISH, "Klaster LifeScience Krakow", tuple(enumerate(offers, 1)))


def closer_of(order: SlidesOrder) -> dict[str, int]:
    """How much closer than first tried each slide ends up."""
    found = {}
    for number, _ in order.entries:
        mark, alone = f"slide-{number}", order.only([f"slide-{number}"])
        found[mark] = next(
            step
            for step in range(order.steps + 1)
            if len(renderer().layout(alone.html({mark: step}), order.stylesheets).pages) == 1
        )
    return found


def measure(count: int, rounds: int) -> Report:
    order = order_of([each for each in contents(2 * count) if each.language is Language.POLISH])
    closer = closer_of(order)

    def bare(_number: int) -> int:
        document = renderer().layout(order.html(closer), order.stylesheets)
        document.metadata.lang = order.language
        return len(document.write_pdf(pdf_variant=VARIANT))

    with tempfile.TemporaryDirectory() as folder:
        seconds = in_turn({"Helix": lambda _number: draw(order, Path(folder)), "one layout": bare}, rounds)
    return Report(
        "slides",
        {"slides": count, "rounds": rounds, "set closer than first tried": sum(map(bool, closer.values()))},
        claims=[Claim(CLAIM, ratio(seconds["Helix"], seconds["one layout"]), LIMIT)],
        rows=[{"contestant": name, **spread(each)} for name, each in seconds.items()],
    )


def main(arguments: list[str] | None = None) -> int:
    options = parser((__doc__ or "").partition("\n")[0])
    options.add_argument("--count", type=int, default=40, help="slides")
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args(arguments)
    report = measure(chosen.count, chosen.rounds)
    show(report, as_json=chosen.json)
    return 0 if report.holds else 1


if __name__ == "__main__":
    sys.exit(main())
