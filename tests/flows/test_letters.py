"""The letter that invites: its link is signed when it is written, in the reader's language."""

import pytest
from sqlmodel import select

from flows.letters import letters, message
from models.actions.accounts import invite_person
from models.actions.disclosures import confirm_share
from models.actions.people import PersonForm
from models.actions.stages import advance
from models.links import read_invitation_link
from models.queries.technologies import contributors_of
from models.rules.words import Language, NoticeKind, Stage, WorkKind
from models.settings import settings
from models.tables import Notice, Person
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


@pytest.mark.parametrize(
    ("language", "subjects"),
    [
        ("en", ["Please confirm your share in {}", "{} has a new stage: Triage"]),
        ("pl", ["Prosimy o potwierdzenie udziału w sprawie {}", "{}, nowy etap: Wstępna ocena"]),
    ],
)
def test_creators_are_asked_for_their_share_and_told_of_moves_without_the_title(session, language, subjects):
    cast = make.cast(session)
    session.get_one(Person, cast.researcher.person_id).language = Language(language)
    people = [make.contributor(cast.researcher, 6000), make.contributor(cast.colleague, 4000, lead=False)]
    made = make.technology(session, cast.researcher, contributors=people, language=language)
    colleague = contributors_of(session, made.id)[1]
    confirm_share(session, colleague.id, actor=cast.colleague, now=NOW)
    advance(session, made.id, to=Stage.TRIAGE, actor=cast.officer, now=NOW)
    kinds = (NoticeKind.SHARE_REQUEST, NoticeKind.MOVED)
    ids = [session.exec(select(Notice.id).where(Notice.kind == kind)).one() for kind in kinds]
    written = letters(session, WorkKind.SEND_NOTICE, ids, now=NOW)
    mails = [message(written[number], now=NOW) for number in ids]
    assert [mail["Subject"] for mail in mails] == [subject.format(made.reference) for subject in subjects]
    assert [written[number].address for number in ids] == [cast.colleague.email, cast.researcher.email]
    assert made.title not in "".join(map(str, mails))
