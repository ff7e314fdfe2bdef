"""Files of a technology: who may add, see and remove them, and what they are called."""

import pytest
from hypothesis import given, strategies as st

from models.actions.attachments import (
    LONGEST_NAME,
    add_attachment,
    add_draft_attachment,
    plain_name,
    remove_attachment,
)
from models.errors import NotFound, NotPermitted
from models.files import keep
from models.queries.attachments import attachment_for, attachments_of, draft_attachments
from models.settings import settings
from models.tables import Draft
from tests import factories as make
from tests.factories import NOW


@pytest.fixture
def cast(session):
    return make.cast(session)


@pytest.fixture
def case(session, cast):
    return make.technology(session, cast.researcher)


def stored(content: bytes = b"results"):
    return keep(content, settings().files)


def test_a_creators_file_is_seen_by_the_office_and_by_no_stranger(session, cast, case):
    file = add_attachment(session, case.id, stored(), "wyniki – łódź.csv", actor=cast.researcher, now=NOW)
    assert [each.name for each in attachments_of(session, case)] == ["wyniki – łódź.csv"]
    for insider in (cast.researcher, cast.officer, cast.reviewer):
        assert attachment_for(session, file.id, insider).size == 7
    for outsider in (cast.stranger, cast.colleague, cast.coordinator):
        with pytest.raises(NotFound, match="no file"):
            attachment_for(session, file.id, outsider)


def test_who_only_reads_adds_and_removes_nothing(session, cast, case):
    with pytest.raises(NotPermitted):
        add_attachment(session, case.id, stored(), "a.txt", actor=cast.reviewer, now=NOW)
    file = add_attachment(session, case.id, stored(), "a.txt", actor=cast.officer, now=NOW)
    with pytest.raises(NotPermitted):
        remove_attachment(session, file.id, actor=cast.reviewer, now=NOW)


def test_what_was_removed_is_there_for_nobody_but_its_row_stays(session, cast, case):
    file = add_attachment(session, case.id, stored(), "a.txt", actor=cast.officer, now=NOW)
    remove_attachment(session, file.id, actor=cast.officer, now=NOW)
    assert attachments_of(session, case) == []
    with pytest.raises(NotFound):
        attachment_for(session, file.id, cast.officer)
    assert (file.removed_at, file.added_by_name) == (NOW, cast.officer.name)


def test_a_drafts_files_are_its_writers_alone(session, cast):
    draft = Draft(person_id=cast.researcher.person_id, created_at=NOW, updated_at=NOW)
    session.add(draft)
    session.flush()
    file = add_draft_attachment(session, draft, stored(), "a.txt", actor=cast.researcher, now=NOW)
    assert draft_attachments(session, draft) == [file]
    for other in (cast.officer, cast.colleague):
        with pytest.raises(NotFound):
            attachment_for(session, file.id, other)
        with pytest.raises(NotFound):
            add_draft_attachment(session, draft, stored(), "b.txt", actor=other, now=NOW)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Łucja\\wyniki.pdf", "wyniki.pdf"),
        ("..", "file"),
        ("", "file"),
        ('a<b>"c".txt\r\nX: y', "abc.txtX y"),
        (" .hidden ", "hidden"),
        ("zażółć gęślą.docx", "zażółć gęślą.docx"),
    ],
)
def test_a_name_is_what_the_file_is_called_and_no_place(given_name, kept):
    assert plain_name(given_name) == kept


def test_a_long_name_keeps_its_ending():
    kept = plain_name("ł" * 300 + ".xlsx")
    assert (len(kept), kept[-6:]) == (LONGEST_NAME, "ł.xlsx")


@given(st.text(max_size=400))
def test_no_name_leads_anywhere_or_hides_itself(name):
    kept = plain_name(name)
    assert kept
    assert len(kept) <= LONGEST_NAME
    assert kept.isprintable()
    assert not set(kept) & set('/\\<>:"|?*')
    assert not kept.startswith(".")
