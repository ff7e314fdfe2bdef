"""The example portfolio: what its files say must be loadable, consistent and fit to be shown."""

import re
from collections import Counter

from models.actions.forms import ContactForm
from models.rules import words
from models.rules.disclosure import missing_fields, valid_orcid
from models.tables.technology import Disclosure
from tests.api.example_files import (
    ADDRESS,
    APPLICATION_NUMBER,
    PRAISE,
    STAGES,
    TECHNOLOGY_FILES,
    by_key,
    every_file,
    every_technology,
    is_one_of,
    offers,
    reached,
    read,
    reviewed,
    rows,
    technologies,
)


def test_six_institutions_cover_the_six_areas():
    assert sorted(row["area"] for row in rows("institution")) == sorted(words.Area)
    assert all(re.fullmatch(r"[A-Z]{2,6}", row["code"]) for row in rows("institution"))


def test_people_have_one_key_one_address_and_a_known_institution():
    codes = {row["code"] for row in rows("institution")}
    people = rows("person")
    assert len(by_key("person")) == len({row["email"] for row in people}) == len(people)
    assert {row["institution"] for row in people} <= codes
    assert is_one_of(words.Role, *(row["role"] for row in people))
    assert is_one_of(words.Language, *(row["language"] for row in people))


def test_each_owner_has_two_officers_and_two_reviewers():
    owners = {technology["institution"] for technology in technologies()}
    staff = Counter((row["institution"], row["role"]) for row in rows("person"))
    assert len(owners) == 4
    assert {staff[owner, role] for owner in owners for role in (words.Role.OFFICER, words.Role.REVIEWER)} == {2}
    assert Counter(row["role"] for row in rows("person"))[words.Role.COORDINATOR] == 1


def test_forty_partners_have_consenting_contacts_at_their_own_domain():
    assert len(by_key("partner")) == 40
    for partner in rows("partner"):
        domain = partner["website"].removeprefix("https://www.")
        assert partner["contact"], partner["key"]
        for contact in partner["contact"]:
            assert contact["email"].endswith(f"@{domain}"), contact
            assert ContactForm.model_validate(contact).consent_on


def test_partners_profiles_are_in_the_words_of_the_field():
    for partner in rows("partner"):
        profile = partner["profile"]
        assert is_one_of(words.PartnerSize, partner["size"])
        assert is_one_of(words.PartnershipType, *profile["partnerships"])
        chain = words.ValueChain(profile["value_chain"])
        assert set(profile["fields"]) <= set(words.FIELDS_OF_CHAIN[chain]), partner["key"]
        assert 4 <= len(profile["keywords"]) <= 8, partner["key"]
        assert 1 <= profile["trl_min"] <= profile["trl_max"] <= 9
        assert all(re.fullmatch(r"[A-Z]{2}", code) for code in [partner["country"], *profile["countries"]])


def test_every_field_has_at_least_five_partners():
    found = Counter(field for partner in rows("partner") for field in partner["profile"]["fields"])
    assert {field: found[field] >= 5 for field in words.Field} == dict.fromkeys(words.Field, True)


# the portfolio as a whole


def test_the_portfolio_has_technologies_in_all_stages_and_fields():
    portfolio = technologies()
    assert Counter(words.Stage(technology["script"]["ends_at"]) for technology in portfolio) == STAGES
    assert Counter(words.Field(technology["field"]) for technology in portfolio) == dict.fromkeys(words.Field, 3)
    assert [path.stem for path in TECHNOLOGY_FILES] == [
        f"{number:02}-{technology['key']}" for number, technology in enumerate(portfolio, start=1)
    ]


def test_half_of_the_disclosures_are_in_polish():
    assert Counter(technology["disclosure"]["language"] for technology in technologies()) == {"pl": 12, "en": 12}


def test_the_script_has_a_hold_a_step_back_a_missing_confirmation_and_an_anonymous_offer():
    portfolio = technologies()
    assert sum("hold" in technology["script"] for technology in portfolio) == 1
    assert sum("sent_back" in technology["script"] for technology in portfolio) == 1
    assert sum(row.get("unconfirmed", False) for technology in portfolio for row in technology["contributor"]) == 1
    assert sum(any(offer["anonymous"] for offer in offers(technology).values()) for technology in portfolio) == 1


@every_file
def test_a_file_has_only_example_addresses(path):
    for found in ADDRESS.findall(path.read_text(encoding="utf-8")):
        assert found.split("/", 3)[2 if "//" in found else 0].endswith(".example"), found


@every_file
def test_a_file_praises_nothing(path):
    assert PRAISE.findall(path.read_text(encoding="utf-8")) == []


# one technology


@every_technology
def test_a_disclosure_is_complete_and_in_the_words_of_the_field(path):
    technology = read(path)
    disclosure = technology["disclosure"]
    dates = {
        "planned_publication_on": disclosure.get("planned_publication_in_days"),
        "public_disclosure_on": disclosure.get("public_disclosure_days_ago"),
    }
    assert missing_fields(disclosure | dates) == []
    assert Disclosure.confidential <= set(disclosure)
    assert is_one_of(words.TechnologyKind, disclosure["kind"])
    assert is_one_of(words.PublicDisclosure, disclosure["public_disclosure"])
    assert words.chain_of(words.Field(technology["field"])) == technology["value_chain"]
    assert disclosure["conception_days_ago"] > technology["submitted_days_ago"]


