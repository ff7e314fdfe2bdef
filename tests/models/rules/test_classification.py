import pytest

from models.rules.classification import UNCLASSIFIED, classify, label
from models.rules.words import Field, ValueChain

REAL = [
    (
        Field.DRUG_DISCOVERY,
        "Dual kinase inhibitors for triple-negative breast cancer",
        "Small molecules that inhibit two kinases at nanomolar concentrations and slow tumour growth in mice.",
    ),
    (
        Field.DRUG_DISCOVERY,
        "Nowe pochodne aminokwasów o działaniu przeciwdrgawkowym",
        "Związki chronią przed napadami w trzech modelach zwierzęcych u myszy i nie wykazują toksyczności wątrobowej.",
    ),
    (
        Field.DIAGNOSTICS,
        "Szybki test paskowy do wykrywania sepsy u noworodków",
        "Test oznacza trzy biomarkery z jednej kropli krwi i daje wynik w kwadrans, bez laboratorium.",
    ),
    (
        Field.DIAGNOSTICS,
        "Electrochemical immunosensor for early detection of pancreatic cancer",
        "Antibodies on a gold electrode bind the antigen; the sensor reads a saliva sample within ten minutes.",
    ),
    (
        Field.E_HEALTH,
        "Remote monitoring of heart failure patients by voice",
        "A mobile app records speech and a machine learning model predicts decompensation a week ahead.",
    ),
    (
        Field.E_HEALTH,
        "System wspomagania decyzji w teleopiece nad osobami starszymi",
        "Oprogramowanie łączy dane z opaski i dokumentacji medycznej; algorytm uprzedza opiekuna o ryzyku upadku.",
    ),
    (
        Field.ADVANCED_THERAPIES,
        "Rusztowanie kostne drukowane w 3D z hydroksyapatytu",
        "Biozgodny implant o porowatej strukturze, który przyspiesza regenerację tkanki kostnej po resekcji.",
    ),
    (
        Field.ADVANCED_THERAPIES,
        "Soft exoskeleton for rehabilitation of the hand after stroke",
        "A glove with pneumatic actuators assists finger motion during physiotherapy.",
    ),
    (
        Field.COSMETICS,
        "Krem przeciwzmarszczkowy z ekstraktem z aronii",
        "Kosmetyk nawilża skórę i zmniejsza głębokość zmarszczek w badaniu z udziałem 40 ochotniczek.",
    ),
    (
        Field.COSMETICS,
        "Mineral sunscreen without nanoparticles",
        "A transparent emulsion with SPF 50 that leaves no white cast on the skin.",
    ),
    (
        Field.AGRICULTURE,
        "Biostimulant from seaweed for drought-stressed wheat",
        "Foliar spraying raises the yield of the crop on sandy soil without additional fertiliser.",
    ),
    (
        Field.AGRICULTURE,
        "Wczesne rozpoznawanie chorób pszczół w pasiece",
        "Czujnik w ulu mierzy dźwięk i wilgotność, by rolnik zdążył zwalczyć warrozę pszczoły miodnej.",
    ),
    (
        Field.HEALTHY_FOOD,
        "Chleb bezglutenowy z mąki z łubinu",
        "Pieczywo o niskim indeksie glikemicznym, z błonnikiem i białkiem roślinnym, o trwałości pięciu dni.",
    ),
    (
        Field.HEALTHY_FOOD,
        "Probiotic beverage from fermented whey",
        "A drink with live cultures that uses a by-product of cheese making and keeps its taste for 60 days.",
    ),
    (
        Field.CIRCULAR_ECONOMY,
        "Recovery of phosphorus from sewage sludge ash",
        "The process extracts phosphorus from fly ash and leaves heavy metals behind: waste becomes a raw material.",
    ),
    (
        Field.CIRCULAR_ECONOMY,
        "Oczyszczanie ścieków z mikroplastiku na membranie z celulozy",
        "Biodegradowalny filtr zatrzymuje 98% cząstek tworzyw i nadaje się do kompostowania.",
    ),
]


@pytest.mark.parametrize(("field", "title", "abstract"), REAL)
def test_a_real_description_is_placed_in_its_field(field: Field, title: str, abstract: str) -> None:
    found = classify(title, abstract, [])
    assert found.field is field
    assert found.score > 0.3


def test_the_classification_shows_the_words_that_spoke_for_it_as_written() -> None:
    found = classify("Krem do skóry", "Nawilża skórę.", ["kosmetyki"])
    assert (found.field, found.value_chain) == (Field.COSMETICS, ValueChain.HEALTH)
    assert set(found.terms) == {"krem", "skóry", "nawilża", "kosmetyki"}


def test_phrases_count_where_their_words_alone_do_not() -> None:
    assert classify("Sztuczna inteligencja", "Uczenie maszynowe.", []).field is Field.E_HEALTH


def test_keywords_alone_are_enough() -> None:
    assert classify("Układ XR-5", "", ["recykling tworzyw", "odpady"]).field is Field.CIRCULAR_ECONOMY


@pytest.mark.parametrize("title", ["", "Method and device", "Quantum key distribution over optical links"])
def test_what_speaks_for_no_field_stays_unclassified(title: str) -> None:
    assert classify(title, "", []) == UNCLASSIFIED


def test_labels_are_in_both_languages() -> None:
    assert label(Field.HEALTHY_FOOD, "pl") == "Zdrowa żywność"
    assert label(ValueChain.BIOECONOMY, "en") == "Sustainable development and bioeconomy"
