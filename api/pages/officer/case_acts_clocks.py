"""Starting a clock, suppressing one with a reason, recording the act that it asked for."""

from datetime import date

from fastapi import APIRouter
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from api.deps import LARGEST_KEY, Key
from api.pages.given import SAID, Given, Read, read, texts
from api.pages.officer.case import Case
from api.pages.officer.case_acts import perform
from models.actions.clocks import close_clock, start_clock, suppress_clock
from models.actions.forms import Form
from models.errors import NotFound
from models.queries.cases import clocks_of
from models.rules.permissions import Act
from models.tables import Technology

router = APIRouter()


class StartForm(Form):
    rule: str = Field(min_length=1, max_length=80)
    trigger_on: date


class SuppressForm(Form):
    rule: str = Field(min_length=1, max_length=80)
    reason: str = Field(default="", max_length=4_000)
    funding_id: int | None = Field(default=None, ge=1, le=LARGEST_KEY)


class DoneForm(Form):
    done_on: date


@router.post("/technologies/{reference}/clocks")
def start(asked: Case, given: Given) -> Response:
    def act(session: Session, technology: Technology, form: StartForm) -> object:
        return start_clock(
            session, technology.id, rule=form.rule, trigger=form.trigger_on, actor=asked.actor, now=asked.now
        )

    found = read(StartForm, texts(given, "rule", "trigger_on"), asked.words)
    return perform(asked, Act.REVIEW, ("clocks", "clock_start"), found, act, done="clock_started")


@router.post("/technologies/{reference}/clocks/suppress")
def suppress(asked: Case, given: Given) -> Response:
    def act(session: Session, technology: Technology, form: SuppressForm) -> object:
        return suppress_clock(
            session,
            technology.id,
            rule=form.rule,
            reason=form.reason,
            funding_id=form.funding_id,
            language=asked.words.language,
            actor=asked.actor,
            now=asked.now,
        )

    found = read(SuppressForm, texts(given, "rule", "reason", "funding_id"), asked.words)
    if found.form and not found.form.reason and found.form.funding_id is None:
        found = Read(found.typed, None, {"reason": asked.words.say(SAID["missing"])})
    return perform(asked, Act.REVIEW, ("clocks", "clock_suppress"), found, act, done="clock_suppressed")


@router.post("/technologies/{reference}/clocks/{clock_id}/done")
def record_act(asked: Case, clock_id: Key, given: Given) -> Response:
    def act(session: Session, technology: Technology, form: DoneForm) -> object:
        if clock_id not in {row.id for row in clocks_of(session, technology)}:
            raise NotFound(f"{technology.reference} has no clock {clock_id}.")
        return close_clock(session, clock_id, done_on=form.done_on, actor=asked.actor, now=asked.now)

    found = read(DoneForm, texts(given, "done_on"), asked.words)
    return perform(asked, Act.REVIEW, ("clocks", f"clock_done:{clock_id}"), found, act, done="clock_done")
