"""Who gets in where, on the docket. Letters: t led to sign-in, r 403, h 404, i let in."""

WHO = (
    "nobody",
    "researcher",
    "colleague",
    "officer",
    "reviewer",
    "stranger",
    "coordinator",
    "administrator",
    "contact",
    "other_contact",
)
_OWN, _OF_A_CASE = "trriiirrrr", "trriihrrrr"
_DATE = {"happened_on": "2026-01-05", "reason": "Read wrongly."}

ROUTES: dict[tuple[str, str], tuple[str, dict[str, str] | None]] = {
    # before the officer makes another address and ends this one
    ("GET", "/calendar/{token}.ics"): ("iiiiiiiiii", None),
    ("GET", "/docket"): (_OWN, None),
    ("GET", "/docket/what-if"): (_OWN, None),
    ("GET", "/docket/late"): (_OWN, None),
    ("GET", "/docket/late.csv"): (_OWN, None),
    ("GET", "/docket/families"): (_OWN, None),
    ("GET", "/docket/families/new"): (_OWN, None),
    ("POST", "/docket/families"): (_OWN, {"reference": "NO-1", "title": "", "priority_on": ""}),
    ("GET", "/docket/families/{family_id}"): (_OF_A_CASE, None),
    ("POST", "/docket/families/{family_id}/applications"): (
        _OF_A_CASE,
        {"case_number": "WALK-1", "office": "EP", "route": "direct"},
    ),
    ("GET", "/docket/applications/{case_id}"): (_OF_A_CASE, None),
    ("POST", "/docket/applications/{case_id}/events"): (
        _OF_A_CASE,
        {"kind": "opposition_filed", "happened_on": "2026-11-23"},
    ),
    ("GET", "/docket/events/{event_id}"): (_OF_A_CASE, None),
    ("POST", "/docket/events/{event_id}"): (_OF_A_CASE, _DATE),
    ("GET", "/docket/clocks/{clock_id}"): (_OF_A_CASE, None),
    ("POST", "/docket/clocks/{clock_id}/act"): (_OF_A_CASE, {"done_on": "1900-01-01"}),
    ("POST", "/docket/clocks/{clock_id}/trigger"): (_OF_A_CASE, _DATE),
    ("GET", "/docket/calendar"): (_OWN, None),
    ("POST", "/docket/calendar"): (_OWN, {}),
    ("POST", "/docket/calendar/end"): (_OWN, {}),
}
