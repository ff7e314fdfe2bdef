"""The ways in which a rule of `lint.toml` looks at an offer: one function a kind."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field as attribute
from functools import cache

from models.rules.bilingual import Bilingual
from models.rules.dates_in_text import dates
from models.rules.keywords import listed
from models.rules.lint_rules import Rule, passages, pattern
from models.rules.numbers import is_quantified
from models.rules.offers import OFFER_COUNTS, OFFER_LIMITS
from models.rules.spelled_numbers import Told
from models.rules.text import fold, runs, sentences, words as words_of
from models.rules.words import Language

Values = Mapping[str, object]
FIGURE_PARTS = ("value", "label", "compared_with")
SHORTEST_REPEATED = 4
"""Words of a title."""


@dataclass(frozen=True, slots=True)
class Look:
    """The offer as it is looked at, and the offer in the other language where there is one."""

    offer: Values
    language: Language
    sibling: Values | None = None

    @property
    def other(self) -> Language:
        return Language.ENGLISH if self.language is Language.POLISH else Language.POLISH


@dataclass(frozen=True, slots=True)
class Hit:
    """`start` is where `excerpt` begins in the field's text, when it is about a passage."""

    field: str
    excerpt: str = ""
    start: int | None = None
    values: Mapping[str, object] = attribute(default_factory=dict)


NONE = Bilingual("none", "żadne")

Check = Callable[[Rule, Look], Iterator[Hit]]


def required(rule: Rule, look: Look) -> Iterator[Hit]:
    for name in rule.fields:
        if is_blank(look.offer.get(name)):
            yield Hit(name)


def limit(rule: Rule, look: Look) -> Iterator[Hit]:
    for name in rule.fields:
        for limit_name, said in _limited(look.offer, name):
            most = OFFER_LIMITS[limit_name]
            if len(said) > most:
                yield Hit(name, values={"excess": len(said) - most, "length": len(said), "limit": most})


def _limited(offer: Values, name: str) -> Iterator[tuple[str, str]]:
    """Each text of the field with the name of its limit."""
    if name == "key_figures":
        yield from ((f"key_figure_{part}", text_of(row, part)) for row in rows(offer, name) for part in FIGURE_PARTS)
    elif name == "partnerships":
        yield from ((f"partnership_{part}", text_of(row, part)) for row in rows(offer, name) for part in ("why", "how"))
    elif name in OFFER_COUNTS:
        yield from (("keyword", str(keyword)) for keyword in listing(offer, name))
    elif name in OFFER_LIMITS:
        yield name, text_of(offer, name)


def entries(rule: Rule, look: Look) -> Iterator[Hit]:
    for name in rule.fields:
        length, most = len(listing(look.offer, name)), OFFER_COUNTS[name]
        if length > most:
            yield Hit(name, values={"excess": length - most, "length": length, "limit": most})


def no_partnership(rule: Rule, look: Look) -> Iterator[Hit]:
    yield from (Hit(name) for name in rule.fields if not rows(look.offer, name))


def bare_partnership(rule: Rule, look: Look) -> Iterator[Hit]:
    for name in rule.fields:
        for position, row in enumerate(rows(look.offer, name), start=1):
            if any(is_blank(row.get(part)) for part in ("type", "why", "how")) or _says_one_thing_twice(row):
                yield Hit(name, values={"position": position})


def _says_one_thing_twice(partnership: Values) -> bool:
    return fold(text_of(partnership, "why")) == fold(text_of(partnership, "how"))


def words(rule: Rule, look: Look) -> Iterator[Hit]:
    for name in rule.fields:
        for match in _found(rule, look, text_of(look.offer, name)):
            yield Hit(name, match.group(), match.start())


def density(rule: Rule, look: Look) -> Iterator[Hit]:
    most, least = rule.told(look.language, "most"), rule.told(look.language, "from")
    for name in rule.fields:
        text = text_of(look.offer, name)
        length, found = len(text.split()), list(_found(rule, look, text))
        if length >= least and len(found) * 100 > most * length:
            examples = ", ".join(dict.fromkeys(match.group().lower() for match in found[:6]))
            values = {"count": len(found), "length": length, "most": most, "examples": examples}
            yield Hit(name, found[0].group(), found[0].start(), values)


