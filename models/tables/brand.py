"""What institutions and the network look like on briefs. Images lie in the file store, drawn anew."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from models.rules.words import BriefLength
from models.tables.columns import Table, digest_column, enum_column


class Brand(Table, table=True):
    """An institution's; without a row, or without a logo, its name stands in the logo's place."""

    institution_id: int = Field(primary_key=True, foreign_key="institution.id")
    colour: str = Field(default="", max_length=7)
    """As `#rrggbb`; empty for the value chain's."""
    brief_length: BriefLength = Field(default=BriefLength.TWO_PAGES, sa_column=enum_column(BriefLength))
    """Of its briefs, where an officer has not chosen for a technology."""
    logo_sha256: str | None = Field(default=None, sa_column=digest_column(nullable=True))
    logo_width: int = 0
    """In pixels, like the height; 0 where there is no logo."""
    logo_height: int = 0


class Network(Table, table=True):
    """What the network itself shows on every brief: one row at most. Its name stands in the settings."""

    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: int = Field(default=1, primary_key=True)
    logo_sha256: str | None = Field(default=None, sa_column=digest_column(nullable=True))
    logo_width: int = 0
    logo_height: int = 0
