"""What may stand in a catalogue, who has it made, and that it is kept back as soon as one offer in it is gone."""

from datetime import timedelta

import pytest
from sqlmodel import select

from models.actions.compilations import (
    CompilationForm,
    order_compilation,
    record_compilation,
    remake_compilation,
    renew_public_catalogues,
    show_catalogue,
)
from models.actions.publishing import withdraw_offer
from models.actions.stages import advance
from models.errors import Conflict, Incomplete, NotFound, NotPermitted, OfferGone
from models.queries.compilations import compilation_file, compilations_for, left_out, offers_in, public_catalogue
from models.rules.words import CompilationKind, Field, Language, Stage, ValueChain, WorkKind
from models.tables import Offer, Technology, Work
from tests import factories as make
from tests.factories import HELIX, NOW, TODAY

AFTER_A_YEAR = timedelta(days=365)


@pytest.fixture
def cast(session):
    return make.cast(session)


@pytest.fixture
def offer(session, cast):
    technology = make.to_partnering(session, cast)
    return session.exec(select(Offer).where(Offer.technology_id == technology.id)).one()


def published(session, cast, **values):
    technology = make.to_offer(session, cast)
    made = make.briefed_offer(session, cast, technology, **values)
    advance(session, technology.id, to=Stage.PARTNERING, actor=cast.officer, now=NOW)
    return made


def form(**values):
    return CompilationForm(**{"kind": CompilationKind.CATALOGUE, "language": Language.ENGLISH, **values})


def order(session, who, **values):
    return order_compilation(session, form(**values), actor=who, now=NOW)


def record(session, compilation, offers, *, now=NOW, revision=None):
    return record_compilation(
        session,
        compilation.id,
        revision=revision or compilation.revision,
        offer_ids=[each.id for each in offers],
        input_checksum="0" * 64,
        sha256="1" * 64,
        size=1000,
        pages=3,
        actor=HELIX,
        now=now,
    )


def test_it_is_asked_of_the_flows_and_downloaded_when_made(session, cast, offer):
    made = order(session, cast.coordinator)
    (work,) = session.exec(select(Work).where(Work.kind == WorkKind.COMPILE_OFFERS)).all()
    assert (work.subject_id, work.unique_key) == (made.id, f"compile_offers:{made.id}:1")
    with pytest.raises(NotFound, match="not made yet"):
        compilation_file(session, made.id, cast.coordinator, today=TODAY)
    assert record(session, made, [offer])
    assert compilation_file(session, made.id, cast.coordinator, today=TODAY).sha256 == "1" * 64


@pytest.mark.parametrize("how", ["withdrawal", "expiry"])
def test_one_offer_that_is_gone_keeps_the_file_back_at_once(session, cast, offer, how):
    made = order(session, cast.coordinator)
    record(session, made, [offer])
    show_catalogue(session, made.id, shown=True, actor=cast.coordinator)
    assert public_catalogue(session, Language.ENGLISH, today=TODAY) == made
    day = TODAY
    if how == "withdrawal":
        withdraw_offer(session, offer.id, actor=cast.officer, now=NOW, reason="Sold.")
    else:
        day = TODAY + AFTER_A_YEAR  # whether or not a sweep has come by
    with pytest.raises(OfferGone):
        compilation_file(session, made.id, cast.coordinator, today=day)
    assert public_catalogue(session, Language.ENGLISH, today=day) is None
    (row,) = compilations_for(session, cast.coordinator, today=day)
    assert (row.gone, row.may_go_out) == (1, False)


def test_an_offer_withdrawn_while_it_was_made_has_it_made_again(session, cast, offer):
    other = published(session, cast)
    made = order(session, cast.coordinator)
    withdraw_offer(session, offer.id, actor=cast.officer, now=NOW, reason="Sold.")
    assert record(session, made, [offer, other]) is False
    assert made.revision == 2
    assert offers_in(session, made, today=TODAY) == [other]


def test_a_later_revision_is_not_overwritten_by_an_earlier_one(session, cast, offer):
    made = order(session, cast.coordinator)
    remake_compilation(session, made.id, actor=cast.coordinator, now=NOW)
    record(session, made, [offer])
    assert record(session, made, [], revision=1)
    (row,) = compilations_for(session, cast.coordinator, today=TODAY)
    assert (row.offers, made.made_revision) == (1, 2)


def test_an_institutions_file_leaves_out_its_anonymous_offers_and_the_networks_keeps_them(session, cast, offer):
    hidden = published(session, cast, anonymous=True)
    own = order(session, cast.officer)
    assert own.institution_id == cast.institution.id
    assert offers_in(session, own, today=TODAY) == [offer]
    assert offers_in(session, order(session, cast.coordinator), today=TODAY) == [offer, hidden]


def test_an_anonymous_offer_may_have_a_slide_of_its_own_but_no_named_neighbours(session, cast, offer):
    hidden = published(session, cast, anonymous=True)
    references = [session.get_one(Technology, each.technology_id).reference for each in (offer, hidden)]
    alone = order(session, cast.officer, kind=CompilationKind.SLIDES, references=references[1:])
    both = order(session, cast.officer, kind=CompilationKind.SLIDES, references=references)
    assert offers_in(session, alone, today=TODAY) == [hidden]
    assert offers_in(session, both, today=TODAY) == [offer]


