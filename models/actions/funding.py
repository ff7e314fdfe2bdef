"""What funders demand: recorded from their contracts, met, or waived by them; and the day of each kept."""

from datetime import datetime

from sqlmodel import Session, col, select

from models.actions.clocks import start_clock
from models.actions.dossiers import redraw_dossier
from models.actions.duties import forget_day, keep_day, rest_day
from models.actions.forms import FundingForm
from models.actions.given_rows import funding_values, take_form_demands
from models.actions.ownership import check_evidence, open_case
from models.actions.ownership_forms import DemandForm, SettlementForm
from models.actions.trail import content_digest, sign
from models.errors import NotFound
from models.queries.ownership import demands_facts
from models.rules import ownership_wording as wording
from models.rules.bilingual import Bilingual
from models.rules.dates import spell
from models.rules.days import local_date
from models.rules.funding import BEFORE_LICENCE, BEFORE_TRANSFER, KnownDemand, funders, standing_in_the_way
from models.rules.permissions import Actor
from models.rules.refused import RightsStand, RightsUnfit
from models.rules.words import AgreementKind, DemandState, Language, SignoffKind
from models.tables import Agreement, FunderDemand, Funding, Technology


def add_funding(session: Session, technology_id: int, form: FundingForm, *, actor: Actor, now: datetime) -> Funding:
    """A funder that the creators did not name. What all demand is to be read again."""
    technology = open_case(session, technology_id, actor)
    funding = Funding(technology_id=technology.id, **funding_values(form))
    technology.obligations_reviewed_on = None
    session.add_all((funding, technology))
    session.flush()
    take_form_demands(session, funding, form, actor=actor, now=now)
    redraw_dossier(session, technology, now=now)
    return funding


def add_demand(session: Session, funding_id: int, form: DemandForm, *, actor: Actor, now: datetime) -> FunderDemand:
    """With a day it stands on the docket, and whoever keeps the case is reminded."""
    technology, funding = _funding(session, funding_id, actor)
    row = FunderDemand(funding_id=funding.id, recorded_by=actor.key, recorded_at=now, **form.model_dump())
    return _record(session, technology, funding, row, actor, now)


def add_known_demands(
    session: Session, funding_id: int, funder: str, *, language: Language, actor: Actor, now: datetime
) -> list[FunderDemand]:
    """What the rules of a known funder demand, as far as it is not recorded; the officer strikes out the rest.

    A demand whose day a law counts from the disclosure starts that clock.
    """
    technology, funding = _funding(session, funding_id, actor)
    if funder not in funders():
        raise NotFound(f"There is no known funder {funder!r}; there are {', '.join(funders())}.")
    there = set(session.exec(select(FunderDemand.kind).where(FunderDemand.funding_id == funding.id)))
    added = []
    for known in funders()[funder].demands:
        if known.kind not in there:
            row = FunderDemand(
                funding_id=funding.id,
                kind=known.kind,
                text=known.text.to(language),
                due_event=known.due_event,
                source=f"{known.source} ({known.grade})",
                recorded_by=actor.key,
                recorded_at=now,
            )
            added.append(_record(session, technology, funding, row, actor, now))
            _start_legal_clock(session, technology, known, actor, now)
    return added


def settle_demand(
    session: Session, demand_id: int, form: SettlementForm, *, actor: Actor, now: datetime
) -> FunderDemand:
    """Met on a day, or waived by the funder in a document; its clock rests with it."""
    technology, row = _demand(session, demand_id, actor)
    if row.state is not DemandState.OPEN:
        raise RightsStand(wording.SETTLED.filled(day=spell(row.settled_on or local_date(now))))
    check_evidence(session, technology, form.evidence_id)
    if form.settled_on > local_date(now):
        raise RightsUnfit(wording.AHEAD.filled(day=spell(form.settled_on)))
    row.state, row.settled_on = form.state, form.settled_on
    row.document, row.evidence_id = form.document, form.evidence_id
    session.add(row)
    session.flush()
    _sign(session, technology, row, str(row.state), actor, now)
    rest_day(session, technology, row, actor=actor, now=now)
    redraw_dossier(session, technology, now=now)
    return row


def strike_demand(session: Session, demand_id: int, *, actor: Actor, now: datetime) -> None:
    """The contract does not say so: an open demand goes, with its day on the docket; the trail keeps that it stood."""
    technology, row = _demand(session, demand_id, actor)
    if row.state is not DemandState.OPEN:
        raise RightsStand(wording.SETTLED.filled(day=spell(row.settled_on or local_date(now))))
    _sign(session, technology, row, "struck", actor, now)
    forget_day(session, row)
    session.delete(row)
    session.flush()
    redraw_dossier(session, technology, now=now)


def demand_free_to_sign(session: Session, technology: Technology, agreement: Agreement) -> None:
    """Raises `RightsStand` while a funder's consent or first option stands in the way of such an agreement."""
    kinds = _BEFORE.get(agreement.kind, ())
    open_demands = list(standing_in_the_way(demands_facts(session, technology.id), kinds)) if kinds else []
    if open_demands:
        asked = Bilingual(
            en="; ".join(each.words.en for each in open_demands), pl="; ".join(each.words.pl for each in open_demands)
        )
        raise RightsStand(wording.CONSENT_FIRST.filled(asked=asked, reference=technology.reference))


_BEFORE = {
    AgreementKind.LICENCE: BEFORE_LICENCE,
    AgreementKind.OPTION: BEFORE_LICENCE,
    AgreementKind.ASSIGNMENT: BEFORE_TRANSFER,
}


def _record(
    session: Session, technology: Technology, funding: Funding, row: FunderDemand, actor: Actor, now: datetime
) -> FunderDemand:
    session.add(row)
    session.flush()
    _sign(session, technology, row, "recorded", actor, now)
    keep_day(session, technology, funding, row, now)
    redraw_dossier(session, technology, now=now)
    return row


def _start_legal_clock(
    session: Session, technology: Technology, known: KnownDemand, actor: Actor, now: datetime
) -> None:
    if known.clock:
        disclosed = local_date(technology.created_at)
        start_clock(session, technology.id, rule=known.clock, trigger=disclosed, actor=actor, now=now)


def _funding(session: Session, funding_id: int, actor: Actor) -> tuple[Technology, Funding]:
    funding = session.get(Funding, funding_id)
    asked = f"funding {funding_id}"
    if funding is None:
        raise NotFound(f"There is no {asked} among those you may see.")
    return open_case(session, funding.technology_id, actor, asked=asked), funding


def _demand(session: Session, demand_id: int, actor: Actor) -> tuple[Technology, FunderDemand]:
    asked = f"demand {demand_id}"
    missing = NotFound(f"There is no {asked} among those you may see.")
    query = select(Funding).join(FunderDemand, col(FunderDemand.funding_id) == col(Funding.id))
    funding = session.exec(query.where(FunderDemand.id == demand_id)).one_or_none()
    if funding is None:
        raise missing
    technology = open_case(session, funding.technology_id, actor, asked=asked)
    row = session.get(FunderDemand, demand_id, populate_existing=True)
    if row is None:
        raise missing
    return technology, row


def _sign(session: Session, technology: Technology, row: FunderDemand, what: str, actor: Actor, now: datetime) -> None:
    sign(
        session,
        technology,
        kind=SignoffKind.FUNDER_DEMAND,
        subject=f"demand:{row.id}:{row.kind}:{what}",
        digest=content_digest(row.model_dump(mode="json")),
        actor=actor,
        now=now,
    )
