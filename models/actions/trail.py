"""Appending to the trail, and proving it. Nothing else writes transitions or sign-offs."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from operator import attrgetter
from typing import TypeVar

from sqlalchemy import exists, func, or_, select as sa_select
from sqlmodel import Session, col, select

from models.errors import TrailBroken
from models.rules.permissions import Actor
from models.rules.words import MoveKind, SignoffKind, Stage
from models.tables import Institution, Signoff, Technology, TrailHead, Transition

GENESIS = "0" * 64
_Entry = TypeVar("_Entry", Transition, Signoff)


def append_transition(
    session: Session,
    technology: Technology,
    *,
    kind: MoveKind,
    source: Stage | None,
    actor: Actor,
    reason: str,
    now: datetime,
) -> Transition:
    """Record the move that brought `technology` to the stage and version it now shows."""
    head = _head(session, technology.institution_id)
    return _append(
        session,
        head,
        Transition(
            sequence=head.sequence + 1,
            previous_hash=head.hash,
            hash="",
            institution_id=technology.institution_id,
            technology_id=technology.id,
            technology_version=technology.version,
            kind=kind,
            from_stage=source,
            to_stage=technology.stage,
            actor=actor.key,
            actor_name=actor.name,
            on_behalf_of=actor.on_behalf_of,
            via=actor.via,
            reason=reason,
            at=now,
        ),
    )


def sign(
    session: Session,
    technology: Technology,
    *,
    kind: SignoffKind,
    subject: str,
    actor: Actor,
    now: datetime,
    digest: str = "",
    reason: str = "",
) -> Signoff:
    """Record that the actor vouches for `subject`; `digest` binds it to exact content."""
    head = _head(session, technology.institution_id)
    return _append(
        session,
        head,
        Signoff(
            sequence=head.sequence + 1,
            previous_hash=head.hash,
            hash="",
            institution_id=technology.institution_id,
            technology_id=technology.id,
            technology_version=technology.version,
            kind=kind,
            subject=subject,
            subject_digest=digest,
            actor=actor.key,
            actor_name=actor.name,
            on_behalf_of=actor.on_behalf_of,
            via=actor.via,
            reason=reason,
            at=now,
        ),
    )


def _head(session: Session, institution_id: int) -> TrailHead:
    """The end of the chain, locked until the transaction ends."""
    head = session.exec(
        select(TrailHead).where(TrailHead.institution_id == institution_id).with_for_update()
    ).one_or_none()
    return head or TrailHead(institution_id=institution_id, sequence=0, hash=GENESIS)


def _append(session: Session, head: TrailHead, entry: _Entry) -> _Entry:
    entry.hash = entry_hash(entry)
    head.sequence, head.hash = entry.sequence, entry.hash
    session.add_all((head, entry))
    session.flush()
    return entry


_SHARED = "institution_id sequence previous_hash technology_id technology_version kind"
_WHO = "actor actor_name on_behalf_of via reason at"
_HASHED = {
    Transition: f"{_SHARED} from_stage to_stage {_WHO}".split(),
    Signoff: f"{_SHARED} subject subject_digest {_WHO}".split(),
}


def entry_hash(entry: Transition | Signoff) -> str:
    """sha256 over the entry's kind and every field but its id and its own hash, as canonical JSON."""
    values = [type(entry).__name__, *(_plain(getattr(entry, name)) for name in _HASHED[type(entry)])]
    return hashlib.sha256(json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def content_digest(content: object) -> str:
    """sha256 of plain values as canonical JSON: what a sign-off is bound to where the content is not one text."""
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


@dataclass(frozen=True, slots=True)
class Proof:
    institutions: int
    entries: int


def verify(session: Session) -> Proof:
    """Walk every institution's chain from its beginning to its head.

    What is appended meanwhile is left for the next time. Raises `TrailBroken` at the first entry that was
    changed, removed or put in.
    """
    entries = institutions = 0
    for institution in session.exec(select(Institution).order_by(col(Institution.id))).all():
        count = _verify_one(session, institution)
        entries += count
        institutions += bool(count)
    return Proof(institutions, entries)


def _verify_one(session: Session, institution: Institution) -> int:
    head = session.exec(
        select(TrailHead.sequence, TrailHead.hash).where(TrailHead.institution_id == institution.id)
    ).one_or_none()
    written, last_hash = head or (0, GENESIS)
    sequence, previous = 0, GENESIS
    with _entries(session, institution.id, written) as entries:
        for entry in entries:
            sequence += 1
            if entry.sequence != sequence:
                raise TrailBroken(f"{institution.code}: entry {sequence} is missing from the trail.")
            if entry.previous_hash != previous or entry.hash != entry_hash(entry):
                raise TrailBroken(
                    f"{institution.code}: entry {sequence} ({type(entry).__name__.lower()} {entry.id}, "
                    f"technology {entry.technology_id}) was changed after it was written."
                )
            previous = entry.hash
    if (written, last_hash) != (sequence, previous):
        raise TrailBroken(f"{institution.code}: the trail ends at entry {sequence}, but {written} were written.")
    if _put_in(session, institution.id):
        raise TrailBroken(f"{institution.code}: entries stand beyond the trail's end, entry {written}.")
    return sequence


def _put_in(session: Session, institution_id: int) -> bool:
    """Whether an entry stands beyond the head. One statement: it sees what others write whole or not at all."""
    beyond = [
        exists().where(
            col(table.institution_id) == institution_id,
            col(table.sequence)
            > func.coalesce(
                select(TrailHead.sequence).where(TrailHead.institution_id == institution_id).scalar_subquery(), 0
            ),
        )
        for table in (Transition, Signoff)
    ]
    return bool(session.scalar(sa_select(or_(*beyond))))


@contextmanager
def _entries(session: Session, institution_id: int, last: int) -> Iterator[Iterator[Transition | Signoff]]:
    """Both tables up to the entry `last` in the chain's order, read as they are walked: a trail may be long."""
    transitions = select(Transition).where(Transition.institution_id == institution_id, Transition.sequence <= last)
    signoffs = select(Signoff).where(Signoff.institution_id == institution_id, Signoff.sequence <= last)
    streamed = {"yield_per": 500}
    with (
        session.exec(transitions.order_by(col(Transition.sequence)), execution_options=streamed) as first,
        session.exec(signoffs.order_by(col(Signoff.sequence)), execution_options=streamed) as second,
    ):
        yield merge(first, second, key=attrgetter("sequence"))
