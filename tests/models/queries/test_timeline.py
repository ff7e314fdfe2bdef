"""The story of a case: everything that happened, with who did it, for those who may know."""

from datetime import timedelta

from sqlmodel import select

from models.actions.agreements import record_payment
from models.actions.forms import PaymentForm
from models.actions.offer_comments import comment_on_offer
from models.actions.review_forms import ReviewerForm
from models.actions.reviewers import ask_reviewer
from models.queries.timeline import Happened, timeline_of
from models.tables import Offer
from tests import factories as make
from tests.factories import NOW, TODAY


def told(session, technology, actor):
    return {event.what: event for event in timeline_of(session, technology, actor)}


def test_who_searched_and_who_was_asked_to_review_stands_in_the_story_of_the_office_alone(session):
    cast = make.cast(session)
    case = make.to_review(session, cast)
    make.searched(session, cast, case, place="Espacenet", found=7)
    assert cast.reviewer.person_id is not None
    asked = ReviewerForm(reviewer_id=cast.reviewer.person_id, due_on=TODAY + timedelta(days=14))
    ask_reviewer(session, case.id, asked, actor=cast.officer, now=NOW)
    story = told(session, case, cast.officer)
    search, request = story[Happened.SEARCH], story[Happened.REVIEWER]
    assert (search.who, search.subject, search.count) == (cast.officer.name, "Espacenet", 7)
    assert (request.who, request.subject) == (cast.officer.name, cast.reviewer.name)
    theirs = told(session, case, cast.researcher)
    assert Happened.MOVE in theirs
    assert not {Happened.SEARCH, Happened.REVIEWER, Happened.SIGNOFF} & set(theirs)


def test_a_comment_on_the_offer_is_told_to_both_sides_without_its_text(session):
    cast = make.cast(session)
    case = make.to_partnering(session, cast)
    offer = session.exec(select(Offer).where(Offer.technology_id == case.id)).first()
    comment_on_offer(session, offer.id, "problem", "Say wombats.", actor=cast.researcher, now=NOW)
    for reader in (cast.officer, cast.researcher):
        event = told(session, case, reader)[Happened.COMMENT]
        assert (event.who, event.code) == (cast.researcher.name, offer.language)
        assert "wombats" not in repr(event)


def test_a_payment_is_told_with_who_recorded_it(session):
    cast = make.cast(session)
    case, licence = make.to_licensed(session, cast)
    form = PaymentForm(amount=5_000_000, currency=licence.currency, received_on=TODAY, bank_reference="R1")
    record_payment(session, licence.id, form, actor=cast.officer, now=NOW)
    event = told(session, case, cast.officer)[Happened.PAYMENT]
    assert (event.who, event.code, event.count) == (cast.officer.name, licence.currency, 5_000_000)
    assert Happened.PAYMENT not in told(session, case, cast.researcher)
