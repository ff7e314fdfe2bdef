"""Which rooms each role has: the navigation of the signed-in, and where they land."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.visitors import AnyVisitor
from models.rules.words import Role


@dataclass(frozen=True, slots=True)
class Room:
    path: str
    label: str
    """For `_()`."""

    def holds(self, path: str) -> bool:
        """Whether the page at `path` lies in this room."""
        return path == self.path or path.startswith(f"{self.path}/")


ROOMS: dict[Role, tuple[Room, ...]] = {}
"""By role, the first where one lands after signing in. A role without rooms lands on its account."""


def rooms_of(visitor: AnyVisitor) -> Sequence[Room]:
    return ROOMS.get(visitor.role, ())


def home_of(role: Role) -> str:
    rooms = ROOMS.get(role, ())
    return rooms[0].path if rooms else "/account"
