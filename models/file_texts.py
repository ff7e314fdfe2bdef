"""The words of attached files, read in a process of its own: what a file makes a reader do is done there, and briefly.

`python -m models.file_texts PATH` prints the state and the text; `text_of` asks for that.
"""

import json
import re
import resource
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from models.rules.words import TextState

LONGEST = 400_000
"""Characters that are compared."""
SECONDS = 20
MEMORY = 1024**3
_UNPACKED = 60 * 1024**2
"""Bytes of one part of a document, at most: more is a bomb."""
_PARTS = re.compile(
    r"word/(document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml"
    r"|ppt/(slides|notesSlides)/[\w]+\.xml|xl/sharedStrings\.xml|content\.xml"
)
_PARAGRAPH = re.compile(r"</(?:w:p|a:p|text:p|text:h|si)>|<w:(?:br|tab)\s*/>")
_TAG = re.compile(r"<[^>]{0,2000}>")


def text_of(path: Path) -> tuple[TextState, str]:
    """What can be read of it; never raises for what the file is."""
    command = [sys.executable, "-m", "models.file_texts", str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS + 10, check=False)  # noqa: S603  our own module, and a path in our store
        state, text = json.loads(done.stdout)
        return TextState(state), str(text)
    except (subprocess.TimeoutExpired, ValueError, TypeError):
        return TextState.UNREADABLE, ""


def _read(path: Path) -> tuple[TextState, str]:
    try:
        content = path.read_bytes()
        if content.startswith(b"%PDF"):
            text: str | None = _whole(_pdf(path))
        elif content.startswith(b"PK\x03\x04"):
            text = _whole(_packed(path))
        else:
            text = _plain(content)
    except Exception:
        return TextState.UNREADABLE, ""
    if text is None or not text.strip():
        return TextState.NO_TEXT, ""
    text = text.replace("\x00", "")
    return (TextState.CUT, text[:LONGEST]) if len(text) > LONGEST else (TextState.READ, text)


def _whole(parts: Iterator[str]) -> str:
    """As much as is compared, and one part more to know that there was more."""
    found: list[str] = []
    size = 0
    for part in parts:
        found.append(part)
        size += len(part)
        if size > LONGEST:
            break
    return "\n".join(found)


def _pdf(path: Path) -> Iterator[str]:
    import pypdf

    reader = pypdf.PdfReader(path)
    if reader.is_encrypted:
        reader.decrypt("")
    return (page.extract_text() for page in reader.pages)


def _packed(path: Path) -> Iterator[str]:
    """Word, PowerPoint, Excel and OpenDocument, as XML without an XML parser."""
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            if _PARTS.fullmatch(entry.filename):
                if entry.file_size > _UNPACKED:
                    raise ValueError("a part that is too large")
                with archive.open(entry) as part:
                    written = part.read(_UNPACKED).decode("utf-8", "replace")
                yield unescape(_TAG.sub("", _PARAGRAPH.sub("\n", written)))


def _plain(content: bytes) -> str | None:
    """Of text files in the codings that are met here; `None` for what is none."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    if b"\x00" in content[:4096]:
        return None
    head = content[: 4 * LONGEST]
    for coding in ("utf-8-sig", "cp1250"):
        try:
            text = head.decode(coding)
        except UnicodeDecodeError as error:
            if error.start < len(head) - 4:
                continue
            text = head[: error.start].decode(coding)
        printable = sum(letter.isprintable() or letter.isspace() for letter in text[:4096])
        if printable < 0.95 * len(text[:4096]):
            return None
        return unescape(_TAG.sub(" ", text)) if text.lstrip()[:1] == "<" else text
    return None


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    _limit()
    sys.stdout.write(json.dumps(_read(Path(sys.argv[1]))))
