"""How a technology without a patent is protected: what is kept secret, or which work it is and how it is licensed."""

from datetime import datetime

from sqlmodel import Session

from models.actions.comparing import recheck_offers
from models.actions.review_forms import ProtectionPlanForm
from models.actions.trail import content_digest, sign
from models.actions.turns import take_turn
from models.errors import Conflict, Incomplete
from models.queries.decisions import plan_of
from models.queries.ownership import inputs_of
from models.queries.technologies import institution_case
from models.rules.permissions import Act, Actor, demand
from models.rules.words import ProtectionStrategy, SignoffKind
from models.tables import ProtectionPlan, Technology

PLANNED = (ProtectionStrategy.KNOW_HOW, ProtectionStrategy.COPYRIGHT)


def record_protection_plan(
    session: Session, technology_id: int, form: ProtectionPlanForm, *, actor: Actor, now: datetime
) -> ProtectionPlan:
    """Takes the place of the plan before it. What is kept secret is looked for in every living offer from now on.

    The signature on a work covers what of others is in it, as it is listed among the rights at that moment.
    """
    technology = take_turn(session, technology_id, actor)
    demand(actor, Act.DECIDE, institution_case(technology))
    strategy = technology.strategy
    if strategy not in PLANNED:
        raise Conflict("A plan belongs to a decision for know-how or copyright; here there is none.")
    if strategy is ProtectionStrategy.COPYRIGHT and form.licensing is None:
        raise Incomplete("Choose how the work is to be licensed.")
    if actor.person_id is None:
        raise Incomplete("This must be recorded by a person.")
    end_plan(session, technology, now=now)
    plan = ProtectionPlan(
        technology_id=technology.id,
        strategy=strategy,
        subject=form.subject,
        access=form.access,
        licensing=form.licensing if strategy is ProtectionStrategy.COPYRIGHT else None,
        recorded_by_id=actor.person_id,
        recorded_at=now,
    )
    session.add(plan)
    session.flush()
    sign(
        session,
        technology,
        kind=SignoffKind.PROTECTION_PLAN,
        subject=f"plan:{plan.id}:{strategy}",
        digest=content_digest([form.model_dump(mode="json"), _components(session, technology)]),
        actor=actor,
        now=now,
    )
    recheck_offers(session, technology.id, now=now)
    return plan


def _components(session: Session, technology: Technology) -> list[list[str]]:
    if technology.strategy is not ProtectionStrategy.COPYRIGHT:
        return []
    rows = inputs_of(session, technology.id)
    return [[row.kind, row.name, row.provider, row.agreement, row.licence, row.state] for row in rows]


def end_plan(session: Session, technology: Technology, *, now: datetime) -> None:
    """The plan in force becomes history, if there is one."""
    known = plan_of(session, technology.id)
    if known is not None:
        known.ended_at = now
        session.add(known)
        session.flush()
        recheck_offers(session, technology.id, now=now)
