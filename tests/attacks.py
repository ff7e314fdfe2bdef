"""What attackers write into fields and files, and an ear at the address that they would have us call."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SECRET = "hlx-content-of-a-local-file"
COMPUTED = "1771561"
"""What an expression among the texts would give."""


@dataclass
class Ear:
    """A server on this machine that hears every request; it sends whoever asks on to itself."""

    port: int
    heard: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def listening() -> Iterator[Ear]:
    ear = Ear(0)

    class Hears(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            ear.heard.append(self.path)
            self.send_response(302)
            self.send_header("Location", f"{ear.url}/again")
            self.end_headers()

        do_HEAD = do_POST = do_PUT = do_OPTIONS = do_GET  # noqa: N815  the standard library's names

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Hears) as server:
        ear.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield ear
        server.shutdown()
        thread.join()


def written(ear: Ear, file: Path) -> dict[str, str]:
    """By what each tries. `file` holds `SECRET`."""
    return {
        "file": f"file://{file}",
        "loopback": f"{ear.url}/x.png",
        "image": f'<img src="{ear.url}/a.png"><img src="file://{file}">',
        "embedded": f'<object data="file://{file}"></object><iframe src="{ear.url}/f"></iframe>',
        "attachment": f'<a rel="attachment" href="file://{file}">x</a><link rel="attachment" href="{ear.url}/l">',
        "style": f"</style><style>@import url({ear.url}/s.css); body{{background:url(file://{file})}}</style>",
        "svg": f'<svg><script>fetch("{ear.url}/js")</script><image href="{ear.url}/i"/><use href="file://{file}#a"/></svg>',
        "script": f'</script><script>new Image().src="{ear.url}/c"</script>',
        "attribute": f'" onerror="fetch(`{ear.url}/o`)" style="background:url({ear.url}/b)',
        "expression": "{{1331*1331}} ${1331*1331} <%= 1331*1331 %> {{ cycler.__init__.__globals__.os.environ }}",
        "include": "{% include '/etc/passwd' %}{% import 'os' as os %}{{ config }}",
        "format": "%(n)s {0.__class__} {name!r} %s \\input{/etc/passwd}",
        "entity": f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{file}">]>&e; &#x3c;script&#x3e;',
        "markdown": f"![x]({ear.url}/m.png) [y](javascript:alert(1)) [z](file://{file})",
    }


class Live(HTMLParser):
    """What a page or a letter would load, run or obey."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.commands: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("src", "href", "data", "action", "srcset", "poster"):
                self.addresses.append(value or "")
            if name.startswith("on") or name == "style":
                self.commands.append(f"{tag} {name}")
        if tag in ("iframe", "object", "embed", "base", "style") or (tag == "svg" and ("onload", None) in attrs):
            self.commands.append(tag)


TURNED = {
    "override": "gel \u202egnp.exe",
    "isolate": "gel \u2067abc\u2069",
    "embedding": "\u202bgel",
    "bell": "gel \x07",
    "escape": "gel \x1b[31m",
    "c1": "gel \x9b31m",
}
"""Characters that turn or command: no field takes them."""
