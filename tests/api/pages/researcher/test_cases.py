"""Where a disclosure is, for its creators; and the page behind a contributor's link."""

import re

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from api.throttle import MESSAGES_PER_LINK
from models.actions.disclosures import revise_disclosure, submit_disclosure
from models.actions.forms import ContributorForm
from models.actions.offers import approve_offer, save_offer
from models.actions.stages import advance
from models.db import reading, transaction
from models.links import share_link, share_mark
from models.queries.technologies import contributors_of, technology_by_reference
from models.rules.words import Language, Stage
from models.tables import Contributor, Message, Offer, Technology
from tests import factories as make
from tests.api.conftest import World
from tests.api.pages.researcher.test_drafts import moment as moment, sign_in
from tests.factories import NOW


def link_of(contributor: Contributor) -> str:
    bound = share_mark(technology_id=contributor.technology_id, email=contributor.email, share_bp=contributor.share_bp)
    return share_link(contributor.id, bound)


def people(world: World, *shares: int) -> list[ContributorForm]:
    cast = world.cast
    ours = [make.contributor(cast.researcher, shares[0]), make.contributor(cast.colleague, shares[1], lead=False)]
    return ours[: sum(map(bool, shares))]


@pytest.fixture
def shared(world: World) -> Technology:
    """Submitted by the researcher, with the colleague's share unconfirmed."""
    with transaction() as session:
        form = make.disclosure_form(world.cast.researcher, contributors=people(world, 6670, 3330))
        return submit_disclosure(session, form, actor=world.cast.researcher, now=NOW)


@pytest.fixture
def link(shared: Technology) -> str:
    with reading() as session:
        return link_of(contributors_of(session, shared.id)[1])


def test_the_link_shows_title_and_shares_and_nothing_of_the_description(client, shared, link):
    page = client.get(link)
    assert page.status_code == 200
    assert shared.title in page.text
    assert "33.3%" in page.text
    for hidden in ("nitrocellulose", "boronic", "resistance enzymes"):
        assert hidden not in page.text
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["x-robots-tag"] == "noindex"


def test_looking_confirms_nothing_and_confirming_twice_is_once(client, shared, link):
    client.get(link)
    with reading() as session:
        assert contributors_of(session, shared.id)[1].confirmed_at is None
    for _ in range(2):
        answer = client.post(link, data={"confirm": "1"})
        assert "You confirmed your share of 33.3%" in answer.text
    with reading() as session:
        assert contributors_of(session, shared.id)[1].confirmed_at is not None


def test_a_link_changed_by_a_character_and_one_about_an_older_share_say_so(client, world, shared, link):
    changed = link[:-4] + ("A" if link[-4] != "A" else "B") + link[-3:]
    for answer in (client.get(changed), client.post(changed, data={"confirm": "1"})):
        assert answer.status_code == 404
        assert "This link is incomplete" in answer.text
    for shares in ((5000, 5000), (10_000, 0)):  # another share, then none
        with transaction() as session:
            form = make.disclosure_form(world.cast.researcher, contributors=people(world, *shares))
            revise_disclosure(session, shared.id, form, actor=world.cast.researcher, now=NOW)
        for answer in (client.get(link), client.post(link, data={"confirm": "1"})):
            assert answer.status_code == 410
            assert "This link is about a share that is no more" in answer.text
            assert shared.title not in answer.text


def test_what_is_not_right_is_sent_and_an_empty_message_is_not(client, shared, link):
    empty = client.post(link, data={"wrong": "1", "text": "  "})
    assert empty.status_code == 422
    answer = client.post(link, data={"wrong": "1", "text": "Połowa jest moja."})
    assert "have your message" in answer.text
    with reading() as session:
        assert [each.text for each in session.exec(select(Message))] == ["Połowa jest moja."]


def test_the_named_co_author_with_an_account_confirms_on_their_own_desk(client, world, shared, moment):
    sign_in(client, world.cast.colleague, moment)
    assert "Confirm your share" in client.get("/disclosures").text
    answer = client.post(f"/disclosures/{shared.reference}/confirm")
    assert "Your share is confirmed." in answer.text
    with reading() as session:
        assert contributors_of(session, shared.id)[1].confirmed_at is not None


def test_the_page_says_where_it_is_and_who_holds_the_ball(client, world, moment):
    sign_in(client, world.cast.researcher, moment)
    page = client.get(f"/disclosures/{world.offered}").text
    assert re.search(r'aria-current="step">Offer<', page)
    assert "Who holds the ball" in page
    assert "the office goes on with it" in page


