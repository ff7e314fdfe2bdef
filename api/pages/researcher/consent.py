"""What the lead contributor is asked to agree to: exactly that text, what changed since, and comments on it."""

from collections.abc import Callable

from fastapi import APIRouter
from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.deps import Key, Now, Reference
from api.documents import figure, pdf
from api.pages import given
from api.pages.codes import OFFER_FIELD
from api.pages.given import Given
from api.pages.offers_compared import compared
from api.pages.rendering import linker, own_page, words_for
from api.pages.words import N_
from api.visitors import Member
from models.actions.offer_comments import LONGEST, answer_comment, comment_on_offer, settle_comment
from models.actions.offers import consent_to_offer
from models.db import reading, transaction
from models.errors import HelixError, NotFound, NotPermitted
from models.queries.briefs import brief_name
from models.queries.catalogue import offer_shown
from models.queries.disclosures import consented_before, duties_of, offer_to_consent, own_case
from models.queries.offer_comments import threads_of
from models.queries.offers import brief_of
from models.queries.technologies import case_of
from models.rules.permissions import Act, demand
from models.tables import Offer, Technology

router = APIRouter(prefix="/disclosures/{reference}/consent")

READ = ["GET", "HEAD"]


@router.api_route("/{offer_id}", methods=READ)
def read_offer(request: Request, member: Member, reference: Reference, offer_id: Key, done: str = "") -> Response:
    return _offer(request, member, reference, offer_id, done=done == "commented")


@router.api_route("/{offer_id}/brief.pdf", methods=READ)
def read_brief(request: Request, member: Member, reference: Reference, offer_id: Key) -> Response:
    """Rendered from exactly this version."""
    with reading() as session:
        technology = own_case(session, reference, member.actor)
        demand(member.actor, Act.CONSENT, case_of(session, technology))
        offer = offer_to_consent(session, technology, offer_id)
        brief = brief_of(session, offer)
    if brief is None:
        raise NotFound("There is no brief of this version.")
    return pdf(brief.sha256, brief_name(reference, offer.language), public=False, request=request)


@router.api_route("/{offer_id}/figures/{number}", methods=READ)
def figure_shown(request: Request, member: Member, reference: Reference, offer_id: Key, number: Key) -> Response:
    with reading() as session:
        technology = own_case(session, reference, member.actor)
        demand(member.actor, Act.CONSENT, case_of(session, technology))
        offer = offer_to_consent(session, technology, offer_id)
    return figure(offer, number, public=False, request=request)


@router.post("/{offer_id}")
def consent(request: Request, member: Member, reference: Reference, offer_id: Key, form: Given, now: Now) -> Response:
    """To exactly the text whose digest the page carried."""
    try:
        with transaction() as session:
            technology = own_case(session, reference, member.actor)
            offer = offer_to_consent(session, technology, offer_id)
            consent_to_offer(session, offer.id, digest=given.text(form, "digest"), actor=member.actor, now=now)
    except HelixError as error:
        if error.status != 409:
            raise
        return _offer(request, member, reference, offer_id, status=409, refused=error)
    return RedirectResponse(linker(request)(f"/disclosures/{reference}", done="consented"), 303)


@router.post("/{offer_id}/comments")
def comment(request: Request, member: Member, reference: Reference, offer_id: Key, form: Given, now: Now) -> Response:
    """Beside one field; the office is told by e-mail that there is one."""

    def act(session: Session, technology: Technology, offer: Offer) -> None:
        del technology
        field, said = given.text(form, "field"), given.text(form, "text")
        comment_on_offer(session, offer.id, field, said, actor=member.actor, now=now)

    return _commented(request, member, reference, offer_id, form, act)


@router.post("/{offer_id}/comments/{comment_id}")
def go_on(
    request: Request, member: Member, reference: Reference, offer_id: Key, comment_id: Key, form: Given, now: Now
) -> Response:
    """An answer in a thread; `settled` puts the actor's own comment away ("yes") or opens it again ("no")."""

    def act(session: Session, technology: Technology, offer: Offer) -> None:
        if comment_id not in {each.comment.id for each in threads_of(session, technology, offer.language)}:
            raise NotFound(f"There is no comment {comment_id} on this offer.")
        settled = given.text(form, "settled")
        if settled:
            settle_comment(session, comment_id, settled=settled == "yes", actor=member.actor, now=now)
        else:
            answer_comment(session, comment_id, given.text(form, "text"), actor=member.actor, now=now)

    return _commented(request, member, reference, offer_id, form, act)


def _commented(
    request: Request,
    member: Member,
    reference: str,
    offer_id: int,
    form: FormData,
    act: Callable[[Session, Technology, Offer], None],
) -> Response:
    try:
        with transaction() as session:
            technology = own_case(session, reference, member.actor)
            demand(member.actor, Act.CONSENT, case_of(session, technology))
            act(session, technology, offer_to_consent(session, technology, offer_id))
    except (NotFound, NotPermitted):
        raise
    except HelixError as error:
        return _offer(request, member, reference, offer_id, status=error.status, refused=error, typed=form)
    address = linker(request)(f"/disclosures/{reference}/consent/{offer_id}", done="commented")
    return RedirectResponse(f"{address}#comments", 303)


def _offer(
    request: Request,
    member: Member,
    reference: str,
    offer_id: int,
    *,
    status: int = 200,
    refused: HelixError | None = None,
    typed: FormData | None = None,
    done: bool = False,
) -> Response:
    words = words_for(request)
    with reading() as session:
        technology = own_case(session, reference, member.actor)
        demand(member.actor, Act.CONSENT, case_of(session, technology))
        offer = offer_to_consent(session, technology, offer_id)
        shown = offer_shown(session, offer.id)
        still = offer in duties_of(session, technology, member.actor).consent
        before = consented_before(session, technology, offer)
        threads = threads_of(session, technology, offer.language)
    return own_page(
        request,
        "researcher/consent.html",
        status=status,
        shown=shown,
        technology=technology,
        still=still,
        before=before,
        compared=compared(before, offer, words) if before else None,
        threads=threads,
        me=member.actor,
        fields=OFFER_FIELD,
        longest=LONGEST,
        typed=given.texts(typed, "field", "text") if typed else {},
        done=words.say(N_("Done. The office is told by e-mail when you write.")) if done else "",
        refused=given.refusal(refused, words) if refused else (),
    )
