import pytest

from models.rules.confidentiality import ADDRESS, BRAND, ORGANISATION, Leak, scan

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


@pytest.mark.parametrize("text", ["Write to Office@UJ.example.", "see uj.edu.example/ctt", "0000-0002-1825-0097"])
def test_addresses_are_found_however_they_are_written(text):
    addresses = ("office@uj.example", "www.uj.edu.example/", "0000-0002-1825-0097")
    assert [leak.label for leak in scan({"d": text}, {}, addresses=addresses)] == [ADDRESS]


@pytest.mark.parametrize("text", ["the Zelmix® gel", "the Zelmix™ gel", "the Zelmix (R) gel"])
def test_a_brand_in_an_anonymous_offer_is_told(text):
    assert [leak.label for leak in told(text, anonymous=True)] == [BRAND]
    assert told(text) == []
