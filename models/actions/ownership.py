"""Ownership: the basis of each contributor's rights with what proves it, co-owners, what of others went in."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import Session, col, select

from models.actions.dossiers import redraw_dossier
from models.actions.forms import InputForm
from models.actions.ownership_forms import BasisForm, ClearanceForm, CoOwnerForm
from models.actions.trail import content_digest, sign
from models.actions.turns import take_turn
from models.errors import NotFound
from models.queries.ownership import co_owners_of, names_of_home, title_of
from models.queries.technologies import contributors_of, institution_case
from models.rules import ownership_wording as wording
from models.rules.dates import spell
from models.rules.days import local_date
from models.rules.ownership import wanted
from models.rules.permissions import Act, Actor, demand
from models.rules.refused import RightsUnfit
from models.rules.words import ContributorStatus, InputState, LegalBasis, SignoffKind
from models.tables import Attachment, Contributor, CoOwner, Technology, ThirdPartyInput

SHARES_WHOLE = 10_000


def record_legal_basis(
    session: Session, technology_id: int, *, bases: Mapping[int, BasisForm], actor: Actor, now: datetime
) -> None:
    """`bases` by contributor id; those not named keep what they have. Each is signed by itself, with its digest.

    Raises `RightsUnfit` for employment of somebody who is not employed here, a date ahead, or a file of another case.
    """
    technology = open_case(session, technology_id, actor)
    known = {row.id: row for row in contributors_of(session, technology.id)}
    for contributor_id, form in bases.items():
        person = known.get(contributor_id)
        if person is None:
            raise NotFound(f"{technology.reference} has no contributor {contributor_id}.")
        _record_basis(session, technology, person, form, now)
    session.flush()
    for contributor_id, form in sorted(bases.items()):
        sign(
            session,
            technology,
            kind=SignoffKind.LEGAL_BASIS,
            subject=f"contributor:{contributor_id}:{form.basis}",
            digest=content_digest(form.model_dump(mode="json")),
            actor=actor,
            now=now,
            reason=form.waiver,
        )
    redraw_dossier(session, technology, now=now)


def add_co_owner(session: Session, technology_id: int, form: CoOwnerForm, *, actor: Actor, now: datetime) -> CoOwner:
    technology = open_case(session, technology_id, actor)
    _check_co_owner(session, technology, form, now)
    row = CoOwner(technology_id=technology.id, **form.model_dump())
    session.add(row)
    session.flush()
    _sign_co_owner(session, technology, row, "added", actor, now)
    redraw_dossier(session, technology, now=now)
    return row


def correct_co_owner(session: Session, co_owner_id: int, form: CoOwnerForm, *, actor: Actor, now: datetime) -> CoOwner:
    """What was handed in takes the place of all that was recorded; the same again is no change, and signs nothing."""
    technology, row = _co_owner(session, co_owner_id, actor)
    _check_co_owner(session, technology, form, now, but=row.id)
    before = row.model_dump()
    for name, value in form.model_dump().items():
        setattr(row, name, value)
    if row.model_dump() == before:
        return row
    session.add(row)
    session.flush()
    _sign_co_owner(session, technology, row, "corrected", actor, now)
    redraw_dossier(session, technology, now=now)
    return row


def remove_co_owner(session: Session, co_owner_id: int, *, actor: Actor, now: datetime) -> None:
    technology, row = _co_owner(session, co_owner_id, actor)
    _sign_co_owner(session, technology, row, "removed", actor, now)
    session.delete(row)
    session.flush()
    redraw_dossier(session, technology, now=now)


def add_input(session: Session, technology_id: int, form: InputForm, *, actor: Actor, now: datetime) -> ThirdPartyInput:
    technology = open_case(session, technology_id, actor)
    row = ThirdPartyInput(technology_id=technology.id, **form.model_dump())
    session.add(row)
    session.flush()
    redraw_dossier(session, technology, now=now)
    return row


def correct_input(session: Session, input_id: int, form: InputForm, *, actor: Actor, now: datetime) -> ThirdPartyInput:
    """What is known of it changed: whether its terms allow what is planned is to be decided anew."""
    technology, row = _input(session, input_id, actor)
    before = row.model_dump()
    for name, value in form.model_dump().items():
        setattr(row, name, value)
    if row.model_dump() != before and row.state is not InputState.OPEN:
        row.state, row.note = InputState.OPEN, ""
        _sign_input(session, technology, row, actor, now)
    session.add(row)
    session.flush()
    redraw_dossier(session, technology, now=now)
    return row


def clear_input(
    session: Session, input_id: int, form: ClearanceForm, *, actor: Actor, now: datetime
) -> ThirdPartyInput:
    technology, row = _input(session, input_id, actor)
    check_evidence(session, technology, form.evidence_id)
    row.state, row.note, row.evidence_id = form.state, form.note, form.evidence_id
    session.add(row)
    session.flush()
    _sign_input(session, technology, row, actor, now)
    redraw_dossier(session, technology, now=now)
    return row


def remove_input(session: Session, input_id: int, *, actor: Actor, now: datetime) -> None:
    technology, row = _input(session, input_id, actor)
    session.delete(row)
    session.flush()
    redraw_dossier(session, technology, now=now)


def open_case(session: Session, technology_id: int, actor: Actor, *, asked: str = "") -> Technology:
    technology = take_turn(session, technology_id, actor, asked=asked)
    demand(actor, Act.TRIAGE, institution_case(technology))
    return technology


def check_evidence(session: Session, technology: Technology, attachment_id: int | None) -> None:
    """Raises `RightsUnfit` for a file that is not one of the technology's, or was taken away."""
    if attachment_id is None:
        return
    known = select(Attachment.id).where(
        Attachment.id == attachment_id,
        Attachment.technology_id == technology.id,
        col(Attachment.removed_at).is_(None),
    )
    if session.exec(known).first() is None:
        raise RightsUnfit(wording.NOT_A_FILE.filled(reference=technology.reference))


