import pytest

from models.rules.lint import Finding, Severity, has_errors, lint
from models.rules.offers import OFFER_COUNTS, OFFER_LIMITS
from models.rules.words import IprStatus, PartnershipType

OFFER: dict[str, object] = {
    "title": "Paper strip that finds sepsis in newborns",
    "short_summary": "A Polish university offers a blood test that answers in 15 minutes and seeks a manufacturer.",
    "problem": "Culture takes three days, and treatment starts blind.",
    "description": "Three antibodies are printed on a strip. A drop of blood is enough.",
    "advantages": "Result in 15 minutes instead of 72 hours by culture.",
    "key_figures": [{"value": "15 min", "label": "to the result", "compared_with": "72 h by culture"}],
    "trl": 4,
    "ipr_status": IprStatus.APPLIED,
    "ipr_notes": "",
    "sdgs": [],
    "expected_role": "A manufacturer of strips that takes the test through certification.",
    "partnerships": [{"type": PartnershipType.COMMERCIAL, "why": "The strip needs a maker.", "how": "A licence."}],
    "partner_sizes": ["sme_49"],
    "technology_keywords": ["sepsis"],
    "market_keywords": ["in vitro diagnostics"],
    "countries": [],
    "anonymous": False,
}
POLISH = OFFER | {
    "title": "Test paskowy wykrywający sepsę u noworodków",
    "short_summary": "Polska uczelnia oferuje test z krwi, który daje wynik w 15 minut, i szuka wytwórcy.",
    "problem": "Posiew trwa trzy dni, a leczenie zaczyna się po omacku.",
    "description": "Na pasku nadrukowano trzy przeciwciała. Wystarczy kropla krwi.",
    "advantages": "Wynik w 15 minut zamiast 72 godzin w posiewie.",
    "key_figures": [{"value": "15 min", "label": "do wyniku", "compared_with": "72 h w posiewie"}],
    "expected_role": "Wytwórca testów paskowych, który przeprowadzi certyfikację.",
    "partnerships": [{"type": "commercial", "why": "Test potrzebuje wytwórcy.", "how": "Licencja."}],
    "technology_keywords": ["sepsa"],
    "market_keywords": ["diagnostyka in vitro"],
}


def codes(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.code, finding.field) for finding in findings]


def errors(findings: list[Finding]) -> list[tuple[str, str]]:
    return codes([finding for finding in findings if finding.severity is Severity.ERROR])


def test_two_good_offers_that_agree_have_nothing_to_mend() -> None:
    assert lint(OFFER, "en", POLISH) == []
    assert lint(POLISH, "pl", OFFER) == []


def test_an_empty_offer_is_told_everything_that_is_required() -> None:
    findings = lint({}, "en")
    assert codes(findings) == [
        ("required_missing", "title"),
        ("required_missing", "short_summary"),
        ("required_missing", "description"),
        ("required_missing", "advantages"),
        ("required_missing", "trl"),
        ("required_missing", "ipr_status"),
        ("required_missing", "expected_role"),
        ("required_missing", "partner_sizes"),
        ("required_missing", "technology_keywords"),
        ("required_missing", "market_keywords"),
        ("required_missing", "anonymous"),
        ("partnership_missing", "partnerships"),
        ("nothing_quantified", "advantages"),
        ("problem_missing", "problem"),
    ]
    assert has_errors(findings)


@pytest.mark.parametrize("name", ["title", "short_summary", "problem", "description", "advantages", "expected_role"])
def test_a_text_may_fill_its_limit_and_not_exceed_it(name: str) -> None:
    full = ("1 " * OFFER_LIMITS[name])[: OFFER_LIMITS[name] - 1] + "1"
    assert ("too_long", name) not in codes(lint(OFFER | {name: full}, "en"))
    [finding] = [found for found in lint(OFFER | {name: full + "."}, "en") if found.code == "too_long"]
    assert (finding.field, finding.severity) == (name, Severity.ERROR)
    assert "by 1 characters" in finding.message.en


def test_limits_reach_into_key_figures_partnerships_and_keywords() -> None:
    stretched = OFFER | {
        "key_figures": [{"value": "9" * 25, "label": "l" * 80, "compared_with": "c" * 81}],
        "partnerships": [{"type": "research", "why": "w" * 301, "how": "h" * 300}],
        "market_keywords": ["k" * 81],
    }
    assert errors(lint(stretched, "en")) == [
        ("too_long", "key_figures"),
        ("too_long", "key_figures"),
        ("too_long", "partnerships"),
        ("too_long", "market_keywords"),
    ]


