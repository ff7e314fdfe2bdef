"""That the scripts still run, at a size at which their figures mean nothing."""

import json
from io import BytesIO

import pytest
from pypdf import PdfReader

from benchmarks import advance, briefs, desks, docket, slides, stamping
from benchmarks.bare import Bare, Document
from benchmarks.portfolio import bilingual
from models.rules.words import Language
from reports import briefs as ours


def test_a_move_is_compared_with_bare_transactions_that_leave_a_trail_that_verifies(capsys: pytest.CaptureFixture[str]):
    advance.main(["--moves", "2", "--sqlite-only", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert [claim["text"] for claim in told["claims"]] == ["SQLite: Helix advance over bare SQLAlchemy ORM"]
    assert [(row["move"], row["contestant"]) for row in told["rows"]] == [
        (move, contestant)
        for move in ("disclosure to triage", "triage to ip_review")
        for contestant in (advance.HELIX, advance.ORM, advance.CORE)
    ]


def test_a_sweep_is_compared_with_a_bare_query_over_the_same_rows(capsys: pytest.CaptureFixture[str]):
    docket.main(["--clocks", "60", "--days", "2", "--without-prefect", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert [claim["text"] for claim in told["claims"]] == [docket.DAY, docket.AT_ONCE, docket.MEMORY]
    assert [(row["sweep"], row["clocks"], row["reminders"]) for row in told["rows"]][:2] == [
        ("a tenth due at once", 6, 18),
        ("all due at once", 60, 180),
    ]


def test_slides_are_compared_with_one_layout_of_them(capsys: pytest.CaptureFixture[str]):
    slides.main(["--count", "2", "--rounds", "1", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert [claim["text"] for claim in told["claims"]] == [slides.CLAIM]
    assert [row["contestant"] for row in told["rows"]] == ["Helix", "one layout"]


def test_stamped_copies_are_compared_with_rendered_briefs(capsys: pytest.CaptureFixture[str]):
    stamping.main(["--count", "1", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert [claim["text"] for claim in told["claims"]] == [stamping.CLAIM]
    assert [row["what"] for row in told["rows"]] == ["stamped copy", "rendered brief"]


def test_memory_is_looked_at_after_every_step():
    assert len(briefs.resident_sizes(4, step=2)) == 2


def test_no_two_briefs_are_alike():
    told = briefs.contents(2 * len(bilingual()) * len(Language))
    assert len({ours.checksum(content) for content in told}) == len(told)


def test_bare_weasyprint_draws_as_many_pages_as_helix():
    content = briefs.contents(1)[0]
    bare = Bare().write(Document(ours.html(content), ours.DESIGN.stylesheets))
    assert _pages(bare) == _pages(ours.render(content)) == 2


def _pages(pdf: bytes) -> int:
    return len(PdfReader(BytesIO(pdf)).pages)


def test_the_desks_pages_are_asked_for_at_two_sizes_and_without_data(capsys: pytest.CaptureFixture[str]):
    desks.main(["--small", "30", "--large", "60", "--rounds", "1", "--json"])
    told = json.loads(capsys.readouterr().out)
    pages = [*desks.FRAMES, "/technologies/{reference}"]
    assert [claim["text"] for claim in told["claims"]] == [
        *(f"{page} at 60 technologies over 30" for page in pages),
        "memory of the web process at 60 technologies over 30",
    ]
    assert [(row["page"], row["technologies"]) for row in told["rows"]] == [
        *((page, size) for size in ("30", "60") for page in pages),
        *((page, "no data") for page in desks.FRAMES),
    ]