def test_an_anonymous_offer_is_chosen_by_what_its_page_calls_it(session, cast, offer):
    hidden = published(session, cast, anonymous=True)
    technology = session.get_one(Technology, hidden.technology_id)
    for name in (technology.alias, technology.alias.lower(), f"anonymous-{technology.alias.lower()}"):
        assert offers_in(session, order(session, cast.coordinator, references=[name]), today=TODAY) == [hidden]
    own = order(session, cast.officer, kind=CompilationKind.SLIDES, references=[technology.alias])
    assert offers_in(session, own, today=TODAY) == [hidden]
    named = session.get_one(Technology, offer.technology_id)
    for who, name in ((cast.coordinator, technology.reference), (cast.coordinator, named.alias)):
        with pytest.raises(NotFound):
            order(session, who, references=[name])


@pytest.mark.parametrize(
    ("values", "fits"),
    [
        ({"field": Field.DIAGNOSTICS}, True),
        ({"value_chain": ValueChain.HEALTH}, True),
        ({"field": Field.COSMETICS}, False),
        ({"value_chain": ValueChain.BIOECONOMY}, False),
        ({"language": Language.POLISH}, False),
    ],
)
def test_it_is_narrowed_down_by_chain_field_and_language(session, cast, offer, values, fits):
    if fits:
        assert offers_in(session, order(session, cast.coordinator, **values), today=TODAY) == [offer]
    else:
        with pytest.raises(Incomplete, match="No published offer"):
            order(session, cast.coordinator, **values)


def test_drafts_and_approved_offers_stand_in_none(session, cast, offer):
    make.briefed_offer(session, cast, make.to_offer(session, cast))
    assert offers_in(session, order(session, cast.coordinator), today=TODAY) == [offer]


def test_an_officer_has_nothing_to_do_with_another_institutions(session, cast, offer):
    made = order(session, cast.officer)
    reference = session.get_one(Technology, offer.technology_id).reference
    assert compilations_for(session, cast.stranger, today=TODAY) == []
    for act in (
        lambda: remake_compilation(session, made.id, actor=cast.stranger, now=NOW),
        lambda: compilation_file(session, made.id, cast.stranger, today=TODAY),
        lambda: order(session, cast.stranger, references=[reference]),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(NotPermitted):
        order(session, cast.stranger, institution=cast.institution.code)
    for who in (cast.researcher, cast.reviewer, cast.administrator):
        with pytest.raises(NotPermitted):
            order(session, who)


def test_only_the_whole_networks_catalogue_goes_on_the_public_page_one_of_a_language(session, cast, offer):
    narrow = order(session, cast.coordinator, field=Field.DIAGNOSTICS)
    with pytest.raises(Conflict, match="narrowed down"):
        show_catalogue(session, narrow.id, shown=True, actor=cast.coordinator)
    first, second = order(session, cast.coordinator), order(session, cast.coordinator)
    for each in (first, second):
        record(session, each, [offer])
        show_catalogue(session, each.id, shown=True, actor=cast.coordinator)
    assert (first.public, second.public) == (False, True)
    with pytest.raises(NotPermitted):
        show_catalogue(session, order(session, cast.officer).id, shown=True, actor=cast.officer)


def test_what_is_on_the_public_page_is_made_anew_when_offers_come_or_go_and_only_then(session, cast, offer):
    made = order(session, cast.coordinator)
    record(session, made, [offer])
    show_catalogue(session, made.id, shown=True, actor=cast.coordinator)
    assert renew_public_catalogues(session, actor=HELIX, now=NOW) == 0
    published(session, cast)
    assert renew_public_catalogues(session, actor=HELIX, now=NOW) == 1
    assert renew_public_catalogues(session, actor=HELIX, now=NOW) == 0  # it waits already
    assert made.revision == 2


def alarm(session, offer):
    offer.alarmed_at = NOW
    session.add(offer)
    session.flush()


def test_what_was_found_to_be_confidential_is_left_out_and_named(session, cast, offer):
    other = published(session, cast, anonymous=True)
    alarm(session, other)
    made = order(session, cast.coordinator)
    assert offers_in(session, made, today=TODAY) == [offer]
    alias = session.get_one(Technology, other.technology_id).alias
    for who in (cast.coordinator, cast.officer):
        assert [(each.reference, each.offer) for each in left_out(session, who, today=TODAY)] == [(alias, other)]
    assert left_out(session, cast.stranger, today=TODAY) == []
    record(session, made, [offer])
    (row,) = compilations_for(session, cast.coordinator, today=TODAY)
    assert (row.offers, row.fresh) == (1, 0)


def test_where_all_that_fits_waits_for_a_decision_it_says_so(session, cast, offer):
    made = order(session, cast.coordinator)
    alarm(session, offer)
    for ask in (
        lambda: order(session, cast.coordinator),
        lambda: remake_compilation(session, made.id, actor=cast.coordinator, now=NOW),
    ):
        with pytest.raises(Incomplete, match="decide upon these places first"):
            ask()


def test_an_offer_found_confidential_while_it_was_made_has_it_made_again(session, cast, offer):
    other = published(session, cast)
    made = order(session, cast.coordinator)
    alarm(session, offer)
    assert record(session, made, [offer, other]) is False
    assert offers_in(session, made, today=TODAY) == [other]
