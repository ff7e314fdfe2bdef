"""Two versions of an offer compared in words, for the office and for who is asked to consent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.pages import countries
from api.pages.codes import OFFER_FIELD
from api.pages.words import N_, Words
from models.queries.offers import content_of
from models.rules.changes import LISTS, VALUES, Change, changes
from models.tables import Offer


@dataclass(frozen=True, slots=True)
class Compared:
    """`summary` is one sentence, such as "Advantages: 12 words added, 3 removed; TRL: 4 → 5."; empty for no change."""

    summary: str
    fields: Sequence[tuple[str, str, Change]]
    """Label, what happened, and the change itself."""


def compared(older: Offer, newer: Offer, words: Words) -> Compared:
    found = changes(_labelled(older, words), _labelled(newer, words))
    fields = [(words.say(OFFER_FIELD[change.field]), _told(change, words), change) for change in found]
    said = "; ".join(f"{label}: {told}" for label, told, _ in fields)
    return Compared(f"{said}." if said else "", fields)


def _told(change: Change, words: Words) -> str:
    if change.field in VALUES:
        return f"{change.before} → {change.after}"
    if change.field in LISTS:
        gained = words.say(N_("added %(entries)s"), entries=", ".join(map(str, change.gained))) if change.gained else ""
        lost = words.say(N_("removed %(entries)s"), entries=", ".join(map(str, change.lost))) if change.lost else ""
        return ", ".join(filter(None, (gained, lost))) or words.say(N_("in another order"))
    added, removed = change.added, change.removed
    if added and removed:
        return words.count("%(n)s word added", "%(n)s words added", added) + words.say(
            N_(", %(count)s removed"), count=words.number(removed)
        )
    if added:
        return words.count("%(n)s word added", "%(n)s words added", added)
    if removed:
        return words.count("%(n)s word removed", "%(n)s words removed", removed)
    return words.say(N_("only punctuation or spaces"))


def _labelled(offer: Offer, words: Words) -> Mapping[str, Any]:
    """The content with its codes in the reader's words, so that what is compared can be read."""
    content = content_of(offer)
    content["ipr_status"] = words.of("ipr_status", offer.ipr_status)
    content["anonymous"] = words.say(_ANONYMITY[offer.anonymous])
    content["sdgs"] = [f"{goal} {words.of('goal', goal)}" for goal in offer.sdgs]
    content["partner_sizes"] = [words.of("partner_size", size) for size in offer.partner_sizes]
    content["countries"] = [countries.named([code], words.language) for code in offer.countries]
    content["partnerships"] = [{**row, "type": words.of("partnership_type", row["type"])} for row in offer.partnerships]
    return content


_ANONYMITY = {None: N_("not decided"), True: N_("anonymous"), False: N_("with the institution's name")}
