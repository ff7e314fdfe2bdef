"""Nothing confidential leaves: a word in every confidential column, a technology played from disclosure to licence by
the real flows, and a search through all that strangers, partners and machines get to see."""

from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from io import BytesIO
from mailbox import Maildir
from typing import Any

import pikepdf
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sqlmodel import col, select
from xlsxwriter import Workbook

from flows.letters import message_id
from models.actions.accounts import invite_again
from models.actions.feeds import open_feed
from models.actions.people import create_token
from models.db import reading, transaction
from models.files import read
from models.links import brief_link, calendar_link, invitation_link, share_link, share_mark, stop_link
from models.queries.accounts import contact_actor
from models.queries.offers import latest_first
from models.queries.status import status_of
from models.rules.permissions import Actor
from models.rules.words import CompilationKind, NoticeKind, ReportFormat, ReportSpan, Stage, Via
from models.settings import settings
from models.tables import (
    Agreement,
    Brief,
    Compilation,
    Contact,
    Contributor,
    Delivery,
    Disclosure,
    Distribution,
    Funding,
    NearDuplicate,
    Notice,
    Partner,
    Person,
    PortfolioFile,
    PortfolioReport,
    PriorArt,
    RoomFile,
)
from tests import factories as make
from tests.api.json.test_permissions import ROUTES as JSON_ROUTES
from tests.api.pages.walking import WHO, filled, merged, session_of, unwalked
from tests.canaries import ONE_WAY, Place, canaries, canary, fill_empty_tables, found_in, plant, squeezed, unplanted
from tests.canary_play import NOW, Play, tell_threads_apart
from tests.deployment.conftest import cast as cast  # the fixture
from tests.deployment.servers import PrefectServer, shift
from tests.outward import Visitor, as_text, in_e_mails, links_in
from tests.outward_artefacts import (
    FILES,
    LETTERS,
    MADE_BY,
    NOT_WRITTEN,
    OPERATIONS,
    PACKS,
    PAGES,
    PARTS,
    SILENT,
    SILENT_OPERATIONS,
    STAY_INSIDE,
    Route,
    Said,
)
from tests.sources import ROOT

Texts = dict[str, str]


@pytest.fixture
def play(cast, tmp_path) -> Iterator[Play]:
    """Prefect's server and the shift start side by side."""
    server = PrefectServer(tmp_path / "prefect")
    server.folder.mkdir()
    server.begin()
    try:
        with shift(server, tmp_path, "--patience", "600") as working:
            yield Play(cast, server, working)
    finally:
        server.kill()


def test_no_confidential_word_reaches_anything_outward(play):
    play.act(play.disclose)
    play.act(play.to_review, play.to_offer)
    play.act(play.to_partnering)
    answer_as_partner()
    play.act(play.to_negotiation)
    known = addresses(play)
    published = asked_by_all(play, known) | files()
    play.act(play.to_licensed)
    with transaction() as session:
        fill_empty_tables(session)
        plant(session)
        tell_threads_apart(session)
    licensed = asked_by_all(play, known)

    check_play(play)
    written = letters()
    machines = {
        "the shift's log": play.shift.said(),
        "Prefect's log": play.server.said(),
        "Prefect's database": play.server.database().decode("latin-1"),
    }
    everything = {"published": published, "licensed": licensed, "letters": written, "machines": machines}
    assert {when: leaks(texts) for when, texts in everything.items()} == {when: {} for when in everything}
    shown = {"reference": known["reference"], "partner": "Greta Weiß"}
    assert unseen(published, artefacts(), shown) == {}
    assert unseen(written, LETTERS, shown) == {}
    assert all("pipeline" in machines[name] for name in ("the shift's log", "Prefect's database"))
    check_dossier(play)


# What is asked for


def answer_as_partner() -> None:
    """By the form on the page that the e-mail leads to, with a message; and by the button that sends a link."""
    with reading() as session:
        [delivery] = session.exec(select(Delivery.id)).all()
    partner, link = Visitor(), brief_link(delivery)
    assert partner.send(link, answer="interested", message=canary(Delivery, "message")) == 200
    assert partner.send(f"{link}/sign-in") == 200


def addresses(play: Play) -> dict[str, Any]:
    """What stands in the paths of `PAGES`; tokens by the beginnings of theirs."""
    with transaction() as session:
        technology = play.technology(session)
        [delivery] = session.exec(select(Delivery)).all()
        [agreement] = session.exec(select(Agreement.id)).all()
        [file] = session.exec(select(RoomFile.id)).all()
        who = session.exec(select(Contributor).where(Contributor.technology_id == technology.id)).one()
        share = share_mark(technology_id=technology.id, email=who.email, share_bp=who.share_bp)
        reviewer = session.get_one(Person, play.cast.reviewer.person_id)
        contact = session.get_one(Contact, delivery.contact_id)
        reader = contact_actor(contact, session.get_one(Partner, contact.partner_id), Via.PAGE)
        feed = open_feed(session, actor=play.cast.officer, now=NOW)
        invited = invite_again(session, reviewer, actor=make.HELIX, now=NOW)
        links = {
            "/b/": brief_link(delivery.id),
            "/u/": stop_link(contact.id),
            "/c/": share_link(who.id, share),
            "/invitation/": invitation_link(invited.id),
            "/calendar/": calendar_link(feed.id).removesuffix(".ics"),
        }
        return {
            "reference": technology.reference,
            "key": technology.reference,
            "language": "en",
            "number": 1,
            "delivery_id": delivery.id,
            "agreement_id": agreement,
            "lead_id": play.lead_id,
            "file_id": file,
            "brief_id": session.exec(select(Brief.id).order_by(*latest_first())).first(),
            "the partner's session": session_of(session, reader),
            **{start: link.rpartition("/")[2] for start, link in links.items()},
        }


