"""New passwords: long and not the first guess; nothing is said of digits and signs."""

import pytest
from hypothesis import given, strategies as st

from models.rules.passwords import LONGEST, SHORTEST, Fault, fault_of, normal

EMAIL = "lucja.zadlo@uni-podgorze.example"


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("eleven char", Fault.TOO_SHORT),
        ("x" * (LONGEST + 1), Fault.TOO_LONG),
        ("Lucja.Zadlo@uni-podgorze.example", Fault.IS_ADDRESS),
        ("lucja.zadlouni-podgorze.example", Fault.IS_ADDRESS),
        ("aaaaaaaaaaaaaaaa", Fault.TOO_PLAIN),
        ("abababababab", Fault.TOO_PLAIN),
        ("1234567890123", Fault.TOO_PLAIN),
        ("QWERTYUIOPAS", Fault.TOO_PLAIN),
        ("zyxwvutsrqponm", Fault.TOO_PLAIN),
        ("cztery żółte łodzie", None),
        ("only small letters", None),
    ],
)
def test_a_password_has_its_fault_or_none(password, fault):
    assert fault_of(password, email=EMAIL) is fault


def test_the_part_before_the_at_sign_alone_is_refused_where_it_is_long_enough():
    assert fault_of("aleksandra.pytel", email="aleksandra.pytel@x.example") is Fault.IS_ADDRESS


def test_a_letter_typed_as_one_and_as_two_is_the_same():
    assert normal("o\u0301") == normal("ó")


@given(st.text(max_size=SHORTEST - 1))
def test_no_short_password_is_taken(password):
    assert fault_of(password, email=EMAIL) is not None
