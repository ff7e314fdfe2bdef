"""What briefs look like: an institution's logo, colour and length; the network's mark."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from sqlmodel import Session
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.deps import Key, Now
from api.pages.accounts.account import READ
from api.pages.given import Given, refusal, text
from api.pages.rendering import linker, own_page, words_for
from api.pages.words import N_
from api.visitors import Member
from models.actions.brands import Logo, kept_logo, set_brand, set_logo, set_network_logo
from models.db import reading, transaction
from models.errors import HelixError, Incomplete, NotFound, NotPermitted
from models.files import read
from models.pictures import MOST_BYTES
from models.queries.brands import brand_for, network_brand
from models.queries.people import institution_for
from models.rules.colours import READABLE, WHITE, brand_of, contrast
from models.rules.permissions import Act, Case, demand
from models.rules.words import BriefLength
from models.settings import settings
from models.tables import Brand, Network

router = APIRouter()

HOUSE = "/people/institutions/{institution_id}/look"
NETWORK = "/people/network"
DONE = {
    "saved": N_("Saved. Briefs that are out are drawn again with it."),
    "removed": N_("The logo is taken away: the name stands in its place."),
}
LENGTHS = {
    BriefLength.TWO_PAGES: N_("Two pages: the whole offer"),
    BriefLength.ONE_PAGE: N_("One page: what a company looks for first"),
}


@dataclass(frozen=True, slots=True)
class Shade:
    """What the page says of a colour."""

    colour: str
    text: str
    on_white: float
    darkened: bool


@router.api_route(HOUSE, methods=READ)
def house(request: Request, institution_id: Key, member: Member, done: str = "") -> Response:
    return _house(request, member, institution_id, done=done)


@router.post(HOUSE)
def save(request: Request, institution_id: Key, member: Member, now: Now, given: Given) -> Response:
    typed = text(given, "colour")
    length = BriefLength.ONE_PAGE if text(given, "brief_length") == BriefLength.ONE_PAGE else BriefLength.TWO_PAGES

    def act(session: Session) -> None:
        set_brand(session, institution_id, colour=typed, length=length, actor=member.actor, now=now)

    def again(refused: Sequence[str], status: int) -> Response:
        return _house(request, member, institution_id, typed=typed, length=length, refused=refused, status=status)

    return _acted(request, act, again, HOUSE.format(institution_id=institution_id), "saved")


@router.post(HOUSE + "/files")
def logo(request: Request, institution_id: Key, member: Member, now: Now, given: Given) -> Response:
    demand(member.actor, Act.MANAGE_PEOPLE, Case(None))

    def act(session: Session) -> None:
        set_logo(session, institution_id, _received(given), actor=member.actor, now=now)

    def again(refused: Sequence[str], status: int) -> Response:
        return _house(request, member, institution_id, refused=refused, status=status)

    return _acted(request, act, again, HOUSE.format(institution_id=institution_id), "saved")


@router.post(HOUSE + "/logo/remove")
def remove(request: Request, institution_id: Key, member: Member, now: Now) -> Response:
    with transaction() as session:
        set_logo(session, institution_id, None, actor=member.actor, now=now)
    return _gone(request, HOUSE.format(institution_id=institution_id), "removed")


@router.api_route(HOUSE + "/logo.png", methods=READ)
def picture(institution_id: Key, member: Member) -> Response:
    with reading() as session:
        institution_for(session, institution_id, member.actor)
        return _image(brand_for(session, institution_id))


@router.api_route(NETWORK, methods=READ)
def network(request: Request, member: Member, done: str = "") -> Response:
    return _network(request, member, done=done)


@router.post(NETWORK + "/files")
def network_logo(request: Request, member: Member, now: Now, given: Given) -> Response:
    demand(member.actor, Act.MANAGE_PEOPLE, Case(None))

    def act(session: Session) -> None:
        set_network_logo(session, _received(given), actor=member.actor, now=now)

    def again(refused: Sequence[str], status: int) -> Response:
        return _network(request, member, refused=refused, status=status)

    return _acted(request, act, again, NETWORK, "saved")


@router.post(NETWORK + "/logo/remove")
def network_remove(request: Request, member: Member, now: Now) -> Response:
    with transaction() as session:
        set_network_logo(session, None, actor=member.actor, now=now)
    return _gone(request, NETWORK, "removed")


@router.api_route(NETWORK + "/logo.png", methods=READ)
def network_picture(member: Member) -> Response:
    demand(member.actor, Act.MANAGE_PEOPLE, Case(None))
    with reading() as session:
        return _image(network_brand(session))


def _received(given: FormData) -> Logo:
    upload = given.get("file")
    if not isinstance(upload, UploadFile) or not upload.filename:
        raise Incomplete("Choose a file first.")
    return kept_logo(upload.file.read(MOST_BYTES + 1), upload.filename, settings().files)


def _image(row: Brand | Network) -> Response:
    if row.logo_sha256 is None:
        raise NotFound("There is no logo.")
    headers = {"Cache-Control": "private, no-store"}
    return Response(read(row.logo_sha256, settings().files), media_type="image/png", headers=headers)


def _house(
    request: Request,
    member: Member,
    institution_id: int,
    *,
    typed: str | None = None,
    length: BriefLength | None = None,
    done: str = "",
    refused: Sequence[str] = (),
    status: int = 200,
) -> Response:
    with reading() as session:
        institution = institution_for(session, institution_id, member.actor)
        brand = brand_for(session, institution_id)
    return own_page(
        request,
        "accounts/look.html",
        status=status,
        institution=institution,
        brand=brand,
        typed=brand.colour if typed is None else typed,
        length=length or brand.brief_length,
        lengths=LENGTHS,
        shade=_shade(brand.colour) if brand.colour else None,
        readable=READABLE,
        done=DONE.get(done, ""),
        refused=refused,
    )


def _shade(colour: str) -> Shade:
    brand = brand_of(colour)
    return Shade(brand.colour, brand.text, round(contrast(colour, WHITE), 1), brand.darkened)


def _network(
    request: Request, member: Member, *, done: str = "", refused: Sequence[str] = (), status: int = 200
) -> Response:
    demand(member.actor, Act.MANAGE_PEOPLE, Case(None))
    with reading() as session:
        mark = network_brand(session)
    return own_page(
        request, "accounts/network.html", status=status, mark=mark, done=DONE.get(done, ""), refused=refused
    )


def _acted(
    request: Request,
    act: Callable[[Session], object],
    again: Callable[[Sequence[str], int], Response],
    to: str,
    done: str,
) -> Response:
    try:
        with transaction() as session:
            act(session)
    except (NotFound, NotPermitted):
        raise
    except HelixError as error:
        return again(refusal(error, words_for(request)), error.status)
    return _gone(request, to, done)


def _gone(request: Request, to: str, done: str) -> Response:
    return RedirectResponse(linker(request)(to, done=done), 303)
