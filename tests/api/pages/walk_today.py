"""Who gets into Today, the board and the figures. Plain data for the walk over all pages.

`WHO` is ("nobody", "researcher", "colleague", "officer", "reviewer", "stranger", "coordinator", "administrator",
"contact", "other_contact"); `reference` in a form stands for the walk's own technology.
"""

OFFICERS = "trririrrrr"
CASE = "trhirhhhrr"

ROUTES: dict[tuple[str, str], tuple[str, dict[str, str] | None]] = {
    ("GET", "/today"): (OFFICERS, None),
    ("POST", "/today/resume"): (CASE, {"reference": "reference"}),
    ("POST", "/today/work/{work_id}/retry"): ("trriririrr", {}),
    ("GET", "/board"): (OFFICERS, None),
    ("GET", "/board/column/{stage}"): (OFFICERS, None),
    ("POST", "/board/move"): (CASE, {"reference": "reference", "to": "licensed", "version": "1"}),
    ("GET", "/figures"): ("trririiirr", None),
    ("GET", "/portfolio"): ("trrrrriirr", None),
}
