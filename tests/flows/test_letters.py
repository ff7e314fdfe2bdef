"""Letters whose link is signed when they are written, in the reader's language."""

import pytest
from sqlmodel import select

from flows.letters import letters, message
from models.actions.accounts import invite_person
from models.actions.deliveries import queue_notice
from models.actions.disclosures import confirm_share
from models.actions.people import PersonForm
from models.actions.stages import advance
from models.links import read_brief_link, read_invitation_link
from models.queries.technologies import contributors_of
from models.rules.words import Language, NoticeKind, Role, Stage, WorkKind
from models.settings import settings
from models.tables import Contact, Notice, Person
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
    ("kind", "language", "facts", "subject", "says"),
    [
        (
            NoticeKind.OFFER_EXPIRING,
            Language.ENGLISH,
            {"left": 0, "extendable": True},
            "UJ-1: the offer stops being public on 5 December 2026",
            ("(English, Polish)", "You can extend it once", "From that day no offer of this technology"),
        ),
        (
            NoticeKind.OFFER_EXPIRING,
            Language.POLISH,
            {"left": 1, "extendable": False},
            "UJ-1: oferta przestanie być publiczna 5 grudnia 2026",
            ("angielski, polski", "była już przedłużana"),
        ),
        (
            NoticeKind.OFFER_EXPIRED,
            Language.ENGLISH,
            {"left": 1, "extendable": True},
            "UJ-1: the offer is no longer public",
            ("not been public since 5 December 2026", "still public in another language"),
        ),
        (
            NoticeKind.OFFER_EXPIRED,
            Language.POLISH,
            {"left": 0, "extendable": True},
            "UJ-1: oferta nie jest już publiczna",
            ("od dnia 5 grudnia 2026", "Żadna oferta tej technologii nie jest teraz publiczna"),
        ),
    ],
)
def test_the_end_of_an_offer_is_told_in_the_officers_language(session, kind, language, facts, subject, says):
    officer = make.person(session, Role.OFFICER, make.institution(session), language=language)
    facts = {"reference": "UJ-1", "until": "2026-12-05", "languages": ["en", "pl"], **facts}
    notice = queue_notice(session, kind, key="end", person_id=officer.id, facts=facts, now=NOW)
    assert notice is not None
    mail = message(letters(session, WorkKind.SEND_NOTICE, [notice.id], now=NOW)[notice.id], now=NOW)
    assert mail["Subject"] == subject
    body = mail.get_body(("plain",))
    assert body is not None
    text = " ".join(body.get_content().split())
    assert all(words in text for words in says)
    assert text.endswith(f"{settings().base_url}/technologies/UJ-1/offer")


@pytest.mark.parametrize(
    ("language", "subject", "says"),
    [
        ("en", "UJ-1: the public offer says what is confidential", "(English) repeats it in 2 places."),
        ("pl", "UJ-1: publiczna oferta powtarza treść poufną", "(język: angielski). Liczba takich miejsc: 2."),
    ],
)
def test_an_alarm_says_where_to_look_and_not_what_was_found(session, language, subject, says):
    officer = make.person(session, Role.OFFICER, make.institution(session), language=Language(language))
    facts = {"reference": "UJ-1", "language": "en", "places": 2}
    notice = queue_notice(session, NoticeKind.LEAK_FOUND, key="1", person_id=officer.id, facts=facts, now=NOW)
    assert notice is not None
    mail = message(letters(session, WorkKind.SEND_NOTICE, [notice.id], now=NOW)[notice.id], now=NOW)
    assert mail["Subject"] == subject
    body = mail.get_body(("plain",))
    assert body is not None
    text = " ".join(body.get_content().split())
    assert says in text
    assert text.endswith(f"{settings().base_url}/technologies/UJ-1/offer")


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("en", "A non-disclosure agreement for you to read"),
        ("pl", "Umowa o zachowaniu poufności do przeczytania"),
    ],
)
def test_an_offered_nda_is_found_by_the_link_of_the_delivery(session, language, subject):
    partner = make.partner(session, make.cast(session))
    contact = session.exec(select(Contact).where(Contact.partner_id == partner.id)).one()
    contact.language = Language(language)
    facts = {"from": "J. Kot", "delivery": 7}
    queued = queue_notice(session, NoticeKind.NDA_OFFERED, key="1", contact_id=contact.id, facts=facts, now=NOW)
    assert queued is not None
    mail = message(letters(session, WorkKind.SEND_NOTICE, [queued.id], now=NOW)[queued.id], now=NOW)
    body = mail.get_body(("plain",))
    assert mail["Subject"] == subject
    assert body is not None
    assert "J. Kot" in body.get_content()
    link = next(line for line in body.get_content().splitlines() if line.startswith(f"{settings().base_url}/b/"))
    assert read_brief_link(link.rpartition("/")[2], now=NOW) == 7


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
