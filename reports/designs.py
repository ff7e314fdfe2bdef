"""A document's design: its template, stylesheets and labels, and the version that their bytes make."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from models.rules.words import Language
from reports.prose import BulletList, blocks, typeset
from reports.wording import wording

SHARED = (
    "templates/document.html",
    "templates/compiled.html",
    "templates/macros/mark.html",
    "templates/macros/text.html",
    "templates/macros/charts.html",
    "templates/macros/tables.html",
    "labels/en.toml",
    "labels/pl.toml",
    "glyphs.py",
    "prose.py",
    "wording.py",
)

BETWEEN_TAGS = re.compile(r">\s+<")


@dataclass(frozen=True)
class Design:
    """`parts` are the files, relative to `reports/`, that this document alone is made of."""

    template: str
    stylesheets: tuple[str, ...]
    parts: tuple[str, ...]
    root: Traversable = field(default_factory=lambda: files("reports"))

    def version(self) -> str:
        """Changes with any byte of what the document is made of, so that it is rendered again."""
        digest = hashlib.sha256()
        styles = tuple(f"styles/{name}" for name in self.stylesheets)
        for part in (f"templates/{self.template}", *styles, *self.parts, *SHARED):
            digest.update(hashlib.sha256((self.root / part).read_bytes()).digest())
        return digest.hexdigest()[:16]

    def html(self, language: Language, **context: object) -> str:
        template = environment(language).get_template(self.template)
        return template.render(w=wording(language), **context)


@lru_cache
def environment(language: Language) -> Environment:
    """Texts are data: escaped, made printable, and never read as a template. An unknown name is an error."""
    made = Environment(
        loader=PackageLoader("reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_setter(language),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["blocks"] = blocks
    made.filters["tight"] = tight
    made.tests["bullet_list"] = lambda block: isinstance(block, BulletList)
    return made


def tight(markup: str) -> Markup:
    """Without white space between tags: in a box pinned to the page's foot, WeasyPrint sets it as empty lines."""
    return Markup(BETWEEN_TAGS.sub("><", markup))  # noqa: S704  a block of our own template, its texts already escaped


def _setter(language: Language) -> Callable[[Any], Any]:
    def set_text(value: Any) -> Any:
        return typeset(value, language) if isinstance(value, str) and not isinstance(value, Markup) else value

    return set_text
