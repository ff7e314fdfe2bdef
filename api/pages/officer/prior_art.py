"""Prior art of a case: the searches made, what they found, what of the own portfolio counts, and every change."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api import ops
from api.deps import Key
from api.pages.given import Given, Read, read, refusal, text, texts
from api.pages.officer import prior_art_codes
from api.pages.officer.acting import acted, told, went
from api.pages.officer.case import READ, Asked, Case
from api.pages.rendering import own_page
from api.pages.words import N_
from models.actions.forms import PriorArtForm, PriorArtSearchForm
from models.actions.prior_art import (
    record_search,
    remove_prior_art,
    revise_prior_art,
    take_over_duplicate,
)
from models.actions.reviews import record_prior_art
from models.db import reading, transaction
from models.errors import HelixError, NotFound, NotPermitted
from models.queries.cases import near_duplicates_of
from models.queries.prior_art import prior_art_file, record_of
from models.queries.technologies import institution_case, technology_by_reference
from models.rules.days import local_date
from models.rules.permissions import Act, demand
from models.rules.words import PriorArtCategory, PriorArtKind
from models.tables import PriorArt

router = APIRouter(prefix="/technologies/{reference}/prior-art")

DONE = {
    "search": N_("The search is recorded."),
    "find": N_("The find is recorded."),
    "taken": N_("It is taken over. Add what it means for this case."),
    "changed": N_("The record is changed; how it was before is kept."),
    "removed": N_("The record is removed; it is kept below with your reason."),
}
OWN_KINDS = tuple(kind for kind in PriorArtKind if kind is not PriorArtKind.OWN_CASE)
"""That a person chooses from: a case of the portfolio is taken over."""


def path_of(reference: str) -> str:
    return f"/technologies/{reference}/prior-art"


@router.api_route("", methods=READ)
def prior_art(asked: Case, done: str = "") -> Response:
    return show(asked, done=told(asked.request, DONE, done))


@router.post("")
def add_find(asked: Case, given: Given) -> Response:
    found = read(PriorArtForm, _typed(given), asked.words)
    form = found.form
    if form is None:
        return show(asked, failed=("find", found), status=422)
    return _act(
        asked,
        lambda session, technology: record_prior_art(session, technology, form, actor=asked.actor, now=asked.now),
        failed=("find", found),
        done="find",
        at="finds",
    )


@router.post("/searches")
def add_search(asked: Case, given: Given) -> Response:
    typed = texts(given, *PriorArtSearchForm.model_fields)
    values = {**typed, "found": "0"} if text(given, "nothing") == "yes" else typed
    found = read(PriorArtSearchForm, values, asked.words)
    found = Read({**typed, "nothing": text(given, "nothing") == "yes"}, found.form, found.wrong)
    form = found.form
    if form is None:
        return show(asked, failed=("search", found), status=422)
    return _act(
        asked,
        lambda session, technology: record_search(session, technology, form, actor=asked.actor, now=asked.now),
        failed=("search", found),
        done="search",
        at="searches",
    )


@router.post("/portfolio/{other_id}")
def take_over(asked: Case, other_id: Key) -> Response:
    return _act(
        asked,
        lambda session, technology: take_over_duplicate(
            session, technology, other_id, actor=asked.actor, now=asked.now
        ),
        done="taken",
        at="finds",
    )


@router.api_route("/{prior_art_id}", methods=READ)
def edit(asked: Case, prior_art_id: Key) -> Response:
    record = _record(asked, prior_art_id)
    values = {name: getattr(record, name) for name in PriorArtForm.model_fields}
    return _edit(asked, record, Read(values))


@router.post("/{prior_art_id}")
def change(asked: Case, prior_art_id: Key, given: Given) -> Response:
    record = _record(asked, prior_art_id)
    typed = _typed(given)
    if record.kind is PriorArtKind.OWN_CASE:
        typed["kind"] = PriorArtKind.OWN_CASE.value
    found = read(PriorArtForm, typed, asked.words)
    form = found.form
    if form is None:
        return _edit(asked, record, found, status=422)

    def again(sentences: Sequence[str], status: int) -> Response:
        return _edit(asked, record, found, refused=sentences, status=status)

    return acted(
        asked.request,
        lambda session: revise_prior_art(session, record.id, form, actor=asked.actor, now=asked.now),
        again,
        to=path_of(asked.reference),
        done="changed",
        at="finds",
    )


@router.post("/{prior_art_id}/removal")
def remove(asked: Case, prior_art_id: Key, given: Given) -> Response:
    record = _record(asked, prior_art_id)
    reason = text(given, "reason")

    def again(sentences: Sequence[str], status: int) -> Response:
        return show(asked, failed=(f"removal:{record.id}", Read({"reason": reason})), refused=sentences, status=status)

    return acted(
        asked.request,
        lambda session: remove_prior_art(session, record.id, reason=reason, actor=asked.actor, now=asked.now),
        again,
        to=path_of(asked.reference),
        done="removed",
        at="finds",
    )


def show(
    asked: Asked,
    *,
    failed: tuple[str, Read[Any]] | None = None,
    refused: Sequence[str] = (),
    done: str = "",
    status: int = 200,
) -> Response:
    """`failed` is the form that came back, by its name, as it was typed."""
    with reading() as session:
        technology = technology_by_reference(session, asked.reference, asked.actor)
        file = prior_art_file(session, technology, asked.actor)
        alike = near_duplicates_of(session, technology, asked.actor)
    words = asked.words

    def typed(form: str, values: Mapping[str, Any] | None = None) -> Read[Any]:
        name, held = failed if failed else ("", Read({}))
        place = f"{form.replace(':', '-')}-"
        return Read(held.typed, held.form, held.wrong, place) if name == form else Read(values or {}, place=place)

    return own_page(
        asked.request,
        "officer/prior_art.html",
        status=status,
        technology=technology,
        file=file,
        alike=[(pair, other) for pair, other in alike if other.id not in file.own_cases],
        typed=typed,
        failing=failed[0] if failed else "",
        refused=refused,
        done=done,
        today=local_date(asked.now),
        configured=ops.is_configured(),
        **choices(words),
    )


def choices(words: Any) -> dict[str, Any]:
    return {
        "codes": prior_art_codes,
        "kinds": [(kind.value, words.say(prior_art_codes.KIND[kind])) for kind in OWN_KINDS],
        "categories": [(each.value, words.say(prior_art_codes.CATEGORY[each])) for each in PriorArtCategory],
    }


def _act(asked: Asked, run: Any, *, failed: tuple[str, Read[Any]] | None = None, done: str, at: str) -> Response:
    """`run(session, technology_id)` in one transaction; what it refuses comes back beside the form."""
    try:
        with transaction() as session:
            run(session, technology_by_reference(session, asked.reference, asked.actor).id)
    except (NotFound, NotPermitted):
        raise
    except HelixError as error:
        return show(asked, failed=failed, refused=refusal(error, asked.words), status=error.status)
    return went(asked.request, path_of(asked.reference), done=done, at=at)


def _typed(given: Any) -> dict[str, str]:
    return texts(given, *PriorArtForm.model_fields)


def _record(asked: Asked, record_id: int) -> PriorArt:
    with reading() as session:
        technology = technology_by_reference(session, asked.reference, asked.actor)
        demand(asked.actor, Act.REVIEW, institution_case(technology))
        return record_of(session, technology, record_id, asked.actor)


def _edit(
    asked: Asked, record: PriorArt, held: Read[Any], *, refused: Sequence[str] = (), status: int = 200
) -> Response:
    with reading() as session:
        technology = technology_by_reference(session, asked.reference, asked.actor)
    return own_page(
        asked.request,
        "officer/prior_art_edit.html",
        status=status,
        technology=technology,
        record=record,
        held=held,
        refused=refused,
        **choices(asked.words),
    )
