"""The part of the stories that an office plays in triage and review: rights, search, scores, the decision."""

from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from api.example import forms
from api.example.teller import Teller
from models.actions.clocks import close_clock, start_clock, suppress_clock
from models.actions.forms import (
    AssessmentForm,
    DecisionForm,
)
from models.actions.funding import add_demand
from models.actions.ownership import add_co_owner, clear_input, record_legal_basis
from models.actions.ownership_forms import ClearanceForm
from models.actions.prior_art import record_search
from models.actions.protection_plans import record_protection_plan
from models.actions.review_forms import ConflictForm, ProtectionPlanForm, RightsAnswerForm
from models.actions.reviewers import state_conflict
from models.actions.reviews import (
    record_assessment,
    record_decision,
    record_filing,
    record_prior_art,
    record_statutory_offer,
    review_obligations,
)
from models.actions.rights import answer_rights_offer
from models.queries.decisions import rights_offers_of
from models.queries.ownership import financed, inputs_of
from models.queries.technologies import contributors_of
from models.rules.days import local_date
from models.rules.permissions import Actor
from models.rules.words import (
    InputState,
    RightsAnswer,
    Stage,
)

DECISION_RULE = "art154_decision_3m"


class Reviewing(Teller):
    """What others hold is documented, reviewers score, the office decides, the creators answer."""

    def begin_review(self) -> None:
        def act(session: Session) -> None:
            officer = self.officer(session)
            self.document_ownership(session, officer)
            review_obligations(session, self.technology_id, actor=officer, now=self.at(0.1))
            self.settle_decision_clock(session, officer)
            self.advance(session, Stage.IP_REVIEW, 0.12)

        self.act(act)

    def document_ownership(self, session: Session, officer: Actor) -> None:
        now = self.at(0.1)
        bases = {
            person["email"].casefold(): forms.basis(self.entry, person, local_date(now))
            for person in self.entry["contributor"]
        }
        people = contributors_of(session, self.technology_id)
        found = {person.id: bases[person.email.casefold()] for person in people}
        record_legal_basis(session, self.technology_id, bases=found, actor=officer, now=now)
        for owner in forms.co_owners(self.entry, local_date(now)):
            add_co_owner(session, self.technology_id, owner, actor=officer, now=now)
        fundings = financed(session, self.technology_id)
        for said in self.entry.get("demand", ()):
            funding = fundings[said["funding"]].funding
            add_demand(session, funding.id, forms.demand(said, self.today), actor=officer, now=now)

    def settle_decision_clock(self, session: Session, officer: Actor) -> None:
        """It runs where a creator declared interest; elsewhere the reason why not is on record."""
        now = self.at(0.11)
        if self.entry.get("funding") or self.ends_at is Stage.IP_REVIEW:
            reason = "No creator declared interest in acquiring the rights within 14 days (art. 154(2))."
            suppress_clock(session, self.technology_id, rule=DECISION_RULE, reason=reason, actor=officer, now=now)
        else:
            trigger = local_date(now)
            start_clock(session, self.technology_id, rule=DECISION_RULE, trigger=trigger, actor=officer, now=now)

    # ip_review

    def review(self) -> None:
        self.act(self.record_review)
        if self.stage() is Stage.CLOSED:
            return  # the decision has closed it
        if self.ends_at is Stage.RELEASED:
            self.act(self.release)
        else:
            self.act(lambda session: self.advance(session, Stage.OFFER, 0.35))

    def record_review(self, session: Session) -> None:
        said = self.entry["review"]
        officer, now = self.officer(session), self.at(0.25)
        searched = forms.prior_art_search(self.entry, local_date(now))
        record_search(session, self.technology_id, searched, actor=officer, now=now)
        self.clear_inputs(session, officer)
        for found in said["prior_art"]:
            record_prior_art(session, self.technology_id, forms.prior_art(found), actor=officer, now=now)
        for scored in said["assessment"]:
            form = AssessmentForm(scores=scored["scores"], comment=scored["comment"])
            reviewer = self.network.people[scored["reviewer"]]
            state_conflict(session, self.technology_id, ConflictForm(declared=False), actor=reviewer, now=now)
            record_assessment(session, self.technology_id, form, actor=reviewer, now=now)
        told = {name: said[name] for name in ("outcome", "strategy", "reason", "told", "no_duty") if name in said}
        state_conflict(session, self.technology_id, ConflictForm(declared=False), actor=officer, now=self.at(0.3))
        decision = DecisionForm.model_validate(told)
        record_decision(session, self.technology_id, decision, actor=officer, now=self.at(0.3))
        if plan := said.get("plan"):
            form_of_plan = ProtectionPlanForm.model_validate(plan)
            record_protection_plan(session, self.technology_id, form_of_plan, actor=officer, now=self.at(0.31))
        for clock in self.running_clocks(session, DECISION_RULE):
            close_clock(session, clock.id, done_on=local_date(self.moment), actor=officer, now=self.moment)
        if filing := said.get("filing"):
            filed = datetime.now(UTC) - timedelta(days=filing["filed_days_ago"])
            self.moment = max(self.moment, filed)
            form_of_filing = forms.filing(self.entry, local_date(filed))
            record_filing(session, self.technology_id, form_of_filing, actor=officer, now=self.moment)
            self.keep_past_dates(session, officer)

    def clear_inputs(self, session: Session, officer: Actor) -> None:
        notes = [each.get("cleared") for each in self.entry.get("input", ())]
        for row, note in zip(inputs_of(session, self.technology_id), notes, strict=True):
            if note:
                cleared = ClearanceForm(state=InputState.CLEARED, note=note)
                clear_input(session, row.id, cleared, actor=officer, now=self.at(0.25))

    def keep_past_dates(self, session: Session, officer: Actor) -> None:
        """A filing of long ago starts clocks that have run out by now: the office acted in time."""
        for clock in self.running_clocks(session):
            due_on = clock.due_on or clock.nominal_on
            if due_on < self.today:
                done_on = max(clock.trigger_on, due_on - timedelta(days=20))
                close_clock(session, clock.id, done_on=done_on, actor=officer, now=datetime.now(UTC))

    def release(self, session: Session) -> None:
        officer, now = self.officer(session), self.at(0.4)
        fee = self.entry["review"]["fee"]
        record_statutory_offer(session, self.technology_id, offered_on=local_date(now), actor=officer, now=now, fee=fee)
        taken = RightsAnswerForm(answer=RightsAnswer.ACCEPTED, answered_on=local_date(self.at(0.43)))
        for offer in rights_offers_of(session, self.technology_id):
            answer_rights_offer(session, offer.id, taken, actor=officer, now=self.at(0.43))
        self.advance(session, Stage.RELEASED, 0.45, self.entry["review"]["reason"])

    # offer