def test_each_list_has_its_most_entries() -> None:
    crowded = OFFER | {
        "key_figures": [{"value": "15 min", "label": "to the result", "compared_with": "72 h"}] * 5,
        "partnerships": [{"type": "research", "why": "To test it.", "how": "Together."}] * 4,
        "technology_keywords": ["a"] * 6,
        "market_keywords": ["b"] * 6,
    }
    assert errors(lint(crowded, "en")) == [("too_many", name) for name in OFFER_COUNTS]


def test_a_partnership_must_say_why_and_how() -> None:
    [finding] = lint(OFFER | {"partnerships": [{"type": "research", "why": "To test it.", "how": " "}]}, "en")
    assert (finding.code, finding.severity) == ("partnership_unexplained", Severity.ERROR)
    assert finding.message.pl.startswith("Współpraca 1:")


def test_the_title_may_not_come_again_in_the_summary() -> None:
    repeated = OFFER | {"short_summary": f"This is a {str(OFFER['title']).upper()} of 15 minutes."}
    assert codes(lint(repeated, "en")) == [("title_repeated", "short_summary")]


def test_a_title_of_few_words_may_be_named_in_the_summary() -> None:
    named = OFFER | {"title": "Cold-active lipase", "short_summary": "A cold-active lipase removes fat at 10 °C."}
    assert codes(lint(named, "en")) == []
    alone = named | {"short_summary": "Cold active lipase. It removes fat at 10 °C."}
    assert codes(lint(alone, "en")) == [("title_repeated", "short_summary")]


def test_a_title_repeated_with_other_signs_is_repeated() -> None:
    again = OFFER | {"short_summary": "Offered: “Paper strip, that finds sepsis in new-borns”"}
    assert codes(lint(again | {"title": "Paper strip that finds sepsis in new borns"}, "en")) == [
        ("title_repeated", "short_summary")
    ]


@pytest.mark.parametrize(("why", "how"), [("-", "A licence."), ("n/a", "A licence."), ("A licence.", "a  licence.")])
def test_signs_and_one_thing_said_twice_explain_no_partnership(why: str, how: str) -> None:
    found = lint(OFFER | {"partnerships": [{"type": "research", "why": why, "how": how}]}, "en")
    assert codes(found) == [("partnership_unexplained", "partnerships")]


def test_an_advantage_needs_a_figure_somewhere() -> None:
    vague = OFFER | {"advantages": "Much faster than culture since 2024."}
    assert errors(lint(vague, "en")) == []
    assert errors(lint(vague | {"key_figures": []}, "en")) == [("nothing_quantified", "advantages")]


@pytest.mark.parametrize(
    ("language", "text", "excerpt"),
    [
        ("en", "A truly Groundbreaking strip.", "Groundbreaking"),
        ("en", "It is best-in-class by 15%.", "best-in-class"),
        ("pl", "To przełomowe rozwiązanie.", "przełomowe"),
        ("pl", "Rozwiązanie na światowym  poziomie.", "na światowym  poziomie"),
    ],
)
def test_words_of_praise_are_shown_where_they_stand(language: str, text: str, excerpt: str) -> None:
    [finding] = lint((OFFER if language == "en" else POLISH) | {"problem": text}, language)
    assert (finding.code, finding.severity, finding.field) == ("marketing", Severity.WARNING, "problem")
    assert (finding.excerpt, finding.start) == (excerpt, text.index(excerpt))


@pytest.mark.parametrize(
    ("language", "text", "excerpt"),
    [
        ("en", "We have tested it.", "We"),
        ("pl", "Obecnie poszukujemy partnera.", "poszukujemy"),
        ("pl", "Test opracowaliśmy w szpitalu.", "opracowaliśmy"),
    ],
)
def test_the_first_person_is_noticed(language: str, text: str, excerpt: str) -> None:
    [finding] = lint((OFFER if language == "en" else POLISH) | {"problem": text}, language)
    assert (finding.code, finding.excerpt, finding.start) == ("first_person", excerpt, text.index(excerpt))


def test_the_usa_and_polish_plurals_are_no_first_person() -> None:
    assert lint(OFFER | {"problem": "Hospitals in the US lose patients."}, "en") == []
    assert lint(POLISH | {"problem": "Systemy i enzymy są drogie."}, "pl") == []


def test_a_sentence_of_more_than_forty_words_is_pointed_at() -> None:
    text = "Short one. Long" + " word" * 39 + " end."
    [finding] = lint(OFFER | {"description": text}, "en")
    assert (finding.code, finding.start) == ("long_sentence", 11)
    assert finding.message.en == "A sentence of 41 words; split it, 40 are enough."
    assert lint(OFFER | {"description": text.replace(" word", "", 1)}, "en") == []


