"""Submitting a disclosure, correcting it, confirming shares, and what Helix finds on receipt."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from models.actions.comparing import recheck_offers
from models.actions.deliveries import queue_notice
from models.actions.forms import ContributorForm, DisclosureForm
from models.actions.given_rows import take_fundings, take_inputs
from models.actions.references import new_alias, next_reference
from models.actions.remarks import resolve_remarks
from models.actions.shares import request_share
from models.actions.stages import enter
from models.actions.trail import content_digest, sign
from models.actions.turns import take_turn
from models.actions.work import enqueue
from models.errors import AlreadySubmitted, Conflict, NotFound
from models.queries.facts import latest_disclosure
from models.queries.officers import least_loaded_officer
from models.queries.technologies import case_of, contributors_of
from models.rules.days import local_date
from models.rules.disclosure import fingerprint, missing_fields
from models.rules.permissions import Act, Actor, Case, demand
from models.rules.pipeline import CURRENT
from models.rules.text import fold
from models.rules.words import (
    Field as Subject,
    NoticeKind,
    SignoffKind,
    Stage,
    ValueChain,
    WorkKind,
)
from models.tables import (
    Contributor,
    Disclosure,
    DistributionShare,
    Institution,
    NearDuplicate,
    Notice,
    Person,
    Signoff,
    Technology,
    Work,
)

_NOT_IN_DISCLOSURE = {"kind", "value_chain", "field", "contributors", "funding", "inputs"}


def submit_disclosure(
    session: Session, form: DisclosureForm, *, actor: Actor, now: datetime, institution_id: int | None = None
) -> Technology:
    """Take a disclosure in as a new technology at its pipeline's entry.

    The same content from the same submitter is one disclosure: a second submit raises
    `AlreadySubmitted` and names the reference of the first.
    """
    institution = _institution(session, institution_id or actor.institution_id)
    demand(actor, Act.SUBMIT, Case(institution.id))
    mark = _mark(form, actor)
    reference = next_reference(session, institution, local_date(now).year)
    _refuse_twin(session, mark)  # after it: whoever sent the same at the same moment has ended by now
    technology = Technology(
        institution_id=institution.id,
        reference=reference,
        alias=new_alias(session),
        title=form.title,
        kind=form.kind,
        stage=Stage.DISCLOSURE,
        pipeline="standard",
        pipeline_version=CURRENT,
        stage_since=now,
        created_at=now,
        submitter_id=actor.person_id,
        value_chain=form.value_chain,
        field=form.field,
        search_text=search_text(form),
    )
    enter(session, technology, actor=actor, now=now)
    _add_disclosure(session, technology, form, mark=mark, version=1, now=now)
    rows = [_contributor(technology, contributor, place) for place, contributor in enumerate(form.contributors, 1)]
    _add_people(session, technology, rows, actor=actor, now=now)
    take_fundings(session, technology, form.funding, actor=actor, now=now)
    take_inputs(session, technology, form.inputs)
    _request_shares(session, technology, rows, version=1, actor=actor, now=now)
    return technology


def revise_disclosure(
    session: Session, technology_id: int, form: DisclosureForm, *, actor: Actor, now: datetime
) -> Disclosure:
    """A corrected version, while the case is still in disclosure. Changed shares must be confirmed anew.

    Raises `AlreadySubmitted` when the content is that of another case of the same submitter, `Conflict` when
    a contributor to whom money was distributed would no longer be named.
    """
    technology = take_turn(session, technology_id, actor)
    demand(actor, Act.REVISE, case_of(session, technology))
    if technology.stage is not Stage.DISCLOSURE:
        raise Conflict(
            "%(reference)s is in %(stage)s: ask its officer to send it back first.",
            reference=technology.reference,
            stage=technology.stage,
        )
    before = latest_disclosure(session, technology_id)
    version = before.version + 1 if before else 1
    mark = _mark(form, actor)
    _refuse_twin(session, mark, besides=technology_id)
    if session.exec(select(Disclosure.id).where(Disclosure.fingerprint == mark)).first():
        mark = _digest(f"{mark} {technology_id} {version}")  # only dates, shares or people were corrected
    technology.title, technology.kind = form.title, form.kind
    technology.value_chain = form.value_chain or technology.value_chain
    technology.field = form.field or technology.field
    technology.search_text = search_text(form)
    session.add(technology)
    disclosure = _add_disclosure(session, technology, form, mark=mark, version=version, now=now)
    _replace_people(session, technology, form, version=version, actor=actor, now=now)
    sign(
        session,
        technology,
        kind=SignoffKind.REVISION,
        subject=f"disclosure:{disclosure.id}:v{version}",
        digest=content_digest(form.model_dump(mode="json")),
        actor=actor,
        now=now,
    )
    recheck_offers(session, technology.id, now=now)
    resolve_remarks(session, technology, now=now)
    enqueue(
        session,
        WorkKind.RECEIVE_DISCLOSURE,
        technology.id,
        key=f"{technology.id}:{technology.version}:{disclosure.version}",
        now=now,
    )
    return disclosure


def confirm_share(
    session: Session, contributor_id: int, *, actor: Actor, now: datetime, seen_bp: int | None = None
) -> Signoff:
    """A contributor vouches for their own share, and for nobody else's.

    `NotFound` when it is no longer `seen_bp`, the share that they were shown.
    """
    contributor = session.get(Contributor, contributor_id)
    if contributor is None:
        raise NotFound(f"There is no contributor {contributor_id} among those you may see.")
    technology = take_turn(session, contributor.technology_id, actor, asked=f"contributor {contributor_id}")
    demand(actor, Act.CONFIRM_SHARE, Case(technology.institution_id, contributors=(contributor.email.casefold(),)))
    if seen_bp not in (None, contributor.share_bp):
        raise NotFound("The share was corrected meanwhile: a new link to it is on its way.")
    if contributor.confirmed_at is not None:
        raise Conflict("%(name)s has confirmed already.", name=contributor.name)
    contributor.confirmed_at = now
    session.add(contributor)
    return _sign_share(session, technology, contributor, actor, now)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the disclosure flow found out about one technology."""

    technology_id: int
    terms: str
    value_chain: ValueChain | None
    field: Subject | None
    duplicates: Sequence[tuple[int, int, Sequence[str]]]
    """(other technology's id, likeness in per cent, shared terms)"""
    all_of_them: bool = True
    """False when more were alike than are named."""


