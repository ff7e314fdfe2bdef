"""Asking reviewers, their answers, and statements on conflicts of interest."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from models.actions.deliveries import queue_notice, tell_office
from models.actions.review_forms import ConflictForm, ReviewerForm, RulingForm
from models.actions.trail import content_digest, sign
from models.actions.turns import take_turn, take_turn_of_door
from models.errors import Conflict, Incomplete, NotFound
from models.queries.assessments import (
    REVIEWS,
    latest_request,
    own_scores,
    statement_of,
    ties_of,
)
from models.queries.conflicts import ruled_by, ruler_of
from models.queries.technologies import institution_case
from models.rules.days import local_date
from models.rules.permissions import Act, Actor, demand
from models.rules.words import ConflictRuling, Criterion, NoticeKind, RequestState, Role, SignoffKind, Stage, Tie
from models.tables import ConflictStatement, Notice, Person, ReviewRequest, Technology

OWN = (Tie.SUBMITTER, Tie.CREATOR)
"""Nobody reviews or decides on their own work as if it were another's."""
BEFORE = (7, 1, 0)
"""Days before the due day on which a reviewer is reminded; once more on each day of `AFTER` past it."""
AFTER = (-3, -10)


# Requests


def ask_reviewer(
    session: Session, technology_id: int, form: ReviewerForm, *, actor: Actor, now: datetime
) -> ReviewRequest:
    """An e-mail without the title goes out. Raises `Conflict` for a creator, and for who is asked already."""
    technology = take_turn(session, technology_id, actor)
    demand(actor, Act.ASK_REVIEWER, institution_case(technology))
    reviewer = session.get(Person, form.reviewer_id)
    if reviewer is None or not _may_review(reviewer, technology):
        raise NotFound(f"There is no reviewer {form.reviewer_id} at the institution of {technology.reference}.")
    if form.due_on < local_date(now):
        raise Incomplete("The day by which the scores are wanted, %(day)s, is past.", day=form.due_on)
    if set(ties_of(session, technology, [reviewer])[reviewer.id]) & set(OWN):
        raise Conflict(
            "%(name)s is a creator of %(reference)s: ask somebody else.",
            name=reviewer.name,
            reference=technology.reference,
        )
    known = latest_request(session, technology.id, reviewer.id)
    if known is not None and known.state in (RequestState.OPEN, RequestState.DONE):
        raise Conflict(
            "%(name)s is asked to review %(reference)s already.", name=reviewer.name, reference=technology.reference
        )
    request = ReviewRequest(
        technology_id=technology.id,
        reviewer_id=reviewer.id,
        asked_by_id=_person_id(actor),
        asked_at=now,
        due_on=form.due_on,
        note=form.note,
    )
    if {row.criterion for row in own_scores(session, technology.id, reviewer.id)}.issuperset(Criterion):
        raise Conflict("%(name)s has scored %(reference)s already.", name=reviewer.name, reference=technology.reference)
    session.add(request)
    session.flush()
    _write_to(session, NoticeKind.REVIEW_REQUESTED, request, technology, key=str(request.id), now=now)
    return request


def decline_review(session: Session, request_id: int, *, reason: str, actor: Actor, now: datetime) -> ReviewRequest:
    """By the reviewer alone; the office is told, and reads the reason on the page."""
    request, technology = _request(session, request_id, actor)
    if request.reviewer_id != actor.person_id:
        raise NotFound(f"There is no request {request_id} among those to you.")
    if not reason.strip():
        raise Incomplete("Say why you decline: the office has to find somebody else.")
    _end(session, request, RequestState.DECLINED, reason, now)
    tell_officer(session, technology, actor.name, "declined", key=f"declined:{request.id}", now=now)
    return request


def withdraw_request(session: Session, request_id: int, *, reason: str, actor: Actor, now: datetime) -> ReviewRequest:
    """The office needs no scores of this reviewer any more, such as when somebody takes their place."""
    request, technology = _request(session, request_id, actor)
    demand(actor, Act.ASK_REVIEWER, institution_case(technology))
    _end(session, request, RequestState.WITHDRAWN, reason, now)
    _write_to(session, NoticeKind.REVIEW_WITHDRAWN, request, technology, key=str(request.id), now=now)
    return request


def remind_reviewer(session: Session, request_id: int, *, actor: Actor, now: datetime) -> Notice:
    """Once more by hand; at most one a day."""
    request, technology = _request(session, request_id, actor)
    demand(actor, Act.ASK_REVIEWER, institution_case(technology))
    if request.state is not RequestState.OPEN:
        raise Conflict("The request is not open any more: %(state)s.", state=request.state)
    key = f"{request.id}:by-hand:{local_date(now)}"
    notice = _write_to(session, NoticeKind.REVIEW_REMINDER, request, technology, key=key, now=now)
    if notice is None:
        raise Conflict("The reviewer was reminded today already.")
    return notice


