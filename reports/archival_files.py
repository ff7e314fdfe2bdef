"""Files inside documents."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Attached:
    """A file inside the document. `relationship` is as ISO 32000-2 names it: the pages are drawn from a Source."""

    name: str
    description: str
    content: bytes
    relationship: str = "Source"
