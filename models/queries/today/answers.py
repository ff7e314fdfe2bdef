"""What partners and creators said and nobody of the office has taken up."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from models.queries.cases import officers_of
from models.queries.today.scope import MOST_COUNTED, SHOWN, Few, Scope, few
from models.rules.words import Answer, LeadState, Stage
from models.tables import Agreement, Contact, Delivery, Lead, Message, Offer, Partner, Technology

_OVER = (Stage.LICENSED, Stage.CLOSED, Stage.RELEASED)
_A_YEAR = timedelta(days=366)
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Interest:
    reference: str
    title: str
    partner: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    reference: str
    title: str
    partner: str
    contact: str
    at: datetime
    text: str
    """Its beginning."""


@dataclass(frozen=True, slots=True)
class Unread:
    """What one side of a thread wrote; `partner` is empty where creators did."""

    reference: str
    title: str
    author: str
    partner: str
    at: datetime
    text: str
    """The beginning of the latest message."""
    count: int


def leads_waiting(session: Session, scope: Scope) -> Few[Interest]:
    """Partners that said yes, and with whom nothing has been drawn up."""
    drawn_up = sa.exists().where(col(Agreement.lead_id) == col(Lead.id))
    query = (
        sa.select(col(Technology.reference), col(Technology.title), col(Partner.name), col(Lead.changed_at))
        .join_from(Lead, Technology, col(Technology.id) == col(Lead.technology_id))
        .join(Partner, col(Partner.id) == col(Lead.partner_id))
        .where(col(Lead.state) == LeadState.INTERESTED, scope.owns(col(Lead.technology_id), over=_OVER), ~drawn_up)
        .order_by(col(Lead.changed_at), col(Lead.id))
    )
    rows, count = few(session, query)
    return Few([Interest(*row) for row in rows], count)


def questions(session: Session, scope: Scope) -> Few[Question]:
    """Asked with the answer to an offer in the last year, and not written back to in Helix."""
    replied = sa.exists().where(
        col(Message.technology_id) == col(Technology.id),
        col(Message.contact_id) == col(Contact.id),
        col(Message.author).startswith("person:"),
        col(Message.at) >= col(Delivery.answered_at),
    )
    since = datetime.combine(scope.today, datetime.min.time()).astimezone() - _A_YEAR
    query = (
        sa.select(
            col(Technology.reference),
            col(Technology.title),
            col(Partner.name).label("partner"),
            col(Contact.name).label("contact"),
            col(Delivery.answered_at),
            sa.func.substr(Delivery.message, 1, _LONGEST).label("text"),
        )
        .join_from(Delivery, Offer, col(Offer.id) == col(Delivery.offer_id))
        .join(Technology, col(Technology.id) == col(Offer.technology_id))
        .join(Contact, col(Contact.id) == col(Delivery.contact_id))
        .join(Partner, col(Partner.id) == col(Contact.partner_id))
        .where(
            col(Delivery.answer) == Answer.QUESTION,
            col(Delivery.answered_at) >= since,
            scope.owns(col(Offer.technology_id), over=_OVER),
            ~replied,
        )
        .order_by(col(Delivery.answered_at), col(Delivery.id))
    )
    rows, count = few(session, query)
    return Few([Question(*row) for row in rows], count)


_IS_AN_ANSWER = sa.exists().where(
    col(Delivery.contact_id) == col(Message.contact_id), col(Delivery.answered_at) == col(Message.at)
)
"""What was written with the answer to an offer: it stands among the answers."""


def unread(session: Session, scope: Scope) -> Few[Unread]:
    """Threads with messages that nobody of the office has opened, of the latest `MOST_COUNTED` messages."""
    office = [f"person:{each.id}" for each in officers_of(session, scope.actor)]
    latest = session.execute(
        sa.select(
            col(Technology.reference),
            col(Technology.title),
            col(Message.author_name).label("author"),
            sa.func.coalesce(Partner.name, "").label("partner"),
            col(Message.at),
            sa.func.substr(Message.text, 1, _LONGEST).label("text"),
            col(Message.contact_id),
        )
        .join_from(Message, Technology, col(Technology.id) == col(Message.technology_id))
        .join(Contact, col(Contact.id) == col(Message.contact_id), isouter=True)
        .join(Partner, col(Partner.id) == col(Contact.partner_id), isouter=True)
        .where(
            col(Message.read_at).is_(None),
            ~_IS_AN_ANSWER,
            col(Message.author).not_in(office),
            scope.owns(col(Message.technology_id), over=()),
        )
        .order_by(col(Message.id).desc())
        .limit(MOST_COUNTED)
    ).all()
    sizes = Counter((row.reference, row.contact_id) for row in latest)
    threads = {}
    for row in reversed(latest):  # the latest of each thread stays
        values = dict(row._mapping)
        key = (row.reference, values.pop("contact_id"))
        threads[key] = Unread(**values, count=sizes[key])
    rows = list(threads.values())
    return Few(sorted(rows, key=lambda row: row.at)[:SHOWN], len(rows))
