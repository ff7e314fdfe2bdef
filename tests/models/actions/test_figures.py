"""Pictures of an offer: in order, described in both languages, and bound to what was consented to and approved."""

import pytest
from pydantic import ValidationError
from sqlmodel import select

from models.actions.figures import FigureForm, Picture, add_figure, describe_figure, order_figures, remove_figure
from models.actions.offers import approve_offer, consent_to_offer, save_offer
from models.errors import Conflict, Incomplete, NotFound, NotPermitted
from models.queries.offer_figures import figures_of
from models.queries.offers import content_of, offer_digest
from models.rules.words import Language, OfferState
from models.tables import Disclosure, Offer
from tests import factories as make
from tests.factories import NOW

SAYS = FigureForm(
    alt_en="Two lines on a strip, the upper one faint.",
    alt_pl="Dwie linie na pasku, górna słabo widoczna.",
    caption_en="A weak positive result",
    caption_pl="Wynik słabo dodatni",
)


@pytest.fixture
def cast(session):
    return make.cast(session)


@pytest.fixture
def technology(session, cast):
    return make.to_offer(session, cast)


def picture(letter: str = "a", **told: str) -> Picture:
    return Picture(sha256=letter * 64, media_type="image/png", width=800, height=600, size=1000, told=told)


def add(session, cast, technology, letter="a", *, says=SAYS, actor=None, **told):
    return add_figure(session, technology.id, picture(letter, **told), says, actor=actor or cast.officer, now=NOW)


def order(session, technology):
    return [(figure.position, figure.sha256[0]) for figure in figures_of(session, technology.id)]


def test_a_figure_is_shown_by_each_language_in_its_own_words(session, cast, technology):
    english = save_offer(session, technology.id, make.offer_form(), actor=cast.officer, now=NOW)
    polish = save_offer(session, technology.id, make.offer_form(language=Language.POLISH), actor=cast.officer, now=NOW)
    add(session, cast, technology)
    size = {"sha256": "a" * 64, "media_type": "image/png", "width": 800, "height": 600}
    assert english.figures == [{**size, "alt": SAYS.alt_en, "caption": SAYS.caption_en}]
    assert polish.figures == [{**size, "alt": SAYS.alt_pl, "caption": SAYS.caption_pl}]
    assert english.digest == offer_digest(content_of(english))


def test_a_figure_added_before_the_text_is_in_the_first_version_too(session, cast, technology):
    add(session, cast, technology)
    offer = save_offer(session, technology.id, make.offer_form(), actor=cast.officer, now=NOW)
    assert [figure["alt"] for figure in offer.figures] == [SAYS.alt_en]


@pytest.mark.parametrize("change", ["add", "describe", "order", "remove"])
def test_whatever_changes_the_figures_voids_consent_and_approval(session, cast, technology, change):
    first, second = (add(session, cast, technology, letter) for letter in "ab")
    signed = make.approved_offer(session, cast, technology)
    seen, digest = list(signed.figures), signed.digest
    act = {"actor": cast.officer, "now": NOW}
    if change == "add":
        add(session, cast, technology, "c")
    elif change == "describe":
        describe_figure(session, first.id, SAYS.model_copy(update={"caption_en": "Another caption"}), **act)
    elif change == "order":
        order_figures(session, technology.id, [second.id, first.id], **act)
    else:
        remove_figure(session, second.id, **act)
    newest = session.exec(select(Offer).where(Offer.technology_id == technology.id, Offer.version == 2)).one()
    assert (newest.state, newest.approved_at, newest.consented_at) == (OfferState.DRAFT, None, None)
    assert newest.digest != digest
    for sign, who in ((approve_offer, cast.officer), (consent_to_offer, cast.researcher)):
        with pytest.raises(Conflict, match="changed after you looked"):
            sign(session, newest.id, digest=digest, actor=who, now=NOW)
    assert (signed.figures, signed.digest) == (seen, digest)


def test_a_draft_that_was_consented_to_must_be_consented_to_again(session, cast, technology):
    draft = save_offer(session, technology.id, make.offer_form(), actor=cast.officer, now=NOW)
    consent_to_offer(session, draft.id, digest=draft.digest, actor=cast.researcher, now=NOW)
    add(session, cast, technology)
    assert (draft.version, draft.consented_at) == (1, None)


def test_describing_a_figure_as_it_is_described_keeps_the_approval(session, cast, technology):
    figure = add(session, cast, technology)
    signed = make.approved_offer(session, cast, technology)
    describe_figure(session, figure.id, SAYS, actor=cast.officer, now=NOW)
    assert session.exec(select(Offer.version).where(Offer.technology_id == technology.id)).all() == [signed.version]


