"""Our own source files as syntax trees, for the tests that hold what no linter knows."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("api", "flows", "models", "reports")

Sources = dict[str, str]
"""Path from the root, with slashes, to the file's text."""


def sources_of(*packages: str) -> Sources:
    paths = [path for package in packages for path in sorted((ROOT / package).rglob("*.py"))]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def nodes_of(sources: Sources) -> Iterator[tuple[str, ast.AST]]:
    """Every node with the place that a finding about it names."""
    for path, text in sources.items():
        for node in ast.walk(ast.parse(text, path)):
            yield f"{path}:{getattr(node, 'lineno', 1)}", node


def imports_of(sources: Sources) -> Iterator[tuple[str, str]]:
    """Every imported module, also those imported inside functions, with its place."""
    for place, node in nodes_of(sources):
        if isinstance(node, ast.Import):
            yield from ((place, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield place, node.module or ""
