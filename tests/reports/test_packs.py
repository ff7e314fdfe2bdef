"""The European network's pack: its fields, words and limits, and what the network would send back."""

from dataclasses import replace

import pytest

from models.actions.offers import save_offer
from models.errors import Conflict
from models.rules.words import IprStatus, Language, PartnershipType, PartnerSize
from reports.briefs import KeyFigure, Partnership
from reports.packs import Fault, LeftOut, Whose, offer_pack, pack_of
from tests import factories as make
from tests.factories import NOW
from tests.reports.contents import ENGLISH, OFFER

GOOD = replace(
    OFFER,
    language=Language.ENGLISH,
    title="Blood test that names resistant strains within four hours",
    short_summary="A Polish university offers a test.",
    problem="Culture takes three days.",
    description=ENGLISH,
    advantages="Four hours instead of 72.",
    key_figures=(KeyFigure(value="4 h", label="to the result", compared_with="72 h by culture"),),
    ipr_status=IprStatus.APPLIED,
    ipr_notes="A European application.",
    expected_role=ENGLISH,
    partnerships=(Partnership(type=PartnershipType.COMMERCIAL, why="We do not produce.", how="By licence."),),
    partner_sizes=(PartnerSize.SME_10, PartnerSize.BIG),
    technology_keywords=("PCR",),
    market_keywords=("hospitals", "diagnostics"),
    countries=(),
    sdgs=(3,),
    trl=5,
)
OURS = Whose("PL", names=("Jagiellonian University", "UJ"), people=("Łucja Żądło",), numbers=("P.450001",))


def value(pack, name):
    return next(each.value for each in pack.fields if each.name == name)


def test_the_fields_stand_in_the_networks_order_in_its_words():
    pack = pack_of(GOOD, OURS)
    assert [each.name for each in pack.fields] == [
        "title",
        "shortSummary",
        "description",
        "advantagesAndInnovation",
        "stageOfDevelopment",
        "iprStatus",
        "iprNotes",
        "sdgKeywords",
        "expectedRoleOfThePartner",
        "typesOfPartnership",
        "whyThisPartnership",
        "howThisPartnership",
        "typesAndSizes",
        "technologyKeywords",
        "marketKeywords",
        "targetedCountries",
        "anonymity",
    ]
    assert value(pack, "stageOfDevelopment") == "Lab tested"
    assert value(pack, "iprStatus") == "IPR applied but not yet granted"
    assert value(pack, "typesAndSizes") == "SME <=10\nBig company"
    assert value(pack, "sdgKeywords") == "Goal 3: Good Health and Well-being"
    assert value(pack_of(replace(GOOD, sdgs=()), OURS), "sdgKeywords") == "Not relevant"
    assert pack.data()["marketKeywords"] == ["hospitals", "diagnostics"]
    assert pack.faults == ()


def test_problem_and_key_figures_go_where_there_is_room():
    pack = pack_of(GOOD, OURS)
    assert value(pack, "description").startswith("Culture takes three days.\n\n")
    assert value(pack, "advantagesAndInnovation").endswith("- 4 h to the result (compared with: 72 h by culture)")
    in_polish = pack_of(replace(GOOD, language=Language.POLISH), OURS)
    assert value(in_polish, "advantagesAndInnovation").endswith("(dla porównania: 72 h by culture)")
    full = replace(GOOD, description="x" * 4000, advantages="y" * 2000)
    assert value(pack_of(full, OURS), "description") == "x" * 4000
    assert value(pack_of(full, OURS), "advantagesAndInnovation") == "y" * 2000
    assert pack_of(full, OURS).faults == ()


def test_what_has_no_room_is_left_out_and_named_with_its_text():
    full = replace(GOOD, description="x" * 3990, advantages="y" * 1999)
    assert pack_of(full, OURS).left_out == (
        LeftOut("problem", "description", "Culture takes three days.", 3990 + 2 + 25 - 4000),
        LeftOut("key_figures", "advantagesAndInnovation", "- 4 h to the result (compared with: 72 h by culture)", 53),
    )
    just = replace(GOOD, description="x" * (4000 - 2 - 25))
    assert len(value(pack_of(just, OURS), "description")) == 4000
    assert pack_of(just, OURS).left_out == ()
    without = replace(full, problem=" ", key_figures=())
    assert pack_of(without, OURS).left_out == ()


