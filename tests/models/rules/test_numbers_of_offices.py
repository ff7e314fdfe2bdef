"""Numbers as offices write them: taken in however they are typed, kept in one form, and refused in words."""

import pytest
from hypothesis import given, strategies as st

from models.rules.numbers_of_offices import application_number, offices, patent_number
from models.rules.refused import ClockRefused

KEPT = [
    ("EP", "EP99403122.7", "EP 99403122.7"),  # the example of the EPO's own support
    ("EP", "ep 168390789", "EP 16839078.9"),
    ("EP", "16000312", "EP 16000312"),
    ("PL", "p 450001", "P.450001"),
    ("PL", "PL P.450001", "P.450001"),
    ("US", "17/123,456", "17/123,456"),
    ("US", "US 17123456", "17/123,456"),
    ("WO", "PCT/EP2023/012345", "PCT/EP2023/012345"),
    ("WO", "pctpl99/01234", "PCT/PL99/01234"),
    ("DE", "DE 10 2007 004 488.9", "10 2007 004 488.9"),
    ("DE", "102007004488", "10 2007 004 488"),
    ("CZ", "PV 2025-1", "PV 2025-1"),
    ("IT", "102023000012345", "102023000012345"),
    ("DK", "PA 2023 70123", "PA 2023 70123"),
    ("DK", "  ", ""),
]


@pytest.mark.parametrize(("office", "typed", "kept"), KEPT)
def test_an_application_number_is_kept_in_its_offices_form(office, typed, kept):
    assert application_number(office, typed) == kept


@pytest.mark.parametrize(
    ("office", "typed", "kept"),
    [
        ("EP", "ep3123456b1", "EP 3123456 B1"),
        ("PL", "Pat.245123", "PL 245123"),
        ("US", "11123456", "US 11,123,456"),
        ("DE", "DE 10 2007 004 488 B4", "DE 10 2007 004 488 B4"),
        ("CZ", "309123", "CZ 309123"),
        ("IT", "0001412345", "IT 0001412345"),
        ("DK", "DK 181234 B1", "DK 181234 B1"),
    ],
)
def test_a_patent_number_is_kept_in_its_offices_form(office, typed, kept):
    assert patent_number(office, typed) == kept


@pytest.mark.parametrize("office", list(offices()))
@pytest.mark.parametrize("typed", ["1", "ł", "=1+1", "P.45000123", "PCT/EP20/1", "99/9"])
def test_what_the_office_would_not_write_is_refused_with_an_example(office, typed):
    with pytest.raises(ClockRefused) as refused:
        application_number(office, typed)
    example = offices()[office].application[0].example
    assert example in refused.value.words.en
    assert example in refused.value.words.pl


def test_an_unknown_office_is_refused_in_both_languages():
    with pytest.raises(ClockRefused) as refused:
        application_number("XX", "1")
    assert refused.value.words.en.startswith(
        "Helix does not know how the office “XX” numbers applications; known are EP"
    )
    assert refused.value.words.pl.startswith("Helix nie zna numeracji zgłoszeń urzędu „XX”; znane są: EP, PL, US")


def test_a_wrong_check_digit_is_named_with_the_right_one():
    with pytest.raises(ClockRefused, match=r"by its other digits it would be 7"):
        application_number("EP", "EP 99403122.8")


def test_an_international_application_has_no_patent_number():
    with pytest.raises(ClockRefused, match="national or regional phase") as refused:
        patent_number("WO", "WO 2023/123456")
    assert "fazie krajowej" in refused.value.words.pl


def test_every_example_is_taken_and_says_the_same_when_taken_again():
    for code, office in offices().items():
        for form in office.application:
            assert application_number(code, application_number(code, form.example)) == form.example
        for form in office.patent:
            assert patent_number(code, form.example) == form.example


@given(st.sampled_from(list(offices())), st.text(max_size=30))
def test_whatever_is_typed_is_kept_or_refused(office, typed):
    try:
        kept = application_number(office, typed)
    except ClockRefused:
        return
    assert application_number(office, kept) == kept
