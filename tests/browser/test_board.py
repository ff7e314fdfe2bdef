"""The board and the figures in a real browser."""

from collections.abc import Callable

import pytest

from models.db import transaction
from tests.browser.conftest import Desk
from tests.browser.desks import office

Desks = Callable[..., Desk]


@pytest.mark.parametrize("language", ["en", "pl"])
def test_board_and_figures_are_clean_on_every_width_in_both_languages(desk: Desks, language: str) -> None:
    with transaction() as session:
        cast = office(session).cast
    officer, coordinator = desk(cast.officer), desk(cast.coordinator)
    for who, path in ((officer, "board"), (officer, "figures"), (coordinator, "portfolio")):
        who.open(f"/{path}", language)
        who.look(f"{path}-{language}")
        assert who.faults() == []
        assert not who.overflows()
