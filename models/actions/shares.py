"""Asking contributors to confirm their share, from an e-mail and without an account."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from models.actions.deliveries import queue_notice
from models.actions.messages import write_message
from models.links import share_mark
from models.queries.shares import OpenedShare
from models.rules.words import DispatchState, NoticeKind, WorkKind
from models.tables import Contributor, Message, Notice, Technology, Work


def request_share(
    session: Session, technology: Technology, contributor: Contributor, *, version: int, submitter: str, now: datetime
) -> None:
    """The e-mail with the link to exactly this share of this version; one about another share never leaves then."""
    _take_back(session, contributor)
    queue_notice(
        session,
        NoticeKind.SHARE_REQUEST,
        key=f"{technology.id}:{version}:{contributor.id}",
        contributor_id=contributor.id,
        technology_id=technology.id,
        facts=share_facts(technology, contributor, submitter=submitter),
        now=now,
    )


def share_facts(technology: Technology, contributor: Contributor, *, submitter: str) -> dict[str, Any]:
    """Of the e-mail; its link leads to exactly the present share."""
    bound = share_mark(technology_id=technology.id, email=contributor.email, share_bp=contributor.share_bp)
    return {
        "reference": technology.reference,
        "submitter": submitter,
        "contributor": contributor.id,
        "bound": bound,
    }


def dispute_share(session: Session, opened: OpenedShare, text: str, *, now: datetime) -> Message:
    """What a contributor finds wrong, to the officer and to the submitter, in the creators' thread."""
    technology, actor = opened.technology, opened.actor
    message = write_message(session, technology.id, text, actor=actor, now=now)
    if technology.submitter_id is not None:
        queue_notice(
            session,
            NoticeKind.MESSAGE,
            key=f"{message.id}:submitter",
            person_id=technology.submitter_id,
            technology_id=technology.id,
            facts={"from": actor.name, "path": f"/disclosures/{technology.reference}"},
            now=now,
        )
    return message


def _take_back(session: Session, contributor: Contributor) -> None:
    unsent = select(Notice.id).where(
        Notice.kind == NoticeKind.SHARE_REQUEST,
        Notice.contributor_id == contributor.id,
        Notice.state == DispatchState.QUEUED,
    )
    session.execute(delete(Work).where(col(Work.kind) == WorkKind.SEND_NOTICE, col(Work.subject_id).in_(unsent)))
    session.execute(delete(Notice).where(col(Notice.id).in_(unsent)))
