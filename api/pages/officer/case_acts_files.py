"""Adding, taking and removing files of the technology; writing to its creators."""

from fastapi import APIRouter
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from api.deps import Key
from api.pages.given import Given, Read, texts
from api.pages.officer.case import READ, Asked, Case, Failed, show
from api.pages.officer.case_acts import attempt, permit, told
from api.pages.uploads import download, received
from api.reading import read_files_of
from models.actions.attachments import add_attachment, remove_attachment
from models.actions.messages import write_message
from models.db import reading, transaction
from models.errors import HelixError, NotFound
from models.queries.attachments import attachment_for
from models.queries.technologies import technology_by_reference
from models.rules.permissions import Act
from models.tables import Attachment, Technology

router = APIRouter()


@router.post("/technologies/{reference}/files")
def add_file(asked: Case, given: Given) -> Response:
    permit(asked, Act.ADD_FILE)
    typed = texts(given, "note")
    try:
        stored, name = received(given)
    except HelixError as error:
        return show(asked, Failed("files", "file", Read(typed), told(asked, error)), status=error.status)

    def run(session: Session, technology: Technology) -> object:
        return add_attachment(
            session, technology.id, stored, name, actor=asked.actor, now=asked.now, note=typed["note"]
        )

    answer = attempt(asked, Failed("files", "file", Read(typed)), run, to=asked.address("files", "file"))
    if answer.status_code == 303:
        with reading() as session:
            technology = technology_by_reference(session, asked.reference, asked.actor)
        read_files_of(technology.id, actor=asked.actor, now=asked.now)
    return answer


@router.api_route("/technologies/{reference}/files/{file_id}", methods=READ)
def take_file(asked: Case, file_id: Key) -> Response:
    with reading() as session:
        return download(_of_the_case(session, asked, file_id))


@router.post("/technologies/{reference}/files/{file_id}/remove")
def remove_file(asked: Case, file_id: Key) -> Response:
    permit(asked, Act.ADD_FILE)
    with transaction() as session:
        _of_the_case(session, asked, file_id)
        remove_attachment(session, file_id, actor=asked.actor, now=asked.now)
    return RedirectResponse(asked.address("files", "file_removed"), 303)


@router.post("/technologies/{reference}/messages")
def write(asked: Case, given: Given) -> Response:
    typed = texts(given, "text")

    def run(session: Session, technology: Technology) -> object:
        return write_message(session, technology.id, typed["text"], actor=asked.actor, now=asked.now)

    permit(asked, Act.WRITE_MESSAGE)
    return attempt(asked, Failed("messages", "message", Read(typed)), run, to=asked.address("messages", "message"))


def _of_the_case(session: Session, asked: Asked, file_id: int) -> Attachment:
    technology = technology_by_reference(session, asked.reference, asked.actor)
    found = attachment_for(session, file_id, asked.actor)
    if found.technology_id != technology.id:
        raise NotFound(f"{asked.reference} has no file {file_id}.")
    return found
