"""People's surnames in running text, through Polish inflection."""

from dataclasses import dataclass

from models.rules.text import words

_TITLES = frozenset("prof profesor dr doc hab inz mgr lek med phd md sc mr mrs ms sir pan pani van von de der".split())
_ENDINGS = frozenset(
    "a e i o u y ego emu ej iego iemu iej im ich imi ia ie iem ym ych ymi em om ow owi owie owa owej"
    " ami ach ina inej s es".split()
)
_SHORTEST_STEM = 3


@dataclass(frozen=True)
class Surname:
    """The forms of a surname: its own, and its stems, to which an ending of the declension is added."""

    whole: str
    stems: tuple[str, ...]

    def meets(self, word: str) -> bool:
        """Whether the folded `word` is a form of this name: Kowalska, Kowalskiej; Mazurek, Mazurkowi."""
        if word == self.whole:
            return True
        return any(word == stem or (word.startswith(stem) and word[len(stem) :] in _ENDINGS) for stem in self.stems)


def surnames(name: str) -> list[Surname]:
    """The surnames in a person's name; titles and the first given name are left aside, since given
    names are common words of the language too. A single name counts as a surname."""
    parts = [part for part in words(name) if part not in _TITLES]
    family = [part for part in parts[1:] or parts if len(part) >= _SHORTEST_STEM]
    return [Surname(part, _stems(part)) for part in family]


def _stems(surname: str) -> tuple[str, ...]:
    """Without the ending of the nominative; without the vowel that moves (Mazurek, Mazurka)."""
    stem = surname.rstrip("aeiouy")
    if len(stem) < _SHORTEST_STEM:
        return (surname,)
    if len(stem) > _SHORTEST_STEM + 1 and stem.endswith(("ek", "ec")):
        return (stem, stem[:-2] + stem[-1])
    return (stem,)
