"""The lint measured on whole offers: nothing in good ones, and all that is wrong in bad ones, no less and no more."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from models.rules.lint import lint
from models.rules.words import IprStatus

CORPUS: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parents[2] / "data" / "lint_corpus.toml").read_text(encoding="utf-8")
)
TEXTS = ("title", "short_summary", "problem", "description", "advantages", "expected_role")
KEYWORDS = {"en": ("sepsis", "in vitro diagnostics"), "pl": ("sepsa", "diagnostyka in vitro")}
SAID = {
    "en": {"problem": "The work is done by hand today.", "expected_role": "A maker.", "why": "A maker is needed."},
    "pl": {"problem": "Dziś robi się to ręcznie.", "expected_role": "Wytwórca.", "why": "Potrzebny jest wytwórca."},
}


def offer(texts: dict[str, Any], language: str) -> dict[str, object]:
    """The offer of these texts; what they leave out is as it should be."""
    said = SAID[language] | {"how": "Licencja." if language == "pl" else "A licence."} | texts
    technology, market = KEYWORDS[language]
    return {name: said[name] for name in TEXTS} | {
        "key_figures": [],
        "trl": 5,
        "ipr_status": IprStatus.APPLIED,
        "partnerships": [{"type": "commercial", "why": said["why"], "how": said["how"]}],
        "partner_sizes": ["sme_49"],
        "technology_keywords": [technology],
        "market_keywords": [market],
        "anonymous": False,
    }


@pytest.mark.parametrize("pair", CORPUS["pair"], ids=lambda pair: str(pair["en"]["title"][:40]))
def test_a_good_pair_of_offers_has_nothing_to_find(pair: dict[str, dict[str, str]]) -> None:
    english, polish = offer(pair["en"], "en"), offer(pair["pl"], "pl")
    assert [(each.code, each.field, each.excerpt, each.message.en) for each in lint(english, "en", polish)] == []
    assert [(each.code, each.field, each.excerpt, each.message.en) for each in lint(polish, "pl", english)] == []


@pytest.mark.parametrize("bad", CORPUS["bad"], ids=lambda bad: f"{bad['language']}: {bad['title'][:40]}")
def test_all_that_is_wrong_in_a_bad_offer_is_found(bad: dict[str, Any]) -> None:
    found = [[each.code, each.field, each.excerpt] for each in lint(offer(bad, bad["language"]), bad["language"])]
    assert found == bad["expect"]


def test_there_are_ten_of_each_in_each_language() -> None:
    assert len(CORPUS["pair"]) >= 10
    for language in ("en", "pl"):
        assert sum(bad["language"] == language for bad in CORPUS["bad"]) >= 10
