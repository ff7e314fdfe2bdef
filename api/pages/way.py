"""The way of a technology as a line of stages: passed, here or ahead."""

from collections.abc import Collection, Sequence

from models.rules.pipeline import Pipeline
from models.rules.words import Stage

_OFF_THE_WAY = (Stage.RELEASED, Stage.CLOSED)


def way(rules: Pipeline, at: Stage, visited: Collection[Stage]) -> Sequence[tuple[Stage, str]]:
    """The stages to the good end, or those that it came through and the end that it found. `visited` are all in which
    it ever stood."""
    usual = [stage for stage in rules.stages if stage not in _OFF_THE_WAY]
    if at in _OFF_THE_WAY:
        return [*((stage, "passed") for stage in usual if stage in visited), (at, "here")]
    place = usual.index(at)
    return [
        (stage, "passed" if number < place else "here" if number == place else "ahead")
        for number, stage in enumerate(usual)
    ]
