"""What the outbox has put aside for a person, and how much it still has before it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, case, col, func, or_, select
from sqlmodel.sql.expression import Select

from models.errors import NotFound
from models.queries.technologies import visible_to
from models.rules.permissions import Act, Actor, Case, demand
from models.rules.words import DispatchState, NoticeKind, Role, WorkKind, WorkState
from models.tables import (
    Agreement,
    Contact,
    Contributor,
    DecisionLetter,
    Delivery,
    Notice,
    Offer,
    Payment,
    Person,
    Technology,
    Work,
)

MOST = 500


@dataclass(frozen=True, slots=True)
class Load:
    """How many rows of work there are of each state."""

    due: int
    later: int
    running: int
    parked: int
    """Whatever they are about: those in doubt too."""


def load_of(session: Session, actor: Actor, *, now: datetime) -> Load:
    demand(actor, Act.MANAGE_WORK, Case(actor.institution_id))
    is_due = col(Work.not_before) <= now
    rows = session.exec(
        select(Work.state, func.count().filter(is_due), func.count())
        .where(Work.state != WorkState.DONE)
        .group_by(col(Work.state))
    )
    counted = {state: (due, every) for state, due, every in rows}
    due, queued = counted.get(WorkState.QUEUED, (0, 0))
    return Load(due, queued - due, counted.get(WorkState.LEASED, (0, 0))[1], counted.get(WorkState.PARKED, (0, 0))[1])


@dataclass(frozen=True, slots=True)
class ParkedRow:
    work: Work
    reference: str
    """Of the technology, where the actor may know of it."""


def parked_work(session: Session, actor: Actor) -> Sequence[ParkedRow]:
    """Oldest first. E-mails that may have left are not among it: sending them again is another question."""
    demand(actor, Act.MANAGE_WORK, Case(actor.institution_id))
    rows = session.exec(
        select(Work)
        .where(Work.state == WorkState.PARKED, ~in_doubt())
        .order_by(col(Work.kind), col(Work.id))
        .limit(MOST)
    ).all()
    references = _references(session, actor, rows)
    return [ParkedRow(work, references.get((work.kind, work.subject_id), "")) for work in rows]


def in_doubt() -> ColumnElement[bool]:
    """Work whose e-mail was begun: it may have arrived."""
    deliveries = select(Delivery.id).where(
        Delivery.state == DispatchState.PARKED, col(Delivery.sending_at).is_not(None)
    )
    notices = select(Notice.id).where(Notice.state == DispatchState.PARKED, col(Notice.sending_at).is_not(None))
    return or_(
        (col(Work.kind) == WorkKind.SEND_DELIVERY) & col(Work.subject_id).in_(deliveries),
        (col(Work.kind) == WorkKind.SEND_NOTICE) & col(Work.subject_id).in_(notices),
    )


def _references(session: Session, actor: Actor, rows: Sequence[Work]) -> Mapping[tuple[WorkKind, int], str]:
    """By kind and subject: one query for each way from a subject to its technology."""
    found: dict[tuple[WorkKind, int], str] = {}
    for kinds, way in _WAYS.items():
        ids = {work.subject_id for work in rows if work.kind in kinds}
        if ids:
            for subject_id, reference in session.exec(_for(actor, way(ids))):
                found |= {(kind, subject_id): reference for kind in kinds}
    return found


def _known_to(actor: Actor) -> ColumnElement[bool]:
    """Whose reference the actor may read: an administrator sees no case, and knows those of the own institution."""
    if actor.role is Role.ADMINISTRATOR:
        return col(Technology.institution_id) == actor.institution_id
    return visible_to(actor)


_Pairs = Select[int, str]
"""A subject's id and its technology's reference."""


def _for(actor: Actor, query: _Pairs) -> _Pairs:
    """Nobody learns of another institution's cases; an administrator keeps its work going without their names."""
    return query.where(_known_to(actor))


def _of_technologies(ids: set[int]) -> _Pairs:
    return select(Technology.id, Technology.reference).where(col(Technology.id).in_(ids))


def _of_offers(ids: set[int]) -> _Pairs:
    joined = select(Offer.id, Technology.reference).join(Technology, col(Technology.id) == col(Offer.technology_id))
    return joined.where(col(Offer.id).in_(ids))


def _of_deliveries(ids: set[int]) -> _Pairs:
    joined = select(Delivery.id, Technology.reference).join(Offer, col(Offer.id) == col(Delivery.offer_id))
    return joined.join(Technology, col(Technology.id) == col(Offer.technology_id)).where(col(Delivery.id).in_(ids))


def _of_notices(ids: set[int]) -> _Pairs:
    joined = select(Notice.id, Technology.reference).join(Technology, col(Technology.id) == col(Notice.technology_id))
    return joined.where(col(Notice.id).in_(ids))


def _of_agreements(ids: set[int]) -> _Pairs:
    joined = select(Agreement.id, Technology.reference).join(
        Technology, col(Technology.id) == col(Agreement.technology_id)
    )
    return joined.where(col(Agreement.id).in_(ids))


