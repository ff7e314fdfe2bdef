"""The line of stages, on the way and off it."""

from api.pages.way import way
from models.rules.pipeline import pipeline
from models.rules.words import Stage


def told(at: Stage, visited: set[Stage]) -> dict[str, str]:
    return {stage.value: state for stage, state in way(pipeline(), at, visited)}


def test_on_the_way_all_before_is_passed_and_the_rest_is_ahead() -> None:
    assert told(Stage.IP_REVIEW, {Stage.DISCLOSURE, Stage.TRIAGE, Stage.IP_REVIEW}) == {
        "disclosure": "passed",
        "triage": "passed",
        "ip_review": "here",
        "offer": "ahead",
        "partnering": "ahead",
        "negotiation": "ahead",
        "licensed": "ahead",
    }


def test_a_released_case_shows_the_stages_that_it_came_through_and_no_other() -> None:
    visited = {Stage.DISCLOSURE, Stage.TRIAGE, Stage.IP_REVIEW, Stage.RELEASED}
    assert told(Stage.RELEASED, visited) == {
        "disclosure": "passed",
        "triage": "passed",
        "ip_review": "passed",
        "released": "here",
    }


def test_a_case_closed_after_it_was_sent_back_shows_how_far_it_had_come() -> None:
    visited = {Stage.DISCLOSURE, Stage.TRIAGE, Stage.CLOSED}
    assert told(Stage.CLOSED, visited) == {"disclosure": "passed", "triage": "passed", "closed": "here"}
