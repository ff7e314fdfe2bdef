"""The register of businesses: kept by the network's people, its profile also by the business itself."""

import pytest
from sqlmodel import select

from models.actions.accounts import Browser, begin_contact_session
from models.actions.forms import ContactForm, PartnerForm, ProfileForm
from models.actions.partners import send_brief, stop_emails
from models.actions.people import digest_of_secret
from models.actions.register import add_contact, edit_contact, edit_partner, save_profile, stop_contact
from models.actions.sign_in_links import contact_of_link, send_link_to_contact
from models.errors import Conflict, LinkExpired, NotFound, NotPermitted
from models.queries.accounts import contact_actor, signed_in
from models.queries.register import leads_with, register_page, rows_of, sent_to
from models.rules.words import Field, PartnerSize, ValueChain, Via
from models.tables import Contact, InterestProfile
from tests import factories as make
from tests.factories import NOW, TODAY


@pytest.fixture
def cast(session):
    return make.cast(session)


@pytest.fixture
def partner(session, cast):
    return make.partner(session, cast, name="Łódzkie Testy")


def contact_of(session, partner):
    return session.exec(select(Contact).where(Contact.partner_id == partner.id)).one()


def form(name: str, **values) -> PartnerForm:
    return PartnerForm(**{"name": name, "country": "PL", "size": PartnerSize.BIG, **values})


def test_an_edited_partner_keeps_its_contacts_and_profile_and_is_found_by_its_new_name(session, cast, partner):
    edit_partner(session, partner.id, form("Żółte Paski", city="Łódź"), actor=cast.coordinator)
    assert contact_of(session, partner).name == "Greta Weiß"
    (row,) = register_page(session, cast.officer, text="zolte")
    assert (row.partner.city, row.contacts, row.reachable, row.profile is not None) == ("Łódź", 1, 1, True)
    assert register_page(session, cast.officer, text="lodzkie") == []


def test_no_two_partners_have_one_name_however_it_is_spelt(session, cast, partner):
    other = make.partner(session, cast)
    with pytest.raises(Conflict):
        edit_partner(session, other.id, form("lodzkie testy"), actor=cast.officer)
    edit_partner(session, partner.id, form("ŁÓDZKIE TESTY"), actor=cast.officer)


def test_one_address_belongs_to_one_contact_of_a_partner(session, cast, partner):
    known = contact_of(session, partner)
    with pytest.raises(Conflict):
        add_contact(session, partner.id, ContactForm(name="Twin", email=known.email.upper()), actor=cast.officer)
    fresh = add_contact(session, partner.id, ContactForm(name="Jan", email="jan@example.org"), actor=cast.officer)
    with pytest.raises(Conflict):
        edit_contact(session, fresh.id, ContactForm(name="Jan", email=known.email), actor=cast.officer, now=NOW)
    edit_contact(session, fresh.id, ContactForm(name="Jan Ń", email="jan@example.org"), actor=cast.officer, now=NOW)
    assert fresh.name == "Jan Ń"


def test_new_consent_does_not_undo_a_stop(session, cast, partner):
    known = contact_of(session, partner)
    stop_emails(session, known.id, now=NOW)
    agreed = ContactForm(name="Greta", email=known.email, consent_on=TODAY, consent_source="Telephone")
    edit_contact(session, known.id, agreed, actor=cast.officer, now=NOW)
    assert known.stopped_at == NOW
    (row,) = rows_of(session, cast.officer, [partner.id])
    assert (row.contacts, row.reachable) == (1, 0)


def test_an_officer_stops_e_mails_for_somebody_who_telephoned(session, cast, partner):
    known = contact_of(session, partner)
    assert stop_contact(session, known.id, actor=cast.officer, now=NOW).stopped_at == NOW


def test_a_profile_is_saved_once_and_then_changed(session, cast):
    bare = make.partner(session, cast, profile=None)
    for field in (Field.COSMETICS, Field.AGRICULTURE):
        wanted = ProfileForm(value_chain=ValueChain.HEALTH, fields_of_interest=[field], keywords=["kolagen"])
        save_profile(session, bare.id, wanted, actor=cast.officer)
    (profile,) = session.exec(select(InterestProfile).where(InterestProfile.partner_id == bare.id)).all()
    assert (profile.fields, profile.keywords) == (["agriculture"], ["kolagen"])


