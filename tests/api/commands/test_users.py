"""`helix user`: from the invitation to the end of an account."""

import io
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from api.cli import main
from api.example.loading import load_network
from api.example.logins import ROLES, example_business, example_logins, told
from models.actions.accounts import Browser, authenticate, begin_session
from models.actions.people import digest_of_secret
from models.actions.sign_in_links import use_sign_in_link
from models.db import reading, transaction
from models.links import read_brief_link, read_invitation_link, read_sign_in_link
from models.queries.accounts import signed_in
from models.rules.words import DispatchState, Role
from models.settings import settings
from models.tables import Delivery, Identity, Invitation, Notice, Person
from tests import factories as make
from tests.api.conftest import World
from tests.factories import NOW

Helix = Callable[..., tuple[int, str, str]]
PASSWORD = "cztery żółte łodzie"


@pytest.fixture
def helix(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], database_url: str) -> Helix:
    """Exit code, standard output and standard error; `typed` is what standard input holds."""

    def call(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["helix", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="utf-8"))
        with pytest.raises(SystemExit) as ended:
            main()
        said = capfd.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return call


@pytest.fixture
def officer(database_url: str) -> Person:
    with transaction() as session:
        return make.person(session, Role.OFFICER, make.institution(session, "UPG"), name="Łucja Żądło")


def test_somebody_new_is_registered_and_invited_by_link_and_email(helix: Helix, officer: Person) -> None:
    code, out, err = helix(
        "user", "invite", "nowy@example.org", "--name", "Jan Kot", "--role", "reviewer", "--institution", "UPG"
    )
    assert code == 0
    assert err.startswith("The e-mail to nowy@example.org is queued; the link works once, until ")
    link = out.strip()
    assert link.startswith(f"{settings().base_url}/invitation/")
    with reading() as session:
        invitation = session.get_one(Invitation, read_invitation_link(link.rpartition("/")[2]))
        person = session.get_one(Person, invitation.person_id)
        notice = session.exec(select(Notice)).one()
    assert (person.name, person.role, notice.person_id) == ("Jan Kot", Role.REVIEWER, person.id)


def test_for_somebody_registered_the_address_is_enough(helix: Helix, officer: Person) -> None:
    code, out, _ = helix("user", "invite", officer.email)
    assert code == 0
    with reading() as session:
        invitation = session.get_one(Invitation, read_invitation_link(out.strip().rpartition("/")[2]))
    assert invitation.person_id == officer.id
    assert invitation.expires_at - invitation.created_at == timedelta(days=7)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("invite", "nobody@example.org"), 1, "There is no active person with the address nobody@example.org."),
        (("invite", "nobody@example.org", "--name", "Jan"), 2, "role"),
        (("deactivate", "nobody@example.org"), 1, "There is no active person"),
        (("set-password", "nobody@example.org"), 1, "There is no active person"),
    ],
    ids=str,
)
def test_a_refusal_says_why(helix: Helix, arguments: tuple[str, ...], code: int, said: str) -> None:
    ended, out, err = helix("user", *arguments)
    assert (ended, out) == (code, "")
    assert said in err


def test_a_password_is_read_from_standard_input_and_lets_the_person_in(helix: Helix, officer: Person) -> None:
    assert helix("user", "list")[1] == f"UPG\tŁucja Żądło <{officer.email}>, officer: has no password\n"
    code, out, _ = helix("user", "set-password", officer.email, typed=f"{PASSWORD}\n")
    assert (code, PASSWORD in out) == (0, False)
    with reading() as session:
        assert authenticate(session, officer.email, PASSWORD).person_id == officer.id
    assert helix("user", "list")[1].endswith("officer: has a password\n")


def test_an_unfit_password_is_refused(helix: Helix, officer: Person) -> None:
    code, _, err = helix("user", "set-password", officer.email, typed="short\n")
    assert (code, err) == (1, "The password is too short: take at least 12 characters, such as a few words.\n")


def test_deactivating_ends_what_was_open(helix: Helix, officer: Person) -> None:
    with transaction() as session:
        secret = begin_session(session, officer.id, Browser(), now=NOW)
    assert helix("user", "deactivate", officer.email)[0] == 0
    with reading() as session:
        assert signed_in(session, digest_of_secret(secret), now=NOW) is None
    assert helix("user", "list")[1].endswith("officer: deactivated\n")


def test_deactivating_an_officer_names_the_cases_and_who_takes_them(helix: Helix, database_url: str) -> None:
    with transaction() as session:
        cast = make.cast(session)
        technology = make.to_review(session, cast)
        handed = session.get_one(Person, cast.second_officer.person_id)
        officer = session.get_one(Person, cast.officer.person_id)
    code, out, _ = helix("user", "deactivate", officer.email)
    assert (code, out.splitlines()[1:]) == (0, [f"{technology.reference} goes to {handed.name}"])
    assert helix("user", "deactivate", handed.email)[1].splitlines()[1:] == [
        f"{technology.reference} has no officer now: its institution has no other"
    ]


def test_the_example_has_one_log_in_for_each_role_and_tells_them_once(database_url: str) -> None:
    with transaction() as session:
        load_network(session)
    logins = example_logins(now=NOW)
    assert tuple(login.role for login in logins) == ROLES
    with reading() as session:
        found = authenticate(session, logins[0].email, logins[0].password)
        assert session.get_one(Person, found.person_id).role is Role.RESEARCHER
    assert example_logins(now=NOW) == []


def test_what_the_first_start_tells_is_one_line_a_role_and_a_link_for_a_business(world: World) -> None:
    assert example_business(now=NOW) is None  # nothing was sent yet
    with transaction() as session:
        session.get_one(Delivery, world.delivery_id).state = DispatchState.SENT
    logins = example_logins(now=NOW)
    lines = told(logins, example_business(now=datetime.now(UTC)))
    assert [line.split()[0] for line in lines[1:6]] == [role.value for role in ROLES]
    assert all(login.password in line for login, line in zip(logins, lines[1:6], strict=True))
    assert lines[6].split()[:3] == ["business", "Greta", "Weiß,"]
    token = lines[7].strip().rpartition("/")[2]
    assert read_brief_link(token, now=datetime.now(UTC)) == world.delivery_id
    signing_in = read_sign_in_link(lines[9].strip().rpartition("/")[2])
    with transaction() as session:
        secret = use_sign_in_link(session, signing_in, Browser(), now=datetime.now(UTC) + timedelta(days=6))
    with reading() as session:
        visit = signed_in(session, digest_of_secret(secret), now=datetime.now(UTC) + timedelta(days=6))
        assert visit is not None
        assert visit.actor.name == "Greta Weiß"
    assert told([], None) == [
        "the log-ins of the example were told at its first start; `helix user set-password` gives new ones"
    ]


def test_a_link_with_an_identity_provider_is_undone(helix: Helix, officer: Person) -> None:
    with transaction() as session:
        session.add(Identity(person_id=officer.id, issuer="https://p.example", subject="1", linked_at=NOW))
    assert helix("user", "list")[1].endswith("officer: has an identity provider\n")
    code, out, _ = helix("user", "unlink", officer.email)
    assert (code, out.endswith("1 links with identity providers are undone.\n")) == (0, True)
    assert helix("user", "list")[1].endswith("officer: has no password\n")
