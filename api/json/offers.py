"""Offers and their briefs: public when published, else for those whose case it is."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Caller, CallerIfAny
from api.deps import After, Key, Limit, Now, Reference
from api.documents import PDF_OR_UNCHANGED, pdf
from api.json.problems import PUBLIC, READS, WRITES, refusals
from api.json.views.offers import OfferFileView, OfferPage, PublishedOfferView
from api.reading import read_files_of_offer
from models.actions.expiry import extend_offer
from models.actions.forms import Form, OfferForm
from models.actions.offers import accept_leak, approve_offer, consent_to_offer, save_offer
from models.actions.publishing import withdraw_offer
from models.db import reading, transaction
from models.errors import Incomplete
from models.queries.briefs import brief_for
from models.queries.cases import offers_read_by, reads_notes
from models.queries.catalogue import Choice, published_offer, published_offers
from models.queries.file_texts import files_not_compared
from models.queries.offers import brief_of
from models.queries.technologies import technology_by_reference
from models.rules.days import local_date
from models.rules.permissions import Actor
from models.rules.words import Field as Subject, Language, ValueChain
from models.tables import Offer, Technology

router = APIRouter(tags=["offers"])

OfferKey = Annotated[
    str,
    Path(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$",
        description="The offer's `key`: the technology's reference, or `anonymous-` and the alias.",
    ),
]


class VersionForm(Form):
    digest: str = Field(pattern=r"^[0-9a-f]{64}$", description="Of the version that you have read.")


class AcceptanceForm(Form):
    place: int = Field(ge=0, le=10_000)
    digest: str = Field(pattern=r"^[0-9a-f]{64}$", description="The offer's `checked_digest` that you have read.")
    reason: str = Field(max_length=4_000)


class ExtensionForm(Form):
    until: date = Field(description="The day on which it stops being public.")


class WithdrawalForm(Form):
    reason: str = Field(max_length=4_000)


@router.get("/offers", responses=refusals(401))
def list_offers(
    language: Language | None = None,
    value_chain: ValueChain | None = None,
    field: Subject | None = None,
    after: After = None,
    limit: Limit = 50,
    *,
    now: Now,
) -> OfferPage:
    """The published offers, newest first. No token is needed."""
    with reading() as session:
        choice = Choice(language=language, value_chain=value_chain, field=field)
        rows = published_offers(session, choice, today=local_date(now), before=after, limit=limit + 1)
        last = rows[limit - 1].offer.id if len(rows) > limit else None
        return OfferPage(items=[PublishedOfferView.of(row) for row in rows[:limit]], next=last)


@router.get("/offers/{key}/{language}", responses=PUBLIC | refusals(410))
def read_offer(key: OfferKey, language: Language, now: Now) -> PublishedOfferView:
    """One published offer in one language. No token is needed."""
    with reading() as session:
        return PublishedOfferView.of(published_offer(session, key, language, today=local_date(now)))


@router.get("/briefs/{brief_id}", response_class=Response, responses=PUBLIC | PDF_OR_UNCHANGED)
def read_brief(brief_id: Key, actor: CallerIfAny, request: Request, now: Now) -> Response:
    """The PDF of an offer: for everybody while it is published, else for those whose case it is."""
    with reading() as session:
        today = local_date(now)
        found = brief_for(session, brief_id, actor, today=today)
        return pdf(found.brief.sha256, found.file_name, public=found.public(today), request=request)


@router.get("/technologies/{reference}/offers", responses=READS)
def list_versions(reference: Reference, actor: Caller) -> list[OfferFileView]:
    """Every version in every language, with what lint and scan found."""
    with reading() as session:
        technology = technology_by_reference(session, reference, actor)
        return [_view(session, offer, actor) for offer in offers_read_by(session, technology, actor)]


@router.put("/technologies/{reference}/offers/{language}", responses=WRITES)
def write_offer(reference: Reference, language: Language, form: OfferForm, actor: Caller, now: Now) -> OfferFileView:
    """Write one language of the offer; it is checked at once.

    A draft changes in place. Changing an approved or published version starts the next one, to be
    consented to and approved anew.
    """
    if form.language is not language:
        raise Incomplete(f"The address says {language}, and the offer says {form.language}: make them agree.")
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        return _view(session, save_offer(session, technology.id, form, actor=actor, now=now), actor)


@router.post("/offers/{offer_id}/consent", responses=WRITES)
def consent(offer_id: Key, form: VersionForm, actor: Caller, now: Now) -> OfferFileView:
    """As the lead contributor, agree to publish exactly this version."""
    with transaction() as session:
        return _view(session, consent_to_offer(session, offer_id, digest=form.digest, actor=actor, now=now), actor)


@router.post("/offers/{offer_id}/approval", responses=WRITES)
def approve(offer_id: Key, form: VersionForm, actor: Caller, now: Now) -> OfferFileView:
    """As an officer, approve exactly this version. Errors and unaccepted leaks stand in the way."""
    read_files_of_offer(offer_id, actor=actor, now=now)
    with transaction() as session:
        return _view(session, approve_offer(session, offer_id, digest=form.digest, actor=actor, now=now), actor)


@router.post("/offers/{offer_id}/accepted-leaks", responses=WRITES)
def accept(offer_id: Key, form: AcceptanceForm, actor: Caller, now: Now) -> OfferFileView:
    """Vouch that one place which the confidentiality scan found may be published."""
    with transaction() as session:
        offer = accept_leak(
            session, offer_id, place=form.place, digest=form.digest, actor=actor, now=now, reason=form.reason
        )
        return _view(session, offer, actor)


@router.post("/offers/{offer_id}/extension", responses=WRITES)
def extend(offer_id: Key, form: ExtensionForm, actor: Caller, now: Now) -> OfferFileView:
    """Keep it public for up to 365 days more. An offer is extended once."""
    with transaction() as session:
        return _view(session, extend_offer(session, offer_id, until=form.until, actor=actor, now=now), actor)


@router.post("/offers/{offer_id}/withdrawal", responses=WRITES)
def withdraw(offer_id: Key, form: WithdrawalForm, actor: Caller, now: Now) -> OfferFileView:
    """Take it from the public page at once; signed links to it stop working."""
    with transaction() as session:
        return _view(session, withdraw_offer(session, offer_id, actor=actor, now=now, reason=form.reason), actor)


def _view(session: Session, offer: Offer, actor: Actor) -> OfferFileView:
    notes = reads_notes(session.get_one(Technology, offer.technology_id), actor)
    unknown = files_not_compared(session, offer.technology_id) if notes else ()
    return OfferFileView.of(offer, brief_of(session, offer), notes=notes, not_compared=unknown)
