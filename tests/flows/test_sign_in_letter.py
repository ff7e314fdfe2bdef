"""The letter that signs a contact in: its link is made when it is written, in the reader's language."""

import pytest
from sqlmodel import select

from flows.letters import letters, message
from models.actions.sign_in_links import send_sign_in_link
from models.links import read_sign_in_link
from models.rules.words import Language, WorkKind
from models.settings import settings
from models.tables import Contact, Notice
from tests import factories as make
from tests.factories import NOW


@pytest.mark.parametrize(
    ("language", "subject", "until"),
    [
        ("en", "Klaster LifeScience Krakow: sign in", "within 30 minutes"),
        ("pl", "Klaster LifeScience Krakow: logowanie", "w ciągu 30 minut"),
    ],
)
def test_a_link_to_sign_in_leads_to_its_page(session, language, subject, until):
    partner = make.partner(session, make.cast(session))
    contact = session.exec(select(Contact).where(Contact.partner_id == partner.id)).one()
    contact.language = Language(language)
    (made,) = send_sign_in_link(session, contact.email.upper(), now=NOW)
    (number,) = session.exec(select(Notice.id).where(Notice.contact_id == contact.id)).all()
    mail = message(letters(session, WorkKind.SEND_NOTICE, [number], now=NOW)[number], now=NOW)
    assert (mail["Subject"], mail["To"]) == (subject, f"Greta Weiß <{contact.email}>")
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert until in text
    link = next(line for line in text.splitlines() if line.startswith(f"{settings().base_url}/sign-in/link/"))
    assert read_sign_in_link(link.rpartition("/")[2]) == made.id
