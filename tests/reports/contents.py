"""Offers, dossiers and agreements as their documents take them; tests change a field with `replace`."""

from dataclasses import replace
from datetime import date

from models.rules.words import (
    AgreementKind,
    Area,
    Field,
    IprStatus,
    Language,
    PartnershipType,
    PartnerSize,
    TechnologyKind,
    ValueChain,
)
from reports.agreements import AgreementContent, Party
from reports.briefs import BriefContent, KeyFigure, Partnership
from reports.dossiers import DossierContent
from reports.pictures import Image

PICTURE = Image(
    sha256="f" * 64,
    media_type="image/png",
    width=1200,
    height=800,
    alt="Słupki: czułość",
    caption="Czułość na 222 izolatach",
)
"""Of which there is no file: for what is not drawn."""

POLISH = (
    "Bakterie są zagęszczane z próbki krwi w dwadzieścia minut, bez wirowania i bez namnażania w hodowli. "
    "Wkład zawiera niezależne komory z liofilizowanymi odczynnikami, a odczyt prowadzi niewielki analizator. "
    "Zażółć gęślą jaźń: śmiertelność rośnie z każdą godziną opóźnienia skutecznego leczenia. "
)
ENGLISH = (
    "Bacteria are concentrated from the blood sample in twenty minutes, without centrifuge and without culture. "
    "The cartridge holds separate chambers with freeze-dried reagents, and a small analyser reads them. "
    "Mortality rises with every hour by which an effective treatment is delayed. "
)

OFFER = BriefContent(
    title="Test z krwi, który w cztery godziny wskazuje szczepy oporne",
    short_summary="Uczelnia opracowała test, który wykrywa geny oporności prosto z krwi.",
    problem=POLISH,
    description=f"{POLISH}\n\nWkład zawiera:\n- komory gatunkowe,\n- komory kontrolne.\n\n{POLISH}",
    advantages=POLISH,
    key_figures=(
        KeyFigure(value="4 h", label="od pobrania do wyniku", compared_with="72 h w hodowli"),
        KeyFigure(value="96%", label="czułości", compared_with="71% w panelu"),
    ),
    trl=5,
    ipr_status=IprStatus.APPLIED,
    ipr_notes="Zgłoszenie europejskie; prawa należą do uczelni.",
    sdgs=(3, 9),
    expected_role=POLISH,
    partnerships=(
        Partnership(type=PartnershipType.COMMERCIAL, why="Uczelnia nie produkuje.", how="Licencja wyłączna."),
    ),
    partner_sizes=(PartnerSize.SME_249, PartnerSize.BIG),
    technology_keywords=("mikroprzepływy",),
    market_keywords=("diagnostyka",),
    countries=("DE", "FR"),
    language=Language.POLISH,
    offer_version=3,
    reference="UJ-2026-0042",
    value_chain=ValueChain.HEALTH,
    field=Field.DIAGNOSTICS,
    institution_name="Uniwersytet Przykładowy",
    institution_city="Tarnów",
    institution_area=Area.EDU,
    institution_email="sekretariat@uczelnia.example",
    institution_phone="+48 12 000 00 00",
    contact_name="Anna Żółkiewska",
    contact_email="anna@transfer.example",
    contact_phone="+48 12 345 67 89",
    network_name="Klaster Przykładowy",
    network_email="biuro@klaster.example",
    network_phone="+48 12 111 22 33",
    approved_on=date(2026, 11, 10),
    published_on=date(2026, 11, 12),
    expires_on=date(2027, 11, 12),
    offer_url="https://helix.example/o/UJ-2026-0042",
)

SHORT = BriefContent(
    title="Cold-active lipase",
    short_summary="An enzyme that removes fat at low temperature.",
    problem="Fat stays in a cold wash.",
    description="A lipase from a yeast.",
    advantages="It works where others rest.",
    trl=3,
    ipr_status=IprStatus.NONE,
    expected_role="Application tests.",
    partnerships=(Partnership(type=PartnershipType.RESEARCH),),
    language=Language.ENGLISH,
    offer_version=1,
    reference="UR-2026-0007",
    institution_name="Example University",
    institution_city="Rzeszów",
    institution_area=Area.EDU,
    network_name="Example Cluster",
)


def longest(language: Language) -> BriefContent:
    """Every field at its limit; each text ends in a word of its own, so that a cut would show."""
    return replace(
        OFFER,
        language=language,
        title=filled(256, language, "zt"),
        short_summary=filled(500, language, "zs"),
        problem=filled(1000, language, "zp"),
        description=filled(4000, language, "zd"),
        advantages=filled(2000, language, "za"),
        key_figures=tuple(
            KeyFigure(
                value=f"1234567,89 mg/kg m.c. {n:02}",
                label=filled(80, language, f"zl{n}"),
                compared_with=filled(80, language, f"zc{n}"),
            )
            for n in range(4)
        ),
        ipr_notes=filled(500, language, "zn"),
        expected_role=filled(4000, language, "ze"),
        partnerships=tuple(
            Partnership(type=kind, why=filled(300, language, f"zw{kind}"), how=filled(300, language, f"zh{kind}"))
            for kind in PartnershipType
        ),
        partner_sizes=tuple(PartnerSize),
        technology_keywords=tuple(filled(50, language, f"zk{n}") for n in range(5)),
        market_keywords=tuple(filled(50, language, f"zm{n}") for n in range(5)),
        sdgs=tuple(range(1, 18)),
        countries=(
            "AT",
            "BE",
            "BG",
            "HR",
            "CY",
            "CZ",
            "DK",
            "EE",
            "FI",
            "FR",
            "DE",
            "GR",
            "HU",
            "IE",
            "IT",
            "LV",
            "LT",
        ),
    )


ENDINGS = (
    "zt",
    "zs",
    "zp",
    "zd",
    "za",
    "zn",
    "ze",
    *(f"z{part}{n}" for part in "lc" for n in range(4)),
    *(f"z{part}{kind}" for part in "wh" for kind in PartnershipType),
    *(f"z{part}{n}" for part in "km" for n in range(5)),
)


def filled(length: int, language: Language, ending: str) -> str:
    """Exactly `length` characters of prose with paragraphs, ending in the word `ending`."""
    prose = POLISH if language is Language.POLISH else ENGLISH
    body = (prose * (length // len(prose) + 1))[: length - len(ending) - 1]
    if length >= 1000:
        body = "\n\n".join(body[start : start + 700] for start in range(0, len(body), 700))
    return f"{body[: length - len(ending) - 1]} {ending}"


DOSSIER = DossierContent(
    language=Language.POLISH,
    reference="UJ-2026-0042",
    title="Wykrywanie genów oporności",
    institution_name="Uniwersytet Przykładowy",
    prepared_on=date(2026, 11, 20),
    kind=TechnologyKind.INVENTION,
)

LICENCE = AgreementContent(
    kind=AgreementKind.LICENCE,
    language=Language.ENGLISH,
    number="17/2026",
    drawn_on=date(2026, 11, 20),
    reference="UJ-2026-0042",
    offer_title="Blood test",
    institution=Party(name="Example University", address="1 Example Street", represented_by="the vice-rector"),
    partner=Party(name="Example Diagnostics Ltd"),
)