def remind_reviewers(session: Session, *, now: datetime) -> int:
    """The daily sweep: of open requests of cases in review, whatever threshold was reached and not said; how many."""
    today = local_date(now)
    rows = session.exec(
        select(ReviewRequest, Technology)
        .join(Technology, col(Technology.id) == col(ReviewRequest.technology_id))
        .where(
            ReviewRequest.state == RequestState.OPEN,
            ReviewRequest.due_on <= today + timedelta(days=BEFORE[0]),
            Technology.stage == Stage.IP_REVIEW,
        )
        .order_by(col(ReviewRequest.due_on), col(ReviewRequest.id))
    ).all()
    queued = 0
    for request, technology in rows:
        days = (request.due_on - today).days
        reached = min(threshold for threshold in (*BEFORE, *AFTER) if days <= threshold)
        if local_date(request.asked_at) == today:
            continue  # the request itself is today's e-mail
        key = f"{request.id}:{request.due_on}:{reached}"
        queued += _write_to(session, NoticeKind.REVIEW_REMINDER, request, technology, key=key, now=now) is not None
    return queued


def finish_request(session: Session, technology: Technology, actor: Actor, *, now: datetime) -> None:
    """The reviewer has scored every criterion: what asked for it is done, and the office is told."""
    request = latest_request(session, technology.id, _person_id(actor))
    if request is None or request.state is not RequestState.OPEN:
        return
    _end(session, request, RequestState.DONE, "", now)
    tell_officer(session, technology, actor.name, "scored", key=f"scored:{request.id}", now=now)


def demand_asked(session: Session, technology: Technology, actor: Actor) -> None:
    """A reviewer may score unasked; an officer, who sees the others' scores, only when asked."""
    request = latest_request(session, technology.id, _person_id(actor))
    if request is None:
        if actor.role is Role.OFFICER and not own_scores(session, technology.id, actor.person_id):
            raise Conflict("An officer scores when asked to review: ask yourself, and the others' scores are hidden.")
        return
    if request.state in (RequestState.DECLINED, RequestState.WITHDRAWN):
        raise Conflict(
            "You are not asked to review it any more (%(state)s): the office can ask you again.", state=request.state
        )


# Conflicts of interest


def state_conflict(
    session: Session, technology_id: int, form: ConflictForm, *, actor: Actor, now: datetime
) -> ConflictStatement:
    """What the actor states on their own interest, before scoring or deciding; signed, and bound to both."""
    technology = take_turn(session, technology_id, actor)
    demand(actor, Act.ASSESS, institution_case(technology))
    person = session.get_one(Person, _person_id(actor))
    ties = ties_of(session, technology, [person])[person.id]
    if form.declared and not form.text.strip():
        raise Incomplete("Say what the conflict of interest is.")
    if not form.declared and set(ties) & set(OWN):
        raise Incomplete(
            "You are a creator of %(reference)s: declare this as a conflict of interest.",
            reference=technology.reference,
        )
    known = statement_of(session, technology.id, person.id)
    if known is not None and known.declared:
        _demand_news(known, form)
    statement = ConflictStatement(
        technology_id=technology.id,
        person_id=person.id,
        declared=form.declared,
        text=form.text if form.declared else "",
        ties=[tie.value for tie in ties],
        stated_at=now,
    )
    session.add(statement)
    session.flush()
    sign(
        session,
        technology,
        kind=SignoffKind.CONFLICT,
        subject=f"conflict:{statement.id}:person:{person.id}:{'declared' if form.declared else 'none'}",
        digest=content_digest([technology.id, person.id, form.declared, statement.text, statement.ties]),
        actor=actor,
        now=now,
        reason=statement.text,
    )
    if form.declared:
        _tell_ruler(session, technology, statement, actor.name, now)
    return statement


def _tell_ruler(
    session: Session, technology: Technology, statement: ConflictStatement, name: str, now: datetime
) -> None:
    """Of an officer's own conflict the head hears, who may be an administrator: the link leads to it alone."""
    ruler_id = ruler_of(session, technology, statement.person_id)
    if ruler_id is None:
        return  # until somebody is made head or officer: it waits on the page of how the institution reviews
    facts = {"reference": technology.reference, "reviewer": name, "answer": "conflict"}
    queue_notice(
        session,
        NoticeKind.REVIEW_ANSWER,
        key=f"conflict:{statement.id}",
        person_id=ruler_id,
        technology_id=technology.id,
        facts=facts | {"path": f"/conflicts/{statement.id}"},
        now=now,
    )


