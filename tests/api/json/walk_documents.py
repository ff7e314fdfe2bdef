"""Who gets to looks, the European network's pack, catalogues and portfolio reports: rows for the walk over all routes.

`WHO` is ("nobody", "researcher", "colleague", "officer", "reviewer", "stranger", "coordinator", "administrator").
"""

from typing import Any

from sqlmodel import Session

from tests.api.conftest import World
from tests.api.pages import walk_outward, walk_reports

OFFICE = "trhirhhh"
ADMINISTRATION = "trrrrrri"
CATALOGUES = "trririir"
ONE = "trrirhir"
"""Another institution's officer learns nothing of it."""
REPORTS = "trririii"
ITS_OFFICE = "thhihhhi"

LOOK = "/institutions/{code}/look"

ROUTES: dict[tuple[str, str], tuple[str, Any]] = {
    ("GET", LOOK): (ADMINISTRATION, None),
    ("PUT", LOOK): (ADMINISTRATION, {"colour": "#1a4a7a"}),
    ("POST", f"{LOOK}/files"): (ADMINISTRATION, {}),
    ("GET", f"{LOOK}/logo"): ("trrrrrrh", None),  # there is none
    ("DELETE", f"{LOOK}/logo"): (ADMINISTRATION, None),
    ("GET", "/network/look"): (ADMINISTRATION, None),
    ("POST", "/network/look/files"): (ADMINISTRATION, {}),
    ("GET", "/network/look/logo"): ("trrrrrrh", None),
    ("DELETE", "/network/look/logo"): (ADMINISTRATION, None),
    ("GET", "/technologies/{reference}/brief-length"): (OFFICE, None),
    ("PUT", "/technologies/{reference}/brief-length"): (OFFICE, {"length": "one_page"}),
    ("GET", "/technologies/{reference}/offers/{language}/pack"): (OFFICE, None),
    ("GET", "/compilations"): (CATALOGUES, None),
    ("POST", "/compilations"): (CATALOGUES, {"kind": "slides", "language": "en"}),
    ("GET", "/compilations/{compilation_id}"): (ONE, None),
    ("GET", "/compilations/{compilation_id}/file"): (ONE, None),
    ("POST", "/compilations/{compilation_id}/renewal"): (ONE, None),
    ("PUT", "/compilations/{compilation_id}/shown"): ("trrrrhir", {"shown": False}),
    ("GET", "/portfolio-reports"): (REPORTS, None),
    ("GET", "/portfolio-reports/periods"): (REPORTS, None),
    ("POST", "/portfolio-reports"): (REPORTS, {"period": "1999-01"}),
    ("GET", "/portfolio-reports/{report_id}"): (ITS_OFFICE, None),
    ("GET", "/portfolio-reports/{report_id}/{language}/pdf"): (ITS_OFFICE, None),
    ("GET", "/portfolio-reports/{report_id}/{language}/csv"): (ITS_OFFICE, None),
}


def prepare(session: Session, world: World) -> dict[str, Any]:
    values = {"offer_id": world.offer_id}
    return walk_outward.prepare(session, world, values) | walk_reports.prepare(session, world, values)
