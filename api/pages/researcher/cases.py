"""Where a disclosure is: the way, who holds the ball, what the creator must do, and the talk with the office."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.deps import Key, Now, Reference
from api.documents import letter_pdf
from api.pages import ball as balls, given, uploads
from api.pages.given import Given
from api.pages.rendering import linker, own_page, words_for
from api.pages.researcher import steps
from api.pages.way import way
from api.visitors import Member
from models.actions.attachments import add_attachment
from models.actions.disclosures import confirm_share
from models.actions.drafts import correct_disclosure
from models.actions.messages import LONGEST, mark_read, write_message
from models.actions.reminders import ask_again_to_confirm
from models.actions.rights import answer_own_rights
from models.db import reading, transaction
from models.errors import Conflict, HelixError, Incomplete, NotFound
from models.queries.attachments import attachment_for, attachments_of
from models.queries.ball import ball_of
from models.queries.cases import told_reason, transitions_of
from models.queries.decision_letters import letter_of, letters_to_creators
from models.queries.decisions import told_to_creators
from models.queries.disclosures import (
    decision_of,
    duties_of,
    own_case,
    people_of_case,
)
from models.queries.drafts import correction_of
from models.queries.messages import creators_thread
from models.queries.people import asked_to_confirm
from models.queries.remarks import open_remarks
from models.queries.technologies import case_of, contributors_of, technology_by_reference
from models.rules.days import local_date
from models.rules.drafts import step_of
from models.rules.pipeline import pipeline
from models.rules.words import MoveKind, RightsAnswer
from models.tables import Contributor

router = APIRouter(prefix="/disclosures/{reference}")

READ = ["GET", "HEAD"]
DONE = ("submitted", "twice", "confirmed", "written", "file", "consented", "asked", "rights")


@router.api_route("", methods=READ)
def where_is_it(request: Request, member: Member, reference: Reference, now: Now, done: str = "") -> Response:
    actor = member.actor
    with reading() as session:
        technology = technology_by_reference(session, reference, actor)
        case = case_of(session, technology)
        if actor.person_id != case.submitter_id and actor.email.casefold() not in case.contributors:
            return RedirectResponse(linker(request)(f"/technologies/{reference}"), 303)
        unread = any(
            each.read_at is None and each.author != actor.key for each in creators_thread(session, technology, actor)
        )
    answer = _page(request, member, reference, now, done=done if done in DONE else "")
    if unread and request.method == "GET":
        with transaction() as session:
            mark_read(session, own_case(session, reference, actor), actor=actor, now=now, contact_id=None)
    return answer


@router.post("/correct")
def correct(request: Request, member: Member, reference: Reference, now: Now) -> Response:
    with transaction() as session:
        technology = own_case(session, reference, member.actor)
        draft = correct_disclosure(session, technology.id, actor=member.actor, now=now)
        remarks = open_remarks(session, technology)
    first = step_of(remarks[0].field) if remarks and draft.version == 1 else draft.step
    return RedirectResponse(linker(request)(f"/disclosures/drafts/{draft.id}/{first}"), 303)


@router.post("/confirm")
def confirm(request: Request, member: Member, reference: Reference, now: Now) -> Response:
    """The actor's own share; twice is once."""
    with transaction() as session:
        technology = own_case(session, reference, member.actor)
        own = duties_of(session, technology, member.actor).confirm
        if own is not None:
            confirm_share(session, own.id, actor=member.actor, now=now)
    return _back(request, reference, done="confirmed")


@router.post("/rights")
def answer_rights(request: Request, member: Member, reference: Reference, form: Given, now: Now) -> Response:
    """Whether the actor takes the rights that were offered to them; once."""
    with reading() as session:
        own_case(session, reference, member.actor)
    answer = next((each for each in RightsAnswer if each == given.text(form, "answer")), None)
    try:
        if answer is None:
            raise Incomplete("Choose whether you take the rights.")
        with transaction() as session:
            technology = own_case(session, reference, member.actor)
            answer_own_rights(session, technology.id, answer, actor=member.actor, now=now)
    except (Conflict, Incomplete) as error:
        return _page(request, member, reference, now, status=error.status, refused=error, refused_place="rights")
    return _back(request, reference, done="rights")


@router.post("/creators/{contributor_id}/request")
def ask_again(request: Request, member: Member, reference: Reference, contributor_id: Key, now: Now) -> Response:
    """Another e-mail with a fresh link, such as when the first one has expired; twice a day is once."""
    with reading() as session:
        technology = own_case(session, reference, member.actor)
        if contributor_id not in {row.id for row in contributors_of(session, technology.id)}:
            raise NotFound(f"{reference} has no contributor {contributor_id}.")
    try:
        with transaction() as session:
            ask_again_to_confirm(session, contributor_id, actor=member.actor, now=now)
    except Conflict as error:
        return _page(request, member, reference, now, status=error.status, refused=error, refused_place="creators")
    return _back(request, reference, done="asked")


