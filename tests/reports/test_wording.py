from datetime import date

import pytest

from models.rules.words import (
    AgreementKind,
    Area,
    Certainty,
    ClockState,
    ContributorStatus,
    DemandEvent,
    DemandKind,
    DemandState,
    DevelopmentStage,
    Field,
    InputKind,
    InputState,
    IprStatus,
    Language,
    LegalBasis,
    PartnershipType,
    PartnerSize,
    ProtectionStrategy,
    PublicDisclosure,
    SignoffKind,
    TechnologyKind,
    ValueChain,
)
from reports.dossiers import TEXTS
from reports.wording import wording

NAMED = {
    "area": Area,
    "certainty": Certainty,
    "chain": ValueChain,
    "clock_state": ClockState,
    "contributor_status": ContributorStatus,
    "development_stage": DevelopmentStage,
    "field": Field,
    "ipr_status": IprStatus,
    "demand_event": DemandEvent,
    "demand_kind": DemandKind,
    "demand_state": DemandState,
    "input_kind": InputKind,
    "input_state": InputState,
    "legal_basis": LegalBasis,
    "partner_size": PartnerSize,
    "partnership_type": PartnershipType,
    "public_disclosure": PublicDisclosure,
    "signoff": SignoffKind,
    "strategy": ProtectionStrategy,
    "technology_kind": TechnologyKind,
}


def shape(labels: object) -> object:
    return {key: shape(value) for key, value in labels.items()} if isinstance(labels, dict) else type(labels)


def test_both_languages_have_the_same_labels():
    assert shape(wording(Language.POLISH).labels) == shape(wording(Language.ENGLISH).labels)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("table", NAMED)
def test_every_word_has_a_label(language, table):
    assert set(wording(language).labels[table]) == {member.value for member in NAMED[table]}


@pytest.mark.parametrize("language", Language)
def test_every_goal_and_every_text_of_a_disclosure_has_a_label(language):
    labels = wording(language).labels
    assert list(labels["goal"]) == [str(goal) for goal in range(1, 18)]
    assert list(labels["dossier"]["text"]) == list(TEXTS)
    assert set(labels["agreement"]["title"]) == {AgreementKind.NDA, AgreementKind.LICENCE}


def test_dates_and_money_follow_the_language():
    polish, english = wording(Language.POLISH), wording(Language.ENGLISH)
    assert polish.date(date(2026, 5, 3)) == "3 maja 2026"
    assert english.date(date(2026, 5, 3)) == "3 May 2026"
    assert polish.short_date(date(2026, 5, 3)) == "3 maj 2026"
    assert polish.money(123_456_789, "PLN") == "1\u00a0234\u00a0567,89\u00a0zł"
    assert english.money(123_456_789, "EUR") == "€1,234,567.89"
    assert english.money(5_000, "JPY") == "JP¥5,000"
    assert english.money(4_500_000, "PLN") == "PLN\u00a045,000.00"
    assert polish.basis_points(1250) == "12,5%"
    assert english.basis_points(3333) == "33.33%"


def test_countries_are_named_and_an_unknown_code_stands_for_itself():
    assert wording(Language.ENGLISH).countries(("DE", "fr", "QX")) == "Germany, France and QX"
    assert wording(Language.POLISH).countries(("DE",)) == "Niemcy"
