"""Letters: bodies in whatever coding they travel, and what is attached to them."""

from email.message import EmailMessage
from typing import Any

import pytest

from models.file_texts import FileRead
from models.rules.words import TextGap, TextState
from tests.models.file_texts.made import SENTENCE, pdf, run, word


def letter(subject: str = "Protokół", **body: Any) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "Anna Nowak <a@podgorze.example>", "b@podgorze.example", subject
    made.set_content(body.pop("text", "W załączeniu."), **body)
    return made


def with_attached(content: bytes, kind: str = "application/octet-stream", name: str = "plik") -> EmailMessage:
    made = letter()
    main, _, sub = kind.partition("/")
    made.add_attachment(content, main, sub, filename=name)
    return made


def with_html() -> EmailMessage:
    made = letter()
    made.add_alternative(f"{SENTENCE[:8]}<b>{SENTENCE[8:]}</b><p>x</p>", subtype="html")
    return made


def with_letter() -> EmailMessage:
    made = letter()
    made.add_attachment(letter(text=SENTENCE, cte="base64"))
    return made


LETTERS = {
    "base64": letter(text=SENTENCE, cte="base64"),
    "quoted-printable": letter(text=SENTENCE, cte="quoted-printable"),
    "ISO-8859-2": letter(text=SENTENCE, charset="iso-8859-2", cte="quoted-printable"),
    "its subject": letter(subject=SENTENCE),
    "its HTML": with_html(),
    "an attached text": with_attached(SENTENCE.encode("cp1250"), "text/plain"),
    "an attached document": with_attached(word(run(SENTENCE))),
    "the name of what is attached": with_attached(b"x", name=f"{SENTENCE}txt"),
    "an attached letter": with_letter(),
}


@pytest.mark.parametrize("made", LETTERS.values(), ids=LETTERS)
def test_a_sentence_is_read_wherever_it_stands_in_a_letter(read, made):
    found = read(made.as_bytes())
    assert (SENTENCE in " ".join(found.text.split()), found.state, found.gaps) == (True, TextState.READ, ())


def test_of_a_mailbox_every_letter_is_read(read):
    first, second = (letter(text=text, cte="base64").as_bytes() for text in ("Pierwszy.", SENTENCE))
    box = b"".join(b"From a@b Thu Nov 26 14:00:00 2026\n" + each + b"\n" for each in (first, second))
    found = read(box)
    assert ("Pierwszy." in found.text, SENTENCE in found.text, found.state) == (True, True, TextState.READ)


@pytest.mark.parametrize(
    ("content", "kind", "gap"),
    [
        (b"\x89PNG\r\n\x1a\n\x00", "image/png", TextGap.PICTURES),
        (bytes(range(256)), "application/ms-tnef", TextGap.INSIDE),
        (b"MIIB", "application/pkcs7-mime", TextGap.LOCKED),
        (b"%PDF-1.7 broken", "application/pdf", TextGap.BROKEN),
    ],
)
def test_what_is_attached_and_not_read_is_told(read, content, kind, gap):
    found = read(with_attached(content, kind).as_bytes())
    assert (found.state, found.gaps, "W załączeniu." in found.text) == (TextState.PART, (gap,), True)


def test_an_attached_pdf_is_read(read):
    assert "Boronic ester" in read(with_attached(pdf("Boronic ester")).as_bytes()).text


def test_letters_in_letters_without_end_do_not_end_the_reading(apart):
    head = b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n"
    found = apart(head * 3000 + b"Subject: y\n\n" + SENTENCE.encode())
    assert found.state in (TextState.PART, TextState.UNREADABLE)
    assert found.gaps == (TextGap.BROKEN,)


def test_a_text_with_a_colon_is_no_letter(read):
    text = "Note: the gel sets.\nDate: Monday\n\nNothing else."
    assert read(text.encode()) == FileRead(TextState.READ, text)


def test_a_header_in_a_coding_that_is_none_does_not_keep_the_rest_from_being_read(read):
    source = b"From: a@b.example\nDate: x\nSubject: =?ut\xff-8?q?x?=\nComments: =?no-such?q?y?=\n\n" + SENTENCE.encode()
    assert SENTENCE in read(source).text
