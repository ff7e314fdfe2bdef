"""What an anonymous offer is called, and its key in addresses."""

import pytest

from models.rules.aliases import LENGTH, SIGNS, anonymous_key, read_anonymous_key, ways_to_write


def test_no_sign_is_mistaken_for_another_or_makes_a_word():
    assert len(set(SIGNS)) == len(SIGNS) == 14
    for alike in ("0OQ", "1IL7", "5S", "8B", "2Z", "6G", "UV", "MN", "FS", "JK", "BCDGPTVZ", "59"):
        assert len(set(alike) & set(SIGNS)) <= 1
    assert not set("AEIOUY") & set(SIGNS)
    assert len("7K3M-9QXD") == LENGTH


def test_a_key_is_read_however_it_is_written():
    assert anonymous_key("7K3M-9QXD") == "anonymous-7k3m-9qxd"
    for key in ("anonymous-7k3m-9qxd", "anonymous-7K3M-9QXD", "Anonymous-7k3M-9qXd"):
        assert read_anonymous_key(key) == "7K3M-9QXD"


@pytest.mark.parametrize(
    "key",
    [
        "anonymous-42",
        "7K3M-9QXD",
        "anonymous-7k3m9qxd",
        "anonymous-7k3m-9qxa",
        "anonymous-2026-0042",
        "UJ-2026-0042",
        "anonymous-7\N{KELVIN SIGN}3m-9qxd",
        "anonymous-7k3m-9qxd-",
        "anonymous-",
    ],
)
def test_nothing_else_is_a_key(key):
    assert read_anonymous_key(key) is None


def test_it_is_looked_for_with_and_without_its_hyphen():
    assert ways_to_write("7K3M-9QXD") == "7K3M-9QXD 7K3M9QXD"