def asked_by_all(play: Play, known: dict[str, Any]) -> Texts:
    """What the partner and the officer are told, then everybody, and people with a token who have no business with
    it."""
    partner, officer = Visitor(session=known["the partner's session"]), insider(play.cast.officer)
    anybody, public = Visitor(), Visitor()
    for_all = {route for route in PAGES if merged().get(route, "i")[0][0] == "i"}
    anybody.read({name_of(route): filled(route[1], known) for route in for_all})
    partner.read({name_of(route): filled(route[1], known) for route in PAGES if route not in for_all})
    officer.read({name_of(route): filled(route[1], known) for route in PACKS})
    link = brief_link(known["delivery_id"])
    public.read_pages(*links_in("\n".join(letters().values())), f"{link}x", "/no/such/page")
    strangers = {
        "public": public,
        "stranger": insider(play.cast.stranger),
        "coordinator": insider(play.cast.coordinator),
    }
    asked = {each: str(value) for each, value in known.items()} | {"token": known["/b/"]}
    for visitor in strangers.values():
        visitor.try_everything(asked)
        assert {text[:3] for text in visitor.answers.values()} >= {"200", "404", "422"}
    told = {f"{who}: {at}": text for who, visitor in strangers.items() for at, text in visitor.answers.items()}
    return anybody.answers | partner.answers | officer.answers | told


def insider(who: Actor) -> Visitor:
    with transaction() as session:
        token, _ = create_token(session, session.get_one(Person, who.person_id), now=NOW)
        return Visitor(token=token, session=session_of(session, who))


def name_of(route: Route) -> str:
    return " ".join(route)


def files() -> Texts:
    """What the flows have made to be given away, by the names of `FILES`; what is in several languages one after the
    other."""
    with reading() as session:
        kept = [("brief", each.sha256) for each in session.exec(select(Brief))]
        kept += [(each.kind, each.sha256 or "") for each in session.exec(select(Compilation))]
        reports = select(PortfolioReport, PortfolioFile).where(col(PortfolioFile.report_id) == col(PortfolioReport.id))
        kept += [(f"{report.span}.{file.format}", file.sha256) for report, file in session.exec(reports)]
    found: Texts = {}
    for kind, sha256 in kept:
        found[kind] = found.get(kind, "") + as_text(read(sha256, settings().files))
    return found


def letters() -> Texts:
    """E-mails by their template; those of one kind one after the other."""
    with reading() as session:
        kinds = {message_id(f"notice:{each.id}"): str(each.kind) for each in session.exec(select(Notice))}
    found: Texts = {}
    for identity, text in in_e_mails(settings().home / "mail").items():
        kind = kinds.get(identity, "brief")
        found[kind] = f"{found.get(kind, '')}\n{text}"
    return found


# What is looked for


def artefacts() -> dict[str, Said]:
    """All but the letters, by the names under which they were asked for."""
    operations = {f"public: GET /api/v1{path}": what for (_, path), what in OPERATIONS.items()}
    return {name_of(route): what for route, what in (PAGES | PACKS).items()} | operations | FILES


def leaks(texts: Texts) -> dict[str, list[Place]]:
    """What stands where it must not."""
    meant = {each: what.meant for each, what in artefacts().items()}
    meant |= {f"public: GET {link}": frozenset({("delivery", "message")}) for link in own_links(texts)}
    found = {
        each: [place for place in found_in(text) if place not in meant.get(each, ())] for each, text in texts.items()
    }
    return {each: places for each, places in found.items() if places}


def own_links(texts: Texts) -> list[str]:
    """Partners read their own message again, behind their own link alone."""
    return [each.removeprefix("public: GET ") for each in texts if each.startswith("public: GET /b/")]


def unseen(texts: Texts, expected: Mapping[str, Said], shown: dict[str, str]) -> dict[str, list[str]]:
    """Words that do not stand where they must: there the search would find nothing either."""
    missing = {}
    for each, what in expected.items():
        there = squeezed(texts.get(each, ""))
        words = [word.format_map(shown) if word.startswith("{") else word for word in what.words]
        missing[each] = [word for word in words if squeezed(word) not in there]
    return {each: words for each, words in missing.items() if words}