def test_countries_stand_under_their_english_names():
    pack = pack_of(replace(GOOD, countries=("DE", "CZ")), OURS)
    assert pack.data()["targetedCountries"] == ["Germany", "Czechia"]
    assert pack_of(replace(GOOD, countries=()), OURS).data()["targetedCountries"] == ["World"]


def test_in_the_file_why_and_how_stand_by_partnership_under_the_networks_names():
    two = (
        Partnership(type=PartnershipType.COMMERCIAL, why="We do not produce.", how="By licence."),
        Partnership(type=PartnershipType.RESEARCH, why="To test.", how="Together."),
    )
    said = pack_of(replace(GOOD, partnerships=two), OURS).data()
    commercial, research = "Commercial agreement with technical assistance", "R&D cooperation"
    assert said["whyThisPartnership"] == {commercial: "We do not produce.", research: "To test."}
    assert said["howThisPartnership"] == {commercial: "By licence.", research: "Together."}
    assert not [name for name in said if not name.isalpha()]


def test_what_gives_an_anonymous_offer_away_is_found_in_each_partnership():
    two = (
        Partnership(type=PartnershipType.COMMERCIAL, why="Ask the UJ.", how="By licence."),
        Partnership(type=PartnershipType.RESEARCH, why="To test.", how="Together."),
    )
    faults = pack_of(replace(GOOD, anonymous=True, partnerships=two), OURS).faults
    which = "Commercial agreement with technical assistance"
    assert faults == (Fault("institution_named", "whyThisPartnership", "UJ", which),)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"title": "t" * 257}, Fault("too_long", "title", "1")),
        ({"description": "d" * 4001}, Fault("too_long", "description", "1")),
        ({"expected_role": " "}, Fault("missing", "expectedRoleOfThePartner")),
        ({"market_keywords": ()}, Fault("missing", "marketKeywords")),
        ({"technology_keywords": tuple("abcdef")}, Fault("too_many", "technologyKeywords", "5")),
        ({"countries": ("DE", "PL")}, Fault("own_country", "targetedCountries", "PL")),
        ({"short_summary": f"Offered: {GOOD.title.upper()}"}, Fault("title_repeated", "shortSummary")),
        ({"language": Language.POLISH}, Fault("language", "title")),
        (
            {"partnerships": (Partnership(type=PartnershipType.RESEARCH, why="Together."),)},
            Fault("missing", "howThisPartnership", which="R&D cooperation"),
        ),
    ],
)
def test_what_the_network_would_send_back_is_named(changed, fault):
    assert fault in pack_of(replace(GOOD, **changed), OURS).faults


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Made at the Jagiellonian  University.", Fault("institution_named", "ipr_notes", "Jagiellonian University")),
        ("The UJ team.", Fault("institution_named", "ipr_notes", "UJ")),
        ("By Łucja Żądło.", Fault("person_named", "ipr_notes", "Żądło")),
        ("Filed as P 450 001.", Fault("number_named", "ipr_notes", "P 450 001")),
        ("Write to a@b.example.", Fault("contact_named", "ipr_notes", "a@b.example")),
        ("See https://uj.example/x", Fault("contact_named", "ipr_notes", "https://uj.example/x")),
    ],
)
def test_an_anonymous_offer_names_nobody(text, fault):
    anonymous = replace(GOOD, anonymous=True, ipr_notes=text)
    assert replace_field(fault) in pack_of(anonymous, OURS).faults
    assert pack_of(replace(GOOD, ipr_notes=text), OURS).faults == ()
    assert value(pack_of(anonymous, OURS), "anonymity") == "Yes"


def replace_field(fault):
    return replace(fault, field="iprNotes")


def test_a_word_that_only_begins_like_the_institutions_code_is_no_leak():
    assert pack_of(replace(GOOD, anonymous=True, ipr_notes="Ujście rzeki, reuse."), OURS).faults == ()


def test_only_what_was_approved_and_agreed_to_is_packed(session):
    cast = make.cast(session)
    technology = make.to_offer(session, cast)
    draft = save_offer(session, technology.id, make.offer_form(), actor=cast.officer, now=NOW)
    with pytest.raises(Conflict):
        offer_pack(session, draft)
    approved = make.approved_offer(session, cast, make.to_offer(session, cast), anonymous=True)
    assert offer_pack(session, approved).faults == ()
