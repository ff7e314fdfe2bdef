"""What is found in files that people add."""

from enum import StrEnum


class TextState(StrEnum):
    """What came of reading a file's words."""

    READ = "read"
    """All of it."""
    PART = "part"
    """What is missing is told by `TextGap`."""
    NO_TEXT = "no_text"
    """Of a kind that holds no words we can read: pictures, measurements, scans."""
    UNREADABLE = "unreadable"
    """Broken, locked by a password, or too much for the time and memory that it was given."""


class TextGap(StrEnum):
    """What of a file is not among its words, so that nothing is compared with it."""

    REST = "rest"
    """What comes after as much as is compared, or as there was time to read."""
    INSIDE = "inside"
    """Files and objects in it, of kinds that are not read."""
    PICTURES = "pictures"
    PAGES = "pages"
    """Without any text, as scanners make them."""
    LETTERS = "letters"
    """That nothing tells how to read: unknown codings, fonts without a key."""
    LOCKED = "locked"
    """By a password."""
    BROKEN = "broken"


class Told(StrEnum):
    """What a picture says beside its pixels."""

    FILE_NAME = "file_name"
    AUTHOR = "author"
    POSITION = "position"
    """Where on earth it was taken."""
    DEVICE = "device"
    SOFTWARE = "software"
    TAKEN_AT = "taken_at"
    WORDS = "words"
    """Titles, descriptions, comments and keywords."""
    OTHER = "other"
