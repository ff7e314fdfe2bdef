"""A portfolio put together: an institution's in full for its own people, the network's without single cases."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from sqlmodel import Session, col, select

from models.queries.portfolio.cohorts import cohorts, pooled
from models.queries.portfolio.counts import HouseLine, Line, Portfolio, StageLine, SubjectLine
from models.queries.portfolio.deals import deals, survey
from models.queries.portfolio.outreach import answers, published_offers
from models.queries.portfolio.stages import (
    Scope,
    Spot,
    Standing,
    disclosed,
    entered,
    imported,
    median_ages,
    standing,
)
from models.queries.portfolio.withheld import without_single_cases
from models.rules.dates import anniversary
from models.rules.periods import Period, midnight
from models.rules.permissions import Act, Actor, Case, demand
from models.rules.pipeline import pipeline
from models.rules.words import FIELDS_OF_CHAIN, Stage, ValueChain
from models.tables import Institution, InstitutionHead

Belongs = Callable[[Spot], bool]


def institution_portfolio(
    session: Session, institution_id: int, period: Period, actor: Actor, *, today: date
) -> Portfolio:
    head = session.get(InstitutionHead, institution_id)
    demand(actor, Act.REPORT_PORTFOLIO, Case(institution_id, head_id=head.person_id if head else None))
    return _read(session, Scope(institution_id), period, today)


def network_portfolio(session: Session, period: Period, actor: Actor, *, today: date) -> Portfolio:
    """All institutions together. Counts of one or two confidential cases are withheld before it leaves here."""
    demand(actor, Act.REPORT_PORTFOLIO, Case(None))
    return without_single_cases(_read(session, Scope(None), period, today))


def _read(session: Session, scope: Scope, period: Period, today: date) -> Portfolio:
    at_end, fresh = standing(session, scope, period), disclosed(session, scope, period)

    def line(belongs: Belongs) -> Line:
        return _line(at_end.counts, fresh, belongs)

    offers, left_out = published_offers(session, scope, period, today=today)
    watched = cohorts(session, scope, period)
    total = line(lambda _spot: True)
    assert total.disclosed is not None  # nothing is withheld yet
    return Portfolio(
        period=period,
        day=today,
        total=total,
        stages=_stages(session, scope, period, at_end),
        cohorts=watched,
        pooled=pooled(watched),
        subjects=list(_subjects(line, at_end.counts.keys() | fresh.keys())),
        houses=_houses(session, line, at_end) if scope.institution_id is None else [],
        offers=offers,
        offers_left_out=left_out,
        answers=answers(session, scope, period),
        deals=deals(session, scope, period),
        survey=survey(session, scope, period, total.disclosed),
        imported=imported(session, scope, period),
    )


def _line(counts: Mapping[Spot, int], fresh: Mapping[Spot, int], belongs: Belongs) -> Line:
    stages = pipeline().stages

    def sum_where(condition: Belongs) -> int:
        return sum(count for spot, count in counts.items() if belongs(spot) and condition(spot))

    return Line(
        disclosed=sum(count for spot, count in fresh.items() if belongs(spot)),
        under_way=sum_where(lambda spot: not stages[spot.stage].end),
        public=sum_where(lambda spot: stages[spot.stage].published),
        licensed=sum_where(lambda spot: spot.stage is Stage.LICENSED),
    )


def _stages(session: Session, scope: Scope, period: Period, at_end: Standing) -> list[StageLine]:
    came = entered(session, scope, period, midnight(anniversary(period.until, -12)))
    ages = median_ages(session, scope, period)
    return [
        StageLine(
            code,
            None if rule.end else rule.target_days,
            *came.get(code, (0, 0)),
            standing=sum(count for spot, count in at_end.counts.items() if spot.stage is code),
            median_age=ages.get(code),
            late=sum(count for spot, count in at_end.late.items() if spot.stage is code),
        )
        for code, rule in pipeline().stages.items()
    ]


def _subjects(line: Callable[[Belongs], Line], spots: Iterable[Spot]) -> Iterable[SubjectLine]:
    """Each chain with its fields below it; what has no field, or no chain, only where there is any."""
    known = {(spot.chain, spot.field) for spot in spots}
    for chain in ValueChain:
        yield SubjectLine(chain, None, line(lambda spot, chain=chain: spot.chain is chain))  # type: ignore[misc]  # mypy reads no default of a lambda
        for subject in FIELDS_OF_CHAIN[chain]:
            yield SubjectLine(chain, subject, line(lambda spot, subject=subject: spot.field is subject))  # type: ignore[misc]  # as above
    if any(chain is None for chain, _ in known):
        yield SubjectLine(None, None, line(lambda spot: spot.chain is None and spot.field is None))


def _houses(session: Session, line: Callable[[Belongs], Line], at_end: Standing) -> list[HouseLine]:
    """Those that have a case."""
    homes = {spot.institution_id for spot in at_end.counts}
    rows = session.exec(select(Institution).where(col(Institution.id).in_(homes)).order_by(Institution.name_en)).all()
    return [
        HouseLine(home.name_en, home.name_pl, line(lambda spot, home=home: spot.institution_id == home.id))  # type: ignore[misc]  # as above
        for home in rows
    ]
