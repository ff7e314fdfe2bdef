"""How well passages that were copied and then touched are told from what merely speaks of the same thing."""

import tomllib
from pathlib import Path

import pytest

from models.rules.confidentiality import scan

SECRETS = tomllib.loads(Path("tests/data/passages.toml").read_text())["secret"]
CASES = [
    (secret["name"], secret["text"], passage, kind == "copied")
    for secret in SECRETS
    for kind in ("copied", "free")
    for passage in secret[kind]
]


def found(text: str, passage: str) -> bool:
    return bool(scan({"description": passage}, {"secret": text}))


def test_most_copies_are_found_and_hardly_anything_else():
    told = [(found(text, passage), copied) for _, text, passage, copied in CASES]
    hits = sum(said and copied for said, copied in told)
    precision, recall = hits / sum(said for said, _ in told), hits / sum(copied for _, copied in told)
    missed = [passage for (_, text, passage, copied) in CASES if copied and not found(text, passage)]
    wrong = [passage for (_, text, passage, copied) in CASES if not copied and found(text, passage)]
    assert (precision, missed, wrong) == (1.0, missed, [])
    assert recall >= 0.9, missed


@pytest.mark.parametrize("secret", SECRETS, ids=lambda each: each["name"])
def test_a_text_is_not_found_in_another_of_its_field(secret):
    others = [
        passage for each in SECRETS if each is not secret for kind in ("copied", "free") for passage in each[kind]
    ]
    assert [passage for passage in others if found(secret["text"], passage)] == []
