"""Documents that are handed out."""

from enum import StrEnum


class CopyKind(StrEnum):
    """A document of which each copy is stamped with its reader's name, the day and an id."""

    BRIEF = "brief"
    DOSSIER = "dossier"