def test_languages_out_of_step_are_named_with_both_values() -> None:
    drifted = POLISH | {"trl": 5, "advantages": "Wynik w 25 minut zamiast 72 godzin w posiewie."}
    trl, figures = lint(OFFER, "en", drifted)
    assert trl.message.en == "The readiness level is 4 here and 5 in the other language."
    assert (figures.code, figures.field, figures.severity) == ("numbers_differ", "advantages", Severity.WARNING)
    assert figures.message.pl == (
        'Liczby w polu "zalety i innowacyjność" różnią się od drugiej wersji językowej: tylko tu 15; tylko tam 25.'
    )


def test_a_small_number_may_be_spelled_out_in_the_other_language() -> None:
    assert lint(OFFER | {"problem": "Culture takes 3 days, and treatment starts blind."}, "en", POLISH) == []


def test_every_message_exists_in_both_languages() -> None:
    for finding in lint({"key_figures": [{"value": "x" * 30}], "trl": 1}, "pl", {"trl": 2}):
        assert finding.message.en != finding.message.pl
        assert "{" not in finding.message.en + finding.message.pl


def found(language: str, code: str, **texts: object) -> list[str]:
    """The passages that one rule finds in an offer with these texts."""
    offer = OFFER if language == "en" else POLISH
    return [each.excerpt for each in lint(offer | texts, language) if each.code == code]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Each strip carries a unique identifier and a breakthrough curve was recorded."),
        ("en", "Blood from the superior vena cava; next-generation sequencing; an ideal gas."),
        ("en", "It is compared with the best available kit and the best alternative of today."),
        ("pl", "Pierwszy etap badań; pierwsze partie pasków; każdy pasek ma unikalny identyfikator."),
        ("pl", "Porównano z najlepszym dostępnym zestawem i z najlepszą dzisiejszą metodą."),
        ("pl", "Sekwencjonowanie nowej generacji, gaz doskonały, przełom roku 2024."),
    ],
)
def test_terms_of_the_field_are_no_praise(language: str, text: str) -> None:
    assert found(language, "marketing", problem=text) == []


@pytest.mark.parametrize(
    ("language", "text", "excerpts"),
    [
        ("pl", "Przełomowego pasa, unikalnymi cechami, najlepszej jakości, o wyjątkowej trwałości.", 4),
        ("pl", "Pierwszy na świecie test, jedyny w swoim rodzaju, innowacyjnego typu.", 3),
        ("en", "The first of its kind, the best strip, a world-class and truly unprecedented one.", 4),
    ],
)
def test_praise_is_met_in_every_inflected_form(language: str, text: str, excerpts: int) -> None:
    assert len(found(language, "marketing", problem=text)) == excerpts


def test_a_claim_needs_its_number_in_its_sentence_or_the_next() -> None:
    assert found("en", "unquantified", advantages="It is faster. Doctors like it. 15 minutes.") == ["faster"]
    assert found("en", "unquantified", advantages="It is faster than culture. The result comes in 15 minutes.") == []
    assert found("en", "unquantified", advantages="It is cheaper by a third.") == []
    assert found("en", "unquantified", advantages="It is cheaper since 2024.") == ["cheaper"]
    assert found("pl", "unquantified", advantages="Test jest szybszy i tańszy.") == ["szybszy", "tańszy"]
    assert found("pl", "unquantified", advantages="Test jest 1,5 raza szybszy i tańszy o połowę.") == []
    assert found("pl", "unquantified", advantages="Zwraca się dwukrotnie szybciej.") == []


def test_schools_limbs_and_majorities_are_no_claims() -> None:
    assert found("en", "unquantified", problem="The lower limb; higher education; a smaller hospital.") == []
    assert found("pl", "unquantified", problem="Szkoła wyższa, większość szpitali, mniejszość chorych.") == []


def test_an_offer_that_compares_with_nothing_is_told() -> None:
    alone = {
        "key_figures": [],
        "short_summary": "A strip.",
        "problem": "Sepsis.",
        "advantages": "Result in 15 minutes.",
    }
    assert ("comparison_missing", "advantages") in codes(lint(OFFER | alone, "en"))
    compared = alone | {"problem": "No other strip is on sale."}
    assert ("comparison_missing", "advantages") not in codes(lint(OFFER | compared, "en"))
    polish = {"key_figures": [], "short_summary": "Pasek.", "problem": "Sepsa.", "advantages": "Wynik w 15 minut."}
    assert ("comparison_missing", "advantages") in codes(lint(POLISH | polish, "pl"))
    assert ("comparison_missing", "advantages") not in codes(
        lint(POLISH | polish | {"problem": "Posiew trwa dziś dobę."}, "pl")
    )


