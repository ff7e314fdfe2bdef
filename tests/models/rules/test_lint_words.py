"""What the rules of words find and what they leave alone: praise, and who speaks."""

import pytest

from models.rules.lint_rules import passages, standard


def found(code: str, language: str, text: str) -> list[str]:
    rule = standard().of(code)
    assert rule is not None
    return [match.group() for match in passages(text, rule.told(language, "words"), rule.told(language, "unless"))]


PRAISE = {
    "en": """
revolutionary groundbreaking cutting-edge world-class unrivalled unparalleled unprecedented unmatched outstanding
unbeatable unbeaten world-beating unsurpassed unequalled peerless matchless incomparable phenomenal astonishing
astounding stunning breathtaking mind-blowing jaw-dropping brilliant marvellous wonderful sensational terrific
formidable flawless impeccable magnificent must-have no-brainer futuristic visionary pioneering trailblazing
paradigm-shifting top-of-the-line top-notch first-class high-tech market-leading lightning-fast superfast
transformative rock-solid highest-quality unheard-of|best in class|best-in-class|second to none|state of the art
|in a league of its own|sets new standards|raises the bar|of the highest quality|holy grail|silver bullet|quantum leap
|paradigm shift|huge potential|endless possibilities|like no other|by far the best|redefines|unleashes|game changer
""",
    "pl": """
rewolucyjny przełomowa unikatowe wyjątkowego niezrównanej bezkonkurencyjnym niespotykaną niebywałych doskonały
rewelacyjna fantastyczne genialnego wspaniałej znakomitym perfekcyjną spektakularnych niesamowity niedościgniona
niepokonane nieprześcignionego nieporównywalnej niezastąpionym nieocenioną niepowtarzalnych fenomenalny oszałamiająca
zdumiewające zachwycającego imponującej zawrotnym wyśmienitą wybitnych kapitalny bajeczna magiczne niesłychanego
kolosalnej supernowoczesnym ultranowoczesną superszybkich topowy flagowa premium pierwszorzędne prestiżowego
ekskluzywnej luksusowym futurystyczną wizjonerskich pionierski prekursorska awangardowe panaceum bezprecedensowego
|najlepszy w swojej klasie|nie ma sobie równych|bez precedensu|poza konkurencją|najwyższej klasy|światowej klasy
|na skalę światową|na najwyższym poziomie|ostatniej generacji|technologia przyszłości|na miarę XXI wieku|milowy krok
|skok jakościowy|zmienia zasady gry|wyznacza nowe standardy|podnosi poprzeczkę|strzał w dziesiątkę|święty graal
|nieograniczone możliwości|ogromny potencjał|lider rynku|w mgnieniu oka|state of the art|nowa jakość
""",
}


def expressions(language: str) -> list[str]:
    single, *longer = PRAISE[language].split("|")
    return [*single.split(), *(each.strip() for each in longer)]


@pytest.mark.parametrize("language", PRAISE)
def test_the_vocabulary_of_advertising_is_praise(language: str) -> None:
    assert len(expressions(language)) >= 70
    assert [each for each in expressions(language) if not found("marketing", language, f"It {each}, so.")] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It is compared with the state of the art, and the state of the art in culture is three days."),
        ("en", "Brilliant blue stains the gel; stunning of fish is monitored."),
        ("en", "Superior vena cava; breakthrough curve; magic angle spinning; an ideal gas; ultimate strength."),
        ("en", "High potential at the electrode; the leading strand; a class I device; a massive gravity load."),
        ("pl", "Kąt magiczny, remont kapitalny, wyniki są nieporównywalne z wynikami innych grup."),
        ("pl", "Płat czołowy, wiodąca nić DNA, duży potencjał elektrody, wzorzec masy, klasa pierwsza wyrobu."),
        ("pl", "Nowa metoda, nowe jądro, niepowtarzalny identyfikator, jakość wody, hiperglikemia, superoksyd."),
    ],
)
def test_terms_of_science_and_trade_are_no_praise(language: str, text: str) -> None:
    assert found("marketing", language, text) == []


