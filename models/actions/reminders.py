"""Asking a contributor once more to confirm their share."""

from datetime import datetime

from sqlmodel import Session, col, select

from models.actions.deliveries import queue_notice
from models.errors import Conflict, NotFound
from models.queries.technologies import institution_case, technology_for
from models.rules.days import local_date
from models.rules.permissions import Act, Actor, demand
from models.rules.words import NoticeKind
from models.tables import Contributor, Notice


def ask_again_to_confirm(session: Session, contributor_id: int, *, actor: Actor, now: datetime) -> Notice:
    """The latest request for exactly this share, as another e-mail; at most one a day.

    Raises `Conflict` for a share that is confirmed, that nobody was asked about yet, or asked about today.
    """
    contributor = session.get(Contributor, contributor_id)
    if contributor is None:
        raise NotFound(f"There is no contributor {contributor_id} among those you may see.")
    asked = f"contributor {contributor_id}"
    technology = technology_for(session, contributor.technology_id, actor, asked=asked)
    demand(actor, Act.TRIAGE, institution_case(technology))
    if contributor.confirmed_at is not None:
        raise Conflict(f"{contributor.name} has confirmed already.")
    requests = select(Notice).where(Notice.kind == NoticeKind.SHARE_REQUEST, Notice.contributor_id == contributor.id)
    before = session.exec(requests.order_by(col(Notice.id).desc()).limit(1)).first()
    if before is None:
        raise Conflict(f"{contributor.name} was not asked yet: the request goes out with the disclosure.")
    if local_date(before.queued_at) == local_date(now):
        raise Conflict(f"{contributor.name} was asked today already.")
    notice = queue_notice(
        session,
        NoticeKind.SHARE_REQUEST,
        key=f"{contributor.id}:again:{local_date(now)}",
        contributor_id=contributor.id,
        technology_id=technology.id,
        facts=before.facts,
        now=now,
    )
    if notice is None:
        raise Conflict(f"{contributor.name} was asked today already.")
    return notice
