"""Files of the technology, and what office and creators write to each other."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from api.pages.words import Words
from models.queries.attachments import attachments_of
from models.queries.messages import creators_thread
from models.rules.permissions import Actor
from models.tables import Technology


def files_values(
    session: Session, technology: Technology, actor: Actor, now: datetime, words: Words
) -> Mapping[str, Any]:
    del actor, now, words  # the technology was read through the actor
    return {"files": attachments_of(session, technology)}


def messages_values(
    session: Session, technology: Technology, actor: Actor, now: datetime, words: Words
) -> Mapping[str, Any]:
    """Raises `NotPermitted` for reviewers: the thread is the office's and the creators'."""
    del now, words
    return {"messages": creators_thread(session, technology, actor)}