@every_technology
def test_the_shares_sum_to_a_hundred_and_the_submitter_leads(path):
    technology = read(path)
    creators = technology["contributor"]
    submitter = by_key("person")[technology["submitter"]]
    assert sum(creator["share"] for creator in creators) == 100
    assert [(row["name"], row["email"]) for row in creators if row["lead"]] == [(submitter["name"], submitter["email"])]
    assert submitter["institution"] == technology["institution"]
    assert len({creator["email"] for creator in creators}) == len(creators)


@every_technology
def test_the_contributors_are_well_described(path):
    for creator in read(path)["contributor"]:
        assert valid_orcid(creator["orcid"]), creator
        assert is_one_of(words.ContributorStatus, creator["status"])
        assert is_one_of(words.LegalBasis, creator["legal_basis"])
        assert all(creator[part] for part in ("position", "department", "employer", "role", "contribution"))


def test_a_person_keeps_one_orcid_and_an_orcid_one_person():
    pairs = {(row["email"], row["orcid"]) for technology in technologies() for row in technology["contributor"]}
    assert len({email for email, _ in pairs}) == len({orcid for _, orcid in pairs}) == len(pairs)


@every_technology
def test_a_review_is_there_from_ip_review_on_and_judged_by_colleagues(path):
    technology = read(path)
    assert ("review" in technology) == reviewed(technology)
    review = technology.get("review", {"assessment": [], "prior_art": []})
    for assessment in review["assessment"]:
        reviewer = by_key("person")[assessment["reviewer"]]
        assert (reviewer["role"], reviewer["institution"]) == (words.Role.REVIEWER, technology["institution"])
        assert set(assessment["scores"]) == set(words.Criterion)
        assert set(assessment["scores"].values()) <= {1, 2, 3, 4, 5}
    assert all(set(found) == {"title", "source", "identifier", "relevance"} for found in review["prior_art"])


@every_technology
def test_the_outcome_of_the_review_fits_the_end(path):
    technology = read(path)
    end = technology["script"]["ends_at"]
    if not reviewed(technology):
        return
    review = technology["review"]
    expected = {words.Stage.RELEASED: words.ReviewOutcome.RELEASE, words.Stage.CLOSED: words.ReviewOutcome.DECLINE}
    assert review["outcome"] == expected.get(end, words.ReviewOutcome.PROCEED)
    strategy = review.get("strategy")
    assert (strategy is None) or is_one_of(words.ProtectionStrategy, strategy)
    assert strategy or review["outcome"] != words.ReviewOutcome.PROCEED
    filed = "filing" in review
    assert not filed or strategy == words.ProtectionStrategy.PATENT
    assert filed or strategy != words.ProtectionStrategy.PATENT or not reached(technology, words.Stage.OFFER)


@every_technology
def test_a_filing_follows_the_disclosure_and_precedes_publication(path):
    technology = read(path)
    filing = technology.get("review", {}).get("filing")
    if filing is None:
        return
    assert re.fullmatch(APPLICATION_NUMBER[filing["office"]], filing["application_number"])
    assert 0 < filing["filed_days_ago"] < technology["submitted_days_ago"]
    assert technology["disclosure"]["public_disclosure"] != words.PublicDisclosure.PUBLISHED


# its offers


@every_technology
def test_the_answers_come_from_partners_who_look_for_such_a_technology(path):
    technology = read(path)
    assert ("partnering" in technology) == reached(technology, words.Stage.PARTNERING)
    partnering = technology.get("partnering", {"interested": [], "declined": {}, "questions": {}})
    partners, trl = by_key("partner"), offers(technology).get("en", {}).get("trl", 0)
    for key in partnering["interested"]:
        profile = partners[key]["profile"]
        assert technology["field"] in profile["fields"], key
        assert profile["trl_min"] <= trl <= profile["trl_max"], key
        assert "PL" in profile["countries"] or not profile["countries"], key
    answered = [*partnering["interested"], *partnering["declined"], *partnering["questions"]]
    assert len(set(answered) & set(partners)) == len(answered)
    assert is_one_of(words.DeclineReason, *partnering["declined"].values())


@every_technology
def test_an_offer_in_partnering_has_several_partners_in_its_field(path):
    technology = read(path)
    if not reached(technology, words.Stage.PARTNERING):
        return
    trl = offers(technology)["en"]["trl"]
    profiles = [partner["profile"] for partner in rows("partner")]
    fit = [one for one in profiles if technology["field"] in one["fields"] and one["trl_min"] <= trl <= one["trl_max"]]
    assert len(fit) >= 3


@every_technology
def test_the_negotiation_is_with_an_interested_partner(path):
    technology = read(path)
    assert ("negotiation" in technology) == reached(technology, words.Stage.NEGOTIATION)
    if "negotiation" in technology:
        assert technology["negotiation"]["partner"] in technology["partnering"]["interested"]
        assert 0 < technology["negotiation"]["nda_days_ago"] < technology["submitted_days_ago"]


@every_technology
def test_a_licence_has_terms_and_payments_after_its_effective_date(path):
    technology = read(path)
    assert ("licence" in technology) == reached(technology, words.Stage.LICENSED)
    if "licence" not in technology:
        return
    licence = technology["licence"]
    assert licence["currency"] in ("PLN", "EUR")
    assert technology["negotiation"]["nda_days_ago"] > licence["effective_days_ago"]
    assert min(milestone["in_days"] for milestone in licence["milestones"]) > 0
    assert {0 < payment["days_ago"] < licence["effective_days_ago"] for payment in licence["payments"]} == {True}
