"""The register of businesses: found, read and kept by officers, coordinators and administrators."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from api.deps import Key, Now, SearchText
from api.pages import codes
from api.pages.countries import suggested
from api.pages.given import Given, Read, refusal
from api.pages.officer import deal_codes
from api.pages.officer.acting import told, went
from api.pages.officer.partner_fields import (
    read_contact,
    read_partner,
    read_profile,
    typed_contact,
    typed_partner,
    typed_profile,
)
from api.pages.rendering import own_page, words_for
from api.pages.words import N_
from api.visitors import Member
from models.actions.partners import register_partner
from models.actions.register import add_contact, edit_contact, edit_partner, save_profile, stop_contact
from models.db import reading, transaction
from models.errors import HelixError, NotFound, NotPermitted
from models.queries.partners import PartnerFile, partner_file
from models.queries.register import leads_with, register_page, sent_to
from models.rules.permissions import Act, Actor, Case, demand
from models.rules.words import Field as Subject, Language, PartnershipType, PartnerSize, Role, ValueChain
from models.tables import Contact

router = APIRouter()

READ = ["GET", "HEAD"]
ONE = "/partners/{partner_id}"
PER_PAGE = 50
DONE = {
    "registered": N_("The partner is registered. Add its contacts and what it looks for."),
    "saved": N_("The changes are saved."),
    "contact": N_("The contact is saved."),
    "stopped": N_("The contact gets no more e-mails with offers."),
    "profile": N_("The interests are saved. They count at the next matching."),
}


@router.api_route("/partners", methods=READ)
def partners(
    request: Request, member: Member, q: SearchText = "", after: Annotated[str, Query(max_length=300)] = ""
) -> Response:
    with reading() as session:
        rows = register_page(session, member.actor, text=q, after=after.replace("\0", ""), limit=PER_PAGE + 1)
    more = len(rows) > PER_PAGE
    return own_page(
        request,
        "officer/partners.html",
        rows=rows[:PER_PAGE],
        next=rows[PER_PAGE - 1].partner.folded_name if more else "",
        wanted=q,
        after=after,
    )


@router.api_route("/partners/new", methods=READ)
def begin(request: Request, member: Member) -> Response:
    demand(member.actor, Act.MANAGE_PARTNERS, Case(member.actor.institution_id))
    return _form(request, "officer/partner_edit.html", Read({"country": "", "size": ""}), file=None)


@router.post("/partners")
def register(request: Request, member: Member, given: Given) -> Response:
    read = read_partner(given, words_for(request))

    def act(session: Session) -> str:
        assert read.form is not None
        return ONE.format(partner_id=register_partner(session, read.form, actor=member.actor).id)

    demand(member.actor, Act.MANAGE_PARTNERS, Case(member.actor.institution_id))
    return _saved(request, read, act, "officer/partner_edit.html", "registered", file=None)


@router.api_route(ONE, methods=READ)
def partner(request: Request, partner_id: Key, member: Member, done: str = "") -> Response:
    with reading() as session:
        file = partner_file(session, partner_id, member.actor)
        sent = sent_to(session, file.partner, member.actor)
        leads = leads_with(session, file.partner, member.actor)
    return own_page(
        request,
        "officer/partner.html",
        file=file,
        sent=sent,
        leads=leads,
        has_cases=member.role is Role.OFFICER,
        done=told(request, DONE, done),
        codes=deal_codes,
        because=codes.DECLINE_REASON,
    )


@router.api_route(ONE + "/edit", methods=READ)
def edit(request: Request, partner_id: Key, member: Member) -> Response:
    file = _file(partner_id, member.actor)
    typed = typed_partner(file.partner, words_for(request).language)
    return _form(request, "officer/partner_edit.html", Read(typed), file=file)


@router.post(ONE + "/edit")
def save(request: Request, partner_id: Key, member: Member, given: Given) -> Response:
    file, read = _file(partner_id, member.actor), read_partner(given, words_for(request))

    def act(session: Session) -> str:
        assert read.form is not None
        edit_partner(session, partner_id, read.form, actor=member.actor)
        return ONE.format(partner_id=partner_id)

    return _saved(request, read, act, "officer/partner_edit.html", "saved", file=file)


@router.api_route(ONE + "/contacts/new", methods=READ)
def begin_contact(request: Request, partner_id: Key, member: Member) -> Response:
    file = _file(partner_id, member.actor)
    typed = {"language": "pl" if file.partner.country == "PL" else "en"}
    return _form(request, "officer/contact_edit.html", Read(typed), file=file, contact=None)


@router.post(ONE + "/contacts/new")
def save_new_contact(request: Request, partner_id: Key, member: Member, given: Given) -> Response:
    file, read = _file(partner_id, member.actor), read_contact(given, words_for(request))

    def act(session: Session) -> str:
        assert read.form is not None
        add_contact(session, partner_id, read.form, actor=member.actor)
        return ONE.format(partner_id=partner_id)

    return _saved(request, read, act, "officer/contact_edit.html", "contact", file=file, contact=None)


@router.api_route(ONE + "/contacts/{contact_id}", methods=READ)
def contact(request: Request, partner_id: Key, contact_id: Key, member: Member) -> Response:
    file = _file(partner_id, member.actor)
    known = _contact(file, contact_id)
    return _form(request, "officer/contact_edit.html", Read(typed_contact(known)), file=file, contact=known)


@router.post(ONE + "/contacts/{contact_id}")
def save_contact(
    request: Request, partner_id: Key, contact_id: Key, member: Member, now: Now, given: Given
) -> Response:
    file, read = _file(partner_id, member.actor), read_contact(given, words_for(request))
    known = _contact(file, contact_id)

    def act(session: Session) -> str:
        assert read.form is not None
        edit_contact(session, contact_id, read.form, actor=member.actor, now=now)
        return ONE.format(partner_id=partner_id)

    return _saved(request, read, act, "officer/contact_edit.html", "contact", file=file, contact=known)


@router.post(ONE + "/contacts/{contact_id}/stop")
def stop(request: Request, partner_id: Key, contact_id: Key, member: Member, now: Now) -> Response:
    _contact(_file(partner_id, member.actor), contact_id)
    with transaction() as session:
        stop_contact(session, contact_id, actor=member.actor, now=now)
    return went(request, ONE.format(partner_id=partner_id), done="stopped", at="contacts")


@router.api_route(ONE + "/profile", methods=READ)
def profile(request: Request, partner_id: Key, member: Member) -> Response:
    file = _file(partner_id, member.actor)
    typed = typed_profile(file.profile, words_for(request).language)
    return _form(request, "officer/profile_edit.html", Read(typed), file=file)


@router.post(ONE + "/profile")
def keep_profile(request: Request, partner_id: Key, member: Member, given: Given) -> Response:
    file, read = _file(partner_id, member.actor), read_profile(given, words_for(request))

    def act(session: Session) -> str:
        assert read.form is not None
        save_profile(session, partner_id, read.form, actor=member.actor)
        return ONE.format(partner_id=partner_id)

    return _saved(request, read, act, "officer/profile_edit.html", "profile", file=file)


def _saved(
    request: Request, read: Read[Any], act: Callable[[Session], str], template: str, done: str, **shown: Any
) -> Response:
    """`act` answers with the page to go on to."""
    if read.form is None:
        return _form(request, template, read, status=422, **shown)
    try:
        with transaction() as session:
            target = act(session)
    except (NotFound, NotPermitted):
        raise
    except HelixError as error:
        refused = refusal(error, words_for(request))
        return _form(request, template, read, refused=refused, status=error.status, **shown)
    return went(request, target, done=done)


def _form(
    request: Request,
    template: str,
    read: Read[Any],
    *,
    refused: Sequence[str] = (),
    status: int = 200,
    **shown: Any,
) -> Response:
    return own_page(
        request,
        template,
        status=status,
        read=read,
        refused=refused,
        countries=suggested(words_for(request).language),
        sizes=list(PartnerSize),
        chains=list(ValueChain),
        fields=list(Subject),
        types=list(PartnershipType),
        languages_of_contacts=list(Language),
        codes=deal_codes,
        **shown,
    )


def _file(partner_id: int, actor: Actor) -> PartnerFile:
    with reading() as session:
        return partner_file(session, partner_id, actor)


def _contact(file: PartnerFile, contact_id: int) -> Contact:
    for each in file.contacts:
        if each.id == contact_id:
            return each
    raise NotFound(f"There is no contact {contact_id} at this partner.")
