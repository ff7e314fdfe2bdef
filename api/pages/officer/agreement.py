"""One agreement: drafted, signed, offered to the contact; its money due, received and distributed."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from api.deps import LARGEST_KEY, Key, Now, Reference
from api.documents import pdf
from api.pages.given import Given, Read, read, refusal, text
from api.pages.officer import deal_codes
from api.pages.officer.acting import acted, number_of, told, went
from api.pages.officer.agreement_fields import (
    CURRENCIES,
    MOST_MILESTONES,
    WITHOUT_MONEY,
    begun,
    read_agreement,
    read_payment,
)
from api.pages.officer.case_agreements import COMMON, HERE, agreed_technology
from api.pages.rendering import own_page, words_for
from api.pages.words import N_, Words
from api.visitors import Member
from models.actions.agreements import choose_policy, draft_agreement, meet_obligation, record_payment, sign_agreement
from models.actions.forms import Form as FormModel, MilestoneForm
from models.actions.ndas import offer_nda
from models.db import reading, transaction
from models.errors import HelixError, NotFound, NotPermitted
from models.queries.agreements import (
    AgreementRow,
    agreement_row,
    distributions_of,
    obligations_of,
    payments_of,
)
from models.queries.ndas import nda_offer
from models.queries.partners import LeadRow, leads_of
from models.rules.days import local_date
from models.rules.permissions import Actor
from models.rules.policies import POLICIES
from models.rules.words import AgreementKind, ObligationState
from models.tables import Technology

router = APIRouter()

READ = ["GET", "HEAD"]
ONE = HERE + "/{agreement_id}"
DONE = {
    "drafted": N_("The agreement is drafted. Its document is drawn up in a moment."),
    "signed": N_("The signature is recorded."),
    "offered": N_("The contact is sent the way to the agreement."),
    "policy": N_("The distribution policy is chosen."),
    "met": N_("It is recorded as met."),
    "payment": N_("The payment is recorded. It is distributed in a moment."),
}


class SignatureForm(FormModel):
    signatory: Annotated[str, Field(min_length=1, max_length=200)]
    signed_on: date


class MetForm(FormModel):
    met_on: date


@router.api_route(HERE + "/new", methods=READ)
def begin(
    request: Request,
    reference: Reference,
    member: Member,
    now: Now,
    lead: Annotated[int, Query(ge=0, le=LARGEST_KEY)] = 0,
    kind: AgreementKind = AgreementKind.NDA,
) -> Response:
    """With a partner that has shown interest; without one, back to where they are listed."""
    if not lead:
        return _to_leads(request, reference, member.actor)
    fresh: Read[Any] = Read(begun(kind, local_date(now)))
    return _draft_page(request, reference, lead, kind, member.actor, fresh)


@router.post(HERE + "/new")
def draft(request: Request, reference: Reference, member: Member, now: Now, given: Given) -> Response:
    words, actor = words_for(request), member.actor
    lead, kind = number_of(text(given, "lead")), text(given, "kind")
    if not lead or kind not in list(AgreementKind):
        return _to_leads(request, reference, actor)
    kind = AgreementKind(kind)
    typed = read_agreement(given, kind, words)
    refused: Sequence[str] = ()
    status = 422
    if typed.form is not None:
        try:
            with transaction() as session:
                _lead(session, agreed_technology(session, reference, actor), lead, actor)
                made = draft_agreement(session, lead, typed.form, actor=actor, now=now)
            return went(request, ONE.format(reference=reference, agreement_id=made.id), done="drafted")
        except (NotFound, NotPermitted):
            raise
        except HelixError as error:
            refused, status = refusal(error, words), error.status
    return _draft_page(request, reference, lead, kind, actor, typed, refused=refused, status=status)


@router.api_route(ONE, methods=READ)
def agreement(
    request: Request, reference: Reference, agreement_id: Key, member: Member, now: Now, done: str = ""
) -> Response:
    return _page(request, reference, agreement_id, member.actor, now, done=done)


@router.api_route(ONE + "/document.pdf", methods=READ)
def document(request: Request, reference: Reference, agreement_id: Key, member: Member) -> Response:
    with reading() as session:
        row = _row(session, reference, agreement_id, member.actor)
        if row.agreement.document_sha256 is None:
            raise NotFound("The document is not drawn up yet: it is made a moment after the draft.")
        name = f"{reference}-{row.agreement.kind}-{agreement_id}.pdf"
        return pdf(row.agreement.document_sha256, name, public=False, request=request)


@router.post(ONE + "/signatures")
def sign(request: Request, reference: Reference, agreement_id: Key, member: Member, now: Now, given: Given) -> Response:
    """`side` is `institution` or `partner`; the officer holds the paper."""
    side = text(given, "side")
    names = ("signatory", "signed_on")
    typed = read(SignatureForm, {name: text(given, f"{side}.{name}") for name in names}, words_for(request))
    again: Read[Any] = Read(
        {f"{side}.{name}": value for name, value in typed.typed.items()}, None, _under(side, typed.wrong)
    )
    if typed.form is None or side not in ("institution", "partner"):
        return _page(request, reference, agreement_id, member.actor, now, typed=again, status=422)
    form = typed.form

    def act(session: Session) -> None:
        _row(session, reference, agreement_id, member.actor)
        sign_agreement(
            session,
            agreement_id,
            signatory=form.signatory,
            signed_on=form.signed_on,
            for_institution=side == "institution",
            actor=member.actor,
            now=now,
        )

    return _acted(request, reference, agreement_id, member.actor, now, act, "signed", again)


@router.post(ONE + "/offer")
def offer(request: Request, reference: Reference, agreement_id: Key, member: Member, now: Now) -> Response:
    def act(session: Session) -> None:
        _row(session, reference, agreement_id, member.actor)
        offer_nda(session, agreement_id, actor=member.actor, now=now)

    return _acted(request, reference, agreement_id, member.actor, now, act, "offered")


@router.post(ONE + "/policy")
def set_policy(
    request: Request, reference: Reference, agreement_id: Key, member: Member, now: Now, given: Given
) -> Response:
    def act(session: Session) -> None:
        _row(session, reference, agreement_id, member.actor)
        choose_policy(session, agreement_id, policy=text(given, "policy"), actor=member.actor, now=now)

    return _acted(request, reference, agreement_id, member.actor, now, act, "policy")


@router.post(ONE + "/payments")
def receive(
    request: Request, reference: Reference, agreement_id: Key, member: Member, now: Now, given: Given
) -> Response:
    with reading() as session:
        currency = _row(session, reference, agreement_id, member.actor).agreement.currency
    typed = read_payment(given, currency, words_for(request))
    if typed.form is None:
        return _page(request, reference, agreement_id, member.actor, now, typed=typed, status=422)
    form = typed.form

    def act(session: Session) -> None:
        _row(session, reference, agreement_id, member.actor)
        record_payment(session, agreement_id, form, actor=member.actor, now=now)

    return _acted(request, reference, agreement_id, member.actor, now, act, "payment", typed)


@router.post(ONE + "/obligations/{obligation_id}/met")
def meet(
    request: Request,
    reference: Reference,
    agreement_id: Key,
    obligation_id: Key,
    member: Member,
    now: Now,
    given: Given,
) -> Response:
    name = f"met_on.{obligation_id}"
    typed = read(MetForm, {"met_on": text(given, name)}, words_for(request))
    again: Read[Any] = Read({name: text(given, name)}, None, {name: typed.wrong["met_on"]} if typed.wrong else {})
    with reading() as session:
        _row(session, reference, agreement_id, member.actor)
    if typed.form is None:
        return _page(request, reference, agreement_id, member.actor, now, typed=again, status=422)
    form = typed.form

    def act(session: Session) -> None:
        _row(session, reference, agreement_id, member.actor)
        meet_obligation(session, agreement_id, obligation_id, met_on=form.met_on, actor=member.actor, now=now)

    return _acted(request, reference, agreement_id, member.actor, now, act, "met", again)


def _to_leads(request: Request, reference: str, actor: Actor) -> Response:
    with reading() as session:
        agreed_technology(session, reference, actor)
    return went(request, HERE.format(reference=reference))


def _acted(
    request: Request,
    reference: str,
    agreement_id: int,
    actor: Actor,
    now: datetime,
    act: Any,
    done: str,
    typed: Read[Any] | None = None,
) -> Response:
    def again(refused: Sequence[str], status: int) -> Response:
        return _page(request, reference, agreement_id, actor, now, refused=refused, status=status, typed=typed)

    return acted(request, act, again, to=ONE.format(reference=reference, agreement_id=agreement_id), done=done)


def _draft_page(
    request: Request,
    reference: str,
    lead_id: int,
    kind: AgreementKind,
    actor: Actor,
    typed: Read[Any],
    *,
    refused: Sequence[str] = (),
    status: int = 200,
) -> Response:
    with reading() as session:
        technology = agreed_technology(session, reference, actor)
        row = _lead(session, technology, lead_id, actor)
    return own_page(
        request,
        "officer/agreement_draft.html",
        status=status,
        technology=technology,
        row=row,
        kind=kind,
        is_drawn=kind in COMMON,
        has_money=kind not in WITHOUT_MONEY,
        currencies=[(each, each) for each in CURRENCIES],
        milestones=range(MOST_MILESTONES),
        parts=list(MilestoneForm.model_fields),
        read=typed,
        refused=refused,
        codes=deal_codes,
    )


def _page(
    request: Request,
    reference: str,
    agreement_id: int,
    actor: Actor,
    now: datetime,
    *,
    done: str = "",
    refused: Sequence[str] = (),
    status: int = 200,
    typed: Read[Any] | None = None,
) -> Response:
    words, today = words_for(request), local_date(now)
    with reading() as session:
        row = _row(session, reference, agreement_id, actor)
        lead = _lead(session, row.technology, row.agreement.lead_id, actor)
        obligations = obligations_of(session, row.agreement)
        payments = payments_of(session, row.agreement)
        split = {each.distribution.payment_id: each for each in distributions_of(session, row.agreement)}
        offered = nda_offer(session, row.agreement)
    day = today.isoformat()
    fresh: Read[Any] = Read(
        {
            "institution.signatory": actor.name,
            "institution.signed_on": day,
            "partner.signed_on": day,
            "received_on": day,
            **{f"met_on.{each.id}": day for each in obligations},
        }
    )
    open_ones = [each for each in obligations if each.state is ObligationState.OPEN and each.amount]
    return own_page(
        request,
        "officer/agreement.html",
        status=status,
        row=row,
        technology=row.technology,
        agreement=row.agreement,
        lead=lead,
        offered=offered,
        obligations=obligations,
        labels={each.id: _label(each.label, words) for each in obligations},
        owed=[(each.id, f"{_label(each.label, words)}, {words.short_day(each.due_on)}") for each in open_ones],
        payments=payments,
        split=split,
        policies=[code for code, policy in POLICIES.items() if policy.meets_art_155],
        has_money=row.agreement.kind not in WITHOUT_MONEY,
        is_drawn=row.agreement.kind in COMMON,
        read=Read({**fresh.typed, **typed.typed}, None, typed.wrong) if typed else fresh,
        today=today,
        done=told(request, DONE, done),
        refused=refused,
        codes=deal_codes,
    )


_YEARLY = re.compile(r"(?P<what>Minimum royalty|Royalty report), year (?P<year>\d+)")
_SCHEDULED = {
    "Upfront fee": N_("Upfront fee"),
    "Minimum royalty": N_("Minimum royalty, year %(year)s"),
    "Royalty report": N_("Royalty report, year %(year)s"),
}


def _label(label: str, words: Words) -> str:
    """What the schedule wrote, in the reader's language; a milestone is in the agreement's own words."""
    yearly = _YEARLY.fullmatch(label)
    if yearly:
        return words.say(_SCHEDULED[yearly["what"]], year=yearly["year"])
    return words.say(_SCHEDULED[label]) if label in _SCHEDULED else label


def _under(side: str, wrong: Mapping[str, str]) -> dict[str, str]:
    return {f"{side}.{name}": sentence for name, sentence in wrong.items()}


def _row(session: Session, reference: str, agreement_id: int, actor: Actor) -> AgreementRow:
    technology = agreed_technology(session, reference, actor)
    row = agreement_row(session, agreement_id, actor)
    if row.technology.id != technology.id:
        raise NotFound(f"There is no agreement {agreement_id} on {reference}.")
    return row


def _lead(session: Session, technology: Technology, lead_id: int, actor: Actor) -> LeadRow:
    for row in leads_of(session, technology, actor):
        if row.lead.id == lead_id:
            return row
    raise NotFound(f"There is no lead {lead_id} on {technology.reference}.")
