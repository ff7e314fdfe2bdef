"""The letter that invites: its link is signed when it is written, in the reader's language."""

import pytest
from sqlmodel import select

from flows.letters import letters, message
from models.actions.accounts import invite_person
from models.actions.people import PersonForm
from models.links import read_invitation_link
from models.rules.words import WorkKind
from models.settings import settings
from models.tables import Notice
from tests import factories as make
from tests.factories import HELIX, NOW


@pytest.mark.parametrize(
    ("language", "subject", "until"),
    [
        ("en", "Klaster LifeScience Krakow: choose your password", "until 30 November 2026"),
        ("pl", "Klaster LifeScience Krakow: prosimy ustalić hasło", "najpóźniej 30 listopada 2026"),
    ],
)
def test_an_invitation_leads_to_its_page(session, language, subject, until):
    values = {"name": "Łucja Żądło", "email": "l@example.org", "role": "officer", "language": language}
    form = PersonForm.model_validate(values | {"institution": make.institution(session).code})
    invitation = invite_person(session, form, actor=HELIX, now=NOW)
    (number,) = [row.id for row in session.exec(select(Notice).where(Notice.person_id == invitation.person_id))]
    mail = message(letters(session, WorkKind.SEND_NOTICE, [number], now=NOW)[number], now=NOW)
    assert mail["Subject"] == subject
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert until in text
    link = next(line for line in text.splitlines() if line.startswith(f"{settings().base_url}/invitation/"))
    assert read_invitation_link(link.rpartition("/")[2]) == invitation.id
