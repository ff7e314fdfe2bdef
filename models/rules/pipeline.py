"""The stage machine as data: a TOML file becomes a checked `Pipeline`, or an error with its line."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, TypeVar

from models.errors import NoSuchMove, PipelineInvalid
from models.rules.facts import Facts, Group
from models.rules.gates import GATES, Unmet, unmet_gate
from models.rules.words import Language, MoveKind, Stage, WorkKind

_Word = TypeVar("_Word", Stage, MoveKind, WorkKind)


@dataclass(frozen=True, slots=True)
class StageRule:
    code: Stage
    labels: Mapping[Language, str]
    target_days: int | None
    end: bool
    published: bool
    """Whether the technology's approved offers are public while it is here."""
    enqueues: tuple[WorkKind, ...]


@dataclass(frozen=True, slots=True)
class Demand:
    """A gate as one move demands it."""

    gate: str
    may_override: bool


@dataclass(frozen=True, slots=True)
class Move:
    source: Stage
    target: Stage
    kind: MoveKind
    demands: tuple[Demand, ...]

    @property
    def needs_reason(self) -> bool:
        return self.kind is not MoveKind.FORWARD

    @property
    def needs(self) -> frozenset[Group]:
        """The groups of facts that its gates look at."""
        return frozenset().union(*(GATES[demand.gate].needs for demand in self.demands))


@dataclass(frozen=True, slots=True)
class Pipeline:
    name: str
    version: int
    entry: Stage
    stages: Mapping[Stage, StageRule]
    moves: Mapping[tuple[Stage, Stage], Move]

    def move(self, source: Stage, target: Stage) -> Move:
        try:
            return self.moves[source, target]
        except KeyError:
            legal = ", ".join(move.target for move in self.moves_from(source)) or "nowhere: it is an end"
            raise NoSuchMove(f"From {source} a technology cannot move to {target}; it can move to {legal}.") from None

    def moves_from(self, source: Stage) -> Iterator[Move]:
        return (move for move in self.moves.values() if move.source is source)


def unmet_gates(move: Move, facts: Facts, today: date) -> tuple[Unmet, ...]:
    """All unmet gates at once, in the pipeline's order."""
    results = (unmet_gate(demand.gate, facts, today, may_override=demand.may_override) for demand in move.demands)
    return tuple(result for result in results if result)


CURRENT = 2
"""The version that new technologies enter."""


@cache
def pipeline(name: str = "standard", version: int = CURRENT) -> Pipeline:
    """A pipeline that ships with Helix. A technology stays on the version that it entered."""
    for file in (resources.files("models.rules") / "pipelines").iterdir():
        if file.name.endswith(".toml") and (file.name == f"{name}.toml" or file.name.startswith(f"{name}-")):
            candidate = parse(file.read_text(encoding="utf-8"), file.name)
            if (candidate.name, candidate.version) == (name, version):
                return candidate
    raise PipelineInvalid(f"No pipeline {name} version {version} is installed: a technology still stands on it.")


