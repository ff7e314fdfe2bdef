"""Names of one to three words in confidential lists and notes, and what must not be taken for one."""

import pytest

from models.rules.confidentiality import scan
from models.rules.naming import Naming

PARTIES, RIVALS, MATERIALS, TERM = Naming


def told(secret: str, kind: Naming, offer: str, *, public: tuple[str, ...] = (), **others: str) -> list[str]:
    leaks = scan({"description": offer}, {"secret": secret} | others, naming={"secret": kind}, public=public)
    assert {leak.label for leak in leaks} <= {"secret"}
    return [leak.excerpt for leak in leaks]


@pytest.mark.parametrize(
    ("secret", "kind", "offer", "excerpts"),
    [
        ("Novaltis Pharma", PARTIES, "Novaltis Pharma has tested it.", ["Novaltis Pharma"]),
        ("Novaltis Pharma", PARTIES, "Badanie przeprowadzono w Novaltis.", ["Novaltis"]),
        ("Novaltis Pharma; Bayer, and Krka d.d.", PARTIES, "Made by Krka, for Bayer.", ["Krka", "Bayer"]),
        ("Novaltis Pharma sp. z o.o. oraz Krka, d.d., Novo mesto", PARTIES, "próby w firmie Krka", ["Krka"]),
        ("Krka", PARTIES, "we współpracy z Krką", ["Krką"]),
        ("Grupa Azoty S.A.", PARTIES, "z Grupą Azoty", ["Grupą Azoty"]),
        ("Selvita S.A. i BASF", PARTIES, "Selvity i BASF.", ["Selvity", "BASF"]),
        ("BASF asked for a sample in May.", PARTIES, "Tested at BASF.", ["BASF"]),
        ("Novaltis asked for a sample in May.", PARTIES, "Novaltis has tested it.", ["Novaltis"]),
        ("We were asked by Novaltis for a sample.", PARTIES, "a sample for NOVALTIS", ["NOVALTIS"]),
        ("A developer from Leiden asked.", PARTIES, "evaluated in Leiden", ["Leiden"]),
        ("bioMérieux, eFOX", PARTIES, "of bioMerieux and eFOX", ["bioMerieux", "eFOX"]),
        ("NOVALTIS", PARTIES, "Novaltis has tested it", ["Novaltis"]),
        ("novaltis pharma", PARTIES, "Novaltis Pharma has tested it", ["Novaltis Pharma"]),
        (
            "- Novaltis\n- Krka\n- Johnson & Johnson",
            PARTIES,
            "Johnson and Johnson; Krka",
            ["Johnson and Johnson", "Krka"],
        ),
        ("Fundacja na rzecz Nauki", PARTIES, "Fundacji na rzecz Nauki", ["Fundacji na rzecz Nauki"]),
        ("Spoke to dr. Anna Berg (Orion Oy) in Basel", PARTIES, "Anna Berg of Orion", ["Anna Berg", "Orion"]),
        ("Medicalgorithmics, Enzymatica", PARTIES, "at Medicalgorithmics", ["Medicalgorithmics"]),
        ("3M, Bayer AG", PARTIES, "films of 3M", ["3M"]),
        ("Bank Linii Komórkowych", PARTIES, "Linie z Banku Linii Komórkowych.", ["Banku Linii Komórkowych"]),
        ("Jan Rotelli", PARTIES, "signed by Jan Rotelli", ["Jan Rotelli"]),
        ("Novаltis", PARTIES, "Novaltis has tested it.", ["Novaltis"]),  # with a Cyrillic letter
        ("Novaltis", PARTIES, "Nоvaltis has tested it.", ["Nоvaltis"]),  # there too
        ("Citrus fibre; Fibrecell, wheat fibre", RIVALS, "Better than Fibrecell.", ["Fibrecell"]),
        ("ruthenium acetylacetonate", MATERIALS, "It holds Ruthenium acetylacetonate.", ["Ruthenium acetylacetonate"]),
        ("water, polyvinylpyrrolidone; salt", MATERIALS, "with polyvinylpyrrolidone", ["polyvinylpyrrolidone"]),
        ("THP-1 cells", MATERIALS, "grown in THP-1 cells", ["THP-1"]),
        ("Linia HT29-MTX na podstawie umowy", MATERIALS, "na liniach HT29-MTX", ["liniach HT29-MTX"]),
        ("ruthenium acetylacetonate", TERM, "of ruthenium acetylacetonate", ["ruthenium acetylacetonate"]),
    ],
)
def test_a_name_or_a_rare_term_is_found_however_short_it_is(secret, kind, offer, excerpts):
    assert told(secret, kind, offer) == excerpts


