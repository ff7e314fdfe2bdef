"""What a contact does with the signed link from their e-mail. The link is the permission: no token."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field
from sqlmodel import Session

from api.deps import Now
from api.json.problems import refusals
from api.json.views.offers import SentOfferView
from models.actions.forms import Form
from models.actions.partners import answer_offer
from models.db import reading, transaction
from models.errors import LinkExpired
from models.links import read_brief_link
from models.queries.links import Opened, opened
from models.rules.days import local_date
from models.rules.words import Answer, DeclineReason

router = APIRouter(prefix="/links", tags=["links"])

Token = Annotated[str, Path(max_length=200, description="What follows `/b/` in the e-mail's link.")]


class AnswerForm(Form):
    answer: Answer
    reason: DeclineReason | None = Field(default=None, description="With `declined`.")
    message: str = Field(default="", max_length=4_000, description="With `question`, and wherever it helps.")


@router.get("/{token}", responses=refusals(404, 410))
def read(token: Token, now: Now) -> SentOfferView:
    """The offer that was sent, and the answer that was given."""
    delivery_id = read_brief_link(token, now=now)
    with reading() as session:
        found = _still_open(session, delivery_id, now)
        return SentOfferView.sent(found.shown, found.delivery)


@router.post("/{token}/answer", responses=refusals(400, 404, 409, 410, 413))
def answer(token: Token, form: AnswerForm, now: Now) -> SentOfferView:
    """Answer the offer; a later answer replaces an earlier one."""
    delivery_id = read_brief_link(token, now=now)
    with transaction() as session:
        found = _still_open(session, delivery_id, now)
        delivery = answer_offer(
            session,
            delivery_id,
            answer=form.answer,
            actor=found.actor,
            now=now,
            reason=form.reason,
            message=form.message,
        )
        return SentOfferView.sent(found.shown, delivery)


def _still_open(session: Session, delivery_id: int, now: datetime) -> Opened:
    found = opened(session, delivery_id, today=local_date(now))
    if not found.open:
        raise LinkExpired("This offer is no longer open. Reply to the e-mail that it came with to ask about it.")
    return found
