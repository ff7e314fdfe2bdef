"""An approved offer as the European network's form takes it."""

from fastapi import APIRouter
from pydantic import Field

from api.auth import Caller
from api.deps import Reference
from api.json.problems import READS, refusals
from api.json.views import View
from api.packs import offer_for_pack
from models.db import reading
from models.rules.words import Language
from reports.packs import offer_pack

router = APIRouter(tags=["offers"])


class FaultView(View):
    code: str
    field: str
    detail: str = Field(description="The passage, the number too many or the country; empty where the code says all.")
    which: str = Field(description="The partnership, where `field` says why or how.")


class LeftOutView(View):
    name: str = Field(description="`problem` or `key_figures`: the network's form has no field for it.")
    field: str = Field(description="Where it stands if there is room.")
    value: str
    over: int = Field(description="Characters by which both together are too long.")


class PackView(View):
    version: int = Field(description="Of the offer: the newest that is approved and consented to.")
    profile: dict[str, str | list[str] | dict[str, str]] = Field(
        description="By the network's names, in the order of its form; why and how by partnership."
    )
    faults: list[FaultView] = Field(description="Why the network would send it back.")
    left_out: list[LeftOutView] = Field(description="What the profile does not say for want of room.")


@router.get("/technologies/{reference}/offers/{language}/pack", responses=READS | refusals(409))
def read_pack(reference: Reference, language: Language, actor: Caller) -> PackView:
    """For the institution's officers, to be pasted there: the network takes none by program."""
    with reading() as session:
        _, offer = offer_for_pack(session, reference, language, actor)
        made = offer_pack(session, offer)
        faults = [FaultView.model_validate(each) for each in made.faults]
        left_out = [LeftOutView.model_validate(each) for each in made.left_out]
        return PackView(version=offer.version, profile=made.data(), faults=faults, left_out=left_out)