def _record_basis(
    session: Session, technology: Technology, person: Contributor, form: BasisForm, now: datetime
) -> None:
    check_evidence(session, technology, form.evidence_id)
    _not_ahead(form.dated_on, now)
    if form.employed_here is not None:
        person.employed_here = form.employed_here
    _demand_employed(session, technology, person, form)
    person.legal_basis = form.basis
    person.basis_document, person.basis_dated_on = form.document, form.dated_on
    person.basis_evidence_id, person.basis_waiver = form.evidence_id, form.waiver
    session.add(person)


def _demand_employed(session: Session, technology: Technology, person: Contributor, form: BasisForm) -> None:
    if form.basis is not LegalBasis.EMPLOYMENT:
        return
    title = title_of(person, names_of_home(session, technology), ())
    if person.status is not ContributorStatus.EMPLOYEE:
        raise RightsUnfit(wording.NOT_EMPLOYED.filled(name=person.name, wanted=wanted(title)))
    if not title.employed_here:
        employer = person.employer or "–"
        raise RightsUnfit(wording.EMPLOYED_ELSEWHERE.filled(name=person.name, employer=employer))


def _not_ahead(day: date | None, now: datetime) -> None:
    if day is not None and day > local_date(now):
        raise RightsUnfit(wording.AHEAD.filled(day=spell(day)))


def _check_co_owner(
    session: Session, technology: Technology, form: CoOwnerForm, now: datetime, *, but: int = 0
) -> None:
    """`but` is the row that the form takes the place of."""
    check_evidence(session, technology, form.evidence_id)
    _not_ahead(form.agreed_on, now)
    others = sum(each.share_bp for each in co_owners_of(session, technology.id) if each.id != but)
    if others + form.share_bp >= SHARES_WHOLE:
        raise RightsUnfit(wording.TOO_MUCH.filled(total=f"{(others + form.share_bp) / 100:g}%"))


def _co_owner(session: Session, co_owner_id: int, actor: Actor) -> tuple[Technology, CoOwner]:
    row = session.get(CoOwner, co_owner_id)
    asked = f"co-owner {co_owner_id}"
    if row is None:
        raise NotFound(f"There is no {asked} among those you may see.")
    return open_case(session, row.technology_id, actor, asked=asked), row


def _sign_co_owner(
    session: Session, technology: Technology, row: CoOwner, what: str, actor: Actor, now: datetime
) -> None:
    sign(
        session,
        technology,
        kind=SignoffKind.CO_OWNER,
        subject=f"co_owner:{row.id}:{row.share_bp}bp:{what}",
        digest=content_digest(row.model_dump(mode="json")),
        actor=actor,
        now=now,
    )


def _sign_input(session: Session, technology: Technology, row: ThirdPartyInput, actor: Actor, now: datetime) -> None:
    subject = f"input:{row.id}:{row.state}"
    sign(session, technology, kind=SignoffKind.INPUT, subject=subject, actor=actor, now=now, reason=row.note)


def _input(session: Session, input_id: int, actor: Actor) -> tuple[Technology, ThirdPartyInput]:
    row = session.get(ThirdPartyInput, input_id)
    asked = f"input {input_id}"
    if row is None:
        raise NotFound(f"There is no {asked} among those you may see.")
    return open_case(session, row.technology_id, actor, asked=asked), row
