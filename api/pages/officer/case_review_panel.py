"""Who reviews, what they gave and how far apart they are; the decision with what it set going; the rights offered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from models.queries.assessments import (
    Policy,
    candidates,
    house_case,
    policy_of,
    reads_conflicts,
    requests_of,
    scored_of,
    statement_of,
    statements_of,
)
from models.queries.cases import ReviewFile
from models.queries.decisions import effects_of, owed_to, plan_of, rights_offers_of
from models.queries.ownership import inputs_of, received
from models.queries.people import names_of
from models.rules.assessment import POINTS, Spread, Tally, is_complete
from models.rules.bilingual import Bilingual
from models.rules.clocks.fees import FeeCap, transfer_fee_cap
from models.rules.days import local_date
from models.rules.inputs import limits_of
from models.rules.permissions import Act, Actor, Case, may
from models.rules.words import RequestState, SoftwareLicensing, Tie
from models.tables import (
    Assessment,
    Clock,
    ConflictStatement,
    DecisionEffect,
    Person,
    ProtectionPlan,
    ReviewDecision,
    ReviewRequest,
    RightsOffer,
    Technology,
    ThirdPartyInput,
)

USUAL_DAYS = 14
"""That a reviewer is given unless the office says otherwise."""
LEFT, STEP = 20, 45
"""Of the drawn line: where the first point lies, and how far the next."""


@dataclass(frozen=True, slots=True)
class Reviewer:
    """`number` stands in the dots of the chart."""

    id: int
    number: int
    name: str
    request: ReviewRequest | None
    statement: ConflictStatement | None
    scored: int
    total: int | None
    counts: bool
    days: int
    """Until the scores are wanted."""
    told: bool
    """The reader may read why they declined, what they declared, and why it was decided so."""

    @property
    def late(self) -> bool:
        return self.request is not None and self.request.state is RequestState.OPEN and self.days < 0


@dataclass(frozen=True, slots=True)
class Dot:
    number: int
    x: float


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion drawn: a dot for each reviewer on the line from 1 to 5."""

    spread: Spread
    weight: int
    dots: tuple[Dot, ...]
    first: float
    last: float
    """Where the band from the lowest to the highest score begins and ends."""


@dataclass(frozen=True, slots=True)
class Decided:
    decision: ReviewDecision
    name: str
    effects: Sequence[DecisionEffect]
    clocks: Mapping[int, Clock]


@dataclass(frozen=True, slots=True)
class Panel:
    reviewers: tuple[Reviewer, ...]
    hidden: bool
    tally: Tally
    lines: tuple[Line, ...]
    policy: Policy
    complete: int
    said: Sequence[tuple[int, Assessment]]
    """Comments and changed scores, with the reviewer's number."""
    candidates: Sequence[tuple[Person, tuple[Tie, ...]]]
    usual_due: date
    decided: tuple[Decided, ...]
    """The one in force first."""
    plan: ProtectionPlan | None
    components: Sequence[tuple[ThirdPartyInput, tuple[Bilingual, ...]]]
    """What of others went in, with what its terms restrict."""
    licensing: tuple[SoftwareLicensing, ...]
    offers: Sequence[RightsOffer]
    owed: tuple[str, ...]
    cap: FeeCap
    own: ConflictStatement | None
    asked: bool
    """A request waits for the reader."""
    may_rule: bool
    """The reader may decide on a conflict of interest that somebody else declared."""

    @property
    def aside(self) -> bool:
        """The reader declared a conflict of interest that was not admitted."""
        return self.own is not None and not self.own.clears

    @property
    def undecided(self) -> list[Reviewer]:
        return [each for each in self.reviewers if each.statement is not None and each.statement.undecided]

    @property
    def negative(self) -> bool:
        return bool(self.decided) and self.decided[0].decision.outcome != "proceed"