def test_why_a_case_was_closed_is_told_and_reasons_of_the_review_are_not(client, world, moment):
    with transaction() as session:
        offered = technology_by_reference(session, world.offered, world.cast.officer)
        advance(session, offered.id, to=Stage.CLOSED, actor=world.cast.officer, now=moment, reason="Known since 2019.")
    sign_in(client, world.cast.researcher, moment)
    page = client.get(f"/disclosures/{world.offered}").text
    assert "Known since 2019." in page
    assert "Worth it." not in page


def test_what_is_still_unread_by_the_office_stays_unread_when_a_co_author_looks(client, world, shared, moment):
    sign_in(client, world.cast.researcher, moment)
    assert "Your message is sent." in client.post(f"/disclosures/{shared.reference}/messages", data={"text": "?"}).text
    sign_in(client, world.cast.colleague, moment)
    client.get(f"/disclosures/{shared.reference}")
    with reading() as session:
        assert [each.read_at for each in session.exec(select(Message))] == [None]


def test_officers_are_led_to_their_own_page_and_strangers_nowhere(client, world, shared, moment):
    sign_in(client, world.cast.officer, moment)
    answer = client.get(f"/disclosures/{shared.reference}", follow_redirects=False)
    assert answer.headers["location"] == f"/technologies/{shared.reference}"
    sign_in(client, world.cast.stranger, moment)
    assert client.get(f"/disclosures/{shared.reference}").status_code == 404


@pytest.fixture
def offer(world: World, moment) -> Offer:
    """Approved, and waiting for the lead's consent."""
    with transaction() as session:
        offered = technology_by_reference(session, world.offered, world.cast.officer)
        made = save_offer(session, offered.id, make.offer_form(), actor=world.cast.officer, now=moment)
        return approve_offer(session, made.id, digest=made.digest, actor=world.cast.officer, now=moment)


def test_the_lead_agrees_to_exactly_the_text_that_is_shown(client, world, offer, moment):
    sign_in(client, world.cast.researcher, moment)
    path = f"/disclosures/{world.offered}/consent/{offer.id}"
    page = client.get(path).text
    assert offer.description in page
    assert client.post(path, data={"digest": "0" * 64}).status_code == 409
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', page)
    assert digest is not None
    assert "you have agreed" in client.post(path, data={"digest": digest[1]}).text
    with reading() as session:
        assert session.get_one(Offer, offer.id).consented_at is not None


def test_only_the_lead_is_asked_and_only_about_the_offers_of_the_case(client, world, offer, moment):
    sign_in(client, world.cast.colleague, moment)
    assert client.get(f"/disclosures/{world.offered}/consent/{offer.id}").status_code == 404
    sign_in(client, world.cast.researcher, moment)
    assert client.get(f"/disclosures/{world.fresh}/consent/{offer.id}").status_code == 404
    assert client.get(f"/disclosures/{world.offered}/consent/{offer.id}/brief.pdf").status_code == 404


def test_a_file_of_another_case_is_not_handed_out(client, world, shared, moment):
    sign_in(client, world.cast.researcher, moment)
    path = f"/disclosures/{shared.reference}"
    assert "ł.csv" in client.post(f"{path}/files", files={"file": ("ł.csv", b"1")}).text
    assert client.get(f"{path}/files/1").content == b"1"
    assert client.get(f"/disclosures/{world.fresh}/files/1").status_code == 404


def test_the_desk_speaks_polish(client: TestClient, world, moment):
    sign_in(client, world.cast.researcher, moment)
    for path in ("/disclosures", "/disclosures/new", f"/disclosures/{world.offered}"):
        page = client.get(path, params={"lang": Language.POLISH})
        assert page.headers["content-language"] == "pl"


def test_the_submitter_asks_a_co_author_again_once_a_day(world, client, shared, moment):
    sign_in(client, world.cast.researcher, moment)
    place = f"/disclosures/{shared.reference}"
    with reading() as session:
        own, waiting = (each.id for each in contributors_of(session, shared.id))
    page = client.get(place).text
    assert f'action="{place}/creators/{waiting}/request"' in page
    assert f"creators/{own}/request" not in page
    answer = client.post(f"{place}/creators/{waiting}/request", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{place}?done=asked")
    assert client.post(f"{place}/creators/{waiting}/request").status_code == 409
    assert client.post(f"{place}/creators/987654/request").status_code == 404
    assert f"creators/{waiting}/request" not in client.get(place).text


def test_a_flood_of_objections_by_one_link_is_stopped_and_what_was_typed_stays(client, shared, link):
    answers = [client.post(link, data={"text": f"No {number}."}) for number in range(MESSAGES_PER_LINK + 1)]
    assert [answer.status_code for answer in answers] == [200] * MESSAGES_PER_LINK + [429]
    assert f"No {MESSAGES_PER_LINK}." in answers[-1].text
    with reading() as session:
        assert len(session.exec(select(Message.id)).all()) == MESSAGES_PER_LINK
