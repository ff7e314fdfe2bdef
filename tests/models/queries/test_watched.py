"""Nothing that an offer is compared with can change unseen, in columns and statements still to come too."""

import ast
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import JSON, Column, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import Boolean, Date, Enum, Integer, Numeric
from sqlmodel import Session, col, select, update

from models.actions.trail import append_transition, sign
from models.db import engine_for
from models.queries.offers import Compared, confidential_texts
from models.queries.secrets import watched
from models.rules.words import MoveKind, OfferState, SignoffKind
from models.tables import Figure, FileText, Institution, Offer, Person, Table, Technology
from models.tables.columns import Moment
from tests import factories as make
from tests.canaries import APPEND_ONLY, fill_empty_tables
from tests.comparisons import asked
from tests.factories import NOW, TODAY
from tests.sources import PACKAGES, Sources, nodes_of, sources_of

THE_OFFERS_OWN = {Offer: "who writes an offer checks it", Figure: "who shows a figure checks the offer"}
READ_FIRST = {FileText: "who reads a file compares next"}
NEVER_CHANGED = {("signoff", "kind")}
BEHIND_THE_SESSION = {
    "models/actions/stages.py": "a move only empties the reason of a hold, and writes its own on the trail",
}
"""Statements that change watched columns unseen, and why they may."""
ONE_ROW: dict[type[Table], Callable[[Session], Any]] = {
    Institution: lambda session: session.scalar(select(col(Technology.institution_id))),
    Person: lambda session: session.scalar(select(col(Technology.officer_id))),
}
"""Tables with something unique in them: the row that the technology leads to."""
TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('signoff', 'transition')"


def play(session: Session) -> tuple[make.Cast, Technology, Offer]:
    """A licensed technology with a row in each table, all of them its own, and an anonymous offer to be published."""
    cast = make.cast(session)
    technology, _ = make.to_licensed(session, cast)
    offer = session.exec(select(Offer).where(Offer.technology_id == technology.id)).one()
    offer.state, offer.published_at, offer.anonymous = OfferState.APPROVED, None, True
    technology.hold_reason, technology.resume_on = "Until the fair.", TODAY
    session.add_all((technology, offer))
    fill_empty_tables(session)
    for table in watched():
        if "technology_id" in table.model_fields and table not in APPEND_ONLY:
            session.execute(update(table).values(technology_id=technology.id))
    return cast, technology, offer


def others(column: Column[Any]) -> Iterator[object]:
    """Values that a column may take instead of what it holds."""
    kind = column.type
    if isinstance(kind, Enum):
        yield from kind.enum_class or ()
    elif isinstance(kind, JSON):
        yield from (["kanarek"], {"kanarek": "kanarek"}, [{"text": "kanarek"}])
    elif isinstance(kind, Boolean):
        yield from (True, False)
    elif isinstance(kind, Moment):
        yield NOW
    elif isinstance(kind, Date):
        yield TODAY
    elif isinstance(kind, Integer | Numeric):
        yield from (0, 2, 3)
    else:
        yield from ("kanarek", "f" * 64)
    if column.nullable:
        yield None


def tables() -> list[type[Table]]:
    return [each for each in Table.__subclasses__() if each not in {*THE_OFFERS_OWN, *READ_FIRST}]


def columns_of(table: type[Table]) -> list[Column[Any]]:
    """What can be written: not the keys."""
    columns = Table.metadata.tables[str(table.__tablename__)].columns
    return [each for each in columns if not each.primary_key and not each.foreign_keys]


def told_by(session: Session, table: type[Table], column: Column[Any], tell: Callable[[], Compared]) -> bool:
    """Whether some value of this column in all rows changes what the offer is compared with."""
    before = tell()
    for value in others(column):
        with session.begin_nested() as savepoint:
            try:
                one = ONE_ROW.get(table)
                rows = update(table) if one is None else update(table).where(col(table.id) == one(session))  # type: ignore[attr-defined]  # all of these have an id
                session.execute(rows.values({column.name: value}))
                session.expire_all()
                after = tell()
            except (DBAPIError, LookupError):  # the table does not take it
                after = before
            savepoint.rollback()
        session.expire_all()
        if after != before:
            return True
    return False


