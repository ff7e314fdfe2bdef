"""Whatever stands in a field, a document shows it as text: it reads no file, calls nobody, computes nothing."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from models.db import engine_for, transaction
from models.queries.catalogue import PublishedOffer as CatalogueOffer
from models.queries.portfolio import network_portfolio
from models.queries.portfolio.counts import HouseLine, PublishedOffer
from models.rules.periods import Period
from models.rules.text import cleaned, deceives
from models.rules.words import Area, Language, ReportSpan
from models.tables import Institution, Offer, Technology
from reports import agreements, briefs, catalogues, dossiers, portfolios, slides
from reports.briefs import BriefContent
from reports.copies import brief_stamp
from reports.packs import Whose, pack_of
from reports.portfolios import PortfolioContent
from reports.prose import printable
from reports.spreadsheets import csv_lines, write_workbook
from reports.stamping import stamped
from tests import factories as make
from tests.attacks import COMPUTED, SECRET, TURNED, Ear, listening, written
from tests.databases import Template
from tests.documents import make_pdf
from tests.factories import TODAY
from tests.outward import in_archive, in_pdf
from tests.reports.contents import DOSSIER, LICENCE, OFFER, SHORT
from tests.reports.reading import faults_of, text_of
from tests.reports.test_catalogues import catalogue, deck, made

TRIED = list(written(Ear(0), Path("x")))


@pytest.fixture(scope="module")
def ear() -> Iterator[Ear]:
    with listening() as ear:
        yield ear


def filled_with(content: Any, text: str) -> Any:
    """The same content with `text` in each of its texts, also those of its parts."""
    if isinstance(content, tuple):
        return tuple(filled_with(each, text) for each in content)
    if is_dataclass(content) and not isinstance(content, type):
        own = {each.name: getattr(content, each.name) for each in fields(content)}
        return replace(content, **{name: filled_with(value, text) for name, value in own.items()})
    return text if type(content) is str else content


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "secret.txt"
    file.write_text(SECRET)
    return file


def infested(content: BriefContent, attacks: Mapping[str, str]) -> BriefContent:
    """The offer with all attacks among its long texts, one of them in each short one, the longest word, and more
    keywords than any form takes."""
    everything = [*attacks.values(), *TURNED.values()]
    short: BriefContent = filled_with(content, attacks["image"])
    long: dict[str, Any] = {"description": "\n\n".join(everything)}  # which slides leave out
    for place, name in enumerate(("problem", "short_summary", "advantages")):
        long[name] = "\n\n".join(everything[place::3])
    keywords = (*attacks.values(), "W" * 50, *(f"k{number}" for number in range(300)))
    return replace(
        short, **long, title=attacks["svg"], expected_role="W" * 4000, countries=("DE",), technology_keywords=keywords
    )


def check(pdf: bytes, attacks: Mapping[str, str], ear: Ear) -> None:
    """Nothing was read, called or computed, and what was written stands there; blanks do not count."""
    shown = "".join(text_of(pdf).split())
    assert ear.heard == []
    assert SECRET not in in_pdf(pdf)
    assert COMPUTED not in shown
    assert not deceives(shown)
    start = {name: "".join(text.split()).replace("-", "")[:20] for name, text in attacks.items()}
    assert [name for name, text in start.items() if text not in shown.replace("-", "")] == []


@pytest.fixture
def reported(sqlite_template: Template) -> Iterator[PortfolioContent]:
    """The network's, of nothing yet."""
    url = sqlite_template.copy()
    with transaction(engine_for(url)) as session:
        figures = network_portfolio(session, Period(date(2026, 10, 1), ReportSpan.QUARTER), make.HELIX, today=TODAY)
    yield PortfolioContent(language=Language.ENGLISH, owner="The network", is_network=True, figures=figures)
    sqlite_template.drop(url)


@pytest.mark.parametrize("kind", ["catalogue", "slides"])
def test_a_compilation_shows_what_was_written_and_does_nothing_of_it(
    kind: str, ear: Ear, secret: Path, tmp_path: Path
) -> None:
    attacks = written(ear, secret)
    roomy = [replace(SHORT, problem=text) for text in (*attacks.values(), *TURNED.values(), "W" * 4000)]
    steps = catalogues.book(catalogue([infested(OFFER, attacks)])) if kind == "catalogue" else slides.book(deck(roomy))
    pdf, _ = made(steps, tmp_path)
    check(pdf, attacks, ear)


