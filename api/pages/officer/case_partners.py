"""Partners of a technology: whom it may interest, who was written to, what they answered, which leads grew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from api.deps import Key, Now, Reference, SearchText
from api.pages import codes
from api.pages.given import Given, refusal, several, text
from api.pages.officer import deal_codes
from api.pages.officer.acting import acted, number_of, told, went
from api.pages.rendering import own_page, words_for
from api.pages.words import N_, Words
from api.visitors import Member
from models.actions.messages import LONGEST, mark_contacts_read, write_to_contact
from models.actions.partners import lose_lead, send_brief
from models.db import reading, transaction
from models.errors import HelixError, NotFound, NotPermitted
from models.queries.cases import offers_of
from models.queries.messages import contact_threads
from models.queries.ndas import newest_delivery
from models.queries.partners import (
    DeliveryRow,
    LeadRow,
    deliveries_of,
    lead_technology,
    leads_of,
    matches_of,
)
from models.queries.register import PartnerRow, register_page, rows_of
from models.queries.technologies import institution_case, technology_by_reference
from models.rules.permissions import Act, Actor, demand, may
from models.rules.words import OfferState
from models.tables import Contact, Match, Message, Technology

router = APIRouter()

READ = ["GET", "HEAD"]
HERE = "/technologies/{reference}/partners"
SHOWN = 50
"""The most matches that are listed, best first."""
FOUND = 20
"""The most partners that the search for further ones lists."""
DONE = {
    "message": N_("The message is written. The contact is told by e-mail that it is there."),
    "lost": N_("The lead is recorded as lost."),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A partner who may be sent the brief, and how well it fits where that was reckoned."""

    row: PartnerRow
    match: Match | None
    written: int
    """How many of its contacts have the offer already."""


@dataclass(frozen=True, slots=True)
class Thread:
    """What passed between the office and one contact."""

    row: DeliveryRow
    messages: Sequence[Message]


@dataclass(frozen=True, slots=True)
class _Typed:
    """What is put back into the forms when something was refused."""

    chosen: frozenset[int] = frozenset()
    message: Mapping[int, str] = field(default_factory=dict)


def load(session: Session, technology: Technology, actor: Actor, now: datetime, words: Words) -> dict[str, Any] | None:
    """What the section of the technology page shows: figures, and leads by name. Only officers get it."""
    del now, words
    if not may(actor, Act.MANAGE_AGREEMENTS, institution_case(technology)):
        return None
    deliveries = deliveries_of(session, technology, actor)
    return {
        "matches": len(matches_of(session, technology, actor)),
        "deliveries": len(deliveries),
        "opened": sum(row.delivery.opened_at is not None for row in deliveries),
        "answered": sum(row.delivery.answer is not None for row in deliveries),
        "leads": leads_of(session, technology, actor),
        "codes": deal_codes,
    }


SECTION = ("partners", N_("Partners"), "officer/case/partners.html", load)


@router.api_route(HERE, methods=READ)
def partners(
    request: Request, reference: Reference, member: Member, now: Now, q: SearchText = "", done: str = "", n: int = 0
) -> Response:
    if request.method == "GET":
        _mark_read(reference, member.actor, now)
    said = _sent(n, words_for(request)) if done == "sent" else told(request, DONE, done)
    return _page(request, reference, member.actor, wanted=q, done=said)


@router.post(HERE)
def send(request: Request, reference: Reference, member: Member, now: Now, given: Given) -> Response:
    """To every contact of the chosen partners who may be written to, once."""
    chosen = [number for each in several(given, "partner") if (number := number_of(each))]
    try:
        with transaction() as session:
            technology = technology_by_reference(session, reference, member.actor)
            queued = len(send_brief(session, technology.id, chosen, actor=member.actor, now=now))
    except (NotFound, NotPermitted):
        raise
    except HelixError as error:
        refused = refusal(error, words_for(request))
        typed = _Typed(frozenset(chosen))
        return _page(request, reference, member.actor, refused=refused, status=error.status, typed=typed)
    return went(request, HERE.format(reference=reference), done="sent", n=queued or "0", at="deliveries")


@router.post(HERE + "/contacts/{contact_id}/messages")
def write(request: Request, reference: Reference, contact_id: Key, member: Member, now: Now, given: Given) -> Response:
    said = text(given, "message")

    def act(session: Session) -> None:
        technology = _technology(session, reference, member.actor)
        contact = session.get(Contact, contact_id)
        delivery = newest_delivery(session, technology, contact) if contact else None
        if delivery is None:
            raise NotFound(f"Contact {contact_id} was not sent this offer.")
        write_to_contact(session, technology.id, contact_id, said, actor=member.actor, now=now, delivery_id=delivery.id)

    def again(refused: Sequence[str], status: int) -> Response:
        typed = _Typed(message={contact_id: said})
        return _page(request, reference, member.actor, refused=refused, status=status, typed=typed)

    to = HERE.format(reference=reference)
    return acted(request, act, again, to=to, done="message", at=f"contact-{contact_id}")


