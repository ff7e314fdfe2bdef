"""Signing in at a real identity provider: who gets in, who does not, and what a forger can do."""

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from api import oidc
from api.app import create_app
from api.oidc import Begun, Provider, ProviderDown, ProviderRefused
from models.actions.accounts import Browser, begin_session
from models.actions.identities import Claims, sign_in_by_identity
from models.actions.people import deactivate_person, digest_of_secret
from models.db import reading, transaction
from models.errors import IdentityRefused
from models.queries.accounts import signed_in
from models.rules.words import Role
from models.settings import settings
from models.tables import BrowserSession, Identity, Person
from tests import factories as make
from tests.factories import HELIX
from tests.providers import OpenIdProvider, open_id_provider

CALLBACK = "/sign-in/oidc/callback"
BASE = "http://127.0.0.1:8000"


@pytest.fixture
def member(configured: OpenIdProvider) -> Person:
    with transaction() as session:
        return make.person(session, Role.OFFICER, make.institution(session), name="Łucja Żądło")


@pytest.fixture
def browser(configured: OpenIdProvider) -> Iterator[TestClient]:
    with TestClient(create_app(), base_url=BASE, follow_redirects=False) as client:
        yield client


def begin(browser: TestClient, target: str = "") -> str:
    answer = browser.get("/sign-in/oidc", params={"next": target} if target else {})
    assert answer.status_code == 303
    return answer.headers["location"]


def come_back(browser: TestClient, parameters: dict[str, str]):
    return browser.get(CALLBACK, params=parameters)


def sign_in(browser: TestClient, provider: OpenIdProvider, subject: str, target: str = ""):
    return come_back(browser, provider.confirms(begin(browser, target), subject))


def identities() -> list[Identity]:
    with reading() as session:
        return list(session.exec(select(Identity)).all())


def sessions() -> int:
    with reading() as session:
        return len(session.exec(select(BrowserSession)).all())


def refused(answer, status: int, said: str) -> None:
    """With clear words, without a session, and nothing was made."""
    assert (answer.status_code, said in answer.text) == (status, True), answer.text
    assert "helix=" not in answer.headers.get("set-cookie", "").replace("helix-oidc=", "")
    assert identities() == []
    assert sessions() == 0


def test_the_sign_in_page_shows_the_button_where_a_provider_is_set_up(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = browser.get("/sign-in", params={"next": "/account"}).text
    assert 'href="/sign-in/oidc?next=%2Faccount">Sign in with USOS</a>' in shown
    monkeypatch.setattr(settings(), "oidc_name", "")
    assert "Zaloguj się przez konto swojej instytucji" in browser.get("/sign-in?lang=pl").text
    monkeypatch.setattr(settings(), "oidc_issuer", "")
    assert "/sign-in/oidc" not in browser.get("/sign-in").text
    assert browser.get("/sign-in/oidc").status_code == browser.get(CALLBACK).status_code == 404


def test_the_browser_is_sent_with_pkce_a_state_and_a_nonce(browser: TestClient, provider: OpenIdProvider) -> None:
    address = urlsplit(begin(browser))
    asked = {name: value for name, [value] in parse_qs(address.query).items()}
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{provider.issuer}/oauth2/authorize"
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert (asked["client_id"], asked["scope"]) == ("helix", "openid email profile")
    assert asked["redirect_uri"] == BASE + CALLBACK
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) == 43
    assert begin(browser) != begin(browser)


def test_what_the_browser_keeps_is_out_of_reach_of_scripts_and_short_lived(browser: TestClient) -> None:
    cookie = browser.get("/sign-in/oidc").headers["set-cookie"]
    assert cookie.startswith("helix-oidc=")
    assert cookie.endswith("; HttpOnly; Max-Age=600; Path=/; SameSite=lax")


def test_a_confirmed_address_links_the_person_once_and_signs_them_in(
    browser: TestClient, provider: OpenIdProvider, member: Person
) -> None:
    provider.knows("lucja", email=member.email.upper(), email_verified=True)
    answer = sign_in(browser, provider, "lucja", "/account?lang=en")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account?lang=en")
    assert "Łucja Żądło" in browser.get("/account").text
    [identity] = identities()
    assert (identity.person_id, identity.issuer, identity.subject) == (member.id, provider.issuer, "lucja")
    provider.knows("lucja", email="married@elsewhere.example", email_verified=False)
    assert sign_in(browser, provider, "lucja").status_code == 303  # the subject is known: the address no longer counts
    assert len(identities()) == 1


def test_an_unknown_person_is_told_so_and_nothing_is_made(browser: TestClient, provider: OpenIdProvider) -> None:
    provider.knows("nobody", email="nobody@example.org", email_verified=True)
    refused(sign_in(browser, provider, "nobody"), 403, "There is no account for you here yet")