@router.post("/messages")
def write(request: Request, member: Member, reference: Reference, form: Given, now: Now) -> Response:
    text = given.text(form, "text")
    try:
        with transaction() as session:
            technology = own_case(session, reference, member.actor)
            write_message(session, technology.id, text, actor=member.actor, now=now)
    except NotFound:
        raise
    except HelixError as error:
        return _page(request, member, reference, now, status=error.status, refused=error, typed=text)
    return _back(request, reference, done="written")


@router.post("/files")
def add_file(request: Request, member: Member, reference: Reference, form: Given, now: Now) -> Response:
    try:
        with reading() as session:
            own_case(session, reference, member.actor)
        stored, name = uploads.received(form)
        with transaction() as session:
            technology = own_case(session, reference, member.actor)
            add_attachment(
                session, technology.id, stored, name, actor=member.actor, now=now, note=given.text(form, "note")
            )
    except NotFound:
        raise
    except HelixError as error:
        return _page(request, member, reference, now, status=error.status, refused=error, refused_place="files")
    return _back(request, reference, done="file")


@router.api_route("/files/{file_id}", methods=READ)
def take_file(member: Member, reference: Reference, file_id: Key) -> Response:
    with reading() as session:
        technology = own_case(session, reference, member.actor)
        found = attachment_for(session, file_id, member.actor)
        if found.technology_id != technology.id:
            raise NotFound(f"{reference} has no file {file_id}.")
        return uploads.download(found)


@router.api_route("/letters/{letter_id}.pdf", methods=READ)
def read_letter(request: Request, member: Member, reference: Reference, letter_id: Key) -> Response:
    """What the office wrote to the creators about its decision."""
    with reading() as session:
        technology = own_case(session, reference, member.actor)
        letter = letter_of(session, technology, letter_id)
    return letter_pdf(request, reference, letter)


def _page(
    request: Request,
    member: Member,
    reference: str,
    now: Now,
    *,
    status: int = 200,
    done: str = "",
    refused: HelixError | None = None,
    refused_place: str = "messages",
    typed: str = "",
) -> Response:
    words, actor = words_for(request), member.actor
    with reading() as session:
        technology = own_case(session, reference, actor)
        rules = pipeline(technology.pipeline, technology.pipeline_version)
        ball = ball_of(session, technology, local_date(now))
        institution, officer = people_of_case(session, technology)
        people, asked = contributors_of(session, technology.id), asked_to_confirm(session, technology)
        moves = transitions_of(session, technology)
        values = {
            "technology": technology,
            "institution": institution,
            "officer": officer,
            "people": people,
            "duties": duties_of(session, technology, actor),
            "draft": correction_of(session, technology.id, actor),
            "remarks": open_remarks(session, technology),
            "messages": creators_thread(session, technology, actor),
            "files": attachments_of(session, technology),
            "decision": decision_of(session, technology),
            "letters": letters_to_creators(session, technology, words.language),
            "rights": told_to_creators(session, technology, actor.email),
            "asked": asked,
            "askable": _askable(people, asked, now),
            "moves": moves[::-1],
        }
    stage = rules.stages[technology.stage]
    return own_page(
        request,
        "researcher/case.html",
        status=status,
        stage=stage,
        way=way(rules, technology.stage, {each.to_stage for each in moves}),
        labels=rules.stages,
        back=MoveKind.BACK,
        holder=balls.holder(ball, words),
        wait=balls.wait(ball, words),
        ball=ball,
        days=(local_date(now) - local_date(ball.since)).days,
        in_stage=(local_date(now) - local_date(technology.stage_since)).days,
        told_reason=told_reason,
        field_labels=steps.LABEL,
        me=actor,
        done=done,
        refused=given.refusal(refused, words) if refused else (),
        refused_place=refused_place,
        typed=typed,
        longest=LONGEST,
        **values,
    )


def _askable(people: Sequence[Contributor], asked: Mapping[int, datetime], now: datetime) -> set[int]:
    """Who has not confirmed, and was not asked today."""
    waiting = {each.id for each in people if each.confirmed_at is None}
    return {number for number in waiting if number not in asked or local_date(asked[number]) < local_date(now)}


def _back(request: Request, reference: str, **parameters: str) -> Response:
    return RedirectResponse(linker(request)(f"/disclosures/{reference}", **parameters), 303)
