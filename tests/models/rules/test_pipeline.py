"""The pipeline file: what ships is sound, and each way to spoil one is refused with its line."""

from datetime import date
from importlib import resources

import pytest

from models.errors import NoSuchMove, PipelineInvalid
from models.rules.facts import ContributorFacts, Facts
from models.rules.gates import GATES
from models.rules.pipeline import parse, pipeline, unmet_gates
from models.rules.words import Language, MoveKind, Stage

STANDARD = (resources.files("models.rules") / "pipelines" / "standard.toml").read_text(encoding="utf-8")
MONDAY = date(2026, 11, 23)


def spoiled(old: str, new: str, *, count: int = 1) -> str:
    assert old in STANDARD
    return STANDARD.replace(old, new, count)


def refusal(text: str) -> str:
    with pytest.raises(PipelineInvalid) as caught:
        parse(text, "mine.toml")
    return str(caught.value)


def line_of(text: str, fragment: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if fragment in line)


def test_the_standard_pipeline_demands_every_gate_there_is():
    demanded = {each.gate for move in pipeline().moves.values() for each in move.demands}
    assert demanded == set(GATES)


def test_every_stage_has_labels_in_both_languages_and_a_target_unless_it_is_an_end():
    stages = pipeline().stages.values()
    assert {stage.code for stage in stages} == set(Stage)
    assert all(stage.labels[language] for stage in stages for language in Language)
    assert {stage.code for stage in stages if stage.target_days is None} == {
        Stage.LICENSED,
        Stage.RELEASED,
        Stage.CLOSED,
    }


def test_an_unknown_gate_is_named_with_its_line():
    text = spoiled('"lead_interested"', '"lead_intrested"')
    message = refusal(text)
    assert message.startswith(f"mine.toml, line {line_of(text, 'lead_intrested')}: unknown gate 'lead_intrested'")
    assert "lead_interested" in message


def test_a_stage_that_cannot_be_reached_is_named():
    text = spoiled('from = "partnering"\nto = "negotiation"', 'from = "partnering"\nto = "licensed"')
    text = text.replace(
        'from = "negotiation"\nto = "licensed"\nkind = "forward"', 'from = "negotiation"\nto = "offer"\nkind = "back"'
    )
    line = line_of(text, 'code = "negotiation"') - 1
    assert (
        refusal(text)
        == f"mine.toml, line {line}: stage negotiation cannot be reached from disclosure: add a move to it."
    )


def test_a_stage_without_a_way_out_is_named():
    text = spoiled("target_days = 180", "target_days = 180\nend = true")
    assert "partnering is an end, so no move may leave it" in refusal(text)
    text = STANDARD.replace('from = "licensed"', "")
    dead_end = text.replace("target_days = 14\n", "target_days = 14\n", 1).replace(
        '[[stage]]\ncode = "licensed"\nlabel = { en = "Licensed", pl = "Licencja" }\nend = true',
        '[[stage]]\ncode = "licensed"\nlabel = { en = "Licensed", pl = "Licencja" }\ntarget_days = 9',
    )
    assert "stage licensed has no way out: add a move from it, or end = true" in refusal(dead_end)


def test_a_move_given_twice_is_named_at_its_second_place():
    text = STANDARD + '\n[[move]]\nfrom = "triage"\nto = "disclosure"\nkind = "back"\n'
    line = len(STANDARD.splitlines()) + 2
    assert refusal(text) == f"mine.toml, line {line}: the move from triage to disclosure is given twice: remove one."


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('pl = "Oferta"', 'pl = ""', "stage offer has no label in 'pl'"),
        ("target_days = 21", "target_days = 0", "stage triage needs target_days, a whole number of days from 1"),
        ('kind = "back"', 'kind = "backwards"', "unknown kind of move 'backwards'"),
        ('to = "released"', 'to = "relesed"', "unknown stage 'relesed'"),
        ('enqueues = ["prepare_review"]', 'enqueues = ["prepare_rewiew"]', "unknown work 'prepare_rewiew'"),
        ("version = 2", "verzion = 2", "the pipeline needs 'version'"),
        ('kind = "back"', 'kind = "back"\ngate = ["offer_complete"]', "a move has an unknown key 'gate'"),
        ('entry = "disclosure"', 'entry = "disclosed"', "unknown stage 'disclosed'"),
        ("gates = [", "gates = [[", "not valid TOML"),
    ],
)
def test_other_mistakes_are_told_in_words(old, new, says):
    message = refusal(spoiled(old, new))
    assert message.startswith("mine.toml")
    assert says in message


def test_an_illegal_move_names_the_legal_ones():
    with pytest.raises(
        NoSuchMove, match="From triage a technology cannot move to offer; it can move to ip_review, disclosure"
    ):
        pipeline().move(Stage.TRIAGE, Stage.OFFER)


def test_a_pipeline_that_is_not_installed_is_an_error_and_not_the_present_one():
    with pytest.raises(PipelineInvalid, match="standard version 99"):
        pipeline("standard", 99)


def test_an_override_counts_only_where_the_move_allows_it():
    move = pipeline().move(Stage.DISCLOSURE, Stage.TRIAGE)
    facts = Facts(
        disclosure_missing=("novelty",),
        contributors=(ContributorFacts("Ł. Żądło", 10_000, False, "employment"),),
        overridden=frozenset({"contributors_confirmed", "required_fields_complete"}),
    )
    unmet = [gate.code for gate in unmet_gates(move, facts, MONDAY)]
    assert unmet == ["required_fields_complete", "public_disclosure_answered"]


def test_only_forward_moves_need_no_reason():
    kinds = {move.kind for move in pipeline().moves.values() if not move.needs_reason}
    assert kinds == {MoveKind.FORWARD}