@pytest.mark.parametrize("claims", [{"email_verified": False}, {}, {"email_verified": "yes"}], ids=str)
def test_an_address_that_nobody_vouches_for_opens_nothing(
    browser: TestClient, provider: OpenIdProvider, member: Person, claims: dict[str, object]
) -> None:
    provider.knows("mallory", email=member.email, **claims)
    refused(sign_in(browser, provider, "mallory"), 403, "Your e-mail address is not confirmed")


def test_no_address_at_all_opens_nothing(browser: TestClient, provider: OpenIdProvider, member: Person) -> None:
    provider.knows("quiet", email_verified=True)
    refused(sign_in(browser, provider, "quiet"), 403, "Your e-mail address is not confirmed")


def test_who_has_left_stays_out_linked_or_not(browser: TestClient, provider: OpenIdProvider, member: Person) -> None:
    provider.knows("left", email=member.email, email_verified=True)
    assert sign_in(browser, provider, "left").status_code == 303
    leave(member)
    answer = sign_in(browser, provider, "left")
    assert (answer.status_code, "This account was ended" in answer.text) == (403, True)
    assert browser.get("/account").status_code == 303
    provider.knows("left-again", email=member.email, email_verified=True)
    assert "This account was ended" in sign_in(browser, provider, "left-again").text


def leave(member: Person) -> None:
    with transaction() as session:
        deactivate_person(session, session.get_one(Person, member.id), actor=HELIX, now=datetime.now(UTC))


def test_an_address_given_to_somebody_new_does_not_hand_over_the_account(
    browser: TestClient, provider: OpenIdProvider, member: Person
) -> None:
    provider.knows("first", email=member.email, email_verified=True)
    provider.knows("second", email=member.email, email_verified=True)
    assert sign_in(browser, provider, "first").status_code == 303
    answer = sign_in(browser, provider, "second")
    assert (answer.status_code, "This account belongs to another identity" in answer.text) == (403, True)
    assert [each.subject for each in identities()] == ["first"]


def test_a_session_brought_along_is_ended_and_a_fresh_one_begins(
    browser: TestClient, provider: OpenIdProvider, member: Person
) -> None:
    provider.knows("lucja", email=member.email, email_verified=True)
    with transaction() as session:
        before = begin_session(session, member.id, Browser(), now=datetime.now(UTC))
    browser.cookies.set("helix", before, domain="127.0.0.1")
    after = sign_in(browser, provider, "lucja").cookies["helix"]
    assert after != before
    with reading() as session:
        found = [signed_in(session, digest_of_secret(each), now=datetime.now(UTC)) for each in (before, after)]
    assert [each is None for each in found] == [True, False]


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "/a\nb"])
def test_no_next_address_leads_elsewhere(
    browser: TestClient, provider: OpenIdProvider, member: Person, target: str
) -> None:
    provider.knows("lucja", email=member.email, email_verified=True)
    assert sign_in(browser, provider, "lucja", target).headers["location"] == "/desk"


@pytest.mark.parametrize("state", ["", "x", "A" * 43])
def test_another_state_is_refused(browser: TestClient, provider: OpenIdProvider, member: Person, state: str) -> None:
    provider.knows("lucja", email=member.email, email_verified=True)
    given = provider.confirms(begin(browser), "lucja") | {"state": state}
    refused(come_back(browser, given), 400, "This sign-in could not be finished")


def test_what_was_begun_elsewhere_is_not_finished_here(
    browser: TestClient, provider: OpenIdProvider, member: Person
) -> None:
    """A forger's own code and state, sent to somebody whose browser has begun nothing, or something else."""
    provider.knows("forger", email=member.email, email_verified=True)
    with TestClient(create_app(), base_url=BASE, follow_redirects=False) as forger:
        theirs = provider.confirms(begin(forger), "forger")
    refused(come_back(browser, theirs), 400, "This sign-in could not be finished")
    begin(browser)
    refused(come_back(browser, theirs), 400, "This sign-in could not be finished")


def test_nobody_comes_back_twice(browser: TestClient, provider: OpenIdProvider, member: Person) -> None:
    provider.knows("lucja", email=member.email, email_verified=True)
    given = provider.confirms(begin(browser), "lucja")
    kept = browser.cookies["helix-oidc"]
    answer = come_back(browser, given)
    assert answer.status_code == 303
    assert 'helix-oidc=""; HttpOnly; Max-Age=0' in answer.headers["set-cookie"]
    assert come_back(browser, given).status_code == 400
    browser.cookies.set("helix-oidc", kept, domain="127.0.0.1")  # who saved the cookie has only a used code
    before = sessions()
    assert come_back(browser, given).status_code == 400
    assert sessions() == before


