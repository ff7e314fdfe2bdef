import pytest
from hypothesis import given, strategies as st

from models.rules.text import fold, seen, sentences, shingles, unbroken, words


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Łódź", "lodz"),
        ("ZAŻÓŁĆ gęślą  jaźń", "zazolc gesla jazn"),
        ("Straße", "strasse"),
        ("  two\n\tlines ", "two lines"),
        ("e\u0301tude", "etude"),
        ("5\u00a0µm \u2013 \u201equoted\u201d", '5 μm - "quoted"'),
        ("", ""),
    ],
)
def test_fold_takes_case_marks_and_runs_of_spaces_away(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_words_are_parted_by_punctuation_and_hyphens() -> None:
    assert words("Cell-free DNA, 12,5 ng/ml (próbka_1)") == [
        "cell", "free", "dna", "12", "5", "ng", "ml", "probka", "1",
    ]  # fmt: skip


def test_sentences_end_at_stops_but_not_at_abbreviations_or_decimals() -> None:
    text = "Metoda np. ELISA trwa ok. 3 h. Nowy test trwa 2.5 godz.\nCzułość to 98%! Approx. 40 samples."
    assert sentences(text) == [
        "Metoda np. ELISA trwa ok. 3 h.",
        "Nowy test trwa 2.5 godz.",
        "Czułość to 98%!",
        "Approx. 40 samples.",
    ]


def test_sentences_of_nothing_are_none() -> None:
    assert sentences(" \n ") == []


def test_shingles_are_the_runs_of_folded_words() -> None:
    assert shingles("Żel hamuje wzrost bakterii.", 3) == {"zel hamuje wzrost", "hamuje wzrost bakterii"}


def test_a_text_shorter_than_the_shingle_has_none() -> None:
    assert shingles("dwa słowa", 3) == set()


@pytest.mark.parametrize("parting", ["\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_whatever_breaks_a_line_is_a_space_in_what_is_one_line(parting):
    assert unbroken(f"A strip{parting}for urine") == "A strip for urine"


SEEN_AS_IT_IS = "\N{WOMAN}\u200d\N{MICROSCOPE} reads CO\u2082 at 5\u00a0µm"


@pytest.mark.parametrize(
    ("written", "as_seen"),
    [
        ("Sar\u00adnecki", "Sarnecki"),
        ("Wo\u0301jtowicz", "Wójtowicz"),
        ("In\u200bsti\u2060tute of Bio\ufeffreso\u3164urces", "Institute of Bioresources"),
        ("Nowa\u200dk", "Nowak"),
        ("N\U000e0100owak", "Nowak"),
        (SEEN_AS_IT_IS, SEEN_AS_IT_IS),
    ],
)
def test_what_leaves_the_house_holds_nothing_that_is_not_seen(written: str, as_seen: str) -> None:
    assert seen(written) == as_seen
