"""References such as `UJ-2026-0042`: one series an institution and year."""

from sqlalchemy import text
from sqlmodel import Session

from models.tables import Institution, ReferenceCounter


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
