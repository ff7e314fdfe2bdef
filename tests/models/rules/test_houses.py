import pytest

from models.rules.confidentiality import ADDRESS, BRAND, NUMBER, ORGANISATION, TELLING_NUMBER, Leak, scan

FIRM = ("Skawa Biotech Ltd", "Skawa Biotech Sp. z o.o.", "Medical University", "Process Development")
PODGORZE = ("Podgórze University", "Uniwersytet Podgórski", "UP", "Department of Synthetic Chemistry", "Krka")
UJ = ("Jagiellonian University", "Uniwersytet Jagielloński", "UJ", "Wydział Farmaceutyczny", "Selvita")


def told(text: str, **values) -> list[Leak]:
    return scan({"description": text}, {}, organisations=UJ, **values)


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("Badania prowadzono na Uniwersytecie Jagiellońskim w Krakowie.", "Uniwersytecie Jagiellońskim"),
        ("Zespół Wydziału Farmaceutycznego opracował żel.", "Wydziału Farmaceutycznego"),
        ("Tested at the Jagiellonian University's hospital.", "Jagiellonian University"),
        ("Wzór UJ zgłoszono.", "UJ"),
        ("We współpracy z Selvitą i szpitalem.", "Selvitą"),
        ("NA UNIWERSYTECIE JAGIELLONSKIM", "UNIWERSYTECIE JAGIELLONSKIM"),
    ],
)
def test_an_institution_is_found_in_any_grammatical_case(text, excerpt):
    assert told(text) == [Leak("description", ORGANISATION, excerpt, text.index(excerpt), len(excerpt))]


@pytest.mark.parametrize(
    "text",
    ["Badania na uniwersytecie technicznym.", "Wydział produkcji farmaceutyków", "uj, to boli", "UJX-7", "selekcja"],
)
def test_words_that_institutions_share_name_none(text):
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("Tested at the University of Podgórze.", "University of Podgórze"),
        ("the Podgorze university", "Podgorze university"),
        ("Podgórskiego Uniwersytetu", "Podgórskiego Uniwersytetu"),
        (
            "the Chemistry Department, Synthetic branch; the Synthetic Chemistry Department",
            "Synthetic Chemistry Department",
        ),
        ("Uniwеrsytеt Pоdgórski", "Uniwеrsytеt Pоdgórski"),  # with Cyrillic letters
        ("wzór U\N{CYRILLIC CAPITAL LETTER ER}", "U\N{CYRILLIC CAPITAL LETTER ER}"),
        ("naUniwersytecie Podgórskim", "Uniwersytecie Podgórskim"),
        ("UniwersytetPodgórski", "UniwersytetPodgórski"),
        ("UniversityofPodgórze", "UniversityofPodgórze"),
        ("P0dgórze University", "P0dgórze University"),
        ("Un\u200biversity of Pod\u00adgórze", "Un\u200biversity of Pod\u00adgórze"),
    ],
)
def test_an_institution_is_found_as_it_is_read(text, excerpt):
    found = scan({"description": text}, {}, organisations=PODGORZE)
    assert [(leak.label, leak.excerpt) for leak in found] == [(ORGANISATION, excerpt)]


@pytest.mark.parametrize(
    "text",
    [
        "At a university, Podgórze is near.",
        "the university of the podgórze district",
        "a University. Podgórze lies near",
        "up to ten, UP2 and SetUP",
        "Universities of technology in Podgórskie",
    ],
)
def test_the_words_of_an_institution_apart_name_none(text):
    assert scan({"description": text}, {}, organisations=PODGORZE) == []


@pytest.mark.parametrize("text", ["Write to Office@UJ.example.", "see uj.edu.example/ctt", "0000-0002-1825-0097"])
def test_addresses_are_found_however_they_are_written(text):
    addresses = ("office@uj.example", "www.uj.edu.example/", "0000-0002-1825-0097")
    assert [leak.label for leak in scan({"d": text}, {}, addresses=addresses)] == [ADDRESS]


@pytest.mark.parametrize(
    ("text", "excerpts"),
    [
        ("Made by Skawa Biotech.", ["Skawa Biotech"]),
        ("Made by Skawa Biotech Ltd.", ["Skawa Biotech"]),
        ("W firmie Skawa i w Skawie", ["Skawa", "Skawie"]),
        ("a University for Medical staff, a Biotech, in development", []),
    ],
)
def test_a_firm_is_found_without_its_legal_form_and_by_the_word_by_which_it_is_known(text, excerpts):
    assert [leak.excerpt for leak in scan({"d": text}, {}, organisations=FIRM)] == excerpts


@pytest.mark.parametrize(
    ("number", "text", "told"),
    [
        ("+48 12 663 12 34", "tel. 126631234", "126631234"),
        ("+48 12 663 12 34", "call +48126631234", "+48126631234"),
        ("+48 12 663 12 34", "call 0048 12/663-12-34", "0048 12/663-12-34"),
        ("+48 12 663 12 34", "(12) 663 12 34", "(12) 663 12 34"),
        ("+48 12 663 12 34", "(+48) 12.663.12.34!", "(+48) 12.663.12.34"),
        ("12 663-12-34", "+48 (0) 12 663 12 34", "+48 (0) 12 663 12 34"),
        ("663 1234", "6631234", "6631234"),
    ],
)
def test_a_telephone_number_is_found_by_its_digits(number, text, told):
    assert [(leak.label, leak.excerpt) for leak in scan({"d": text}, {}, addresses=(number,))] == [(ADDRESS, told)]


@pytest.mark.parametrize("text", ["1266312345", "12 663 12 35", "sample 9.126631234", "12 663 and 12 34"])
def test_other_digits_are_no_telephone_number(text):
    assert scan({"d": text}, {}, addresses=("+48 12 663 12 34",)) == []


def test_a_telling_number_is_found_however_it_is_spaced_and_an_unpublished_one_is_told_once():
    texts = {"d": "Funded by ABF 2022-45-D-0931; filed as EP 26 700 001.4."}
    found = scan(
        texts,
        {},
        telling_numbers=("ABF-2022/45/D/0931", "EP26700001.4"),
        unpublished_numbers=("EP26700001.4",),
    )
    expected = [(NUMBER, "EP 26 700 001.4"), (TELLING_NUMBER, "ABF 2022-45-D-0931")]
    assert [(leak.label, leak.excerpt) for leak in found] == expected


@pytest.mark.parametrize("text", ["the Zelmix® gel", "the Zelmix™ gel", "the Zelmix (R) gel"])
def test_a_brand_in_an_anonymous_offer_is_told(text):
    assert [leak.label for leak in told(text, anonymous=True)] == [BRAND]
    assert told(text) == []
