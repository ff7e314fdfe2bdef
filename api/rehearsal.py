"""Plays the example's stories against the running flows: its officers decide, the flows do the rest."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Engine

from api.example.epilogue import close
from api.example.loading import load_network, stories
from api.example.story import Told
from api.example.teller import Question, Story
from models.db import reading, transaction
from models.queries.work import unfinished

Progress = Callable[[int, int], None]
"""Called with the number of stories told and of all stories."""


@dataclass
class Rehearsed:
    told: int = 0
    stuck: list[str] = field(default_factory=list)
    """Keys of the stories that wait for work which is parked."""


def rehearse(
    progress: Progress = lambda _done, _total: None,
    *,
    engine: Engine | None = None,
    stop: Callable[[], bool] = lambda: False,
    pause: float = 0.1,
) -> Rehearsed:
    """Load the network and tell every story to its end; safe to call again after it was cut off.

    What looks at all of them is asked for at the end. Waits for the flows between decisions, as long as there is work
    that they may still do. A story whose work was parked is named in the result; `stop` ends the rehearsal early.
    """
    with transaction(engine) as session:
        network = load_network(session)
    running: dict[str, tuple[Story, Question]] = {}
    result = Rehearsed()
    entries = stories()
    for entry in entries:
        _go_on(running, entry["key"], Told(entry, network, engine).tell(), result)
    progress(result.told, len(entries))
    while running and not stop():
        ready = _answered(running, engine)
        for key in ready:
            story, _ = running.pop(key)
            _go_on(running, key, story, result)
            progress(result.told, len(entries))
        if not ready:
            if _all_is_done(engine) and not _answered(running, engine):
                result.stuck = sorted(running)
                break
            time.sleep(pause)
    if not stop():
        close(network, engine)
    return result


def _go_on(running: dict[str, tuple[Story, Question]], key: str, story: Story, result: Rehearsed) -> None:
    """Let a story act until its next question, or to its end."""
    try:
        running[key] = (story, next(story))
    except StopIteration:
        result.told += 1


def _answered(running: dict[str, tuple[Story, Question]], engine: Engine | None) -> list[str]:
    with reading(engine) as session:
        return [key for key, (_, question) in running.items() if question(session)]


def _all_is_done(engine: Engine | None) -> bool:
    with reading(engine) as session:
        return unfinished(session) == 0
