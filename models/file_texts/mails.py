"""Letters, and pages saved as letters (MHT): headers, every body that they have, and what is attached."""

import email
import email.header
import re
from email.errors import MessageError
from email.message import Message
from email.policy import compat32

from models.file_texts import markup
from models.file_texts.gathering import Gathered
from models.file_texts.plain import decoded
from models.rules.words import TextGap

_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]*):[ \t]?.*(?:\r?\n[ \t].*)*\r?\n")
_KNOWN = frozenset(
    b"from to subject date mime-version content-type message-id received return-path delivered-to reply-to".split()
)
_MANY = re.compile(rb"^From [^\r\n]*\d{4}\r?\n", re.MULTILINE)
"""What parts the letters of a mailbox."""
_SAID = ("subject", "from", "to", "cc", "bcc", "reply-to", "comments", "keywords")


def is_mail(content: bytes) -> bool:
    """Whether it begins as letters do, with two of the headers that all have."""
    head = content[:16_384].lstrip()
    start = _MANY.match(head)
    place, known = (start.end() if start else 0), set()
    while header := _HEADER.match(head, place):
        known.add(header.group(1).lower())
        place = header.end()
    return len(known & _KNOWN) >= 2


def read(gathered: Gathered, content: bytes) -> None:
    content = content.lstrip()
    letters = _MANY.split(content) if _MANY.match(content) else [content]
    for letter in letters:
        if letter.strip():
            _letter(gathered, email.message_from_bytes(letter, policy=compat32))


def _letter(gathered: Gathered, letter: Message) -> None:
    for part in letter.walk():
        try:
            _part(gathered, part)
        except Exception:
            gathered.lack(TextGap.BROKEN)


def _part(gathered: Gathered, part: Message) -> None:
    for name in _SAID:
        for value in part.get_all(name, ()):
            gathered.say(_spelled(str(value)))
    file_name = part.get_filename()
    if file_name:
        gathered.say(_spelled(file_name))
    if part.get_content_type() in ("application/pkcs7-mime", "multipart/encrypted"):
        gathered.lack(TextGap.LOCKED)
    elif not part.is_multipart():
        _body(gathered, part)


def _body(gathered: Gathered, part: Message) -> None:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes) or not content.strip():
        return
    if part.defects:
        gathered.lack(TextGap.BROKEN)
    if part.get_content_maintype() != "text" or part.get_filename():
        gathered.open(content)
        return
    text, sure = _written(content, part.get_content_charset("utf-8"))
    if not sure:
        gathered.lack(TextGap.LETTERS)
    if part.get_content_subtype() == "html":
        markup.read_page(gathered, text)
    else:
        gathered.say(text)


def _written(content: bytes, charset: str) -> tuple[str, bool]:
    """As its header says that it is written; where that is not true, as it looks."""
    try:
        return content.decode(charset), True
    except (LookupError, UnicodeDecodeError):
        return decoded(content)


def _spelled(header: str) -> str:
    """With the words that are packed for transport (RFC 2047) unpacked."""
    try:
        return str(email.header.make_header(email.header.decode_header(header)))
    except (LookupError, ValueError, MessageError):
        return decoded(header.encode("utf-8", "replace"))[0]
