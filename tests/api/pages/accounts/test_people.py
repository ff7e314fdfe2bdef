"""The administrators' room: what each form does, and what it does not do twice."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from models.actions.accounts import Browser, begin_session
from models.actions.people import create_token, digest_of_secret
from models.db import reading, transaction
from models.queries.accounts import account_of, accounts, signed_in
from models.rules.words import NoticeKind, Role
from models.tables import ApiToken, Identity, Institution, Invitation, Notice, Person
from tests import factories as make
from tests.factories import NOW

INSTITUTION = {"code": "NEW", "name_en": "A new institute", "name_pl": "Nowy instytut", "area": "R&D", "country": "PL"}


def somebody(cast: make.Cast, **values: object) -> Person:
    with transaction() as session:
        return make.person(session, Role.RESEARCHER, cast.institution, **values)


def invite(room: TestClient, cast: make.Cast, **values: str):
    given = {"name": "Łukasz Źródło", "email": "Lukasz@Example.org", "role": "reviewer", "language": "pl"}
    return room.post("/people/invite", data=given | {"institution": cast.institution.code} | values)


def test_an_invited_person_is_registered_and_written_to(room: TestClient, cast: make.Cast) -> None:
    answer = invite(room, cast)
    assert answer.status_code == 303
    with reading() as session:
        person = session.exec(select(Person).where(Person.email == "lukasz@example.org")).one()
        notice = session.exec(select(Notice).where(Notice.person_id == person.id)).one()
    assert (person.role, person.language, notice.kind) == (Role.REVIEWER, "pl", NoticeKind.INVITATION)
    assert answer.headers["location"] == f"/people/{person.id}?done=invited"
    page = room.get(answer.headers["location"]).text
    assert 'role="status">The invitation is on its way. Its link works once.' in page
    assert "invited until" in page
    assert "/invitation/" not in page  # the link is the person's alone


def test_inviting_the_same_person_twice_sends_one_link_that_works(room: TestClient, cast: make.Cast) -> None:
    for _ in range(2):
        assert invite(room, cast).status_code == 303
    with reading() as session:
        open_ones = [each for each in session.exec(select(Invitation)) if each.expires_at > datetime.now(UTC)]
    assert len(open_ones) == 1


@pytest.mark.parametrize(
    ("wrong", "status", "said"),
    [
        ({"email": "nobody"}, 422, "This is not an e-mail address."),
        ({"name": ""}, 422, "This is needed."),
        ({"role": "wizard"}, 422, "Choose one of the answers."),
        ({"role": "system"}, 409, "cannot have the role"),
        ({"role": "partner_contact"}, 409, "cannot have the role"),
        ({"institution": "NOPE"}, 404, "It is not there any more, or not yours to see."),
    ],
    ids=str,
)
def test_a_wrong_invitation_says_what_is_wrong_and_loses_nothing(
    room: TestClient, cast: make.Cast, wrong: dict[str, str], status: int, said: str
) -> None:
    answer = invite(room, cast, **wrong)
    assert (answer.status_code, said in answer.text) == (status, True)
    assert 'value="reviewer"' in answer.text
    if "name" not in wrong:
        assert 'value="Łukasz Źródło"' in answer.text
    with reading() as session:
        assert session.exec(select(Invitation)).first() is None


def test_an_ended_account_stays_ended_and_cannot_be_invited(room: TestClient, cast: make.Cast) -> None:
    person = somebody(cast)
    with transaction() as session:
        secret = begin_session(session, person.id, Browser(), now=datetime.now(UTC))
        create_token(session, person, now=NOW)
    assert room.post(f"/people/{person.id}/deactivate").headers["location"] == f"/people/{person.id}?done=deactivated"
    with reading() as session:
        assert signed_in(session, digest_of_secret(secret), now=datetime.now(UTC)) is None
        assert session.exec(select(ApiToken).where(ApiToken.person_id == person.id)).one().revoked_at is not None
    answer = room.post(f"/people/{person.id}/invite")
    assert (answer.status_code, "was deactivated" in answer.text) == (409, True)
    assert "What can be done" not in room.get(f"/people/{person.id}").text


def test_nobody_ends_their_own_account(room: TestClient, cast: make.Cast) -> None:
    own = cast.administrator.person_id
    assert f"/people/{own}/deactivate" not in room.get(f"/people/{own}").text
    answer = room.post(f"/people/{own}/deactivate")
    assert (answer.status_code, "ask another administrator" in answer.text) == (409, True)
    assert room.get("/people").status_code == 200


def test_sessions_and_links_end_by_a_button(room: TestClient, cast: make.Cast) -> None:
    person = somebody(cast)
    with transaction() as session:
        secret = begin_session(session, person.id, Browser(), now=datetime.now(UTC))
        session.add(Identity(person_id=person.id, issuer="https://p.example", subject="s3cret-subject", linked_at=NOW))
    page = room.get(f"/people/{person.id}").text
    assert "https://p.example" in page
    assert "s3cret-subject" not in page
    room.post(f"/people/{person.id}/sessions/end")
    room.post(f"/people/{person.id}/identities/unlink")
    with reading() as session:
        assert signed_in(session, digest_of_secret(secret), now=datetime.now(UTC)) is None
        account = account_of(session, person.id, cast.administrator)
    assert (account.has_identity, account.has_password) == (False, False)


def test_people_are_found_without_polish_letters_and_sorted_as_people_sort(room: TestClient, cast: make.Cast) -> None:
    for name in ("Zofia Łąka", "Łucja Łąka", "Lidia Łąka"):
        somebody(cast, name=name)
    with reading() as session:
        found = [row.person.name for row in accounts(session, cast.administrator, text="laka")]
    assert found == ["Lidia Łąka", "Łucja Łąka", "Zofia Łąka"]
    page = room.get("/people", params={"q": "lucja LAKA", "institution": cast.institution.id}).text
    assert ("Łucja Łąka" in page, "Zofia Łąka" in page) == (True, False)
    assert (
        "Nobody is registered like that."
        in room.get("/people", params={"institution": cast.elsewhere.id, "q": "laka"}).text
    )


def test_an_institution_is_added_once_and_its_contact_data_are_kept_right(room: TestClient) -> None:
    assert (
        room.post("/people/institutions/new", data=INSTITUTION).headers["location"] == "/people/institutions?done=added"
    )
    again = room.post("/people/institutions/new", data=INSTITUTION)
    assert (again.status_code, "is registered already" in again.text) == (409, True)
    with reading() as session:
        made = session.exec(select(Institution).where(Institution.code == "NEW")).one()
    changed = INSTITUTION | {"code": "OTHER", "city": "Łódź", "email": "office@new.example", "phone": "+48 1"}
    assert room.post(f"/people/institutions/{made.id}", data=changed).status_code == 303
    with reading() as session:
        kept = session.get_one(Institution, made.id)
    assert (kept.code, kept.city, kept.email, kept.phone) == ("NEW", "Łódź", "office@new.example", "+48 1")
    wrong = room.post(f"/people/institutions/{made.id}", data=changed | {"email": "nobody"})
    assert wrong.status_code == 422
    assert 'value="nobody"' in wrong.text


def test_a_revoked_token_is_over_and_stays_listed(room: TestClient, cast: make.Cast) -> None:
    person = somebody(cast)
    with transaction() as session:
        secret, made = create_token(session, person, now=NOW, label="<b>reports</b>")
    page = room.get("/people/tokens").text
    assert "&lt;b&gt;reports&lt;/b&gt;" in page
    assert secret not in page
    assert room.post(f"/people/tokens/{made.id}/revoke").headers["location"] == "/people/tokens?done=token"
    assert room.post(f"/people/tokens/{made.id}/revoke").status_code == 303
    page = room.get("/people/tokens").text
    assert "revoked on" in page
    assert f"/people/tokens/{made.id}/revoke" not in page
    assert room.post("/people/tokens/987654/revoke").status_code == 404
