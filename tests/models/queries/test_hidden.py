"""What an anonymous offer must not tell: everybody and everything that its technology belongs to."""

import pytest
from sqlmodel import select

from models.actions.offers import save_offer
from models.queries.hidden import hidden_of
from models.tables import CoOwner, Funding, InstitutionHead, Offer, Person
from tests import factories as make
from tests.comparisons import asked
from tests.factories import NOW


@pytest.fixture
def cast(session):
    found = make.cast(session)
    officer, head = session.get_one(Person, found.officer.person_id), session.get_one(Person, found.reviewer.person_id)
    officer.name, officer.phone = "Wiesław Kozioł", "+48 600 700 800"
    head.name = "Halina Gołąb"
    session.add_all((officer, head, InstitutionHead(institution_id=found.institution.id, person_id=head.id)))
    session.flush()
    return found


def technology_of(session, cast):
    technology = make.to_offer(session, cast)
    session.add(Funding(technology_id=technology.id, sponsor="Fundusz Badań Podgórza", number="FBP-2022/45/D/0931"))
    session.add(Funding(technology_id=technology.id, sponsor="", number="12"))
    session.add(CoOwner(technology_id=technology.id, name="Szpital Podgórski", share_bp=100))
    session.flush()
    return technology


TELLING = [
    ("We thank Mr Kozła.", "name"),
    ("Pod kierunkiem prof. Gołębia.", "name"),
    ("write to hgolab", "name"),
    ("tel. 600-700-800", "address"),
    ("Finansował Fundusz Badań Podgórza.", "organisation"),
    ("Podgórski Szpital", "organisation"),
    ("project FBP 2022 45 D 0931", "telling_number"),
]


@pytest.mark.parametrize(("text", "label"), TELLING)
def test_an_anonymous_offer_that_says_whose_it_is_is_found(session, cast, text, label):
    technology = technology_of(session, cast)
    form = make.offer_form(description=f"The strip reads enzymes. {text}", anonymous=True)
    offer = save_offer(session, technology.id, form, actor=cast.officer, now=NOW)
    assert [leak["label"] for leak in offer.leaks if leak["field"] == "description"] == [label]


@pytest.mark.parametrize(("text", "label"), TELLING)
def test_a_named_offer_may_say_whose_it_is(session, cast, text, label):
    technology = technology_of(session, cast)
    form = make.offer_form(description=f"The strip reads enzymes. {text}", anonymous=False)
    offer = save_offer(session, technology.id, form, actor=cast.officer, now=NOW)
    secret = [leak["label"] for leak in offer.leaks if leak["field"] == "description"]
    assert secret == (["co_owner.name 1"] if "Szpital" in text else [])


def test_a_number_that_stands_in_any_text_tells_nothing(session, cast):
    technology = technology_of(session, cast)
    assert "12" not in hidden_of(session, technology).numbers


def test_another_head_or_officer_has_anonymous_offers_compared_again(session, cast):
    technology = technology_of(session, cast)
    save_offer(session, technology.id, make.offer_form(anonymous=True), actor=cast.officer, now=NOW)
    assert session.exec(select(Offer)).one().anonymous
    asked(session, technology)
    head = session.get_one(InstitutionHead, cast.institution.id)
    head.person_id = cast.second_officer.person_id
    session.add(head)
    assert asked(session, technology)
    technology.officer_id = cast.second_officer.person_id
    session.add(technology)
    assert asked(session, technology)
    session.get_one(Person, cast.second_officer.person_id).name = "Adam Orzeł"
    assert asked(session, technology)
    session.get_one(Person, cast.colleague.person_id).name = "Somebody Else"
    assert not asked(session, technology)
