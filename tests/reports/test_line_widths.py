"""Lines counted in the packaged font are never more than WeasyPrint sets, and seldom fewer."""

import pytest

from reports.line_widths import lines_of
from reports.render import renderer
from tests.reports.contents import ENGLISH, POLISH


def set_lines(text, width, size, language):
    html = (
        f'<html lang="{language}"><title>.</title><div class="text"><p style="width: {width}pt; font-size: {size}pt">'
        f"{text}</p></div></html>"
    )
    document = renderer().layout(html, ("tokens.css",))
    return sum(type(box).__name__ == "LineBox" for page in document.pages for box in page._page_box.descendants())


TEXTS = {
    "Polish": ("pl", POLISH),
    "English": ("en", ENGLISH),
    "word": ("pl", "ż" * 300),
    "signs": ("en", "a-b/c " * 90),
}


@pytest.mark.parametrize("width", [90, 140, 233, 426])
@pytest.mark.parametrize("name", TEXTS)
def test_no_more_lines_are_counted_than_are_set(name, width):
    language, text = TEXTS[name]
    counted = lines_of(text.strip(), room=width / 12, hyphenated=True)
    assert 0.7 * set_lines(text.strip(), width, 12, language) < counted <= set_lines(text.strip(), width, 12, language)


def test_letters_that_the_font_lacks_take_no_room():
    assert lines_of("漢" * 1000, room=10) == 1


def test_a_short_word_that_does_not_fit_begins_the_next_line():
    assert lines_of("mmmmm mmmmm", room=6) == 2
    assert lines_of("mmmmm mmmmm", room=12) == 1
