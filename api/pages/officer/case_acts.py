"""How the forms of the technology's page act: permission first, then the form, then the action; and back by 303."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from pydantic import BaseModel
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from api.pages.given import Read, refusal
from api.pages.officer.case import Asked, Failed, show
from api.pages.words import Words
from models.db import reading, transaction
from models.errors import HelixError, NotPermitted, StaleTechnology
from models.queries.cases import last_transition
from models.queries.technologies import case_of, institution_case, technology_by_reference
from models.rules.permissions import Act, demand
from models.rules.pipeline import pipeline
from models.tables import Technology

Form = TypeVar("Form", bound=BaseModel)


def permit(asked: Asked, act: Act) -> None:
    """Before anything is read or shown: raises `NotFound` for strangers, `NotPermitted` for creators, who act on a
    page of their own, and for whoever may not."""
    with reading() as session:
        technology = technology_by_reference(session, asked.reference, asked.actor)
        demand(asked.actor, Act.REVIEW, institution_case(technology))
        demand(asked.actor, act, case_of(session, technology))


def perform(
    asked: Asked,
    permitted: Act,
    place: tuple[str, str],
    read: Read[Form],
    act: Callable[[Session, Technology, Form], object],
    *,
    done: str,
) -> Response:
    """`place` is the section and the name of the form in it; `read` the form as `api.pages.given.read` has it."""
    permit(asked, permitted)
    failed = Failed(*place, read)
    form = read.form
    if form is None:
        return show(asked, failed, status=422)

    def run(session: Session, technology: Technology) -> object:
        return act(session, technology, form)

    return attempt(asked, failed, run, to=asked.address(failed.section, done))


def attempt(asked: Asked, failed: Failed, run: Callable[[Session, Technology], object], *, to: str) -> Response:
    """In one transaction; what the action refuses comes back beside the form."""
    try:
        with transaction() as session:
            run(session, technology_by_reference(session, asked.reference, asked.actor))
    except NotPermitted:
        raise
    except HelixError as error:
        return show(asked, replace(failed, sentences=told(asked, error)), status=error.status)
    return RedirectResponse(to, 303)


def told(asked: Asked, error: HelixError) -> list[str]:
    words = asked.words
    sentences = list(refusal(error, words))
    if isinstance(error, StaleTechnology):
        return [sentences[0], _who_was_first(asked, words)]
    return sentences


def _who_was_first(asked: Asked, words: Words) -> str:
    with reading() as session:
        technology = technology_by_reference(session, asked.reference, asked.actor)
        last = last_transition(session, technology)
    if last is None:
        return ""
    stages = pipeline(technology.pipeline, technology.pipeline_version).stages
    return words.say(
        "It now stands in %(stage)s: moved there by %(name)s, %(when)s.",
        stage=stages[last.to_stage].labels[words.language],
        name=last.actor_name,
        when=words.moment(last.at),
    )
