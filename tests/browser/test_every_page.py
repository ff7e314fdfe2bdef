"""Every page that the permission walk lists, in a real browser: what axe finds in it, and whether it fits a phone.

The walk is complete by its own test, so a page that nobody remembered to look at is looked at here.
"""

from collections.abc import Callable, Iterator

from models.db import transaction
from tests.api.conftest import build
from tests.api.pages.walking import WHO, Values, actors, filled, merged, prepare
from tests.browser.conftest import Desk

Open = Callable[..., Desk]
LET_IN = "i"
"""By the walk's letters."""
ONWARD = {
    "/desk",
    "/disclosures/drafts/{draft_id}",
    "/docket/applications/{case_id}",
    "/sign-in/oidc",
    "/sign-in/oidc/callback",
}
"""They lead to another page, or to the identity provider."""
ELSEWHERE = {"/technologies/{reference}/agreements/new", "/technologies/{reference}/offer/{language}/pack"}
"""They ask for a lead and for an approved offer: `test_officer_deals.py` and `test_outward.py` look at them."""


def addresses(values: Values) -> Iterator[tuple[str, str, list[str]]]:
    """Each kind of page, its address, and whom of the cast it lets in."""
    for (method, path), (told, _form) in sorted(merged().items()):
        if method == "GET" and not is_file(path):
            yield path, filled(path, values), [who for who, letter in zip(WHO, told, strict=True) if letter == LET_IN]


def is_file(path: str) -> bool:
    return "." in path.rpartition("/")[2] or "/files/" in path or "/figures/" in path


def test_no_page_has_a_fault_for_axe_or_is_wider_than_a_phone(desk: Open, site_url: str) -> None:
    with transaction() as session:
        world = build(session)
        values = prepare(session, world)
        people = actors(session, world)
    desks = {who: desk(people.get(who)) for who in WHO}
    unseen, faults = set(), []
    for kind, address, readers in addresses(values):
        reader = next((desks[who] for who in readers if shows_a_page(desks[who], address)), None)
        if reader is None:
            unseen.add(kind)
            continue
        reader.open(address, "pl")
        reader.look(f"every{kind.replace('/', '-')}")
        faults += [f"{kind}: {each}" for each in reader.faults()]
        faults += [f"{kind}: wider than a phone"] if reader.overflows() else []
    assert faults == []
    assert unseen == ONWARD | ELSEWHERE


def shows_a_page(desk: Desk, address: str) -> bool:
    """Rather than leading on to another."""
    return desk.page.request.get(f"{desk.base}{address}", max_redirects=0).status == 200
