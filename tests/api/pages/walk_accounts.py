"""Signing in, the own account, search, and the administrators' room."""

PUBLIC = "iiiiiiiiii"
SIGNED_IN = "tiiiiiiirr"
"""Everybody of an institution."""
ADMINISTRATION = "trrrrrrirr"

WHO = (
    "nobody", "researcher", "colleague", "officer", "reviewer",
    "stranger", "coordinator", "administrator", "contact", "other_contact",
)  # fmt: skip

PASSWORDS = {"current": "x", "password": "x", "again": "x"}
PERSON = {"name": "Nowa Osoba", "email": "nowa@example.org", "role": "reviewer", "institution": "institution_code"}
INSTITUTION = {"code": "NEW", "name_en": "A new institute", "name_pl": "Nowy instytut", "area": "R&D", "country": "PL"}

ROUTES: dict[tuple[str, str], tuple[str, dict[str, str] | None]] = {
    ("GET", "/sign-in"): (PUBLIC, None),
    ("POST", "/sign-in"): (PUBLIC, {"email": "", "password": ""}),
    ("GET", "/sign-in/oidc"): ("hhhhhhhhhh", None),  # no provider is set up here; its own tests have one
    ("GET", "/sign-in/oidc/callback"): ("hhhhhhhhhh", None),
    ("POST", "/sign-out"): (PUBLIC, None),
    ("GET", "/desk"): ("tiiiiiiiii", None),
    ("GET", "/account"): ("tiiiiiiiii", None),  # the people of a business are led to theirs
    ("POST", "/account/password"): (SIGNED_IN, PASSWORDS),
    ("POST", "/account/sessions/{session_id}/end"): ("thhihhhhrr", None),  # the officer's
    ("POST", "/account/sessions/end-others"): (SIGNED_IN, None),
    ("GET", "/invitation/{token}"): (PUBLIC, None),
    ("POST", "/invitation/{token}"): (PUBLIC, {"password": "x", "again": "x"}),
    ("GET", "/search"): (SIGNED_IN, None),
    ("GET", "/people"): (ADMINISTRATION, None),
    ("GET", "/people/invite"): (ADMINISTRATION, None),
    ("POST", "/people/invite"): (ADMINISTRATION, PERSON),
    ("GET", "/people/{person_id}"): (ADMINISTRATION, None),
    ("GET", "/people/{person_id}/details"): (ADMINISTRATION, None),
    ("POST", "/people/{person_id}/details"): (ADMINISTRATION, {"name": "Nowa Osoba", "language": "pl"}),
    ("POST", "/people/{person_id}/invite"): (ADMINISTRATION, None),
    ("POST", "/people/{person_id}/sessions/end"): (ADMINISTRATION, None),
    ("POST", "/people/{person_id}/identities/unlink"): (ADMINISTRATION, None),
    ("POST", "/people/{person_id}/deactivate"): (ADMINISTRATION, None),
    ("GET", "/people/institutions"): (ADMINISTRATION, None),
    ("GET", "/people/institutions/new"): (ADMINISTRATION, None),
    ("POST", "/people/institutions/new"): (ADMINISTRATION, INSTITUTION),
    ("GET", "/people/institutions/{institution_id}"): (ADMINISTRATION, None),
    ("POST", "/people/institutions/{institution_id}"): (ADMINISTRATION, INSTITUTION),
    ("GET", "/people/institutions/{institution_id}/dates"): (ADMINISTRATION, None),
    ("POST", "/people/institutions/{institution_id}/dates"): (ADMINISTRATION, {"head": ""}),
    ("GET", "/people/institutions/{institution_id}/look"): (ADMINISTRATION, None),
    ("POST", "/people/institutions/{institution_id}/look"): (ADMINISTRATION, {"colour": "#1a4a7a"}),
    ("POST", "/people/institutions/{institution_id}/look/files"): (ADMINISTRATION, {"note": "without a file"}),
    ("POST", "/people/institutions/{institution_id}/look/logo/remove"): (ADMINISTRATION, None),
    ("GET", "/people/institutions/{institution_id}/look/logo.png"): ("trrrrrrhrr", None),  # there is none
    ("GET", "/people/network"): (ADMINISTRATION, None),
    ("POST", "/people/network/files"): (ADMINISTRATION, {"note": "without a file"}),
    ("POST", "/people/network/logo/remove"): (ADMINISTRATION, None),
    ("GET", "/people/network/logo.png"): ("trrrrrrhrr", None),
    ("GET", "/people/tokens"): (ADMINISTRATION, None),
    ("POST", "/people/tokens/{token_id}/revoke"): (ADMINISTRATION, None),
}
