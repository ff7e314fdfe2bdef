"""Two at the same moment: of a link that works once one signs in, and an agreement is accepted once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

from sqlmodel import select

from models.actions.acceptance import accept_nda
from models.actions.accounts import Browser
from models.actions.agreements import draft_agreement, record_drawn, sign_agreement
from models.actions.drafts import correct_disclosure
from models.actions.forms import AgreementForm
from models.actions.ndas import offer_nda
from models.actions.partners import answer_offer
from models.actions.sign_in_links import send_link_to_contact, use_sign_in_link
from models.db import reading, transaction
from models.errors import HelixError, LinkExpired
from models.queries.accounts import contact_actor
from models.rules.words import AgreementKind, AgreementState, Answer, NoticeKind, Via
from models.tables import Agreement, BrowserSession, Contact, Draft, Message, Notice, Partner, Signoff
from tests import factories as make
from tests.api.conftest import publish
from tests.factories import TODAY

NOW = datetime.now(UTC)
RIVALS = 4


def at_once(act: Callable[[], object]) -> list[object]:
    """What each of several got, or was refused with."""
    ready = Barrier(RIVALS)

    def one() -> object:
        ready.wait()
        try:
            return act()
        except HelixError as error:
            return error

    with ThreadPoolExecutor(RIVALS) as pool:
        return [each.result() for each in [pool.submit(one) for _ in range(RIVALS)]]


def test_a_link_signs_in_one_browser(database_url):
    with transaction() as session:
        partner = make.partner(session, make.cast(session))
        contact_id = session.exec(select(Contact.id).where(Contact.partner_id == partner.id)).one()
        link_id = send_link_to_contact(session, contact_id, now=NOW).id

    def arrive() -> object:
        with transaction() as session:
            return use_sign_in_link(session, link_id, Browser(), now=NOW)

    got = at_once(arrive)
    assert sum(isinstance(each, str) for each in got) == 1
    assert sum(isinstance(each, LinkExpired) for each in got) == RIVALS - 1
    with reading() as session:
        assert len(session.exec(select(BrowserSession)).all()) == 1


def test_a_correction_clicked_twice_at_once_is_one_draft(database_url):
    with transaction() as session:
        researcher = make.cast(session).researcher
        technology = make.technology(session, researcher)

    def correct() -> object:
        with transaction() as session:
            return correct_disclosure(session, technology.id, actor=researcher, now=NOW).id

    assert len(set(at_once(correct))) == 1
    with reading() as session:
        assert len(session.exec(select(Draft).where(Draft.technology_id == technology.id)).all()) == 1


def test_an_answer_sent_twice_at_once_is_one_message_and_one_e_mail(database_url):
    with transaction() as session:
        cast = make.cast(session)
        _, delivery = publish(session, cast)
        contact = session.get_one(Contact, delivery.contact_id)
        actor = contact_actor(contact, session.get_one(Partner, contact.partner_id), Via.LINK)
        before = len(session.exec(select(Notice).where(Notice.kind == NoticeKind.PARTNER_ANSWER)).all())

    def answer() -> object:
        with transaction() as session:
            return answer_offer(
                session,
                delivery.id,
                answer=Answer.QUESTION,
                actor=actor,
                now=datetime.now(UTC),
                message="Does it read blood?",
            ).answer

    assert at_once(answer) == [Answer.QUESTION] * RIVALS
    with reading() as session:
        assert [each.text for each in session.exec(select(Message)).all()] == ["Does it read blood?"]
        told = session.exec(select(Notice).where(Notice.kind == NoticeKind.PARTNER_ANSWER)).all()
        assert len({(each.person_id, each.contact_id) for each in told}) == len(told) - before


def test_an_agreement_is_accepted_once(database_url):
    with transaction() as session:
        cast = make.cast(session)
        lead = make.lead(session, cast, make.to_partnering(session, cast))
        officer, digest = cast.officer, "ab" * 32
        nda = draft_agreement(session, lead.id, AgreementForm(kind=AgreementKind.NDA), actor=officer, now=NOW)
        record_drawn(session, nda.id, sha256=digest)
        sign_agreement(
            session, nda.id, signatory="Jan Kot", signed_on=TODAY, for_institution=True, actor=officer, now=NOW
        )
        offer_nda(session, nda.id, actor=officer, now=NOW)
        contact = session.get_one(Contact, lead.contact_id)
        actor = contact_actor(contact, session.get_one(Partner, contact.partner_id), Via.PAGE)

    def accept() -> object:
        with transaction() as session:
            return accept_nda(
                session, nda.id, signatory="Greta Weiß", digest=digest, may_sign=True, actor=actor, now=NOW
            ).state

    assert at_once(accept) == [AgreementState.IN_FORCE] * RIVALS
    with reading() as session:
        subject = f"agreement:{nda.id}:partner"
        assert len(session.exec(select(Signoff).where(Signoff.subject == subject)).all()) == 1
        assert session.get_one(Agreement, nda.id).partner_signatory == "Greta Weiß"
