"""Scores, weights and what several reviewers make of one technology. Totals are whole hundredths of a point."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from models.errors import Incomplete
from models.rules.bilingual import Bilingual
from models.rules.words import Criterion

POINTS = range(1, 6)
"""1 is poor, 5 is strong."""
APART = 2
"""Points between the highest and the lowest score from which reviewers should talk."""
WHOLE = 100
MOST_REVIEWERS = 9

Weights = Mapping[Criterion, int]
"""Percent by criterion; they sum to 100."""
Scores = Mapping[Criterion, int]

STANDARD_WEIGHTS: Weights = dict.fromkeys(Criterion, WHOLE // len(Criterion))
"""Where an institution has chosen none."""
STANDARD_REVIEWERS = 1


@dataclass(frozen=True, slots=True)
class Asked:
    """A criterion as a reviewer reads it."""

    asks: Bilingual
    levels: tuple[Bilingual, ...]
    """What each point means, from 1 on."""


@cache
def criteria() -> dict[Criterion, Asked]:
    source = resources.files("models.rules").joinpath("assessment.toml").read_text(encoding="utf-8")
    return {Criterion(code): _asked(entry) for code, entry in tomllib.loads(source).items()}


def _asked(entry: dict[str, list[dict[str, str]] | dict[str, str]]) -> Asked:
    asks, levels = entry["asks"], entry["levels"]
    assert isinstance(asks, dict)
    assert isinstance(levels, list)
    return Asked(Bilingual.read(asks), tuple(map(Bilingual.read, levels)))


def weights_from(given: Mapping[Criterion, int]) -> dict[Criterion, int]:
    """Checked: every criterion has one, none is negative, and they sum to 100. Raises `Incomplete`."""
    missing = tuple(criterion for criterion in Criterion if criterion not in given)
    if missing:
        raise Incomplete("Give every criterion a weight, if only 0: %(missing)s.", missing=missing)
    if any(not 0 <= percent <= WHOLE for percent in given.values()):
        raise Incomplete("A weight is a whole number of percent, from 0 to 100.")
    total = sum(given.values())
    if total != WHOLE:
        raise Incomplete("The weights sum to %(total)s %%, and must sum to 100 %%.", total=total)
    return {criterion: given[criterion] for criterion in Criterion}


def is_complete(scores: Scores) -> bool:
    return all(criterion in scores for criterion in Criterion)


def weighted_total(scores: Scores, weights: Weights) -> int | None:
    """In hundredths, exactly: points times percent. None until every criterion is scored."""
    return sum(scores[each] * weights[each] for each in Criterion) if is_complete(scores) else None


@dataclass(frozen=True, slots=True)
class Spread:
    """What several reviewers gave one criterion."""

    criterion: Criterion
    by_reviewer: Mapping[int, int]

    @property
    def mean(self) -> float | None:
        scores = self.by_reviewer.values()
        return round(sum(scores) / len(scores), 1) if scores else None

    @property
    def apart(self) -> int:
        scores = self.by_reviewer.values()
        return max(scores) - min(scores) if scores else 0

    @property
    def disagrees(self) -> bool:
        return self.apart >= APART


@dataclass(frozen=True, slots=True)
class Tally:
    """Of the reviewers whose scores count."""

    weights: Weights
    totals: Mapping[int, int]
    """In hundredths, by reviewer; of those who have scored every criterion."""
    spreads: tuple[Spread, ...]

    @property
    def mean(self) -> int | None:
        """Of the totals, in hundredths, a half rounded up."""
        count = len(self.totals)
        return (2 * sum(self.totals.values()) + count) // (2 * count) if count else None

    @property
    def disagreements(self) -> Sequence[Spread]:
        return [each for each in self.spreads if each.disagrees]


def tally(scores: Mapping[int, Scores], weights: Weights) -> Tally:
    """`scores` by reviewer."""
    totals = {reviewer: weighted_total(given, weights) for reviewer, given in scores.items()}
    return Tally(
        weights,
        {reviewer: total for reviewer, total in totals.items() if total is not None},
        tuple(
            Spread(each, {reviewer: given[each] for reviewer, given in scores.items() if each in given})
            for each in Criterion
        ),
    )
