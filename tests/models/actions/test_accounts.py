"""Signing in, sessions, invitations: what opens, what ends, and what strangers cannot tell apart."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from models.actions import passwords
from models.actions.accounts import (
    Browser,
    accept_invitation,
    authenticate,
    begin_session,
    change_password,
    invite_again,
    invite_person,
    invited,
    revoke_session,
    revoke_sessions,
    set_password,
    sign_in,
    touch_session,
)
from models.actions.passwords import AT_ONCE, WAITING, hash_password, matches
from models.actions.people import PersonForm, actor_by_token, create_token, deactivate_person, digest_of_secret
from models.db import reading, transaction
from models.errors import Busy, Conflict, LinkExpired, LinkInvalid, NotFound, NotPermitted, SignInRefused
from models.queries.accounts import SignedIn, SignedInContact, accounts, open_sessions, signed_in
from models.rules.words import NoticeKind, Role
from models.settings import settings
from models.tables import BrowserSession, Credential, Institution, Invitation, Notice, Person
from tests import factories as make
from tests.factories import HELIX, NOW

PASSWORD = "cztery żółte łodzie"
OTHER = "two quiet harbours"
HASH = "$argon2id$not-verified-here"
HERE = Browser("Firefox on Linux", "192.0.2.7")


def person(session: Session, home: Institution | None = None) -> Person:
    return make.person(session, Role.RESEARCHER, home or make.institution(session))


def known(session: Session, secret: str, now: datetime = NOW) -> SignedIn | None:
    found = signed_in(session, digest_of_secret(secret), now=now)
    assert not isinstance(found, SignedInContact)
    return found


@pytest.fixture
def member(database_url: str) -> Person:
    """Committed, with PASSWORD."""
    hashed = hash_password(PASSWORD, email="")
    with transaction() as session:
        found = person(session)
        set_password(session, found.id, hashed, now=NOW)
        return found


def proof_of(email: str, password: str = PASSWORD):
    with reading() as session:
        return authenticate(session, email, password)


def test_the_right_password_begins_a_session_of_which_only_the_digest_is_kept(member):
    proof = proof_of(f" {member.email.upper()} ")
    with transaction() as session:
        secret = sign_in(session, proof, HERE, now=NOW)
    with reading() as session:
        found = known(session, secret)
        assert found is not None
        assert (found.person.id, found.session.user_agent, found.session.address) == (
            member.id,
            "Firefox on Linux",
            "192.0.2.7",
        )
        assert secret not in str(session.exec(select(BrowserSession)).one().model_dump())
        credential = session.exec(select(Credential)).one()
        assert credential.hash.startswith("$argon2id$")


def test_unknown_wrong_left_and_without_a_password_are_refused_alike(member):
    with transaction() as session:
        home = session.get_one(Institution, member.institution_id)
        without = person(session, home).email
        left = person(session, home)
        set_password(session, left.id, session.exec(select(Credential)).one().hash, now=NOW)
        deactivate_person(session, left, actor=HELIX, now=NOW)
    said = set()
    for email, password in (
        ("nobody@example.org", PASSWORD),
        (member.email, OTHER),
        (without, PASSWORD),
        (left.email, PASSWORD),
        (member.email, "x" * 100_000),
    ):
        with pytest.raises(SignInRefused) as refusal:
            proof_of(email, password)
        said.add(str(refusal.value))
    assert said == {"The e-mail address and the password do not belong together."}


def test_an_unknown_address_costs_as_many_hashes_as_a_known_one(member, monkeypatch):
    verified: list[str] = []

    def count(_password: str, kept: str) -> bool:
        verified.append(kept[:20])
        return False

    monkeypatch.setattr(passwords._argon2(), "verify", count)
    for email in (member.email, "nobody@example.org"):
        with pytest.raises(SignInRefused):
            proof_of(email)
    assert len(verified) == 2
    assert verified[0] == verified[1]  # the same parameters, hence the same work


def test_a_password_changed_meanwhile_makes_the_proof_worthless(member):
    proof = proof_of(member.email)
    with transaction() as session:
        set_password(session, member.id, HASH, now=NOW)
    with transaction() as session, pytest.raises(SignInRefused):
        sign_in(session, proof, HERE, now=NOW)


@pytest.mark.parametrize(
    ("seen", "asked", "open_then"),
    [
        (timedelta(0), timedelta(hours=11, minutes=59), True),
        (timedelta(0), timedelta(hours=12), False),
        (timedelta(hours=11), timedelta(hours=22), True),
        (timedelta(days=13, hours=23), timedelta(days=14) - timedelta(seconds=1), True),
        (timedelta(days=13, hours=23), timedelta(days=14), False),
    ],
)
def test_a_session_ends_when_it_is_idle_and_at_last_in_any_case(session, seen, asked, open_then):
    who = person(session)
    secret = begin_session(session, who.id, HERE, now=NOW)
    row = session.exec(select(BrowserSession).where(BrowserSession.person_id == who.id)).one()
    touch_session(session, row.id, now=NOW + seen)
    session.refresh(row)
    assert (known(session, secret, NOW + asked) is not None) is open_then
    assert bool(open_sessions(session, who.id, now=NOW + asked)) is open_then


def test_seeing_a_session_again_within_minutes_writes_nothing(session):
    who = person(session)
    begin_session(session, who.id, HERE, now=NOW)
    row = session.exec(select(BrowserSession).where(BrowserSession.person_id == who.id)).one()
    touch_session(session, row.id, now=NOW + timedelta(minutes=4))
    session.refresh(row)
    assert row.seen_at == NOW


def test_one_session_can_be_ended_and_only_by_its_owner(session):
    home = make.institution(session)
    who, other = person(session, home), person(session, home)
    secrets = [begin_session(session, who.id, HERE, now=NOW) for _ in range(2)]
    first = session.exec(select(BrowserSession).where(BrowserSession.digest == digest_of_secret(secrets[0]))).one()
    with pytest.raises(NotFound):
        revoke_session(session, first.id, person_id=other.id, now=NOW)
    revoke_session(session, first.id, person_id=who.id, now=NOW)
    assert [known(session, each) is None for each in secrets] == [True, False]


def test_all_sessions_but_the_present_one_can_be_ended(session):
    who = person(session)
    secrets = [begin_session(session, who.id, HERE, now=NOW) for _ in range(3)]
    kept = known(session, secrets[1])
    assert kept is not None
    assert revoke_sessions(session, who.id, now=NOW, but=kept.session.id) == 2
    session.expire_all()
    assert [known(session, each) is None for each in secrets] == [True, False, True]


def test_a_new_password_ends_the_other_sessions_and_needs_the_old_one(member):
    proof = proof_of(member.email)
    with transaction() as session:
        secrets = [sign_in(session, proof, HERE, now=NOW) for _ in range(2)]
    with transaction() as session:
        here = known(session, secrets[0])
        assert here is not None
        change_password(session, proof, HASH, now=NOW, keep=here.session.id)
    with transaction() as session:
        assert [known(session, each) is None for each in secrets] == [False, True]
        with pytest.raises(SignInRefused):
            change_password(session, proof, HASH, now=NOW, keep=0)


def test_who_leaves_has_no_session_and_no_token_and_gets_none_back(session):
    who = person(session)
    secret = begin_session(session, who.id, HERE, now=NOW)
    token, _ = create_token(session, who, now=NOW)
    deactivate_person(session, who, actor=HELIX, now=NOW)
    who.active = True
    session.flush()
    session.expire_all()
    assert known(session, secret) is None
    with pytest.raises(NotPermitted):
        actor_by_token(session, token, now=NOW)


def test_nobody_but_an_administrator_invites_lists_or_deactivates(session):
    cast = make.cast(session)
    who = person(session, cast.institution)
    for act in (
        lambda: invite_again(session, who, actor=cast.officer, now=NOW),
        lambda: deactivate_person(session, who, actor=cast.officer, now=NOW),
        lambda: accounts(session, cast.officer),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert who.id in {account.person.id for account in accounts(session, cast.administrator)}


def form(home: Institution, **values: str) -> PersonForm:
    return PersonForm.model_validate(
        {"name": "Nowa Osoba", "email": "nowa@example.org", "role": "reviewer", "institution": home.code, **values}
    )


def test_an_invitation_registers_the_person_and_queues_a_letter_without_a_secret(session):
    home = make.institution(session)
    invitation = invite_person(session, form(home), actor=HELIX, now=NOW)
    who = session.get_one(Person, invitation.person_id)
    assert (who.email, who.role, who.institution_id) == ("nowa@example.org", Role.REVIEWER, home.id)
    notice = session.exec(select(Notice).where(Notice.person_id == who.id)).one()
    assert (notice.kind, notice.facts) == (
        NoticeKind.INVITATION,
        {"invitation": invitation.id, "until": "2026-11-30"},
    )


def test_inviting_the_same_address_as_somebody_else_is_refused(session):
    home = make.institution(session)
    invitation = invite_person(session, form(home), actor=HELIX, now=NOW)
    with pytest.raises(Conflict, match="is registered as reviewer of"):
        invite_person(session, form(home, role="officer"), actor=HELIX, now=NOW)
    deactivate_person(session, session.get_one(Person, invitation.person_id), actor=HELIX, now=NOW)
    with pytest.raises(Conflict, match="was deactivated"):
        invite_person(session, form(home), actor=HELIX, now=NOW)


def test_an_invitation_works_once(session):
    invitation = invite_person(session, form(make.institution(session)), actor=HELIX, now=NOW)
    secret = accept_invitation(session, invitation.id, HASH, HERE, now=NOW)
    found = known(session, secret)
    assert found is not None
    assert found.person.id == invitation.person_id
    with pytest.raises(LinkExpired):
        accept_invitation(session, invitation.id, HASH, HERE, now=NOW)


def test_of_two_who_accept_at_the_same_moment_one_is_refused(database_url):
    with transaction() as session:
        number = invite_person(session, form(make.institution(session)), actor=HELIX, now=NOW).id

    def accept(_: int) -> bool:
        try:
            with transaction() as session:
                accept_invitation(session, number, HASH, HERE, now=NOW)
        except LinkExpired:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(accept, range(4))) == [False, False, False, True]


def test_an_invitation_ends_with_its_days_a_newer_one_and_the_person(session):
    invitation = invite_person(session, form(make.institution(session)), actor=HELIX, now=NOW)
    who = session.get_one(Person, invitation.person_id)
    invited(session, invitation.id, now=NOW + timedelta(days=settings().invitation_days) - timedelta(seconds=1))
    with pytest.raises(LinkExpired):
        invited(session, invitation.id, now=NOW + timedelta(days=settings().invitation_days))
    newer = invite_again(session, who, actor=HELIX, now=NOW)
    session.expire_all()
    with pytest.raises(LinkExpired):
        invited(session, invitation.id, now=NOW)
    assert invited(session, newer.id, now=NOW).id == who.id
    deactivate_person(session, who, actor=HELIX, now=NOW)
    with pytest.raises(LinkInvalid):
        invited(session, newer.id, now=NOW)


def test_a_password_set_otherwise_ends_open_invitations(session):
    invitation = invite_person(session, form(make.institution(session)), actor=HELIX, now=NOW)
    set_password(session, invitation.person_id, HASH, now=NOW)
    still_open = select(Invitation).where(
        Invitation.person_id == invitation.person_id, col(Invitation.expires_at) > NOW
    )
    session.expire_all()
    assert session.exec(still_open).all() == []


def test_more_passwords_at_once_than_there_are_places_are_put_off(monkeypatch):
    """Held at the hashing itself, all places are taken; the next one is told at once."""
    hashed = hash_password(PASSWORD, email="")
    holding = True

    def hold(password, kept):
        while holding:
            time.sleep(0.01)
        return True

    monkeypatch.setattr(passwords._argon2(), "verify", hold)
    with ThreadPoolExecutor(AT_ONCE + WAITING) as pool:
        waiting = [pool.submit(matches, PASSWORD, hashed) for _ in range(AT_ONCE + WAITING)]
        while passwords._places._value:
            time.sleep(0.01)
        with pytest.raises(Busy) as refusal:
            matches(PASSWORD, hashed)
        holding = False
        assert [each.result() for each in waiting] == [True] * (AT_ONCE + WAITING)
    assert refusal.value.seconds == 5
    assert matches(PASSWORD, hashed)


def test_who_waits_too_long_for_a_turn_is_put_off(monkeypatch):
    monkeypatch.setattr(passwords, "PATIENCE_SECONDS", 0.01)
    for _ in range(AT_ONCE):
        passwords._turns.acquire()
    try:
        with pytest.raises(Busy, match="Try again in a few seconds"):
            matches(PASSWORD, None)
    finally:
        for _ in range(AT_ONCE):
            passwords._turns.release()
