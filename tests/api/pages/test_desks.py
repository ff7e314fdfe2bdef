"""The rooms say where the reader is."""

import pytest

from api.pages.desks import ROOMS
from models.rules.words import Role


@pytest.mark.parametrize(
    ("role", "path", "label"),
    [
        (Role.OFFICER, "/technologies/UJ-2026-0042/offer", "Board"),
        (Role.OFFICER, "/compilations", "Documents"),
        (Role.OFFICER, "/reports", "Documents"),
        (Role.OFFICER, "/reportsomething", None),
        (Role.REVIEWER, "/technologies/UJ-2026-0042", "Reviews"),
        (Role.COORDINATOR, "/compilations", "Documents"),
    ],
)
def test_a_page_lies_in_one_room_at_most(role: Role, path: str, label: str | None) -> None:
    assert [room.label for room in ROOMS[role] if room.holds(path)] == ([label] if label else [])