def test_the_business_keeps_its_own_profile_and_no_others(session, cast, partner):
    other = make.partner(session, cast)
    theirs = contact_actor(contact_of(session, partner), partner, Via.PAGE)
    assert save_profile(session, partner.id, ProfileForm(trl_min=5), actor=theirs).trl_min == 5
    with pytest.raises(NotPermitted):
        save_profile(session, other.id, ProfileForm(), actor=theirs)


@pytest.mark.parametrize("who", ["researcher", "reviewer"])
def test_creators_and_reviewers_do_not_keep_the_register(session, cast, partner, who):
    actor, known = getattr(cast, who), contact_of(session, partner)
    contact = ContactForm(name="X", email="x@example.org")
    for attempt in (
        lambda: edit_partner(session, partner.id, form("X"), actor=actor),
        lambda: add_contact(session, partner.id, contact, actor=actor),
        lambda: edit_contact(session, known.id, contact, actor=actor, now=NOW),
        lambda: stop_contact(session, known.id, actor=actor, now=NOW),
        lambda: save_profile(session, partner.id, ProfileForm(), actor=actor),
        lambda: register_page(session, actor),
    ):
        with pytest.raises(NotPermitted):
            attempt()


def test_who_is_not_there_is_not_found(session, cast):
    with pytest.raises(NotFound):
        edit_partner(session, 4711, form("X"), actor=cast.officer)
    with pytest.raises(NotFound):
        stop_contact(session, 4711, actor=cast.officer, now=NOW)


def test_pages_of_the_register_follow_each_other_by_name(session, cast):
    for name in ("Ćma", "Beta", "Alfa", "Łan"):
        make.partner(session, cast, name=name)
    first = register_page(session, cast.officer, limit=2)
    second = register_page(session, cast.officer, after=first[-1].partner.folded_name, limit=5)
    assert [[row.partner.name for row in page] for page in (first, second)] == [["Alfa", "Beta"], ["Ćma", "Łan"]]


def test_an_officer_sees_what_their_own_institution_sent(session, cast, partner):
    technology = make.to_partnering(session, cast)
    send_brief(session, technology.id, [partner.id], actor=cast.officer, now=NOW)
    make_lead = make.lead(session, cast, technology)
    assert [row.technology.id for row in sent_to(session, partner, cast.officer)] == [technology.id]
    assert sent_to(session, partner, cast.stranger) == sent_to(session, partner, cast.coordinator) == []
    other = session.get_one(type(partner), make_lead.partner_id)
    assert [lead.id for lead, *_ in leads_with(session, other, cast.officer)] == [make_lead.id]
    assert leads_with(session, other, cast.stranger) == []


def test_another_address_ends_what_was_opened_from_the_old_one(session, cast, partner):
    known = contact_of(session, partner)
    secret = begin_contact_session(session, known.id, Browser(), now=NOW)
    link = send_link_to_contact(session, known.id, now=NOW)
    same = ContactForm(name="Renamed", email=known.email.upper())
    edit_contact(session, known.id, same, actor=cast.officer, now=NOW)
    assert signed_in(session, digest_of_secret(secret), now=NOW) is not None
    edit_contact(session, known.id, ContactForm(name="New", email="new@example.org"), actor=cast.officer, now=NOW)
    assert signed_in(session, digest_of_secret(secret), now=NOW) is None
    session.expire_all()
    with pytest.raises(LinkExpired):
        contact_of_link(session, link.id, now=NOW)


def test_the_address_of_whom_another_institution_deals_with_is_not_changed(session):
    cast = make.cast(session)
    interested = make.lead(session, cast, make.technology(session, cast.researcher))
    contact = session.get_one(Contact, interested.contact_id)
    form = ContactForm(name=contact.name, email="mine@example.org", language=contact.language)
    with pytest.raises(Conflict, match="deals with another institution"):
        edit_contact(session, contact.id, form, actor=cast.stranger, now=NOW)
    assert edit_contact(session, contact.id, form, actor=cast.officer, now=NOW).email == "mine@example.org"
