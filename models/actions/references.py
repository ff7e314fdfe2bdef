"""What a technology is called: its reference, such as `UJ-2026-0042`, of one series an institution and year, and its
alias, such as `7K3M-9QXD`, of none."""

import secrets

from sqlalchemy import text
from sqlmodel import Session, select

from models.rules.aliases import GROUP, GROUPS, SIGNS
from models.tables import Institution, ReferenceCounter, Technology


def next_reference(session: Session, institution: Institution, year: int) -> str:
    """The counter's row keeps rivals apart until the transaction ends."""
    table = ReferenceCounter.__tablename__
    row = session.execute(
        text(
            f"INSERT INTO {table} (institution_id, year, last) VALUES (:institution, :year, 1) "  # noqa: S608  our own table's name
            f"ON CONFLICT (institution_id, year) DO UPDATE SET last = {table}.last + 1 RETURNING last"
        ),
        {"institution": institution.id, "year": year},
    ).one()
    return f"{institution.code}-{year}-{row[0]:04d}"


def new_alias(session: Session) -> str:
    """Drawn again where another technology has it. Of two that are drawn alike at the same moment, once in a thousand
    million times, the database refuses one."""
    while True:
        alias = "-".join("".join(secrets.choice(SIGNS) for _ in range(GROUP)) for _ in range(GROUPS))
        if session.exec(select(Technology.id).where(Technology.alias == alias)).first() is None:
            return alias
