import pytest
from hypothesis import given, strategies as st

from models.rules.confidentiality import NAME, NUMBER, Leak, scan

SECRET = (
    "Kolagen sieciuje się genipiną w stosunku masowym trzy do jednego w temperaturze 37 °C przez dwanaście godzin, "
    "a następnie liofilizuje w obecności trehalozy."
)
HARMLESS = "Opatrunek przyspiesza gojenie oparzeń i nie przywiera do rany, co potwierdzono na modelu świni."


def at(texts: dict[str, str], field: str, label: str, excerpt: str) -> Leak:
    """A leak at the first place where its excerpt stands."""
    return Leak(field, label, excerpt, texts[field].index(excerpt), len(excerpt))


def test_a_harmless_offer_leaks_nothing() -> None:
    assert scan({"description": HARMLESS}, {"description": SECRET}, names=["Anna Kowalska"]) == []


def test_a_copied_passage_is_found_through_case_marks_and_punctuation() -> None:
    copied = f"{HARMLESS} KOLAGEN SIECIUJE SIE GENIPINA, w stosunku masowym (trzy do jednego). {HARMLESS}"
    offer = {"title": "Opatrunek", "description": copied}
    assert scan(offer, {"method": SECRET}) == [
        at(offer, "description", "method", "KOLAGEN SIECIUJE SIE GENIPINA, w stosunku masowym (trzy do jednego")
    ]


def test_seven_words_in_a_row_are_not_yet_a_copy() -> None:
    seven = "Kolagen sieciuje się genipiną w stosunku masowym"
    assert scan({"description": seven}, {"method": SECRET}) == []
    eight = {"description": f"{seven} trzy"}
    assert scan(eight, {"method": SECRET}) == [at(eight, "description", "method", f"{seven} trzy")]


def test_a_passage_that_is_public_anyway_is_no_leak() -> None:
    assert scan({"description": SECRET}, {"method": SECRET}, public=["Streszczenie. " + SECRET]) == []


def test_two_copied_passages_are_two_leaks() -> None:
    first = "Kolagen sieciuje się genipiną w stosunku masowym trzy do jednego"
    second = "a następnie liofilizuje w obecności trehalozy"
    offer = {"d": f"{first}. Potem coś zupełnie innego, {second}."}
    assert scan(offer, {"one": SECRET, "two": second}) == [at(offer, "d", "one", first), at(offer, "d", "two", second)]


@pytest.mark.parametrize(("value", "leaks"), [("genipina do kolagenu", 0), ("genipina do kolagenu 3:1", 1)])
def test_a_short_value_counts_from_four_words_on_and_only_as_a_whole(value: str, leaks: int) -> None:
    offer = {"description": "Stosuje się genipina do kolagenu 3:1, bez aldehydu."}
    assert len(scan(offer, {"ratio": value})) == leaks


@pytest.mark.parametrize(
    ("name", "text", "excerpt"),
    [
        ("dr hab. Anna Kowalska", "Zespół dr Anny Kowalskiej zbadał żel.", "Kowalskiej"),
        ("Piotr Mazurek", "Metodę przypisano Mazurkowi.", "Mazurkowi"),
        ("Jan Zając", "Pomysł Zająca sprawdzono.", "Zająca"),
        ("Łukasz Wójcik", "Według WÓJCIKA to działa.", "WÓJCIKA"),
        ("Ewa Nowak-Lis", "Praca E. Nowak i innych.", "Nowak"),
        ("Maria Skłodowska", "The Sklodowska group tested it.", "Sklodowska"),
    ],
)
def test_a_contributor_is_found_in_any_grammatical_case(name: str, text: str, excerpt: str) -> None:
    offer = {"description": text}
    assert at(offer, "description", NAME, excerpt) in scan(offer, {}, names=[name])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Jan Lis", "Lista próbek ze stycznia. Janus kinase."),
        ("Jan Nowak", "nowakowskie oznaczenie"),
        ("Anna Mazur", "Anna University; Mazurskie jeziora"),
    ],
)
def test_similar_words_and_given_names_alone_are_not_people(name: str, text: str) -> None:
    assert scan({"description": text}, {}, names=[name]) == []