@pytest.mark.parametrize(
    ("text", "excerpts"),
    [
        ("I measured it.", ["I measured"]),
        ("In 2025, I measured it, and I filed it.", ["I measured", "and I"]),
        ("Contact us, our team and me.", ["us", "our", "me"]),
        ("Write to Us; we've moved, let us know.", ["Us", "we've", "us"]),
        ("I've shown it myself.", ["I've", "myself"]),
        ("All that I know.", ["that I"]),
    ],
)
def test_english_in_the_first_person_is_noticed(text: str, excerpts: list[str]) -> None:
    assert found("first_person", "en", text) == excerpts


@pytest.mark.parametrize(
    "text",
    [
        "Hospitals in the US and the U.S. market; U.S.-based firms; a US patent.",
        "Phase I trial, collagen I, type I error, MHC class I, phases I and II, types II, I and III.",
        "Cohort I showed it. In phase I measured values fell. Angiotensin I rose.",
        "The current I is low, where I denotes the current and when I increases.",
        "I/O ports, i.e. inputs. Part I. Pulses of 10 us; ME/CFS; a nickel mine; bus, virus, weight.",
    ],
)
def test_numerals_countries_and_units_are_no_first_person(text: str) -> None:
    assert found("first_person", "en", text) == []


@pytest.mark.parametrize(
    ("text", "excerpts"),
    [
        ("Zmierzyłem to.", ["Zmierzyłem"]),
        ("Zbadałam, stosowałem i objąłem.", ["Zbadałam", "stosowałem", "objąłem"]),
        ("Opracowałyśmy i wykonaliśmy.", ["Opracowałyśmy", "wykonaliśmy"]),
        ("Nasz zespół, nam, z nami i mój.", ["Nasz", "nam", "nami", "mój"]),
        ("Poszukujemy i zapraszamy; oferuję; chciałbym.", ["Poszukujemy", "zapraszamy", "oferuję", "chciałbym"]),
        ("Widziałem, wiedziałam, chciałem.", ["Widziałem", "wiedziałam", "chciałem"]),
        ("Możemy to zrobić, mamy linię.", ["Możemy", "mamy"]),
    ],
)
def test_polish_in_the_first_person_is_noticed(text: str, excerpts: list[str]) -> None:
    assert found("first_person", "pl", text) == excerpts


@pytest.mark.parametrize(
    "text",
    [
        "Systemy, problemy, formy, enzymy, programy, reklamy, kremy, reżimy, bramy, ramy, dymy, zimy, olbrzymy.",
        "Materiałem jest stal; kanałem, sygnałem, kapitałem, potencjałem, minerałem, kryształem i biomateriałem.",
        "Przeciwciałem, udziałem, wydziałem, rozdziałem, zawałem, interwałem, strzałem, upałem i oryginałem.",
        "Pyłem, tyłem, szkłem, węzłem, źródłem, masłem, światłem, kołem, zespołem, modułem i ogółem.",
        "Mleko mamy, NAM (nowe metody), NAS, MI serca, tuję; na łamach; Łamy; reformy; atomy; tłumy; firmy.",
        "Wilgoć z zewnątrz, nastawa, namiar, myszy, mydło, Mysłowice, moiré, naszyjnik, jasny, jagoda.",
    ],
)
def test_polish_nouns_that_end_like_verbs_are_no_first_person(text: str) -> None:
    assert found("first_person", "pl", text) == []


@pytest.mark.parametrize(
    ("language", "text", "excerpts"),
    [
        ("en", "It is much better and far cheaper.", ["much better", "cheaper"]),
        ("en", "It works better than culture.", ["better than"]),
        ("pl", "Jest znacznie lepszy i dużo tańszy.", ["znacznie lepszy", "tańszy"]),
        ("pl", "Wynik jest o wiele lepszy, lepszy niż w posiewie.", ["wiele lepszy", "lepszy niż"]),
    ],
)
def test_better_by_an_unknown_amount_is_a_claim(language: str, text: str, excerpts: list[str]) -> None:
    assert found("unquantified", language, text) == excerpts
