"""Keeping single cases out of figures that others read: small counts are withheld, with what gives them away."""

from collections.abc import Sequence

LEAST_SHOWN = 3
"""Below it a count of confidential cases is withheld."""

Count = int | None
"""None where the count is withheld."""


def shown(count: int) -> Count:
    """A count by itself, of which nothing else in the report is a part."""
    return None if 0 < count < LEAST_SHOWN else count


def parts_shown(parts: Sequence[int], *, whole_shown: bool = True) -> list[Count]:
    """The parts of a whole that stands beside them.

    One withheld part could be told from the whole and the others, and two ones from a rest of two: the next smallest
    are withheld with it, until at least two parts with `LEAST_SHOWN` together are. Of a whole that is itself withheld,
    no part is shown, nor which of them are empty.
    """
    if not whole_shown or 0 < sum(parts) < LEAST_SHOWN:
        return [None] * len(parts)
    hidden = {place for place, part in enumerate(parts) if 0 < part < LEAST_SHOWN}
    rest = sorted((part, place) for place, part in enumerate(parts) if part >= LEAST_SHOWN)
    while hidden and rest and (len(hidden) < 2 or sum(parts[place] for place in hidden) < LEAST_SHOWN):
        hidden.add(rest.pop(0)[1])
    return [None if place in hidden else part for place, part in enumerate(parts)]
