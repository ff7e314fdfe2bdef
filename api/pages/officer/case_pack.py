"""The offer as the European network's form takes it, to be pasted there field by field; and as a file."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from api.deps import Now, Reference
from api.packs import offer_for_pack
from api.pages.officer.acting import acted
from api.pages.officer.case_offer import HERE, page_of
from api.pages.rendering import own_page
from api.pages.words import N_
from api.visitors import Member
from models.actions.compilations import CompilationForm, order_compilation
from models.db import reading
from models.queries.technologies import institution_case, technology_by_reference
from models.rules.permissions import Act, Actor, demand
from models.rules.words import CompilationKind, Language
from models.tables import Technology
from reports.packs import Pack, offer_pack

router = APIRouter()

READ = ["GET", "HEAD"]
PACK = HERE + "/{language}/pack"
FAULT = {
    "language": N_("The network publishes in English: take the English version."),
    "missing": N_("It is missing, and the network demands it."),
    "too_long": N_("It is too long by %(detail)s characters."),
    "too_many": N_("The network takes %(detail)s at most."),
    "title_repeated": N_("The summary repeats the title."),
    "own_country": N_("The network leaves out one's own country (%(detail)s): take it out of the countries sought."),
    "person_named": N_("The offer is anonymous, and this may be a creator's name: “%(detail)s”."),
    "number_named": N_("The offer is anonymous, and this is a patent's number: “%(detail)s”."),
    "institution_named": N_("The offer is anonymous, and this says whose it is: “%(detail)s”."),
    "contact_named": N_("The offer is anonymous, and this leads to somebody: “%(detail)s”."),
}

FIELD = {
    "title": N_("Title"),
    "shortSummary": N_("Short summary"),
    "description": N_("Description"),
    "advantagesAndInnovation": N_("Advantages and innovation"),
    "stageOfDevelopment": N_("Stage of development"),
    "iprStatus": N_("State of the rights"),
    "iprNotes": N_("Remarks on the rights"),
    "sdgKeywords": N_("Sustainable development goals"),
    "expectedRoleOfThePartner": N_("What the partner would do"),
    "typesOfPartnership": N_("Kinds of partnership"),
    "whyThisPartnership": N_("Why this partnership"),
    "howThisPartnership": N_("How this partnership would work"),
    "typesAndSizes": N_("Kind and size of the partner"),
    "technologyKeywords": N_("Keywords of technology"),
    "marketKeywords": N_("Keywords of markets"),
    "targetedCountries": N_("Countries sought"),
    "anonymity": N_("Anonymity"),
}
"""By the network's own name of the field."""

LEFT_OUT = {
    "problem": N_(
        "The problem has no field in the form, and no room in the description: %(count)s characters too many."
    ),
    "key_figures": N_(
        "The key figures have no field in the form, and no room in the advantages: %(count)s characters too many."
    ),
}


@router.api_route(PACK, methods=READ)
def pack(request: Request, reference: Reference, language: Language, member: Member) -> Response:
    with reading() as session:
        technology, offer = offer_for_pack(session, reference, language, member.actor)
        made = offer_pack(session, offer)
    return own_page(
        request,
        "officer/offer_pack.html",
        technology=technology,
        offer=offer,
        pack=made,
        said=FAULT,
        called=FIELD,
        missed=LEFT_OUT,
        place=PACK,
    )


@router.api_route(PACK + ".json", methods=READ)
def as_file(reference: Reference, language: Language, member: Member) -> Response:
    with reading() as session:
        technology, offer = offer_for_pack(session, reference, language, member.actor)
        content = written(offer_pack(session, offer))
    name = f"{technology.reference}-{language}-een.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(content, media_type="application/json", headers=headers)


def written(made: Pack) -> bytes:
    said = {
        "profile": made.data(),
        "faults": [asdict(each) for each in made.faults],
        "left_out": [asdict(each) for each in made.left_out],
    }
    return json.dumps(said, ensure_ascii=False, indent=2).encode()


@router.post(HERE + "/{language}/slide")
def slide(request: Request, reference: Reference, language: Language, member: Member, now: Now) -> Response:
    """One slide of the published offer, made by the flows."""

    def act(session: Session) -> None:
        _technology(session, reference, member.actor)
        form = CompilationForm(kind=CompilationKind.SLIDES, language=language, references=[reference])
        order_compilation(session, form, actor=member.actor, now=now)

    def again(refused: Sequence[str], status: int) -> Response:
        return page_of(request, reference, member.actor, refused=refused, status=status)

    return acted(request, act, again, to="/compilations", done="ordered")


def _technology(session: Session, reference: str, actor: Actor) -> Technology:
    technology = technology_by_reference(session, reference, actor)
    demand(actor, Act.WRITE_OFFER, institution_case(technology))
    return technology
