"""Portfolio reports: which periods were reported on, how often, and the files that were made each time."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from models.rules.words import Language, ReportFormat, ReportSpan
from models.tables.columns import Table, digest_column, enum_column, key_column, moment_column


class PortfolioReport(Table, table=True):
    """One institution, or the network, over one month or quarter. Once made it stays as it is; made anew it is another
    version beside it."""

    __tablename__ = "portfolio_report"
    __table_args__ = (
        CheckConstraint("until > first_on", name="period_has_days"),
        Index("ix_portfolio_report_institution_first", "institution_id", "first_on"),
    )

    id: int = Field(default=None, primary_key=True)
    unique_key: str = Field(unique=True, max_length=60)
    """Of whom, period and version, so that two who ask at once ask for one."""
    institution_id: int | None = Field(default=None, sa_column=key_column("institution.id", nullable=True, index=False))
    """None for the network's."""
    span: ReportSpan = Field(sa_column=enum_column(ReportSpan))
    first_on: date
    until: date
    """The day after the period's last."""
    version: int = 1
    """From 1 for each period; the newest is the one that counts."""
    asked_at: datetime = Field(sa_column=moment_column())
    asked_by_id: int | None = Field(default=None, sa_column=key_column("person.id", nullable=True))
    """None where the calendar asked; then it is also told by e-mail."""
    made_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))


class PortfolioFile(Table, table=True):
    """A finished report in one language and format, in the file store."""

    __tablename__ = "portfolio_file"
    __table_args__ = (UniqueConstraint("report_id", "language", "format"),)

    id: int = Field(default=None, primary_key=True)
    report_id: int = Field(sa_column=key_column("portfolio_report.id", index=False))
    language: Language = Field(sa_column=enum_column(Language))
    format: ReportFormat = Field(sa_column=enum_column(ReportFormat))
    sha256: str = Field(sa_column=digest_column())
    size: int
    """Bytes."""
