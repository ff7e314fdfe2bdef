"""Moving technologies. The only code that assigns a stage; pages, JSON, CLI and flows call it."""

from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col

from models.actions.deliveries import queue_notice
from models.actions.publishing import publish_offers, unpublish_offers
from models.actions.trail import append_transition, sign
from models.actions.turns import take_turn
from models.actions.work import enqueue
from models.errors import Conflict, GatesUnmet, Incomplete, NoSuchMove, OnHold, StaleTechnology
from models.queries.facts import unmet_for
from models.queries.technologies import institution_case
from models.rules.days import local_date
from models.rules.gates import GATES, Unmet, label_of
from models.rules.permissions import Act, Actor, demand
from models.rules.pipeline import Move, Pipeline, pipeline
from models.rules.words import MoveKind, NoticeKind, SignoffKind, Stage
from models.tables import Signoff, Technology


def pipeline_of(technology: Technology) -> Pipeline:
    return pipeline(technology.pipeline, technology.pipeline_version)


def enter(
    session: Session,
    technology: Technology,
    *,
    actor: Actor,
    now: datetime,
    stage: Stage | None = None,
    reason: str = "",
) -> None:
    """Give a new technology its first stage: the pipeline's entry, unless an import knows better."""
    rules = pipeline(technology.pipeline, technology.pipeline_version)
    technology.stage = stage or rules.entry
    technology.version, technology.stage_since = 1, now
    session.add(technology)
    session.flush()
    append_transition(session, technology, kind=MoveKind.ENTER, source=None, actor=actor, reason=reason, now=now)
    if stage is None:
        _ask_for_work(session, technology, rules, now)


