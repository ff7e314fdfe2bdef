"""The letter that tells the office of an answer: who, what, and where to read it; never what was written."""

import pytest
from sqlmodel import col, select

from flows.letters import letters, message
from models.actions.partners import answer_offer
from models.queries.accounts import contact_actor
from models.rules.words import Answer, Language, NoticeKind, Via, WorkKind
from models.settings import settings
from models.tables import Contact, Message, Notice, Offer, Partner, Person, Technology
from tests import factories as make
from tests.api.conftest import publish
from tests.factories import NOW


def answer(session, delivery, kind: Answer, text: str = "") -> None:
    contact = session.get_one(Contact, delivery.contact_id)
    actor = contact_actor(contact, session.get_one(Partner, contact.partner_id), Via.LINK)
    answer_offer(session, delivery.id, answer=kind, actor=actor, now=NOW, message=text)


@pytest.mark.parametrize(("language", "said"), [("en", "is interested"), ("pl", "zainteresowanie")])
def test_the_officer_reads_who_answered_what(session, language, said):
    cast = make.cast(session)
    offer, delivery = publish(session, cast)
    session.get_one(Person, cast.officer.person_id).language = Language(language)
    answer(session, delivery, Answer.INTERESTED, "Our budget is small.")
    (number,) = session.exec(select(Notice.id).where(Notice.kind == NoticeKind.PARTNER_ANSWER)).all()
    mail = message(letters(session, WorkKind.SEND_NOTICE, [number], now=NOW)[number], now=NOW)
    reference = session.get_one(Technology, session.get_one(Offer, offer.id).technology_id).reference
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert said in mail["Subject"]
    assert reference in mail["Subject"]
    assert f"{settings().base_url}/technologies/{reference}" in text
    assert "Greta Weiß" in text
    assert "budget" not in text


def test_an_answer_is_told_once_and_every_question_anew(session):
    _, delivery = publish(session, make.cast(session))
    for kind, text in (
        (Answer.INTERESTED, ""),
        (Answer.INTERESTED, ""),
        (Answer.QUESTION, "How stable?"),
        (Answer.QUESTION, "How stable?"),
        (Answer.QUESTION, "And in the fridge?"),
    ):
        answer(session, delivery, kind, text)
    told = session.exec(
        select(Notice.facts).where(Notice.kind == NoticeKind.PARTNER_ANSWER).order_by(col(Notice.id))
    ).all()
    assert [facts["answer"] for facts in told] == ["interested", "question", "question"]
    assert session.exec(select(Message.text).order_by(col(Message.id))).all() == ["How stable?", "And in the fridge?"]
    assert session.exec(select(Notice.id).where(Notice.kind == NoticeKind.MESSAGE)).all() == []
