"""Cells of a CSV that no spreadsheet runs as a formula, and what parts them."""

import re
from functools import cache

from models.rules.words import Language

DELIMITERS = {Language.ENGLISH: ",", Language.POLISH: ";"}
"""What Excel takes to part columns where the comma is the decimal sign."""
_STARTS = "=+\\-@\t\r\n＝＋－＠"
"""Beginnings that spreadsheet programs read as a formula (full-width ones in Japanese settings)."""


def harmless(text: str, delimiter: str) -> str:
    """With an apostrophe before what would be read as a formula.

    Also behind what would part cells if the file were opened in the other language's settings: a program that parts
    columns at ";" does not heed the quotes around `"Title;=1+1"` in a file parted by commas.
    """
    return _formulas(delimiter).sub(r"\g<before>'", text)


@cache
def _formulas(delimiter: str) -> re.Pattern[str]:
    others = "".join(mark for mark in ",;\t\r\n" if mark != delimiter)
    return re.compile(rf"(?P<before>^ *(?=[{_STARTS}])|[{others}]\s*(?=[{_STARTS}]))", re.ASCII)
