"""Asking a contributor once more to confirm their share."""

from datetime import datetime

from sqlmodel import Session

from models.actions.deliveries import queue_notice
from models.actions.shares import share_facts
from models.actions.turns import take_turn
from models.errors import Conflict, NotFound
from models.queries.people import asked_to_confirm
from models.queries.technologies import case_of
from models.rules.days import local_date
from models.rules.permissions import Act, Actor, demand
from models.rules.words import NoticeKind
from models.tables import Contributor, Notice, Person


def ask_again_to_confirm(session: Session, contributor_id: int, *, actor: Actor, now: datetime) -> Notice:
    """The e-mail with a fresh link to exactly this share, by the office or by who may correct the disclosure; at most
    one a day.

    Raises `Conflict` for a share that is confirmed, or asked about today.
    """
    contributor = session.get(Contributor, contributor_id)
    if contributor is None:
        raise NotFound(f"There is no contributor {contributor_id} among those you may see.")
    asked = f"contributor {contributor_id}"
    technology = take_turn(session, contributor.technology_id, actor, asked=asked)
    demand(actor, Act.REVISE, case_of(session, technology))
    if contributor.confirmed_at is not None:
        raise Conflict("%(name)s has confirmed already.", name=contributor.name)
    asked_at = asked_to_confirm(session, technology).get(contributor.id)
    if asked_at is not None and local_date(asked_at) == local_date(now):
        raise Conflict("%(name)s was asked today already.", name=contributor.name)
    submitter = session.get(Person, technology.submitter_id) if technology.submitter_id else None
    notice = queue_notice(
        session,
        NoticeKind.SHARE_REQUEST,
        key=f"{contributor.id}:again:{local_date(now)}",
        contributor_id=contributor.id,
        technology_id=technology.id,
        facts=share_facts(technology, contributor, submitter=submitter.name if submitter else actor.name),
        now=now,
    )
    if notice is None:
        raise Conflict("%(name)s was asked today already.", name=contributor.name)
    return notice
