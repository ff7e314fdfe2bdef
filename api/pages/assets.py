"""Our styles and signs, and the fonts of the package `font-source-sans-pro`."""

from importlib import resources
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_YEAR = "public, max-age=31536000, immutable"
_DAY = "public, max-age=86400"


class Assets(StaticFiles):
    """Kept for good where the address carries a mark of the content, else for a day."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        answer.headers["Cache-Control"] = _YEAR if b"v=" in scope.get("query_string", b"") else _DAY
        return answer


def styles() -> Assets:
    return Assets(directory=Path(str(resources.files("api"))) / "static")


def fonts() -> Assets:
    return Assets(directory=Path(str(resources.files("font_source_sans_pro"))) / "files")
