"""A catalogue of many offers against as many single briefs, and two render processes against one.

The catalogue: leaves drawn in the render pool and bound, as the flow does it, beside the same offers' briefs in the
same pool; the largest resident size of a render process on the way, and the same for a tenth of the offers.
Two against one: the same briefs in a pool of either, whose processes are warm when the clock starts.
"""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from pathlib import Path
from time import perf_counter

from benchmarks.briefs import contents
from benchmarks.measuring import Claim, Report, parser, show
from models.rules.words import EntrySize, Grouping, Language
from reports import briefs
from reports.catalogues import CatalogueContent

AGAINST_BRIEFS = 1.0
PROCESSES = 1 / 1.8
MEMORY = 1.0
"""MiB of the largest render process for each further offer: leaves are drawn one by one, but whoever binds them holds
the tagged whole."""
WARM_UP = 8


def catalogue(offers: Sequence[briefs.BriefContent]) -> CatalogueContent:
    return CatalogueContent(
        language=Language.POLISH,
        grouping=Grouping.FIELD,
        size=EntrySize.PAGE,
        made_on=date(2026, 11, 25),
        network_name="Klaster LifeScience Krakow",
        entries=tuple(offers),
    )


def polish(count: int) -> list[briefs.BriefContent]:
    return [each for each in contents(2 * count) if each.language is Language.POLISH]


def measure(count: int) -> Report:
    report = Report("catalogue", {"offers": count})
    report.claims += [*_against_briefs(report, count), _processes(report, count)]
    return report


def _against_briefs(report: Report, count: int) -> list[Claim]:
    from flows.compiling import make
    from flows.rendering import RenderPool

    offers, few = polish(count), polish(max(2, count // 10))

    async def whole(pool: RenderPool, home: Path) -> None:
        made = await make(catalogue(offers), pool, home)
        report.settings |= {"pages": made.pages, "MB": round(made.file.size / 1e6, 1)}

    async def part(pool: RenderPool, home: Path) -> None:
        await make(catalogue(few), pool, home)

    async def single(pool: RenderPool, _home: Path) -> None:
        await asyncio.gather(*(pool.draw(briefs.render, each) for each in offers))

    small, small_memory = _timed(2, part)
    together, memory = _timed(2, whole)
    apart, _ = _timed(2, single)
    report.rows += [
        {"what": f"catalogue of {len(few)}", "seconds": small, "MiB": small_memory},
        {"what": f"catalogue of {count}", "seconds": together, "MiB": memory},
        {"what": f"{count} briefs", "seconds": apart, "MiB": 0.0},
    ]
    return [
        Claim(
            f"a catalogue of {count} offers over as many briefs, two processes each", together / apart, AGAINST_BRIEFS
        ),
        Claim(
            f"MiB of the largest render process for each offer between {len(few)} and {count}",
            (memory - small_memory) / max(1, count - len(few)),
            MEMORY,
        ),
    ]


def _processes(report: Report, count: int) -> Claim:
    from flows.rendering import RenderPool

    offers = polish(count)

    async def single(pool: RenderPool, _home: Path) -> None:
        await asyncio.gather(*(pool.draw(briefs.render, each) for each in offers))

    one, _ = _timed(1, single)
    two, _ = _timed(2, single)
    report.rows += [
        {"what": f"{count} briefs in {n}", "seconds": taken, "MiB": 0.0} for n, taken in ((1, one), (2, two))
    ]
    return Claim("the same briefs in two processes over one (at least 1.8 times as fast)", two / one, PROCESSES)


def _timed(processes: int, job: Callable[..., Awaitable[None]]) -> tuple[float, float]:
    """Seconds with warm processes, and the largest resident size of one in MiB."""
    from flows.rendering import RenderPool

    async def run(home: Path) -> tuple[float, float]:
        pool = RenderPool(processes, home)
        samples = polish(WARM_UP)
        await asyncio.gather(*(pool.draw(briefs.render, each) for each in samples * processes))
        started = perf_counter()
        await job(pool, home)
        taken = perf_counter() - started
        sizes = await asyncio.gather(*(pool.run(largest_resident) for _ in range(4 * processes)))
        pool.stop()
        return taken, max(sizes)

    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(run(Path(folder)))


def largest_resident() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(arguments: list[str] | None = None) -> int:
    options = parser((__doc__ or "").partition("\n")[0])
    options.add_argument("--count", type=int, default=500, help="offers of the catalogue, and briefs")
    chosen = options.parse_args(arguments)
    report = measure(chosen.count)
    show(report, as_json=chosen.json)
    return 0 if report.holds else 1


if __name__ == "__main__":
    sys.exit(main())
