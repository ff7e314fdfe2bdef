"""An office with something to do at each turn, for the browser tests of Today, the board and the figures."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session, col, select, update

from models.actions.clocks import start_clock
from models.actions.messages import record_contact_message, write_message
from models.actions.partners import answer_offer
from models.actions.reviews import assign_officer
from models.actions.stages import hold
from models.actions.work import enqueue
from models.queries.accounts import contact_actor
from models.rules.days import local_date
from models.rules.permissions import Actor
from models.rules.words import Answer, Field, ValueChain, Via, WorkKind, WorkState
from models.tables import Contact, Delivery, Partner, Technology, Work
from tests import factories as make
from tests.api.conftest import publish
from tests.factories import NOW

TITLES = (
    "Peptide strip that detects carbapenemases in urine within twenty minutes",
    "Microcapsules that keep iron stable in flour",
    "Gut-on-a-chip with a controlled oxygen gradient, for testing live biotherapeutics before the first patient",
    "Sophorolipid cleanser",
    "Przesiewowy test ECG do wykrywania hiperkaliemii",
)


@dataclass(frozen=True)
class Office:
    cast: make.Cast
    fresh: str
    """In disclosure, with everything that triage asks for."""
    triaged: str
    """Without officer's review, and over its target."""
    reviewed: str
    held: str
    """Its day to resume has come."""
    published: str
    """With an interested partner, a question of another, and an unread message."""


def office(session: Session) -> Office:
    cast = make.cast(session)
    fresh = mine(session, cast, make.technology(session, cast.researcher, title=TITLES[0]), days=3)
    triaged = mine(session, cast, make.to_triage(session, cast, title=TITLES[1], **_food()), days=40)
    reviewed = mine(session, cast, make.to_review(session, cast, title=TITLES[2]), days=12)
    start_clock(
        session,
        reviewed.id,
        rule="art154_decision_3m",
        trigger=today() - timedelta(days=86),
        actor=cast.officer,
        now=datetime.now(UTC),
    )
    held = mine(session, cast, make.to_offer(session, cast, title=TITLES[3], **_food()), days=20)
    reason = "The team waits for its second series."
    hold(session, held.id, actor=cast.officer, now=NOW, reason=reason, resume_on=NOW.date() + timedelta(days=1))
    offer, delivery = publish(session, cast)
    published = mine(session, cast, session.get_one(Technology, offer.technology_id), days=200)
    _answers(session, cast, published, delivery)
    write_message(session, fresh.id, "When will somebody look at it? We plan a poster.", actor=cast.researcher, now=NOW)
    _stuck(session, reviewed)
    return Office(cast, fresh.reference, triaged.reference, reviewed.reference, held.reference, published.reference)


def _food() -> dict[str, object]:
    return {"value_chain": ValueChain.BIOECONOMY, "field": Field.HEALTHY_FOOD}


def mine(session: Session, cast: make.Cast, made: Technology, *, days: int) -> Technology:
    """In the officer's charge, and in its stage for so many days."""
    assert cast.officer.person_id is not None
    assign_officer(session, made.id, officer_id=cast.officer.person_id, actor=cast.officer, now=datetime.now(UTC))
    since = datetime.now(UTC) - timedelta(days=days)
    session.execute(update(Technology).where(col(Technology.id) == made.id).values(stage_since=since))
    session.refresh(made)
    return made


def _answers(session: Session, cast: make.Cast, published: Technology, delivery: Delivery) -> None:
    now = datetime.now(UTC)
    answer_offer(session, delivery.id, answer=Answer.INTERESTED, actor=contact(session, delivery), now=now)
    partner = make.partner(session, cast, name="Żywność Południa sp. z o.o.")
    other = session.exec(select(Contact).where(Contact.partner_id == partner.id)).one()
    asked = Delivery(
        offer_id=delivery.offer_id, brief_id=delivery.brief_id, contact_id=other.id, queued_at=now, sent_at=now
    )
    session.add(asked)
    session.flush()
    question = "Does the strip keep in a warehouse without cooling?"
    answer_offer(session, asked.id, answer=Answer.QUESTION, actor=contact(session, asked), now=now, message=question)
    text = "We have looked at it with our laboratory and would like to see the raw data."
    record_contact_message(session, published, text, actor=contact(session, delivery), now=now + timedelta(minutes=1))


def contact(session: Session, delivery: Delivery) -> Actor:
    found = session.get_one(Contact, delivery.contact_id)
    return contact_actor(found, session.get_one(Partner, found.partner_id), Via.LINK)


def _stuck(session: Session, technology: Technology) -> None:
    enqueue(session, WorkKind.PREPARE_REVIEW, technology.id, key="stuck", now=NOW)
    row = session.exec(select(Work).where(Work.unique_key == f"{WorkKind.PREPARE_REVIEW}:stuck")).one()
    row.state, row.error, row.attempts = WorkState.PARKED, "StorageFull: no room on the disk", 5
    session.add(row)
    session.flush()


def today() -> date:
    return local_date(datetime.now(UTC))
