"""Logos, colours and lengths: who may choose them, and which briefs are drawn again."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from models.actions.brands import Logo, choose_brief_length, set_brand, set_logo, set_network_logo
from models.actions.offers import record_brief
from models.errors import Incomplete, NotFound, NotPermitted
from models.queries.brands import brand_for, network_brand
from models.queries.offers import brief_of, public_days_of
from models.rules.words import BriefLength, Language, OfferState, WorkKind, WorkState
from models.tables import Offer, Work
from reports.contents import brief_contents
from tests import factories as make
from tests.factories import NOW

LATER = NOW + timedelta(hours=1)
LOGO = Logo("a" * 64, 900, 300)


@pytest.fixture
def cast(session: Session) -> make.Cast:
    return make.cast(session)


def asked_for(session: Session) -> list[int]:
    """Offers whose briefs are asked for later than their making."""
    rows = session.exec(select(Work).where(Work.kind == WorkKind.RENDER_BRIEF, Work.state == WorkState.QUEUED))
    return sorted(row.subject_id for row in rows if row.created_at == LATER)


def published(session: Session, cast: make.Cast) -> Offer:
    technology = make.to_partnering(session, cast)
    query = select(Offer).where(Offer.technology_id == technology.id, Offer.state == OfferState.PUBLISHED)
    return session.exec(query).one()


def test_a_logo_and_a_colour_are_in_the_brief_of_their_institution_alone(session, cast):
    offer = published(session, cast)
    set_logo(session, cast.institution.id, LOGO, actor=cast.administrator, now=LATER)
    set_brand(
        session, cast.institution.id, colour="1A4A7A", length=BriefLength.ONE_PAGE, actor=cast.administrator, now=LATER
    )
    set_network_logo(session, Logo("b" * 64, 400, 400), actor=cast.administrator, now=LATER)
    content = brief_contents(session, [offer])[offer.id]
    assert (content.colour, content.length) == ("#1a4a7a", BriefLength.ONE_PAGE)
    assert content.logo is not None
    assert content.network_logo is not None
    assert (content.logo.sha256, content.logo.alt) == ("a" * 64, cast.institution.name(Language.ENGLISH))
    assert brand_for(session, cast.elsewhere.id).logo_sha256 is None


def test_an_anonymous_offer_has_nothing_of_its_institutions_look(session, cast):
    offer = published(session, cast)
    set_logo(session, cast.institution.id, LOGO, actor=cast.administrator, now=LATER)
    set_brand(
        session,
        cast.institution.id,
        colour="#1a4a7a",
        length=BriefLength.TWO_PAGES,
        actor=cast.administrator,
        now=LATER,
    )
    plain = brief_contents(session, [offer])[offer.id]
    assert (plain.logo is None, plain.colour) == (False, "#1a4a7a")
    from models.queries.offers import content_of, offer_digest

    offer.anonymous = True
    offer.digest = offer_digest(content_of(offer))
    hidden = brief_contents(session, [offer])[offer.id]
    assert (hidden.logo, hidden.colour) == (None, "")


def test_each_change_asks_for_the_briefs_that_are_out(session, cast):
    offer = published(session, cast)
    make.to_offer(session, cast)  # a draft, of which there is no brief
    assert asked_for(session) == []
    set_logo(session, cast.institution.id, LOGO, actor=cast.administrator, now=LATER)
    assert asked_for(session) == [offer.id]


def test_the_look_of_another_institution_asks_for_nothing(session, cast):
    published(session, cast)
    set_logo(session, cast.elsewhere.id, LOGO, actor=cast.administrator, now=LATER)
    assert asked_for(session) == []


def test_an_officer_chooses_for_one_technology_and_can_take_it_back(session, cast):
    offer = published(session, cast)
    choose_brief_length(session, offer.technology_id, BriefLength.ONE_PAGE, actor=cast.officer, now=LATER)
    assert asked_for(session) == [offer.id]
    assert brief_contents(session, [offer])[offer.id].length is BriefLength.ONE_PAGE
    choose_brief_length(session, offer.technology_id, None, actor=cast.officer, now=LATER)
    assert brief_contents(session, [offer])[offer.id].length is BriefLength.TWO_PAGES


def test_nobody_else_chooses(session, cast):
    offer = published(session, cast)
    for who in (cast.researcher, cast.reviewer):
        with pytest.raises(NotPermitted):
            choose_brief_length(session, offer.technology_id, BriefLength.ONE_PAGE, actor=who, now=LATER)
    with pytest.raises(NotFound):
        choose_brief_length(session, offer.technology_id, BriefLength.ONE_PAGE, actor=cast.stranger, now=LATER)
    for who in (cast.officer, cast.coordinator):
        with pytest.raises(NotPermitted):
            set_logo(session, cast.institution.id, LOGO, actor=who, now=LATER)
        with pytest.raises(NotPermitted):
            set_network_logo(session, LOGO, actor=who, now=LATER)


def test_what_is_no_colour_is_refused_in_words(session, cast):
    with pytest.raises(Incomplete, match="six digits"):
        set_brand(
            session,
            cast.institution.id,
            colour="navy",
            length=BriefLength.TWO_PAGES,
            actor=cast.administrator,
            now=LATER,
        )


def test_a_light_colour_is_kept_and_text_is_darker(session, cast):
    colours = set_brand(
        session, cast.institution.id, colour="#fc0", length=BriefLength.TWO_PAGES, actor=cast.administrator, now=LATER
    )
    assert colours is not None
    assert colours.darkened
    assert brand_for(session, cast.institution.id).colour == "#ffcc00"


def test_a_logo_is_taken_away_again(session, cast):
    set_network_logo(session, LOGO, actor=cast.administrator, now=LATER)
    set_network_logo(session, None, actor=cast.administrator, now=LATER)
    assert network_brand(session).logo_sha256 is None


def test_going_back_to_an_earlier_look_makes_its_brief_the_present_one(session, cast):
    offer = published(session, cast)

    def recorded(checksum: str, hours: int) -> None:
        record_brief(
            session,
            offer.id,
            offer_digest=offer.digest,
            template_version="t",
            input_checksum=checksum * 64,
            sha256=checksum * 64,
            size=1,
            public_days=public_days_of(offer),
            now=NOW + timedelta(hours=hours),
        )

    for hours, checksum in enumerate("aba", 1):
        recorded(checksum, hours)
    session.flush()
    present = brief_of(session, offer)
    assert present is not None
    assert present.sha256 == "a" * 64
