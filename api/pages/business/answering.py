"""Answering an offer, by the e-mail's link and in the inbox alike."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from models.actions.messages import LONGEST
from models.actions.partners import answer_offer
from models.rules.permissions import Actor
from models.rules.words import Answer, DeclineReason
from models.tables import Delivery


@dataclass(frozen=True, slots=True)
class Given:
    """As typed, or as answered before."""

    answer: str = ""
    reason: str = ""
    message: str = ""

    @classmethod
    def typed(cls, answer: str, reason: str, message: str) -> "Given":
        return cls(answer, reason, message.replace("\0", "").replace("\r\n", "\n"))

    @classmethod
    def kept(cls, delivery: Delivery) -> "Given":
        return cls(delivery.answer or "", delivery.decline_reason or "", delivery.message)

    @property
    def wrong(self) -> str | None:
        """The key in `codes.WRONG` of what is still to be filled in."""
        if self.answer not in list(Answer):
            return "choose_answer"
        if self.answer == Answer.DECLINED and self.reason not in list(DeclineReason):
            return "choose_reason"
        if self.answer == Answer.QUESTION and not self.message.strip():
            return "write_question"
        return "too_long" if len(self.message) > LONGEST else None

    def give(self, session: Session, delivery_id: int, *, actor: Actor, now: datetime) -> None:
        answer_offer(
            session,
            delivery_id,
            answer=Answer(self.answer),
            actor=actor,
            now=now,
            reason=DeclineReason(self.reason) if self.answer == Answer.DECLINED else None,
            message=self.message,
        )


def wrong_message(text: str) -> str | None:
    """The key in `codes.WRONG` of what is wrong with a message to the office."""
    if not text.strip():
        return "write_message"
    return "too_long" if len(text) > LONGEST else None