def panel_of(session: Session, technology: Technology, file: ReviewFile, actor: Actor, now: datetime) -> Panel:
    today = local_date(now)
    policy = policy_of(session, technology.institution_id)
    scored = scored_of(session, technology.id)
    shown = {} if file.hidden else scored.counted
    tally = scored.tally(policy.weights)
    reviewers = _reviewers(session, technology, scored.by_reviewer, tally, scored.excluded, actor, today)
    numbers = {each.id: each.number for each in reviewers}
    asks = may(actor, Act.ASK_REVIEWER, Case(technology.institution_id))
    visible = Tally(policy.weights, tally.totals if not file.hidden else {}, tally.spreads if shown else ())
    own = statement_of(session, technology.id, actor.person_id) if actor.person_id else None
    return Panel(
        reviewers=reviewers,
        hidden=file.hidden,
        tally=visible,
        lines=tuple(_line(each, policy.weights[each.criterion], numbers) for each in visible.spreads),
        policy=policy,
        complete=scored.complete,
        said=[
            (numbers[row.reviewer_id], row) for row, _ in file.assessments if row.comment or row.first_score is not None
        ],
        candidates=_free(candidates(session, technology, actor), reviewers) if asks else (),
        usual_due=today + timedelta(days=USUAL_DAYS),
        decided=_decided(session, technology, file, actor),
        plan=plan_of(session, technology.id),
        components=[(row, limits_of(received(row))) for row in inputs_of(session, technology.id)],
        licensing=tuple(SoftwareLicensing),
        offers=rights_offers_of(session, technology.id),
        owed=tuple(each.name for each in owed_to(session, technology)),
        cap=transfer_fee_cap(today.year),
        own=own,
        asked=any(
            each.id == actor.person_id and each.request is not None and each.request.state is RequestState.OPEN
            for each in reviewers
        ),
        may_rule=may(actor, Act.RULE_ON_CONFLICT, house_case(session, technology.institution_id)),
    )


def _reviewers(
    session: Session,
    technology: Technology,
    scores: Mapping[int, Mapping[Any, int]],
    tally: Tally,
    excluded: frozenset[int],
    actor: Actor,
    today: date,
) -> tuple[Reviewer, ...]:
    """Everybody who was asked, has stated a conflict or has scored, in this order."""
    requests = {each.reviewer_id: each for each in requests_of(session, technology.id)}
    statements = statements_of(session, technology.id)
    stated = [person for person, row in statements.items() if row.declared]
    people = list(dict.fromkeys([*requests, *scores, *stated]))
    names = names_of(session, people)
    all_of_it = reads_conflicts(session, technology, actor)
    found = []
    for number, person in enumerate(people, 1):
        request = requests.get(person)
        found.append(
            Reviewer(
                person,
                number,
                names[person],
                request,
                statements.get(person),
                len(scores.get(person, {})),
                tally.totals.get(person),
                person not in excluded and is_complete(scores.get(person, {})),
                (request.due_on - today).days if request else 0,
                all_of_it or person == actor.person_id,
            )
        )
    return tuple(found)


def _free(
    people: Sequence[tuple[Person, tuple[Tie, ...]]], reviewers: Sequence[Reviewer]
) -> list[tuple[Person, tuple[Tie, ...]]]:
    """Without creators, and without those who are asked or have scored."""
    busy = {
        each.id
        for each in reviewers
        if each.counts or (each.request and each.request.state in (RequestState.OPEN, RequestState.DONE))
    }
    return [
        (person, ties)
        for person, ties in people
        if person.id not in busy and not {Tie.CREATOR, Tie.SUBMITTER} & set(ties)
    ]


def _line(spread: Spread, weight: int, numbers: Mapping[int, int]) -> Line:
    """Equal scores stand side by side."""
    dots = []
    for point in POINTS:
        there = sorted(numbers[person] for person, score in spread.by_reviewer.items() if score == point)
        middle = (len(there) - 1) / 2
        dots += [Dot(number, _x(point) + 14 * (place - middle)) for place, number in enumerate(there)]
    scores = spread.by_reviewer.values()
    return Line(spread, weight, tuple(dots), _x(min(scores, default=1)), _x(max(scores, default=1)))


def _x(point: float) -> float:
    return LEFT + STEP * (point - 1)


def _decided(session: Session, technology: Technology, file: ReviewFile, actor: Actor) -> tuple[Decided, ...]:
    effects = effects_of(session, technology, actor)
    names = names_of(session, {each.decided_by_id for each in file.decisions})
    found = []
    for decision in reversed(file.decisions):
        own = effects.get(decision.id, ())
        clocks = {each.clock_id: session.get_one(Clock, each.clock_id) for each in own if each.clock_id}
        found.append(Decided(decision, names[decision.decided_by_id], own, clocks))
    return tuple(found)
