"""The most that a university may ask for the transfer of rights to the employee: art. 154(3)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from models.rules.bilingual import Bilingual
from models.rules.refused import FeeRefused

CAP_PERCENT = 5
NBSP = "\N{NO-BREAK SPACE}"

_CAP = Bilingual(
    en="At most {percent}% of the average national wage of {year}, PLN {wage} ({source}): PLN {cap}",
    pl="Najwyżej {percent}% przeciętnego wynagrodzenia z {year} r., {wage} zł ({source}): {cap} zł",
)
_UNKNOWN = Bilingual(
    en="The average national wage of {year} is not in Helix's table, which covers {first} to {last}: for a transfer in "
    "{transfer} no cap can be given. Look the wage up in the notice of the statistical office; 5% of it is the cap.",
    pl="Przeciętnego wynagrodzenia z {year} r. nie ma w tabeli Helix, która obejmuje lata {first}-{last}: dla "
    "przeniesienia w {transfer} r. nie można podać limitu. Należy je sprawdzić w komunikacie GUS; limit to 5% kwoty.",
)
_ABOVE = Bilingual(
    en="A fee of PLN {fee} is above what the law allows. {why}.",
    pl="Opłata {fee} zł przekracza dopuszczalną. {why}.",
)
_LOOK_IT_UP = Bilingual(
    en="{why} Then say where you found it, and Helix records the fee without having checked it.",
    pl="{why} Następnie proszę podać źródło, a Helix zapisze opłatę bez sprawdzenia.",
)
_SOURCE = Bilingual(en="Act of 20 July 2018, art. 154(3)", pl="art. 154 ust. 3 ustawy z 20 lipca 2018 r.")


@dataclass(frozen=True)
class FeeCap:
    """In grosz, rounded down; None with the reason in `explanation` where the wage is not known."""

    grosz: int | None
    explanation: Bilingual


@cache
def average_wages() -> dict[int, int]:
    """Grosz a month, by year."""
    source = resources.files("models.rules.clocks").joinpath("wages.toml").read_text(encoding="utf-8")
    return {int(year): grosz for year, grosz in tomllib.loads(source)["grosz"].items()}


def transfer_fee_cap(year: int) -> FeeCap:
    """The cap for a transfer in `year`: it stands on the wage of the year before."""
    wages = average_wages()
    wage = wages.get(year - 1)
    if wage is None:
        return FeeCap(None, _UNKNOWN.filled(year=year - 1, first=min(wages), last=max(wages), transfer=year))
    cap = wage * CAP_PERCENT // 100
    words = {"percent": CAP_PERCENT, "year": year - 1, "source": _SOURCE}
    return FeeCap(cap, _CAP.filled(wage=_spelled(wage), cap=_spelled(cap), **words))


def demand_lawful_fee(fee: int, year: int, *, source: str) -> None:
    """`fee` in grosz, for a transfer in `year`. Raises `FeeRefused` above the cap, and where there is none to check
    against unless `source` says where the wage was looked up."""
    cap = transfer_fee_cap(year)
    if cap.grosz is None:
        if fee and not source.strip():
            raise FeeRefused(_LOOK_IT_UP.filled(why=cap.explanation))
    elif fee > cap.grosz:
        raise FeeRefused(_ABOVE.filled(fee=_spelled(fee), why=cap.explanation))


def _spelled(grosz: int) -> Bilingual:
    whole, part = divmod(grosz, 100)
    grouped = f"{whole:,}"
    return Bilingual(en=f"{grouped}.{part:02}", pl=f"{grouped.replace(',', NBSP)},{part:02}")
