"""The pictures of an offer: added, described in both languages, put in order, removed."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Form
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from api.deps import Key, Now, Reference
from api.documents import picture
from api.pages.given import Given, Read, read, refusal, texts
from api.pages.officer import figure_codes
from api.pages.officer.acting import acted, told, went
from api.pages.rendering import own_page, words_for
from api.pages.uploads import received_picture
from api.pages.words import N_
from api.visitors import Member
from models.actions.figures import (
    FigureForm,
    Picture,
    add_figure,
    describe_figure,
    may_illustrate,
    order_figures,
    remove_figure,
)
from models.db import reading, transaction
from models.errors import HelixError, NotFound, NotPermitted
from models.queries.offer_figures import figure_for, figures_of
from models.queries.technologies import technology_by_reference
from models.rules.offers import MOST_FIGURES, OFFER_LIMITS
from models.rules.permissions import Actor
from models.tables import Figure, Technology

router = APIRouter()

READ = ["GET", "HEAD"]
HERE = "/technologies/{reference}/offer/figures"
DONE = {
    "added": N_("The figure is added. Both languages show it, and are to be approved and agreed to again."),
    "described": N_("What you wrote beside the figure is saved."),
    "moved": N_("The figures stand in their new order."),
    "removed": N_("The figure is removed. Versions that were published with it keep it."),
}
FIELDS = ("alt_en", "alt_pl", "caption_en", "caption_pl")


@router.api_route(HERE, methods=READ)
def show(request: Request, reference: Reference, member: Member, done: str = "") -> Response:
    return _page(request, reference, member.actor, done=done)


@router.post(HERE + "/files")
def add(request: Request, reference: Reference, member: Member, now: Now, given: Given) -> Response:
    words, actor = words_for(request), member.actor
    with reading() as session:
        _technology(session, reference, actor)
    typed: Read[Any] = read(FigureForm, texts(given, *FIELDS), words)
    refused: Sequence[str] = ()
    status = 422
    if typed.form is not None:
        try:
            drawn: Picture = received_picture(given)
            with transaction() as session:
                technology = _technology(session, reference, actor)
                made = add_figure(session, technology.id, drawn, typed.form, actor=actor, now=now)
                at = f"figure-{made.id}"
            return went(request, HERE.format(reference=reference), done="added", at=at)
        except (NotFound, NotPermitted):
            raise
        except HelixError as error:
            refused, status = figure_codes.said(error, words) or refusal(error, words), error.status
    return _page(request, reference, actor, adding=typed, refused=refused, status=status)


@router.api_route(HERE + "/{figure_id}", methods=READ)
def look(request: Request, reference: Reference, figure_id: Key, member: Member) -> Response:
    """As it will be shown: nobody keeps what it was made from."""
    with reading() as session:
        figure = _figure(session, reference, figure_id, member.actor)
        return picture(figure.shown_in("en"), public=False, request=request)


@router.post(HERE + "/{figure_id}")
def describe(
    request: Request, reference: Reference, figure_id: Key, member: Member, now: Now, given: Given
) -> Response:
    actor = member.actor
    typed: Read[Any] = read(FigureForm, texts(given, *FIELDS), words_for(request))
    with reading() as session:
        _figure(session, reference, figure_id, actor)
    if typed.form is None:
        return _page(request, reference, actor, describing={figure_id: typed}, status=422)
    form: FigureForm = typed.form

    def act(session: Session) -> None:
        describe_figure(session, figure_id, form, actor=actor, now=now)

    return _acted(request, reference, actor, act, "described", figure_id)


@router.post(HERE + "/{figure_id}/order")
def move(
    request: Request,
    reference: Reference,
    figure_id: Key,
    member: Member,
    now: Now,
    earlier: Annotated[str, Form(max_length=1)] = "",
) -> Response:
    """One place towards the beginning, or towards the end."""

    def act(session: Session) -> None:
        technology = _figure(session, reference, figure_id, member.actor).technology_id
        order = [figure.id for figure in figures_of(session, technology)]
        here = order.index(figure_id)
        there = min(max(here + (-1 if earlier else 1), 0), len(order) - 1)
        order.insert(there, order.pop(here))
        order_figures(session, technology, order, actor=member.actor, now=now)

    return _acted(request, reference, member.actor, act, "moved", figure_id)


@router.post(HERE + "/{figure_id}/removal")
def remove(request: Request, reference: Reference, figure_id: Key, member: Member, now: Now) -> Response:
    def act(session: Session) -> None:
        technology = _technology(session, reference, member.actor)
        if remove_figure(session, figure_id, actor=member.actor, now=now).technology_id != technology.id:
            raise NotFound(f"{reference} has no figure {figure_id}.")

    return _acted(request, reference, member.actor, act, "removed")


def _acted(request: Request, reference: str, actor: Actor, act: Any, done: str, figure_id: int = 0) -> Response:
    def again(refused: Sequence[str], status: int) -> Response:
        return _page(request, reference, actor, refused=refused, status=status)

    at = f"figure-{figure_id}" if figure_id else ""
    return acted(request, act, again, to=HERE.format(reference=reference), done=done, at=at)


def _page(
    request: Request,
    reference: str,
    actor: Actor,
    *,
    done: str = "",
    adding: Read[Any] | None = None,
    describing: dict[int, Read[Any]] | None = None,
    refused: Sequence[str] = (),
    status: int = 200,
) -> Response:
    with reading() as session:
        technology = _technology(session, reference, actor)
        figures = figures_of(session, technology.id)
    wrong = describing or {}
    return own_page(
        request,
        "officer/offer_figures.html",
        status=status,
        technology=technology,
        figures=[(figure, _read_of(figure, wrong.get(figure.id))) for figure in figures],
        adding=adding or Read({}),
        most=MOST_FIGURES,
        limits=OFFER_LIMITS,
        refused=refused,
        done=told(request, DONE, done),
        codes=figure_codes,
    )


def _read_of(figure: Figure, wrong: Read[Any] | None) -> Read[Any]:
    """The form beside the figure: as it is described, or as somebody just tried to describe it."""
    place = f"{figure.id}-"
    if wrong is not None:
        return Read(wrong.typed, wrong=wrong.wrong, place=place)
    return Read({name: getattr(figure, name) for name in FIELDS}, place=place)


def _technology(session: Session, reference: str, actor: Actor) -> Technology:
    technology = technology_by_reference(session, reference, actor)
    may_illustrate(technology, actor)
    return technology


def _figure(session: Session, reference: str, figure_id: int, actor: Actor) -> Figure:
    technology = _technology(session, reference, actor)
    figure = figure_for(session, figure_id, actor)
    if figure.technology_id != technology.id:
        raise NotFound(f"{reference} has no figure {figure_id}.")
    return figure
