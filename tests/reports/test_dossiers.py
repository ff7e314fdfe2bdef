import io
from dataclasses import replace
from datetime import date

from pypdf import PdfReader

from models.rules.words import (
    Certainty,
    ClockState,
    ContributorStatus,
    Language,
    LegalBasis,
    ProtectionStrategy,
    PublicDisclosure,
)
from reports import dossiers
from reports.dossiers import ChecklistLine, ClockLine, ContributorLine, DuplicateLine, FundingLine, PriorArtLine
from tests.reports.contents import DOSSIER, POLISH
from tests.reports.reading import faults_of, text_of

FULL = replace(
    DOSSIER,
    checklist=(ChecklistLine(label="Ocena kryteriów", done=False), ChecklistLine(label="Podstawa prawna", done=True)),
    public_disclosure=PublicDisclosure.PLANNED,
    planned_publication_on=date(2027, 1, 12),
    contributors=(
        ContributorLine(
            name="Jan Śliwiński",
            affiliation="Wydział Biochemii",
            status=ContributorStatus.EMPLOYEE,
            share_bp=6250,
            legal_basis=LegalBasis.EMPLOYMENT,
            confirmed_on=date(2026, 11, 5),
            lead=True,
        ),
        ContributorLine(name="Ewa Kądziołka", status=ContributorStatus.DOCTORAL, share_bp=3750),
    ),
    funding=(FundingLine(sponsor="Narodowe Centrum Przykładu", number="2024/11", obligations="Sprawozdanie."),),
    strategy=ProtectionStrategy.PATENT,
    clocks=(
        ClockLine(
            label="Pierwszeństwo",
            trigger_on=date(2026, 10, 31),
            nominal_on=date(2027, 10, 31),
            due_on=date(2027, 11, 2),
            source="Konwencja paryska art. 4C",
            certainty=Certainty.VERIFIED,
            state=ClockState.RUNNING,
        ),
        ClockLine(
            label="Faza europejska",
            trigger_on=date(2026, 10, 31),
            nominal_on=date(2029, 5, 31),
            due_on=None,
            source="EPC R.159(1)",
            certainty=Certainty.PROMULGATED,
            state=ClockState.SUPPRESSED,
        ),
    ),
    prior_art=(PriorArtLine(title="Rapid detection", identifier="US 1", relevance="Wymaga wirowania."),),
    duplicates=(DuplicateLine(reference="UJ-2025-0031", title="Amplifikacja", score=41, shared_terms=("kaseta",)),),
    abstract_confidential=POLISH,
    novelty="Brak {{ wirowania }} <b>",
)


def test_a_dossier_is_accessible_whether_full_or_bare():
    assert faults_of(dossiers.render(FULL)) == []
    assert faults_of(dossiers.render(DOSSIER)) == []


def test_every_page_is_marked_confidential_and_says_for_whom_it_is():
    pages = PdfReader(io.BytesIO(dossiers.render(replace(FULL, description=POLISH * 30)))).pages
    assert len(pages) > 2
    for leaf in pages:
        said = leaf.extract_text()
        assert "Poufne" in said
        assert "dla oceniających (Uniwersytet Przykładowy)" in said


def test_a_dossier_says_what_reviewers_need():
    said = text_of(dossiers.render(FULL))
    for expected in (
        "do zrobienia Ocena kryteriów",
        "zrobione Podstawa prawna",
        "Publikacja jest planowana.",
        "12 stycznia 2027",
        "Jan Śliwiński, Wydział Biochemii (główny twórca) pracownik 62,5% stosunek pracy 5 lis 2026",
        "Ewa Kądziołka doktorant 37,5% nie odnotowano –",
        "Narodowe Centrum Przykładu 2024/11 Sprawozdanie.",
        "31 paź 2027 2 lis 2027",
        "żaden kalendarz go nie potwierdza",
        "sprawdzono w tekście ogłoszonym (VE)",
        "Rapid detection US 1 Wymaga wirowania.",
        "UJ-2025-0031 Amplifikacja 41% kaseta",
        "Strategia: Patent",
        "Brak {{ wirowania }} <b>",
    ):
        assert expected in said


def test_an_unanswered_question_and_empty_tables_are_told():
    said = text_of(dossiers.render(replace(DOSSIER, language=Language.ENGLISH)))
    assert "The question has not been answered." in said
    assert said.count("Nothing is recorded.") == 7
    assert "None" not in said


def test_the_same_case_renders_to_the_same_bytes():
    assert dossiers.render(FULL) == dossiers.render(FULL)
