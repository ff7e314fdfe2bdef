"""A business accepts a non-disclosure agreement in the browser."""

from datetime import datetime

from sqlmodel import Session, col, select

from models.actions.agreements import record_signature
from models.actions.turns import take_turn_of_door
from models.errors import Conflict, Incomplete
from models.queries.inbox import offered_nda
from models.rules.days import local_date
from models.rules.permissions import Actor
from models.rules.words import SignoffKind
from models.tables import Agreement, Signoff

LONGEST_NAME = 200


def accept_nda(
    session: Session, agreement_id: int, *, signatory: str, digest: str, may_sign: bool, actor: Actor, now: datetime
) -> Agreement:
    """The partner's signature: bound to the document that the contact was shown, by its `digest`.

    Accepting what the business has accepted before changes nothing. Raises `NotFound` for what was not offered to
    this business, `Conflict` when the document is not the one that was shown, or that the institution signed.
    """
    offered = offered_nda(session, agreement_id, actor)
    agreement = offered.agreement
    take_turn_of_door(session, offered.technology.id)
    if agreement.partner_signed_on is not None and _signed_by(session, agreement_id, "partner") == digest:
        return agreement
    if not offered.waits:
        raise Conflict("This agreement does not wait to be accepted any more.")
    if agreement.document_sha256 != digest or _signed_by(session, agreement_id, "institution") not in ("", digest):
        raise Conflict("The document was changed after it was offered: ask the office to offer it again.")
    name = " ".join(signatory.split())
    if len(name.split()) < 2 or len(name) > LONGEST_NAME:
        raise Incomplete("Type your first name and your last name.")
    if not may_sign:
        raise Incomplete("Only who may sign for the company can accept.")
    return record_signature(
        session,
        agreement,
        offered.technology,
        side="partner",
        signatory=name,
        signed_on=local_date(now),
        actor=actor,
        now=now,
    )


def _signed_by(session: Session, agreement_id: int, side: str) -> str:
    """The digest of the document that a side's signature is bound to; empty where it was signed before one was
    made."""
    signed = session.exec(
        select(Signoff.subject_digest)
        .where(
            Signoff.kind == SignoffKind.SIGNATURE,
            Signoff.subject == f"agreement:{agreement_id}:{side}",
        )
        .order_by(col(Signoff.id).desc())
        .limit(1)
    ).first()
    return signed or ""
