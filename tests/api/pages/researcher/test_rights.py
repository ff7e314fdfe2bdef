"""On the page of their own case a creator says whether they take the rights."""

import pytest
from sqlmodel import select

from models.actions.forms import DecisionForm
from models.actions.review_forms import RightsOfferForm
from models.actions.reviews import record_decision
from models.actions.rights import offer_rights
from models.db import reading, transaction
from models.rules.words import ReviewOutcome, RightsAnswer, Stage
from models.tables import RightsOffer
from tests import factories as make
from tests.api.pages.researcher.test_drafts import moment as moment, sign_in
from tests.factories import NOW, TODAY


@pytest.fixture
def page(world) -> str:
    """Of a case that the institution does not go on with."""
    cast = world.cast
    with transaction() as session:
        case = make.technology(session, cast.researcher)
        case.stage, case.officer_id = Stage.IP_REVIEW, cast.officer.person_id
        make.no_conflict(session, case, cast.officer)
        form = DecisionForm(outcome=ReviewOutcome.RELEASE, reason="No market.", told="We found no partner.")
        record_decision(session, case.id, form, actor=cast.officer, now=NOW)
        offer_rights(session, case.id, RightsOfferForm(offered_on=TODAY, fee=10_000), actor=cast.officer, now=NOW)
        return f"/disclosures/{case.reference}"


def answers() -> list[str | None]:
    with reading() as session:
        return list(session.exec(select(RightsOffer.answer)).all())


def test_they_see_the_fee_and_answer_once(client, world, page, moment):
    sign_in(client, world.cast.researcher, moment)
    assert "PLN\N{NO-BREAK SPACE}100.00" in client.get(page).text
    said = client.post(f"{page}/rights", data={"answer": "accepted"})
    assert "Your answer is recorded, and the office is told." in said.text
    assert "You took them." in said.text
    again = client.post(f"{page}/rights", data={"answer": "refused"})
    assert again.status_code == 409
    assert "You have answered already" in again.text
    assert answers() == [RightsAnswer.ACCEPTED]


@pytest.mark.parametrize("given", [{}, {"answer": "perhaps"}])
def test_what_is_no_answer_is_refused_with_what_to_do(client, world, page, moment, given):
    sign_in(client, world.cast.researcher, moment)
    said = client.post(f"{page}/rights", data=given)
    assert said.status_code == 422
    assert "Choose whether you take the rights." in said.text
    assert answers() == [None]