def _of_letters(ids: set[int]) -> _Pairs:
    joined = select(DecisionLetter.id, Technology.reference).join(
        Technology, col(Technology.id) == col(DecisionLetter.technology_id)
    )
    return joined.where(col(DecisionLetter.id).in_(ids))


def _of_payments(ids: set[int]) -> _Pairs:
    joined = select(Payment.id, Technology.reference).join(Agreement, col(Agreement.id) == col(Payment.agreement_id))
    return joined.join(Technology, col(Technology.id) == col(Agreement.technology_id)).where(col(Payment.id).in_(ids))


_WAYS: Mapping[frozenset[WorkKind], Callable[[set[int]], _Pairs]] = {
    frozenset(
        {WorkKind.RECEIVE_DISCLOSURE, WorkKind.PREPARE_REVIEW, WorkKind.MATCH_PARTNERS, WorkKind.COMPARE_OFFERS}
    ): _of_technologies,
    frozenset({WorkKind.RENDER_BRIEF}): _of_offers,
    frozenset({WorkKind.SEND_DELIVERY}): _of_deliveries,
    frozenset({WorkKind.SEND_NOTICE}): _of_notices,
    frozenset({WorkKind.DRAW_AGREEMENT, WorkKind.SCHEDULE_OBLIGATIONS}): _of_agreements,
    frozenset({WorkKind.DRAW_LETTER}): _of_letters,
    frozenset({WorkKind.DISTRIBUTE_PAYMENT}): _of_payments,
}
"""Clock sweeps and digests are about no technology."""


@dataclass(frozen=True, slots=True)
class DoubtfulMail:
    """An e-mail that may or may not have arrived. `kind` and `number` say which, for `resend`."""

    kind: WorkKind
    number: int
    to: str
    about: NoticeKind | None
    """`None` for a brief."""
    reference: str
    sending_at: datetime
    error: str


def doubtful_mail(session: Session, actor: Actor) -> Sequence[DoubtfulMail]:
    """Of the actor's cases and of the people of their institution; an administrator sees all, and the references of
    the own institution."""
    demand(actor, Act.MANAGE_WORK, Case(actor.institution_id))
    return [*_doubtful_deliveries(session, actor), *_doubtful_notices(session, actor)]


def must_see_mail(session: Session, kind: WorkKind, number: int, actor: Actor) -> None:
    """Raises `NotFound` for an e-mail that is not in doubt, or none of the actor's."""
    if not any((mail.kind, mail.number) == (kind, number) for mail in doubtful_mail(session, actor)):
        raise NotFound(f"There is no e-mail {number} among those in doubt that you may see.")


def _doubtful_deliveries(session: Session, actor: Actor) -> list[DoubtfulMail]:
    query = (
        select(Delivery, Contact, _reference(actor))
        .join(Contact, col(Contact.id) == col(Delivery.contact_id))
        .join(Offer, col(Offer.id) == col(Delivery.offer_id))
        .join(Technology, col(Technology.id) == col(Offer.technology_id))
        .where(Delivery.state == DispatchState.PARKED, col(Delivery.sending_at).is_not(None))
    )
    if actor.role is not Role.ADMINISTRATOR:
        query = query.where(visible_to(actor))
    return [
        DoubtfulMail(
            WorkKind.SEND_DELIVERY, sent.id, _named(to.name, to.email), None, reference, sent.sending_at, sent.error
        )
        for sent, to, reference in session.exec(query.order_by(col(Delivery.id)).limit(MOST))
        if sent.sending_at is not None
    ]


def _doubtful_notices(session: Session, actor: Actor) -> list[DoubtfulMail]:
    name = func.coalesce(Person.name, Contact.name, Contributor.name)
    email = func.coalesce(Person.email, Contact.email, Contributor.email)
    query = (
        select(Notice, name, email, _reference(actor))
        .join(Person, col(Person.id) == col(Notice.person_id), isouter=True)
        .join(Contact, col(Contact.id) == col(Notice.contact_id), isouter=True)
        .join(Contributor, col(Contributor.id) == col(Notice.contributor_id), isouter=True)
        .join(Technology, col(Technology.id) == col(Notice.technology_id), isouter=True)
        .where(Notice.state == DispatchState.PARKED, col(Notice.sending_at).is_not(None))
    )
    if actor.role is not Role.ADMINISTRATOR:
        colleague = col(Notice.technology_id).is_(None) & (col(Person.institution_id) == actor.institution_id)
        query = query.where(or_(visible_to(actor), colleague))
    return [
        DoubtfulMail(
            WorkKind.SEND_NOTICE,
            notice.id,
            _named(to, address),
            notice.kind,
            reference,
            notice.sending_at,
            notice.error,
        )
        for notice, to, address, reference in session.exec(query.order_by(col(Notice.id)).limit(MOST))
        if notice.sending_at is not None
    ]


def _reference(actor: Actor) -> ColumnElement[str]:
    return case((_known_to(actor), col(Technology.reference)), else_="")


def _named(name: str, email: str) -> str:
    return f"{name} <{email}>"