def test_offers_written_before_there_were_figures_keep_their_digest(session, cast, technology):
    offer = save_offer(session, technology.id, make.offer_form(), actor=cast.officer, now=NOW)
    before = {name: value for name, value in content_of(offer).items() if name != "figures"}
    assert offer_digest({**before, "figures": []}) == offer.digest == offer_digest({**before, "figures": ()})


def test_figures_stand_in_their_order_and_close_up_when_one_goes(session, cast, technology):
    first, second, third = (add(session, cast, technology, letter) for letter in "abc")
    order_figures(session, technology.id, [third.id, first.id, second.id], actor=cast.officer, now=NOW)
    assert order(session, technology) == [(1, "c"), (2, "a"), (3, "b")]
    remove_figure(session, third.id, actor=cast.officer, now=NOW)
    assert order(session, technology) == [(1, "a"), (2, "b")]
    assert remove_figure(session, third.id, actor=cast.second_officer, now=NOW).removed_by_name == cast.officer.name
    assert order(session, technology) == [(1, "a"), (2, "b")]


def test_an_order_that_forgets_one_or_names_a_strangers_is_refused(session, cast, technology):
    first, second = (add(session, cast, technology, letter) for letter in "ab")
    for wrong in ([first.id], [first.id, first.id], [first.id, second.id, 999]):
        with pytest.raises(Incomplete, match="every figure"):
            order_figures(session, technology.id, wrong, actor=cast.officer, now=NOW)


def test_the_same_picture_twice_and_one_too_many_are_refused(session, cast, technology):
    for letter in "abcd":
        add(session, cast, technology, letter)
    with pytest.raises(Conflict, match="at most 4"):
        add(session, cast, technology, "e")
    remove_figure(session, figures_of(session, technology.id)[3].id, actor=cast.officer, now=NOW)
    with pytest.raises(Conflict, match="already"):
        add(session, cast, technology, "a")


@pytest.mark.parametrize("missing", ["alt_en", "alt_pl"])
def test_a_figure_without_words_for_who_cannot_see_it_is_refused(missing):
    with pytest.raises(ValidationError):
        FigureForm(**SAYS.model_dump() | {missing: "  "})


def test_who_may_not_write_the_offer_may_not_illustrate_it(session, cast, technology):
    figure = add(session, cast, technology)
    with pytest.raises(NotPermitted):
        add(session, cast, technology, "b", actor=cast.researcher)
    for act in (lambda who: remove_figure(session, figure.id, actor=who, now=NOW),):
        with pytest.raises(NotFound):
            act(cast.stranger)
        with pytest.raises(NotPermitted):
            act(cast.researcher)


# What the scan sees of figures


def test_words_beside_a_figure_are_compared_with_what_is_confidential(session, cast, technology):
    secret = session.exec(select(Disclosure).where(Disclosure.technology_id == technology.id)).one()
    offer = save_offer(session, technology.id, make.offer_form(), actor=cast.officer, now=NOW)
    add(session, cast, technology, says=SAYS.model_copy(update={"alt_en": secret.abstract_confidential}))
    assert [(leak["field"], leak["label"]) for leak in offer.leaks] == [("figures 1", "abstract_confidential")]


def test_what_the_original_said_is_compared_although_it_has_left_the_picture(session, cast, technology):
    secret = session.exec(select(Disclosure).where(Disclosure.technology_id == technology.id)).one()
    offer = save_offer(session, technology.id, make.offer_form(), actor=cast.officer, now=NOW)
    add(session, cast, technology, words=secret.abstract_confidential, software="GIMP 3.0")
    assert [(leak["field"], leak["label"]) for leak in offer.leaks] == [("figures_told 1", "abstract_confidential")]
    with pytest.raises(Incomplete, match="figures_told 1 repeats abstract_confidential"):
        approve_offer(session, offer.id, digest=offer.digest, actor=cast.officer, now=NOW)


@pytest.mark.parametrize(
    ("told", "excerpt"), [({"author": "Ł. Żądło"}, "Żądło"), ({"file_name": "zadlo_final-2.png"}, "Zadlo")]
)
def test_a_creator_named_in_the_original_of_an_anonymous_offers_figure_is_told(
    session, cast, technology, told, excerpt
):
    offer = save_offer(session, technology.id, make.offer_form(anonymous=True), actor=cast.officer, now=NOW)
    add(session, cast, technology, **told)
    assert [(leak["field"], leak["label"], leak["excerpt"]) for leak in offer.leaks] == [
        ("figures_told 1", "name", excerpt)
    ]
    named = save_offer(session, technology.id, make.offer_form(), actor=cast.officer, now=NOW)
    assert named.leaks == []
