"""A second writer whom only the database noticed is told so; nothing has failed."""

import pytest
from starlette.testclient import TestClient

from api.pages.app import create_pages_app
from api.pages.officer.acting import number_of
from models.db import transaction
from models.rules.words import PartnerSize
from models.tables import Partner

pytestmark = pytest.mark.each_database


def test_a_lost_race_is_explained_in_both_languages_and_is_no_failure(database_url: str) -> None:
    app = create_pages_app()

    @app.post("/twice")
    def twice() -> None:
        with transaction() as session:
            for _ in range(2):
                session.add(Partner(name="A", folded_name="a", country="PL", size=PartnerSize.BIG))

    with TestClient(app, base_url="http://127.0.0.1:8000") as browser:
        answer = browser.post("/twice")
    assert answer.status_code == 409
    assert "Somebody was quicker" in answer.text
    assert "Ktoś był szybszy" in answer.text


def test_a_number_of_any_length_is_none_of_ours() -> None:
    assert [number_of(typed) for typed in ("9" * 5_000, "99999999999", "²", "-1", "", "12")] == [0, 0, 0, 0, 0, 12]
