"""Numbers of applications and patents as each office writes them: read, checked, and put into one form."""

import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from models.rules.bilingual import Bilingual
from models.rules.refused import ClockRefused
from models.rules.words import Certainty

_UNKNOWN = Bilingual(
    en="Helix does not know how the office “{code}” numbers applications; known are {known}. Choose one of them.",
    pl="Helix nie zna numeracji zgłoszeń urzędu „{code}”; znane są: {known}. Należy wybrać jeden z nich.",
)
_MISWRITTEN = {
    "application": Bilingual(
        en="“{number}” is no application number of {office}: it is written like {example} ({source}).",
        pl="„{number}” nie jest numerem zgłoszenia, jaki nadaje {office}: zapisuje się go jak {example} ({source}).",
    ),
    "patent": Bilingual(
        en="“{number}” is no patent number of {office}: it is written like {example} ({source}).",
        pl="„{number}” nie jest numerem patentu, jaki nadaje {office}: zapisuje się go jak {example} ({source}).",
    ),
}
_NO_PATENT = Bilingual(
    en="There are no patents of {office}: record the number with the application of the national or regional phase.",
    pl="{office} nie udziela patentów: numer należy podać przy zgłoszeniu w fazie krajowej lub regionalnej.",
)
_CHECK_DIGIT = Bilingual(
    en="The check digit of “{number}” does not fit: by its other digits it would be {right}. Look at the document "
    "again.",
    pl="Cyfra kontrolna numeru „{number}” się nie zgadza: z pozostałych cyfr wynika {right}. Należy sprawdzić "
    "dokument.",
)
_OR = Bilingual(en=" or ", pl=" albo ")


@dataclass(frozen=True)
class Form:
    pattern: re.Pattern[str]
    form: str
    example: str
    check: str | None = None


@dataclass(frozen=True)
class Office:
    code: str
    name: Bilingual
    source: Bilingual
    certainty: Certainty
    application: tuple[Form, ...]
    patent: tuple[Form, ...]


@cache
def offices() -> dict[str, Office]:
    source = resources.files("models.rules").joinpath("numbers_of_offices.toml").read_text(encoding="utf-8")
    return {code: _office(code, entry) for code, entry in tomllib.loads(source).items()}


def office_named(code: str) -> Office:
    """ClockRefused for an office whose numbers are not known."""
    if code not in offices():
        raise ClockRefused(_UNKNOWN.filled(code=code, known=", ".join(offices())))
    return offices()[code]


def application_number(office: str, typed: str) -> str:
    """The number in the one form in which it is kept; nothing stays nothing. ClockRefused for any other."""
    return _read(office_named(office), "application", typed)


def patent_number(office: str, typed: str) -> str:
    """As `application_number`, for a granted patent."""
    return _read(office_named(office), "patent", typed)


def _read(office: Office, which: str, typed: str) -> str:
    meant = " ".join(typed.upper().split())
    if not meant:
        return ""
    forms: Sequence[Form] = getattr(office, which)
    if not forms:
        raise ClockRefused(_NO_PATENT.filled(office=_begun(office.name)))
    for form in forms:
        if found := form.pattern.fullmatch(meant):
            groups = [group or "" for group in found.groups()]
            _demand_check_digit(form, groups, meant)
            return form.form.format(*groups).strip()
    raise ClockRefused(
        _MISWRITTEN[which].filled(
            number=typed, office=office.name, example=_either(form.example for form in forms), source=office.source
        )
    )


def _demand_check_digit(form: Form, groups: Sequence[str], number: str) -> None:
    if form.check is None:
        return
    right = _CHECKS[form.check](groups[0])
    if groups[1] != right:
        raise ClockRefused(_CHECK_DIGIT.filled(number=number, right=right))


def _ep_check_digit(digits: str) -> str:
    """Each digit by 1 and 2 in turn, the digits of the products summed, up to the next ten."""
    products = "".join(str(int(digit) * (1 + place % 2)) for place, digit in enumerate(digits))
    return str(-sum(map(int, products)) % 10)


_CHECKS: dict[str, Callable[[str], str]] = {"ep": _ep_check_digit}


def _either(examples: Iterable[str]) -> Bilingual:
    told = list(examples)
    return Bilingual(en=_OR.en.join(told), pl=_OR.pl.join(told))


def _begun(name: Bilingual) -> Bilingual:
    return Bilingual(en=name.en, pl=name.pl[0].upper() + name.pl[1:])


def _office(code: str, entry: dict[str, Any]) -> Office:
    return Office(
        code=code,
        name=Bilingual.read(entry["name"]),
        source=Bilingual.read(entry["source"]),
        certainty=Certainty(entry["certainty"]),
        application=_forms(entry["application"]),
        patent=_forms(entry["patent"]),
    )


def _forms(entries: list[dict[str, Any]]) -> tuple[Form, ...]:
    return tuple(Form(**(entry | {"pattern": re.compile(entry["pattern"])})) for entry in entries)
