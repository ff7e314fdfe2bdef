"""What migrations must do to data and constraints that comparing tables does not see, on both databases."""

from datetime import date

import pytest
from alembic import command
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import col, select

from models.actions.compilations import CompilationForm, order_compilation
from models.actions.deliveries import queue_notice
from models.actions.portfolio_reports import order_report, record_report
from models.actions.reviews import assign_officer
from models.actions.search import rebuild_index
from models.actions.stages import advance
from models.actions.trail import verify
from models.db import alembic_config, engine_for, migrate, reading, transaction
from models.files import Stored
from models.rules.aliases import anonymous_key, read_anonymous_key
from models.rules.periods import Period
from models.rules.permissions import system
from models.rules.words import (
    CompilationKind,
    Language,
    NoticeKind,
    OfferState,
    ReportFormat,
    ReportSpan,
    Role,
    SignoffKind,
    Stage,
    WorkKind,
    WorkState,
)
from models.tables import (
    Compilation,
    CompilationOffer,
    Notice,
    Offer,
    PortfolioFile,
    PortfolioReport,
    SearchEntry,
    Signoff,
    Technology,
    Work,
)
from tests import factories as make
from tests.factories import NOW
from tests.portfolios import history


def queue(engine: Engine, kind: NoticeKind) -> int:
    with transaction(engine) as session:
        person = make.person(session, Role.OFFICER, make.institution(session))
        notice = queue_notice(session, kind, key=str(person.id), person_id=person.id, facts={}, now=NOW)
        assert notice is not None
        return notice.id


def checks_of(engine: Engine) -> dict[str | None, str]:
    return {each["name"]: each["sqltext"] for each in inspect(engine).get_check_constraints("notice")}


def indexes_of(engine: Engine) -> set[str | None]:
    return {each["name"] for each in inspect(engine).get_indexes("notice")}


def test_notices_may_invite_and_still_nothing_unknown(database_url):
    engine = engine_for(database_url)
    number = queue(engine, NoticeKind.INVITATION)
    for column, value in (("kind", "greeting"), ("state", "lost")):
        with pytest.raises(IntegrityError), transaction(engine) as session:
            session.execute(text(f"UPDATE notice SET {column} = '{value}' WHERE id = {number}"))


def test_widening_the_kinds_keeps_the_notices_and_every_other_constraint(database_url):
    engine = engine_for(database_url)
    number = queue(engine, NoticeKind.DIGEST)
    checks, indexes = checks_of(engine), indexes_of(engine)
    command.downgrade(alembic_config(engine), "0001")
    with pytest.raises(IntegrityError), transaction(engine) as session:
        session.execute(text(f"UPDATE notice SET kind = 'invitation' WHERE id = {number}"))
    migrate(database_url)
    assert (set(checks_of(engine)), indexes_of(engine)) == (set(checks), indexes)
    with reading(engine) as session:
        assert session.get_one(Notice, number).kind is NoticeKind.DIGEST


def test_going_back_before_invitations_forgets_their_emails(database_url):
    engine = engine_for(database_url)
    queue(engine, NoticeKind.INVITATION)
    command.downgrade(alembic_config(engine), "0001")
    with reading(engine) as session:
        assert session.execute(text("SELECT count(*) FROM notice")).scalar() == 0
        assert session.execute(text("SELECT count(*) FROM work WHERE kind = 'send_notice'")).scalar() == 0


BEFORE_MORE_ACTS = "0003"


def test_more_acts_may_be_signed_and_what_was_signed_before_stays_proved(database_url):
    engine = engine_for(database_url)
    with transaction(engine) as session:
        cast = make.cast(session)
        technology = make.technology(session, cast.researcher)
    command.downgrade(alembic_config(engine), BEFORE_MORE_ACTS)
    migrate(database_url)
    with transaction(engine) as session:
        officer_id = cast.officer.person_id or 0
        assign_officer(session, technology.id, officer_id=officer_id, actor=cast.officer, now=NOW)
    with reading(engine) as session:
        kinds = session.exec(select(Signoff.kind).order_by(col(Signoff.sequence))).all()
        assert [SignoffKind(kind) for kind in kinds] == [SignoffKind.CONFIRMATION, SignoffKind.ASSIGNMENT]
        assert verify(session).entries == 3
    with pytest.raises(DBAPIError, match="append-only"), transaction(engine) as session:
        session.execute(text("DELETE FROM signoff"))


def test_going_back_never_forgets_what_was_signed(database_url):
    engine = engine_for(database_url)
    with transaction(engine) as session:
        cast = make.cast(session)
        technology = make.technology(session, cast.researcher)
        officer_id = cast.officer.person_id or 0
        assign_officer(session, technology.id, officer_id=officer_id, actor=cast.officer, now=NOW)
    with pytest.raises(RuntimeError, match="1 sign-offs are of kinds that the earlier schema does not know"):
        command.downgrade(alembic_config(engine), BEFORE_MORE_ACTS)
    migrate(database_url)
    with reading(engine) as session:
        assert verify(session).entries == 3


BEFORE_ALIASES = "0021"


def entries_of(engine: Engine) -> list[tuple[str, int, str, str]]:
    with reading(engine) as session:
        rows = session.exec(select(SearchEntry).order_by(col(SearchEntry.kind), col(SearchEntry.subject_id)))
        return [(row.kind, row.subject_id, row.heading, row.text) for row in rows]