def sentences_with(rule: Rule, look: Look) -> Iterator[Hit]:
    most, least = rule.told(look.language, "most"), rule.told(look.language, "from")
    for name in rule.fields:
        text = text_of(look.offer, name)
        placed = placed_sentences(text)
        hits = [(start, match) for start, said in placed if (match := next(_found(rule, look, said), None))]
        if len(hits) >= least and len(hits) * 100 > most * len(placed):
            start, match = hits[0]
            values = {"count": len(hits), "length": len(placed), "most": most}
            yield Hit(name, match.group(), text.index(match.group(), start), values)


def unquantified(rule: Rule, look: Look) -> Iterator[Hit]:
    """A claim has its number in its own sentence or in the next."""
    for name in rule.fields:
        text = text_of(look.offer, name)
        placed = [*placed_sentences(text), (len(text), "")]
        for place, (start, said) in enumerate(placed[:-1]):
            if _says_a_number(rule, look, f"{said} {placed[place + 1][1]}"):
                continue
            for match in _found(rule, look, text[start : placed[place + 1][0]]):
                yield Hit(name, match.group(), start + match.start())


def nothing_quantified(rule: Rule, look: Look) -> Iterator[Hit]:
    for name in rule.fields:
        if not rows(look.offer, "key_figures") and not _says_a_number(rule, look, text_of(look.offer, name)):
            yield Hit(name)


def lacking(rule: Rule, look: Look) -> Iterator[Hit]:
    """Looked for in all fields together; nothing is said of an offer whose first field is empty."""
    if any(text_of(row, "compared_with") for row in rows(look.offer, "key_figures")) and "key_figures" in rule.fields:
        return
    said = "\n".join(figures_or_text(look.offer, name) for name in rule.fields)
    if not is_blank(look.offer.get(rule.fields[0])) and not pattern(rule.told(look.language, "words")).search(said):
        yield Hit(rule.fields[0])


def long_sentence(rule: Rule, look: Look) -> Iterator[Hit]:
    most = rule.told(look.language, "most")
    for name in rule.fields:
        for start, sentence in placed_sentences(text_of(look.offer, name)):
            length = len(sentence.split())
            if length > most:
                opening = " ".join(sentence.split(maxsplit=8)[:8])
                yield Hit(name, opening, start, {"length": length, "limit": most})


def repeated(rule: Rule, look: Look) -> Iterator[Hit]:
    """100 is word for word; below that, endings and the order of the words do not count."""
    title, most = text_of(look.offer, "title"), rule.told(look.language, "most")
    for name in rule.fields:
        text = text_of(look.offer, name)
        verbatim = _stands_in(title, text)
        if most >= 100:
            yield from [Hit(name)] if verbatim else []
            continue
        wanted = _stems(title)
        for start, sentence in placed_sentences(text) if len(wanted) > 3 and not verbatim else []:
            if len(wanted & _stems(sentence)) * 100 >= most * len(wanted):
                yield Hit(name, sentence, start)


def unlisted(rule: Rule, look: Look) -> Iterator[Hit]:
    for name in rule.fields:
        for keyword in map(str, listing(look.offer, name)):
            if keyword.strip() and listed(keyword, look.language) is None:
                yield Hit(name, keyword)


def same_value(rule: Rule, look: Look) -> Iterator[Hit]:
    if look.sibling is None:
        return
    for name in rule.fields:
        here, there = look.offer.get(name), look.sibling.get(name)
        if _plain(here) != _plain(there):
            yield Hit(name, values={"here": here, "there": there})


def same_numbers(rule: Rule, look: Look) -> Iterator[Hit]:
    """A number may stand in figures in one language and in words in the other; those of dates are no numbers here."""
    if look.sibling is None:
        return
    for name in rule.fields:
        mine = Told(figures_or_text(look.offer, name), look.language)
        theirs = Told(figures_or_text(look.sibling, name), look.other)
        here, there = theirs.lacks(mine), mine.lacks(theirs)
        if _tells(here, there):
            yield Hit(name, values={"here": _listed(here), "there": _listed(there)})


