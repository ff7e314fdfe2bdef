"""Every example offer, in each language and both templates, as a file that screen readers and archives take."""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.actions.forms import OfferForm
from models.rules.words import BriefLength, Field, Language, ValueChain
from reports import briefs
from reports.briefs import BriefContent, KeyFigure, Partnership
from tests.reports.contents import OFFER
from tests.reports.reading import faults_of, pages_of

FILES = sorted((Path(__file__).parents[2] / "api" / "example" / "technologies").glob("*.toml"))
TECHNOLOGIES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in FILES}
OFFERS = [
    (name, Language(language)) for name, technology in TECHNOLOGIES.items() for language in technology.get("offer", {})
]
pytestmark = pytest.mark.xdist_group("example offers")
"""Half a second each: together, so that fonts and templates are read once."""


def content_of(technology: dict[str, Any], language: Language) -> BriefContent:
    form = OfferForm.model_validate(technology["offer"][language] | {"language": language})
    said = {name: getattr(form, name) for name in briefs.BriefContent.__dataclass_fields__ if hasattr(form, name)}
    said |= {name: tuple(value) for name, value in said.items() if isinstance(value, list)}
    disclosure = technology["disclosure"]
    return replace(
        OFFER,
        **said
        | {
            "key_figures": tuple(KeyFigure(**each.model_dump()) for each in form.key_figures),
            "partnerships": tuple(Partnership(**each.model_dump()) for each in form.partnerships),
            "value_chain": ValueChain(disclosure["value_chain"]) if "value_chain" in disclosure else None,
            "field": Field(disclosure["field"]) if "field" in disclosure else None,
        },
    )


def test_there_are_offers_in_both_languages():
    assert {language for _, language in OFFERS} == set(Language)
    assert len(OFFERS) >= 20


@pytest.mark.parametrize("length", BriefLength)
@pytest.mark.parametrize(("name", "language"), OFFERS)
def test_an_example_offer_is_accessible_and_archival_and_as_long_as_asked(name, language, length):
    pdf = briefs.render(replace(content_of(TECHNOLOGIES[name], language), length=length))
    assert faults_of(pdf) == []
    assert pages_of(pdf) == briefs.PAGES[length]
