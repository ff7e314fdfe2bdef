"""WeasyPrint alone: what a document costs at least, whoever asks for it."""

import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from time import perf_counter
from typing import Any

VARIANT = "pdf/ua-1"
"""What WeasyPrint gives by itself: tagged, without the archive's colour profile and /ID, and nothing inside."""


@dataclass(frozen=True, slots=True)
class Document:
    html: str
    stylesheets: tuple[str, ...]


class Bare:
    """`write_pdf` as its manual advises for many documents: fonts and stylesheets are read once a process."""

    def __init__(self) -> None:
        from weasyprint.text.fonts import FontConfiguration

        from reports.fetcher import PackagedResources

        self._fonts, self._fetcher = FontConfiguration(), PackagedResources()
        self._parsed: dict[str, Any] = {}

    def write(self, document: Document) -> bytes:
        from weasyprint import HTML

        return bytes(
            HTML(string=document.html, url_fetcher=self._fetcher).write_pdf(
                font_config=self._fonts,
                stylesheets=[self._stylesheet(name) for name in document.stylesheets],
                pdf_variant=VARIANT,
            )
        )

    def _stylesheet(self, name: str) -> Any:
        from weasyprint import CSS

        if name not in self._parsed:
            self._parsed[name] = CSS(url=f"app:styles/{name}", url_fetcher=self._fetcher, font_config=self._fonts)
        return self._parsed[name]


@cache
def _mine() -> Bare:
    """This process's."""
    return Bare()


def _size(document: Document) -> int:
    return len(_mine().write(document))


def seconds_abreast(documents: Sequence[Document], processes: int) -> float:
    """Wall time of writing all of them in a pool, whose processes are warm when the clock starts."""
    samples = [*{document.stylesheets: document for document in documents}.values()]
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as executor:
        begun = [executor.submit(_warm, samples) for _ in range(4 * processes)]
        warmed = {future.result() for future in begun}
        if len(warmed) != processes:
            raise RuntimeError(f"{len(warmed)} of {processes} processes were warm")
        started = perf_counter()
        for future in [executor.submit(_size, document) for document in documents]:
            future.result()
        return perf_counter() - started


def _warm(samples: Sequence[Document]) -> int:
    for document in samples:
        _size(document)
    return os.getpid()
