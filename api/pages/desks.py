"""Which rooms each role has: the navigation of the signed-in, and where they land."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.pages.words import N_
from api.visitors import AnyVisitor
from models.rules.words import Role


@dataclass(frozen=True, slots=True)
class Room:
    path: str
    label: str
    """For `_()`."""
    also: tuple[str, ...] = ()
    """Other paths whose pages lie in it, so that the navigation says where the reader is."""

    def holds(self, path: str) -> bool:
        """Whether the page at `path` lies in this room."""
        return any(path == each or path.startswith(f"{each}/") for each in (self.path, *self.also))


_PARTNERS = Room("/partners", N_("Partners"))
_DOCKET = Room("/docket", N_("Docket"))
_DOCUMENTS = Room("/reports", N_("Documents"), also=("/compilations",))
"""What is drawn up of many cases at once. Reports and catalogues are its tabs: a room each is a row too long."""
_REPORTS = Room("/reports", N_("Reports"))
_WORK = Room("/work", N_("Work queue"), also=("/copies",))
_SEARCH = Room("/search", N_("Search"))

ROOMS: dict[Role, tuple[Room, ...]] = {
    Role.OFFICER: (
        Room("/today", N_("Today")),
        Room("/board", N_("Board"), also=("/technologies", "/conflicts", "/figures")),
        _DOCKET,
        _PARTNERS,
        _DOCUMENTS,
        _WORK,
        _SEARCH,
    ),
    Role.REVIEWER: (Room("/reviews", N_("Reviews"), also=("/technologies", "/conflicts")), _DOCKET, _SEARCH),
    Role.RESEARCHER: (Room("/disclosures", N_("My disclosures")), _SEARCH),
    Role.COORDINATOR: (Room("/portfolio", N_("Portfolio"), also=("/figures",)), _DOCUMENTS, _PARTNERS),
    Role.ADMINISTRATOR: (Room("/people", N_("People")), _PARTNERS, _REPORTS, _WORK),
    Role.PARTNER_CONTACT: (Room("/inbox", N_("Offers for us")), Room("/interests", N_("Our interests"))),
}
"""By role, the first where one lands after signing in. A role without rooms lands on its account."""


def rooms_of(visitor: AnyVisitor) -> Sequence[Room]:
    return ROOMS.get(visitor.role, ())


def home_of(role: Role) -> str:
    rooms = ROOMS.get(role, ())
    return rooms[0].path if rooms else "/account"
