"""The creators are told of a decision by letter: asked for in the decision's own transaction, drawn by a flow."""

from datetime import datetime

from sqlmodel import Session

from models.actions.deliveries import queue_notice
from models.actions.turns import take_turn_of_door
from models.actions.work import enqueue
from models.queries.decision_letters import creators_of
from models.queries.technologies import institution_case
from models.rules.permissions import Act, Actor, demand
from models.rules.words import NoticeKind, WorkKind
from models.tables import DecisionLetter, ReviewDecision, Technology


def order_letters(
    session: Session, technology: Technology, decision: ReviewDecision, *, now: datetime
) -> list[DecisionLetter]:
    """One in each language that a creator reads. For `record_decision`, which has shown that the actor may decide."""
    languages = sorted({each.language for each in creators_of(session, technology)})
    letters = [
        DecisionLetter(technology_id=technology.id, decision_id=decision.id, language=language, asked_at=now)
        for language in languages
    ]
    session.add_all(letters)
    session.flush()
    for letter in letters:
        enqueue(session, WorkKind.DRAW_LETTER, letter.id, key=str(letter.id), now=now)
    return letters


def record_letter_drawn(session: Session, letter_id: int, *, sha256: str, actor: Actor, now: datetime) -> None:
    """Those creators who read its language and have an account are told that it is there; not what it says.

    A letter that was drawn stays as it is.
    """
    letter = session.get_one(DecisionLetter, letter_id)
    technology = take_turn_of_door(session, letter.technology_id)
    demand(actor, Act.RUN, institution_case(technology))
    if letter.sha256 is not None:
        return
    letter.sha256, letter.drawn_at = sha256, now
    session.add(letter)
    session.flush()
    for creator in creators_of(session, technology):
        if creator.person is not None and creator.language is letter.language:
            queue_notice(
                session,
                NoticeKind.DECISION_LETTER,
                key=f"{letter.id}:{creator.person.id}",
                person_id=creator.person.id,
                technology_id=technology.id,
                facts={"reference": technology.reference, "path": f"/disclosures/{technology.reference}"},
                now=now,
            )
