"""The offer of a technology: written in both languages, checked, approved, consented to, withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from api.deps import Key, Now, Reference
from api.documents import figure, pdf
from api.pages.given import Given, refusal, text
from api.pages.officer import deal_codes
from api.pages.officer.acting import acted, told
from api.pages.officer.offer_brief import LENGTHS
from api.pages.officer.offer_fields import other
from api.pages.officer.offer_leaks import Leak, leaks_of
from api.pages.officer.offer_notes import Note, notes_of
from api.pages.rendering import own_page, words_for
from api.pages.words import N_, Words
from api.reading import read_before_approval
from api.visitors import Member
from models.actions.consents import ask_for_consent
from models.actions.expiry import extend_offer, latest_extension
from models.actions.offer_comments import LONGEST
from models.actions.offers import accept_leak, approve_offer
from models.actions.publishing import withdraw_offer
from models.db import reading
from models.errors import Conflict, Incomplete, NotFound
from models.queries.brands import brand_for
from models.queries.briefs import brief_for
from models.queries.cases import offers_of
from models.queries.catalogue import offer_path, offer_shown
from models.queries.file_texts import files_not_compared
from models.queries.offer_comments import open_comments, threads_of
from models.queries.offers import alarmed_offers, brief_of
from models.queries.technologies import contributors_of, institution_case, technology_by_reference
from models.rules.days import local_date
from models.rules.permissions import Act, Actor, demand, may
from models.rules.words import Language, OfferState
from models.tables import Brief, Offer, Person, Technology

router = APIRouter()

READ = ["GET", "HEAD"]
HERE = "/technologies/{reference}/offer"
DONE = {
    "saved": N_("The offer is saved and checked."),
    "accepted": N_("You have vouched for this passage."),
    "approved": N_("You have approved this version."),
    "asked": N_("The creators are asked. They find the question on their page."),
    "commented": N_("Done. Who wrote the comment finds it on their page."),
    "length": N_("The length of the brief is chosen. Briefs that are out are drawn again."),
    "withdrawn_en": N_("The offer is withdrawn in English: it is no longer public in this language."),
    "withdrawn_pl": N_("The offer is withdrawn in Polish: it is no longer public in this language."),
    "withdrawn_both": N_("The offer is withdrawn in English and in Polish: it is no longer public."),
    "extended": N_("The offer stays public until the day you chose."),
}
STILL_PUBLIC = {
    Language.ENGLISH: N_("In English it is still public."),
    Language.POLISH: N_("In Polish it is still public."),
}


@dataclass(frozen=True, slots=True)
class Side:
    """The newest version in one language; `offer` is `None` where there is none."""

    language: Language
    offer: Offer | None = None
    brief: Brief | None = None
    approved_by: str = ""
    errors: Sequence[Note] = ()
    warnings: Sequence[Note] = ()
    leaks: Sequence[Leak] = ()
    public_path: str = ""
    open_comments: int = 0
    """They warn who approves; they do not stand in the way."""
    versions: int = 0

    @property
    def open_leaks(self) -> int:
        return sum(not leak.accepted for leak in self.leaks)

    @property
    def is_clean(self) -> bool:
        return not self.errors and not self.open_leaks

    @property
    def is_open(self) -> bool:
        """Whether approval and consent are still to be given, or could be."""
        return self.offer is not None and self.offer.state in (OfferState.DRAFT, OfferState.APPROVED)


def load(session: Session, technology: Technology, actor: Actor, now: datetime, words: Words) -> dict[str, Any]:
    """What the section of the technology page shows. Whoever may see the case may see its offer."""
    del now
    versions = offers_of(session, technology)
    return {
        "sides": [_side(session, technology, language, versions, words) for language in Language],
        "alarmed": alarmed_offers(session, technology.id),
        "hidden": any(each.anonymous for each in versions),
        "may_write": may(actor, Act.WRITE_OFFER, institution_case(technology)),
        "codes": deal_codes,
    }


SECTION = ("offer", N_("Offer"), "officer/case/offer.html", load)


@router.api_route(HERE, methods=READ)
def offer(request: Request, reference: Reference, member: Member, done: str = "") -> Response:
    return page_of(request, reference, member.actor, done=done)


@router.api_route(HERE + "/{language}/preview", methods=READ)
def preview(request: Request, reference: Reference, language: Language, member: Member) -> Response:
    """As the public page will show it, for the office alone."""
    with reading() as session:
        side = _newest(session, reference, language, member.actor)
        shown = offer_shown(session, side.id)
    return own_page(request, "officer/offer_preview.html", shown=shown, reference=reference)


@router.api_route(HERE + "/{language}/preview/figures/{number}", methods=READ)
def figure_previewed(
    request: Request, reference: Reference, language: Language, number: Key, member: Member
) -> Response:
    with reading() as session:
        return figure(_newest(session, reference, language, member.actor), number, public=False, request=request)


@router.api_route(HERE + "/briefs/{brief_id}.pdf", methods=READ)
def brief(request: Request, reference: Reference, brief_id: Key, member: Member, now: Now) -> Response:
    with reading() as session:
        technology = offered_technology(session, reference, member.actor)
        found = brief_for(session, brief_id, member.actor, today=local_date(now))
        if found.offer.technology_id != technology.id:
            raise NotFound(f"There is no brief {brief_id} of {reference}.")
        return pdf(found.brief.sha256, found.file_name, public=False, request=request)


@router.post(HERE + "/{language}/approval")
def approve(
    request: Request,
    reference: Reference,
    language: Language,
    member: Member,
    now: Now,
    digest: Annotated[str, Form()] = "",
) -> Response:
    with reading() as session:
        technology = offered_technology(session, reference, member.actor)
    try:
        read_before_approval(technology.id, actor=member.actor, now=now)
    except Conflict as error:
        refused = refusal(error, words_for(request))
        return page_of(request, reference, member.actor, refused=refused, status=error.status)

    def act(session: Session) -> None:
        found = _newest(session, reference, language, member.actor)
        approve_offer(session, found.id, digest=digest, actor=member.actor, now=now)

    return _acted(request, reference, language, member.actor, act, "approved")


@router.post(HERE + "/{language}/acceptance")
def accept(
    request: Request,
    reference: Reference,
    language: Language,
    member: Member,
    now: Now,
    digest: Annotated[str, Form()] = "",
    place: Annotated[int, Form(ge=0, le=10_000)] = 0,
    version: Annotated[int, Form(ge=0, le=10_000)] = 0,
    reason: Annotated[str, Form(max_length=4_000)] = "",
) -> Response:
    """The digest is that of the scan which the officer saw: another one has other places. Without a version the
    newest is meant."""

    def act(session: Session) -> None:
        found = _version(session, reference, language, version, member.actor)
        said = reason.replace("\0", "")
        accept_leak(session, found.id, place=place, digest=digest, actor=member.actor, now=now, reason=said)

    return _acted(request, reference, language, member.actor, act, "accepted")


@router.post(HERE + "/{language}/consent-request")
def ask(request: Request, reference: Reference, language: Language, member: Member, now: Now, given: Given) -> Response:
    def act(session: Session) -> None:
        found = _newest(session, reference, language, member.actor)
        ask_for_consent(session, found.id, text(given, "message"), actor=member.actor, now=now)

    return _acted(request, reference, language, member.actor, act, "asked")


@router.post(HERE + "/{language}/withdrawal")
def withdraw(
    request: Request, reference: Reference, language: Language, member: Member, now: Now, given: Given
) -> Response:
    """The published version, even where a newer draft stands before it; that of the other language too, if asked."""
    both = bool(text(given, "both"))

    def act(session: Session) -> None:
        technology = offered_technology(session, reference, member.actor)
        shown = _published(offers_of(session, technology), language)
        if shown is None:
            raise Conflict("No version in this language is published.")
        beside = _published(offers_of(session, technology), other(language)) if both else None
        for each in (shown, beside):
            if each is not None:
                withdraw_offer(session, each.id, actor=member.actor, now=now, reason=text(given, "reason"))

    return _acted(request, reference, language, member.actor, act, f"withdrawn_{'both' if both else language}")


@router.post(HERE + "/{language}/extension")
def extend(
    request: Request, reference: Reference, language: Language, member: Member, now: Now, given: Given
) -> Response:
    """Once, of the published version."""

    def act(session: Session) -> None:
        technology = offered_technology(session, reference, member.actor)
        shown = _published(offers_of(session, technology), language)
        if shown is None:
            raise Conflict("No version in this language is published.")
        try:
            until = date.fromisoformat(text(given, "until"))
        except ValueError:
            raise Incomplete("Choose the day until which the offer stays public.") from None
        extend_offer(session, shown.id, until=until, actor=member.actor, now=now)

    return _acted(request, reference, language, member.actor, act, "extended")


def _acted(request: Request, reference: str, language: Language, actor: Actor, act: Any, done: str) -> Response:
    def again(refused: Sequence[str], status: int) -> Response:
        return page_of(request, reference, actor, refused=refused, status=status)

    return acted(request, act, again, to=HERE.format(reference=reference), done=done, at=language)


def page_of(
    request: Request, reference: str, actor: Actor, *, done: str = "", refused: Sequence[str] = (), status: int = 200
) -> Response:
    words = words_for(request)
    with reading() as session:
        technology = offered_technology(session, reference, actor)
        versions = offers_of(session, technology)
        sides = [_side(session, technology, language, versions, words) for language in Language]
        threads = threads_of(session, technology)
        lead = next((each.name for each in contributors_of(session, technology.id) if each.lead), "")
        published = {each: shown for each in Language if (shown := _published(versions, each))}
        brief_default = brand_for(session, technology.institution_id).brief_length
        not_compared = files_not_compared(session, technology.id)
    newest = {side.offer.id for side in sides if side.offer}
    sentences = [told(request, DONE, done)]
    if done.startswith("withdrawn_"):
        sentences += [words.say(STILL_PUBLIC[each]) for each in published]
    return own_page(
        request,
        "officer/offer.html",
        status=status,
        technology=technology,
        sides=sides,
        published=published,
        behind={each: leaks_of(shown, words) for each, shown in published.items() if shown.id not in newest},
        older=[each for each in versions if each.id not in newest],
        hidden=any(each.anonymous for each in versions),
        latest={each: latest_extension(shown) for each, shown in published.items()},
        lead=lead,
        threads=threads,
        longest=LONGEST,
        refused=refused,
        done=" ".join(sentences),
        not_compared=not_compared,
        codes=deal_codes,
        brief_lengths=LENGTHS,
        brief_default=brief_default,
    )


def _side(
    session: Session, technology: Technology, language: Language, versions: Sequence[Offer], words: Words
) -> Side:
    own = [each for each in versions if each.language is language]
    if not own:
        return Side(language)
    newest = own[-1]
    by = session.get(Person, newest.approved_by_id) if newest.approved_by_id else None
    notes = notes_of(newest, words)
    return Side(
        language,
        newest,
        brief_of(session, newest),
        by.name if by else "",
        [each for each in notes if each.is_error],
        [each for each in notes if not each.is_error],
        leaks_of(newest, words),
        offer_path(newest, technology) if newest.state is OfferState.PUBLISHED else "",
        open_comments(session, technology, language),
        len(own),
    )


def offered_technology(session: Session, reference: str, actor: Actor) -> Technology:
    technology = technology_by_reference(session, reference, actor)
    demand(actor, Act.WRITE_OFFER, institution_case(technology))
    return technology


def _newest(session: Session, reference: str, language: Language, actor: Actor) -> Offer:
    return _version(session, reference, language, 0, actor)


def _version(session: Session, reference: str, language: Language, version: int, actor: Actor) -> Offer:
    """The newest for 0."""
    technology = offered_technology(session, reference, actor)
    own = [each for each in offers_of(session, technology) if each.language is language]
    own = [each for each in own if version in (0, each.version)]
    if not own:
        raise NotFound(f"{reference} has no offer in this language yet.")
    return own[-1]


def _published(versions: Sequence[Offer], language: Language) -> Offer | None:
    return next((each for each in versions if each.language is language and each.state is OfferState.PUBLISHED), None)
