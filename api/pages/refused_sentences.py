"""Which sentences actions refuse with, read from the code that raises them, for the catalogues and their test.

A refusal that a person meets at a page is raised as `Conflict("%(name)s has signed already.", name=...)`: a sentence
that can be translated, and what is written into it. One that is put together before (`Conflict(f"...")`) works, and
is listed here as `untranslatable`.
"""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TypeGuard

LAYERS = ("models", "reports", "api")
NO_PAGE = ("api/commands", "api/json", "api/example", "api/supervisor.py", "models/intake", "reports")
"""What is raised there goes to a terminal, a program or the queue of work."""
FORMS = "models/actions/forms.py"
"""Its `ValueError`s stand beside the field on a page."""
ROOT = "HelixError"
SILENT = "tells = False"
TOLD_OTHERWISE = ("Refused", "GatesUnmet")
"""`api.pages.refusals` has words for them, and for what is made from them."""


@dataclass(frozen=True)
class Found:
    sentences: Mapping[str, Sequence[str]]
    """With the files that raise them."""
    untranslatable: Sequence[str]
    """Such as `models/actions/offers.py:47`."""


@cache
def found() -> Found:
    return found_in(dict(_trees()))


def found_in(trees: Mapping[str, ast.Module]) -> Found:
    """`trees` by file: the errors' classes must be among them."""
    classes = _classes(trees.values())
    sentences: dict[str, list[str]] = defaultdict(list)
    untranslatable = []
    for file, tree in trees.items():
        if file.startswith(NO_PAGE):
            continue
        for call in _calls(tree, classes, forms=file == FORMS):
            said = call.args[0] if call.args else None
            if isinstance(said, ast.Constant) and isinstance(said.value, str):
                sentences[said.value].append(file)
            else:
                untranslatable.append(f"{file}:{call.lineno}")
    return Found(sentences, untranslatable)


def _trees() -> Iterator[tuple[str, ast.Module]]:
    for layer in LAYERS:
        root = Path(str(resources.files(layer)))
        for file in sorted(root.rglob("*.py")):
            yield f"{layer}/{file.relative_to(root).as_posix()}", ast.parse(file.read_text("utf-8"))


class _Classes:
    """What the source says of the errors, so that nothing has to be imported to know them all."""

    def __init__(self, nodes: Iterable[ast.ClassDef]) -> None:
        self._nodes = {node.name: node for node in nodes}

    def are_told(self, name: str) -> bool:
        return self._is_refusal(name) and name not in TOLD_OTHERWISE and self._tells(name)

    def take_a_sentence(self, name: str) -> bool:
        """Else the class has a sentence of its own, and is made of its particulars."""
        node = self._nodes[name]
        first = next((each.args.args[1].arg for each in node.body if _is_init(each) and len(each.args.args) > 1), None)
        return name == ROOT or (first == "sentence" if first else all(map(self.take_a_sentence, self._bases(name))))

    def _bases(self, name: str) -> list[str]:
        bases = self._nodes[name].bases if name in self._nodes else ()
        return [base.id for base in bases if isinstance(base, ast.Name) and base.id in self._nodes]

    def _is_refusal(self, name: str) -> bool:
        return name == ROOT or any(map(self._is_refusal, self._bases(name)))

    def _tells(self, name: str) -> bool:
        silent = any(isinstance(each, ast.Assign) and ast.unparse(each) == SILENT for each in self._nodes[name].body)
        return not silent and all(map(self._tells, self._bases(name)))


def _classes(trees: Iterable[ast.Module]) -> _Classes:
    return _Classes(node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def _calls(tree: ast.Module, classes: _Classes, *, forms: bool) -> Iterator[ast.Call]:
    """Where a refusal is made with its sentence, and where a class of them says its own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            name = node.func.id
            if (classes.are_told(name) and classes.take_a_sentence(name)) or (forms and name == "ValueError"):
                yield node
        elif isinstance(node, ast.ClassDef) and classes.are_told(node.name) and not classes.take_a_sentence(node.name):
            yield from _own_sentences(node)


def _own_sentences(node: ast.ClassDef) -> Iterator[ast.Call]:
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and ast.unparse(each.func) == "super().__init__":
            yield each


def _is_init(node: ast.stmt) -> TypeGuard[ast.FunctionDef]:
    return isinstance(node, ast.FunctionDef) and node.name == "__init__"
