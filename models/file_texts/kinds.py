"""Which kind of file some bytes are, told by themselves: a name says what its giver wants."""

import re
from pathlib import Path

from models.file_texts import FileRead, archives, mails, markup, plain, rtf
from models.file_texts.gathering import Enough, Gathered
from models.rules.words import TextGap, TextState

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Word, Excel and PowerPoint before 2007, Outlook's letters, and today's documents when they are locked."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PICTURE = re.compile(
    rb"\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\x00{4}|II\*\x00|MM\x00\*|RIFF.{4}WEBP|\xd7\xcd\xc6\x9a"
    rb"|\x01\x00\x00\x00.{36} EMF|\x01\x00\x09\x00\x00\x03|.{4}ftyp(?:avif|heic|heix|mif1)|\x00\x00\x00\x0cjP  ",
    re.S,
)
_WHOLLY_UNKNOWN = frozenset({TextGap.LOCKED, TextGap.BROKEN, TextGap.REST})


def read_file(path: Path) -> FileRead:
    gathered = Gathered(read)
    try:
        read(gathered, path.read_bytes())
    except Enough:
        gathered.lack(TextGap.REST)
    except Exception:
        gathered.lack(TextGap.BROKEN)
    gaps = tuple(sorted(gathered.gaps))
    if gathered.text:
        return FileRead(TextState.PART if gaps else TextState.READ, gathered.text, gaps)
    return FileRead(TextState.UNREADABLE if gathered.gaps & _WHOLLY_UNKNOWN else TextState.NO_TEXT, "", gaps)


def read(gathered: Gathered, content: bytes) -> None:
    if b"%PDF-" in content[:1024]:
        from models.file_texts import pdfs  # half a second, which other files need not wait

        pdfs.read(gathered, content)
    elif content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        archives.read(gathered, content)
    elif content.startswith(_COMPOUND):
        gathered.lack(TextGap.LOCKED if _ENCRYPTED in content else TextGap.INSIDE)
    elif _PICTURE.match(content):
        gathered.lack(TextGap.PICTURES)
    elif content.lstrip()[:5] == b"{\\rtf":
        rtf.read(gathered, content)
    elif mails.is_mail(content):
        mails.read(gathered, content)
    elif markup.is_xml(content):
        markup.read(gathered, content)
    elif content.strip():
        plain.read(gathered, content)
