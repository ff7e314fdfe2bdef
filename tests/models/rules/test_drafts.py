"""What a draft's answers mean."""

from models.actions.forms import ContributorForm, DisclosureForm, FundingForm
from models.rules.drafts import FIELDS, ROWS, Step, step_of, values_of


def test_every_field_of_a_disclosure_is_asked_in_one_step():
    asked = [name for names in FIELDS.values() for name in names]
    assert sorted(asked) == sorted(set(DisclosureForm.model_fields) - {"value_chain"})


def test_the_rows_ask_what_their_forms_take():
    assert {*ROWS["contributors"], "lead", "legal_basis", "share_bp"} - {"share"} == set(ContributorForm.model_fields)
    assert set(ROWS["funding"]) == set(FundingForm.model_fields)


def test_blank_answers_are_left_out_and_the_chain_follows_from_the_field():
    answers = {"title": "  ", "field": "agriculture", "keywords": "a, b\nA,, b", "spin_off_intent": "yes", "trl": ""}
    assert values_of(answers) == {
        "field": "agriculture",
        "value_chain": "bioeconomy",
        "keywords": ["a", "b", "A"],
        "spin_off_intent": True,
    }


def test_a_share_that_is_no_percentage_stays_as_typed_for_the_form_to_refuse():
    rows = [{"name": "Ł", "share": "33,3", "lead": True}, {"name": "X", "share": "a third"}]
    people = values_of({"contributors": rows})["contributors"]
    assert [(each["share_bp"], each["lead"]) for each in people] == [(3330, True), ("a third", False)]


def test_a_fault_leads_to_the_step_of_its_field():
    assert step_of("contributors.3.email") is Step.PEOPLE
    assert step_of("trl") is Step.MARKET
