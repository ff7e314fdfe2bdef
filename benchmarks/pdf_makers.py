"""The same brief by Helix (WeasyPrint), Typst and Chromium: how long each takes, and what the file then is.

One page of an example offer: the same texts, figures, colours and page size. Typst sets a document of its own, written
as its users would write it; Chromium prints Helix's own HTML, with its stylesheets in the page and the packaged fonts.
Each is warm: fonts known, the browser running. What a file is, is read from its bytes by `page-validation` and pikepdf.
"""

import io
import json
import shutil
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from benchmarks.briefs import contents
from benchmarks.measuring import Report, in_turn, parser, show, spread
from models.rules.words import BriefLength
from reports import briefs
from reports.brief_data import offer_data
from reports.charts import palette_of
from reports.fetcher import packaged
from reports.wording import wording

WARM_UP = 2
FONTS = files("font_source_sans_pro") / "files"
ARCHIVAL: list[Any] = ["a-3a", "ua-1"]
ISSUED = datetime(2026, 11, 24, tzinfo=UTC)
FOLDERS: list[Any] = [str(FONTS)]
Maker = Callable[[int], bytes]


def measure(count: int) -> Report:
    report = Report("pdf_makers", {"briefs in turn": count, "pages": 1})
    told = [replace(each, length=BriefLength.ONE_PAGE) for each in contents(count + WARM_UP)]
    with chromium() as printing:
        makers: dict[str, Maker] = {
            "Helix (WeasyPrint)": lambda number: briefs.render(told[number]),
            "Typst, as it comes": lambda number: typst_brief(told[number]),
            "Typst, archival, with data": lambda number: typst_brief(told[number], archival=True),
            "Chromium": lambda number: printing(as_page(told[number])),
        }
        seconds = in_turn(makers, count + WARM_UP)
        for name, make in makers.items():
            first, again = make(0), make(0)
            report.rows.append(
                {"what": name}
                | spread(seconds[name][WARM_UP:])
                | qualities(first)
                | {"same bytes": _yes(first == again)}
            )
    return report


def qualities(pdf: bytes) -> dict[str, Any]:
    import page
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        tagged = (
            "/StructTreeRoot" in document.Root and "/MarkInfo" in document.Root and bool(document.Root.MarkInfo.Marked)
        )
        data = len(document.attachments)
        pages = len(document.pages)
    passes = {
        name: _yes(not page.validate_pdf_bytes(pdf, profile=profile).failures)
        for name, profile in (("PDF/A-3a", "3a"), ("PDF/UA-1", "ua1"))
    }
    return {"pages": pages, "KiB": len(pdf) / 1024, "tagged": _yes(tagged), **passes, "data inside": _yes(data > 0)}


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"


def as_page(content: briefs.BriefContent) -> str:
    """Helix's HTML for a browser: stylesheets and fonts within it, and a note's place for what WeasyPrint pins."""
    styles = "\n".join(packaged(f"app:styles/{name}").decode() for name in briefs.SHEET.stylesheets)
    for name in ("Light", "Regular", "Semibold"):
        font = b64encode(packaged(f"app:fonts/SourceSansPro-{name}.ttf")).decode()
        styles = styles.replace(f"app:fonts/SourceSansPro-{name}.ttf", f"data:font/ttf;base64,{font}")
    return briefs.html(content).replace("</head>", f"<style>{styles}</style></head>", 1)


@contextmanager
def chromium() -> Iterator[Callable[[str], bytes]]:
    """A running browser with one tab, which prints as it is asked to: tagged, with the page's own size."""
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        raise RuntimeError("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        tab = browser.new_page()

        def printing(html: str) -> bytes:
            tab.set_content(html)
            return tab.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=False)

        try:
            yield printing
        finally:
            browser.close()