def test_a_portfolio_report_shows_what_was_written_and_does_nothing_of_it(
    reported: PortfolioContent, ear: Ear, secret: Path
) -> None:
    attacks = written(ear, secret)
    names = [*attacks.values(), *TURNED.values(), " =1331*1331", "W" * 4000]
    offers = [PublishedOffer("UJ-2026-0001", text, Language.ENGLISH, None, text, text) for text in names]
    houses = [HouseLine(attacks["style"], attacks["style"], reported.figures.total)]
    figures = replace(reported.figures, offers=offers, houses=houses)
    content = replace(reported, owner=attacks["svg"], figures=figures)
    check(portfolios.render(content), attacks, ear)
    table = portfolios.tables(content).decode("utf-8-sig")
    cells = [cell.replace("'", "") for row in csv.reader(io.StringIO(table)) for cell in row]
    assert [text for text in names if printable(text).replace("'", "") not in cells] == []
    assert " '=1331*1331" in table
    assert ear.heard == []


def test_a_stamp_names_a_hostile_reader_in_words(ear: Ear, secret: Path) -> None:
    document = make_pdf()
    for name in (*written(ear, secret).values(), *TURNED.values(), "W" * 4000):
        pdf = stamped(document, brief_stamp(name, TODAY, "3FA9-C27E", Language.ENGLISH))
        shown = text_of(pdf)
        assert "".join(cleaned(name).split())[:20] in "".join(shown.split())
        assert not deceives(shown)
        assert SECRET not in in_pdf(pdf)
    assert ear.heard == []


def test_a_pack_is_text_and_nothing_else(ear: Ear, secret: Path) -> None:
    attacks = written(ear, secret)
    said = pack_of(infested(replace(OFFER, language=Language.ENGLISH), attacks), Whose("PL")).data()
    assert said["title"] == attacks["svg"]
    assert [text for text in attacks.values() if text not in said["description"]] == []
    assert said["technologyKeywords"][: len(attacks)] == list(attacks.values())
    assert COMPUTED not in str(said)
    assert not deceives(str(said))
    assert ear.heard == []


def test_tables_hold_texts_alone(ear: Ear, secret: Path, tmp_path: Path) -> None:
    attacks = [*written(ear, secret).values(), *TURNED.values(), "=1331*1331", "W" * 4000]
    rows = [published(text) for text in attacks]
    content = b"".join(csv_lines(rows, Language.ENGLISH)).decode("utf-8-sig")
    titles = [row[1].removeprefix("'") for row in list(csv.reader(io.StringIO(content)))[1:]]
    assert titles == [printable(text) for text in attacks]
    write_workbook(rows, Language.ENGLISH, tmp_path / "offers.xlsx")
    book = CalamineWorkbook.from_path(str(tmp_path / "offers.xlsx"))
    assert [row[1] for row in book.get_sheet_by_index(0).to_python()[1:]] == [printable(text) for text in attacks]
    parts = in_archive((tmp_path / "offers.xlsx").read_bytes())
    assert "<f>" not in parts
    assert "relationships/hyperlink" not in parts
    assert COMPUTED not in content + parts
    assert ear.heard == []


def published(text: str) -> CatalogueOffer:
    """With `text` wherever an offer holds one, and ten thousand keywords."""
    offer: dict[str, Any] = dict.fromkeys(("title", "short_summary", "problem", "description", "advantages"), text)
    offer |= {"language": Language.ENGLISH, "trl": 4, "ipr_status": "applied", "anonymous": False, "countries": []}
    offer |= {"technology_keywords": [text, *(f"k{number}" for number in range(10_000))], "market_keywords": [text]}
    offer |= {"partnerships": [], "partner_sizes": []}
    home: dict[str, Any] = {"name_en": text, "name_pl": text, "city": text, "area": Area.EDU, "country": "PL"}
    technology: dict[str, Any] = {"reference": "UJ-2026-0001"}
    return CatalogueOffer(Offer(**offer), Technology(**technology), Institution(**home), None)


@pytest.mark.parametrize("tried", TRIED)
def test_a_brief_shows_what_was_written_and_does_nothing_of_it(tried: str, ear: Ear, tmp_path: Path) -> None:
    file = tmp_path / "secret.txt"
    file.write_text(SECRET)
    text = written(ear, file)[tried]
    pdf = briefs.render(filled_with(OFFER, text))
    assert ear.heard == []
    assert SECRET not in in_pdf(pdf)
    shown = "".join(text_of(pdf).split())
    assert "".join(text.split())[:40] in shown
    assert COMPUTED not in shown


def test_the_confidential_documents_do_nothing_of_it_either(ear: Ear, tmp_path: Path) -> None:
    file = tmp_path / "secret.txt"
    file.write_text(SECRET)
    text = " ".join(written(ear, file).values())
    for document in (dossiers.render(filled_with(DOSSIER, text)), agreements.render(filled_with(LICENCE, text))):
        assert SECRET not in in_pdf(document)
    assert ear.heard == []


def test_a_text_full_of_marks_still_makes_an_accessible_brief(ear: Ear, tmp_path: Path) -> None:
    text = written(ear, tmp_path / "secret.txt")["attribute"]
    assert faults_of(briefs.render(filled_with(OFFER, text))) == []
