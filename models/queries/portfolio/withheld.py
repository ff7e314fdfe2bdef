"""What leaves an institution as a figure of the network: no count of one or two confidential cases, no age of one.

Published offers, what was sent and what was answered are not confidential and are counted in full.
"""

from collections.abc import Sequence
from dataclasses import astuple, fields, replace
from itertools import groupby

from models.queries.portfolio.counts import (
    HORIZONS,
    Cohort,
    Deals,
    HouseLine,
    Income,
    Line,
    Pooled,
    Portfolio,
    StageLine,
    SubjectLine,
    Survey,
)
from models.rules.small_counts import LEAST_SHOWN, Count, parts_shown, shown
from models.rules.words import Stage


def without_single_cases(found: Portfolio) -> Portfolio:
    return replace(
        found,
        total=Line(*(shown(count) for count in astuple(found.total))),
        stages=_stages(found.stages),
        cohorts=_cohorts(found.cohorts),
        pooled={months: _pooled(each) for months, each in found.pooled.items()},
        subjects=_subjects(found.subjects),
        houses=_houses(found.houses),
        deals=Deals(
            {kind: shown(count or 0) for kind, count in found.deals.signed.items()},
            [_income(each) for each in found.deals.income],
        ),
        survey=Survey(**{field.name: shown(getattr(found.survey, field.name)) for field in fields(Survey)}),
    )


def _stages(stages: Sequence[StageLine]) -> list[StageLine]:
    """Those under way sum to a count of their own, so they are parts of a whole."""
    under_way = [each for each in stages if each.target_days is not None]
    standing = dict(
        zip((each.stage for each in under_way), parts_shown([each.standing or 0 for each in under_way]), strict=True)
    )
    return [_stage(each, standing.get(each.stage, shown(each.standing or 0))) for each in stages]


def _stage(each: StageLine, standing: int | None) -> StageLine:
    few = standing is None
    return replace(
        each,
        entered=shown(each.entered or 0),
        entered_in_year=shown(each.entered_in_year or 0),
        standing=standing,
        median_age=None if few else each.median_age,
        late=None if few else shown(each.late or 0),
    )


def _cohorts(cohorts: Sequence[Cohort]) -> list[Cohort]:
    """Those for which a horizon is over are parts of what stands pooled beside them."""
    sizes = parts_shown([each.size or 0 for each in cohorts])
    cells = {
        (months, stage): _cells(cohorts, months, stage) for months in HORIZONS for stage in cohorts[0].reached[months]
    }
    return [
        replace(
            each,
            size=size,
            reached={
                months: {stage: None if size is None else cells[months, stage][place] for stage in counts}
                for months, counts in each.reached.items()
            },
        )
        for place, (each, size) in enumerate(zip(cohorts, sizes, strict=True))
    ]


def _cells(cohorts: Sequence[Cohort], months: int, stage: Stage) -> list[Count]:
    counts = [each.reached[months][stage] or 0 for each in cohorts]
    over = iter(parts_shown([count for count, each in zip(counts, cohorts, strict=True) if months in each.over]))
    return [next(over) if months in each.over else shown(count) for count, each in zip(counts, cohorts, strict=True)]


def _pooled(each: Pooled) -> Pooled:
    size = shown(each.size or 0)
    return Pooled(size, {stage: None if size is None else shown(count or 0) for stage, count in each.reached.items()})


def _subjects(lines: Sequence[SubjectLine]) -> list[SubjectLine]:
    """Chains are parts of all, fields are parts of their chain; of a chain that is withheld no field is shown."""
    groups = [list(group) for _, group in groupby(lines, key=lambda each: each.chain)]
    heads = _parts([group[0].line for group in groups])
    found = []
    for head, group in zip(heads, groups, strict=True):
        found.append(replace(group[0], line=head))
        below = _parts([each.line for each in group[1:]], head) if len(group) > 1 else []
        found += [replace(each, line=line) for each, line in zip(group[1:], below, strict=True)]
    return found


def _houses(lines: Sequence[HouseLine]) -> list[HouseLine]:
    return [replace(each, line=line) for each, line in zip(lines, _parts([each.line for each in lines]), strict=True)]


def _parts(lines: Sequence[Line], whole: Line | None = None) -> list[Line]:
    """Column by column."""
    columns = [
        parts_shown(
            [getattr(line, field.name) for line in lines],
            whole_shown=whole is None or getattr(whole, field.name) is not None,
        )
        for field in fields(Line)
    ]
    return [Line(*cells) for cells in zip(*columns, strict=True)]


def _income(each: Income) -> Income:
    """A sum of one or two agreements would tell what they bring, and so might the licences' part of a larger one."""
    if (each.agreements or 0) >= LEAST_SHOWN:
        return each if each.of_licences in (0, each.amount) else replace(each, of_licences=None)
    return replace(each, agreements=None, payments=None, amount=None, of_licences=None)
