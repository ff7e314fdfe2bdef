"""Signing in and out, sessions, passwords and invitations, as a browser meets them."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from api.app import create_app
from api.pages.accounts.browsers import known_as
from api.pages.app import SIGNED_LINKS, create_pages_app
from api.throttle import PER_ACCOUNT, PER_ADDRESS
from models.actions import passwords
from models.actions.accounts import Browser, begin_session, invite_again, set_password
from models.actions.passwords import hash_password
from models.actions.people import deactivate_person, digest_of_secret
from models.db import reading, transaction
from models.links import invitation_link
from models.queries.accounts import signed_in
from models.rules.words import Language, Role
from models.settings import settings
from models.tables import BrowserSession, Institution, Invitation, Person
from tests import factories as make
from tests.factories import HELIX

PASSWORD = "cztery żółte łodzie"
OTHER = "two quiet harbours"
FORM = {"sec-fetch-site": "same-origin"}
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(scope="module")
def hashed() -> str:
    return hash_password(PASSWORD, email="")


@pytest.fixture
def member(database_url: str, hashed: str) -> Person:
    with transaction() as session:
        home = make.institution(session)
        found = make.person(session, Role.OFFICER, home, name="Łucja Żądło", language=Language.POLISH)
        set_password(session, found.id, hashed, now=datetime.now(UTC))
        return found


@pytest.fixture
def browser(database_url: str) -> Iterator[TestClient]:
    """With an application, hence counts of failures, of its own."""
    headers = FORM | {"user-agent": FIREFOX, "accept-language": "en"}
    with TestClient(create_app(), base_url="http://127.0.0.1:8000", headers=headers, follow_redirects=False) as client:
        yield client


@pytest.fixture
def inside(browser: TestClient, member: Person) -> TestClient:
    """Signed in."""
    browser.cookies.set("helix", begin(member))
    return browser


def begin(who: Person, now: datetime | None = None) -> str:
    with transaction() as session:
        return begin_session(session, who.id, Browser(FIREFOX, "192.0.2.7"), now=now or datetime.now(UTC))


def is_open(secret: str) -> bool:
    with reading() as session:
        return signed_in(session, digest_of_secret(secret), now=datetime.now(UTC)) is not None


def sign_in(browser: TestClient, email: str, password: str = PASSWORD, **values: str):
    return browser.post("/sign-in", data={"email": email, "password": password, **values})


def alert(text: str) -> str:
    found = re.search(r'role="alert">([^<]*)<', text)
    return found[1] if found else ""


def test_signing_in_leads_to_the_account_and_the_header_says_who(browser: TestClient, member: Person) -> None:
    assert '<a href="/sign-in">Sign in</a>' in browser.get("/").text
    answer = sign_in(browser, member.email)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk")
    account = browser.get("/account").text
    assert "<h1>Łucja Żądło</h1>" in account
    assert "Specjalista transferu technologii" in account  # in the person's own language
    assert "Signed in: </span>Łucja Żądło</a>" in browser.get("/").text


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(browser: TestClient, member: Person) -> None:
    cookie = sign_in(browser, member.email).headers["set-cookie"]
    assert re.fullmatch(r"helix=[\w-]{43}; HttpOnly; Max-Age=1209600; Path=/; SameSite=lax", cookie)


def test_with_https_the_cookie_is_secure_and_bound_to_this_host(
    browser: TestClient, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "base_url", "https://helix.example")
    cookie = sign_in(browser, member.email).headers["set-cookie"]
    assert re.fullmatch(r"__Host-helix=[\w-]{43}; HttpOnly; Max-Age=1209600; Path=/; SameSite=lax; Secure", cookie)


def test_a_session_brought_along_is_never_taken_over(browser: TestClient, member: Person) -> None:
    planted = "A" * 43
    browser.cookies.set("helix", planted)
    fresh = sign_in(browser, member.email).cookies["helix"]
    assert fresh != planted
    assert (is_open(planted), is_open(fresh)) == (False, True)


def test_signing_in_again_ends_the_session_before(inside: TestClient, member: Person) -> None:
    before = inside.cookies["helix"]
    after = sign_in(inside, member.email).cookies["helix"]
    assert (is_open(before), is_open(after)) == (False, True)


def test_an_unknown_account_answers_as_a_wrong_password_does(browser: TestClient, member: Person) -> None:
    with transaction() as session:
        home = session.get_one(Institution, member.institution_id)
        without = make.person(session, Role.REVIEWER, home).email
    answers = [
        sign_in(browser, email, OTHER) for email in (member.email, without, "nobody@example.org", "nul\0@example.org")
    ]
    assert {answer.status_code for answer in answers} == {403}
    assert {alert(answer.text) for answer in answers} == {"The e-mail address and the password do not belong together."}
    pages = {re.sub(r'(name="email" value=")[^"]*', r"\1", answer.text) for answer in answers}
    assert len(pages) == 1
    assert not any("set-cookie" in answer.headers for answer in answers)


def test_who_has_left_cannot_sign_in_and_is_out_at_once(inside: TestClient, member: Person) -> None:
    assert inside.get("/account").status_code == 200
    with transaction() as session:
        deactivate_person(session, session.get_one(Person, member.id), actor=HELIX, now=datetime.now(UTC))
    assert inside.get("/account").status_code == 303
    assert sign_in(inside, member.email).status_code == 403


def test_guessing_at_one_account_is_stopped_and_says_until_when(browser: TestClient, member: Person) -> None:
    for _ in range(PER_ACCOUNT):
        assert sign_in(browser, "nobody@example.org", OTHER).status_code == 403
    answer = sign_in(browser, "nobody@example.org", OTHER)
    assert answer.status_code == 429
    assert alert(answer.text) == "There were too many attempts. Try again in 15 minutes."
    assert 0 < int(answer.headers["retry-after"]) <= 900
    assert sign_in(browser, member.email).status_code == 303


def test_guessing_from_one_address_is_stopped_even_with_the_right_password(
    browser: TestClient, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords._argon2(), "verify", lambda *_: False)
    for number in range(PER_ADDRESS):
        sign_in(browser, f"{number}@example.org", OTHER)
    monkeypatch.undo()
    assert sign_in(browser, member.email).status_code == 429


def test_when_all_places_are_taken_the_form_says_so(browser: TestClient, member: Person) -> None:
    for _ in range(passwords.AT_ONCE + passwords.WAITING):
        passwords._places.acquire()
    try:
        answer = sign_in(browser, member.email)
    finally:
        for _ in range(passwords.AT_ONCE + passwords.WAITING):
            passwords._places.release()
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert alert(answer.text) == "Many people are signing in at this moment. Try again in 1 minute."


@pytest.mark.parametrize(
    ("target", "reached"),
    [
        ("/offers/UJ-2026-0001/en?lang=pl", "/offers/UJ-2026-0001/en?lang=pl"),
        ("https://evil.example/", "/desk"),
        ("//evil.example/", "/desk"),
        ("/\\evil.example/", "/desk"),
        ("/a\nSet-Cookie: x", "/desk"),
        ("javascript:alert(1)", "/desk"),
        ("", "/desk"),
    ],
)
def test_signing_in_leads_on_but_never_elsewhere(inside: TestClient, target: str, reached: str) -> None:
    answer = inside.get("/sign-in", params={"next": target})
    assert (answer.status_code, answer.headers["location"]) == (303, reached)


def test_a_page_for_members_asks_to_sign_in_and_leads_back(browser: TestClient, member: Person) -> None:
    asked = browser.get("/account?lang=pl").headers["location"]
    assert asked == "/sign-in?next=%2Faccount%3Flang%3Dpl&lang=pl"
    page = browser.get(asked).text
    assert '<input type="hidden" name="next" value="/account?lang=pl">' in page
    assert sign_in(browser, member.email, next="/account?lang=pl").headers["location"] == "/account?lang=pl"


MEMBERS = [
    ("GET", "/account"),
    ("POST", "/account/password"),
    ("POST", "/account/sessions/1/end"),
    ("POST", "/account/sessions/end-others"),
]


@pytest.mark.parametrize(("method", "path"), MEMBERS)
@pytest.mark.parametrize("cookie", [None, "", "x", "ż", "A" * 43], ids=str)
def test_without_a_session_nothing_of_an_account_is_reached(
    browser: TestClient, method: str, path: str, cookie: str | None
) -> None:
    headers = {} if cookie is None else {"cookie": f"helix={cookie}".encode()}
    answer = browser.request(method, path, headers=headers)  # type: ignore[arg-type]  # bytes are sent as they are
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")


UNSAFE = ["/sign-in", "/sign-out", "/account/password", "/account/sessions/1/end", "/account/sessions/end-others"]


@pytest.mark.parametrize("path", [*UNSAFE, "/invitation/x"])
@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "", "origin": "http://127.0.0.1:8000"},
    ],
    ids=str,
)
def test_another_sites_form_is_refused(inside: TestClient, path: str, headers: dict[str, str]) -> None:
    answer = inside.post(path, headers=headers)
    assert answer.status_code == 403
    assert "This did not come from our page" in answer.text
    assert "To żądanie nie pochodzi z naszej strony" in answer.text
    assert is_open(inside.cookies["helix"])


@pytest.mark.filterwarnings("ignore:Duplicate Operation ID")  # GET and HEAD of one page
def test_every_unsafe_route_of_the_pages_is_guarded_or_a_signed_link(inside: TestClient) -> None:
    paths = create_pages_app().openapi()["paths"]
    unsafe = [path for path, methods in paths.items() if {"post", "put", "patch", "delete"} & set(methods)]
    assert set(unsafe) >= {path.replace("/1/", "/{session_id}/") for path in UNSAFE}
    free = [path for path in unsafe if path.startswith(SIGNED_LINKS)]
    assert {path.partition("{")[0] for path in free} == set(SIGNED_LINKS)
    for path in set(unsafe) - set(free):
        answer = inside.post(re.sub(r"\{\w+\}", "1", path), headers={"sec-fetch-site": "cross-site"})
        assert (path, answer.status_code, "This did not come from our page" in answer.text) == (path, 403, True)


def test_signing_out_ends_the_session_and_takes_the_cookie_back(inside: TestClient) -> None:
    secret = inside.cookies["helix"]
    answer = inside.post("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert answer.headers["set-cookie"].startswith('helix=""; ')
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert not is_open(secret)


@pytest.mark.parametrize("age", [timedelta(hours=12), timedelta(days=14)], ids=str)
def test_an_old_session_is_over(browser: TestClient, member: Person, age: timedelta) -> None:
    browser.cookies.set("helix", begin(member, datetime.now(UTC) - age))
    assert browser.get("/account").status_code == 303


def test_being_seen_keeps_a_session_open(browser: TestClient, member: Person) -> None:
    begun = datetime.now(UTC) - timedelta(hours=11)
    browser.cookies.set("helix", begin(member, begun))
    browser.get("/account")
    with reading() as session:
        row = session.exec(select(BrowserSession)).one()
    assert row.seen_at > begun + timedelta(hours=10)
    assert row.expires_at == begun + timedelta(days=14)


def test_a_person_sees_their_sessions_and_ends_one(inside: TestClient, member: Person) -> None:
    other = begin(member)
    page = inside.get("/account?lang=en").text
    assert page.count("<strong>Firefox, Linux</strong>") == 2
    assert page.count("this browser") == 1
    action = re.findall(r'action="(/account/sessions/\d+/end)', page)
    answer = inside.post(action[0])
    assert answer.headers["location"] == "/account?done=session"
    assert (is_open(other), is_open(inside.cookies["helix"])) == (False, True)
    assert 'role="status">Sesja została zakończona.' in inside.get(answer.headers["location"]).text


def test_nobody_ends_anothers_session(inside: TestClient, member: Person) -> None:
    with transaction() as session:
        stranger = make.person(session, Role.OFFICER, session.get_one(Institution, member.institution_id))
    theirs = begin(stranger)
    with reading() as session:
        row = session.exec(select(BrowserSession).where(BrowserSession.person_id == stranger.id)).one()
    assert inside.post(f"/account/sessions/{row.id}/end").status_code == 404
    inside.post("/account/sessions/end-others")
    assert is_open(theirs)


def test_all_other_sessions_end_at_once(inside: TestClient, member: Person) -> None:
    others = [begin(member) for _ in range(2)]
    assert inside.post("/account/sessions/end-others").headers["location"] == "/account?done=sessions"
    assert [is_open(each) for each in (*others, inside.cookies["helix"])] == [False, False, True]


def change(inside: TestClient, current: str, password: str, again: str | None = None):
    data = {"current": current, "password": password, "again": password if again is None else again}
    return inside.post("/account/password?lang=en", data=data)


def test_a_changed_password_is_the_one_that_counts(inside: TestClient, member: Person) -> None:
    other = begin(member)
    assert change(inside, PASSWORD, OTHER).headers["location"] == "/account?done=password&lang=en"
    assert (is_open(other), is_open(inside.cookies["helix"])) == (False, True)
    assert sign_in(inside, member.email, PASSWORD).status_code == 403
    assert sign_in(inside, member.email, OTHER).status_code == 303


@pytest.mark.parametrize(
    ("current", "password", "again", "said"),
    [
        (OTHER, OTHER, None, "The present password is not right."),
        (PASSWORD, OTHER, "two quiet harbors", "The two new passwords differ. Type the same one twice."),
        (PASSWORD, "short", None, "The password is too short: take at least 12 characters, such as a few words."),
        (PASSWORD, "x" * 201, None, "The password is too long: at most 200 characters."),
        (PASSWORD, "", None, "The password is too short: take at least 12 characters, such as a few words."),
        (PASSWORD, "aaaaaaaaaaaaa", None, "This password is too easily guessed: take a few words"),
    ],
)
def test_an_unfit_change_says_what_is_wrong(
    inside: TestClient, current: str, password: str, again: str | None, said: str
) -> None:
    answer = change(inside, current, password, again)
    assert answer.status_code == 422
    assert alert(answer.text).startswith(said)


def test_the_present_password_cannot_be_guessed_in_a_borrowed_session(inside: TestClient) -> None:
    for _ in range(PER_ACCOUNT):
        change(inside, OTHER, OTHER)
    assert change(inside, PASSWORD, OTHER).status_code == 429


@pytest.fixture
def invitation(member: Person) -> Invitation:
    with transaction() as session:
        return invite_again(session, member, actor=HELIX, now=datetime.now(UTC))


def test_an_invitation_sets_the_password_and_signs_in_once(
    browser: TestClient, member: Person, invitation: Invitation
) -> None:
    link = invitation_link(invitation.id)
    assert f"Posłużą adres {member.email}".lower() in browser.get(link).text.lower()
    answer = browser.post(link, data={"password": OTHER, "again": OTHER})
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk")
    assert "<h1>Łucja Żądło</h1>" in browser.get("/account").text
    assert sign_in(browser, member.email, OTHER).status_code == 303
    for again in (browser.get(link), browser.post(link, data={"password": PASSWORD, "again": PASSWORD})):
        assert again.status_code == 410
        assert "This invitation is over" in again.text


def test_an_invitation_whose_days_have_passed_is_over(
    browser: TestClient, invitation: Invitation, member: Person
) -> None:
    with transaction() as session:
        session.get_one(Invitation, invitation.id).expires_at = datetime.now(UTC)
    assert browser.get(invitation_link(invitation.id)).status_code == 410


@pytest.mark.parametrize("place", [0, 5, -1])
def test_an_invitation_changed_by_a_character_is_refused(
    browser: TestClient, invitation: Invitation, place: int
) -> None:
    letters = list(invitation_link(invitation.id).removeprefix("/invitation/"))
    letters[place] = "A" if letters[place] != "A" else "B"
    link = f"/invitation/{''.join(letters)}"
    for answer in (browser.get(link), browser.post(link, data={"password": OTHER, "again": OTHER})):
        assert answer.status_code == 404
        assert "This link is incomplete" in answer.text


def test_an_invitation_with_an_unfit_password_can_be_tried_again(browser: TestClient, invitation: Invitation) -> None:
    link = f"{invitation_link(invitation.id)}?lang=en"
    answer = browser.post(link, data={"password": "short", "again": "short"})
    assert (answer.status_code, alert(answer.text)[:28]) == (422, "The password is too short: t")
    answer = browser.post(link, data={"password": OTHER, "again": PASSWORD})
    assert (answer.status_code, alert(answer.text)[:28]) == (422, "The two new passwords differ")
    assert browser.post(link, data={"password": OTHER, "again": OTHER}).status_code == 303


def test_accepting_an_invitation_ends_the_session_of_who_was_signed_in(inside: TestClient, member: Person) -> None:
    with transaction() as session:
        guest = make.person(session, Role.REVIEWER, session.get_one(Institution, member.institution_id))
        number = invite_again(session, guest, actor=HELIX, now=datetime.now(UTC)).id
    before = inside.cookies["helix"]
    fresh = inside.post(invitation_link(number), data={"password": OTHER, "again": OTHER}).cookies["helix"]
    assert (is_open(before), is_open(fresh)) == (False, True)


def test_what_a_browser_calls_itself_is_escaped(browser: TestClient, member: Person) -> None:
    browser.headers["user-agent"] = "<script>x</script>"
    sign_in(browser, member.email)
    page = browser.get("/account?lang=en").text
    assert "<script>" not in page
    assert "Unknown browser" in page


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18.0 Safari/605.1", "Safari, macOS"),
        ("curl/8.0", ""),
    ],
)
def test_a_session_is_known_by_browser_and_system(user_agent: str, name: str) -> None:
    assert known_as(user_agent) == name
