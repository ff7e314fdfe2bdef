"""What a document may embed: files of our own packages, and data that it carries itself.

Imports WeasyPrint, so import this module only where a document is really rendered.
"""

import re
from importlib.resources import files
from typing import Any, ClassVar, NoReturn

from weasyprint.urls import URLFetcher, URLFetcherResponse

from models.errors import HelixError

SHELVES = {"fonts": ("font_source_sans_pro", "files"), "styles": ("reports", "styles")}
"""`app:SHELF/NAME` is the file NAME in that folder of that package."""

NAME = re.compile(r"app:(?P<shelf>[a-z]+)/(?P<name>[A-Za-z0-9-]+\.(?:ttf|css))")


class ResourceRefused(HelixError):
    """A template or stylesheet asked for something outside the packaged resources."""

    code: ClassVar[str] = "resource_refused"
    status: ClassVar[int] = 500


class PackagedResources(URLFetcher):  # type: ignore[misc]
    """Answers `app:` and `data:`; every other address, and every redirect, stops the rendering."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("app", "data"), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        scheme = url.partition(":")[0].lower()
        if scheme == "data":
            return super().fetch(url, headers)
        if scheme != "app":
            refuse(url)
        return URLFetcherResponse(url, packaged(url))


def packaged(url: str) -> bytes:
    """The bytes behind an `app:` address.

    Raises `ResourceRefused` for an unknown folder or a name that is not a plain file name.
    """
    match = NAME.fullmatch(url)
    if match is None or match["shelf"] not in SHELVES:
        refuse(url)
    package, folder = SHELVES[match["shelf"]]
    resource = files(package) / folder / match["name"]
    if not resource.is_file():
        refuse(url)
    return resource.read_bytes()


def refuse(url: str) -> NoReturn:
    raise ResourceRefused(
        f"The document asks for {url[:80]!r}; documents embed only packaged files (app:) and inline data (data:). "
        "Remove the reference from the template, or ship the file with the package."
    )


def refusal_in(error: BaseException) -> ResourceRefused | None:
    """Our own refusal inside WeasyPrint's fatal error, which is not an `Exception` and would slip past handlers."""
    cause: Any = error.__cause__
    return cause if isinstance(cause, ResourceRefused) else None