def test_exactly_what_changes_what_an_offer_is_compared_with_is_watched(sqlite_template):
    """Found by changing every column of every table: whoever makes the scan look at one more is told here."""
    with Session(engine_for(sqlite_template.copy())) as session:
        _, _, offer = play(session)
        for name in session.execute(text(TRIGGERS)).scalars().all():
            session.execute(text(f"DROP TRIGGER {name}"))  # in this copy the trail can be changed too
        number = offer.id

        def tell() -> Compared:
            return confidential_texts(session, session.get_one(Offer, number))

        found = {
            (str(table.__tablename__), column.name)
            for table in tables()
            for column in columns_of(table)
            if told_by(session, table, column, tell)
        }
    assert found - NEVER_CHANGED == {
        (str(table.__tablename__), column.name)
        for table, names in watched().items()
        for column in columns_of(table)
        if column.name in names
    }


def written(session: Session, technology: Technology, table: type[Table], column: Column[Any]) -> bool:
    """Whether a row of the table, of this technology, took another value there."""
    row = session.exec(select(table)).first()
    if table in ONE_ROW:
        row = session.get(table, ONE_ROW[table](session))
    for value in others(column):
        if value == getattr(row, column.name):
            continue
        try:
            with session.begin_nested():
                setattr(row, column.name, value)
                session.flush()
        except (DBAPIError, LookupError):
            session.refresh(row)
            continue
        return True
    return False


def test_a_flush_that_changes_a_watched_column_asks(database_url):
    """Whatever action it is, and every column that is watched: so one that is added tomorrow too."""
    with Session(engine_for(database_url).execution_options(helix_writes=True), expire_on_commit=False) as session:
        cast, technology, _ = play(session)
        asked(session, technology)
        for table, names in watched().items():
            for column in columns_of(table):
                if table in APPEND_ONLY or column.name not in names:
                    continue
                assert written(session, technology, table, column), column
                assert asked(session, technology), column
        officer, stage, why = cast.officer, technology.stage, "Because of the linker."
        sign(session, technology, kind=SignoffKind.OVERRIDE, subject="gate:x", actor=officer, now=NOW, reason=why)
        assert asked(session, technology)
        append_transition(session, technology, kind=MoveKind.BACK, source=stage, actor=officer, now=NOW, reason=why)
        assert asked(session, technology)


def unseen(sources: Sources) -> list[str]:
    """Statements that may write watched columns: no flush, and no listener, sees them."""
    columns = {table.__name__: names for table, names in watched().items()}
    known = {each.__name__ for each in Table.__subclasses__()}
    found = []
    for place, node in nodes_of(sources):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "values"):
            continue
        tables = {each.id for each in ast.walk(node.func) if isinstance(each, ast.Name)} & known
        named = {keyword.arg for keyword in node.keywords}
        open_ended = bool(node.args) or None in named  # a mapping, whatever is in it
        if not tables:  # of a variable: it may be any
            found += [place] if frozenset().union(*columns.values()) & named else []
        found += [place for table in tables & set(columns) if open_ended or columns[table] & named]
    return found


def test_no_statement_changes_what_is_compared_behind_the_sessions_back():
    ours = {path: source for path, source in sources_of(*PACKAGES).items() if "/migrations/" not in path}
    assert {place.partition(":")[0] for place in unseen(ours)} == set(BEHIND_THE_SESSION)


@pytest.mark.parametrize(
    "line",
    [
        "update(Remark).where(x).values(text='')",
        "update(Remark).values({'text': ''})",
        "update(Draft).where(x).values(version=1, **values)",
        "insert(Message).values(text='')",
        "for table in (Remark, Message): update(table).values(text='')",
    ],
)
def test_a_statement_behind_the_sessions_back_is_found(line):
    assert unseen({"models/actions/x.py": line}) == ["models/actions/x.py:1"]
