"""One profile against many offers: the same figures as the corpus that the flows use."""

import pytest
from hypothesis import given, strategies as st

from models.similarity import Corpus, likenesses, prepared

PROFILES = [
    prepared(text)
    for text in (
        "lateral flow, urine, medical diagnostics, rapid tests",
        "Szybkie testy, diagnostyka, zakażenia układu moczowego",
        "soil, fertiliser, phosphorus",
        "",
    )
]
OFFERS = [
    prepared("A strip test detects resistance enzymes in urine; a rapid diagnostic for laboratories."),
    prepared("Phosphorus is recovered from sludge ash as a fertiliser for soil."),
    prepared("Nothing in common whatsoever."),
]


@pytest.mark.parametrize("place", range(4))
def test_one_document_is_as_near_as_in_the_whole_corpus(place):
    everything = Corpus(PROFILES).nearest(OFFERS, top=len(PROFILES), floor=0.02)
    expected = [{each.index: each for each in found}.get(place) for found in everything]
    found = likenesses(PROFILES[place], PROFILES, OFFERS, 0.02)
    assert [each and (each.score, each.shared_terms) for each in found] == [
        each and (each.score, each.shared_terms) for each in expected
    ]


WORDS = st.lists(st.sampled_from("urine strip test soil ash enzyme peptide".split()), max_size=12).map(" ".join)


@given(documents=st.lists(WORDS, min_size=1, max_size=6), queries=st.lists(WORDS, min_size=1, max_size=4))
def test_the_two_ways_agree_on_any_texts(documents, queries):
    everything = Corpus(documents).nearest(queries, top=len(documents), floor=0.0)
    expected = [{each.index: each.score for each in found}.get(0, 0.0) for found in everything]
    found = [each.score if each else 0.0 for each in likenesses(documents[0], documents, queries, 0.0)]
    assert found == pytest.approx(expected, abs=2e-6)