def test_a_title_told_again_with_other_endings_is_noticed() -> None:
    again = "Uczelnia oferuje testy paskowe wykrywające sepsę u noworodka."
    assert found("pl", "title_nearly_repeated", short_summary=again) == [again]
    assert found("pl", "title_nearly_repeated", short_summary="Test z krwi wykrywa sepsę.") == []


def test_only_a_jungle_of_passives_is_told() -> None:
    jungle = "The strip is printed. The blood is added. The line was measured. The result is shown. It works."
    assert found("en", "passive", description=jungle) == ["is printed"]
    assert (
        found("en", "passive", description="The strip is printed. It reads blood. It needs a drop. It costs 2 EUR.")
        == []
    )
    gaszcz = "Pasek został wydrukowany. Krew jest dodawana. Zmierzono linię. Opracowano czytnik. Działa."
    assert found("pl", "passive", description=gaszcz) == ["został wydrukowany"]
    plain = "Pasek jest gotowy. Test jest skuteczny. Wynik jest rano. Kolano jest zdrowe. Wino jest ono."
    assert found("pl", "passive", description=plain) == []


def test_judging_words_are_counted_in_longer_texts_only() -> None:
    dense = "A new, simple, robust, reliable, modern and very attractive strip " + "works on blood " * 12
    assert found("en", "adjectives", description=dense) == ["new"]
    assert found("en", "adjectives", description=dense[:60]) == []
    polish = "Nowy, prosty, niezawodny, nowoczesny, bardzo atrakcyjny pasek " + "działa na krwi " * 12
    assert found("pl", "adjectives", description=polish) == ["Nowy"]
    quiet = "Szybkość i skuteczność cukrów prostych zależą od prostopadłej wiązki. " + "Pasek działa na krwi. " * 10
    assert found("pl", "adjectives", description=quiet) == []


def test_the_same_number_in_two_notations_is_one() -> None:
    english = OFFER | {"description": "It costs 1.5 EUR for 10,000 strips and keeps 12 months."}
    polish = POLISH | {"description": "Kosztuje 1,5 EUR przy 10 000 pasków i zachowuje trwałość 12 miesięcy."}
    assert [each for each in lint(english, "en", polish) if each.code == "numbers_differ"] == []
    drifted = POLISH | {"description": "Kosztuje 15 EUR przy 10 000 pasków i zachowuje trwałość 12 miesięcy."}
    [differs] = [each for each in lint(english, "en", drifted) if each.code == "numbers_differ"]
    assert differs.message.en.endswith("only here 1.5; only there 15.")


def test_a_date_that_moved_in_one_language_is_named() -> None:
    english = OFFER | {"problem": "Shown on 12 March 2025."}
    assert [each.code for each in lint(english, "en", POLISH | {"problem": "Pokazano 12.03.2025 r."})] == []
    [finding] = lint(english, "en", POLISH | {"problem": "Pokazano 13 marca 2025 r."})
    assert (finding.code, finding.message.pl.partition(": ")[2]) == (
        "dates_differ",
        "tylko tu 2025-03-12; tylko tam 2025-03-13.",
    )


def test_what_is_entered_once_for_both_is_the_same_in_both() -> None:
    drifted = POLISH | {"sdgs": [3], "anonymous": True}
    assert codes(lint(OFFER, "en", drifted)) == [("anonymity_differs", "anonymous"), ("facts_differ", "sdgs")]
    assert lint(OFFER, "en", POLISH | {"partner_sizes": ["sme_49"], "trl": 5})[0].severity is Severity.ERROR


def test_a_keyword_of_ones_own_is_allowed_and_told() -> None:
    [finding] = lint(OFFER | {"technology_keywords": ["SEPSIS", "strip of mine"]}, "en")
    assert (finding.code, finding.severity, finding.excerpt) == ("keyword_unlisted", Severity.WARNING, "strip of mine")


@pytest.mark.parametrize("text", ["x" * 4_000, "🧪 β-laktamazy H₂O CO₂ " * 100, "\u202egnp.exe", "{0} %s {field}", ""])
def test_odd_texts_are_looked_at_like_any(text: str) -> None:
    lint(OFFER | {"description": text, "advantages": text, "title": text}, "en", POLISH | {"description": text})
