"""What briefs look like: logos, a colour, one page or two."""

from typing import Annotated

from fastapi import APIRouter, Form as FormPart, Path, UploadFile
from pydantic import Field
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Caller
from api.deps import Now, Reference
from api.documents import picture
from api.json.figures import PICTURE
from api.json.problems import READS, WRITES
from api.json.views import View
from models.actions.brands import Logo, choose_brief_length, kept_logo, set_brand, set_logo, set_network_logo
from models.actions.forms import Form
from models.db import reading, transaction
from models.errors import NotFound
from models.pictures import MOST_BYTES
from models.queries.brands import brand_for, network_brand
from models.queries.technologies import institution_by_code, institution_case, technology_by_reference
from models.rules.colours import brand_of
from models.rules.permissions import Act, Actor, Case, demand
from models.rules.words import BriefLength
from models.settings import settings
from models.tables import Brand, Network, Technology

router = APIRouter(tags=["documents"])

Code = Annotated[str, Path(pattern=r"^[A-Z][A-Z0-9]{1,11}$", description="The institution's code.")]


class LogoView(View):
    sha256: str
    width: int
    height: int

    @classmethod
    def of(cls, row: Brand | Network) -> "LogoView | None":
        if row.logo_sha256 is None:
            return None
        return cls(sha256=row.logo_sha256, width=row.logo_width, height=row.logo_height)


class LookView(View):
    colour: str = Field(description="As `#rrggbb`; empty for the value chain's.")
    text_colour: str | None = Field(description="In which words are set: dark enough to be read on white.")
    brief_length: BriefLength = Field(description="Of briefs for which an officer has not chosen another.")
    logo: LogoView | None = Field(description="Null where the institution's name stands in its place.")

    @classmethod
    def of(cls, brand: Brand) -> "LookView":
        text = brand_of(brand.colour).text if brand.colour else None
        return cls(colour=brand.colour, text_colour=text, brief_length=brand.brief_length, logo=LogoView.of(brand))


class NetworkLookView(View):
    logo: LogoView | None


class LookForm(Form):
    colour: str = Field(default="", max_length=40, description="Such as `#1a4a7a`; empty for none.")
    brief_length: BriefLength = BriefLength.TWO_PAGES


class LogoForm(Form):
    file: UploadFile = Field(description="PNG, JPEG or WebP for white paper, at most 20 MB. Only its pixels are kept.")


class LengthForm(Form):
    length: BriefLength | None = Field(description="Null for what the institution chose.")


class LengthView(View):
    chosen: BriefLength | None = Field(description="For this technology; null where its institution's holds.")
    length: BriefLength = Field(description="Of its briefs.")


LogoPart = Annotated[LogoForm, FormPart(media_type="multipart/form-data")]


@router.get("/institutions/{code}/look", responses=READS)
def read_look(code: Code, actor: Caller) -> LookView:
    """How the institution's briefs look. For administrators."""
    with reading() as session:
        return LookView.of(brand_for(session, _institution(session, code, actor)))


@router.put("/institutions/{code}/look", responses=WRITES)
def set_look(code: Code, form: LookForm, actor: Caller, now: Now) -> LookView:
    """Its colour and the length of its briefs. Briefs that are out are drawn again."""
    with transaction() as session:
        number = _institution(session, code, actor)
        set_brand(session, number, colour=form.colour, length=form.brief_length, actor=actor, now=now)
        return LookView.of(brand_for(session, number))


@router.post("/institutions/{code}/look/files", responses=WRITES)
def upload_logo(code: Code, form: LogoPart, actor: Caller, now: Now) -> LookView:
    """Its logo, in place of the one before."""
    with reading() as session:
        number = _institution(session, code, actor)
    logo = _received(form)
    with transaction() as session:
        return LookView.of(set_logo(session, number, logo, actor=actor, now=now))


@router.get("/institutions/{code}/look/logo", response_class=Response, responses=READS | PICTURE)
def read_logo(code: Code, actor: Caller, request: Request) -> Response:
    """As it was drawn anew."""
    with reading() as session:
        return _picture(brand_for(session, _institution(session, code, actor)), request)


@router.delete("/institutions/{code}/look/logo", responses=WRITES)
def remove_logo(code: Code, actor: Caller, now: Now) -> LookView:
    """Its name stands in the logo's place then."""
    with transaction() as session:
        return LookView.of(set_logo(session, _institution(session, code, actor), None, actor=actor, now=now))


@router.get("/network/look", responses=READS)
def read_network_look(actor: Caller) -> NetworkLookView:
    """The mark of the network on every brief. For administrators."""
    demand(actor, Act.MANAGE_PEOPLE, Case(None))
    with reading() as session:
        return NetworkLookView(logo=LogoView.of(network_brand(session)))


@router.post("/network/look/files", responses=WRITES)
def upload_network_logo(form: LogoPart, actor: Caller, now: Now) -> NetworkLookView:
    """The network's mark, in place of the one before. All briefs are drawn again."""
    demand(actor, Act.MANAGE_PEOPLE, Case(None))
    logo = _received(form)
    with transaction() as session:
        return NetworkLookView(logo=LogoView.of(set_network_logo(session, logo, actor=actor, now=now)))


@router.get("/network/look/logo", response_class=Response, responses=READS | PICTURE)
def read_network_logo(actor: Caller, request: Request) -> Response:
    """As it was drawn anew."""
    demand(actor, Act.MANAGE_PEOPLE, Case(None))
    with reading() as session:
        return _picture(network_brand(session), request)


@router.delete("/network/look/logo", responses=WRITES)
def remove_network_logo(actor: Caller, now: Now) -> NetworkLookView:
    """Briefs show no mark then."""
    with transaction() as session:
        return NetworkLookView(logo=LogoView.of(set_network_logo(session, None, actor=actor, now=now)))


@router.get("/technologies/{reference}/brief-length", responses=READS)
def read_length(reference: Reference, actor: Caller) -> LengthView:
    """One page or two, for the briefs of one technology. For the institution's officers."""
    with reading() as session:
        technology = technology_by_reference(session, reference, actor)
        demand(actor, Act.WRITE_OFFER, institution_case(technology))
        return _length(session, technology)


@router.put("/technologies/{reference}/brief-length", responses=WRITES)
def choose_length(reference: Reference, form: LengthForm, actor: Caller, now: Now) -> LengthView:
    """Briefs that are out are drawn again."""
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        return _length(session, choose_brief_length(session, technology.id, form.length, actor=actor, now=now))


def _length(session: Session, technology: Technology) -> LengthView:
    own = technology.brief_length
    return LengthView(chosen=own, length=own or brand_for(session, technology.institution_id).brief_length)


def _institution(session: Session, code: str, actor: Actor) -> int:
    demand(actor, Act.MANAGE_PEOPLE, Case(None))
    return institution_by_code(session, code).id


def _received(form: LogoForm) -> Logo:
    return kept_logo(form.file.file.read(MOST_BYTES + 1), form.file.filename or "", settings().files)


def _picture(row: Brand | Network, request: Request) -> Response:
    if row.logo_sha256 is None:
        raise NotFound("There is no logo.")
    shown = {"sha256": row.logo_sha256, "media_type": "image/png"}
    return picture(shown, public=False, request=request)
