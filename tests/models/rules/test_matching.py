from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from models.rules.bilingual import Bilingual
from models.rules.matching import FULL_SIMILARITY, OfferTerms, Part, ProfileTerms, score
from models.rules.words import Field, PartnershipType, ValueChain

OFFER = OfferTerms(
    field=Field.DIAGNOSTICS,
    value_chain=ValueChain.HEALTH,
    trl=5,
    partnerships=(PartnershipType.COMMERCIAL,),
    partner_sizes=("sme_49",),
)
PROFILE = ProfileTerms(
    country="DE",
    size="sme_49",
    value_chain=ValueChain.HEALTH,
    fields=(Field.DIAGNOSTICS, Field.E_HEALTH),
    trl_min=4,
    trl_max=7,
    countries=("PL", "CZ"),
    partnerships=(PartnershipType.COMMERCIAL, PartnershipType.INVESTMENT),
)
TERMS = ["sepsis", "strip", "blood", "antibody", "newborn"]


def points(offer: OfferTerms, profile: ProfileTerms, similarity: float = 0.0, terms: list[str] | None = None):
    return {part.code: part.points for part in score(offer, profile, similarity, terms or []).parts}


def test_a_partner_who_looks_for_exactly_this_gets_a_hundred_points() -> None:
    found = score(OFFER, PROFILE, FULL_SIMILARITY, TERMS)
    assert found.total == 100
    assert sum(part.of for part in found.parts) == 100
    assert found.excluded is None


def test_the_parts_say_in_both_languages_what_they_are_for() -> None:
    assert [part.detail for part in score(OFFER, PROFILE, FULL_SIMILARITY / 2, TERMS).parts] == [
        Bilingual("Field sought: Medical diagnostics.", "Poszukiwana dziedzina: Diagnostyka medyczna."),
        Bilingual(
            "Closeness of the texts: 50%.",
            "Zbieżność tekstów: 50% tego, co osiągają teksty bliskie.",
        ),
        Bilingual(
            "In common: sepsis, strip, blood, antibody, newborn.", "Wspólne: sepsis, strip, blood, antibody, newborn."
        ),
        Bilingual("TRL 5 is within 4 to 7.", "TRL 5 mieści się w zakresie 4–7."),
        Bilingual("Among the countries sought: PL.", "Poszukiwany kraj: PL."),
        Bilingual("Both want: commercial agreement.", "Obie strony chcą: umowa handlowa."),
        Bilingual("A partner of the size sought.", "Partner poszukiwanej wielkości."),
    ]


def test_a_part_is_kept_as_a_match_keeps_it() -> None:
    assert Part("trl", 15, 15, Bilingual("yes", "tak")).as_dict() == {
        "code": "trl", "points": 15, "of": 15, "detail_en": "yes", "detail_pl": "tak",
    }  # fmt: skip


def test_the_value_chain_counts_only_where_the_field_does_not_match() -> None:
    assert points(OFFER, PROFILE)["field"] == 35
    assert points(OFFER, replace(PROFILE, fields=(Field.COSMETICS,)))["field"] == 10
    assert points(OFFER, replace(PROFILE, fields=(), value_chain=ValueChain.BIOECONOMY))["field"] == 0
    assert points(replace(OFFER, field=None), PROFILE)["field"] == 0


@pytest.mark.parametrize(("similarity", "earned"), [(-0.1, 0), (0.0, 0), (0.1, 10), (0.3, 30), (0.9, 30)])
def test_text_earns_points_up_to_what_close_texts_reach(similarity: float, earned: int) -> None:
    assert points(OFFER, PROFILE, similarity)["text"] == earned


@pytest.mark.parametrize(("trl", "earned"), [(2, 0), (3, 7), (4, 15), (7, 15), (8, 7), (9, 0)])
def test_a_readiness_level_just_outside_the_range_earns_half(trl: int, earned: int) -> None:
    assert points(replace(OFFER, trl=trl), PROFILE)["trl"] == earned


def test_what_a_partner_leaves_open_is_no_obstacle() -> None:
    anything = ProfileTerms(country="FR", fields=(Field.DIAGNOSTICS,))
    assert points(OFFER, anything) == {
        "field": 35, "text": 0, "terms": 0, "trl": 15, "country": 5, "partnership": 5, "size": 5,
    }  # fmt: skip


def test_another_country_partnership_or_size_earns_nothing() -> None:
    other = replace(PROFILE, countries=("CZ",), partnerships=(PartnershipType.RESEARCH,), size="big")
    found = points(OFFER, other)
    assert (found["country"], found["partnership"], found["size"]) == (0, 0, 0)


def test_a_country_that_the_offer_does_not_target_excludes_and_says_so() -> None:
    found = score(replace(OFFER, targets=("PL", "FR")), PROFILE, 1.0, TERMS)
    assert (found.total, found.parts, found.excluded) == (0, (), "country_not_targeted")
    assert found.reason == Bilingual(
        "The offer is not meant for DE, but for PL, FR.", "Oferta nie jest kierowana do DE, lecz do: PL, FR."
    )


@given(
    st.builds(
        OfferTerms,
        field=st.sampled_from(Field) | st.none(),
        value_chain=st.sampled_from(ValueChain) | st.none(),
        trl=st.integers(1, 9),
        partnerships=st.lists(st.sampled_from(PartnershipType)),
    ),
    st.builds(
        ProfileTerms,
        country=st.just("PL"),
        fields=st.lists(st.sampled_from(Field)),
        trl_min=st.integers(1, 9),
        trl_max=st.integers(1, 9),
        partnerships=st.lists(st.sampled_from(PartnershipType)),
    ),
    st.floats(0, 1),
    st.lists(st.just("term"), max_size=9),
)
def test_a_total_is_the_sum_of_its_parts_and_none_exceeds_its_most(
    offer: OfferTerms, profile: ProfileTerms, similarity: float, terms: list[str]
) -> None:
    found = score(offer, profile, similarity, terms)
    assert found.total == sum(part.points for part in found.parts) <= 100
    assert all(0 <= part.points <= part.of for part in found.parts)
