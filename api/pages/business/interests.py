"""What a business looks for, and what its profile finds among the published offers at this moment."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.pages.countries import codes_of, is_code
from api.pages.given import Given, Read, lines, read, several, texts
from api.pages.rendering import linker, own_page, words_for
from api.pages.words import N_, Words
from api.visitors import Guest
from models.actions.forms import ProfileForm
from models.actions.partners import GOOD_MATCH
from models.actions.register import save_profile
from models.db import reading, transaction
from models.queries.accounts import SignedInContact
from models.queries.catalogue import offers_shown
from models.queries.inbox import technologies_received
from models.queries.matching import own_profile, prospects
from models.rules.words import FIELDS_OF_CHAIN, PartnershipType
from models.tables import InterestProfile

router = APIRouter()

READ = ["GET", "HEAD"]
SHOWN = 20
"""Offers that the page explains, best first."""
LEVELS_TURNED = N_("The lower level must not be above the upper one.")
NO_COUNTRY = N_("We do not know this country: %(name)s")


@router.api_route("/interests", methods=READ)
def interests(request: Request, guest: Guest, done: str = "") -> Response:
    with reading() as session:
        profile = own_profile(session, guest.actor)
    typed = _as_typed(profile, words_for(request))
    return _page(request, guest, Read(typed), done=done == "saved")


@router.post("/interests")
def save(request: Request, guest: Guest, given: Given) -> Response:
    words = words_for(request)
    typed: dict[str, Any] = {
        **texts(given, "value_chain", "trl_min", "trl_max", "keywords", "countries"),
        "fields_of_interest": several(given, "fields_of_interest"),
        "partnerships": several(given, "partnerships"),
    }
    understood = _understood(typed, words)
    if understood.form is None:
        return _page(request, guest, understood)
    with transaction() as session:
        save_profile(session, guest.partner.id, understood.form, actor=guest.actor)
    return RedirectResponse(linker(request)("/interests", done="saved") + "#found", 303)


def _understood(typed: Mapping[str, Any], words: Words) -> Read[ProfileForm]:
    """Countries by name or code; what is wrong with one entry of a list is wrong with its field."""
    codes = codes_of(typed["countries"])
    values = {**typed, "keywords": lines(typed["keywords"]), "countries": codes}
    unknown = [name for name in codes if not is_code(name)]
    if unknown:
        return Read(typed, wrong={"countries": words.say(NO_COUNTRY, name=unknown[0])})
    least, most = typed["trl_min"], typed["trl_max"]
    if all(level.isdecimal() and len(level) == 1 for level in (least, most)) and int(least) > int(most):
        return Read(typed, wrong={"trl_max": words.say(LEVELS_TURNED)})
    found = read(ProfileForm, values, words)
    wrong = {name.partition(".")[0]: sentence for name, sentence in found.wrong.items()}
    return Read(typed, found.form, wrong)


def _as_typed(profile: InterestProfile | None, words: Words) -> dict[str, Any]:
    if profile is None:
        return {"trl_min": "1", "trl_max": "9"}
    return {
        "value_chain": profile.value_chain or "",
        "fields_of_interest": profile.fields,
        "keywords": ", ".join(profile.keywords),
        "trl_min": str(profile.trl_min),
        "trl_max": str(profile.trl_max),
        "countries": ", ".join(words.field.country(code) for code in profile.countries),
        "partnerships": profile.partnerships,
    }


def _page(request: Request, guest: SignedInContact, understood: Read[ProfileForm], *, done: bool = False) -> Response:
    with reading() as session:
        found = prospects(session, guest.actor)
        shown = offers_shown(session, [each.offer_id for each in found[:SHOWN]])
        known = technologies_received(session, guest.actor)
        profile = own_profile(session, guest.actor)
    return own_page(
        request,
        "business/interests.html",
        status=422 if understood.wrong else 200,
        read=understood,
        found=[
            (
                each.score.total,
                [part.as_dict() for part in each.score.parts],
                shown[each.offer_id],
                each.technology_id in known,
            )
            for each in found[:SHOWN]
        ],
        count=len(found),
        has_profile=profile is not None,
        chains=FIELDS_OF_CHAIN,
        partnerships=list(PartnershipType),
        good=GOOD_MATCH,
        done=done,
    )
