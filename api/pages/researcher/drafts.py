"""Writing a disclosure in steps. Each step saves, with a script as typed, and without one by its buttons."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import ValidationError
from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from api.deps import LARGEST_KEY, Key, Now
from api.pages import given, uploads
from api.pages.given import Given
from api.pages.rendering import linker, own_page, words_for
from api.pages.researcher import steps
from api.visitors import Member
from models.actions.attachments import add_draft_attachment, remove_attachment
from models.actions.drafts import delete_draft, newer_version, save_draft, start_draft, submit_draft
from models.db import reading, transaction
from models.errors import AlreadySubmitted, HelixError, NotFound, StaleDraft
from models.queries.attachments import attachment_for, draft_attachments
from models.queries.drafts import draft_for
from models.queries.remarks import open_remarks
from models.queries.technologies import technology_for
from models.rules.days import HOME
from models.rules.drafts import MOST_ROWS, ROWS, Step, step_of
from models.rules.permissions import Act, Actor, Case, demand
from models.tables import Attachment, Draft, Remark, Technology

router = APIRouter(prefix="/disclosures")

READ = ["GET", "HEAD"]
DONE = ("file", "removed", "saved")
StepName = Annotated[Step, Path()]


@router.api_route("/new", methods=READ)
def before_beginning(request: Request, member: Member) -> Response:
    demand(member.actor, Act.SUBMIT, Case(member.institution.id))
    return own_page(request, "researcher/new.html", titles=steps.TITLE)


@router.post("/new")
def begin(request: Request, member: Member, now: Now) -> Response:
    with transaction() as session:
        draft = start_draft(session, actor=member.actor, now=now)
    return _to(request, draft.id, Step.PUBLIC)


@router.api_route("/drafts/{draft_id}", methods=READ)
def go_on(request: Request, member: Member, draft_id: Key) -> Response:
    """Where it was left."""
    with reading() as session:
        draft = draft_for(session, draft_id, member.actor)
        became = _reference(session, draft, member.actor)
    return _to_case(request, became) if became else _to(request, draft.id, draft.step)


@router.post("/drafts/{draft_id}/save")
def save_as_typed(member: Member, draft_id: Key, form: Given, now: Now) -> Response:
    """For the script: what was typed so far, without judging it. A 409 names the version of the other window."""
    step = _step(given.text(form, "step"))
    try:
        with transaction() as session:
            draft = save_draft(
                session,
                draft_id,
                step,
                steps.answers_in(step, form),
                version=_version(form),
                actor=member.actor,
                now=now,
            )
    except StaleDraft as error:
        return JSONResponse({"version": error.version}, 409)
    return JSONResponse({"version": draft.version, "saved": now.astimezone(HOME).strftime("%H:%M")})


@router.post("/drafts/{draft_id}/delete")
def throw_away(request: Request, member: Member, draft_id: Key) -> Response:
    with transaction() as session:
        delete_draft(session, draft_id, actor=member.actor)
    return RedirectResponse(linker(request)("/disclosures", done="deleted"), 303)


@router.post("/drafts/{draft_id}/files")
def add_file(request: Request, member: Member, draft_id: Key, form: Given, now: Now) -> Response:
    if "next" in form:
        return _to(request, draft_id, Step.CHECK)
    try:
        with reading() as session:
            draft_for(session, draft_id, member.actor)
        stored, name = uploads.received(form)
        with transaction() as session:
            draft = draft_for(session, draft_id, member.actor)
            note = given.text(form, "note")
            add_draft_attachment(session, draft, stored, name, actor=member.actor, now=now, note=note)
    except NotFound:
        raise
    except HelixError as error:
        return _page(request, member, draft_id, Step.FILES, status=error.status, refused=error)
    return _to(request, draft_id, Step.FILES, done="file")


@router.api_route("/drafts/{draft_id}/files/{file_id}", methods=READ)
def take_file(member: Member, draft_id: Key, file_id: Key) -> Response:
    with reading() as session:
        return uploads.download(_file(session, draft_id, file_id, member.actor))


@router.post("/drafts/{draft_id}/files/{file_id}/remove")
def drop_file(request: Request, member: Member, draft_id: Key, file_id: Key, now: Now) -> Response:
    with transaction() as session:
        _file(session, draft_id, file_id, member.actor)
        remove_attachment(session, file_id, actor=member.actor, now=now)
    return _to(request, draft_id, Step.FILES, done="removed")


@router.post("/drafts/{draft_id}/submit")
def submit(request: Request, member: Member, draft_id: Key, form: Given, now: Now) -> Response:
    """However often it is pressed, one disclosure: the second time leads to what the first has become."""
    over = given.text(form, "over")
    try:
        with transaction() as session:
            made = submit_draft(
                session,
                draft_id,
                actor=member.actor,
                now=now,
                over=int(over) if over.isdecimal() and len(over) < 9 else None,
            )
    except AlreadySubmitted as error:
        return _to_case(request, error.reference, done="twice")
    except NotFound:
        raise
    except (HelixError, ValidationError) as error:
        refused = error if isinstance(error, HelixError) else None
        return _page(request, member, draft_id, Step.CHECK, status=422, refused=refused)
    return _to_case(request, made.reference, done="submitted")


@router.api_route("/drafts/{draft_id}/{step}", methods=READ)
def ask(
    request: Request, member: Member, draft_id: Key, step: StepName, done: str = "", more: str = "", check: str = ""
) -> Response:
    """`more` names the table that gets an empty row; `check` says beside the fields what is wrong with them."""
    with reading() as session:
        draft = draft_for(session, draft_id, member.actor)
        became = _reference(session, draft, member.actor)
    if became:
        return _to_case(request, became)
    return _page(
        request,
        member,
        draft_id,
        step,
        more=more,
        judged=bool(check),
        done=done if done in DONE else "",
    )


@router.post("/drafts/{draft_id}/{step}")
def answer(request: Request, member: Member, draft_id: Key, step: StepName, form: Given, now: Now) -> Response:
    answers, elsewhere = _changed(step, form)
    try:
        with transaction() as session:
            saved = save_draft(
                session, draft_id, step, answers, version=_version(form), actor=member.actor, now=now
            ).answers
    except StaleDraft as error:
        return _page(request, member, draft_id, step, status=409, typed=answers, stale=error)
    if elsewhere:
        return _to(request, draft_id, step, **elsewhere)
    if steps.judge(saved, words_for(request)).of(step):
        return _page(request, member, draft_id, step, status=422, judged=True)
    order = list(Step)
    if "next" in form:
        return _to(request, draft_id, order[min(order.index(step) + 1, len(order) - 1)])
    return _to(request, draft_id, step, done="saved")


def _changed(step: Step, form: FormData) -> tuple[dict[str, Any], dict[str, str]]:
    """The answers, with what a row's button asks for, and then the parameters of the same page again."""
    answers = steps.answers_in(step, form)
    for act, change in (("remove", steps.without_row), ("earlier", steps.with_row_earlier)):
        row = steps.row_asked(given.text(form, act))
        if row is not None and row[0] in answers:
            return change(answers, *row), {"done": "saved"}
    if given.text(form, "add") in answers:
        return answers, {"more": given.text(form, "add")}
    return answers, {}


