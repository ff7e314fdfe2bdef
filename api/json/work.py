"""What waits, what is parked, and how the whole stands."""

from dataclasses import asdict

from fastapi import APIRouter
from sqlalchemy import text

from api.auth import Caller
from api.deps import Key, Now
from api.json.problems import WRITES, refusals
from api.json.views.work import DoubtfulView, Health, StatusView, WorkView
from models.actions.deliveries import resend
from models.actions.work import retry
from models.db import reading, transaction
from models.queries.outbox import doubtful_deliveries, list_work, must_see_delivery
from models.queries.status import status_of, without_cases
from models.rules.permissions import Act, Case, demand
from models.rules.words import Role, WorkKind, WorkState

router = APIRouter(tags=["work"])


@router.get("/work", responses=refusals(401, 403))
def list_rows(actor: Caller, state: WorkState = WorkState.PARKED) -> list[WorkView]:
    """Work by its state, oldest first; without one, what is parked and waits for a person."""
    with reading() as session:
        return [WorkView.model_validate(each) for each in list_work(session, actor, state=state)]


@router.post("/work/{work_id}/retry", responses=WRITES)
def retry_row(work_id: Key, actor: Caller, now: Now) -> WorkView:
    """Put parked work back into the queue."""
    with transaction() as session:
        return WorkView.model_validate(retry(session, work_id, actor=actor, now=now))


@router.get("/deliveries/doubtful", responses=refusals(401, 403))
def list_doubtful(actor: Caller) -> list[DoubtfulView]:
    """E-mails that may or may not have left, for a person to decide upon."""
    with reading() as session:
        return [DoubtfulView.model_validate(each) for each in doubtful_deliveries(session, actor)]


@router.post("/deliveries/{delivery_id}/resend", responses=WRITES)
def send_again(delivery_id: Key, actor: Caller, now: Now) -> DoubtfulView:
    """Send a parked e-mail, knowing that it may arrive twice."""
    with transaction() as session:
        must_see_delivery(session, delivery_id, actor)
        sent = resend(session, WorkKind.SEND_DELIVERY, delivery_id, actor=actor, now=now)
        return DoubtfulView.model_validate(sent)


@router.get("/status", responses=refusals(401, 403))
def status(actor: Caller, now: Now) -> StatusView:
    """The network's figures. Officers and coordinators are told no counts of one or two, and not what is parked."""
    demand(actor, Act.VIEW_FIGURES, Case(actor.institution_id))
    with reading() as session:
        found = status_of(session, now=now)
    return StatusView.model_validate(asdict(found if actor.role is Role.ADMINISTRATOR else without_cases(found)))


@router.get("/health", tags=["health"], responses=refusals())
def health() -> Health:
    """Whether the database answers. No token is needed."""
    with reading() as session:
        session.execute(text("SELECT 1"))
    return Health(database="ok")