@pytest.fixture
def hidden(database_url: str) -> Offer:
    """An anonymous offer that is public and in a catalogue, beside a named one."""
    engine = engine_for(database_url)
    with transaction(engine) as session:
        cast = make.cast(session)
        make.to_partnering(session, cast)
        technology = make.to_offer(session, cast)
        offer = make.briefed_offer(session, cast, technology, anonymous=True)
        advance(session, technology.id, to=Stage.PARTNERING, actor=cast.officer, now=NOW)
        form = CompilationForm(kind=CompilationKind.CATALOGUE, language=Language.ENGLISH)
        made = order_compilation(session, form, actor=cast.coordinator, now=NOW)
        made.made_revision = 1
        session.add(CompilationOffer(compilation_id=made.id, offer_id=offer.id))
    return offer


def test_every_technology_gets_an_alias_and_is_found_by_it(database_url, hidden):
    engine = engine_for(database_url)
    before = entries_of(engine)
    command.downgrade(alembic_config(engine), BEFORE_ALIASES)
    assert "alias" not in {column["name"] for column in inspect(engine).get_columns("technology")}
    with reading(engine) as session:
        reference = session.execute(
            text("SELECT reference FROM technology WHERE id = :id"), {"id": hidden.technology_id}
        ).scalar_one()
        heading = session.execute(
            text("SELECT heading FROM search_entry WHERE kind = 'offer' AND subject_id = :id"), {"id": hidden.id}
        ).scalar_one()
    assert heading.startswith(reference.partition("-")[2].replace("-", " ") + " ")
    migrate(database_url)
    with reading(engine) as session:
        aliases = [each.alias for each in session.exec(select(Technology)).all()]
    assert len(set(aliases)) == 2
    assert [read_anonymous_key(anonymous_key(each)) for each in aliases] == aliases
    after = entries_of(engine)
    assert [row[:2] for row in after] == [row[:2] for row in before]
    rebuild_index(engine)
    assert entries_of(engine) == after


def test_an_alias_stands_for_one_technology_from_the_migration_on(database_url, hidden):
    engine = engine_for(database_url)
    command.downgrade(alembic_config(engine), BEFORE_ALIASES)
    migrate(database_url)
    for statement in ("alias = (SELECT max(alias) FROM technology)", "alias = NULL"):
        with pytest.raises(IntegrityError), transaction(engine) as session:
            session.execute(text(f"UPDATE technology SET {statement}"))


def test_what_shows_the_old_number_is_made_anew_and_nothing_else(database_url, hidden):
    engine = engine_for(database_url)
    command.downgrade(alembic_config(engine), BEFORE_ALIASES)
    with transaction(engine) as session:
        session.execute(text("DELETE FROM work"))
        session.execute(text("UPDATE compilation SET revision = 1"))
    command.upgrade(alembic_config(engine), "0022")
    with reading(engine) as session:
        asked = session.exec(select(Work.kind, Work.subject_id, Work.state).order_by(col(Work.kind))).all()
        [made] = session.exec(select(Compilation)).all()
    assert asked == [
        (WorkKind.COMPILE_OFFERS, made.id, WorkState.QUEUED),
        (WorkKind.RENDER_BRIEF, hidden.id, WorkState.QUEUED),
    ]
    assert (made.revision, made.made_revision) == (2, 1)


def test_what_is_public_is_drawn_with_its_days_and_waits_to_be_compared_once_more(database_url, hidden):
    engine = engine_for(database_url)
    with transaction(engine) as session:
        cast = make.cast(session)
        make.briefed_offer(session, cast, make.to_offer(session, cast))
        public = session.exec(select(Offer.id).where(Offer.state == OfferState.PUBLISHED).order_by(col(Offer.id))).all()
    command.downgrade(alembic_config(engine), "0022")
    with transaction(engine) as session:
        session.execute(text("DELETE FROM work"))
    migrate(database_url)
    with reading(engine) as session:
        asked = session.exec(select(Work.kind, Work.subject_id, Work.state).order_by(col(Work.subject_id))).all()
        scanned = set(session.exec(select(Offer.scanned_by)))
    assert asked == [(WorkKind.RENDER_BRIEF, number, WorkState.QUEUED) for number in public]
    assert len(public) == 2
    assert scanned == {0}


def test_going_back_keeps_the_first_version_of_a_report_and_its_key(database_url):
    engine = engine_for(database_url)
    period = Period(date(2026, 3, 1), ReportSpan.MONTH)
    stored = Stored("a" * 64, 10)
    with transaction(engine) as session:
        cast = make.cast(session)
        history(session, cast.institution, (Stage.DISCLOSURE, date(2026, 3, 5)))
        home = cast.institution.id
        for _ in range(2):
            made = order_report(session, home, period, actor=cast.officer, now=NOW, anew=True)
            record_report(session, made.id, {(Language.POLISH, ReportFormat.CSV): stored}, actor=system(), now=NOW)
    command.downgrade(alembic_config(engine), "0024")
    with reading(engine) as session:
        kept = session.execute(text("SELECT unique_key FROM portfolio_report")).scalars().all()
    assert kept == [f"{home}:2026-03"]
    migrate(database_url)
    with reading(engine) as session:
        (report,) = session.exec(select(PortfolioReport)).all()
        (file,) = session.exec(select(PortfolioFile)).all()
    assert (report.version, report.unique_key, file.report_id) == (1, f"{home}:2026-03:1", report.id)