def typst_brief(content: briefs.BriefContent, *, archival: bool = False) -> bytes:
    """As it comes, or as Helix's file is: PDF/A-3a, PDF/UA-1, and the same data inside."""
    import typst

    source = typst_source(content)
    if archival:
        data = offer_data(content)
        source += (
            f"#pdf.attach({_s(data.name)}, bytes({_s(data.content.decode())}), relationship: "
            f'"source", mime-type: "application/json", description: {_s(data.description)})\n'
        )
    given: Any = source.encode()
    made: bytes | None = typst.compile(
        given,
        font_paths=FOLDERS,
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=ARCHIVAL if archival else [],
        timestamp=ISSUED,
    )
    assert made is not None
    return made


def typst_source(content: briefs.BriefContent) -> str:
    """The texts are handed over as strings: Typst reads no markup in them."""
    w = wording(content.language)
    t, accent = w.labels["brief"], palette_of(content.value_chain).accent
    figures = ", ".join(
        f"[#text(24pt, weight: 300, fill: accent)[#{_s(each.value)}] \\ #strong({_s(each.label)}) \\ "
        f"#text(9pt)[#{_s(t['compared_with'])} #{_s(each.compared_with)}]]"
        for each in content.key_figures
    )
    sections = "".join(
        f"== #{_s(heading)}\n#{_s(text)}\n\n"
        for heading, text in ((t["problem"], content.problem), (t["better"], content.advantages))
    )
    sought = "".join(f"#strong({_s(w.labels['partnership_type'][each.type])}) \\ " for each in content.partnerships)
    steps = ", ".join(
        f"block(width: 100%, height: 5mm, fill: accent{'' if level <= content.trl else '.lighten(70%)'})"
        for level in range(1, 10)
    )
    return f"""
#let accent = rgb("{accent}")
#set document(title: {_s(content.title)})
#set page(paper: "a4", margin: (top: 12mm, x: 18mm, bottom: 19mm), footer: [#{_s(content.reference)}])
#set text(font: "Source Sans Pro", size: 9pt, lang: "{content.language}")
#set par(leading: 0.55em)
#show heading: set text(fill: accent)
#grid(columns: (1fr, auto), strong({_s(content.institution_name)}), [#{_s(content.network_name)}])
#v(6mm)
= #text(18pt, fill: black)[#{_s(content.title)}]
#text(11pt)[#{_s(content.short_summary)}]
#v(3mm)
#grid(columns: (1fr,) * {max(1, len(content.key_figures))}, gutter: 6mm, {figures})
#grid(columns: (1fr, 58mm), gutter: 6mm, [
{sections}], [
== #{_s(t["partnership"])}
{sought}
== #{_s(t["protection"])}
#{_s(w.labels["ipr_status"][content.ipr_status])}
])
#v(1fr)
== #{_s(t["stage"])}
#grid(columns: (1fr,) * 9, gutter: 1mm, {steps})
#block(width: 100%, fill: accent.lighten(92%), inset: 4mm)[
  == #{_s(t["next_step"])}
  #{_s(t["invitation"])} \\ #strong({_s(content.contact_name)}) \\ #link({_s(content.offer_url)})
]
"""


def _s(text: str) -> str:
    """A string of Typst; its escapes are those of JSON, but for those of Unicode."""
    return json.dumps(text, ensure_ascii=False)


def main(arguments: list[str] | None = None) -> int:
    options = parser((__doc__ or "").partition("\n")[0])
    options.add_argument("--count", type=int, default=40, help="briefs made in turn by each")
    options.add_argument("--keep", type=Path, help="a folder for one file of each")
    chosen = options.parse_args(arguments)
    report = measure(chosen.count)
    if chosen.keep:
        _keep(chosen.keep)
    show(report, as_json=chosen.json)
    return 0


def _keep(folder: Path) -> None:
    """To look at."""
    content = replace(contents(1)[0], length=BriefLength.ONE_PAGE)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "helix.pdf").write_bytes(briefs.render(content))
    (folder / "typst.pdf").write_bytes(typst_brief(content))
    with chromium() as printing:
        (folder / "chromium.pdf").write_bytes(printing(as_page(content)))


if __name__ == "__main__":
    sys.exit(main())