@pytest.mark.parametrize("written", ["P.451234", "P 451 234", "p-451234", "nr 451 234", "451.234"])
def test_an_unpublished_number_is_found_however_it_is_spaced(written: str) -> None:
    [leak] = scan({"ipr_notes": f"Zgłoszenie {written} w UPRP."}, {}, unpublished_numbers=["P.451234"])
    assert (leak.field, leak.label) == ("ipr_notes", NUMBER)
    assert leak.excerpt in written


@pytest.mark.parametrize("text", ["Próbka 1451234 ml", "Próbka 4512345 ml", "45 próbek i 1234 wyniki", "P.451235"])
def test_a_number_inside_another_is_not_that_number(text: str) -> None:
    assert scan({"ipr_notes": text}, {}, unpublished_numbers=["P.451234"]) == []


def test_an_international_application_number_is_found_whole() -> None:
    offer = {"d": "see PCT/EP 2024/012345."}
    found = scan(offer, {}, unpublished_numbers=["PCT/EP2024/012345"])
    assert found == [at(offer, "d", NUMBER, "PCT/EP 2024/012345")]


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("P.451234", "PL451234"),
        ("P.451234", "PL 451 234 A1"),
        ("P.451234", "P.４５１２３４"),
        ("P.451234", "P. \N{EN DASH} 451 \N{NO-BREAK SPACE}\N{EN DASH} \N{NO-BREAK SPACE}234"),
        ("EP26700001.4", "EP26700001"),
        ("EP26700001.4", "EP 26 700 001"),
        ("EP26700001.4", "EP 26 700 001.4"),
        ("EP26700001.4", "267000014"),
        ("PCT/PL2025/050012", "PCT/PL25/050012"),
        ("PCT/PL2025/050012", "pct/pl 2025 / 050012"),
        ("69/204,118", "US69/204,118"),
        ("69/204,118", "US 69,204,118"),
    ],
)
def test_an_unpublished_number_is_found_in_every_usual_writing(number: str, written: str) -> None:
    [leak] = scan({"ipr_notes": f"Zgłoszenie {written} w toku."}, {}, unpublished_numbers=[number])
    assert (leak.label, leak.field) == ("number", "ipr_notes")


@pytest.mark.parametrize("text", ["EP267000019", "1EP2670000", "526700001", "PCT/PL2025/0500129", "EP2670000"])
def test_another_number_is_not_taken_for_an_unpublished_one(text: str) -> None:
    numbers = ["EP26700001.4", "PCT/PL2025/050012"]
    assert scan({"ipr_notes": text}, {}, unpublished_numbers=numbers) == []


def test_each_place_of_a_number_is_told_with_where_it_stands() -> None:
    text = "P.451 234 and again 451234."
    found = scan({"d": text}, {}, unpublished_numbers=["P.451234"])
    assert [text[leak.start : leak.start + leak.length] for leak in found] == ["P.451 234", "451234"]


def test_a_long_passage_is_shortened_but_its_length_is_told() -> None:
    secret = " ".join(f"word{n}" for n in range(60))
    text = f"😀 Before. {secret} After."
    [leak] = scan({"d": text}, {"method": secret})
    assert text[leak.start : leak.start + leak.length] == secret
    assert (len(leak.excerpt), leak.excerpt[-3:]) == (240, "...")


WORDS = st.lists(st.sampled_from("żel kolagen rana test krew wynik próba lek gen".split()), min_size=8, max_size=40)


@given(WORDS, WORDS, st.data())
def test_eight_words_of_a_secret_are_always_found_wherever_they_are_put(
    secret: list[str], around: list[str], data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(secret) - 8))
    place = data.draw(st.integers(0, len(around)))
    text = " ".join([*around[:place], *secret[start : start + 8], *around[place:]])
    leaks = scan({"description": text}, {"secret": " ".join(secret)})
    assert any(" ".join(secret[start : start + 8]) in leak.excerpt or len(leak.excerpt) == 240 for leak in leaks)
