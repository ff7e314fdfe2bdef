"""Whatever somebody wrote into a name or an offer, an e-mail says as text: no header, link or command comes of it."""

from email.message import EmailMessage

import pytest

from flows.letters import Letter, message
from models.rules.text import deceives
from models.rules.words import Language
from models.settings import settings
from reports.prose import printable
from tests.attacks import COMPUTED, TURNED, Live, listening, written
from tests.factories import NOW

LETTERS = ("brief", "message", "nda_offered", "offer_comment", "partner_answer", "review_answer", "share_request")
"""Those that say what people wrote."""
TEXTS = (
    "title", "summary", "institution", "network", "consent", "author", "partner", "reviewer", "submitter", "officer",
    "said", "answer",
)  # fmt: skip


def letter(template: str, language: Language, text: str) -> EmailMessage:
    home = settings().base_url.rstrip("/")
    one_line = " ".join(text.split())
    values = dict.fromkeys(TEXTS, one_line) | {
        "summary": text,
        "link": f"{home}/b/x",
        "stop": f"{home}/u/x",
        "until": "1 May",
        "days": 30,
        "reference": "UJ-2026-0001",
    }
    return message(Letter("notice:1", text, "greta@partner.example.org", language, template, values), now=NOW)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("template", LETTERS)
def test_a_letter_says_it_as_text(template, language, tmp_path):
    home = settings().base_url.rstrip("/")
    lines = {
        "header": "Greta\r\nBcc: all@example.org",
        "paragraph": "One\n\nhttps://evil.example/x and more",
        "word": "W" * 4000,
    }
    with listening() as ear:
        for text in ({**written(ear, tmp_path / "secret.txt"), **TURNED, **lines}).values():
            mail = letter(template, language, text)
            plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
            assert plain is not None
            assert html is not None
            said = "".join(plain.get_content().split())
            assert "".join(printable(text).split()) in said
            assert COMPUTED not in said
            assert not deceives(str(mail["Subject"]) + str(mail["To"]) + said)
            live = Live(html.get_content())
            assert set(live.commands) == {"body style"}
            assert {address.startswith(f"{home}/") for address in live.addresses} == {True}
            assert mail["Bcc"] is None
            assert [each.addr_spec for each in mail["To"].addresses] == ["greta@partner.example.org"]
        assert ear.heard == []
