"""Pictures of a technology's offers, and what was read in attached files so that offers are compared with it."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from models.rules.words import TextState
from models.tables.columns import Table, digest_column, enum_column, key_column, list_column, moment_column


class Figure(Table, table=True):
    """One picture of a technology, in both languages. The file in the store is drawn anew from what was uploaded:
    pixels alone, nothing of what cameras and programs write beside them. The original is not kept.

    What one version of an offer shows is in `Offer.figures`, to which consent and approval are bound.
    """

    __table_args__ = (
        Index("ix_figure_technology_position", "technology_id", "position"),
        CheckConstraint("media_type IN ('image/png', 'image/jpeg')", name="media_type_served"),
        CheckConstraint("width > 0 AND height > 0 AND size > 0", name="has_pixels"),
        CheckConstraint("alt_en <> '' AND alt_pl <> ''", name="described_in_both_languages"),
    )
    confidential: ClassVar[frozenset[str]] = frozenset({"told"})

    id: int = Field(default=None, primary_key=True)
    technology_id: int = Field(sa_column=key_column("technology.id", index=False))
    position: int
    """From 1, among those that were not removed."""
    sha256: str = Field(sa_column=digest_column())
    media_type: str = Field(max_length=20)
    width: int
    height: int
    """Pixels, as they are seen."""
    size: int
    """Bytes."""
    alt_en: str
    alt_pl: str
    caption_en: str = ""
    caption_pl: str = ""
    told: dict[str, str] = Field(default_factory=dict, sa_column=list_column())
    """What the original said beside its pixels, and its name, by `Told`. Compared, never shown outward."""
    added_by: str = Field(max_length=40)
    """The key of the actor, such as `person:12`."""
    added_by_name: str
    added_at: datetime = Field(sa_column=moment_column())
    removed_at: datetime | None = Field(default=None, sa_column=moment_column(nullable=True))
    removed_by_name: str = ""

    def shown_in(self, language: str) -> dict[str, Any]:
        """Its entry in `Offer.figures`."""
        polish = language == "pl"
        return {
            "sha256": self.sha256,
            "media_type": self.media_type,
            "width": self.width,
            "height": self.height,
            "alt": self.alt_pl if polish else self.alt_en,
            "caption": self.caption_pl if polish else self.caption_en,
        }


class FileText(Table, table=True):
    """The words of an attached file, known by its content: offers are compared with them."""

    __tablename__ = "file_text"
    confidential: ClassVar[frozenset[str]] = frozenset({"text"})

    sha256: str = Field(sa_column=digest_column(primary_key=True))
    state: TextState = Field(sa_column=enum_column(TextState))
    text: str = ""
    """Empty where nothing could be read."""
    gaps: list[str] = Field(default_factory=list, sa_column=list_column())
    """What of the file is not in the text: values of `TextGap`."""
    reader: int
    """Which version of our reader has read it."""
    read_at: datetime = Field(sa_column=moment_column())
