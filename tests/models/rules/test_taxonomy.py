from collections import Counter

import pytest

from models.rules.taxonomy import concept_of, general_stems, read_taxonomy, standard, stems_of
from models.rules.text import fold
from models.rules.words import Field

STEMS = stems_of({"drug": "lek. leki", "plasma": "plazm", "cold_plasma": "zimn_plazm", "doctor": "lekarz"})


def test_a_whole_word_does_not_meet_a_longer_one_and_the_longest_stem_decides() -> None:
    assert [concept_of(word, STEMS) for word in ("lek", "lekki", "lekarzami", "plazma", "lekow")] == [
        "drug", None, "doctor", "plasma", None,
    ]  # fmt: skip


def test_every_field_has_at_least_forty_stems_each_of_them_folded() -> None:
    taxonomy = standard()
    assert list(taxonomy.weights) == list(Field)
    meant = Counter(taxonomy.stems.prefixes.values()) + Counter(taxonomy.stems.whole.values())
    for concepts in taxonomy.weights.values():
        assert sum(meant[concept] for concept in concepts) >= 40
    spelled = {*taxonomy.stems.prefixes, *taxonomy.stems.whole, *general_stems().prefixes, *general_stems().whole}
    assert [stem for stem in spelled if stem != fold(stem)] == []


def test_no_stem_stands_for_two_concepts() -> None:
    specific, general = standard().stems, general_stems()
    assert specific.prefixes.keys() & general.prefixes.keys() == set()
    assert specific.whole.keys() & general.whole.keys() == set()


def test_a_taxonomy_with_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValueError, match="astronomy"):
        read_taxonomy('[labels]\n[fields.astronomy]\nstar = [1, "star"]')
