"""What is found in files that people add."""

from enum import StrEnum


class TextState(StrEnum):
    """What came of reading a file's words."""

    READ = "read"
    CUT = "cut"
    """Read up to the most that is compared."""
    NO_TEXT = "no_text"
    """Of a kind that holds no words we can read: pictures, measurements, scans."""
    UNREADABLE = "unreadable"
    """Broken, locked by a password, or too much for the time and memory that it was given."""


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