@router.post(HERE + "/leads/{lead_id}/loss")
def lose(request: Request, reference: Reference, lead_id: Key, member: Member, now: Now, given: Given) -> Response:
    def act(session: Session) -> None:
        technology = _technology(session, reference, member.actor)
        if lead_technology(session, lead_id, member.actor).id != technology.id:
            raise NotFound(f"There is no lead {lead_id} on {reference}.")
        lose_lead(session, lead_id, reason=text(given, "reason")[:4_000], actor=member.actor, now=now)

    def again(refused: Sequence[str], status: int) -> Response:
        return _page(request, reference, member.actor, refused=refused, status=status)

    return acted(request, act, again, to=HERE.format(reference=reference), done="lost", at="leads")


def _page(
    request: Request,
    reference: str,
    actor: Actor,
    *,
    wanted: str = "",
    done: str = "",
    refused: Sequence[str] = (),
    status: int = 200,
    typed: _Typed = _Typed(),
) -> Response:
    with reading() as session:
        technology = _technology(session, reference, actor)
        deliveries = deliveries_of(session, technology, actor)
        matches = matches_of(session, technology, actor)
        found = register_page(session, actor, text=wanted, limit=FOUND) if wanted.strip() else []
        candidates = _candidates(session, actor, [match for match, _ in matches[:SHOWN]], found, deliveries)
        threads = _threads(deliveries, contact_threads(session, technology, actor))
        leads: Sequence[LeadRow] = leads_of(session, technology, actor)
        is_published = any(each.state is OfferState.PUBLISHED for each in offers_of(session, technology))
    return own_page(
        request,
        "officer/case_partners.html",
        status=status,
        technology=technology,
        candidates=candidates,
        shown=SHOWN,
        matched=len(matches),
        wanted=wanted,
        threads=threads,
        leads=leads,
        is_published=is_published,
        typed=typed,
        longest=LONGEST,
        done=done,
        refused=refused,
        codes=deal_codes,
        because=codes.DECLINE_REASON,
    )


def _candidates(
    session: Session,
    actor: Actor,
    matches: Sequence[Match],
    found: Sequence[PartnerRow],
    deliveries: Sequence[DeliveryRow],
) -> list[Candidate]:
    """Best first; then those that the search found besides."""
    known = {row.partner.id: row for row in rows_of(session, actor, [match.partner_id for match in matches])}
    matched = [(known[match.partner_id], match) for match in matches]
    others = [(row, None) for row in found if row.partner.id not in known]
    return [
        Candidate(row, match, sum(each.partner.id == row.partner.id for each in deliveries))
        for row, match in [*matched, *others]
    ]


def _threads(deliveries: Sequence[DeliveryRow], messages: Mapping[int, Sequence[Message]]) -> list[Thread]:
    """One for each contact, by their newest delivery; where something was said last comes first."""
    newest = {row.contact.id: row for row in deliveries}
    threads = [Thread(row, messages.get(row.contact.id, ())) for row in newest.values()]
    return sorted(threads, key=_last_word, reverse=True)


def _last_word(thread: Thread) -> datetime:
    delivery = thread.row.delivery
    moments = [each.at for each in thread.messages]
    return max(each for each in (delivery.queued_at, delivery.answered_at, *moments) if each is not None)


def _mark_read(reference: str, actor: Actor, now: datetime) -> None:
    """Whoever of the office opens the page has seen what contacts wrote."""
    with reading() as session:
        technology = _technology(session, reference, actor)
        threads = contact_threads(session, technology, actor).values()
    if any(each.author.startswith("contact:") and each.read_at is None for said in threads for each in said):
        with transaction() as session:
            mark_contacts_read(session, technology, now=now)


def _sent(queued: int, words: Words) -> str:
    if not queued:
        return words.say(
            N_("Nobody was written to: the chosen partners have the offer already, or nobody there may be written to.")
        )
    return words.count(
        "One e-mail with the brief is on its way.", "%(n)s e-mails with the brief are on their way.", queued
    )


def _technology(session: Session, reference: str, actor: Actor) -> Technology:
    technology = technology_by_reference(session, reference, actor)
    demand(actor, Act.MANAGE_AGREEMENTS, institution_case(technology))
    return technology
