from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, strategies as st

from models.rules.words import Language
from models.similarity import Corpus, as_written, is_near_duplicate, language_of, prepared, terms

SEPSIS = (
    "Paper strip that detects sepsis in newborns. A drop of blood is enough for a lateral flow test that measures "
    "three biomarkers with antibodies bound to gold nanoparticles. The result is read after 15 minutes at the bedside, "
    "while blood culture takes 72 hours. Sensitivity of 94% was shown on 210 samples from two hospitals."
)
SEPSIS_REWORDED = (
    "Bedside test for neonatal sepsis on a paper strip. Antibodies on gold nanoparticles capture three biomarkers from "
    "a single drop of blood. It answers in 15 minutes instead of the 72 hours of a culture; in 210 samples from two "
    "hospitals it was 94% sensitive."
)
SEPSIS_POLISH = (
    "Papierowy test paskowy wykrywający sepsę u noworodków. Wystarczy kropla krwi, w której przeciwciała na "
    "nanocząstkach złota oznaczają trzy biomarkery. Wynik odczytuje się po 15 minutach przy łóżku pacjenta, podczas "
    "gdy posiew krwi trwa 72 godziny. Czułość 94% wykazano na 210 próbkach z dwóch szpitali."
)
TROPONIN = (
    "Portable reader for cardiac troponin. An electrochemical immunosensor measures troponin in a drop of blood within "
    "ten minutes, so that an ambulance can rule out infarction. Antibodies are bound to a printed carbon electrode."
)
HYDROGEL = (
    "Hydrożelowy opatrunek z nanocząstkami srebra do leczenia oparzeń. Kolagen sieciowany bez aldehydu utrzymuje "
    "wilgoć rany, a srebro hamuje wzrost bakterii. W modelu świni rana zamknęła się po 9 dniach zamiast po 14."
)
ASH = (
    "Recovery of phosphorus from the ash of sewage sludge. Leaching with diluted acid leaves heavy metals behind, and "
    "the product meets the limits of the fertiliser regulation. A pilot plant treats 50 kg of ash per hour."
)
OTHERS = [TROPONIN, HYDROGEL, ASH]


def scores(query: str, documents: list[str]) -> dict[int, float]:
    [found] = Corpus([prepared(text) for text in documents]).nearest([prepared(query)], top=9, floor=0.0)
    return {neighbour.index: neighbour.score for neighbour in found}


def test_inflected_forms_of_both_languages_become_the_same_terms() -> None:
    assert terms("The antibodies bind polymers") == terms("Przeciwciało wiąże polimerami")
    assert terms("antibiotics") == terms("antybiotykami")


def test_numbers_and_words_that_say_nothing_are_no_terms() -> None:
    assert terms("It is 72 of the, i to 1000 w ze") == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("the test of blood", Language.ENGLISH),
        ("test z krwi", Language.POLISH),
        ("próbka", Language.POLISH),
        ("", Language.ENGLISH),
    ],
)
def test_the_language_is_told_by_small_words_and_letters(text: str, language: Language) -> None:
    assert language_of(text.split()) is language


def test_a_reworded_description_is_a_near_duplicate() -> None:
    found = scores(SEPSIS_REWORDED, [*OTHERS, SEPSIS])
    assert is_near_duplicate(found[3], "en", "en")


def test_a_translation_is_a_near_duplicate_both_ways() -> None:
    assert is_near_duplicate(scores(SEPSIS_POLISH, [*OTHERS, SEPSIS])[3], "pl", "en")
    assert is_near_duplicate(scores(SEPSIS, [*OTHERS, SEPSIS_POLISH])[3], "en", "pl")


def test_another_technology_of_the_same_field_is_none() -> None:
    found = scores(SEPSIS, OTHERS)
    assert not is_near_duplicate(found[0], "en", "en")
    assert not is_near_duplicate(found[1], "en", "pl")


def test_the_same_text_has_a_score_of_one_and_comes_first() -> None:
    [found] = Corpus([prepared(text) for text in (ASH, SEPSIS, HYDROGEL)]).nearest([prepared(SEPSIS)], top=1)
    assert [(one.index, one.score) for one in found] == [(1, 1.0)]


def test_shared_terms_explain_the_score_in_the_words_of_either_text() -> None:
    [[found]] = Corpus([prepared(SEPSIS), prepared(ASH)]).nearest([prepared(SEPSIS_POLISH)], top=1)
    assert len(found.shared_terms) == 5
    assert set(as_written(found.shared_terms, SEPSIS_POLISH)) <= set(SEPSIS_POLISH.lower().replace(".", "").split())
    assert len(as_written(found.shared_terms, SEPSIS)) == 5


def test_one_shared_word_in_a_text_about_something_else_does_not_make_it_close() -> None:
    stranger = "Quantum repeaters keep entanglement in diamond vacancies between distant nodes of gold"
    assert max(scores(stranger, [SEPSIS, ASH]).values(), default=0.0) < 0.1


def test_nothing_is_near_in_an_empty_corpus_or_to_an_empty_text() -> None:
    assert Corpus([]).nearest(["a", "b"]) == [[], []]
    assert Corpus(["", " "]).nearest(["a"]) == [[]]
    assert Corpus([prepared(SEPSIS)]).nearest([""]) == [[]]


def test_equals_come_in_the_order_of_the_corpus_and_no_more_than_asked_for() -> None:
    [found] = Corpus([prepared(ASH), prepared(SEPSIS), prepared(SEPSIS)]).nearest([prepared(SEPSIS)], top=2, floor=0.5)
    assert [one.index for one in found] == [1, 2]


def test_many_queries_are_answered_in_their_order() -> None:
    documents = [f"word{number} common" for number in range(600)]
    found = Corpus(documents).nearest(documents, top=1)
    assert [one.index for [one] in found] == list(range(600))


def test_stemming_in_many_threads_gives_what_one_thread_gives() -> None:
    texts = [f"{SEPSIS} {HYDROGEL} niepowtarzalnymi{number}kami unrepeatable{number}nesses" for number in range(64)]
    with ThreadPoolExecutor(8) as pool:
        threaded = list(pool.map(terms, texts))
    assert threaded == [terms(text) for text in texts]


@given(st.lists(st.text(alphabet="abcde ", max_size=30), max_size=8), st.text(alphabet="abcde ", max_size=30))
def test_a_score_lies_between_the_floor_and_one_and_falls(documents: list[str], query: str) -> None:
    [found] = Corpus(documents).nearest([query], top=5, floor=0.2)
    reached = [one.score for one in found]
    assert reached == sorted(reached, reverse=True)
    assert all(0.2 <= score <= 1.000001 for score in reached)
