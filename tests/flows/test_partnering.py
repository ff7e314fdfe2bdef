"""Matching: explained scores from published texts, and briefs to the best."""

from sqlmodel import col, select

from flows.partnering import match_all
from models.actions.forms import ProfileForm
from models.actions.stages import advance
from models.db import reading
from models.rules.words import Field, PartnershipType, Stage, ValueChain, WorkKind, WorkState
from models.tables import Contact, Delivery, Match, Partner
from tests import factories as make

FITTING = ProfileForm(
    value_chain=ValueChain.HEALTH,
    fields_of_interest=[Field.DIAGNOSTICS],
    keywords=["strip test", "resistance", "urine"],
    trl_min=3,
    trl_max=7,
    partnerships=[PartnershipType.COMMERCIAL],
)
OTHER = ProfileForm(
    value_chain=ValueChain.BIOECONOMY, fields_of_interest=[Field.AGRICULTURE], keywords=["seed"], trl_min=8, trl_max=9
)


def world_with_partners(world):
    def build(session, cast):
        fitting = make.partner(session, cast, profile=FITTING, name="Fits")
        make.partner(session, cast, profile=OTHER, name="Does not")
        make.partner(session, cast, profile=FITTING, name="Not asked", contacts=[])
        return make.to_partnering(session, cast).id, fitting.id

    return world.make(build)


def test_partners_are_scored_with_the_parts_that_explain_it_and_the_best_are_written_to(world):
    technology_id, fitting = world_with_partners(world)
    assert match_all(world.take(WorkKind.MATCH_PARTNERS)) == 1
    with reading() as session:
        rows = session.exec(select(Match, Partner.name).join(Partner).order_by(col(Match.partner_id))).all()
        contacts = session.exec(
            select(Contact.partner_id).join(Delivery, col(Delivery.contact_id) == col(Contact.id))
        ).all()
    assert [name for _, name in rows] == ["Fits", "Not asked"]
    match = rows[0][0]
    assert match.score == sum(part["points"] for part in match.parts) >= 70
    assert {"strip", "urine"} & set(match.shared_terms)
    assert {"code", "points", "of", "detail_en", "detail_pl"} == set(match.parts[0])
    assert contacts == [fitting]
    assert world.work(WorkKind.MATCH_PARTNERS) == [(technology_id, WorkState.DONE, "")]


def test_a_technology_whose_offer_is_not_public_matches_nobody(one_world):
    technology_id, _ = world_with_partners(one_world)
    claims = one_world.take(WorkKind.MATCH_PARTNERS)
    one_world.make(
        lambda session, cast: advance(
            session, technology_id, to=Stage.OFFER, actor=cast.officer, now=make.NOW, reason="Not yet."
        )
    )
    assert match_all(claims) == 1
    with reading() as session:
        assert session.exec(select(Match)).all() == []


def test_without_partners_there_is_nothing_to_match(one_world):
    technology_id = one_world.make(lambda session, cast: make.to_partnering(session, cast).id)
    assert match_all(one_world.take(WorkKind.MATCH_PARTNERS)) == 1
    assert one_world.work(WorkKind.MATCH_PARTNERS) == [(technology_id, WorkState.DONE, "")]
