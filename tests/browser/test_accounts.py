"""Search, the administrators' room and signing in at the institution's provider, in a real browser."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO

import pytest
from sqlmodel import Session

from models.actions.accounts import Browser, begin_session, invite_again, set_password
from models.actions.attachments import add_attachment
from models.actions.messages import write_message
from models.actions.people import create_token
from models.db import transaction
from models.files import keep_stream
from models.queries.accounts import person_actor
from models.rules.words import Role, Via
from models.settings import settings
from models.tables import Person
from tests import factories as make
from tests.browser.conftest import Desk
from tests.factories import NOW
from tests.providers import OpenIdProvider, open_id_provider

Open = Callable[..., Desk]


def settled(desk: Desk, path: str, name: str) -> None:
    """Looked at in both languages: axe finds nothing, and a phone is wide enough."""
    for language in ("en", "pl"):
        desk.open(path, language)
        desk.look(f"{name}-{language}")
        assert desk.faults() == []
        assert not desk.overflows()


def network(session: Session) -> make.Cast:
    cast = make.cast(session)
    now = datetime.now(UTC)
    anna = make.person(session, Role.OFFICER, cast.institution, name="Anna Maria Świerczyńska-Brzęczyszczykiewicz")
    invite_again(session, anna, actor=make.HELIX, now=now)
    assert cast.officer.person_id is not None
    set_password(session, cast.officer.person_id, "$argon2id$not-verified-here", now=now)
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    begin_session(session, cast.officer.person_id, Browser(agent, "192.0.2.7"), now=now)
    gone = make.person(session, Role.RESEARCHER, cast.institution, name="Zofia Dawna")
    gone.active = False
    session.add(gone)
    for label, days in (("reports", 30), ("", None), ("sprawozdania kwartalne", None)):
        create_token(session, session.get_one(Person, cast.officer.person_id), now=now, label=label, days=days)
    return cast


def case(session: Session, cast: make.Cast) -> None:
    title = "Test paskowy na karbapenemazy w moczu z koniugatem złota"
    made = make.to_partnering(session, cast, title=title)
    make.technology(session, cast.researcher, description="The strip reads untreated urine. " * 12)
    stored = keep_stream(BytesIO(b"x"), settings().files, most=100)
    add_attachment(session, made.id, stored, "strip_pomiary_łąka.xlsx", actor=cast.officer, now=NOW)
    write_message(session, made.id, "How long is the strip stable at 40 degrees?", actor=cast.officer, now=NOW)
    make.partner(session, cast)


def test_an_officer_finds_a_case_without_polish_letters(desk: Open) -> None:
    with transaction() as session:
        cast = network(session)
        case(session, cast)
    officer = desk(cast.officer)
    page = officer.open("/search")
    page.get_by_role("searchbox").fill("zlota karbapen")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Test paskowy na karbapenemazy w moczu z koniugatem złota").wait_for()
    assert page.locator("mark").count() == 0  # the title says it all: nothing is quoted
    settled(officer, "/search", "search-empty")
    settled(officer, "/search?q=strip", "search")
    settled(officer, "/search?q=nothing+like+it", "search-nothing")
    assert officer.open("/search?q=strip").locator("mark").count() > 0


def test_a_stranger_finds_the_published_offer_alone(desk: Open) -> None:
    with transaction() as session:
        cast = network(session)
        case(session, cast)
    page = desk(cast.colleague).open("/search?q=strip", "en")
    assert page.locator(".hits > li").count() == 1
    page.get_by_role("link", name="Rapid strip test for resistant bacteria in urine").click()
    assert page.url.endswith("/en?lang=en")
    assert "/offers/" in page.url


def test_an_administrator_invites_somebody_and_ends_an_account(desk: Open) -> None:
    with transaction() as session:
        cast = network(session)
    administrator = desk(cast.administrator)
    page = administrator.open("/people", "en")
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("First name and surname").fill("Łukasz Źródło")
    page.get_by_label("E-mail address").fill("nobody")
    page.get_by_label("Institution").select_option(cast.institution.code)
    page.evaluate("document.querySelector('.form').noValidate = true")
    page.get_by_role("button", name="Send the invitation").click()
    assert "is-invalid" not in page.content()
    assert page.locator(".fault").count() == 1
    assert page.get_by_label("First name and surname").input_value() == "Łukasz Źródło"
    page.get_by_label("E-mail address").fill("lukasz@example.org")
    page.get_by_role("button", name="Send the invitation").click()
    page.get_by_role("heading", name="Łukasz Źródło").wait_for()
    assert "The invitation is on its way" in page.get_by_role("status").inner_text()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="End the account").click()
    page.get_by_text("The account is ended, with every session and token.").wait_for()
    assert page.get_by_role("button", name="End the account").count() == 0


def test_the_administrators_room_is_in_order(desk: Open) -> None:
    with transaction() as session:
        cast = network(session)
    administrator = desk(cast.administrator)
    assert cast.officer.person_id is not None
    settled(administrator, "/people", "people")
    settled(administrator, "/people?q=nikt", "people-nobody")
    settled(administrator, f"/people/{cast.officer.person_id}", "person")
    settled(administrator, "/people/invite", "invite")
    settled(administrator, "/people/institutions", "institutions")
    settled(administrator, "/people/institutions/new", "institution-new")
    settled(administrator, f"/people/institutions/{cast.institution.id}", "institution")
    settled(administrator, "/people/tokens", "tokens")


def test_people_are_kept_without_a_script_too(desk: Open) -> None:
    with transaction() as session:
        cast = network(session)
    page = desk(cast.administrator, javascript=False).open("/people/institutions/new", "en")
    for label, value in (("Code", "NEW"), ("Name in Polish", "Nowy instytut"), ("Name in English", "A new institute")):
        page.get_by_label(label, exact=label == "Code").fill(value)
    page.get_by_role("button", name="Save").click()
    assert "The institution is registered." in page.get_by_role("status").inner_text()
    page.get_by_role("link", name="API tokens").click()
    page.get_by_role("button", name="Revoke: reports").click()
    assert "The token no longer opens anything." in page.get_by_role("status").inner_text()


@pytest.fixture
def provider(site_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenIdProvider]:
    with open_id_provider() as running:
        monkeypatch.setenv("HELIX_OIDC_ISSUER", running.issuer)
        monkeypatch.setenv("HELIX_OIDC_CLIENT_ID", "helix")
        monkeypatch.setenv("HELIX_OIDC_CLIENT_SECRET", "secret")
        monkeypatch.setenv("HELIX_OIDC_NAME", "USOS")
        settings.cache_clear()
        yield running


def test_a_person_signs_in_at_their_institutions_provider(desk: Open, provider: OpenIdProvider) -> None:
    with transaction() as session:
        who = make.person(session, Role.REVIEWER, make.institution(session), name="Łucja Żądło")
    provider.knows("lucja", email=who.email, email_verified=True)
    stranger = desk()
    settled(stranger, "/sign-in", "sign-in-provider")
    page = stranger.open("/account", "en")
    page.get_by_role("link", name="Sign in with USOS").click()
    page.locator("input[name=sub]").first.fill("lucja")
    page.get_by_role("button", name="Authorize").first.click()
    page.get_by_role("heading", name="Łucja Żądło").wait_for()
    with transaction() as session:
        administrator = make.person(session, Role.ADMINISTRATOR, make.institution(session))
    room = desk(person_actor(administrator, Via.PAGE))
    settled(room, f"/people/{who.id}", "person-linked")


def test_whom_the_provider_knows_and_we_do_not_is_told_what_to_do(desk: Open, provider: OpenIdProvider) -> None:
    provider.knows("nobody", email="nobody@example.org", email_verified=True)
    stranger = desk()
    page = stranger.open("/sign-in/oidc")
    page.locator("input[name=sub]").first.fill("nobody")
    page.get_by_role("button", name="Authorize").first.click()
    page.get_by_role("heading", name="There is no account for you here yet").wait_for()
    stranger.look("provider-unknown")
    assert stranger.faults() == []
