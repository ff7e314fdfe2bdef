"""Whom an anonymous offer leads to: the network, never its own institution, and nobody's offer is approved."""

import pytest
from sqlmodel import Session

from models.actions.offers import approve_offer, save_offer
from models.errors import Incomplete
from models.queries.network_contact import NetworkContact
from models.settings import settings
from models.tables import Institution, Offer, Person
from reports.briefs import contact_of
from reports.contents import brief_contents
from tests import factories as make
from tests.factories import NOW, Cast


@pytest.fixture
def cast(session: Session) -> Cast:
    return make.cast(session)


def shown_contact(session: Session, offer: Offer) -> tuple[str, str, str]:
    shown = contact_of(brief_contents(session, [offer])[offer.id])
    return shown.name, shown.email, shown.phone


def anonymous(session: Session, cast: Cast) -> Offer:
    return make.approved_offer(session, cast, make.to_offer(session, cast), anonymous=True)


def set_network(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"HELIX_NETWORK_{name.upper()}", value)
    settings.cache_clear()


def without_address(session: Session, home: Institution) -> None:
    home.email = home.phone = ""
    session.add(home)


def test_an_anonymous_offer_leads_to_the_networks_own_address(session, cast, monkeypatch):
    set_network(monkeypatch, name="Klaster", email="biuro@klaster.example.org", phone="+48 12 111 22 33")
    offer = anonymous(session, cast)
    assert shown_contact(session, offer) == ("Klaster", "biuro@klaster.example.org", "+48 12 111 22 33")


def test_without_one_it_leads_to_the_coordinators_institution(session, cast):
    cast.elsewhere.phone = "+48 12 555 05 50"
    offer = anonymous(session, cast)
    told = (settings().network_name, cast.elsewhere.email, "+48 12 555 05 50")
    assert shown_contact(session, offer) == told


def test_a_telephone_alone_is_a_contact(session, cast, monkeypatch):
    set_network(monkeypatch, phone="+48 12 111 22 33")
    assert shown_contact(session, anonymous(session, cast))[1:] == ("", "+48 12 111 22 33")


def test_it_never_leads_to_the_institution_whose_it_is(session, cast):
    coordinator = session.get_one(Person, cast.coordinator.person_id)
    coordinator.institution_id = cast.institution.id
    session.flush()
    assert NetworkContact.read(session).apart_from(cast.institution.id) == ("", "")
    assert NetworkContact.read(session).apart_from(cast.elsewhere.id)[0] == cast.institution.email


def test_a_coordinator_who_left_is_no_contact(session, cast):
    session.get_one(Person, cast.coordinator.person_id).active = False
    session.flush()
    assert NetworkContact.read(session).homes == ()


def test_an_anonymous_offer_that_leads_to_nobody_is_not_approved(session, cast):
    without_address(session, cast.elsewhere)
    form = make.offer_form(anonymous=True)
    offer = save_offer(session, make.to_offer(session, cast).id, form, actor=cast.officer, now=NOW)
    with pytest.raises(Incomplete, match="there is nobody to write to"):
        approve_offer(session, offer.id, digest=offer.digest, actor=cast.officer, now=NOW)
    assert offer.approved_at is None


def test_an_offer_with_its_institutions_name_is_approved_all_the_same(session, cast):
    without_address(session, cast.elsewhere)
    offer = make.approved_offer(session, cast, make.to_offer(session, cast))
    assert shown_contact(session, offer)[1] == session.get_one(Person, cast.officer.person_id).email
