"""The pictures of an offer, as the office works on them."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form as FormPart, UploadFile
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Caller
from api.deps import Key, Now, Reference
from api.documents import picture
from api.json.problems import READS, WRITES
from api.json.views import View
from models.actions.figures import (
    FigureForm,
    add_figure,
    describe_figure,
    kept_picture,
    may_illustrate,
    order_figures,
    remove_figure,
)
from models.actions.forms import Form
from models.db import reading, transaction
from models.pictures import MOST_BYTES
from models.queries.offer_figures import figure_for, figures_of
from models.queries.technologies import technology_by_reference, technology_for
from models.settings import settings
from models.tables import Figure

router = APIRouter(tags=["offers"])

PICTURE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/png": {}, "image/jpeg": {}}, "description": "The picture, drawn anew."},
    304: {"description": "You have it already."},
}


class FigureView(View):
    id: int
    position: int = Field(description="From 1, in the order in which they are shown.")
    sha256: str
    media_type: str
    width: int
    height: int
    size: int = Field(description="Bytes.")
    alt_en: str
    alt_pl: str
    caption_en: str
    caption_pl: str
    told: dict[str, str] = Field(description="What the uploaded file said beside its pixels. None of it is kept in it.")
    added_by_name: str
    added_at: datetime

    @classmethod
    def of(cls, figure: Figure) -> "FigureView":
        return cls.model_validate(figure)


class UploadForm(FigureForm):
    file: UploadFile = Field(description="PNG, JPEG or WebP, at most 20 MB. Only its pixels are kept.")


class OrderForm(Form):
    figures: list[Annotated[int, Field(ge=1, le=2**31 - 1)]] = Field(
        max_length=50, description="The id of every figure, once."
    )


@router.get("/technologies/{reference}/figures", responses=READS)
def list_figures(reference: Reference, actor: Caller) -> list[FigureView]:
    """As they stand today; what a version shows is in its own `figures`. For the institution's officers."""
    with reading() as session:
        technology = technology_by_reference(session, reference, actor)
        may_illustrate(technology, actor)
        return [FigureView.of(figure) for figure in figures_of(session, technology.id)]


@router.post("/technologies/{reference}/figures/files", status_code=201, responses=WRITES)
def add(
    reference: Reference,
    form: Annotated[UploadForm, FormPart(media_type="multipart/form-data")],
    actor: Caller,
    now: Now,
) -> FigureView:
    """Show one more picture. Both languages have then changed: they are approved and consented to again."""
    with reading() as session:
        may_illustrate(technology_by_reference(session, reference, actor), actor)
    drawn = kept_picture(form.file.file.read(MOST_BYTES + 1), form.file.filename or "", settings().files)
    says = FigureForm.model_validate(form.model_dump(exclude={"file"}))
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        return FigureView.of(add_figure(session, technology.id, drawn, says, actor=actor, now=now))


@router.put("/technologies/{reference}/figures/order", responses=WRITES)
def order(reference: Reference, form: OrderForm, actor: Caller, now: Now) -> list[FigureView]:
    """In which they are shown."""
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        figures = order_figures(session, technology.id, form.figures, actor=actor, now=now)
        return [FigureView.of(figure) for figure in figures]


@router.put("/figures/{figure_id}", responses=WRITES)
def describe(figure_id: Key, form: FigureForm, actor: Caller, now: Now) -> FigureView:
    """What stands beside it, in both languages."""
    with transaction() as session:
        return FigureView.of(describe_figure(session, figure_id, form, actor=actor, now=now))


@router.get("/figures/{figure_id}/picture", response_class=Response, responses=READS | PICTURE)
def look(figure_id: Key, actor: Caller, request: Request) -> Response:
    """For the institution's officers; a published offer's pictures lie below its page."""
    with reading() as session:
        figure = figure_for(session, figure_id, actor)
        may_illustrate(technology_for(session, figure.technology_id, actor), actor)
        return picture(figure.shown_in("en"), public=False, request=request)


@router.post("/figures/{figure_id}/removal", responses=WRITES)
def remove(figure_id: Key, actor: Caller, now: Now) -> FigureView:
    """Versions that showed it still do; the next ones do not."""
    with transaction() as session:
        return FigureView.of(remove_figure(session, figure_id, actor=actor, now=now))
