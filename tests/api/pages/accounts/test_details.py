"""What an administrator puts right of a person and of an institution's dates."""

from starlette.testclient import TestClient

from models.actions.people import deactivate_person
from models.db import reading, transaction
from models.queries.people import deputy_of, head_of
from models.rules.docket import chosen_regimes, default_regimes
from models.rules.words import Role
from models.tables import Institution, Person
from tests import factories as make
from tests.factories import NOW

DETAILS = {"name": "Łucja Źródło", "language": "pl", "phone": "+48 12 555 01 02", "department": "Katedra Chemii"}


def hired(cast: make.Cast, role: Role = Role.OFFICER, **values: object) -> Person:
    with transaction() as session:
        return make.person(session, role, cast.institution, **values)


def test_a_person_is_corrected_and_stood_in_for(room: TestClient, cast: make.Cast) -> None:
    whom, deputy = hired(cast, name="Lucja Zrodlo"), hired(cast, Role.REVIEWER, name="Jan Zastępca")
    page = room.get(f"/people/{whom.id}/details").text
    assert 'value="Lucja Zrodlo"' in page
    assert f"{deputy.name} &lt;{deputy.email}&gt;" in page
    answer = room.post(f"/people/{whom.id}/details", data=DETAILS | {"deputy": str(deputy.id)})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/people/{whom.id}?done=details")
    with reading() as session:
        person = session.get(Person, whom.id)
        assert person is not None
        assert (person.name, person.language, person.phone, person.department) == tuple(DETAILS.values())
        assert (person.email, person.role) == (whom.email, Role.OFFICER)
        stand_in = deputy_of(session, whom.id, cast.administrator)
        assert stand_in is not None
        assert stand_in.id == deputy.id
    page = room.get(answer.headers["location"]).text
    assert "The changes are saved." in page
    assert "Katedra Chemii" in page
    assert "Jan Zastępca" in page
    room.post(f"/people/{whom.id}/details", data=DETAILS)
    with reading() as session:
        assert deputy_of(session, whom.id, cast.administrator) is None


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(room: TestClient, cast: make.Cast) -> None:
    whom = hired(cast, name="Anna Nowak")
    answer = room.post(f"/people/{whom.id}/details", data=DETAILS | {"name": ""})
    assert answer.status_code == 422
    assert "This is needed." in answer.text
    assert 'value="Katedra Chemii"' in answer.text
    with reading() as session:
        person = session.get(Person, whom.id)
        assert person is not None
        assert person.name == "Anna Nowak"


def test_who_has_left_or_is_elsewhere_is_not_chosen(room: TestClient, cast: make.Cast) -> None:
    whom, gone = hired(cast, name="Anna Nowak"), hired(cast)
    with transaction() as session:
        person = session.get(Person, gone.id)
        assert person is not None
        deactivate_person(session, person, actor=cast.administrator, now=NOW)
    for chosen in (gone.id, cast.stranger.person_id, 10**9, "x"):
        answer = room.post(f"/people/{whom.id}/details", data=DETAILS | {"deputy": str(chosen)})
        assert answer.status_code == 409
        assert "choose another" in answer.text
        assert 'value="Katedra Chemii"' in answer.text
    with reading() as session:
        person = session.get(Person, whom.id)
        assert person is not None
        assert person.name == "Anna Nowak"  # nothing by halves
        assert deputy_of(session, whom.id, cast.administrator) is None


def test_nobody_stands_in_for_themselves(room: TestClient, cast: make.Cast) -> None:
    whom = hired(cast)
    assert f'value="{whom.id}"' not in room.get(f"/people/{whom.id}/details").text
    answer = room.post(f"/people/{whom.id}/details", data=DETAILS | {"deputy": str(whom.id)})
    assert answer.status_code == 409
    assert "cannot stand in for themselves" in answer.text


def test_an_institution_chooses_its_head_and_its_laws(room: TestClient, cast: make.Cast) -> None:
    head, address = hired(cast, name="Prof. Wójcik"), f"/people/institutions/{cast.institution.id}/dates"
    page = room.get(address).text
    assert page.count(" checked") == len(default_regimes())
    answer = room.post(address, data={"head": str(head.id), "regimes": ["epc", "germany"]})
    assert (answer.status_code, answer.headers["location"]) == (303, "/people/institutions?done=saved")
    with reading() as session:
        home = session.get(Institution, cast.institution.id)
        assert home is not None
        assert chosen_regimes(home.regimes) == {"epc", "germany"}
        chosen = head_of(session, home.id, cast.administrator)
        assert chosen is not None
        assert chosen.id == head.id
    assert room.get(address).text.count(" checked") == 2
    room.post(address, data={})
    with reading() as session:
        home = session.get(Institution, cast.institution.id)
        assert home is not None
        assert home.regimes is None
        assert head_of(session, home.id, cast.administrator) is None


def test_a_law_that_helix_does_not_know_is_refused_in_words(room: TestClient, cast: make.Cast) -> None:
    answer = room.post(f"/people/institutions/{cast.institution.id}/dates", data={"regimes": ["atlantis"]})
    assert answer.status_code == 422
    assert "atlantis" in answer.text
    with reading() as session:
        home = session.get(Institution, cast.institution.id)
        assert home is not None
        assert home.regimes is None


def test_polish_administrators_read_polish(room: TestClient, cast: make.Cast) -> None:
    page = room.get(f"/people/{hired(cast).id}/details?lang=pl").text
    assert "Kto zastępuje" in page
