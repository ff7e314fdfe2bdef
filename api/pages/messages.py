"""Which sentences the pages say, and `python -m api.pages.messages`, which brings the catalogues up to date.

A sentence belongs to the catalogue of its folder: of templates (`officer/today.html` to `officer.po`), or of code
(`api/pages/officer/board.py` to `officer.po`); what lies in neither goes to `pages.po`. Why an action refuses
belongs to `refusals.po`: see `api.pages.refused_sentences`.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import resources
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from api.pages import refused_sentences
from models.rules.words import Language

COMMON = "pages"
REFUSALS = "refusals"
TRANSLATED = tuple(language for language in Language if language is not Language.ENGLISH)
Said = str | tuple[str, ...]

_METHODS = [("**.html", "jinja2"), ("**.py", "python")]
_KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": (1,),
    "gettext": (1,),
    "N_": (1,),
    "say": (1,),
    "ngettext": (1, 2),
    "N2_": (1, 2),
    "count": (1, 2),
}
_OPTIONS = {"**.html": {"trimmed": "true", "silent": "false"}}


def home() -> Path:
    return Path(str(resources.files("api")))


def said() -> dict[str, dict[Said, list[str]]]:
    """By catalogue: each sentence, or its singular and plural, with the files that say it."""
    found: dict[str, dict[Said, list[str]]] = defaultdict(lambda: defaultdict(list))
    for root in ("templates", "pages"):
        for file, sentence in _extracted(home() / root):
            folder = file.partition("/")[0] if "/" in file else COMMON
            found[folder][sentence].append(f"{root}/{file}")
    for sentence, files in refused_sentences.found().sentences.items():
        found[REFUSALS][sentence] = list(files)
    return found


def _extracted(root: Path) -> Iterator[tuple[str, Said]]:
    for file, _line, sentence, _comments, _context in extract_from_dir(
        root, method_map=_METHODS, options_map=_OPTIONS, keywords=_KEYWORDS
    ):
        yield file, sentence if isinstance(sentence, str) else tuple(sentence)


def catalogue(language: Language, name: str) -> Catalog:
    file = file_of(language, name)
    if not file.exists():
        return _empty(language)
    with file.open("rb") as text:
        return read_po(text, locale=str(language))


def updated(language: Language, name: str, sentences: dict[Said, list[str]]) -> Catalog:
    """The catalogue with exactly these sentences, and what is translated of them."""
    old, new = catalogue(language, name), _empty(language)
    for sentence, files in sentences.items():
        known = old.get(_key(sentence))
        new.add(sentence, known.string if known else None, locations=[(file, 0) for file in sorted(set(files))])
    return new


def written(catalogue: Catalog) -> bytes:
    text = BytesIO()
    write_po(text, catalogue, width=120, include_lineno=False, sort_output=True)
    return text.getvalue()


def file_of(language: Language, name: str) -> Path:
    return home() / "locale" / language / f"{name}.po"


def _key(sentence: Said) -> str:
    return sentence if isinstance(sentence, str) else sentence[0]


def _empty(language: Language) -> Catalog:
    """With a head that says nothing of when and where it was written: only sentences make a difference."""
    return Catalog(
        locale=str(language),
        header_comment=f"# What the pages of Helix say, in the language {language}.",
        project="Helix",
        version="1",
        creation_date=_EPOCH,
        revision_date=_EPOCH,
        last_translator="-",
        language_team="-",
        msgid_bugs_address="-",
        fuzzy=False,
    )


_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def is_translated(message: Message | None) -> bool:
    if message is None or not message.id:
        return message is not None
    texts = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return all(texts)


def main() -> None:
    for language in TRANSLATED:
        for name, sentences in sorted(said().items()):
            made = updated(language, name, sentences)
            file_of(language, name).parent.mkdir(parents=True, exist_ok=True)
            file_of(language, name).write_bytes(written(made))
            for message in made:
                if not is_translated(message):
                    print(f"{language}/{name}.po: {message.id}")  # noqa: T201  a tool for translators


if __name__ == "__main__":
    main()