@pytest.mark.parametrize(
    ("secret", "kind", "offer"),
    [
        ("none", PARTIES, "None of the patients left, none was harmed."),
        ("Unknown yet; Confidential. Nie dotyczy, N/A", PARTIES, "Unknown causes. Confidential. Nie dotyczy, N/A"),
        ("brak", PARTIES, "Brak działań niepożądanych."),
        ("A hospital, two companies and a university", PARTIES, "A Hospital and a University of two companies."),
        ("A Dutch surfactant producer from Europe", PARTIES, "Made for Dutch and European markets in Europe."),
        ("Dwie firmy; kilku producentów", PARTIES, "Dwie serie, kilku producentów."),
        ("Producent urządzeń oglądał prototyp.", PARTIES, "Producent wdroży metodę. Szukamy producenta urządzeń."),
        ("Signed an NDA in March, for 300 EUR.", PARTIES, "Under an NDA from March, for 300 EUR."),
        ("They asked about the ELISA kit.", PARTIES, "Compared with ELISA."),
        ("Jan Rotelli, Managing director", PARTIES, "Managing pain, the Director of Rotelli's"),
        ("Bayer", PARTIES, "bayerite is a mineral, and bayer in small letters is no name"),
        ("Grupa Azoty", PARTIES, "grupa azotowa cząsteczki"),
        ("a urine mRNA panel", RIVALS, "than an mRNA panel"),
        ("no copyleft components; bez zastrzeżeń", MATERIALS, "bez zastrzeżeń: no copyleft components"),
        ("ELISA, hemp mats, Caco-2 inserts", RIVALS, "Better than ELISA, hemp mats and Caco-2 inserts."),
        ("about EUR 90 a piece", RIVALS, "It costs EUR 9, not EUR 90."),
        ("salt and water", MATERIALS, "Salt and water."),
        ("enzyme inhibitors", MATERIALS, "Enzyme inhibitors are used."),
        ("The catalyst is ruthenium acetylacetonate here", TERM, "ruthenium acetylacetonate"),
        ("wound dressings", TERM, "for wound dressings"),
    ],
)
def test_what_any_offer_may_say_is_no_name(secret, kind, offer):
    assert told(secret, kind, offer, problem="The ELISA assay is slow.") == []


@pytest.mark.parametrize("public", ["Novaltis Pharma sponsors it.", "z firmą Novaltis Pharma"])
def test_a_name_that_a_public_text_tells_is_no_leak(public):
    assert told("Novaltis Pharma; Krka", PARTIES, "Novaltis Pharma and Krka", public=(public,)) == ["Krka"]


def test_a_term_among_the_public_keywords_is_no_leak():
    secret = "ruthenium acetylacetonate"
    assert told(secret, MATERIALS, f"of {secret}", public=("Ruthenium acetylacetonate",)) == []


def test_names_are_looked_for_only_where_a_text_is_said_to_hold_them():
    assert scan({"description": "Novaltis Pharma has tested it."}, {"problem": "Novaltis Pharma"}) == []


def test_a_name_within_a_copied_passage_is_told_once():
    secret = "We gave Novaltis Pharma two grams of the dried powder in a sealed vial"
    assert told(secret, PARTIES, f"{secret}.") == [secret]
