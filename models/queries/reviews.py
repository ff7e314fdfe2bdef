"""The reviewers' room: cases in IP review, and who has scored what."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from models.queries.technologies import technologies_for
from models.rules.permissions import Act, Actor, Case, demand
from models.rules.words import Criterion, Stage
from models.tables import Assessment, ReviewDecision, Technology

MOST = 200
"""The longest in review come first; more than these no room holds."""


@dataclass(slots=True)
class ReviewRow:
    technology: Technology
    mine: set[Criterion] = field(default_factory=set)
    scored: set[Criterion] = field(default_factory=set)
    """By anybody."""
    others: set[int] = field(default_factory=set)
    """The other reviewers who have scored, by their id."""
    decided: bool = False

    @property
    def open(self) -> int:
        """Criteria that I have not scored."""
        return len(Criterion) - len(self.mine)


def open_reviews(session: Session, actor: Actor) -> Sequence[ReviewRow]:
    """Three queries. Those that wait for the actor's scores first, the longest waiting before all others."""
    demand(actor, Act.ASSESS, Case(actor.institution_id))
    found = technologies_for(actor).where(Technology.stage == Stage.IP_REVIEW)
    technologies = session.exec(found.order_by(col(Technology.stage_since), col(Technology.id)).limit(MOST))
    rows = {each.id: ReviewRow(each) for each in technologies}
    for score in session.exec(select(Assessment).where(col(Assessment.technology_id).in_(rows))):
        row = rows[score.technology_id]
        row.scored.add(score.criterion)
        if score.reviewer_id == actor.person_id:
            row.mine.add(score.criterion)
        else:
            row.others.add(score.reviewer_id)
    decided = select(ReviewDecision.technology_id).where(col(ReviewDecision.technology_id).in_(rows)).distinct()
    for number in session.exec(decided):
        rows[number].decided = True
    return sorted(rows.values(), key=lambda row: (row.open == 0, row.technology.stage_since))
