"""What a document may embed: files of our own packages, and data that it carries itself.

Imports WeasyPrint, so import this module only where a document is really rendered.
"""

import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import ClassVar

from weasyprint.urls import URLFetcher, URLFetcherResponse

from models.errors import HelixError

SHELVES = {"fonts": ("font_source_sans_pro", "files"), "styles": ("reports", "styles")}
"""`app:SHELF/NAME` is the file NAME in that folder of that package."""

NAME = re.compile(r"app:(?P<shelf>[a-z]+)/(?P<name>[A-Za-z0-9-]+\.(?:ttf|css))")


IMAGE = re.compile(r"app:images/(?P<sha256>[0-9a-f]{64})\.(?:png|jpg)")


class ResourceRefused(HelixError):
    """A template or stylesheet asked for something outside the packaged resources."""

    code: ClassVar[str] = "resource_refused"
    status: ClassVar[int] = 500


class PackagedResources(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Answers `app:` and `data:`; every other address, and every redirect, stops the rendering.

    `app:images/…` are the images that were handed over with the document, and no others.

    WeasyPrint wraps the refusal in an error of its own, or swallows it inside an SVG image, so it is kept.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("app", "data"), allow_redirects=False, fail_on_errors=True)
        self.refused: ResourceRefused | None = None
        self.images: Mapping[str, Path] = {}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url.partition(":")[0].lower() == "data":
            return super().fetch(url, headers)
        try:
            return URLFetcherResponse(url, self._image(url) or packaged(url))
        except ResourceRefused as refusal:
            self.refused = refusal
            raise

    def _image(self, url: str) -> bytes | None:
        match = IMAGE.fullmatch(url)
        file = self.images.get(match["sha256"]) if match else None
        try:
            return file.read_bytes() if file else None
        except FileNotFoundError:
            raise ResourceRefused(
                f"The image {url[11:23]}… is not in the file store: restore it from a backup."
            ) from None


def packaged(url: str) -> bytes:
    """The bytes behind an `app:` address.

    Raises `ResourceRefused` for every other address, an unknown folder, and a name that is not a plain file name.
    """
    match = NAME.fullmatch(url)
    package, folder = SHELVES.get(match["shelf"] if match else "", ("", ""))
    if match and package and (resource := files(package) / folder / match["name"]).is_file():
        return resource.read_bytes()
    raise ResourceRefused(
        f"The document asks for {url[:80]!r}; documents embed only packaged files (app:) and inline data (data:). "
        "Remove the reference from the template, or ship the file with the package."
    )
