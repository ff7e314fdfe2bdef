"""Templates to responses: escaped, strict about what is missing, in the reader's language."""

import hashlib
from collections.abc import Callable
from functools import cache
from importlib import resources
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.deps import chosen_language
from api.pages import codes, desks
from api.pages.words import Words, translations
from models.rules.words import Language, development_stage
from models.settings import settings
from reports.prose import BulletList, blocks, typeset


@cache
def environment(language: Language) -> Environment:
    """One for each language: `{% trans %}` and `_()` speak it without being told."""
    made = Environment(
        loader=PackageLoader("api", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    spoken = translations(language)
    made.install_gettext_callables(  # type: ignore[attr-defined]  # the extension's own addition
        spoken.ugettext, spoken.ungettext, newstyle=True
    )
    made.policies["ext.i18n.trimmed"] = True
    made.filters["blocks"] = blocks
    made.filters["typeset"] = typeset
    made.tests["bullet_list"] = lambda block: isinstance(block, BulletList)
    made.globals |= {
        "_": _sayer(language),
        "asset": asset,
        "codes": codes,
        "development_stage": development_stage,
    }
    return made


def _sayer(own: Language) -> Callable[..., str]:
    """`_("Sentence with %(name)s", name=...)`; `language=` says it in another one. Markup needs `{% trans %}`."""

    def say(text: str, language: Language = own, **values: object) -> str:
        return Words(language).say(text, **values)

    return say


@cache
def asset(name: str) -> str:
    """The address of a static file, with a mark of its content: browsers may keep it for good."""
    content = (resources.files("api") / "static" / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:10]}"


def page(request: Request, template: str, language: Language, *, status: int = 200, **values: object) -> HTMLResponse:
    other = Language.ENGLISH if language is Language.POLISH else Language.POLISH
    visitor = getattr(request.state, "visitor", None)
    html = environment(language).get_template(template)
    text = html.render(
        t=Words(language),
        language=language,
        languages=list(Language),
        other=other,
        words_in=Words,
        link=linker(request),
        here=lambda wanted: here(request, wanted),
        base_url=settings().base_url.rstrip("/"),
        path=request.url.path,
        network=settings().network_name,
        office=office(),
        visitor=visitor,
        rooms=desks.rooms_of(visitor) if visitor else (),
        recognised=hasattr(request.state, "visitor"),
        **values,
    )
    headers = {"Content-Language": language.value, "Vary": "Accept-Language"}
    return HTMLResponse(text, status, headers=headers)


def own_page(request: Request, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
    """A page of a desk: in the signed-in visitor's language unless they chose another; not for search engines."""
    language = chosen_language(request) or request.state.visitor.language
    answer = page(request, template, language, status=status, **values)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def words_for(request: Request) -> Words:
    """The words of the signed-in visitor's language, for what code says."""
    return Words(chosen_language(request) or request.state.visitor.language)


def linker(request: Request) -> Callable[..., str]:
    """Makes addresses that keep the language which the reader chose, and drop empty parameters."""
    chosen = chosen_language(request)

    def link(path: str, **parameters: object) -> str:
        values = {name: str(value) for name, value in parameters.items() if value}
        if chosen:
            values["lang"] = chosen.value
        return f"{path}?{urlencode(values)}" if values else path

    return link


def here(request: Request, language: Language) -> str:
    """This page in another language of its chrome."""
    values = {name: value for name, value in request.query_params.items() if name != "lang"}
    return f"{request.url.path}?{urlencode(values | {'lang': language.value})}"


def office() -> str:
    """The network's own address, from which its e-mails come."""
    return settings().mail_from.rpartition("<")[2].rstrip(">").strip()
