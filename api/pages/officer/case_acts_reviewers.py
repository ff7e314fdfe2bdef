"""On the case's page: who is asked to review, conflicts decided, the plan without a patent, the rights offered."""

from collections.abc import Mapping
from dataclasses import replace

from fastapi import APIRouter
from sqlmodel import Session
from starlette.responses import Response

from api.deps import Key
from api.pages.given import Given, Read, read, texts
from api.pages.officer.case import Case
from api.pages.officer.case_acts import perform
from api.pages.words import Words
from models.actions.forms import Form
from models.actions.protection_plans import record_protection_plan
from models.actions.review_forms import (
    ProtectionPlanForm,
    ReviewerForm,
    RightsAnswerForm,
    RightsOfferForm,
    RulingForm,
)
from models.actions.reviewers import ask_reviewer, remind_reviewer, rule_on_conflict, withdraw_request
from models.actions.rights import answer_rights_offer, offer_rights
from models.errors import NotFound
from models.rules.amounts import minor_units
from models.rules.permissions import Act
from models.tables import ConflictStatement, ReviewRequest, RightsOffer, Technology

router = APIRouter()


class NothingAsked(Form):
    """A button."""


def own(found: ReviewRequest | ConflictStatement | RightsOffer | None, technology: Technology) -> None:
    """Raises `NotFound` for what belongs to another case than the address names."""
    if found is None or found.technology_id != technology.id:
        raise NotFound(f"{technology.reference} has nothing of this number.")


@router.post("/technologies/{reference}/reviewers")
def ask(asked: Case, given: Given) -> Response:
    def act(session: Session, technology: Technology, form: ReviewerForm) -> object:
        return ask_reviewer(session, technology.id, form, actor=asked.actor, now=asked.now)

    found = read(ReviewerForm, texts(given, "reviewer_id", "due_on", "note"), asked.words)
    return perform(asked, Act.ASK_REVIEWER, ("review", "reviewer"), found, act, done="asked")


@router.post("/technologies/{reference}/reviewers/{request_id}/remind")
def remind(asked: Case, request_id: Key) -> Response:
    def act(session: Session, technology: Technology, _form: NothingAsked) -> object:
        own(session.get(ReviewRequest, request_id), technology)
        return remind_reviewer(session, request_id, actor=asked.actor, now=asked.now)

    nothing = read(NothingAsked, {}, asked.words)
    return perform(asked, Act.ASK_REVIEWER, ("review", "remind"), nothing, act, done="reminded")


@router.post("/technologies/{reference}/reviewers/{request_id}/withdraw")
def withdraw(asked: Case, request_id: Key) -> Response:
    def act(session: Session, technology: Technology, _form: NothingAsked) -> object:
        own(session.get(ReviewRequest, request_id), technology)
        return withdraw_request(session, request_id, reason="", actor=asked.actor, now=asked.now)

    nothing = read(NothingAsked, {}, asked.words)
    return perform(asked, Act.ASK_REVIEWER, ("review", "withdraw"), nothing, act, done="withdrawn")


@router.post("/technologies/{reference}/conflicts/{statement_id}")
def rule(asked: Case, statement_id: Key, given: Given) -> Response:
    """The action asks whether it is an officer or the head."""

    def act(session: Session, technology: Technology, form: RulingForm) -> object:
        own(session.get(ConflictStatement, statement_id), technology)
        return rule_on_conflict(session, statement_id, form, actor=asked.actor, now=asked.now)

    found = read(RulingForm, texts(given, "ruling", "reason"), asked.words)
    return perform(asked, Act.REVIEW, ("review", f"ruling:{statement_id}"), found, act, done="ruled")


@router.post("/technologies/{reference}/protection-plan")
def plan(asked: Case, given: Given) -> Response:
    def act(session: Session, technology: Technology, form: ProtectionPlanForm) -> object:
        return record_protection_plan(session, technology.id, form, actor=asked.actor, now=asked.now)

    found = read(ProtectionPlanForm, texts(given, "subject", "access", "licensing"), asked.words)
    return perform(asked, Act.DECIDE, ("review", "plan"), found, act, done="plan")


@router.post("/technologies/{reference}/statutory-offer")
def offer_to_creators(asked: Case, given: Given) -> Response:
    def act(session: Session, technology: Technology, form: RightsOfferForm) -> object:
        return offer_rights(session, technology.id, form, actor=asked.actor, now=asked.now)

    found = _offer(texts(given, "offered_on", "fee", "fee_source"), asked.words)
    return perform(asked, Act.DECIDE, ("review", "statutory_offer"), found, act, done="statutory_offer")


def _offer(typed: Mapping[str, str], words: Words) -> Read[RightsOfferForm]:
    """The fee as people write it."""
    try:
        fee = str(minor_units(typed["fee"]))
    except ValueError:
        wrong = words.say("Write the fee as an amount, such as 400.00; 0 where none is asked.")
        found = read(RightsOfferForm, {**typed, "fee": "0"}, words)
        return Read(typed, wrong={**found.wrong, "fee": wrong})
    return replace(read(RightsOfferForm, {**typed, "fee": fee}, words), typed=typed)


@router.post("/technologies/{reference}/rights-offers/{rights_offer_id}")
def answer(asked: Case, rights_offer_id: Key, given: Given) -> Response:
    def act(session: Session, technology: Technology, form: RightsAnswerForm) -> object:
        own(session.get(RightsOffer, rights_offer_id), technology)
        return answer_rights_offer(session, rights_offer_id, form, actor=asked.actor, now=asked.now)

    found = read(RightsAnswerForm, texts(given, "answer", "answered_on", "note"), asked.words)
    return perform(asked, Act.DECIDE, ("review", f"answer:{rights_offer_id}"), found, act, done="answer")
