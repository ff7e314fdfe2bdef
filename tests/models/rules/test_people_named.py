"""Who is found in a text, however the name is written, and who is not."""

import pytest

from models.rules.people_named import People


def found(name: str, text: str) -> list[str]:
    return [text[start:end] for start, end in People([name]).named(text)]


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Jan Gołąb", "Gołębia"),
        ("Jan Gołąb", "Gołębiowi"),
        ("Jan Jastrząb", "Jastrzębia"),
        ("Jan Kozioł", "Kozła"),
        ("Jan Orzeł", "Orła"),
        ("Jan Kocioł", "Kotła"),
        ("Jan Marzec", "Marca"),
        ("Jan Kupiec", "Kupca"),
        ("Jan Niemiec", "Niemcem"),
        ("Jan Stępień", "Stępnia"),
        ("Jan Kwiecień", "Kwietnia"),
        ("Adam Sapieha", "Sapieże"),
        ("Jan Wróbel", "Wróbla"),
        ("Jan Węgiel", "Węglem"),
        ("Jan Szwagier", "Szwagra"),
        ("Jan Mazurek", "Mazurkami"),
        ("Jan Kowalski", "Kowalscy"),
        ("Jan Zawadzki", "Zawadzcy"),
        ("Jan Noga", "Nodze"),
        ("Ewa Matejka", "Matejce"),
        ("Ewa Mucha", "Musze"),
        ("Jan Sikora", "Sikorze"),
        ("Jan Kopeć", "Kopciowi"),
        ("Jan Łabędź", "Łabędziem"),
        ("Jan Wójtowicz", "Wójtowiczów"),
    ],
)
def test_a_name_is_found_where_its_stem_changes(name, form):
    assert found(name, f"Zespół {form} zbadał żel.") == [form]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("Jan Kowalski", "prof. Kоwаlski", "Kоwаlski"),  # with two Cyrillic letters
        ("Jan Kowalski", "prof. Κοwalski", "Κοwalski"),  # and two Greek ones
        ("Jan Kowalski", "ＫＯＷＡＬＳＫＩ", "ＫＯＷＡＬＳＫＩ"),
        ("Jan Kowalski", "Kowal\u00adskiego", "Kowal\u00adskiego"),
        ("Jan Kowalski", "by K0walski", "K0walski"),
        ("Jan Kowalski", "by Kowa1ski", "Kowa1ski"),
        ("Jan Kowalski", "by KowaIski", "KowaIski"),
        ("Anna Nowak", "by N0wak", "N0wak"),
        ("Jan Kowalski", "przezKowalskiego", "Kowalskiego"),
        ("Jan Łoś", "przezŁosia", "Łosia"),
        ("Jan Kowalski", "Kowalski2024", "Kowalski"),
        ("Jan Kowalski", "JanKowalski", "JanKowalski"),
        ("dr hab. Jan Kowalski", "write to jkowalski at the university", "jkowalski"),
        ("Jan Kowalski", "jan.kowalski@example.org", "jan.kowalski"),
        ("Jan Kowalski", "j.kowalski", "j.kowalski"),
        ("Jan Kowalski", "kowalski_j, room 2", "kowalski_j"),
        ("Jan Kowalski", "github.example/jankowalski7", "jankowalski7"),
        ("Anna Nowak", "anna_nowak", "anna_nowak"),
        ("Anna Nowak", "zespół anny nowak", "anny nowak"),
        ("Ewa Nowak-Lis", "see enowak", "enowak"),
        ("Ewa Nowak-Lis", "ewanowaklis", "ewanowaklis"),
        ("Jan Kowalski", "K-o-w-a-l-s-k-i", "K-o-w-a-l-s-k-i"),
        ("Jan Kowalski", "office@kowalski.example", "kowalski"),
        ("Jan Kowalski", "the Kowalskis", "Kowalskis"),
        ("Jan Kowalski", "Kowalski\N{MODIFIER LETTER APOSTROPHE}s", "Kowalski\N{MODIFIER LETTER APOSTROPHE}s"),
        ("Ewa Wiśniewska", "Wis\N{COMBINING ACUTE ACCENT}niewska", "Wis\N{COMBINING ACUTE ACCENT}niewska"),
        ("Jan Kowalski", "K o w a l s k i", "K o w a l s k i"),
        ("Jan Kowalski", "prof. Kowal-\nskiego", "Kowal-\nskiego"),
        ("J. Kowalski", "jkowalski", "jkowalski"),
    ],
)
def test_a_name_is_found_as_it_is_read(name, text, told):
    assert found(name, text)[:1] == [told]


def test_a_name_with_its_capital_is_told_without_what_stands_beside_it():
    assert found("Anna Kowalska", "dr Anny Kowalskiej i A. Kowalskiej") == ["Kowalskiej", "Kowalskiej"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Jan Zając", "Zajęcia z żelem"),
        ("Jan Nobel", "Noble metals"),
        ("Jan Abel", "Able to bind"),
        ("Jan Peter", "Petri dishes"),
        ("Jan Lis", "Lista, Listy; jan i lista; J. Listy"),
        ("Anna Nowak", "nowak, anna; a nowak word; anna. nowakowskie"),
        ("Jan Kowalski", "K o w a l; vitamin K o"),
        ("Jan Orzeł", "Orlen, orła"),
        ("Jan Kot", "kocie oczy; Kolagen"),
        ("Jan Kowalski", "kowalskit2, mKowal"),
        ("Ewa Nowak-Lis", "elista, the e. lis"),
        ("Jan Bob", "B0B1 and IL10, HT29, 10 ml"),
        ("Jan", "jan, janus"),
        ("Anna Kos", "kosa"),
        ("Ewa Lita", "elita"),
        ("Wu Li", "Li-ion cells by Wu"),
        ("", "Anything"),
    ],
)
def test_words_that_only_look_like_a_name_name_nobody(name, text):
    assert found(name, text) == []