def advance(
    session: Session,
    technology_id: int,
    *,
    to: Stage,
    actor: Actor,
    now: datetime,
    reason: str = "",
    seen_version: int | None = None,
) -> Technology:
    """Move a technology along its pipeline: onwards, back, released or closed.

    `seen_version` is the version that the actor decided upon. Raises `NotFound`, `NotPermitted`,
    `OnHold`, `NoSuchMove`, `Incomplete` (a reason is missing), `GatesUnmet` with every unmet
    gate, and `StaleTechnology` when somebody else moved it first.
    """
    technology = take_turn(session, technology_id, actor)
    demand(actor, Act.ADVANCE, institution_case(technology))
    rules = pipeline_of(technology)
    source, version = technology.stage, technology.version
    if seen_version is not None and seen_version != version:
        raise _stale(technology)
    move = rules.move(source, to)
    _check(session, technology, move, reason, local_date(now))

    moved = {"stage": to, "version": version + 1, "stage_since": now, "hold_reason": None, "resume_on": None}
    result = session.execute(
        update(Technology)
        .where(col(Technology.id) == technology_id, col(Technology.version) == version)
        .values(moved)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(result, CursorResult)
    if result.rowcount != 1:
        raise _stale(technology)
    for name, value in moved.items():
        set_committed_value(technology, name, value)
    append_transition(session, technology, kind=move.kind, source=source, actor=actor, reason=reason, now=now)
    _tell_of_move(session, technology, move, actor, now)
    _settle_offers(session, technology, rules, move, now)
    _ask_for_work(session, technology, rules, now)
    if move.kind is MoveKind.BACK and to is rules.entry:
        _tell_submitter(session, technology, actor, now)
    return technology


def _tell_of_move(session: Session, technology: Technology, move: Move, actor: Actor, now: datetime) -> None:
    """Where the case stands now and what comes next, to the submitter. Of what comes back they hear otherwise."""
    submitter = technology.submitter_id
    if move.kind is MoveKind.BACK or submitter is None or submitter == actor.person_id:
        return
    queue_notice(
        session,
        NoticeKind.MOVED,
        key=f"{technology.id}:{technology.version}",
        person_id=submitter,
        technology_id=technology.id,
        facts={
            "reference": technology.reference,
            "stage": move.target,
            "path": f"/disclosures/{technology.reference}",
        },
        now=now,
    )


def _check(session: Session, technology: Technology, move: Move, reason: str, today: date) -> None:
    if move.needs_reason and not reason.strip():
        raise Incomplete(
            "Say why %(reference)s goes to %(target)s: this move needs a reason.",
            reference=technology.reference,
            target=move.target,
        )
    if technology.hold_reason is not None and move.kind is MoveKind.FORWARD:
        raise OnHold(
            "%(reference)s is on hold until %(day)s: resume it first.",
            reference=technology.reference,
            day=technology.resume_on,
        )
    unmet = unmet_for(session, technology, move, today)
    if unmet:
        raise GatesUnmet(technology.reference, move.target, unmet)


def _stale(technology: Technology) -> StaleTechnology:
    return StaleTechnology(
        "Somebody else moved %(reference)s while you were deciding. Look at it again: nothing was changed.",
        reference=technology.reference,
    )


def _ask_for_work(session: Session, technology: Technology, rules: Pipeline, now: datetime) -> None:
    """One key a transition, never a technology: coming back to a stage asks again."""
    for kind in rules.stages[technology.stage].enqueues:
        enqueue(session, kind, technology.id, key=f"{technology.id}:{technology.version}", now=now)


def _tell_submitter(session: Session, technology: Technology, actor: Actor, now: datetime) -> None:
    """That their disclosure came back. Why stays on the page: it may be confidential."""
    if technology.submitter_id is None or technology.submitter_id == actor.person_id:
        return
    queue_notice(
        session,
        NoticeKind.RETURNED,
        key=f"{technology.id}:{technology.version}",
        person_id=technology.submitter_id,
        technology_id=technology.id,
        facts={"reference": technology.reference, "path": f"/disclosures/{technology.reference}"},
        now=now,
    )


def _settle_offers(session: Session, technology: Technology, rules: Pipeline, move: Move, now: datetime) -> None:
    """Offers are public in the stages that say so, and in no other."""
    if rules.stages[move.target].published:
        publish_offers(session, technology, now=now)
    elif rules.stages[move.source].published:
        unpublish_offers(session, technology, for_good=move.kind is not MoveKind.BACK, now=now)


def publish_rendered(session: Session, technology_id: int, *, actor: Actor, now: datetime) -> bool:
    """A version approved while its technology is public takes the place of the one before it,
    and the stage's work, such as matching, is asked for again."""
    technology = take_turn(session, technology_id, actor)
    demand(actor, Act.RUN, institution_case(technology))
    stage = pipeline_of(technology).stages[technology.stage]
    fresh = publish_offers(session, technology, now=now) if stage.published else []
    for kind in stage.enqueues if fresh else ():
        versions = ",".join(str(offer.id) for offer in fresh)
        enqueue(session, kind, technology.id, key=f"{technology.id}:{technology.version}:{versions}", now=now)
    return bool(fresh)


def next_moves(session: Session, technology: Technology, today: date) -> list[tuple[Move, tuple[Unmet, ...]]]:
    """Every legal move with what still stands in its way."""
    moves = pipeline_of(technology).moves_from(technology.stage)
    return [(move, unmet_for(session, technology, move, today)) for move in moves]


def hold(
    session: Session, technology_id: int, *, actor: Actor, now: datetime, reason: str, resume_on: date
) -> Technology:
    """Keep a technology from moving on until a date. The flag is lifted by `resume`, not by the date."""
    technology = take_turn(session, technology_id, actor)
    demand(actor, Act.HOLD, institution_case(technology))
    if not reason.strip():
        raise Incomplete("Say why the technology is put on hold.")
    if resume_on <= local_date(now):
        raise Incomplete("The date to resume, %(day)s, must lie in the future.", day=resume_on)
    if pipeline_of(technology).stages[technology.stage].end:
        raise Conflict("%(reference)s has reached its end: there is nothing to hold.", reference=technology.reference)
    technology.hold_reason, technology.resume_on = reason, resume_on
    session.add(technology)
    sign(session, technology, kind=SignoffKind.HOLD, subject=f"until:{resume_on}", actor=actor, now=now, reason=reason)
    return technology


def resume(session: Session, technology_id: int, *, actor: Actor, now: datetime) -> Technology:
    technology = take_turn(session, technology_id, actor)
    demand(actor, Act.HOLD, institution_case(technology))
    if technology.hold_reason is None:
        raise Conflict("%(reference)s is not on hold.", reference=technology.reference)
    technology.hold_reason = technology.resume_on = None
    session.add(technology)
    sign(session, technology, kind=SignoffKind.RESUME, subject="hold", actor=actor, now=now)
    return technology


def override_gate(
    session: Session, technology_id: int, *, to: Stage, gate: str, actor: Actor, now: datetime, reason: str
) -> Signoff:
    """An officer closes a gate by decision, where the pipeline allows it, for this visit to the stage."""
    technology = take_turn(session, technology_id, actor)
    demand(actor, Act.OVERRIDE_GATE, institution_case(technology))
    move = pipeline_of(technology).move(technology.stage, to)
    asked = {each.gate: each.may_override for each in move.demands}
    if gate not in GATES or gate not in asked:
        raise NoSuchMove("The move to %(to)s does not ask for a gate %(gate)s.", to=to, gate=gate)
    if not asked[gate]:
        raise Conflict("The gate “%(gate)s” cannot be overridden: meet it.", gate=label_of(gate))
    if not reason.strip():
        raise Incomplete("Say why the gate may be passed: an override needs a reason.")
    return sign(
        session, technology, kind=SignoffKind.OVERRIDE, subject=f"gate:{gate}", actor=actor, now=now, reason=reason
    )
