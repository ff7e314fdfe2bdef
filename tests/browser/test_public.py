"""The catalogue and the sign-in page in a real browser."""

from collections.abc import Callable

from models.db import transaction
from tests import factories as make
from tests.browser.conftest import Desk


def test_a_stranger_sees_the_catalogue_and_axe_finds_nothing(desk: Callable[..., Desk]) -> None:
    with transaction() as session:
        make.cast(session)
    stranger = desk()
    for path, name in (("/", "catalogue"), ("/sign-in", "sign-in")):
        for language in ("en", "pl"):
            stranger.open(path, language)
            stranger.look(f"{name}-{language}")
            assert stranger.faults() == []
            assert not stranger.overflows()


def test_whoever_signs_in_is_greeted_by_name(desk: Callable[..., Desk]) -> None:
    with transaction() as session:
        cast = make.cast(session)
    page = desk(cast.officer).open("/account")
    assert page.get_by_role("heading", level=1).inner_text() == cast.officer.name
