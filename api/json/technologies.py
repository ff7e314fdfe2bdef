"""Cases: listed, read, moved along the pipeline."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field
from sqlmodel import Session

from api.auth import Caller
from api.deps import LARGEST_KEY, After, AskedLanguage, Limit, Now, Reference, SearchText
from api.json.problems import READS, WRITES, refusals
from api.json.views.cases import (
    CaseFileView,
    CasePage,
    CaseView,
    Likeness,
    NextMove,
    PersonView,
    SignoffView,
    TransitionView,
)
from models.actions.forms import Form
from models.actions.stages import advance, hold, next_moves, override_gate, resume
from models.db import reading, transaction
from models.queries.cases import (
    Wanted,
    case_row,
    list_cases,
    near_duplicates_of,
    officers_of,
    reads_notes,
    signoffs_of,
    transitions_of,
)
from models.queries.technologies import technology_by_reference
from models.rules.days import local_date
from models.rules.permissions import Actor
from models.rules.words import Field as Subject, Language, Stage, ValueChain

router = APIRouter(tags=["technologies"])

_Reason = Annotated[str, Field(max_length=4_000)]


class MoveForm(Form):
    to: Stage
    version: int = Field(ge=1, le=LARGEST_KEY, description="The technology's version that you decided upon.")
    reason: _Reason = ""


class HoldForm(Form):
    reason: _Reason
    resume_on: date


class OverrideForm(Form):
    to: Stage
    gate: str = Field(max_length=80)
    reason: _Reason


@router.get("/technologies", responses=refusals(401))
def list_technologies(
    actor: Caller,
    stage: Stage | None = None,
    field: Subject | None = None,
    value_chain: ValueChain | None = None,
    officer: Annotated[int | None, Query(ge=1, le=LARGEST_KEY, description="The officer's id.")] = None,
    on_hold: bool | None = None,
    q: SearchText = "",
    after: After = None,
    limit: Limit = 50,
) -> CasePage:
    """The technologies that are your business, newest first.

    Pages are stable: a technology that comes in meanwhile moves none of the others.
    """
    wanted = Wanted(stage, field, value_chain, officer, on_hold, q)
    with reading() as session:
        rows = list_cases(session, actor, wanted, after=after, limit=limit + 1)
        more = len(rows) > limit
        last = rows[limit - 1].technology.id if more else None
        return CasePage(items=[CaseView.of(row, actor) for row in rows[:limit]], next=last)


@router.get("/technologies/{reference}", responses=READS)
def read_technology(reference: Reference, actor: Caller, now: Now, language: AskedLanguage) -> CaseFileView:
    """One technology with every move it may make and the gates that still stand in its way."""
    with reading() as session:
        return _file(session, reference, actor, now, language)


@router.get("/technologies/{reference}/transitions", responses=READS)
def read_transitions(reference: Reference, actor: Caller) -> list[TransitionView]:
    """The moves that brought it where it is: who, for whom, through what, why, when."""
    with reading() as session:
        technology = technology_by_reference(session, reference, actor)
        notes = reads_notes(technology, actor)
        return [TransitionView.of(each, notes=notes) for each in transitions_of(session, technology)]


@router.get("/technologies/{reference}/signoffs", responses=READS)
def read_signoffs(reference: Reference, actor: Caller) -> list[SignoffView]:
    """What people vouched for: confirmations, consents, approvals, overrides, decisions, signatures."""
    with reading() as session:
        technology = technology_by_reference(session, reference, actor)
        return [SignoffView.of(each) for each in signoffs_of(session, technology, actor)]


@router.post("/technologies/{reference}/advance", responses=WRITES)
def move(reference: Reference, form: MoveForm, actor: Caller, now: Now, language: AskedLanguage) -> CaseFileView:
    """Move it onwards, back, to release or to closing.

    `gates_unmet` carries the whole checklist; `stale_technology` says that somebody else was first.
    """
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        advance(
            session,
            technology.id,
            to=form.to,
            actor=actor,
            now=now,
            reason=form.reason,
            seen_version=form.version,
        )
        return _file(session, reference, actor, now, language)


@router.post("/technologies/{reference}/hold", responses=WRITES)
def put_on_hold(reference: Reference, form: HoldForm, actor: Caller, now: Now, language: AskedLanguage) -> CaseFileView:
    """Keep it from moving on, with a reason and a date to resume."""
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        hold(session, technology.id, actor=actor, now=now, reason=form.reason, resume_on=form.resume_on)
        return _file(session, reference, actor, now, language)


@router.post("/technologies/{reference}/resume", responses=WRITES)
def take_off_hold(reference: Reference, actor: Caller, now: Now, language: AskedLanguage) -> CaseFileView:
    """Let it move on again."""
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        resume(session, technology.id, actor=actor, now=now)
        return _file(session, reference, actor, now, language)


@router.post("/technologies/{reference}/overrides", responses=WRITES)
def override(
    reference: Reference, form: OverrideForm, actor: Caller, now: Now, language: AskedLanguage
) -> CaseFileView:
    """Close a gate by reasoned decision, where the pipeline allows it, for this visit to the stage."""
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        override_gate(session, technology.id, to=form.to, gate=form.gate, actor=actor, now=now, reason=form.reason)
        return _file(session, reference, actor, now, language)


@router.get("/officers", responses=refusals(401, 403))
def list_officers(actor: Caller) -> list[PersonView]:
    """Who may be put in charge of a technology at your institution."""
    with reading() as session:
        return [PersonView.model_validate(each) for each in officers_of(session, actor)]


def _file(session: Session, reference: str, actor: Actor, now: datetime, language: Language) -> CaseFileView:
    row = case_row(session, reference, actor)
    following = next_moves(session, row.technology, local_date(now)) if reads_notes(row.technology, actor) else []
    moves = [NextMove.of(*each, language) for each in following]
    alike = [Likeness.of(*each) for each in near_duplicates_of(session, row.technology, actor)]
    return CaseFileView.whole(row, moves, alike, actor)
