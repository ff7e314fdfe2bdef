"""What kind of names stand in a confidential column, so that each can be looked for by itself."""

from enum import Enum, auto


class Naming(Enum):
    PARTIES = auto()
    """Firms and persons: Novaltis Pharma, BASF."""
    RIVALS = auto()
    """Firms too, among methods and products with which an offer has to compare itself: ELISA, citrus fibre."""
    MATERIALS = auto()
    """Materials, data and software, with their makers: THP-1 cells, ruthenium acetylacetonate."""
    TERM = auto()
    """A text that may be a term alone, and counts as one only where it is: "ruthenium acetylacetonate"."""
