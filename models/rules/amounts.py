"""Amounts as people write them, in Polish or in English, to whole minor units."""

import re

_SPACE = r"[ \u00a0\u2007\u2009\u202f]"
_GROUPED = re.compile(
    rf"(?P<whole>\d{{1,3}}(?:(?P<by>{_SPACE}|[.,'])\d{{3}})(?:(?P=by)\d{{3}})*)(?:(?P<mark>[.,])(?P<part>\d+))?",
    re.ASCII,
)
_PLAIN = re.compile(r"(?P<whole>\d+)(?:(?P<mark>[.,])(?P<part>\d+))?", re.ASCII)


def minor_units(written: str, decimals: int = 2) -> int:
    """`50 000,00`, `50,000.00`, `50.000` and `50000` are all 5,000,000 with two decimals.

    A mark before exactly three digits parts thousands, since no money has thousandths. ValueError for what is no
    amount, is negative, has more decimals than the currency, or could be read in two ways.
    """
    text = written.strip()
    grouped = _GROUPED.fullmatch(text)
    if grouped is not None:
        if grouped["mark"] == grouped["by"] or grouped["whole"].startswith("0"):
            raise ValueError("the marks do not stand between thousands")
        return _minor(re.sub(r"\D", "", grouped["whole"]), grouped["part"] or "", decimals)
    plain = _PLAIN.fullmatch(text)
    if plain is None:
        raise ValueError("not an amount")
    return _minor(plain["whole"], plain["part"] or "", decimals)


def _minor(whole: str, part: str, decimals: int) -> int:
    if len(part) > decimals:
        raise ValueError(f"at most {decimals} decimals")
    return int(whole + part.ljust(decimals, "0"))