def same_dates(rule: Rule, look: Look) -> Iterator[Hit]:
    if look.sibling is None:
        return
    for name in rule.fields:
        if is_blank(look.offer.get(name)) or is_blank(look.sibling.get(name)):
            continue
        mine, theirs = dates(text_of(look.offer, name), look.language), dates(text_of(look.sibling, name), look.other)
        if mine != theirs:
            here, there = sorted(mine - theirs), sorted(theirs - mine)
            yield Hit(name, values={"here": ", ".join(here) or NONE, "there": ", ".join(there) or NONE})


CHECKS: Mapping[str, Check] = {
    "required": required,
    "limit": limit,
    "entries": entries,
    "no_partnership": no_partnership,
    "bare_partnership": bare_partnership,
    "words": words,
    "density": density,
    "sentences": sentences_with,
    "unquantified": unquantified,
    "nothing_quantified": nothing_quantified,
    "lacking": lacking,
    "long_sentence": long_sentence,
    "repeated": repeated,
    "unlisted": unlisted,
    "same_value": same_value,
    "same_numbers": same_numbers,
    "same_dates": same_dates,
}


def placed_sentences(text: str) -> Sequence[tuple[int, str]]:
    """The sentences of `text` with where they start in it."""
    found, start = [], 0
    for sentence in sentences(text):
        start = text.index(sentence.split(maxsplit=1)[0], start)
        found.append((start, sentence))
        start += len(sentence.split(maxsplit=1)[0])
    return found


def text_of(values: Values, name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""


def listing(values: Values, name: str) -> Sequence[object]:
    value = values.get(name)
    return value if isinstance(value, list | tuple) else ()


def rows(values: Values, name: str) -> list[Values]:
    return [entry for entry in listing(values, name) if isinstance(entry, Mapping)]


def is_blank(value: object) -> bool:
    """A text of signs alone ("-", "n/a", "…") is blank too."""
    if isinstance(value, str):
        return not re.search(r"\d|\w\w", value)
    return value is None or value in ([], ())


def figures_or_text(offer: Values, name: str) -> str:
    if name != "key_figures":
        return text_of(offer, name)
    return " ; ".join(text_of(figure, part) for figure in rows(offer, name) for part in FIGURE_PARTS)


def _found(rule: Rule, look: Look, text: str) -> Iterator[re.Match[str]]:
    return passages(text, rule.told(look.language, "words"), rule.told(look.language, "unless"))


def _says_a_number(rule: Rule, look: Look, text: str) -> bool:
    figures = rule.told(look.language, "figures")
    return is_quantified(text, look.language) or pattern(figures).search(text) is not None


def _stands_in(title: str, text: str) -> bool:
    """Word for word. A title of few words ("Cold-active lipase") may be named in a sentence, but not be one."""
    wanted = words_of(title)
    if len(wanted) < SHORTEST_REPEATED:
        return bool(wanted) and any(words_of(sentence) == wanted for sentence in sentences(text))
    return " ".join(wanted) in runs(words_of(text), len(wanted))


@cache
def _stems(text: str) -> frozenset[str]:
    """The beginnings of the words that carry the meaning: "oporności" and "oporność" are one."""
    return frozenset(word[:5] for word in re.findall(r"\w+", fold(text)) if len(word) > 3)


def _plain(value: object) -> object:
    """Lists without their order; what is not said at all and an empty list are one."""
    if isinstance(value, list | tuple):
        return sorted(map(str, value))
    return value


def _tells(here: Set[str], there: Set[str]) -> bool:
    """Zero and one are often said otherwise: "no", "a", or not at all."""
    return bool(here and there) or bool((here | there) - {"0", "1"})


def _listed(found: Set[str]) -> str | Bilingual:
    return ", ".join(sorted(found, key=lambda number: (float(number), number))) or NONE
