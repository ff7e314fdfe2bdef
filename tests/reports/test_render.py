import io
import os
import socket
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from reports.fetcher import ResourceRefused, packaged
from reports.render import renderer

MOMENT = datetime(2026, 11, 12, tzinfo=UTC)
PAGE = '<html lang="en"><head><title>t</title></head><body>{}</body></html>'
BREAK = '<p style="break-before: page">more</p>'


def drawn(body: str) -> bytes:
    return renderer().pdf(
        PAGE.format(body), stylesheets=["tokens.css"], created=MOMENT, title="Próba\x00", language="en"
    )


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/hostname",
        "http://127.0.0.1:9/x.png",
        "https://example.org/x.png",
        "HTTPS://EXAMPLE.ORG/x.png",
        "ftp://127.0.0.1/x.png",
        "app:fonts/../__init__.py",
        "app:secrets/key.css",
        "app:fonts/Nothing.ttf",
        "app:labels/en.toml",
    ],
)
@pytest.mark.parametrize("body", ['<img alt="x" src="{}">', '<p style="background: url({})">x</p>'])
def test_an_address_outside_the_packages_stops_the_rendering(address, body):
    with pytest.raises(ResourceRefused, match="embed only packaged files"):
        drawn(body.format(address))


def test_a_linked_stylesheet_is_refused():
    with pytest.raises(ResourceRefused):
        drawn('<link rel="stylesheet" href="http://127.0.0.1:9/a.css">')


def test_an_image_inside_a_data_address_cannot_reach_out():
    svg = "<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/hostname' width='9' height='9'/></svg>"
    with pytest.raises(ResourceRefused):
        drawn(f'<img alt="x" width="9" height="9" src="data:image/svg+xml,{svg}">')


def test_nothing_connects_to_a_server_that_listens():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        with pytest.raises(ResourceRefused):
            drawn(f'<img alt="x" src="http://127.0.0.1:{server.getsockname()[1]}/x.png">')
        with pytest.raises(TimeoutError):
            server.accept()


def test_inline_data_is_embedded():
    svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>"
    assert drawn(f'<img alt="a square" src="data:image/svg+xml,{svg}">') != drawn("")


def test_a_packaged_font_is_a_whole_font():
    assert len(packaged("app:fonts/SourceSansPro-Regular.ttf")) > 200_000


def test_dates_and_title_come_from_the_caller():
    metadata = PdfReader(io.BytesIO(drawn("x"))).metadata
    assert metadata is not None
    assert metadata.creation_date == MOMENT
    assert metadata.modification_date == MOMENT
    assert metadata.title == "Próba"


def test_a_document_without_a_date_carries_none():
    pdf = renderer().pdf(PAGE.format("x"), stylesheets=["tokens.css"], created=None, title="t", language="en")
    metadata = PdfReader(io.BytesIO(pdf)).metadata
    assert metadata is not None
    assert metadata.creation_date is None


def test_another_process_draws_the_same_bytes():
    script = (
        "import sys; from reports import briefs; from tests.reports.contents import OFFER;"
        "sys.stdout.buffer.write(briefs.render(OFFER))"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", script], stdout=subprocess.PIPE, env={**os.environ, "PYTHONHASHSEED": seed}
        )
        for seed in ("1", "2")
    ]
    first, second = (process.communicate()[0] for process in processes)
    assert first.startswith(b"%PDF")
    assert first == second


def fitted(layouts, pages: int) -> bytes:
    return renderer().fitted(layouts, pages=pages, stylesheets=["tokens.css"], created=MOMENT, title="t", language="en")


def test_the_first_layout_that_fits_is_drawn_and_no_other_is_asked_for():
    asked = []

    def layouts():
        for body in (f"a{BREAK}{BREAK}", f"b{BREAK}", "c"):
            asked.append(body[0])
            yield PAGE.format(body)

    assert len(PdfReader(io.BytesIO(fitted(layouts(), 2))).pages) == 2
    assert asked == ["a", "b"]


def test_the_last_layout_is_drawn_where_none_fits():
    pdf = fitted([PAGE.format(f"a{BREAK}{BREAK}{BREAK}"), PAGE.format(f"b{BREAK}{BREAK}")], 2)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 3


def test_no_layout_at_all_is_an_error():
    with pytest.raises(ValueError, match="no layout"):
        fitted([], 2)
