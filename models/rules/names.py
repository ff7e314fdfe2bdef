"""People's names in running text, through Polish inflection."""

import re
from dataclasses import dataclass
from functools import cached_property

from models.rules.text import plain_word

_WORD = re.compile(r"[^\W_]+")
_TITLES = frozenset("prof profesor dr doc hab inz mgr lek med phd md sc mr mrs ms sir pan pani van von de der".split())
_ENDINGS = frozenset(
    "a e i o u y ego emu ej iego iemu iej im ich imi ia ie iem iu iowi iowie iow iom iami iach ym ych ymi em om ow owi"
    " owie owa owej ami ach ina inej s es is".split()
)
_SHORTEST_STEM = 3
_SHORTEST_BESIDE_A_LETTER = 5
"""Anna Kos is no "kosa", Ewa Lita no "elita"."""
_MOVING = (
    ("rzec", "rc"),  # Marzec, Marca
    ("iec", "c"),  # Kupiec, Kupca
    ("iek", "k"),
    ("rzel", "rl"),  # Orzeł, Orła
    ("iel", "l"),
    ("ciol", "tl"),  # Kocioł, Kotła
    ("iol", "l"),  # Kozioł, Kozła
    ("gier", "gr"),
    ("kier", "kr"),
)
"""What a nominative ends with, and other cases have instead: a vowel goes, and what it had softened is hard again."""
_MOVING_AS_SPELLED = (
    ("cień", "tn"),  # Kwiecień, Kwietnia
    ("dzień", "dn"),
    ("ień", "n"),
    ("óbel", "obl"),
    ("ąbel", "abl"),
    ("ąb", "eb"),
    ("ąż", "ez"),
)
"""Such as Stępień, Stępnia; Gołąb, Gołębia: without the mark the vowel would stay."""
_SOFT_BEFORE_VOWEL = (("ch", "sz", ("e",)), ("h", "z", ("e",)), ("k", "c", ("e", "y")), ("g", "dz", ("e", "y")))
"""Matejka, Matejce; Kowalski, Kowalscy; Mucha, Musze: of names that end with a vowel."""
_SOFT = (("r", "rz", ("e", "y")), ("t", "c", ("ie",)), ("d", "dz", ("ie",)))
"""Sikora, Sikorze; Kot, Kocie; Wojda, Wojdzie."""


@dataclass(frozen=True)
class Surname:
    """The forms of a surname: stems, to which an ending of the declension is added, and whole words."""

    whole: str
    stems: tuple[str, ...]
    forms: frozenset[str]

    def meets(self, word: str) -> bool:
        """Whether the plain `word` is a form of this name: Kowalska, Kowalskiej; Mazurek, Mazurkowi."""
        if word in self.forms:
            return True
        return any(word == stem or (word.startswith(stem) and word[len(stem) :] in _ENDINGS) for stem in self.stems)


@dataclass(frozen=True)
class Person:
    given: str
    """Plain, or its first letter; empty where there is a single name."""
    family: tuple[Surname, ...]

    @cached_property
    def handles(self) -> frozenset[str]:
        """As accounts and addresses join them: jkowalski, kowalskij, jankowalski."""
        wholes = [one.whole for one in self.family]
        if not self.given:
            return frozenset()
        families = {*wholes, "".join(wholes)}
        found = {word for family in families for word in (self.given + family, family + self.given)}
        for family in families:
            if len(family) >= _SHORTEST_BESIDE_A_LETTER:
                found |= {self.given[0] + family, family + self.given[0]}
        return frozenset(found)

    def is_called(self, word: str) -> bool:
        """By the given name, in any case: Anny, Janowi. Never by its first letters alone."""
        stem = self.given.rstrip("aeiouy")
        if len(stem) < _SHORTEST_STEM:
            return len(self.given) >= _SHORTEST_STEM and word == self.given
        return word.startswith(stem) and len(word) <= len(stem) + 3


def person(name: str) -> Person:
    """Titles are left aside. A given name alone names nobody, since it is a common word of the language too; a single
    name counts as a surname."""
    parts = [(each, plain) for each in _WORD.findall(name) if (plain := plain_word(each)) and plain not in _TITLES]
    given = parts[0][1] if len(parts) > 1 else ""
    family = tuple(_surname(*part) for part in parts[1:] or parts if len(part[1]) >= _SHORTEST_STEM)
    return Person(given, family)


def _surname(spelled: str, plain: str) -> Surname:
    stem = plain.rstrip("aeiouy")
    if len(stem) < _SHORTEST_STEM:
        return Surname(plain, (plain,), frozenset({plain}))
    stems = {stem} | (_moved(spelled.casefold(), plain) if stem == plain else set())
    soft = _SOFT if stem == plain else (*_SOFT, *_SOFT_BEFORE_VOWEL)
    forms = {
        stem[: -len(hard)] + softened + ending
        for hard, softened, endings in soft
        for ending in endings
        if stem.endswith(hard)
    }
    return Surname(plain, tuple(sorted(stems)), frozenset({plain, *forms}))


def _moved(spelled: str, plain: str) -> set[str]:
    """Stems of the other cases."""
    found = {plain[: -len(end)] + other for end, other in _MOVING if plain.endswith(end)}
    if len(plain) > _SHORTEST_STEM + 1 and plain.endswith(("ek", "ec")):
        found.add(plain[:-2] + plain[-1])
    if len(spelled) == len(plain):
        found |= {plain[: -len(end)] + other for end, other in _MOVING_AS_SPELLED if spelled.endswith(end)}
    return {stem for stem in found if len(stem) >= _SHORTEST_STEM}
