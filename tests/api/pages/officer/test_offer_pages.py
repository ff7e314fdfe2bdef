"""The offer's pages: nothing typed is lost, nobody approves what they did not see."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.pages.officer.offer_fields import TEXTS
from models.actions.offer_comments import comment_on_offer
from models.actions.offers import save_offer
from models.db import reading, transaction
from models.queries.offer_comments import threads_of
from models.queries.offers import CONTENT
from models.rules.words import Language, OfferState
from models.tables import Offer, Technology
from tests import factories as make
from tests.api.conftest import PDF, World
from tests.api.pages.officer.browsing import browser

TYPED = {
    "en.title": "Gel with fibre",
    "en.short_summary": "In short.",
    "en.description": "What the <b>gel</b> is.",
    "trl": "4",
    "ipr_status": "applied",
    "anonymous": "no",
    "countries": "Niemcy, Czechia",
    "en.technology_keywords.0": "dietary fibre",
    "en.technology_keywords.3": "gel",
    "en.key_figures.2.value": "1.5 min",
    "en.key_figures.2.label": "to the result",
    "partnerships.1.type": "research",
    "en.partnerships.1.why": "To test it.",
    "sdgs": ["3", "12"],
    "seen.en": "",
}
SECRET = "A nitrocellulose strip carries two capture lines and a gold conjugate."
"""Of the disclosure that the factories hand in."""


@pytest.fixture
def officer(world: World, app: Starlette) -> TestClient:
    return browser(app, world.cast.officer)


def newest(reference: str, language: Language) -> Offer:
    with reading() as session:
        technology = session.exec(select(Technology).where(Technology.reference == reference)).one()
        query = select(Offer).where(Offer.technology_id == technology.id, Offer.language == language)
        return session.exec(query.order_by(Offer.version.desc())).first()  # type: ignore[attr-defined,return-value]  # a column


def value_of(html: str, name: str) -> str:
    found = re.search(rf'name="{re.escape(name)}"[^>]*value="([^"]*)"', html)
    assert found is not None, name
    return found[1]


def test_what_is_typed_is_saved_row_by_row(world: World, officer: TestClient) -> None:
    path = f"/technologies/{world.offered}/offer/en"
    answer = officer.post(f"{path}?lang=pl", data=TYPED)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{path[:-3]}?done=saved&lang=pl#en")
    offer = newest(world.offered, Language.ENGLISH)
    assert (offer.title, offer.countries, offer.sdgs, offer.technology_keywords, offer.anonymous) == (
        "Gel with fibre",
        ["DE", "CZ"],
        [3, 12],
        ["dietary fibre", "gel"],
        False,
    )
    assert offer.key_figures == [{"value": "1.5 min", "label": "to the result", "compared_with": ""}]
    assert offer.partnerships == [{"type": "research", "why": "To test it.", "how": ""}]


def test_both_languages_are_saved_at_once_and_share_what_is_the_same(world: World, officer: TestClient) -> None:
    path = f"/technologies/{world.fresh}/offer/en"
    polish = {
        "pl.title": "Żel z błonnikiem",
        "pl.key_figures.2.label": "do wyniku",
        "pl.partnerships.1.why": "Aby go zbadać.",
        "seen.pl": "",
    }
    assert officer.post(path, data=TYPED | polish).status_code == 303
    english, polish_offer = newest(world.fresh, Language.ENGLISH), newest(world.fresh, Language.POLISH)
    for name in ("trl", "ipr_status", "sdgs", "partner_sizes", "countries", "anonymous"):
        assert getattr(english, name) == getattr(polish_offer, name)
    assert polish_offer.partnerships == [{"type": "research", "why": "Aby go zbadać.", "how": ""}]


def test_a_number_and_a_listed_keyword_are_carried_over_in_the_other_languages_way(
    world: World, officer: TestClient
) -> None:
    polish = {"pl.title": "Żel z błonnikiem", "pl.key_figures.2.label": "do wyniku", "seen.pl": ""}
    officer.post(f"/technologies/{world.fresh}/offer/en", data=TYPED | polish)
    offer = newest(world.fresh, Language.POLISH)
    assert offer.key_figures == [{"value": "1,5 min", "label": "do wyniku", "compared_with": ""}]
    assert offer.technology_keywords == ["błonnik"]


def test_a_language_in_which_nothing_is_written_is_not_begun(world: World, officer: TestClient) -> None:
    officer.post(f"/technologies/{world.fresh}/offer/pl", data=TYPED | {"pl.title": "", "seen.pl": ""})
    with reading() as session:
        technology = session.exec(select(Technology).where(Technology.reference == world.fresh)).one()
        offers = session.exec(select(Offer).where(Offer.technology_id == technology.id)).all()
    assert [each.language for each in offers] == [Language.ENGLISH]


def test_a_language_that_only_says_what_it_started_from_is_not_begun_and_keeps_its_start(
    world: World, officer: TestClient
) -> None:
    path = f"/technologies/{world.fresh}/offer/pl"
    page = officer.get(path).text
    start = re.search(r'name="en.short_summary"[^>]*>\n([^<]*)</textarea>', page)
    assert start is not None
    polish = {name.replace("en.", "pl."): value for name, value in TYPED.items()} | {"seen.pl": ""}
    assert officer.post(path, data=polish | {"en.title": "", "en.short_summary": start[1]}).status_code == 303
    again = officer.get(path).text
    assert f"{start[1]}</textarea>" in again
    with reading() as session:
        assert newest(world.fresh, Language.POLISH).title == "Gel with fibre"
        assert session.exec(select(Offer).where(Offer.language == "en", Offer.title == "")).all() == []


def test_writing_one_language_keeps_the_approval_of_the_other(world: World, officer: TestClient) -> None:
    path = f"/technologies/{world.published}/offer/pl"
    page = officer.get(path).text
    published = newest(world.published, Language.ENGLISH)
    form = {name: value_of(page, name) for name in ("seen.en", "countries")}
    same = {f"en.{name}": getattr(published, name) for name in TEXTS}
    same |= {f"en.key_figures.0.{part}": value for part, value in published.key_figures[0].items()}
    same |= {"partnerships.0.type": "commercial", "partner_sizes": published.partner_sizes, "anonymous": "no"}
    same |= {f"en.partnerships.0.{part}": published.partnerships[0][part] for part in ("why", "how")}
    same |= {f"en.{name}.0": getattr(published, name)[0] for name in ("technology_keywords", "market_keywords")}
    shared = {"trl": str(published.trl), "ipr_status": published.ipr_status}
    assert officer.post(path, data=form | same | shared | {"pl.title": "Po polsku", "seen.pl": ""}).status_code == 303
    assert newest(world.published, Language.ENGLISH).state is OfferState.PUBLISHED
    assert newest(world.published, Language.POLISH).title == "Po polsku"


def test_a_fault_stands_at_its_row_and_all_else_stays(world: World, officer: TestClient) -> None:
    path = f"/technologies/{world.offered}/offer/en"
    wrong = TYPED | {
        "en.key_figures.2.label": "",
        "en.title": "x" * 300,
        "trl": "12",
        "countries": "Niemcy, Atlantyda",
        "pl.problem": "Zostaje.",
        "pl.title": "Żel",
    }
    html = officer.post(path, data=wrong)
    assert html.status_code == 422
    for name in ("en.title", "trl", "countries", "en.key_figures.2.label"):
        assert f'id="w-{name}"' in html.text
    assert 'id="w-en.key_figures.0.label"' not in html.text
    assert "300 characters: at most 256 fit, take 44 away." in html.text
    assert value_of(html.text, "en.key_figures.2.value") == "1.5 min"
    assert value_of(html.text, "countries") == "Niemcy, Atlantyda"
    assert "What the &lt;b&gt;gel&lt;/b&gt; is." in html.text
    assert "Zostaje.</textarea>" in html.text
    assert 'value="12" checked' in html.text


def test_who_was_second_is_shown_what_the_first_wrote_and_keeps_their_own(world: World, officer: TestClient) -> None:
    path = f"/technologies/{world.offered}/offer/pl"
    with transaction() as session:
        technology = session.exec(select(Technology).where(Technology.reference == world.offered)).one()
        theirs = make.offer_form(Language.POLISH, problem="To napisał ktoś inny.")
        save_offer(session, technology.id, theirs, actor=world.cast.second_officer, now=make.NOW)
    mine = {"pl.title": "Żel", "trl": "4", "ipr_status": "applied", "pl.problem": "To napisałem ja."}
    answer = officer.post(path, data=mine | {"seen.pl": world.draft_digest, "en.title": "Mine"})
    assert answer.status_code == 409
    assert "To napisał ktoś inny." in answer.text
    assert "To napisałem ja." in answer.text
    again = mine | {"seen.pl": value_of(answer.text, "seen.pl")}
    assert officer.post(path, data=again).status_code == 303
    assert newest(world.offered, Language.POLISH).problem == "To napisałem ja."


def test_nobody_decides_on_anonymity_by_leaving_it_out(world: World, officer: TestClient) -> None:
    path = f"/technologies/{world.fresh}/offer/en"
    officer.post(path, data=TYPED | {"anonymous": ""})
    offer = newest(world.fresh, Language.ENGLISH)
    assert offer.anonymous is None
    assert ("required_missing", "anonymous") in [(each["code"], each["field"]) for each in offer.findings]
    assert 'name="anonymous" value="no" checked' not in officer.get(path).text


def test_an_approval_is_of_the_text_that_was_seen(world: World, officer: TestClient) -> None:
    path = f"/technologies/{world.offered}/offer/pl/approval"
    answer = officer.post(path, data={"digest": "0" * 64})
    assert (answer.status_code, "read the present version first" in answer.text) == (409, True)
    assert officer.post(path, data={"digest": world.draft_digest}).status_code == 303
    assert newest(world.offered, Language.POLISH).state is OfferState.APPROVED


def test_a_confidential_passage_is_marked_in_the_text_in_which_it_stands(world: World, officer: TestClient) -> None:
    path = f"/technologies/{world.offered}/offer/en"
    figure = "strip carries two capture lines and a gold conjugate"
    officer.post(
        path,
        data=TYPED | {"en.description": f"\N{TEST TUBE} Before. {SECRET}", "en.key_figures.2.compared_with": figure},
    )
    editor = officer.get(path).text
    begins = len("\N{TEST TUBE} Before. ")
    marked = (
        f'href="#f-en.description" data-start="{begins}" data-length="{len(SECRET) - 1}"><mark>{SECRET[:-1]}</mark>'
    )
    assert marked in editor
    place = f'href="#f-en.key_figures.0.compared_with" data-start="0" data-length="{len(figure)}"><mark>{figure}</mark>'
    assert place in editor
    page = officer.get(path[:-3]).text
    assert f"Before. <mark>{SECRET[:-1]}</mark>." in page
    assert f'href="{path}?lang=en#f-en.description"' in page or f'href="{path}#f-en.description"' in page


def test_a_passage_is_vouched_for_in_the_scan_in_which_it_was_seen(world: World, officer: TestClient) -> None:
    path = f"/technologies/{world.offered}/offer/en"
    officer.post(path, data=TYPED | {"en.description": SECRET})
    seen = newest(world.offered, Language.ENGLISH).checked_digest
    form = {"digest": seen, "place": "0", "reason": "It is in our leaflet."}
    assert officer.post(f"{path}/acceptance", data=form | {"place": "7"}).status_code == 404
    assert officer.post(f"{path}/acceptance", data=form | {"reason": " "}).status_code == 422
    assert officer.post(f"{path}/acceptance", data=form).status_code == 303
    assert [each["accepted"] for each in newest(world.offered, Language.ENGLISH).leaks] == ["It is in our leaflet."]
    officer.post(
        path,
        data=TYPED | {"en.description": f"{SECRET} More.", "seen.en": newest(world.offered, Language.ENGLISH).digest},
    )
    assert officer.post(f"{path}/acceptance", data=form).status_code == 409


def test_withdrawing_takes_the_published_version_even_behind_a_newer_draft(world: World, officer: TestClient) -> None:
    path = f"/technologies/{world.published}/offer/en"
    officer.post(path, data=TYPED | {"seen.en": newest(world.published, Language.ENGLISH).digest})
    assert officer.post(f"{path}/withdrawal", data={"reason": " "}).status_code == 422
    assert officer.post(f"{path}/withdrawal", data={"reason": "Sold."}).status_code == 303
    assert officer.post(f"{path}/withdrawal", data={"reason": "Sold."}).status_code == 409
    with reading() as session:
        assert session.get_one(Offer, world.offer_id).state is OfferState.WITHDRAWN


def in_polish_too(world: World) -> None:
    with transaction() as session:
        shown = session.get_one(Offer, world.offer_id)
        values = {name: getattr(shown, name) for name in CONTENT} | {"language": Language.POLISH}
        more = {name: getattr(shown, name) for name in ("technology_id", "version", "state", "digest", "search_text")}
        when = {name: getattr(shown, name) for name in ("created_at", "published_at", "expires_on")}
        session.add(Offer(**values, **more, **when))


@pytest.mark.parametrize(
    ("ticked", "said", "states"),
    [
        (
            {"both": "yes"},
            "The offer is withdrawn in English and in Polish: it is no longer public.</p>",
            {"en": "withdrawn", "pl": "withdrawn"},
        ),
        (
            {},
            "it is no longer public in this language. In Polish it is still public.</p>",
            {"en": "withdrawn", "pl": "published"},
        ),
    ],
)
def test_a_withdrawal_takes_the_other_language_too_where_that_is_ticked_and_names_them(
    world: World, officer: TestClient, ticked: dict[str, str], said: str, states: dict[str, str]
) -> None:
    path = f"/technologies/{world.published}/offer"
    assert "Withdraw it in Polish too" not in officer.get(path).text
    in_polish_too(world)
    page = officer.get(path).text
    assert page.count('name="both" value="yes" checked') == 2
    assert ("Withdraw it in Polish too" in page, "Withdraw it in English too" in page) == (True, True)
    answer = officer.post(f"{path}/en/withdrawal", data={"reason": "Sold."} | ticked)
    assert said in officer.get(answer.headers["location"]).text
    assert {lang: newest(world.published, Language(lang)).state.value for lang in states} == states


def test_an_offer_is_kept_public_for_longer_once(world: World, officer: TestClient) -> None:
    path = f"/technologies/{world.published}/offer/en"
    with reading() as session:
        ends = session.get_one(Offer, world.offer_id).expires_on
    assert ends is not None
    latest = ends + timedelta(days=365)
    page = officer.get(path[:-3]).text
    assert f'min="{ends}" max="{latest}" value="{latest}"' in page
    for refused in ("", "soon", str(ends), str(latest + timedelta(days=1))):
        assert officer.post(f"{path}/extension", data={"until": refused}).status_code == 422
    assert officer.post(f"{path}/extension", data={"until": str(latest)}).status_code == 303
    with reading() as session:
        assert session.get_one(Offer, world.offer_id).expires_on == latest
    page = officer.get(path[:-3]).text
    assert "It was extended once" in page
    assert "/extension" not in page
    assert officer.post(f"{path}/extension", data={"until": str(latest + timedelta(days=9))}).status_code == 409


def test_the_brief_is_that_of_the_case_in_the_address(world: World, officer: TestClient) -> None:
    own = f"/technologies/{world.published}/offer/briefs/{world.brief_id}.pdf"
    assert officer.get(own).content == PDF
    assert officer.get(own.replace(world.published, world.offered)).status_code == 404


def test_both_languages_stand_side_by_side_and_empty_figures_show_what_the_other_has(
    world: World, officer: TestClient
) -> None:
    html = officer.get(f"/technologies/{world.offered}/offer/en").text
    assert '<option value="4" selected>4 – Lab tested</option>' in html
    assert "Laboratories need 48 hours to report resistance.</textarea>" in html
    assert value_of(html, "pl.key_figures.0.value") == "20 min"
    assert re.search(r'name="en.key_figures.0.value" value=""[^>]*placeholder="20 min"', html)


def test_the_first_starts_from_what_was_written_for_the_public_and_from_nothing_else(
    world: World, officer: TestClient
) -> None:
    html = officer.get(f"/technologies/{world.fresh}/offer/en").text
    assert "A strip test that detects resistance enzymes in urine within twenty minutes.</textarea>" in html
    assert "boronic ester" not in html
    assert '<textarea id="f-en.title" name="en.title"' in html
    with reading() as session:
        title = session.exec(select(Technology.title).where(Technology.reference == world.fresh)).one()
    assert f"{title}</textarea>" not in html


def test_a_finding_shows_its_passage_and_why_it_matters(world: World, officer: TestClient) -> None:
    path = f"/technologies/{world.offered}/offer/en"
    officer.post(path, data=TYPED | {"en.advantages": "It is a revolutionary gel, 2 times cheaper than agar."})
    html = officer.get(path).text
    assert '<a href="#f-en.advantages" data-start="8" data-length="13"><mark>revolutionary</mark></a>' in html
    assert "praise makes them doubt the rest" in html


def test_two_versions_are_compared_in_words(world: World, officer: TestClient) -> None:
    assert officer.get(f"/technologies/{world.published}/offer/en/changes").status_code == 404
    with transaction() as session:
        offer = session.get_one(Offer, world.offer_id)
        form = make.offer_form(trl=5, problem="Laboratories need 2 days to report resistance.")
        save_offer(session, offer.technology_id, form, actor=world.cast.officer, now=make.NOW)
    html = officer.get(f"/technologies/{world.published}/offer/en/changes").text
    assert "The problem: 2 words added, 2 removed; Readiness level (TRL): 4 → 5." in html
    assert re.search(r"<del>.*48 hours.*</del><ins>.*2 days.*</ins>", html)
    assert officer.get(f"/technologies/{world.published}/offer/en/changes?older=7").status_code == 404


def test_a_comment_is_answered_beside_its_field_as_the_offer_is_saved(world: World, officer: TestClient) -> None:
    with transaction() as session:
        comment = comment_on_offer(
            session, world.offer_id, "problem", "Is it 48?", actor=world.cast.researcher, now=make.NOW
        )
    path = f"/technologies/{world.published}/offer"
    assert "Is it 48?" in officer.get(f"{path}/en").text
    assert "1 comment of the creators is open" not in officer.get(path).text  # published: nothing to approve
    answer = {f"answer.{comment.id}": "It is.", f"settled.{comment.id}": "yes"}
    digest = newest(world.published, Language.ENGLISH).digest
    assert officer.post(f"{path}/en", data=TYPED | answer | {"seen.en": digest}).status_code == 303
    with reading() as session:
        [thread] = threads_of(session, session.get_one(Technology, comment.technology_id))
    assert ([each.comment.text for each in thread.answers], thread.open) == (["It is."], False)
    reopened = officer.post(f"{path}/comments/{comment.id}", data={"settled": "no"})
    assert (reopened.status_code, reopened.headers["location"]) == (303, f"{path}?done=commented#comments")
    assert "1 comment of the creators is open" in officer.get(path).text
    assert officer.post(f"{path}/comments/4711", data={"settled": "no"}).status_code == 404


def test_the_summary_names_each_place_once_with_how_much_is_there(world: World, officer: TestClient) -> None:
    path = f"/technologies/{world.offered}/offer/en"
    officer.post(path, data=TYPED | {"en.description": SECRET})
    with transaction() as session:
        offer = session.get_one(Offer, newest(world.offered, Language.ENGLISH).id)
        both = {each["code"]: each | {"field": "advantages"} for each in offer.findings if each["severity"] == "error"}
        offer.findings = [*both.values()]
        comments = [
            comment_on_offer(session, offer.id, "description", text, actor=world.cast.officer, now=make.NOW).id
            for text in ("Too long.", "And dull.")
        ]
    html = officer.get(path).text
    summary = html[html.index('aria-labelledby="s-en"') : html.index('aria-labelledby="s-pl"')]
    assert list(both) == ["required_missing", "partnership_unexplained"]
    assert "As saved, 2 things are missing or must be put right:" in summary
    assert re.findall(r'href="#row-(\w+)">(.+)</li>', summary) == [("advantages", "Advantages and innovation</a> (2)")]
    assert "1 passage repeats what is confidential:" in summary
    assert '<a href="#f-en.description">Description</a></li>' in summary
    assert "2 comments of the creators are open:" in summary
    assert f'<a href="#comment-{comments[0]}">Description</a> (2)</li>' in summary
