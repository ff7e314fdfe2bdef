"""HTML to PDF, and nothing else.

Fonts are parsed and stylesheets compiled once a process: that takes a brief from seconds to a tenth of one,
and keeps memory flat. WeasyPrint's font map is not safe to share between threads, so render in processes.
"""

import hashlib
import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from reports.archival_files import Attached
from reports.glyphs import Missing, spelled
from reports.pictures import Image
from reports.prose import printable

VARIANT = "pdf/a-3a"
"""For archives (ISO 19005-3), tagged for screen readers; `reports.archival` makes it PDF/UA-1 (ISO 14289-1) as well."""


class Renderer:
    """The costly parts of rendering, kept for the life of the process. Get it from `renderer()`."""

    def __init__(self) -> None:
        from weasyprint.text.fonts import FontConfiguration

        from reports.fetcher import PackagedResources

        self._fonts = FontConfiguration()
        self._fetcher = PackagedResources()
        self._parsed: dict[str, Any] = {}
        self._missing = Missing()
        logging.getLogger("weasyprint").addHandler(self._missing)

    def pdf(
        self, html: str, *, stylesheets: Sequence[str], created: datetime | None, title: str, language: str
    ) -> bytes:
        """One document. `stylesheets` are file names in `reports/styles`; the same input gives the same bytes.

        Raises `ResourceRefused` when the document asks for anything outside the packaged resources.
        """
        return self.fitted([html], pages=1, stylesheets=stylesheets, created=created, title=title, language=language)

    def fitted(
        self,
        layouts: Iterable[str],
        *,
        pages: int,
        stylesheets: Sequence[str],
        created: datetime | None,
        title: str,
        language: str,
        attached: Sequence[Attached] = (),
        images: Sequence[Image] = (),
    ) -> bytes:
        """The first of `layouts` that takes at most `pages` pages, or else the last one, however long.

        `layouts` may be lazy: nothing after the one that fits is asked for. The file's /ID is made of its inputs.
        """
        from reports import archival

        self._fetcher.images = {image.sha256: Path(image.file) for image in images}
        html, document = self._first_that_fits(layouts, pages, stylesheets)
        about = archival.About(printable(title), language, created, _identifier(html, attached), attached)
        pdf, missing = self.written(lambda: archival.written(document, about))
        if missing:  # boxes instead of letters: once more, with their names
            pdf = archival.written(self.layout(spelled(html, missing), stylesheets), about)
        self._raise_refusal()
        return pdf

    def written(self, write: Callable[[], bytes]) -> tuple[bytes, frozenset[str]]:
        """What `write` makes of a document of `layout`, and the characters in it that no font has."""
        self._missing.characters.clear()
        return write(), frozenset(self._missing.characters)

    def _first_that_fits(self, layouts: Iterable[str], pages: int, stylesheets: Sequence[str]) -> tuple[str, Any]:
        found = None
        for html in layouts:
            found = html, self.layout(html, stylesheets)
            if len(found[1].pages) <= pages:
                break
        if found is None:
            raise ValueError("no layout was given to render")
        return found

    def layout(self, html: str, stylesheets: Sequence[str]) -> Any:
        """WeasyPrint's document: its pages laid out, nothing drawn yet."""
        from weasyprint import HTML
        from weasyprint.urls import FatalURLFetchingError

        self._fetcher.refused = None
        try:
            return HTML(string=html, url_fetcher=self._fetcher).render(
                font_config=self._fonts,
                stylesheets=[self._stylesheet(name) for name in stylesheets],
                pdf_variant=VARIANT,
                output_intent="srgb",
            )
        except FatalURLFetchingError:  # not an Exception: it would slip past every handler of ours
            self._raise_refusal()
            raise

    def _raise_refusal(self) -> None:
        if self._fetcher.refused is not None:
            raise self._fetcher.refused from None

    def _stylesheet(self, name: str) -> Any:
        from weasyprint import CSS

        if name not in self._parsed:
            self._parsed[name] = CSS(url=f"app:styles/{name}", url_fetcher=self._fetcher, font_config=self._fonts)
        return self._parsed[name]


def _identifier(html: str, attached: Sequence[Attached]) -> bytes:
    """What tells one document from another, for its /ID."""
    digest = hashlib.sha256()
    for part in (html.encode(errors="replace"), *(each.content for each in attached)):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()[:32].encode()


@lru_cache(maxsize=1)
def renderer() -> Renderer:
    """This process's renderer; the first call imports WeasyPrint (about a second)."""
    return Renderer()
