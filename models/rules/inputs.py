"""What of others went into a technology: what must be known of it, and what its licence asks. Data: `licences.toml`."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from models.rules.bilingual import Bilingual, Told
from models.rules.text import words
from models.rules.words import InputState

_UNKNOWN = Bilingual(
    en="{name}: say from whom it comes and on which terms (agreement or licence)",
    pl="{name}: należy podać, od kogo pochodzi i na jakich warunkach (umowa albo licencja)",
)
_WITHOUT_PROVIDER = Bilingual(en="{name}: say from whom it comes", pl="{name}: należy podać, od kogo pochodzi")
_WITHOUT_TERMS = Bilingual(
    en="{name}: say on which terms it was received (agreement or licence)",
    pl="{name}: należy podać, na jakich warunkach ją otrzymano (umowa albo licencja)",
)
_OPEN = Bilingual(
    en="{name}: decide whether its terms allow what is planned{limits}",
    pl="{name}: należy ustalić, czy warunki pozwalają na to, co planowane{limits}",
)
_BLOCKS = Bilingual(
    en="{name}: its terms forbid what is planned{limits}; replace it, or agree on other terms",
    pl="{name}: warunki zabraniają tego, co planowane{limits}; trzeba zastąpić ten składnik albo uzgodnić inne warunki",
)
_NO_COMMERCE = Bilingual(en="no commercial use", pl="zakaz użycia komercyjnego")
_REACH_THROUGH = Bilingual(
    en="the provider claims rights in what was made with it", pl="dostawca rości sobie prawa do wyników"
)
_PUBLICATION = Bilingual(en="publication is limited", pl="ograniczenie publikacji")


@dataclass(frozen=True, slots=True)
class Received:
    name: str
    provider: str
    agreement: str
    licence: str
    no_commercial_use: bool
    reach_through: bool
    publication_limited: bool
    state: InputState


def limits_of(received: Received) -> tuple[Bilingual, ...]:
    """What its terms restrict, the licence's own among it."""
    own = (
        (received.no_commercial_use, _NO_COMMERCE),
        (received.reach_through, _REACH_THROUGH),
        (received.publication_limited, _PUBLICATION),
    )
    copyleft = copyleft_of(received.licence)
    return (*(told for holds, told in own if holds), *((copyleft,) if copyleft else ()))


def unidentified(inputs: Sequence[Received]) -> Iterator[Told]:
    for each in inputs:
        terms = each.agreement.strip() or each.licence.strip()
        if not each.provider.strip():
            yield Told((_WITHOUT_PROVIDER if terms else _UNKNOWN).filled(name=each.name))
        elif not terms:
            yield Told(_WITHOUT_TERMS.filled(name=each.name))


def uncleared(inputs: Sequence[Received]) -> Iterator[Told]:
    for each in inputs:
        if each.state is not InputState.CLEARED:
            told = _BLOCKS if each.state is InputState.BLOCKS else _OPEN
            yield Told(told.filled(name=each.name, limits=_in_brackets(limits_of(each))))


def copyleft_of(licence: str) -> Bilingual | None:
    """What a licence asks of whoever passes on what was built with it; None for one that asks nothing we know of."""
    told = " ".join(words(licence))
    padded = f" {told} "
    for each in _data()["licence"]:
        sign = " ".join(words(each["sign"]))
        if _begins_a_word(padded, sign) or any(name in told for name in each["names"]):
            return Bilingual.read(_data()["reach"][each["reach"]])
    return None


def _begins_a_word(padded: str, sign: str) -> bool:
    """`gplv3` and `gpl 3 0` are the GPL; `lgpl` is not."""
    at = padded.find(f" {sign}")
    after = padded[at + len(sign) + 1 :] if at >= 0 else "x"
    return after.lstrip("v")[:1] in (" ", *"0123456789")


def _in_brackets(limits: Sequence[Bilingual]) -> Bilingual:
    if not limits:
        return Bilingual(en="", pl="")
    return Bilingual(en=f" ({'; '.join(each.en for each in limits)})", pl=f" ({'; '.join(each.pl for each in limits)})")


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files("models.rules").joinpath("licences.toml").read_text(encoding="utf-8"))
