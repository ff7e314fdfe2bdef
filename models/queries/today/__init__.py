"""What needs an officer today, most urgent first.

Every part reads the first rows along an index and counts at most `MOST_COUNTED`: an office with a hundred thousand
cases waits no longer than one with a thousand.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from models.queries.board import Card
from models.queries.today.alarms import Alarm, alarms
from models.queries.today.answers import Interest, Question, Unread, leads_waiting, questions, unread
from models.queries.today.cases import Turn, due_holds, stale, turns
from models.queries.today.deadlines import Deadline, agreed_deadlines, legal_deadlines
from models.queries.today.expiring import Expiring, expiring
from models.queries.today.parked import Stuck, stuck
from models.queries.today.reviews import Asked, review_tasks
from models.queries.today.scope import MOST_COUNTED, Few, Scope
from models.rules.days import local_date
from models.rules.permissions import Act, Actor, Case, demand

__all__ = ["MOST_COUNTED", "Few", "Scope", "Today", "today"]


@dataclass(frozen=True, slots=True)
class Today:
    clocks: Few[Deadline]
    """Statutory ones; the nearest first, those past before them."""
    alarms: Few[Alarm]
    """Public offers that say what is confidential."""
    expiring: Few[Expiring]
    """Public offers whose last day is near."""
    interests: Few[Interest]
    questions: Few[Question]
    messages: Few[Unread]
    stuck: Few[Stuck]
    holds: Few[Card]
    turns: Few[Turn]
    """Cases whose next step is the officer's."""
    further: int
    """Cases under way whose gates were not looked at."""
    reviews: Few[Asked]
    """What reviews and their decisions ask for."""
    agreed: Few[Deadline]
    stale: Few[Turn]
    """Over their target days while somebody else has to act."""


def today(session: Session, actor: Actor, *, mine: bool, now: datetime) -> Today:
    """`mine` leaves the cases of which the actor is in charge; else those of the whole institution."""
    demand(actor, Act.TRIAGE, Case(actor.institution_id))
    scope = Scope(actor, mine, local_date(now))
    interests = leads_waiting(session, scope)
    found = turns(session, scope, told={row.reference for row in interests.rows})
    return Today(
        clocks=legal_deadlines(session, scope),
        alarms=alarms(session, scope),
        expiring=expiring(session, scope),
        interests=interests,
        questions=questions(session, scope),
        messages=unread(session, scope),
        stuck=stuck(session, scope),
        holds=due_holds(session, scope),
        turns=found.own,
        further=found.further,
        reviews=review_tasks(session, scope),
        agreed=agreed_deadlines(session, scope),
        stale=stale(session, scope, found),
    )
