"""A warm brief against bare `write_pdf` of the same HTML; and the memory that many of them leave behind.

Speed: both in one process, in turn. Bare WeasyPrint is handed the HTML, and keeps its fonts and parsed stylesheets
too; what Helix does besides, from the texts to the HTML and the choice of a layout that fits, is on the clock.
Memory: a fresh process renders briefs that all differ, and looks at its resident size five times on the way.
"""

import multiprocessing
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.bare import Bare, Document
from benchmarks.measuring import Claim, Report, in_turn, parser, ratio, show, spread
from benchmarks.portfolio import bilingual
from models.rules.words import Area, Field, Language, PartnershipType, PartnerSize, ValueChain
from reports import briefs

LIMIT = 1.15
GROWTH_LIMIT = 1.05
"""Resident size at the end over that at a fifth of the way: flat, give or take the allocator."""
WARM_UP = 4
LOOKS = 5
"""Times that memory is looked at: for 2,000 briefs after every four hundredth."""


def contents(count: int) -> list[briefs.BriefContent]:
    """The example's offers in both languages, over and over, no two alike."""
    told = [_content(entry, language) for entry in bilingual() for language in Language]
    return [_numbered(told[number % len(told)], number) for number in range(count)]


def _numbered(content: briefs.BriefContent, number: int) -> briefs.BriefContent:
    summary = f"{content.short_summary} ({number})"
    return replace(content, reference=f"B1-2026-{number:04d}", short_summary=summary)


def _content(entry: dict[str, Any], language: Language) -> briefs.BriefContent:
    said = dict(entry["offer"][language])
    return briefs.BriefContent(
        **{name: said.pop(name) for name in ("title", "short_summary", "problem", "description", "advantages", "trl")},
        ipr_status=said["ipr_status"],
        ipr_notes=said["ipr_notes"],
        expected_role=said["expected_role"],
        key_figures=tuple(briefs.KeyFigure(**figure) for figure in said["key_figures"]),
        partnerships=tuple(
            briefs.Partnership(type=PartnershipType(each["type"]), why=each["why"], how=each["how"])
            for each in said["partnerships"]
        ),
        partner_sizes=tuple(map(PartnerSize, said["partner_sizes"])),
        sdgs=tuple(said["sdgs"]),
        technology_keywords=tuple(said["technology_keywords"]),
        market_keywords=tuple(said["market_keywords"]),
        language=language,
        offer_version=1,
        reference="B1-2026-0001",
        value_chain=ValueChain(entry["value_chain"]),
        field=Field(entry["field"]),
        institution_name="Institute of Applied Biology",
        institution_city="Kraków",
        institution_area=Area.RD,
        contact_name="Jan Kot",
        contact_email="jan.kot@b1.example",
        network_name="Klaster LifeScience Krakow",
        approved_on=date(2026, 11, 24),
        offer_url="http://127.0.0.1:8000/offers/B1-2026-0001",
    )


def measure(count: int, memory: int) -> Report:
    report = Report("briefs", {"briefs in turn": count, "briefs for memory": memory})
    _compare_speed(report, count)
    _watch_memory(report, memory)
    return report


def _compare_speed(report: Report, count: int) -> None:
    told = contents(count + WARM_UP)
    documents = [Document(briefs.html(content), briefs.DESIGN.stylesheets) for content in told]
    bare = Bare()
    seconds = in_turn(
        {
            "Helix brief": lambda number: briefs.render(told[number]),
            "bare write_pdf": lambda number: bare.write(documents[number]),
        },
        count + WARM_UP,
    )
    counted = {name: taken[WARM_UP:] for name, taken in seconds.items()}
    report.claims.append(Claim("warm brief over bare write_pdf of the same HTML", ratio(*counted.values()), LIMIT))
    report.rows += [{"what": name} | spread(taken) for name, taken in counted.items()]


def _watch_memory(report: Report, count: int) -> None:
    step = max(1, count // LOOKS)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as executor:
        sizes = executor.submit(resident_sizes, count, step).result()
    grown = sizes[-1] - sizes[0]
    report.settings |= {
        f"MiB after every {step}": " ".join(f"{size:.1f}" for size in sizes),
        "MiB grown since the first look": round(grown, 1),
        "KiB a brief": round(1024 * grown / max(1, count - step), 1),
    }
    claim = f"resident size after {count} briefs over that after {step}"
    report.claims.append(Claim(claim, sizes[-1] / sizes[0], GROWTH_LIMIT))


def resident_sizes(count: int, step: int) -> Sequence[float]:
    """MiB after every `step` briefs."""
    sizes = []
    for number, content in enumerate(contents(count), 1):
        briefs.render(content)
        if number % step == 0:
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
            sizes.append(pages * os.sysconf("SC_PAGE_SIZE") / 2**20)
    return sizes


def main(arguments: list[str] | None = None) -> int:
    options = parser((__doc__ or "").partition("\n")[0])
    options.add_argument("--count", type=int, default=100, help="briefs rendered in turn by both")
    options.add_argument("--memory", type=int, default=2_000, help="briefs rendered while memory is watched")
    chosen = options.parse_args(arguments)
    report = measure(chosen.count, chosen.memory)
    show(report, as_json=chosen.json)
    return 0 if report.holds else 1


if __name__ == "__main__":
    sys.exit(main())
