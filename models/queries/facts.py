"""Gathers the facts that a move's gates ask for, one query a group, and no group unasked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.queries.assessments import policy_of, scored_of
from models.queries.ownership import demands_facts, input_facts, ownership_facts
from models.rules.disclosure import missing_fields
from models.rules.facts import AgreementFacts, ContributorFacts, Facts, Group, OfferFacts, Term
from models.rules.gates import Unmet
from models.rules.pipeline import Move, unmet_gates
from models.rules.policies import POLICIES
from models.rules.statutory import unsettled_rules
from models.rules.words import (
    AgreementKind,
    AgreementState,
    ContributorStatus,
    Criterion,
    LeadState,
    OfferState,
    RightsAnswer,
    SignoffKind,
)
from models.tables import (
    Agreement,
    Brief,
    Clock,
    Contributor,
    Disclosure,
    Lead,
    Offer,
    PatentCase,
    PriorArtSearch,
    ProtectionPlan,
    ReviewDecision,
    RightsOffer,
    Signoff,
    Technology,
)

Values = dict[str, Any]


def unmet_for(session: Session, technology: Technology, move: Move, today: date) -> tuple[Unmet, ...]:
    """What stands in the way of `move`. Overrides are asked for only where one could help."""
    facts = facts_of(session, technology, move)
    unmet = unmet_gates(move, facts, today)
    if any(gate.may_override for gate in unmet):
        return unmet_gates(move, replace(facts, overridden=overridden_gates(session, technology)), today)
    return unmet


def facts_of(session: Session, technology: Technology, move: Move) -> Facts:
    """The facts that the gates of `move` look at; every other stays empty, and so do the overrides."""
    values: Values = {
        "officer_id": technology.officer_id,
        "obligations_reviewed_on": technology.obligations_reviewed_on,
        "statutory_offer_on": technology.statutory_offer_on,
        "strategy": technology.strategy,
    }
    for group in move.needs:
        if group in _LOADERS:
            values |= _LOADERS[group](session, technology)
    return Facts(**values)


def overridden_gates(session: Session, technology: Technology) -> frozenset[str]:
    """Overrides hold for the visit to the stage in which they were given."""
    subjects = session.exec(
        select(Signoff.subject).where(
            Signoff.technology_id == technology.id,
            Signoff.technology_version == technology.version,
            Signoff.kind == SignoffKind.OVERRIDE,
        )
    )
    return frozenset(subject.removeprefix("gate:") for subject in subjects)


def latest_disclosure(session: Session, technology_id: int) -> Disclosure | None:
    return session.exec(
        select(Disclosure)
        .where(Disclosure.technology_id == technology_id)
        .order_by(col(Disclosure.version).desc())
        .limit(1)
    ).one_or_none()


def _disclosure(session: Session, technology: Technology) -> Values:
    disclosure = latest_disclosure(session, technology.id)
    if disclosure is None:
        return {"disclosure_missing": ("disclosure",)}
    return {
        "disclosure_missing": tuple(missing_fields(disclosure.model_dump() | {"kind": technology.kind})),
        "public_disclosure": disclosure.public_disclosure,
        "published_on": disclosure.public_disclosure_on,
        "planned_publication_on": disclosure.planned_publication_on,
    }


def _contributors(session: Session, technology: Technology) -> Values:
    rows = session.exec(
        select(Contributor.name, Contributor.share_bp, Contributor.confirmed_at, Contributor.legal_basis)
        .where(Contributor.technology_id == technology.id)
        .order_by(col(Contributor.position))
    )
    return {
        "contributors": tuple(
            ContributorFacts(name, share, confirmed_at is not None, basis) for name, share, confirmed_at, basis in rows
        )
    }


def _clocks(session: Session, technology: Technology) -> Values:
    rows = session.exec(
        select(Contributor.status, Clock.rule)
        .join(Clock, col(Clock.technology_id) == col(Contributor.technology_id), isouter=True)
        .where(Contributor.technology_id == technology.id)
    ).all()
    employees = any(status is ContributorStatus.EMPLOYEE for status, _ in rows)
    return {"unsettled_clocks": unsettled_rules(employees, frozenset(rule for _, rule in rows))}


def _review(session: Session, technology: Technology) -> Values:
    searches = session.exec(select(PriorArtSearch.id).where(PriorArtSearch.technology_id == technology.id)).all()
    found = scored_of(session, technology.id)
    scored = {criterion for scores in found.counted.values() for criterion in scores}
    return {
        "prior_art_searches": len(searches),
        "unscored_criteria": tuple(criterion.value for criterion in Criterion if criterion not in scored),
        "reviewers": found.complete,
        "reviewers_needed": policy_of(session, technology.institution_id).reviewers,
        "undecided_conflicts": found.undecided,
        "decision": session.exec(
            select(ReviewDecision.outcome)
            .where(ReviewDecision.technology_id == technology.id)
            .order_by(col(ReviewDecision.id).desc())
            .limit(1)
        ).one_or_none(),
    }


def _protection(session: Session, technology: Technology) -> Values:
    disclosure = latest_disclosure(session, technology.id)
    plan = select(ProtectionPlan.strategy).where(
        ProtectionPlan.technology_id == technology.id, col(ProtectionPlan.ended_at).is_(None)
    )
    return {
        "planned_publication_on": disclosure.planned_publication_on if disclosure else None,
        "priority_filed_on": first_filing(session, technology.id),
        "planned_strategy": session.exec(plan).first(),
    }


def first_filing(session: Session, technology_id: int) -> date | None:
    """The day of the priority filing."""
    return session.scalars(
        sa.select(col(PatentCase.filed_on))
        .where(
            col(PatentCase.technology_id) == technology_id,
            col(PatentCase.priority),
            col(PatentCase.filed_on).is_not(None),
        )
        .order_by(col(PatentCase.filed_on))
        .limit(1)
    ).one_or_none()


def _rights(session: Session, technology: Technology) -> Values:
    rows = session.exec(
        select(RightsOffer.name, RightsOffer.answer).where(
            RightsOffer.technology_id == technology.id, col(RightsOffer.superseded_at).is_(None)
        )
    ).all()
    return {
        "unanswered_offers": tuple(name for name, answer in rows if answer is None),
        "rights_offered": len(rows),
        "rights_accepted": sum(answer is RightsAnswer.ACCEPTED for _, answer in rows),
    }


_CURRENT = (OfferState.DRAFT, OfferState.APPROVED, OfferState.PUBLISHED)


def _offer(session: Session, technology: Technology) -> Values:
    rows = session.exec(
        select(Offer, Brief.id)
        .join(
            Brief,
            (col(Brief.offer_id) == col(Offer.id)) & (col(Brief.offer_digest) == col(Offer.digest)),
            isouter=True,
        )
        .where(Offer.technology_id == technology.id, col(Offer.state).in_(_CURRENT))
        .order_by(col(Offer.language), col(Offer.version))
    )
    latest = {offer.language: offer_facts(offer, briefed=brief_id is not None) for offer, brief_id in rows}
    return {"offer": max(latest.values(), key=lambda facts: facts.progress, default=None)}


def offer_facts(offer: Offer, *, briefed: bool) -> OfferFacts:
    errors = [finding for finding in offer.findings if finding["severity"] == "error"]
    return OfferFacts(
        language=offer.language,
        version=offer.version,
        missing=tuple(each["field"] for each in errors if each["code"].endswith("_missing")),
        lint_errors=tuple(each["code"] for each in errors if not each["code"].endswith("_missing")),
        scanned=offer.checked_digest is not None,
        leaks=tuple(leak["label"] for leak in offer.leaks if not leak.get("accepted")),
        approved=offer.approved_at is not None,
        consented=offer.consented_at is not None,
        briefed=briefed,
    )


def _leads(session: Session, technology: Technology) -> Values:
    live = session.exec(select(Lead.id).where(Lead.technology_id == technology.id, Lead.state != LeadState.LOST)).all()
    ndas = session.execute(
        sa.select(col(Agreement.effective_on), col(Agreement.expires_on))
        .join(Lead, col(Lead.id) == col(Agreement.lead_id))
        .where(
            col(Agreement.technology_id) == technology.id,
            col(Agreement.kind) == AgreementKind.NDA,
            col(Agreement.state) == AgreementState.IN_FORCE,
            col(Lead.state) != LeadState.LOST,
        )
    )
    return {"live_leads": len(live), "ndas": tuple(Term(first, last) for first, last in ndas)}


def _deal(session: Session, technology: Technology) -> Agreement | None:
    """The agreement that would license it: the furthest signed, else the newest."""
    agreements = session.exec(
        select(Agreement).where(
            Agreement.technology_id == technology.id,
            col(Agreement.kind).in_((AgreementKind.LICENCE, AgreementKind.OPTION, AgreementKind.ASSIGNMENT)),
            Agreement.state != AgreementState.ENDED,
        )
    ).all()
    return max(agreements, key=lambda each: (each.state is AgreementState.IN_FORCE, each.id), default=None)


def _funding(session: Session, technology: Technology) -> Values:
    demands = demands_facts(session, technology.id)
    deal = _deal(session, technology) if demands else None
    return {"demands": demands, "transfers": deal is not None and deal.kind is AgreementKind.ASSIGNMENT}


def _agreement(session: Session, technology: Technology) -> Values:
    agreement = _deal(session, technology)
    if agreement is None:
        return {}
    policy = POLICIES.get(agreement.policy or "")
    return {
        "agreement": AgreementFacts(
            signed=agreement.institution_signed_on is not None and agreement.partner_signed_on is not None,
            effective_on=agreement.effective_on,
            financial_terms=bool(
                agreement.upfront or agreement.royalty_bp or agreement.minimum_annual or agreement.milestones
            ),
            policy_lawful=policy is not None and policy.meets_art_155,
        )
    }


_LOADERS: dict[Group, Callable[[Session, Technology], Values]] = {
    Group.DISCLOSURE: _disclosure,
    Group.CONTRIBUTORS: _contributors,
    Group.OWNERSHIP: ownership_facts,
    Group.FUNDING: _funding,
    Group.INPUTS: input_facts,
    Group.CLOCKS: _clocks,
    Group.REVIEW: _review,
    Group.PROTECTION: _protection,
    Group.RIGHTS: _rights,
    Group.OFFER: _offer,
    Group.LEADS: _leads,
    Group.AGREEMENT: _agreement,
}
