"""Files that an older reader has read are read again, and until then offers are compared with what it read."""

from alembic import command
from sqlalchemy import text
from sqlmodel import select

from models.actions.attachments import add_attachment
from models.actions.file_texts import record_text
from models.db import alembic_config, engine_for, migrate, reading, transaction
from models.files import Stored
from models.queries.file_texts import NotCompared, files_not_compared, unread_files
from models.queries.secrets import confidential_passages
from models.rules.words import TextGap, TextState, WorkKind, WorkState
from models.tables import FileText, Work
from tests import factories as make
from tests.factories import NOW

BEFORE_PARTS = "0023"
LETTERS = {"a": TextState.READ, "b": TextState.PART, "c": TextState.NO_TEXT}


def test_files_are_read_again_by_a_reader_that_reads_more(database_url):
    engine = engine_for(database_url)
    with transaction(engine) as session:
        cast = make.cast(session)
        technology, bare = make.to_partnering(session, cast), make.to_offer(session, cast)
        for letter, state in LETTERS.items():
            stored = Stored(letter * 64, 1)
            add_attachment(session, technology.id, stored, f"{letter}.pdf", actor=cast.officer, now=NOW)
            gaps = [TextGap.REST] if state is TextState.PART else []
            record_text(session, stored.sha256, state, f"Words of {letter}.", gaps=gaps, now=NOW)
    command.downgrade(alembic_config(engine), BEFORE_PARTS)
    with transaction(engine) as session:
        states = session.execute(text("SELECT state FROM file_text ORDER BY sha256")).scalars().all()
        session.execute(text("DELETE FROM work"))
    assert states == ["read", "cut", "no_text"]
    migrate(database_url)
    with reading(engine) as session:
        assert unread_files(session, technology.id) == [letter * 64 for letter in LETTERS]
        assert files_not_compared(session, technology.id) == [
            NotCompared(f"{letter}.pdf", letter * 64, is_waiting=True) for letter in LETTERS
        ]
        assert confidential_passages(session, technology.id)["file a.pdf"] == "Words of a."
        work = session.exec(select(Work.kind, Work.subject_id, Work.state)).all()
        assert work == [(WorkKind.COMPARE_OFFERS, technology.id, WorkState.QUEUED)]
        assert unread_files(session, bare.id) == []


def test_what_is_read_again_takes_the_place_of_what_was_read_before_and_is_kept_then(session):
    cast = make.cast(session)
    technology = make.to_offer(session, cast)
    stored = Stored("a" * 64, 1)
    add_attachment(session, technology.id, stored, "a.pdf", actor=cast.officer, now=NOW)
    session.add(FileText(sha256=stored.sha256, state=TextState.READ, text="Old.", reader=1, read_at=NOW))
    session.flush()
    record_text(session, stored.sha256, TextState.PART, "New.", gaps=[TextGap.PICTURES], now=NOW)
    assert files_not_compared(session, technology.id) == [NotCompared("a.pdf", "a" * 64, (TextGap.PICTURES,))]
    record_text(session, stored.sha256, TextState.READ, "Again.", now=NOW)
    assert confidential_passages(session, technology.id)["file a.pdf"] == "New."
