"""The table of permissions, whole: who may do what to a case of their own institution and of another."""

import pytest

from models.errors import NotPermitted
from models.rules.permissions import PERMISSIONS, Act, Actor, Case, demand, may, system
from models.rules.words import Role, Via

HOME, ELSEWHERE = 1, 2
CASE = Case(HOME, submitter_id=10, contributors=("lead@example.org", "other@example.org"))


def actor(role: Role, institution_id: int | None = HOME, number: int = 99, email: str = "nobody@example.org") -> Actor:
    return Actor(f"person:{number}", "Somebody", role, institution_id, Via.API, email=email)


CAST = {
    "submitter": actor(Role.RESEARCHER, number=10, email="lead@example.org"),
    "co-author": actor(Role.RESEARCHER, ELSEWHERE, number=11, email="Other@Example.org"),
    "colleague": actor(Role.RESEARCHER),
    "officer": actor(Role.OFFICER),
    "stranger": actor(Role.OFFICER, ELSEWHERE),
    "reviewer": actor(Role.REVIEWER),
    "foreign reviewer": actor(Role.REVIEWER, ELSEWHERE),
    "coordinator": actor(Role.COORDINATOR, ELSEWHERE),
    "administrator": actor(Role.ADMINISTRATOR),
    "contact": Actor("contact:3", "A partner", Role.PARTNER_CONTACT, None, Via.LINK, partner_id=7),
    "Helix": system(),
}

ALLOWED = {
    Act.VIEW: {"submitter", "co-author", "officer", "reviewer", "Helix"},
    Act.SUBMIT: {"submitter", "colleague", "officer", "reviewer"},
    Act.REVISE: {"submitter", "co-author", "officer"},
    Act.CONFIRM_SHARE: {"submitter", "co-author"},
    Act.ADVANCE: {"officer"},
    Act.HOLD: {"officer"},
    Act.OVERRIDE_GATE: {"officer"},
    Act.TRIAGE: {"officer"},
    Act.REVIEW: {"officer", "reviewer"},
    Act.ASSESS: {"officer", "reviewer"},
    Act.DECIDE: {"officer"},
    Act.ASK_REVIEWER: {"officer"},
    Act.RULE_ON_CONFLICT: {"officer"},
    Act.VIEW_REVIEW_POLICY: {"officer", "reviewer", "administrator"},
    Act.SET_REVIEW_POLICY: {"administrator", "Helix"},
    Act.READ_DATE: {"officer", "reviewer"},
    Act.WRITE_OFFER: {"officer"},
    Act.CONSENT: {"submitter"},
    Act.ANSWER_RIGHTS: {"submitter", "co-author"},
    Act.APPROVE: {"officer"},
    Act.MANAGE_PARTNERS: {"officer", "stranger", "coordinator", "administrator"},
    Act.MANAGE_AGREEMENTS: {"officer"},
    Act.RECORD_PAYMENT: {"officer"},
    Act.IMPORT: {"officer", "administrator", "Helix"},
    Act.MANAGE_WORK: {"officer", "stranger", "administrator", "Helix"},
    Act.MANAGE_PEOPLE: {"administrator", "Helix"},
    Act.VIEW_FIGURES: {"officer", "stranger", "coordinator", "administrator", "Helix"},
    Act.VIEW_PORTFOLIO: {"coordinator", "administrator", "Helix"},
    Act.WRITE_MESSAGE: {"submitter", "co-author", "officer"},
    Act.ADD_FILE: {"submitter", "co-author", "officer"},
    Act.SHARE_FILE: {"officer"},
    Act.DEAL_AS_PARTNER: set(),
    Act.COMPILE_OFFERS: {"officer", "coordinator"},
    Act.REPORT_PORTFOLIO: {"officer", "administrator", "Helix"},
    Act.RUN: {"Helix"},
}


def test_a_contact_deals_for_their_own_business_alone():
    assert {name for name, who in CAST.items() if may(who, Act.DEAL_AS_PARTNER, Case(None, partner_id=7))} == {
        "contact"
    }
    assert not may(CAST["contact"], Act.DEAL_AS_PARTNER, Case(None, partner_id=8))
    assert not may(CAST["officer"], Act.DEAL_AS_PARTNER, Case(HOME))


@pytest.mark.parametrize("act", Act)
def test_who_may(act):
    assert {name for name, who in CAST.items() if may(who, act, CASE)} == ALLOWED[act]


def test_an_act_without_a_line_is_refused_to_everybody(monkeypatch):
    monkeypatch.delitem(PERMISSIONS, Act.VIEW)
    assert not any(may(who, Act.VIEW, CASE) for who in CAST.values())


def test_a_refusal_says_what_may_not_be_done_and_nothing_of_the_case():
    with pytest.raises(NotPermitted, match=r"^As partner contact you may not manage agreements here\.$"):
        demand(CAST["contact"], Act.MANAGE_AGREEMENTS, CASE)


def test_nobody_without_an_address_is_a_contributor():
    silent = actor(Role.RESEARCHER, email="")
    assert not may(silent, Act.CONFIRM_SHARE, Case(HOME, contributors=("",)))
