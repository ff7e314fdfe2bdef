"""Comments beside the fields of an offer, between its creators and the office."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import Field

from api.auth import Caller
from api.deps import Key, Now, Reference
from api.json.problems import READS, WRITES
from api.json.views import View
from models.actions.forms import Form
from models.actions.offer_comments import LONGEST, answer_comment, comment_on_offer, settle_comment
from models.db import reading, transaction
from models.queries.offer_comments import Thread, threads_of
from models.queries.technologies import case_of, technology_by_reference
from models.rules.permissions import Act, demand
from models.rules.words import Language
from models.tables import OfferComment

router = APIRouter(tags=["offers"])


class CommentForm(Form):
    field: str = Field(max_length=40, description="A name of the offer's form.")
    text: str = Field(max_length=LONGEST)


class AnswerForm(Form):
    text: str = Field(max_length=LONGEST)


class SettledForm(Form):
    settled: bool


class AnswerView(View):
    id: int
    by_office: bool
    text: str
    at: datetime


class CommentView(AnswerView):
    offer_id: int
    language: Language
    field: str
    resolved_at: datetime | None


class ThreadView(CommentView):
    author: str
    version: int = Field(description="Of the offer that was read when it was written.")
    answers: list[AnswerView]

    @classmethod
    def of(cls, thread: Thread) -> "ThreadView":
        own = CommentView.model_validate(thread.comment).model_dump()
        answers = [AnswerView.model_validate(each.comment) for each in thread.answers]
        return cls(**own, author=thread.author, version=thread.version, answers=answers)


@router.get("/technologies/{reference}/offer-comments", responses=READS)
def list_comments(reference: Reference, actor: Caller) -> list[ThreadView]:
    """Open ones first, then by age."""
    with reading() as session:
        technology = technology_by_reference(session, reference, actor)
        demand(actor, Act.WRITE_MESSAGE, case_of(session, technology))
        return [ThreadView.of(thread) for thread in threads_of(session, technology)]


@router.post("/offers/{offer_id}/comments", responses=WRITES)
def comment(offer_id: Key, form: CommentForm, actor: Caller, now: Now) -> CommentView:
    """Beside one field. The other side is told by e-mail that there is one, not what it says."""
    with transaction() as session:
        return _view(comment_on_offer(session, offer_id, form.field, form.text, actor=actor, now=now))


@router.post("/offer-comments/{comment_id}/answers", responses=WRITES)
def answer(comment_id: Key, form: AnswerForm, actor: Caller, now: Now) -> CommentView:
    """To a comment that is open; whoever wrote it is told by e-mail that there is an answer."""
    with transaction() as session:
        return _view(answer_comment(session, comment_id, form.text, actor=actor, now=now))


@router.post("/offer-comments/{comment_id}/settled", responses=WRITES)
def settle(comment_id: Key, form: SettledForm, actor: Caller, now: Now) -> CommentView:
    """Put away or opened again, by the office or by who wrote it."""
    with transaction() as session:
        return _view(settle_comment(session, comment_id, settled=form.settled, actor=actor, now=now))


def _view(comment: OfferComment) -> CommentView:
    return CommentView.model_validate(comment)
