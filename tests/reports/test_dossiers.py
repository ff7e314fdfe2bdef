import io
from dataclasses import replace
from datetime import date

from pypdf import PdfReader

from models.rules.words import (
    Certainty,
    ClockState,
    ConflictRuling,
    ContributorStatus,
    Criterion,
    DemandEvent,
    DemandKind,
    DemandState,
    InputKind,
    InputState,
    Language,
    LegalBasis,
    ProtectionStrategy,
    PublicDisclosure,
    ReviewOutcome,
)
from reports import dossiers
from reports.dossiers import (
    AssessedLine,
    ChecklistLine,
    ClockLine,
    ConflictLine,
    ContributorLine,
    CoOwnerLine,
    DecidedBlock,
    DemandLine,
    DuplicateLine,
    FundingLine,
    InputLine,
    PriorArtLine,
)
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
    co_owners=(CoOwnerLine(name="Szpital Świętej Łucji", share_bp=2500, agreement="Umowa z 3 maja 2025"),),
    demands=(
        DemandLine(
            funder="Narodowe Centrum Przykładu (2024/11)",
            kind=DemandKind.REPORT_INVENTION,
            text="Raport o wynalazku",
            due_on=date(2027, 1, 4),
            state=DemandState.MET,
            settled_on=date(2026, 11, 20),
            document="Pismo z 20 listopada",
        ),
        DemandLine(
            funder="Fundacja Źródło",
            kind=DemandKind.CONSENT_LICENCE,
            due_event=DemandEvent.LICENCE,
            state=DemandState.OPEN,
        ),
    ),
    inputs=(
        InputLine(
            kind=InputKind.MATERIAL,
            name="Linia HEK-293Ł",
            provider="Bank Komórek",
            agreement="MTA 7/2024",
            limits=("no_commercial_use", "reach_through"),
            state=InputState.BLOCKS,
            note="Warunki do zmiany.",
        ),
    ),
    decided=DecidedBlock(
        outcome=ReviewOutcome.PROCEED,
        strategy=ProtectionStrategy.PATENT,
        reason="Zgłosić przed marcową konferencją.",
        score=385,
        reviewers=2,
        decided_by="Hanna Zięba",
        decided_on=date(2026, 11, 21),
        assessed=(
            AssessedLine(
                criterion=Criterion.PATENTABILITY,
                weight=40,
                points=(("Adam Cieślak", 2), ("Żaneta Wójcik", 5)),
                mean=3.5,
                apart=3,
                disagrees=True,
            ),
            AssessedLine(criterion=Criterion.MARKET, weight=60, points=(("Żaneta Wójcik", 4),), mean=4.0),
        ),
        conflicts=(
            ConflictLine(name="Adam Cieślak", declared=False, stated_on=date(2026, 11, 10)),
            ConflictLine(
                name="Żaneta Wójcik",
                declared=True,
                text="Wspólny grant do 2024 r.",
                ruling=ConflictRuling.ADMITTED,
                ruling_reason="Grant zakończony.",
                stated_on=date(2026, 11, 11),
            ),
        ),
    ),
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


def test_scores_stand_with_their_spread_and_what_others_hold_with_what_became_of_it():
    for language, words in (
        (Language.POLISH, ("3,85 na 5", "Adam Cieślak 2, Żaneta Wójcik 5", "3 (duża różnica)", "dopuszczono: Grant")),
        (Language.ENGLISH, ("3.85 of 5", "Adam Cieślak 2, Żaneta Wójcik 5", "3 (far apart)", "admitted: Grant")),
    ):
        said = text_of(dossiers.render(replace(FULL, language=language)))
        for each in (*words, "Szpital Świętej Łucji", "Pismo z 20 listopada", "MTA 7/2024", "Warunki do zmiany."):
            assert " ".join(each.split()) in " ".join(said.split()), (language, each)


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
