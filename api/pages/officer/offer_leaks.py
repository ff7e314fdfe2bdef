"""What the confidentiality scan says of an offer: each place with its passage in the text and what it gives away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.pages.officer import deal_codes
from api.pages.officer.offer_notes import around
from api.pages.words import N_, Words
from models.queries.offers import passage_at
from models.tables import Offer


@dataclass(frozen=True, slots=True)
class Leak:
    place: int
    """Its number among all that the scan found, from 0."""
    field: str
    secret: str
    excerpt: str
    accepted: str
    part: str = ""
    """The editor's name of the text, without its language; empty where the editor has none."""
    start: int = 0
    length: int = 0
    before: str = ""
    after: str = ""

    @property
    def row(self) -> str:
        return self.part.partition(".")[0]


def leaks_of(offer: Offer, words: Words) -> list[Leak]:
    return [_leak(offer, place, leak, words) for place, leak in enumerate(offer.leaks)]


def by_row(leaks: Sequence[Leak]) -> dict[str, list[Leak]]:
    """Those that stand in the way, by the row of the editor."""
    found: dict[str, list[Leak]] = {}
    for leak in leaks:
        if leak.row and not leak.accepted:
            found.setdefault(leak.row, []).append(leak)
    return found


def by_place(leaks: Sequence[Leak]) -> dict[str, list[Leak]]:
    """The same, also those for which the editor has no row, by what their place is called."""
    found: dict[str, list[Leak]] = {}
    for leak in leaks:
        if not leak.accepted:
            found.setdefault(leak.field, []).append(leak)
    return found


def _leak(offer: Offer, place: int, leak: Mapping[str, Any], words: Words) -> Leak:
    told = place, _field(words, leak["field"]), _secret(words, leak["label"]), leak["excerpt"], leak["accepted"]
    passage = passage_at(offer, leak)
    if passage is None:
        return Leak(*told)
    before, after = around(passage.text, passage.start, passage.length)
    return Leak(*told, passage.part, passage.start, passage.length, before, after)


def _field(words: Words, field: str) -> str:
    """Such as "Key figures 2"."""
    name, _, number = field.partition(" ")
    return f"{words.say(deal_codes.OFFER_FIELD[name])} {number}".strip()


def _secret(words: Words, label: str) -> str:
    dossier: Mapping[str, str] = words.field.labels["dossier"]["text"]
    if label in deal_codes.SECRET:
        return words.say(deal_codes.SECRET[label])
    if label in dossier:
        return words.say(N_("the confidential field “%(name)s”"), name=dossier[label])
    if label.startswith("contribution of "):
        return words.say(N_("the contribution of %(name)s"), name=label.removeprefix("contribution of "))
    if label.startswith("file "):
        return words.say(N_("the attached file “%(name)s”"), name=label.removeprefix("file "))
    table = label.partition(".")[0]
    if table in deal_codes.SECRET_OF_TABLE:
        return words.say(deal_codes.SECRET_OF_TABLE[table])
    return words.say(deal_codes.SECRET_OTHERWISE, name=label.rpartition(" ")[0])
