"""Adding files to a technology or a draft, and taking them away. Nothing in them is opened or run."""

import unicodedata
from datetime import datetime

from sqlmodel import Session

from models.actions.turns import take_turn
from models.errors import NotFound
from models.files import Stored
from models.queries.attachments import attachment_for
from models.queries.technologies import case_of
from models.rules.permissions import Act, Actor, demand
from models.tables import Attachment, Draft

LARGEST = 50 * 1024 * 1024
"""Bytes of one file."""
LONGEST_NAME = 200


def add_attachment(
    session: Session, technology_id: int, stored: Stored, name: str, *, actor: Actor, now: datetime, note: str = ""
) -> Attachment:
    technology = take_turn(session, technology_id, actor)
    demand(actor, Act.ADD_FILE, case_of(session, technology))
    return _add(session, stored, name, actor=actor, now=now, note=note, technology_id=technology.id)


def add_draft_attachment(
    session: Session, draft: Draft, stored: Stored, name: str, *, actor: Actor, now: datetime, note: str = ""
) -> Attachment:
    """To a draft of the actor's own; submitting the draft hands its files to the technology."""
    if draft.person_id != actor.person_id:
        raise NotFound("There is no such draft among yours.")
    return _add(session, stored, name, actor=actor, now=now, note=note, draft_id=draft.id)


def remove_attachment(session: Session, attachment_id: int, *, actor: Actor, now: datetime) -> Attachment:
    """It is no longer shown or served; the row stays, for whoever asks what was there."""
    attachment = attachment_for(session, attachment_id, actor)
    if attachment.technology_id is not None:
        technology = take_turn(session, attachment.technology_id, actor)
        demand(actor, Act.ADD_FILE, case_of(session, technology))
    attachment.removed_at, attachment.removed_by_name = now, actor.name
    session.add(attachment)
    session.flush()
    return attachment


def plain_name(name: str) -> str:
    """What a file is called: no folders, no control characters, no name that hides itself."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(character for character in last if character.isprintable() and character not in '<>:"|?*')
    kept = kept.strip(". ") or "file"
    if len(kept) <= LONGEST_NAME:
        return kept
    stem, dot, ending = kept.rpartition(".")
    ending = f"{dot}{ending}"[:20] if stem else ""
    return kept[: LONGEST_NAME - len(ending)] + ending


def _add(
    session: Session,
    stored: Stored,
    name: str,
    *,
    actor: Actor,
    now: datetime,
    note: str,
    technology_id: int | None = None,
    draft_id: int | None = None,
) -> Attachment:
    attachment = Attachment(
        technology_id=technology_id,
        draft_id=draft_id,
        name=plain_name(name),
        note=note.strip()[:500],
        sha256=stored.sha256,
        size=stored.size,
        added_by=actor.key,
        added_by_name=actor.name,
        added_at=now,
    )
    session.add(attachment)
    session.flush()
    return attachment