def receive_disclosure(session: Session, receipt: Receipt, *, actor: Actor, now: datetime) -> None:
    """Record completeness' companions: near-duplicates, a first classification, an officer by load,
    and the acknowledgement to the submitter. What a person has set already is left alone."""
    technology = take_turn(session, receipt.technology_id, actor)
    demand(actor, Act.RUN, Case(technology.institution_id))
    technology.terms = receipt.terms
    technology.field = technology.field or receipt.field
    technology.value_chain = technology.value_chain or receipt.value_chain
    technology.officer_id = technology.officer_id or least_loaded_officer(session, technology.institution_id)
    session.add(technology)
    _keep_duplicates(session, receipt)
    _acknowledge(session, technology, now)
    session.flush()


def _keep_duplicates(session: Session, receipt: Receipt) -> None:
    """Those that are alike now: a correction may have made a pair unlike, whichever of the two found it."""
    mine = select(NearDuplicate).where(NearDuplicate.technology_id == receipt.technology_id)
    known = {pair.other_id: pair for pair in session.exec(mine)}
    for other, score, terms in receipt.duplicates:
        pair = known.pop(other, None) or NearDuplicate(technology_id=receipt.technology_id, other_id=other, score=score)
        pair.score, pair.shared_terms = score, list(terms)
        session.add(pair)
    for unlike in known.values():
        session.delete(unlike)
    if receipt.all_of_them:
        alike = [other for other, _, _ in receipt.duplicates]
        session.execute(
            delete(NearDuplicate).where(
                col(NearDuplicate.other_id) == receipt.technology_id, col(NearDuplicate.technology_id).not_in(alike)
            )
        )


def search_text(form: DisclosureForm) -> str:
    """Folded, so that a search without Polish letters finds it; confidential like its sources."""
    parts = (form.title, form.abstract_public, form.abstract_confidential, " ".join(form.keywords))
    people = (contributor.name for contributor in form.contributors)
    return fold(" ".join((*parts, *people)))


def _institution(session: Session, institution_id: int | None) -> Institution:
    institution = session.get(Institution, institution_id) if institution_id else None
    if institution is None:
        raise NotFound("There is no such institution: say for which one the disclosure is.")
    return institution


def _mark(form: DisclosureForm, actor: Actor) -> str:
    """Of submitter and content: nobody learns that a stranger has submitted the same."""
    return _digest(f"{actor.key} {fingerprint(form.model_dump(exclude={'contributors', 'funding', 'inputs'}))}")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _refuse_twin(session: Session, mark: str, *, besides: int | None = None) -> None:
    twin = session.exec(
        select(Technology.reference)
        .join(Disclosure, col(Disclosure.technology_id) == col(Technology.id))
        .where(Disclosure.fingerprint == mark, Technology.id != besides)
    ).first()
    if twin:
        raise AlreadySubmitted(twin)


