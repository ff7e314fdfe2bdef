"""Gathers what decides who holds the ball. The technology was read through the actor."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.queries.facts import unmet_for
from models.queries.remarks import open_remarks
from models.rules.ball import Ball, BallFacts, who_holds
from models.rules.pipeline import pipeline
from models.rules.words import AgreementKind, AgreementState, DispatchState, MoveKind, Stage, WorkKind, WorkState
from models.tables import Agreement, Delivery, Disclosure, Offer, Technology, Transition, Work

_OPEN = (WorkState.QUEUED, WorkState.LEASED, WorkState.PARKED)
_SIGNED = (AgreementKind.LICENCE, AgreementKind.OPTION, AgreementKind.ASSIGNMENT)


def ball_of(
    session: Session, technology: Technology, today: date, *, unmet: Mapping[str, Sequence[str]] | None = None
) -> Ball:
    """At most five queries. `unmet` is what the move onwards demands, where the caller knows it already."""
    rules = pipeline(technology.pipeline, technology.pipeline_version)
    if rules.stages[technology.stage].end:
        return who_holds(BallFacts(technology.stage, technology.stage_since, ended=True))
    states = _work(session, technology, rules.stages[technology.stage].enqueues)
    nda_at, agreement_at = _unsigned(session, technology)
    disclosing = technology.stage is Stage.DISCLOSURE
    return who_holds(
        BallFacts(
            technology.stage,
            technology.stage_since,
            held=technology.hold_reason is not None,
            unmet=_onwards(session, technology, today) if unmet is None else unmet,
            submitted_at=_submitted_at(session, technology) if disclosing else None,
            returned=disclosing and _was_sent_back(session, technology),
            remarked_at=_remarked_at(session, technology) if disclosing else None,
            working=bool(states & {WorkState.QUEUED, WorkState.LEASED}),
            parked=WorkState.PARKED in states,
            asked_at=_asked_at(session, technology) if technology.stage is Stage.PARTNERING else None,
            nda_at=nda_at,
            agreement_at=agreement_at,
        )
    )


def _onwards(session: Session, technology: Technology, today: date) -> dict[str, Sequence[str]]:
    moves = pipeline(technology.pipeline, technology.pipeline_version).moves_from(technology.stage)
    onwards = next((move for move in moves if move.kind is MoveKind.FORWARD), None)
    return {gate.code: gate.missing for gate in unmet_for(session, technology, onwards, today)} if onwards else {}


def _work(session: Session, technology: Technology, kinds: Sequence[WorkKind]) -> set[WorkState]:
    """Of what entering the stage has asked of the flows, what is not done."""
    if not kinds:
        return set()
    query = sa.select(col(Work.state)).where(
        col(Work.state).in_(_OPEN), col(Work.kind).in_(kinds), col(Work.subject_id) == technology.id
    )
    return set(session.scalars(query))


def _submitted_at(session: Session, technology: Technology) -> datetime | None:
    query = sa.select(sa.func.max(col(Disclosure.submitted_at))).where(col(Disclosure.technology_id) == technology.id)
    return session.scalars(query).one()


def _was_sent_back(session: Session, technology: Technology) -> bool:
    query = select(Transition.kind).where(
        Transition.technology_id == technology.id, Transition.technology_version == technology.version
    )
    return MoveKind.BACK in session.exec(query).all()


def _remarked_at(session: Session, technology: Technology) -> datetime | None:
    return min((remark.at for remark in open_remarks(session, technology)), default=None)


def _asked_at(session: Session, technology: Technology) -> datetime | None:
    """When the latest brief left that was not answered."""
    query = (
        sa.select(sa.func.max(col(Delivery.sent_at)))
        .join(Offer, col(Offer.id) == col(Delivery.offer_id))
        .where(
            col(Offer.technology_id) == technology.id,
            col(Delivery.state) == DispatchState.SENT,
            col(Delivery.answered_at).is_(None),
        )
    )
    return session.scalars(query).one()


def _unsigned(session: Session, technology: Technology) -> tuple[datetime | None, datetime | None]:
    """Since when the partner has had an NDA, or an agreement that the institution has signed, to sign."""
    if technology.stage not in (Stage.PARTNERING, Stage.NEGOTIATION):
        return None, None
    rows = session.exec(
        select(Agreement).where(
            Agreement.technology_id == technology.id,
            Agreement.state == AgreementState.DRAFT,
            col(Agreement.partner_signed_on).is_(None),
        )
    ).all()
    ndas = [row.created_at for row in rows if row.kind is AgreementKind.NDA]
    signed = [row.created_at for row in rows if row.kind in _SIGNED and row.institution_signed_on is not None]
    return max(ndas, default=None), max(signed, default=None)
