"""Stamps on finished PDFs: valid as before, readable, the same each time, for whatever a name may hold."""

import gc
import io
import subprocess
import sys
import warnings
from dataclasses import replace

import page
import pikepdf
import pytest
from weasyprint import HTML

from reports import briefs, dossiers
from reports.copies import brief_stamp, dossier_stamp
from reports.stamping import FOOT_MARGIN, FOOT_SIZE, NotStampable, Stamp, face_of_stamps, stamped
from tests.reports.contents import DOSSIER, OFFER, POLISH
from tests.reports.reading import faults_of, pages_of, text_of

NAME = "dr Łucja Żądło-Śćwięcka, Zażółć gęślą jaźń sp. z o.o."
STAMP = Stamp(f"Egzemplarz dla: {NAME} · 25 listopada 2026 · 3FA9-C27E-01BD")
ACROSS = replace(STAMP, across=("POUFNE", NAME, "25 listopada 2026"))


@pytest.fixture(scope="module")
def brief() -> bytes:
    return briefs.render(OFFER)


def archival() -> bytes:
    html = "<html lang=pl><head><title>A</title></head><body><h1>Zażółć</h1><p>gęślą jaźń</p></body></html>"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves its colour profile's file open
        pdf = bytes(HTML(string=html).write_pdf(pdf_variant="pdf/a-3a", uncompressed_pdf=True))
        gc.collect()
    return pdf


def archival_failures(pdf: bytes) -> list[str]:
    return [failure.message for failure in page.validate_pdf_bytes(pdf, profile="3a").failures]


def test_a_tagged_document_stays_accessible(brief):
    long = dossiers.render(replace(DOSSIER, description=POLISH * 30))
    assert faults_of(stamped(brief, STAMP)) == []
    assert faults_of(stamped(long, ACROSS)) == []


def test_an_archival_document_stays_archival():
    before = archival()
    assert archival_failures(before) == []
    assert archival_failures(stamped(before, ACROSS)) == []


def test_every_page_names_the_reader_and_keeps_what_it_said(brief):
    after = stamped(brief, STAMP)
    assert pages_of(after) == pages_of(brief) == 2
    said = text_of(after)
    assert said.count(NAME) == 2
    assert all(word in said for word in text_of(brief).split())


def test_the_same_words_on_the_same_file_give_the_same_bytes_and_others_do_not(brief):
    assert stamped(brief, STAMP) == stamped(brief, STAMP)
    assert stamped(brief, STAMP) != stamped(brief, replace(STAMP, foot="Copy for another"))


def test_a_second_stamp_leaves_the_first_in_its_place(brief):
    said = text_of(stamped(stamped(brief, STAMP), Stamp("Second")))
    assert said.count(NAME) == 2
    assert said.count("Second") == 2


def test_the_stamp_is_an_artifact_and_its_font_is_embedded(brief):
    with pikepdf.open(io.BytesIO(stamped(brief, STAMP))) as pdf:
        first = pdf.pages[0]
        assert b"/Artifact <</Type /Pagination /Subtype /Watermark>> BDC" in first.obj.Contents[-1].read_bytes()
        font = first.resources.XObject.HelixStamp0.Resources.Font.F
        assert font.DescendantFonts[0].FontDescriptor.FontFile2.Length1 > 10_000


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("Ěščřžýáíé Ő ß Ø æ Ț", "Ěščřžýáíé Ő ß Ø æ Ț"),
        ("Ελένη Жанна", "Ελένη Жанна"),
        ("Nguyễn Thị", "Nguyễn Thị"),
        ("日本 Co.", "?? Co."),
        ("a\u202eb\x07c\u0301", "abć"),
        ("two\n lines", "two lines"),
    ],
)
def test_whatever_a_name_holds_can_be_drawn(typed, drawn):
    assert face_of_stamps().writable(typed) == drawn


def test_a_line_that_is_too_long_gets_smaller_and_then_shorter():
    face, room = face_of_stamps(), 595 - 2 * FOOT_MARGIN
    for text in ("Kowalska", "Kowalska " * 20, "W" * 4_000):
        fitted, size = face.fitted(text, room, FOOT_SIZE, 4.5)
        assert face.width(fitted, size) <= room
    assert fitted.endswith("…")


def test_what_is_no_pdf_is_refused_and_never_handed_out_unstamped():
    for damaged in (b"", b"%PDF-1.7\nno more\n%%EOF\n"):
        with pytest.raises(NotStampable, match="restore it from a backup"):
            stamped(damaged, STAMP)


def test_stamps_speak_the_language_asked_for():
    from datetime import date

    from models.rules.words import Language

    day = date(2026, 11, 25)
    polish = dossier_stamp(NAME, day, "3FA9-C27E-01BD", Language.POLISH)
    assert polish.foot == f"Czyta: {NAME} · 25 listopada 2026 · 3FA9-C27E-01BD"
    assert polish.across == ("POUFNE", NAME, "25 listopada 2026 · 3FA9-C27E-01BD")
    english = brief_stamp("Greta Weiß", day, "3FA9-C27E-01BD", Language.ENGLISH)
    assert english == Stamp("Copy for Greta Weiß · 25 November 2026 · 3FA9-C27E-01BD")


def test_stamping_never_loads_the_renderer():
    code = "import sys, reports.copies, reports.stamping as s; s.face_of_stamps(); print('weasyprint' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
