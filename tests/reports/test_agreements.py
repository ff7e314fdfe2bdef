from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from models.rules.words import AgreementKind, Language
from reports import agreements
from reports.agreements import Milestone, NoDraft, Signature
from tests.reports.contents import LICENCE
from tests.reports.reading import faults_of, text_of

FULL = replace(
    LICENCE,
    effective_on=date(2027, 1, 1),
    expires_on=date(2037, 12, 31),
    exclusive=True,
    territory="European Economic Area",
    field_of_use="in vitro diagnostics",
    currency="EUR",
    upfront=4_500_000,
    royalty_bp=350,
    minimum_annual=1_200_050,
    milestones=(
        Milestone(text="First sale", due_on=date(2028, 6, 30), amount=5_000_000),
        Milestone(text="Pilot"),
    ),
    terms="The Licensee pays for the <trial>.",
)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", agreements.DRAWN)
def test_a_draft_is_accessible_in_both_languages(kind, language):
    assert faults_of(agreements.render(replace(FULL, kind=kind, language=language))) == []


def test_a_licence_states_the_agreed_terms():
    said = text_of(agreements.render(FULL))
    for expected in (
        "Draft for the office’s lawyer.",
        "Example University",
        "represented by the vice-rector",
        "Licence exclusive",
        "Territory European Economic Area",
        "Field of use in vitro diagnostics",
        "Upfront fee €45,000.00",
        "Royalty on net sales 3.5%",
        "Minimum annual royalty €12,000.50",
        "In force from 1 January 2027",
        "In force until 31 December 2037",
        "First sale 30 June 2028 €50,000.00",
        "Pilot to be agreed none",
        "The licence is exclusive:",
        "The Licensee pays for the <trial>.",
        "Name and position",
    ):
        assert expected in said


SIGNED = replace(
    FULL,
    institution=replace(FULL.institution, signature=Signature(person="Jan Łoś", on=date(2027, 1, 1))),
    partner=replace(
        FULL.partner,
        signature=Signature(
            person="Greta Weiß",
            on=date(2027, 1, 2),
            accepted_at=datetime(2027, 7, 2, 8, 30, tzinfo=UTC),
            digest="0123456789abcdef" * 4,
        ),
    ),
)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", agreements.DRAWN)
def test_what_both_have_signed_is_accessible_too(kind, language):
    assert faults_of(agreements.render(replace(SIGNED, kind=kind, language=language))) == []


def test_what_both_have_signed_is_no_draft_and_names_who_signed_when():
    said = text_of(agreements.render(replace(SIGNED, language=Language.POLISH)))
    for expected in (
        "Podpis: Jan Łoś 1 stycznia 2027",
        "Zaakceptowano w przeglądarce: Greta Weiß 2 lipca 2027, 10:30 (CEST)",
        "Podpisano · 2 stycznia 2027",
        "0123456789abcdef0123456789abcdef 0123456789abcdef0123456789abcdef",
    ):
        assert expected in said
    assert "Projekt" not in said
    assert "Miejsce i data" not in said


def test_signed_by_one_side_it_is_still_a_draft():
    one = replace(SIGNED, partner=FULL.partner)
    assert "Draft for the office’s lawyer." in text_of(agreements.render(one))


def test_open_terms_are_shown_as_open():
    said = text_of(agreements.render(LICENCE))
    for expected in (
        "Licence non-exclusive",
        "Territory to be agreed",
        "Upfront fee none",
        "Royalty on net sales none",
        "the day of the later signature",
        "no end date",
        "The licence is not exclusive:",
    ):
        assert expected in said
    assert "Special terms" not in said
    assert "Milestones" not in said


def test_a_non_disclosure_agreement_speaks_of_no_money():
    said = text_of(agreements.render(replace(FULL, kind=AgreementKind.NDA, language=Language.POLISH)))
    assert "Umowa o poufności" in said
    assert "Obowiązki Odbiorcy" in said
    assert "liczba lat: 5" in said
    assert "Opłata" not in said
    assert "Kamienie milowe" not in said


@pytest.mark.parametrize("kind", [kind for kind in AgreementKind if kind not in agreements.DRAWN])
def test_a_kind_without_clauses_is_refused(kind):
    with pytest.raises(NoDraft, match="written by the office"):
        agreements.render(replace(LICENCE, kind=kind))


def test_the_same_terms_render_to_the_same_bytes():
    assert agreements.render(FULL) == agreements.render(FULL)
