"""Moving the technology on, back or out; holding it; passing a gate by decision."""

from datetime import date

from fastapi import APIRouter
from pydantic import Field
from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.responses import Response

from api.deps import LARGEST_KEY
from api.pages.given import Given, read, texts
from api.pages.officer.case import Case
from api.pages.officer.case_acts import perform
from models.actions.forms import Form
from models.actions.remarks import LONGEST, add_remark, return_disclosure
from models.actions.stages import advance, hold, override_gate, resume
from models.errors import Conflict
from models.rules.permissions import Act
from models.rules.words import Stage
from models.tables import Technology

router = APIRouter()

_REASON = 4_000
REMARK = "remark_"
"""Before the name of the field that a remark stands beside."""


class MoveForm(Form):
    to: Stage
    version: int = Field(ge=1, le=LARGEST_KEY)
    """The one that the officer decided upon."""
    reason: str = Field(default="", max_length=_REASON)


class ReturnForm(Form):
    version: int = Field(ge=1, le=LARGEST_KEY)
    reason: str = Field(min_length=1, max_length=_REASON)


class RemarkForm(Form):
    field: str = Field(min_length=1, max_length=80)
    text: str = Field(min_length=1, max_length=LONGEST)


class HoldForm(Form):
    reason: str = Field(min_length=1, max_length=_REASON)
    resume_on: date


class OverrideForm(Form):
    to: Stage
    gate: str = Field(min_length=1, max_length=80)
    reason: str = Field(min_length=1, max_length=_REASON)


class NothingAsked(Form):
    """A button."""


@router.post("/technologies/{reference}/advance")
def move(asked: Case, given: Given) -> Response:
    values = texts(given, "to", "version", "reason")

    def act(session: Session, technology: Technology, form: MoveForm) -> object:
        return advance(
            session,
            technology.id,
            to=form.to,
            actor=asked.actor,
            now=asked.now,
            reason=form.reason,
            seen_version=form.version,
        )

    place = ("moves", f"move:{values['to']}")
    return perform(asked, Act.ADVANCE, place, read(MoveForm, values, asked.words), act, done="moved")


@router.post("/technologies/{reference}/return")
def send_back_to_creators(asked: Case, given: Given) -> Response:
    """Back to disclosure, with remarks beside its fields."""
    remarks = _remarks(given)
    found = read(ReturnForm, texts(given, "version", "reason"), asked.words)
    too_long = {f"{REMARK}{name}": _too_long(asked) for name, text in remarks.items() if len(text) > LONGEST}
    typed = {**found.typed, **{f"{REMARK}{name}": text for name, text in remarks.items()}}
    whole = type(found)(typed, None if too_long else found.form, {**found.wrong, **too_long})

    def act(session: Session, technology: Technology, form: ReturnForm) -> object:
        return return_disclosure(
            session,
            technology.id,
            reason=form.reason,
            remarks=remarks,
            actor=asked.actor,
            now=asked.now,
            seen_version=form.version,
        )

    return perform(asked, Act.ADVANCE, ("moves", f"move:{Stage.DISCLOSURE}"), whole, act, done="moved")


@router.post("/technologies/{reference}/remarks")
def remark(asked: Case, given: Given) -> Response:
    """Beside a field of a disclosure that the creators have with them."""

    def act(session: Session, technology: Technology, form: RemarkForm) -> object:
        if technology.stage is not Stage.DISCLOSURE:
            raise Conflict("The creators cannot correct it now: send it back to them first.")
        return add_remark(session, technology.id, form.field, form.text, actor=asked.actor, now=asked.now)

    found = read(RemarkForm, texts(given, "field", "text"), asked.words)
    return perform(asked, Act.TRIAGE, ("disclosure", "remark"), found, act, done="remarked")


@router.post("/technologies/{reference}/hold")
def put_on_hold(asked: Case, given: Given) -> Response:
    def act(session: Session, technology: Technology, form: HoldForm) -> object:
        return hold(
            session, technology.id, actor=asked.actor, now=asked.now, reason=form.reason, resume_on=form.resume_on
        )

    found = read(HoldForm, texts(given, "reason", "resume_on"), asked.words)
    return perform(asked, Act.HOLD, ("moves", "hold"), found, act, done="held")


@router.post("/technologies/{reference}/resume")
def take_off_hold(asked: Case) -> Response:
    def act(session: Session, technology: Technology, _form: NothingAsked) -> object:
        return resume(session, technology.id, actor=asked.actor, now=asked.now)

    return perform(asked, Act.HOLD, ("moves", "resume"), read(NothingAsked, {}, asked.words), act, done="resumed")


@router.post("/technologies/{reference}/override")
def pass_gate(asked: Case, given: Given) -> Response:
    values = texts(given, "to", "gate", "reason")

    def act(session: Session, technology: Technology, form: OverrideForm) -> object:
        return override_gate(
            session,
            technology.id,
            to=form.to,
            gate=form.gate,
            actor=asked.actor,
            now=asked.now,
            reason=form.reason,
        )

    place = ("moves", f"override:{values['gate']}")
    return perform(asked, Act.OVERRIDE_GATE, place, read(OverrideForm, values, asked.words), act, done="overridden")


def _remarks(given: FormData) -> dict[str, str]:
    names = [name for name in given if name.startswith(REMARK)]
    return {name.removeprefix(REMARK): text for name, text in texts(given, *names).items() if text.strip()}


def _too_long(asked: Case) -> str:
    return asked.words.say("At most %(max_length)s characters.", max_length=LONGEST)
