"""One cell at a time: text made clean, dates and application numbers read or refused with the reason."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.rules.dates import spell
from models.rules.text import fold

Cell = str | int | float | bool | date | None
"""What a reader yields; a CSV knows only text."""


class Unreadable(Exception):
    """The cell cannot be taken as it stands; the message says what was expected."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What was changed in reading a value, so that nobody finds a silent correction."""

    code: str
    text: str


def as_text(cell: Cell) -> str:
    """The cell as one line of text: a whole number without `.0`, runs of white space as one space."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def check_text(text: str, longest: int) -> None:
    """Raises `Unreadable` for what no page or PDF can show."""
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cs", "Co"):
            raise Unreadable(f"holds the unprintable character U+{ord(character):04X}: remove it")
        if character == "\ufffd":
            raise Unreadable("holds the mark � of a letter that an earlier program lost: type the letter anew")
    if len(text) > longest:
        raise Unreadable(f"has {len(text)} characters, and at most {longest} are taken: shorten it")


def repair_double_encoding(text: str) -> tuple[str, Remark | None]:
    """Undo UTF-8 that a program once took for Windows-1252: "â€“" was "–", "Ã³" was "ó"."""
    if text.isascii():
        return text, None
    try:
        repaired = text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text, None
    return repaired, Remark("encoding_repaired", f"letters that were encoded twice were put right: {repaired!r}")


_US = re.compile(r"(\d{2}) ?/ ?(?:(\d{1,3})([,/.])(\d{3})|(\d{1,6}))")


def us_application(text: str) -> tuple[str, Remark | None]:
    """A US application number as series, slash, six digits: `09/822470` becomes `09/822,470`.

    Zeros that a spreadsheet has eaten (`12/45,970`) come back: the serial has six digits, and the
    comma parts thousands. The series itself cannot be restored.
    """
    found = _US.fullmatch(text)
    if found is None:
        raise Unreadable("is no US application number such as 13/033,085: series, slash, six digits")
    series, thousands, separator, ones, plain = found.groups()
    serial = plain or thousands + ones
    number = f"{series}/{serial.zfill(6)[:3]},{serial.zfill(6)[3:]}"
    if len(serial) < 6:
        return number, Remark("zeros_restored", f"read as {number}: leading zeros were missing")
    if separator and separator != ",":
        return number, Remark("number_corrected", f"read as {number}: the thousands are parted by {separator!r}")
    return number, None


_PL = re.compile(r"(P|W)[. ]{0,2}(\d{6})", re.IGNORECASE)


def pl_application(text: str) -> tuple[str, Remark | None]:
    """A Polish application number, `P.437123` for an invention, `W.130456` for a utility model."""
    found = _PL.fullmatch(text)
    if found is None:
        raise Unreadable("is no Polish application number such as P.437123: a letter, a full stop, six digits")
    return f"{found[1].upper()}.{found[2]}", None


def any_number(text: str) -> tuple[str, Remark | None]:
    return text, None


NUMBER_FORMS: dict[str, Callable[[str], tuple[str, Remark | None]]] = {
    "any": any_number,
    "us_application": us_application,
    "pl_application": pl_application,
}


@dataclass(frozen=True, slots=True)
class DateForm:
    format: str
    """As `strptime` takes it. `%B` knows English and Polish months, whatever the machine's locale."""
    day_and_month_swapped: bool = False
    """An earlier program has read month/day as day/month: what it wrote is turned round again."""


@dataclass(frozen=True, slots=True)
class DateRule:
    forms: Sequence[DateForm]
    earliest_year: int = 1900
    add_century: bool = False
    """Years before `earliest_year` were typed with two digits and put in the wrong century."""


def read_date(cell: Cell, rule: DateRule) -> tuple[date | None, list[Remark]]:
    """A spreadsheet's own dates are taken as they are. Raises `Unreadable`, also where two formats disagree."""
    if isinstance(cell, datetime):
        return _in_century(cell.date(), rule)
    if isinstance(cell, date):
        return _in_century(cell, rule)
    text = as_text(cell)
    if not text:
        return None, []
    readings = {day: form for form in reversed(rule.forms) if (day := _parse(text, form.format))}
    if not readings:
        raise Unreadable(f"is no date in the form {' or '.join(form.format for form in rule.forms)}")
    if len(readings) > 1:
        days = " or ".join(str(day) for day in sorted(readings))
        raise Unreadable(f"may be {days}: the mapping's date formats do not settle which")
    ((day, form),) = readings.items()
    if not form.day_and_month_swapped:
        return _in_century(day, rule)
    turned, remarks = _turned(day)
    result, later = _in_century(turned, rule)
    return result, remarks + later


_MONTHS = {
    name: str(month)
    for month in range(1, 13)
    for name in (
        fold(spell(date(2000, month, 1)).en.split()[1]),
        fold(spell(date(2000, month, 1)).en.split()[1])[:3],
        fold(spell(date(2000, month, 1)).pl.split()[1]),
    )
}
_LETTERS = re.compile(r"[^\W\d_]+")


def _parse(text: str, form: str) -> date | None:
    if "%B" in form or "%b" in form:
        form = form.replace("%B", "%m").replace("%b", "%m")
        text = _LETTERS.sub(lambda word: _MONTHS.get(fold(word[0]), word[0]), text)
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no zone
    except ValueError:
        return None


def _turned(day: date) -> tuple[date, list[Remark]]:
    if day.day > 12:
        raise Unreadable(f"has day and month the right way round ({day}), where the mapping expects them swapped")
    turned = date(day.year, day.day, day.month)
    if turned == day:
        return day, []
    return turned, [Remark("day_and_month_turned", f"read as {turned}: this form has day and month swapped")]


def _in_century(day: date, rule: DateRule) -> tuple[date, list[Remark]]:
    if day.year >= rule.earliest_year:
        return day, []
    if not rule.add_century:
        raise Unreadable(f"lies before {rule.earliest_year}: correct the year")
    try:
        later = day.replace(year=day.year + 100)
    except ValueError:
        raise Unreadable(f"lies before {rule.earliest_year}, and {day.year + 100} has no such day") from None
    return later, [Remark("century_corrected", f"read as {later}: {day.year} is a two-digit year in the wrong century")]
