"""What funders demand: which demand stands in the way of which move, and what known funders ask for.

Pure, and data: `funders.toml`.
"""

import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from models.rules.bilingual import Bilingual, Told
from models.rules.dates import spell
from models.rules.words import DemandEvent, DemandKind, DemandState

BEFORE_LICENCE = (DemandKind.CONSENT_LICENCE, DemandKind.FIRST_OPTION)
BEFORE_TRANSFER = (DemandKind.CONSENT_TRANSFER, DemandKind.FIRST_OPTION)
BEFORE_RELEASE = (DemandKind.CONSENT_TRANSFER,)
BEFORE_OFFER = (DemandKind.REPORT_INVENTION,)

_OPEN = {
    DemandKind.CONSENT_LICENCE: Bilingual(
        en="{funder}: its consent to a licence is demanded and not recorded",
        pl="{funder}: wymagana jest zgoda na udzielenie licencji, a nie została odnotowana",
    ),
    DemandKind.CONSENT_TRANSFER: Bilingual(
        en="{funder}: its consent to a transfer of the rights is demanded and not recorded",
        pl="{funder}: wymagana jest zgoda na przeniesienie praw, a nie została odnotowana",
    ),
    DemandKind.FIRST_OPTION: Bilingual(
        en="{funder}: it has the first option; record that it was offered and declined, or waived",
        pl="{funder}: przysługuje mu prawo pierwszeństwa; należy odnotować, że z oferty nie skorzystano albo że się go "
        "zrzeczono",
    ),
    DemandKind.REPORT_INVENTION: Bilingual(
        en="{funder}: it wants the invention reported{when}; record the report",
        pl="{funder}: wynalazek trzeba zgłosić finansującemu{when}; należy odnotować zgłoszenie",
    ),
}
_BY = Bilingual(en=" by {day}", pl=" do {day}")
_NOTHING = Bilingual(en="", pl="")


@dataclass(frozen=True, slots=True)
class Demanded:
    funder: str
    kind: DemandKind
    state: DemandState
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class KnownDemand:
    kind: DemandKind
    text: Bilingual
    source: str
    grade: str
    due_event: DemandEvent | None = None
    clock: str = ""
    """The legal rule that counts its day from the disclosure to the office."""


@dataclass(frozen=True, slots=True)
class Funder:
    code: str
    label: Bilingual
    demands: tuple[KnownDemand, ...]


def funder_named(sponsor: str, number: str) -> str:
    """As refusals call a funding: by the sponsor with the number of the contract."""
    return f"{sponsor} ({number})" if number else sponsor


def standing_in_the_way(demands: Sequence[Demanded], kinds: Collection[DemandKind]) -> Iterator[Told]:
    """A sentence for each open demand of one of these kinds."""
    for demand in demands:
        if demand.kind in kinds and demand.state is DemandState.OPEN:
            when = _BY.filled(day=spell(demand.due_on)) if demand.due_on else _NOTHING
            yield Told(_OPEN[demand.kind].filled(funder=demand.funder, when=when))


@cache
def funders() -> dict[str, Funder]:
    """Those whose rules are known, by code."""
    data = tomllib.loads(resources.files("models.rules").joinpath("funders.toml").read_text(encoding="utf-8"))
    return {code: _funder(code, entry) for code, entry in data["funder"].items()}


def _funder(code: str, entry: dict[str, Any]) -> Funder:
    return Funder(code, Bilingual.read(entry["label"]), tuple(_demand(each) for each in entry["demand"]))


def _demand(entry: dict[str, Any]) -> KnownDemand:
    return KnownDemand(
        kind=DemandKind(entry["kind"]),
        text=Bilingual.read(entry["text"]),
        source=entry["source"],
        grade=entry["grade"],
        due_event=DemandEvent(entry["due_event"]) if "due_event" in entry else None,
        clock=entry.get("clock", ""),
    )