def _page(
    request: Request,
    member: Member,
    draft_id: int,
    step: Step,
    *,
    status: int = 200,
    typed: Mapping[str, Any] | None = None,
    stale: StaleDraft | None = None,
    refused: HelixError | None = None,
    judged: bool = False,
    more: str = "",
    done: str = "",
) -> Response:
    words = words_for(request)
    with reading() as session:
        draft = draft_for(session, draft_id, member.actor)
        files = draft_attachments(session, draft)
        technology = technology_for(session, draft.technology_id, member.actor) if draft.technology_id else None
        remarks = _remarks(open_remarks(session, technology) if technology else ())
        newer = newer_version(session, draft)
    answers = {**draft.answers, **(typed or {})}
    verdict = steps.judge(answers, words)
    order = list(Step)
    return own_page(
        request,
        "researcher/step.html",
        status=status,
        draft=draft,
        technology=technology,
        step=step,
        steps=order,
        place=order.index(step),
        asks=steps.ASKS.get(step, ()),
        row_asks=steps.ROW_ASKS,
        choices=steps.choices(words),
        titles=steps.TITLE,
        lead=steps.LEAD[step],
        labels=steps.LABEL,
        read=given.Read(answers, wrong=verdict.of(step) if judged else {}),
        rows={table: _shown(table, answers, more == table) for table in ROWS},
        verdict=verdict,
        begun=steps.begun(answers),
        step_of=step_of,
        shares=steps.shares_sum(answers),
        remarks=remarks,
        stored=draft.answers if stale else {},
        stale=stale,
        newer=newer,
        files=files,
        refused=given.refusal(refused, words) if refused else (),
        done=done,
        saved=draft.updated_at.astimezone(HOME).strftime("%H:%M") if draft.version > 1 else "",
    )


def _shown(table: str, answers: Mapping[str, Any], more: bool) -> list[Mapping[str, Any]]:
    """The rows, and an empty one where there is none or another was asked for. Of inputs many have none."""
    rows: list[Mapping[str, Any]] = list(answers.get(table, ()))
    if (more or (not rows and table != "inputs")) and len(rows) < MOST_ROWS[table]:
        rows.append({})
    return rows


def _remarks(remarks: Sequence[Remark]) -> dict[str, list[str]]:
    """By the field that they stand beside."""
    found: dict[str, list[str]] = {}
    for remark in remarks:
        found.setdefault("field" if remark.field == "value_chain" else remark.field, []).append(remark.text)
    return found


def _step(name: str) -> Step:
    return Step(name) if name in set(Step) else Step.CHECK


def _version(form: FormData) -> int:
    """What is no number is older than every version."""
    typed = given.text(form, "version")
    return int(typed) if typed.isdecimal() and len(typed) < 10 and int(typed) <= LARGEST_KEY else 0


def _file(session: Session, draft_id: int, file_id: int, actor: Actor) -> Attachment:
    draft = draft_for(session, draft_id, actor)
    found = attachment_for(session, file_id, actor)
    if found.draft_id != draft.id:
        raise NotFound("There is no such file among those of the draft.")
    return found


def _reference(session: Session, draft: Draft, actor: Actor) -> str | None:
    """Of what a submitted draft became."""
    if draft.submitted_at is None or draft.technology_id is None:
        return None
    technology: Technology = technology_for(session, draft.technology_id, actor)
    return technology.reference


def _to(request: Request, draft_id: int, step: str, **parameters: str) -> Response:
    return RedirectResponse(linker(request)(f"/disclosures/drafts/{draft_id}/{step}", **parameters), 303)


def _to_case(request: Request, reference: str, **parameters: str) -> Response:
    return RedirectResponse(linker(request)(f"/disclosures/{reference}", **parameters), 303)