def parse(text: str, file: str = "pipeline") -> Pipeline:
    """Read and check a pipeline file.

    Raises `PipelineInvalid` naming file, line and remedy: syntax, unknown stage, gate or work,
    a label missing in a language, a move twice, a stage that cannot be reached or left.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PipelineInvalid(f"{file}: not valid TOML: {error}.") from None
    return _Reader(text, file).pipeline(data)


class _Reader:
    def __init__(self, text: str, file: str) -> None:
        self.lines = text.splitlines()
        self.file = file

    def pipeline(self, data: dict[str, Any]) -> Pipeline:
        self.keys(data, {"name", "version", "entry", "stage", "move"}, 1, "the pipeline")
        name, version = data["name"], data["version"]
        if not isinstance(name, str) or not isinstance(version, int):
            raise self.error(1, "name must be a text and version a whole number")
        stages = [self.stage(entry, self.line_of("[[stage]]", nth)) for nth, entry in enumerate(data["stage"])]
        by_code: dict[Stage, StageRule] = {}
        for nth, stage in enumerate(stages):
            if stage.code in by_code:
                raise self.error(self.line_of("[[stage]]", nth), f"stage {stage.code!s} is given twice: remove one")
            by_code[stage.code] = stage
        moves: dict[tuple[Stage, Stage], Move] = {}
        for nth, entry in enumerate(data["move"]):
            line = self.line_of("[[move]]", nth)
            move = self.move(entry, by_code, line)
            if (move.source, move.target) in moves:
                raise self.error(line, f"the move from {move.source} to {move.target} is given twice: remove one")
            moves[move.source, move.target] = move
        entry_stage = self.word(Stage, data["entry"], self.line_with("entry"), "stage")
        result = Pipeline(name, version, entry_stage, by_code, moves)
        self.check_paths(result)
        return result

    def stage(self, entry: dict[str, Any], line: int) -> StageRule:
        self.keys(entry, {"code", "label"}, line, "a stage", optional={"target_days", "end", "published", "enqueues"})
        code = self.word(Stage, entry["code"], line, "stage")
        labels = entry["label"]
        for language in Language:
            if not isinstance(labels, dict) or not str(labels.get(language, "")).strip():
                raise self.error(line, f"stage {code} has no label in '{language}': add label = {{ en = …, pl = … }}")
        days, end = entry.get("target_days"), entry.get("end", False)
        if not end and (not isinstance(days, int) or isinstance(days, bool) or days < 1):
            raise self.error(line, f"stage {code} needs target_days, a whole number of days from 1")
        work = tuple(self.word(WorkKind, kind, line, "work") for kind in entry.get("enqueues", ()))
        published = entry.get("published", False)
        if not isinstance(end, bool) or not isinstance(published, bool):
            raise self.error(line, f"stage {code}: end and published are true or false")
        names = {language: str(labels[language]) for language in Language}
        return StageRule(code, names, days, end, published, work)

    def move(self, entry: dict[str, Any], stages: Mapping[Stage, StageRule], line: int) -> Move:
        self.keys(entry, {"from", "to", "kind"}, line, "a move", optional={"gates"})
        source = self.word(Stage, entry["from"], line, "stage")
        target = self.word(Stage, entry["to"], line, "stage")
        for code in (source, target):
            if code not in stages:
                raise self.error(line, f"the move names stage {code}, which this pipeline does not have")
        if stages[source].end:
            raise self.error(line, f"{source} is an end, so no move may leave it")
        kind = self.word(MoveKind, entry["kind"], line, "kind of move")
        return Move(source, target, kind, tuple(self.demand(gate, line) for gate in entry.get("gates", ())))

    def demand(self, entry: object, line: int) -> Demand:
        code = entry.get("gate") if isinstance(entry, dict) else entry
        may_override = entry.get("override", False) is True if isinstance(entry, dict) else False
        if not isinstance(code, str) or code not in GATES:
            raise self.error(
                self.line_with(f'"{code}"', line), f"unknown gate {code!r}; the gates are {', '.join(sorted(GATES))}"
            )
        return Demand(code, may_override)

    def check_paths(self, found: Pipeline) -> None:
        if found.entry not in found.stages:
            raise self.error(self.line_with("entry"), f"the entry stage {found.entry} is not among the stages")
        reached, frontier = {found.entry}, [found.entry]
        while frontier:
            targets = {move.target for move in found.moves_from(frontier.pop())} - reached
            reached |= targets
            frontier.extend(targets)
        for nth, stage in enumerate(found.stages.values()):
            line = self.line_of("[[stage]]", nth)
            if stage.code not in reached:
                raise self.error(line, f"stage {stage.code} cannot be reached from {found.entry}: add a move to it")
            if not stage.end and not any(found.moves_from(stage.code)):
                raise self.error(line, f"stage {stage.code} has no way out: add a move from it, or end = true")

    def keys(
        self, entry: dict[str, Any], required: set[str], line: int, what: str, *, optional: set[str] | None = None
    ) -> None:
        for key in sorted(required - entry.keys()):
            raise self.error(line, f"{what} needs '{key}'")
        for key in sorted(entry.keys() - required - (optional or set())):
            raise self.error(self.line_with(key, line), f"{what} has an unknown key '{key}': remove or correct it")

    def word(self, words: type[_Word], value: Any, line: int, what: str) -> _Word:
        try:
            return words(value)
        except ValueError:
            known = ", ".join(words)
            raise self.error(self.line_with(f'"{value}"', line), f"unknown {what} {value!r}; known: {known}") from None

    def line_of(self, header: str, nth: int) -> int:
        places = [number for number, line in enumerate(self.lines, 1) if line.strip().startswith(header)]
        return places[nth] if nth < len(places) else 1

    def line_with(self, fragment: str, start: int = 1) -> int:
        pattern = re.escape(fragment)
        matching = (n for n, line in enumerate(self.lines, 1) if n >= start and re.search(pattern, line))
        return next(matching, start)

    def error(self, line: int, problem: str) -> PipelineInvalid:
        return PipelineInvalid(f"{self.file}, line {line}: {problem}.")
