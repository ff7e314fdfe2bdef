"""Forms as browsers send them: what was typed is kept, and what is wrong is said in the reader's language."""

from datetime import date

import pytest
from pydantic import Field
from starlette.datastructures import FormData

from api.pages.given import lines, read, refusal, several, text
from api.pages.words import Words
from models.actions.forms import ContributorForm, Form
from models.errors import OnHold
from models.rules.words import Language, Stage

POLISH, ENGLISH = Words(Language.POLISH), Words(Language.ENGLISH)


class Sample(Form):
    name: str = Field(min_length=1, max_length=5)
    level: int = Field(ge=1, le=9)
    on: date
    stage: Stage = Stage.TRIAGE
    share: int | None = None


GOOD = {"name": "Łuk", "level": "3", "on": "2026-11-23"}


def test_a_good_form_is_understood_and_empty_texts_mean_the_default():
    found = read(Sample, {**GOOD, "stage": "", "share": ""}, ENGLISH)
    assert found.form == Sample(name="Łuk", level=3, on=date(2026, 11, 23))
    assert found.wrong == {}


@pytest.mark.parametrize(
    ("values", "name", "english", "polish"),
    [
        ({"name": ""}, "name", "This is needed.", "To pole jest wymagane."),
        ({"name": "zażółć"}, "name", "At most 5 characters.", "Najwyżej 5 znaków."),
        ({"level": "ten"}, "level", "Give a whole number.", "Proszę podać liczbę całkowitą."),
        ({"level": "10"}, "level", "This must be at most 9.", "Wartość może wynosić najwyżej 9."),
        ({"on": "23/11"}, "on", "Give a date, such as 2026-11-23.", "Proszę podać datę, na przykład 2026-11-23."),
        ({"stage": "none"}, "stage", "Choose one of the answers.", "Proszę wybrać jedną z odpowiedzi."),
    ],
)
def test_a_fault_is_said_beside_its_field_and_what_was_typed_is_kept(values, name, english, polish):
    for words, sentence in ((ENGLISH, english), (POLISH, polish)):
        found = read(Sample, {**GOOD, **values}, words)
        assert found.form is None
        assert found.wrong == {name: sentence}
        assert found.typed[name] == values[name]


def test_what_a_rule_of_ours_finds_is_named():
    values = {"name": "A", "email": "a@example.org", "status": "employee", "share_bp": "1", "orcid": "1"}
    assert read(ContributorForm, values, ENGLISH).wrong == {
        "orcid": "This is not a valid ORCID: its check digit does not fit."
    }


def test_texts_boxes_and_lines_are_taken_as_people_send_them():
    sent = FormData([("a", "one\r\ntwo\0"), ("b", "x"), ("b", "y")])
    assert (text(sent, "a"), text(sent, "none"), several(sent, "b")) == ("one\ntwo", "", ["x", "y"])
    assert lines(" enzym, białko\n\n test ,") == ["enzym", "białko", "test"]


def test_a_refusal_is_said_in_the_readers_words_and_then_in_particular():
    general, particular = refusal(OnHold("UJ-1 is on hold until 2027-01-01: resume it first."), POLISH)
    assert general == "Technologia jest wstrzymana: najpierw trzeba ją wznowić."
    assert particular == "UJ-1 is on hold until 2027-01-01: resume it first."
