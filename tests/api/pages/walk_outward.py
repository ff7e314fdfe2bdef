"""Who gets to catalogues and slides, the European network's pack, and the public tables.

`WHO` is ("nobody", "researcher", "colleague", "officer", "reviewer", "stranger", "coordinator", "administrator",
"contact", "other_contact").
"""

from typing import Any

from sqlmodel import Session

from models.actions.compilations import CompilationForm, order_compilation, record_compilation
from models.files import keep
from models.rules.words import CompilationKind, Language
from models.settings import settings
from tests.api.conftest import PDF, World
from tests.factories import HELIX, NOW

PUBLIC = "iiiiiiiiii"
CATALOGUES = "trririirrr"
ONE = "trrirhirrr"
"""Another institution's officer learns nothing of it."""
CASE = "trhirhhhrr"

ROUTES: dict[tuple[str, str], tuple[str, dict[str, str] | None]] = {
    ("GET", "/offers.csv"): (PUBLIC, None),
    ("GET", "/offers.xlsx"): (PUBLIC, None),
    ("GET", "/compilations"): (CATALOGUES, None),
    ("POST", "/compilations"): (CATALOGUES, {"kind": "slides", "language": "en"}),
    ("GET", "/compilations/{compilation_id}.pdf"): (ONE, None),
    ("POST", "/compilations/{compilation_id}/again"): (ONE, {}),
    ("POST", "/compilations/{compilation_id}/shown"): ("trrrrhirrr", {"shown": ""}),
    ("GET", "/technologies/{reference}/offer/{language}/pack"): (CASE, None),
    ("GET", "/technologies/{reference}/offer/{language}/pack.json"): (CASE, None),
    ("POST", "/technologies/{reference}/offer/{language}/slide"): (CASE, {}),
}


def prepare(session: Session, world: World, values: dict[str, Any]) -> dict[str, Any]:
    form = CompilationForm(kind=CompilationKind.CATALOGUE, language=Language.ENGLISH)
    made = order_compilation(session, form, actor=world.cast.officer, now=NOW)
    record_compilation(
        session,
        made.id,
        revision=1,
        offer_ids=[values["offer_id"]],
        input_checksum="0" * 64,
        sha256=keep(PDF, settings().files).sha256,
        size=len(PDF),
        pages=1,
        actor=HELIX,
        now=NOW,
    )
    return {"compilation_id": made.id}
