"""Files of a technology: kept as they are, never run, never larger than we keep."""

import hashlib
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlmodel import col, select

from models.actions.attachments import LARGEST, LONGEST_NAME
from models.db import reading
from models.settings import settings
from models.tables import Attachment, Technology

HTML = b"<!doctype html><script>alert(document.cookie)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def there(world) -> str:
    return f"/technologies/{world.fresh}/files"


def stored() -> list[Path]:
    root = settings().files
    return [each for each in root.rglob("*") if each.is_file()] if root.exists() else []


def rows(reference: str) -> list[Attachment]:
    query = select(Attachment).join(Technology, col(Technology.id) == col(Attachment.technology_id))
    with reading() as session:
        return list(session.exec(query.where(Technology.reference == reference).order_by(col(Attachment.id))))


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [("page.html", HTML, "text/html"), ("drawing.svg", SVG, "image/svg+xml"), ("dane łąki.csv", b"a;b\n", "text/csv")],
)
def test_a_file_comes_back_as_it_was_and_only_as_a_download(as_, world, there, name, content, kind):
    officer = as_(world.cast.officer)
    added = officer.post(there, files={"file": (name, content, kind)}, data={"note": "Z laboratorium, ł"})
    assert (added.status_code, added.headers["location"]) == (303, f"/technologies/{world.fresh}?done=file#files")
    page = officer.get(f"/technologies/{world.fresh}").text
    assert name in page
    assert "Z laboratorium, ł" in page
    answer = officer.get(f"{there}/{rows(world.fresh)[0].id}")
    assert answer.content == content
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]


def test_a_file_of_60_megabytes_is_refused_in_clear_words_and_nothing_stays(as_, world, there):
    before = stored()
    answer = as_(world.cast.officer).post(there, files={"file": ("large.bin", b"\0" * 60_000_000)})
    assert answer.status_code == 413
    assert "A file may have at most 50 MB" in answer.text
    assert stored() == before
    assert rows(world.fresh) == []


def test_a_file_just_above_the_most_is_refused_beside_the_form_and_nothing_stays(as_, world, there):
    before = stored()
    answer = as_(world.cast.officer).post(
        there, files={"file": ("large.bin", b"\0" * (LARGEST + 1))}, data={"note": "Notatka"}
    )
    assert answer.status_code == 413
    assert "The file is too large: at most 50 MB." in answer.text
    assert "Notatka" in answer.text
    assert stored() == before


def test_a_name_with_folders_stays_in_the_store(as_, world, there):
    as_(world.cast.officer).post(there, files={"file": ("../../../etc/passwd", b"x")})
    (row,) = rows(world.fresh)
    assert row.name == "passwd"
    assert all(settings().files in each.parents for each in stored())


def test_an_empty_file_is_kept_and_no_file_is_asked_for(as_, world, there):
    officer = as_(world.cast.officer)
    assert officer.post(there, files={"file": ("empty.txt", b"")}).status_code == 303
    assert officer.get(f"{there}/{rows(world.fresh)[0].id}").content == b""
    nothing = officer.post(there, data={"note": "Zapomniany plik"})
    assert (nothing.status_code, "Zapomniany plik" in nothing.text) == (422, True)


def test_the_same_content_twice_is_two_files_and_one_in_the_store(as_, world, there):
    officer = as_(world.cast.officer)
    for name in ("one.txt", "two.txt"):
        officer.post(there, files={"file": (name, b"the same")})
    assert [row.name for row in rows(world.fresh)] == ["one.txt", "two.txt"]
    digest = hashlib.sha256(b"the same").hexdigest()
    assert [each.name for each in stored()].count(digest) == 1
    officer.post(f"{there}/{rows(world.fresh)[0].id}/remove")
    assert officer.get(f"{there}/{rows(world.fresh)[1].id}").content == b"the same"


def test_a_name_of_300_characters_is_shortened_and_keeps_its_ending(as_, world, there):
    as_(world.cast.officer).post(there, files={"file": ("ł" * 296 + ".pdf", b"x")})
    (row,) = rows(world.fresh)
    assert (len(row.name), row.name[-5:]) == (LONGEST_NAME, "ł.pdf")


def test_a_removed_file_is_gone_and_the_timeline_says_who_removed_it(as_, world, there):
    officer = as_(world.cast.officer)
    officer.post(there, files={"file": ("one.txt", b"1")})
    (row,) = rows(world.fresh)
    as_(world.cast.second_officer).post(f"{there}/{row.id}/remove")
    assert officer.get(f"{there}/{row.id}").status_code == 404
    assert officer.post(f"{there}/{row.id}/remove").status_code == 404
    assert rows(world.fresh)[0].removed_by_name == world.cast.second_officer.name
    assert "File removed: one.txt" in officer.get(f"/technologies/{world.fresh}").text


def test_strangers_and_other_cases_do_not_reach_a_file(as_, world, there):
    as_(world.cast.officer).post(there, files={"file": ("secret.txt", b"secret")})
    (row,) = rows(world.fresh)
    for stranger in (world.cast.stranger, world.cast.colleague, world.cast.coordinator):
        assert as_(stranger).get(f"{there}/{row.id}").status_code == 404
        assert as_(stranger).post(there, files={"file": ("x", b"x")}).status_code == 404
    assert as_(None).get(f"{there}/{row.id}").status_code == 303
    assert as_(world.cast.officer).get(f"/technologies/{world.offered}/files/{row.id}").status_code == 404
    assert as_(world.cast.reviewer).post(f"{there}/{row.id}/remove").status_code == 403
    assert rows(world.fresh)[0].removed_at is None
