"""The researcher's desk in a real browser: a disclosure from its first word to triage, and one that came back."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import Page, expect
from sqlmodel import select

from flows.letters import letters
from models.actions.offers import approve_offer, save_offer
from models.actions.remarks import return_disclosure
from models.actions.stages import advance
from models.db import reading, transaction
from models.rules.words import NoticeKind, SignoffKind, Stage, Via, WorkKind
from models.tables import Notice, Signoff, Technology
from tests import factories as make
from tests.browser.conftest import Desk

Opener = Callable[..., Desk]
TITLE = "Szybki test paskowy wykrywający łańcuchy enzymów oporności w moczu bez hodowli"


def now() -> datetime:
    return datetime.now(UTC)


def cast() -> make.Cast:
    with transaction() as session:
        return make.cast(session)


def looked_at(desk: Desk, name: str, language: str) -> None:
    desk.look(f"{name}-{language}")
    assert desk.faults() == []
    assert not desk.overflows(), name


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Save and go on").click()


def share_links() -> dict[str, str]:
    """By address, as the e-mails will carry them."""
    with reading() as session:
        ids = list(session.exec(select(Notice.id).where(Notice.kind == NoticeKind.SHARE_REQUEST)))
        written = letters(session, WorkKind.SEND_NOTICE, ids, now=now())
    return {letter.address: str(letter.values["link"]) for letter in written.values()}


def fill_what_it_is(page: Page) -> None:
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Field").select_option("diagnostics")
    page.get_by_label("Public abstract").fill("A strip that tells within minutes whether an infection is resistant.")
    page.get_by_label("The problem").fill("Culture takes two days, and patients are treated blindly until then.")


def fill_what_is_new(page: Page) -> None:
    page.get_by_label("How it works").fill("A peptide on a nitrocellulose strip binds the zinc site.")
    page.get_by_label("What is new about it").fill("The capture molecule is a peptide and not an antibody.")
    page.get_by_label("Advantages").fill("20 minutes instead of 48 hours.")
    page.get_by_label("Confidential abstract").fill("A boronic ester linker holds the conjugate.")


def fill_person(page: Page, number: int, name: str, email: str, share: str) -> None:
    row = page.locator(f"#row-{number}")
    row.get_by_label("Name", exact=True).fill(name)
    row.get_by_label("E-mail address").fill(email)
    row.get_by_label("Share in %").fill(share)
    row.get_by_label("Status").select_option("doctoral")


def begin_and_leave(writer: Desk) -> None:
    """The first two steps, saved as typed: a reload and a way out lose nothing."""
    page = writer.open("/disclosures")
    page.get_by_role("link", name="New disclosure").click()
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Made public?")
    expect(page.get_by_text("no general grace period").first).to_be_visible()
    page.get_by_label("No, nothing").check()
    go_on(page)
    fill_what_it_is(page)
    expect(page.locator("#saved")).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    with page.expect_response(re.compile("/save$")):
        page.get_by_label("The problem").press_sequentially(" It costs lives.")
    expect(page.locator("#saved")).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    page.reload()
    expect(page.get_by_label("Title")).to_have_value(TITLE)
    expect(page.get_by_label("The problem")).to_have_value(re.compile("It costs lives.$"))


def come_back_and_finish(writer: Desk) -> None:
    page = writer.open("/disclosures")
    page.get_by_role("link", name=f"Go on with {TITLE}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What it is")
    go_on(page)
    fill_what_is_new(page)
    go_on(page)
    name_people(page)
    go_on(page)
    page.get_by_label("Funder", exact=True).fill("Narodowe Centrum Nauki")
    go_on(page)
    page.get_by_label("State of development").select_option("4")
    page.get_by_label("Keywords").fill("lateral flow, resistance")
    go_on(page)
    page.get_by_label("Add a file").set_input_files({"name": "ż.csv", "mimeType": "text/csv", "buffer": b"1;2"})
    page.get_by_role("button", name="Add the file").click()
    expect(page.get_by_role("link", name="ż.csv")).to_be_visible()
    page.get_by_role("link", name="Go on", exact=True).click()
    expect(page.get_by_text("Everything that the office needs is there.")).to_be_visible()
    page.get_by_role("button", name="Submit the disclosure").click()
    expect(page.get_by_text(re.compile("It has arrived"))).to_be_visible()
    expect(page.get_by_role("link", name="ż.csv")).to_be_visible()


def name_people(page: Page) -> None:
    page.locator("#row-0").get_by_label("Share in %").fill("50")
    expect(page.locator("#sum")).to_have_text("50%")
    page.get_by_role("button", name="Add a person").click()
    fill_person(page, 1, "Jan Kowalski", "jan@example.org", "33,3")
    page.get_by_role("button", name="Add a person").click()
    fill_person(page, 2, "Zoë Müller", "zoe@example.org", "16.7")
    expect(page.locator("#sum")).to_have_text("100%")


def test_a_disclosure_goes_from_its_first_word_to_triage_with_two_co_authors(desk: Opener) -> None:
    people = cast()
    writer = desk(people.researcher)
    begin_and_leave(writer)
    come_back_and_finish(writer)
    page, where = writer.page, writer.page.url.partition("?")[0]

    links = share_links()
    assert set(links) == {"jan@example.org", "zoe@example.org"}
    for share, link in (("33.3%", links["jan@example.org"]), ("16.7%", links["zoe@example.org"])):
        stranger = desk(javascript=False).page
        stranger.goto(link)
        expect(stranger.get_by_text("nitrocellulose")).to_have_count(0)
        stranger.get_by_role("button", name=f"I confirm my share of {share}").click()
        expect(stranger.get_by_text(re.compile(f"You confirmed your share of {share}"))).to_be_visible()

    with transaction() as session:
        made = session.exec(select(Technology)).one()
        signed = session.exec(select(Signoff).where(Signoff.kind == SignoffKind.CONFIRMATION)).all()
        assert sorted((each.actor_name, each.via) for each in signed) == [
            ("Jan Kowalski", Via.LINK),
            ("Zoë Müller", Via.LINK),
            ("Łucja Żądło", Via.PAGE),
        ]
        advance(session, made.id, to=Stage.TRIAGE, actor=people.officer, now=now())
    page.goto(where)
    expect(page.locator(".way [aria-current]")).to_have_text("Triage")
    expect(page.get_by_text("Who holds the ball")).to_be_visible()


def test_a_returned_disclosure_is_corrected_beside_the_officers_remarks(desk: Opener) -> None:
    people = cast()
    with transaction() as session:
        made = make.to_triage(session, people)
        remarks = {
            "novelty": "Compare with the strip of 2019.",
            "trl": "Was it shown in a clinic, or in the laboratory?",
        }
        return_disclosure(
            session, made.id, reason="Two fields, please.", remarks=remarks, actor=people.officer, now=now()
        )
    writer = desk(people.researcher)
    page = writer.open("/disclosures")
    for language in ("en", "pl"):
        writer.open("/disclosures", language)
        looked_at(writer, "list-returned", language)
        writer.open(f"/disclosures/{made.reference}", language)
        looked_at(writer, "case-returned", language)
    writer.open(f"/disclosures/{made.reference}")
    expect(page.get_by_text("Compare with the strip of 2019.")).to_be_visible()
    expect(page.get_by_text("Two fields, please.")).to_be_visible()
    page.get_by_role("button", name="Correct the disclosure").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What is new")
    looked_at(writer, "step-remark", "en")
    beside = page.locator(".field", has=page.get_by_label("What is new about it"))
    expect(beside.get_by_text("Compare with the strip of 2019.")).to_be_visible()
    page.get_by_label("What is new about it").fill("A peptide captures, where the strip of 2019 had an antibody.")
    go_on(page)
    page.get_by_role("link", name=re.compile("Check and submit")).click()
    page.get_by_role("button", name="Submit the correction").click()
    expect(page.get_by_text(re.compile("It has arrived"))).to_be_visible()
    expect(page.get_by_text("Compare with the strip of 2019.")).to_have_count(0)


def test_of_two_windows_the_older_is_told_and_nothing_is_lost(desk: Opener) -> None:
    people = cast()
    writer = desk(people.researcher)
    older = writer.open("/disclosures/new")
    older.get_by_role("button", name="Begin").click()
    older.goto(older.url.replace("/public", "/what"))
    newer = older.context.new_page()
    newer.goto(older.url)
    newer.get_by_label("Title").fill("From the newer window")
    expect(newer.locator("#saved")).to_have_text(re.compile("Saved"))
    older.get_by_label("Title").fill("From the older window")
    expect(older.locator("#conflict")).to_be_visible()
    writer.look("conflict-en")
    expect(older.get_by_label("Title")).to_have_value("From the older window")
    older.get_by_role("button", name="Keep what stands here").click()
    expect(older.locator("#saved")).to_have_text(re.compile("Saved"))
    newer.reload()
    expect(newer.get_by_label("Title")).to_have_value("From the older window")


def test_without_a_connection_what_is_typed_waits_and_is_saved_later(desk: Opener) -> None:
    people = cast()
    page = desk(people.researcher).open("/disclosures/new")
    page.get_by_role("button", name="Begin").click()
    page.goto(page.url.replace("/public", "/what"))
    page.context.set_offline(True)
    page.get_by_label("Title").fill("Written in the train")
    expect(page.locator("#saved")).to_have_text(re.compile("no connection"))
    page.context.set_offline(False)
    expect(page.locator("#saved")).to_have_text(re.compile("Saved"))
    page.reload()
    expect(page.get_by_label("Title")).to_have_value("Written in the train")


def test_every_page_of_the_desk_is_clean_in_both_languages_and_on_a_phone(desk: Opener) -> None:
    people = cast()
    with transaction() as session:
        made = make.to_offer(session, people)
        offer = save_offer(session, made.id, make.offer_form(), actor=people.officer, now=now())
        approve_offer(session, offer.id, digest=offer.digest, actor=people.officer, now=now())
        make.technology(session, people.colleague, contributors=_three(people, lead=False), title="Ł" * 300)
    writer = desk(people.researcher)
    page = writer.open("/disclosures/new")
    page.get_by_role("button", name="Begin").click()
    draft = page.url.rpartition("/")[0].removeprefix(writer.base)
    writer.open(f"{draft}/public").get_by_label("Yes").check()
    go_on(page)
    page.get_by_label("Title").fill("ł" * 300)
    go_on(page)
    paths = {f"step-{name}": f"{draft}/{name}" for name in "public what new people funding market files check".split()}
    paths |= {
        "list": "/disclosures",
        "new": "/disclosures/new",
        "case": f"/disclosures/{made.reference}",
        "consent": f"/disclosures/{made.reference}/consent/{offer.id}",
    }
    for language in ("en", "pl"):
        for name, path in paths.items():
            writer.open(path, language)
            looked_at(writer, name, language)
        stranger = desk()
        stranger.open(next(iter(share_links().values())).removeprefix(stranger.base), language)
        looked_at(stranger, "share", language)


def _three(people: make.Cast, *, lead: bool = True) -> list[object]:
    ours = make.contributor(people.researcher, 3330, lead=lead)
    other = make.contributor(people.colleague, 5000, lead=not lead)
    third = ours.model_copy(
        update={"name": "Zoë Müller-Wawrzyńczykiewicz", "email": "zoe@example.org", "share_bp": 1670, "lead": False}
    )
    return [ours, other, third]
