"""Comments beside the fields of an offer: creators remark, the office answers, and either puts it away."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from models.actions.deliveries import queue_notice, tell_office
from models.actions.turns import take_turn
from models.errors import Conflict, Incomplete, NotFound
from models.queries.offer_comments import put_before_creators
from models.queries.offers import CONTENT
from models.queries.technologies import case_of
from models.rules.permissions import Act, Actor, demand
from models.rules.words import NoticeKind, Role
from models.tables import Notice, Offer, OfferComment, Technology

LONGEST = 2_000
COMMENTED = frozenset(CONTENT) - {"language"}
QUIET = timedelta(minutes=30)
"""Who comments on five fields sends one e-mail."""


def comment_on_offer(
    session: Session, offer_id: int, field: str, text: str, *, actor: Actor, now: datetime
) -> OfferComment:
    """`field` is a name of `OfferForm`. The officer in charge is told by e-mail that there is one."""
    offer = session.get(Offer, offer_id)
    if offer is None:
        raise NotFound(f"There is no offer {offer_id} among those you may see.")
    technology = take_turn(session, offer.technology_id, actor, asked=f"offer {offer_id}")
    demand(actor, Act.WRITE_MESSAGE, case_of(session, technology))
    if not (put_before_creators(offer) or _of_the_office(technology, actor)):
        raise NotFound(f"There is no offer {offer_id} among those you may see.")
    if field not in COMMENTED:
        raise NotFound(f"The offer has no field {field}.")
    return _add(session, technology, offer, field, text, actor, now)


def answer_comment(session: Session, comment_id: int, text: str, *, actor: Actor, now: datetime) -> OfferComment:
    """In the thread of that comment, and bound to the version that stands now."""
    comment, technology = _comment_for(session, comment_id, actor)
    if comment.resolved_at is not None:
        raise Conflict("This comment was put away as settled: open it again to answer.")
    offer = session.get_one(Offer, comment.offer_id)
    return _add(session, technology, offer, comment.field, text, actor, now, answers=comment)


def settle_comment(session: Session, comment_id: int, *, settled: bool, actor: Actor, now: datetime) -> OfferComment:
    """Put away as settled or opened again, by somebody of the office or by who wrote it; twice is once."""
    comment, _ = _comment_for(session, comment_id, actor)
    if actor.role is not Role.OFFICER and comment.author_id != actor.person_id:
        raise NotFound(f"There is no comment {comment_id} of yours.")
    if settled is (comment.resolved_at is not None):
        return comment
    comment.resolved_at = now if settled else None
    comment.resolved_by_id = actor.person_id if settled else None
    session.add(comment)
    session.flush()
    return comment


def _comment_for(session: Session, comment_id: int, actor: Actor) -> tuple[OfferComment, Technology]:
    """The one that opened the thread."""
    asked = f"comment {comment_id}"
    comment = session.get(OfferComment, comment_id)
    if comment is None or comment.answers_id is not None:
        raise NotFound(f"There is no {asked} among those you may see.")
    technology = take_turn(session, comment.technology_id, actor, asked=asked)
    demand(actor, Act.WRITE_MESSAGE, case_of(session, technology))
    return comment, technology


def _add(
    session: Session,
    technology: Technology,
    offer: Offer,
    field: str,
    text: str,
    actor: Actor,
    now: datetime,
    answers: OfferComment | None = None,
) -> OfferComment:
    said = text.strip()
    if not said or actor.person_id is None:
        raise Incomplete("Write the comment first.")
    if len(said) > LONGEST:
        raise Incomplete("The comment is too long: at most %(most)s characters.", most=LONGEST)
    comment = OfferComment(
        technology_id=technology.id,
        offer_id=offer.id,
        language=offer.language,
        field=field,
        answers_id=answers.id if answers else None,
        author_id=actor.person_id,
        by_office=_of_the_office(technology, actor),
        text=said,
        at=now,
    )
    session.add(comment)
    session.flush()
    _tell(session, technology, comment, answers, actor, now)
    return comment


def _of_the_office(technology: Technology, actor: Actor) -> bool:
    return actor.role is Role.OFFICER and actor.institution_id == technology.institution_id


def _tell(
    session: Session,
    technology: Technology,
    comment: OfferComment,
    answers: OfferComment | None,
    actor: Actor,
    now: datetime,
) -> None:
    """No text: it stays on the page. The other side is told, and no more than once in a while."""
    facts = {"from": actor.name}
    if not comment.by_office:
        if not _told_lately(session, technology, "office", now):
            facts["path"] = f"/technologies/{technology.reference}/offer/{comment.language}"
            tell_office(session, technology, NoticeKind.OFFER_COMMENT, key=f"office:{comment.id}", facts=facts, now=now)
        return
    reader = answers.author_id if answers and not answers.by_office else technology.submitter_id
    if reader is None or reader == actor.person_id or _told_lately(session, technology, f"person:{reader}", now):
        return
    facts["path"] = f"/disclosures/{technology.reference}/consent/{comment.offer_id}"
    queue_notice(
        session,
        NoticeKind.OFFER_COMMENT,
        key=f"person:{reader}:{comment.id}",
        person_id=reader,
        technology_id=technology.id,
        facts=facts,
        now=now,
    )


def _told_lately(session: Session, technology: Technology, side: str, now: datetime) -> bool:
    lately = select(Notice.id).where(
        Notice.technology_id == technology.id,
        Notice.kind == NoticeKind.OFFER_COMMENT,
        col(Notice.unique_key).startswith(f"{NoticeKind.OFFER_COMMENT}:{side}:", autoescape=True),
        col(Notice.queued_at) > now - QUIET,
    )
    return session.exec(lately).first() is not None
