"""The search for prior art, and what it found."""

from enum import StrEnum


class PriorArtKind(StrEnum):
    PATENT = "patent"
    PUBLICATION = "publication"
    PRODUCT = "product"
    OWN_CASE = "own_case"  # of the institution's own portfolio
    OTHER = "other"


class PriorArtCategory(StrEnum):
    """What it does to a claim, as the patent offices' search reports mark it (WIPO standard ST.14)."""

    X = "x"  # takes novelty or inventive step by itself
    Y = "y"  # takes inventive step together with another document
    A = "a"  # shows the state of the art only


class SearchMeans(StrEnum):
    """How a search was made."""

    BY_HAND = "by_hand"
    EPO = "epo"  # the European Patent Office's Open Patent Services
