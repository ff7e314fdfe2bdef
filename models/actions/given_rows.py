"""Funders and inputs of others as a disclosure names them: what the office recorded of those that stay is kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from models.actions.duties import forget_day
from models.actions.forms import FundingForm, InputForm
from models.queries.ownership import inputs_of
from models.rules.permissions import Actor
from models.rules.text import fold
from models.rules.words import DemandKind, InputState
from models.tables import Clock, FunderDemand, Funding, Technology, ThirdPartyInput

FORM_DEMANDS = {
    "consent": (DemandKind.CONSENT_LICENCE, DemandKind.CONSENT_TRANSFER),
    "first_option": (DemandKind.FIRST_OPTION,),
}
"""What a creator ticks in the disclosure, and what it demands."""


def take_fundings(
    session: Session, technology: Technology, forms: Sequence[FundingForm], *, actor: Actor, now: datetime
) -> None:
    """The same sponsor with the same number is the same contract, with its demands. Others that are named no longer
    go; whatever changed is to be read again."""
    rows = session.exec(select(Funding).where(Funding.technology_id == technology.id).order_by(col(Funding.id))).all()
    before = {row.id: row for row in rows}
    changed = False
    for form in forms:
        row = next((each for each in before.values() if _same_contract(each, form)), None)
        if row is None:
            row, changed = Funding(technology_id=technology.id, sponsor=form.sponsor), True
        else:
            del before[row.id]
        changed |= _write(row, form)
        session.add(row)
        session.flush()
        take_form_demands(session, row, form, actor=actor, now=now)
    for gone in before.values():
        _forget(session, gone)
        changed = True
    if changed:
        technology.obligations_reviewed_on = None
        session.add(technology)
    session.flush()


def take_inputs(session: Session, technology: Technology, forms: Sequence[InputForm]) -> None:
    """The same thing of the same provider keeps what the office decided, as long as its terms stay the same."""
    before = list(inputs_of(session, technology.id))
    for form in forms:
        row = next((each for each in before if _same_input(each, form)), None)
        if row is None:
            row = ThirdPartyInput(technology_id=technology.id, **form.model_dump())
        else:
            before.remove(row)
            was = row.model_dump()
            for name, value in form.model_dump().items():
                setattr(row, name, value)
            if row.model_dump() != was:
                row.state, row.note = InputState.OPEN, ""
        session.add(row)
    for gone in before:
        session.delete(gone)
    session.flush()


def take_form_demands(session: Session, funding: Funding, form: FundingForm, *, actor: Actor, now: datetime) -> None:
    """Of what was ticked, the demands that are not recorded yet."""
    known = set(session.exec(select(FunderDemand.kind).where(FunderDemand.funding_id == funding.id)))
    for box, kinds in FORM_DEMANDS.items():
        for kind in kinds if getattr(form, box) else ():
            if kind not in known:
                session.add(FunderDemand(funding_id=funding.id, kind=kind, recorded_by=actor.key, recorded_at=now))
    session.flush()


def funding_values(form: FundingForm) -> dict[str, Any]:
    return form.model_dump(exclude=set(FORM_DEMANDS))


def _same_contract(row: Funding, form: FundingForm) -> bool:
    return (fold(row.sponsor), fold(row.number)) == (fold(form.sponsor), fold(form.number))


def _same_input(row: ThirdPartyInput, form: InputForm) -> bool:
    return (row.kind, fold(row.name), fold(row.provider)) == (form.kind, fold(form.name), fold(form.provider))


def _write(row: Funding, form: FundingForm) -> bool:
    """Whether it said something else before."""
    values = funding_values(form)
    changed = any(getattr(row, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(row, name, value)
    return changed


def _forget(session: Session, funding: Funding) -> None:
    """With its demands and their days; a clock that did not run because of it keeps its reason in words."""
    for demand in session.exec(select(FunderDemand).where(FunderDemand.funding_id == funding.id)).all():
        forget_day(session, demand)
        session.delete(demand)
    for clock in session.exec(select(Clock).where(Clock.funding_id == funding.id)):
        clock.funding_id = None
        session.add(clock)
    session.flush()
    session.delete(funding)