def check_play(play: Play) -> None:
    """It went all the way, and every word stands where it was planted."""
    with reading() as session:
        assert status_of(session, now=NOW).parked == []
        assert play.technology(session).stage is Stage.LICENSED
        assert unplanted(session) == []
        for table in (NearDuplicate, Funding, Distribution, Agreement, Delivery):
            assert session.exec(select(table)).first() is not None


def check_dossier(play: Play) -> None:
    """Everything that the researcher told is in the reviewers' PDF: the search finds what is there."""
    with reading() as session:
        sha256 = play.technology(session).dossier_sha256
    assert sha256 is not None
    there = set(found_in(as_text(read(sha256, settings().files))))
    told = {("disclosure", column) for column in Disclosure.confidential - {"title"}}  # the case's title heads it
    assert there >= told | {("technology", "title"), ("funding", "obligations"), ("prior_art", "relevance")}


# That nothing is forgotten


def test_every_page_that_strangers_or_partners_get_is_searched_or_says_why_not():
    partner = WHO.index("contact")
    outward = {route for route, (pattern, _) in merged().items() if "i" in (pattern[0], pattern[partner])}
    assert set(PAGES) | set(SILENT) == outward | unwalked()
    assert set(PAGES) & set(SILENT) == set()


def test_every_operation_that_needs_no_token_is_searched_or_says_why_not():
    outward = {route for route, (pattern, _) in JSON_ROUTES.items() if pattern[0] == "i"}
    assert set(OPERATIONS) | set(SILENT_OPERATIONS) == outward


def test_every_kind_of_document_is_searched_or_says_why_not():
    modules = {path.stem for path in (ROOT / "reports").glob("*.py")} - {"__init__"}
    assert modules == set(MADE_BY) | set(STAY_INSIDE) | PARTS
    assert set(MADE_BY.values()) <= set(FILES) | {path for _, path in (*PAGES, *PACKS)}
    assert set(FILES) == {
        "brief",
        *CompilationKind,
        *(f"{span}.{form}" for span in ReportSpan for form in ReportFormat),
    }


def test_every_letter_is_searched_or_says_why_not():
    templates = {path.name.split(".")[0] for path in (ROOT / "flows" / "templates").glob("*.txt")}
    assert templates == set(LETTERS) | set(NOT_WRITTEN) == {"brief", *NoticeKind}
    assert set(LETTERS) & set(NOT_WRITTEN) == set()


# That the search finds


def test_every_confidential_column_has_a_word_of_its_own():
    words = canaries()
    assert len(set(words.values())) == len(words) > 40
    assert {column for _, column in words}.isdisjoint(ONE_WAY)
    assert all(words[str(PriorArt.__tablename__), column] for column in PriorArt.confidential)
    assert found_in(f"x{canary(Disclosure, 'novelty')[:8]}-\n{canary(Disclosure, 'novelty')[8:]}y") == [
        ("disclosure", "novelty")
    ]


def test_a_word_in_a_pdfs_metadata_or_attachment_is_found():
    word, other, third = canary(Disclosure, "title"), canary(Disclosure, "novelty"), canary(Disclosure, "problem")
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["notes.txt"] = pikepdf.AttachedFileSpec(pdf, other.encode())
        with pdf.open_metadata() as metadata:
            metadata["dc:title"] = third
        pdf.docinfo["/Subject"] = word
        content = BytesIO()
        pdf.save(content)
    assert set(found_in(as_text(content.getvalue()))) == {
        ("disclosure", "novelty"),
        ("disclosure", "problem"),
        ("disclosure", "title"),
    }


def test_a_word_in_a_workbook_is_found(tmp_path):
    with Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet().write_string(0, 0, canary(Disclosure, "title"))
    content = (tmp_path / "a.xlsx").read_bytes()
    assert canary(Disclosure, "title").encode() not in content
    assert found_in(as_text(content)) == [("disclosure", "title")]


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_word_in_a_pictures_metadata_is_found(form):
    about = Image.Exif()
    about[0x010E] = canary(Disclosure, "title")
    text = PngInfo()
    text.add_text("Comment", canary(Disclosure, "novelty"), zip=True)
    content = BytesIO()
    Image.new("RGB", (8, 8)).save(content, form, exif=about, **({"pnginfo": text} if form == "PNG" else {}))
    found = found_in(as_text(content.getvalue()))
    assert ("disclosure", "title") in found
    assert form != "PNG" or ("disclosure", "novelty") in found


def test_a_word_in_an_encoded_part_of_an_e_mail_is_found(tmp_path):
    mail = EmailMessage()
    mail["Message-ID"], mail["Subject"] = "<1@x>", f"ż {canary(Disclosure, 'title')}"
    mail.set_content("A text", cte="base64")
    mail.add_alternative(f"<p>ż {canary(Disclosure, 'novelty')}</p>", subtype="html", cte="base64")
    Maildir(tmp_path / "mail").add(mail)
    assert set(found_in(in_e_mails(tmp_path / "mail")["<1@x>"])) == {
        ("disclosure", "novelty"),
        ("disclosure", "title"),
    }