def test_a_forged_or_old_cookie_is_refused(
    browser: TestClient, provider: OpenIdProvider, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.knows("lucja", email=member.email, email_verified=True)
    given = provider.confirms(begin(browser), "lucja")
    kept = browser.cookies["helix-oidc"]
    for wrong in (kept[:-1] + ("A" if kept[-1] != "A" else "B"), "x", "", "a.b.c"):
        browser.cookies.set("helix-oidc", wrong, domain="127.0.0.1")
        refused(come_back(browser, given), 400, "This sign-in could not be finished")
    browser.cookies.set("helix-oidc", kept, domain="127.0.0.1")
    monkeypatch.setattr("api.pages.accounts.oidc.MINUTES", -1)
    refused(come_back(browser, given), 400, "This sign-in could not be finished")


def test_another_browsers_verifier_does_not_fit_the_code(
    browser: TestClient, provider: OpenIdProvider, member: Person
) -> None:
    provider.knows("lucja", email=member.email, email_verified=True)
    client = Provider()
    address, begun = client.start(language="en")
    code = provider.confirms(address, "lucja")["code"]
    with pytest.raises(ProviderRefused):
        client.finish(Begun(begun.state, "another nonce", begun.verifier), code)
    with pytest.raises(ProviderRefused):
        client.finish(begun, "no such code")


def test_who_says_no_at_the_provider_is_not_signed_in(browser: TestClient, provider: OpenIdProvider) -> None:
    given = provider.denied(begin(browser))
    given |= {"state": parse_qs(urlsplit(begin(browser)).query)["state"][0]}
    refused(come_back(browser, given), 403, "You were not signed in")


def test_a_provider_that_is_down_is_said_to_be_and_asked_again_later(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "oidc_issuer", "http://127.0.0.1:1")
    refused(browser.get("/sign-in/oidc"), 503, "The sign-in service does not answer")

    def never(address: str) -> dict[str, object]:
        raise AssertionError(f"{address} was asked again at once")

    monkeypatch.setattr("api.oidc._read", never)
    refused(browser.get("/sign-in/oidc"), 503, "The sign-in service does not answer")


def test_a_provider_that_goes_down_meanwhile_is_said_to_be(
    browser: TestClient, provider: OpenIdProvider, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_id_provider() as other:
        monkeypatch.setattr(settings(), "oidc_issuer", other.issuer)
        other.knows("lucja", email=member.email, email_verified=True)
        given = other.confirms(begin(browser), "lucja")
    refused(come_back(browser, given), 503, "Usługa logowania nie odpowiada")


@pytest.mark.parametrize("issuer", ["http://provider.example", "ftp://127.0.0.1/", "nonsense"])
def test_nothing_is_asked_over_an_open_line(configured, monkeypatch: pytest.MonkeyPatch, issuer: str) -> None:
    monkeypatch.setattr(settings(), "oidc_issuer", issuer)
    with pytest.raises(ProviderDown):
        Provider().start(language="en")


def test_metadata_of_another_issuer_are_not_believed(
    configured: OpenIdProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "oidc_issuer", configured.issuer.replace("127.0.0.1", "localhost") + "/")
    with pytest.raises(ProviderDown):
        Provider().start(language="en")


@pytest.mark.parametrize(
    "keys",
    [{}, {"keys": None}, {"keys": ["none"]}, {"keys": [{}]}, {"keys": [{"kty": "RSA"}]}, {"keys": {"kty": "RSA"}}],
)
def test_a_provider_without_keys_in_order_is_said_to_be_down(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch, keys: dict[str, object]
) -> None:
    """No failure of ours, whatever stands there in place of a set of keys."""
    ours = oidc._read
    monkeypatch.setattr(oidc, "_read", lambda address: keys if address.endswith("jwks") else ours(address))
    refused(browser.get("/sign-in/oidc"), 503, "The sign-in service does not answer")


def test_of_two_first_sign_ins_at_the_same_moment_one_link_is_made(session) -> None:
    """The second finds what the first has made when it comes to write."""
    who = make.person(session, Role.REVIEWER, make.institution(session))
    claims = Claims("https://p.example", "s", who.email, email_verified=True)
    for _ in range(2):
        sign_in_by_identity(session, claims, Browser(), now=make.NOW)
    assert len(session.exec(select(Identity).where(Identity.person_id == who.id)).all()) == 1
    with pytest.raises(IdentityRefused):
        sign_in_by_identity(
            session, Claims("https://p.example", "t", who.email, email_verified=True), Browser(), now=make.NOW
        )