def _demand_news(known: ConflictStatement, form: ConflictForm) -> None:
    """Who declared a conflict does not make it go away by stating another time that there is none."""
    if not form.declared:
        raise Conflict("You declared a conflict of interest. Only the office can decide on it: write to the officer.")
    if known.text == form.text:
        raise Conflict("You declared this conflict already.")


def rule_on_conflict(
    session: Session, statement_id: int, form: RulingForm, *, actor: Actor, now: datetime
) -> ConflictStatement:
    """By an officer or the head, never by who declared it. Who is excluded is replaced: their request ends, as an
    e-mail tells them, and what they have scored does not count."""
    statement, technology = ruled_by(session, statement_id, actor)
    technology = take_turn_of_door(session, technology.id)
    if statement.person_id == actor.person_id:
        raise Conflict("Your own conflict of interest is decided by another officer, or by the head.")
    latest = statement_of(session, technology.id, statement.person_id)
    if not statement.declared or latest is None or latest.id != statement.id:
        raise Conflict("There is no declared conflict to decide here.")
    if statement.ruling is not None:
        raise Conflict("The conflict was decided already: %(ruling)s.", ruling=statement.ruling)
    statement.ruling, statement.ruling_reason = form.ruling, form.reason
    statement.ruled_by_id, statement.ruled_at = _person_id(actor), now
    session.add(statement)
    session.flush()
    sign(
        session,
        technology,
        kind=SignoffKind.CONFLICT_RULING,
        subject=f"conflict:{statement.id}:person:{statement.person_id}:{form.ruling}",
        actor=actor,
        now=now,
        reason=form.reason,
    )
    request = latest_request(session, technology.id, statement.person_id)
    if form.ruling is ConflictRuling.EXCLUDED and request is not None and request.state is RequestState.OPEN:
        _end(session, request, RequestState.WITHDRAWN, form.reason, now)
        _write_to(session, NoticeKind.REVIEW_WITHDRAWN, request, technology, key=str(request.id), now=now)
    return statement


def demand_clear(session: Session, technology: Technology, actor: Actor) -> None:
    """Whoever scores or decides has stated that nothing sways them, or what does was admitted."""
    statement = statement_of(session, technology.id, _person_id(actor))
    if statement is None:
        raise Incomplete("State first whether you have a conflict of interest in this technology.")
    if statement.undecided:
        raise Conflict("You declared a conflict of interest: it waits for the decision of another officer or the head.")
    if not statement.clears:
        raise Conflict("You declared a conflict of interest: the office decided that somebody else takes your place.")


# What they share


def tell_officer(session: Session, technology: Technology, name: str, answer: str, *, key: str, now: datetime) -> None:
    """Who did what, never what they wrote."""
    facts = {"reference": technology.reference, "reviewer": name, "answer": answer}
    tell_office(session, technology, NoticeKind.REVIEW_ANSWER, key=key, facts=facts, now=now)


def _write_to(
    session: Session, kind: NoticeKind, request: ReviewRequest, technology: Technology, *, key: str, now: datetime
) -> Notice | None:
    return queue_notice(
        session,
        kind,
        key=key,
        person_id=request.reviewer_id,
        technology_id=technology.id,
        facts={
            "reference": technology.reference,
            "due": request.due_on.isoformat(),
            "late": request.due_on < local_date(now),
        },
        now=now,
    )


def _request(session: Session, request_id: int, actor: Actor) -> tuple[ReviewRequest, Technology]:
    request = session.get(ReviewRequest, request_id)
    if request is None:
        raise NotFound(f"There is no request {request_id} among those you may see.")
    technology = take_turn(session, request.technology_id, actor, asked=f"request {request_id}")
    demand(actor, Act.ASSESS, institution_case(technology))
    return request, technology


def _end(session: Session, request: ReviewRequest, state: RequestState, reason: str, now: datetime) -> None:
    if request.state is not RequestState.OPEN:
        raise Conflict("The request is not open any more: %(state)s.", state=request.state)
    request.state, request.reason, request.ended_at = state, reason, now
    session.add(request)
    session.flush()


def _may_review(person: Person, technology: Technology) -> bool:
    return person.active and person.role in REVIEWS and person.institution_id == technology.institution_id


def _person_id(actor: Actor) -> int:
    if actor.person_id is None:
        raise Incomplete("This must be recorded by a person.")
    return actor.person_id