def _add_disclosure(
    session: Session, technology: Technology, form: DisclosureForm, *, mark: str, version: int, now: datetime
) -> Disclosure:
    disclosure = Disclosure(
        technology_id=technology.id,
        version=version,
        submitted_at=now,
        fingerprint=mark,
        **form.model_dump(exclude=_NOT_IN_DISCLOSURE),
    )
    session.add(disclosure)
    return disclosure


def _contributor(technology: Technology, form: ContributorForm, place: int) -> Contributor:
    return Contributor(technology_id=technology.id, position=place, **form.model_dump())


def _add_people(
    session: Session,
    technology: Technology,
    contributors: Sequence[Contributor],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    session.add_all(contributors)
    session.flush()
    for row in contributors:  # who submits confirms their own share by submitting
        if row.confirmed_at is None and actor.email and row.email.casefold() == actor.email.casefold():
            row.confirmed_at = now
            _sign_share(session, technology, row, actor, now)


def _replace_people(
    session: Session, technology: Technology, form: DisclosureForm, *, version: int, actor: Actor, now: datetime
) -> None:
    """Who stays named keeps their row: sign-offs and distributions point to it."""
    before = {row.email.casefold(): row for row in contributors_of(session, technology.id)}
    asked = {(row.id, row.share_bp) for row in before.values()}
    rows = []
    for place, contributor in enumerate(form.contributors, 1):
        row = before.pop(contributor.email.casefold(), None)
        if row is None:
            row = _contributor(technology, contributor, place)
        else:
            _correct(row, contributor, place)
        rows.append(row)
    _remove(session, before.values())
    session.flush()
    _add_people(session, technology, rows, actor=actor, now=now)
    take_fundings(session, technology, form.funding, actor=actor, now=now)
    take_inputs(session, technology, form.inputs)
    changed = [row for row in rows if (row.id, row.share_bp) not in asked]
    _request_shares(session, technology, changed, version=version, actor=actor, now=now)


def _correct(row: Contributor, form: ContributorForm, place: int) -> None:
    """A changed share must be confirmed anew; the recorded legal basis stays while the status does."""
    if row.share_bp != form.share_bp:
        row.confirmed_at = None
    basis = form.legal_basis or (row.legal_basis if row.status is form.status else None)
    if basis is not row.legal_basis:
        row.basis_document = row.basis_waiver = ""
        row.basis_dated_on = row.basis_evidence_id = None
    if row.employer != form.employer:
        row.employed_here = None
    for name, value in {**form.model_dump(), "position": place, "legal_basis": basis}.items():
        setattr(row, name, value)


def _remove(session: Session, contributors: Collection[Contributor]) -> None:
    ids = [row.id for row in contributors]
    if ids and session.exec(select(DistributionShare.id).where(col(DistributionShare.contributor_id).in_(ids))).first():
        names = tuple(row.name for row in contributors)
        raise Conflict(
            "Money was distributed to a contributor who would no longer be named (%(names)s): keep them.", names=names
        )
    _forget_letters(session, ids)
    for row in contributors:
        session.delete(row)


def _forget_letters(session: Session, contributor_ids: Sequence[int]) -> None:
    """E-mails to somebody who is no longer named: what was not sent never is."""
    written = select(Notice.id).where(col(Notice.contributor_id).in_(contributor_ids))
    session.execute(delete(Work).where(col(Work.kind) == WorkKind.SEND_NOTICE, col(Work.subject_id).in_(written)))
    session.execute(delete(Notice).where(col(Notice.contributor_id).in_(contributor_ids)))


def _request_shares(
    session: Session,
    technology: Technology,
    rows: Sequence[Contributor],
    *,
    version: int,
    actor: Actor,
    now: datetime,
) -> None:
    for row in rows:
        if row.confirmed_at is None:
            request_share(session, technology, row, version=version, submitter=actor.name, now=now)


def _sign_share(
    session: Session, technology: Technology, contributor: Contributor, actor: Actor, now: datetime
) -> Signoff:
    subject = f"contributor:{contributor.id}:{contributor.share_bp}bp"
    return sign(session, technology, kind=SignoffKind.CONFIRMATION, subject=subject, actor=actor, now=now)


def _acknowledge(session: Session, technology: Technology, now: datetime) -> None:
    person = session.get(Person, technology.submitter_id) if technology.submitter_id else None
    if person is None:
        return
    disclosure = latest_disclosure(session, technology.id)
    missing = missing_fields(disclosure.model_dump() | {"kind": technology.kind}) if disclosure else []
    queue_notice(
        session,
        NoticeKind.ACKNOWLEDGEMENT,
        key=str(technology.id),
        person_id=person.id,
        technology_id=technology.id,
        facts={"reference": technology.reference, "missing": missing},
        now=now,
    )
