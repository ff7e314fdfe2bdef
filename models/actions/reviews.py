"""Triage and IP review: who is in charge, on what legal basis, and what was decided."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import Session, col, select

from models.actions.comparing import recheck_offers
from models.actions.decision_letters import order_letters
from models.actions.docket import adopt_filing
from models.actions.dossiers import redraw_dossier
from models.actions.effects import begin, supersede
from models.actions.forms import AssessmentForm, DecisionForm, FilingForm, PriorArtForm
from models.actions.review_forms import RightsOfferForm
from models.actions.reviewers import demand_asked, demand_clear, finish_request
from models.actions.rights import offer_rights
from models.actions.trail import content_digest, sign
from models.actions.turns import take_turn, take_turn_of_door
from models.errors import Conflict, Incomplete, NotFound
from models.queries.assessments import own_scores, policy_of, scored_of
from models.queries.decisions import decision_in_force, situation_of
from models.queries.technologies import institution_case
from models.rules.assessment import Scores, is_complete
from models.rules.consequences import consequences
from models.rules.days import local_date
from models.rules.permissions import Act, Actor, demand
from models.rules.pipeline import pipeline
from models.rules.words import EffectKind, ReviewOutcome, Role, SignoffKind
from models.tables import Assessment, Funding, PatentCase, Person, PriorArt, ReviewDecision, Technology


def assign_officer(session: Session, technology_id: int, *, officer_id: int, actor: Actor, now: datetime) -> Technology:
    technology = _open(session, technology_id, actor, Act.TRIAGE)
    officer = session.get(Person, officer_id)
    if officer is None or not _officer_at(officer, technology.institution_id):
        raise NotFound(f"There is no officer {officer_id} in the institution of {technology.reference}.")
    return put_in_charge(session, technology, officer_id, actor=actor, now=now)


def put_in_charge(
    session: Session, technology: Technology, officer_id: int, *, actor: Actor, now: datetime
) -> Technology:
    """For callers who have shown that they may, and that the officer is one of the institution's."""
    take_turn_of_door(session, technology.id)
    technology.officer_id = officer_id
    session.add(technology)
    session.flush()
    sign(session, technology, kind=SignoffKind.ASSIGNMENT, subject=f"officer:person:{officer_id}", actor=actor, now=now)
    return technology


def review_obligations(session: Session, technology_id: int, *, actor: Actor, now: datetime) -> Technology:
    """The officer has read what the funders demand: the sign-off is bound to what stood there."""
    technology = _open(session, technology_id, actor, Act.TRIAGE)
    technology.obligations_reviewed_on = local_date(now)
    session.add(technology)
    session.flush()
    demanded = session.exec(select(Funding).where(Funding.technology_id == technology.id).order_by(col(Funding.id)))
    sign(
        session,
        technology,
        kind=SignoffKind.OBLIGATIONS,
        subject=f"on:{technology.obligations_reviewed_on}",
        digest=content_digest([row.model_dump(exclude={"technology_id"}) for row in demanded]),
        actor=actor,
        now=now,
    )
    return technology


def record_prior_art(
    session: Session, technology_id: int, form: PriorArtForm, *, actor: Actor, now: datetime
) -> PriorArt:
    technology = _open(session, technology_id, actor, Act.REVIEW)
    record = PriorArt(
        technology_id=technology.id, **form.model_dump(), recorded_by_id=_person_id(actor), recorded_at=now
    )
    session.add(record)
    session.flush()
    redraw_dossier(session, technology, now=now)
    return record


def record_assessment(
    session: Session, technology_id: int, form: AssessmentForm, *, actor: Actor, now: datetime
) -> list[Assessment]:
    """One reviewer's scores, after their statement on conflicts of interest.

    Scoring a criterion again replaces the earlier score. Once every criterion was scored the reviewer has seen the
    others' scores: a change then needs a comment, and what was given first stays beside it.
    """
    technology = _open(session, technology_id, actor, Act.ASSESS)
    reviewer = _person_id(actor)
    demand_asked(session, technology, actor)
    demand_clear(session, technology, actor)
    known = {row.criterion: row for row in own_scores(session, technology.id, reviewer)}
    finished = is_complete({criterion: row.score for criterion, row in known.items()})
    rows = []
    for criterion, score in form.scores.items():
        said = form.comments.get(criterion, "") or form.comment
        row = known.get(criterion) or Assessment(
            technology_id=technology.id, reviewer_id=reviewer, criterion=criterion, score=score, recorded_at=now
        )
        if finished and row.score != score:
            if said in ("", row.comment):
                raise Incomplete(
                    "Say why your score of %(criterion)s changes: it was %(score)s.",
                    criterion=criterion,
                    score=row.score,
                )
            row.first_score = row.first_score or row.score
        row.score, row.comment, row.recorded_at = score, said, now
        rows.append(row)
    session.add_all(rows)
    session.flush()
    if not finished and is_complete({each.criterion: each.score for each in [*known.values(), *rows]}):
        finish_request(session, technology, actor, now=now)
    if decision_in_force(session, technology.id) is not None:
        redraw_dossier(session, technology, now=now)
    return rows


def record_decision(
    session: Session, technology_id: int, form: DecisionForm, *, actor: Actor, now: datetime
) -> ReviewDecision:
    """The latest decision is in force; it is signed, bound to the scores and weights it was made under, its strategy
    becomes the technology's, what it sets going begins (`models.rules.consequences`), and letters go out.

    Raises `Incomplete` where the decider has stated nothing on conflicts of interest, and `Conflict` at an end, or
    where a creator holds an offer of the rights that going on would break.
    """
    technology = _open(session, technology_id, actor, Act.DECIDE)
    if pipeline(technology.pipeline, technology.pipeline_version).stages[technology.stage].end:
        raise Conflict("%(reference)s has reached its end: there is nothing to decide.", reference=technology.reference)
    demand_clear(session, technology, actor)
    strategy = form.strategy if form.outcome is ReviewOutcome.PROCEED else None
    found = consequences(
        form.outcome, strategy, situation_of(session, technology), local_date(now), no_duty=bool(form.no_duty)
    )
    if any(each.kind is EffectKind.CLOSED for each in found) and not form.told:
        raise Incomplete("Say what the creators are told: with this decision the case is closed, and they read why.")
    policy, scored = policy_of(session, technology.institution_id), scored_of(session, technology.id)
    tally = scored.tally(policy.weights)
    earlier = decision_in_force(session, technology.id)
    decision = ReviewDecision(
        technology_id=technology.id,
        **form.model_dump(exclude={"strategy"}),
        strategy=strategy,
        decided_by_id=_person_id(actor),
        decided_at=now,
        policy_id=policy.id,
        weights={criterion.value: percent for criterion, percent in policy.weights.items()},
        score=tally.mean,
    )
    session.add(decision)
    technology.strategy = strategy
    session.add(technology)
    session.flush()
    sign(
        session,
        technology,
        kind=SignoffKind.DECISION,
        subject=f"decision:{decision.id}:{form.outcome}",
        digest=content_digest(
            form.model_dump(mode="json")
            | {"weights": decision.weights, "score": decision.score, "scores": sorted(_plain(scored.counted))}
        ),
        actor=actor,
        now=now,
        reason=form.reason,
    )
    order_letters(session, technology, decision, now=now)
    kept = supersede(session, technology, earlier, decision, found, actor=actor, now=now) if earlier else {}
    begin(session, technology, decision, found, kept, actor=actor, now=now)
    redraw_dossier(session, technology, now=now)
    return decision


def _plain(scores: Mapping[int, Scores]) -> list[tuple[int, str, int]]:
    return [(reviewer, criterion, score) for reviewer, given in scores.items() for criterion, score in given.items()]


def record_filing(session: Session, technology_id: int, form: FilingForm, *, actor: Actor, now: datetime) -> PatentCase:
    """A filed application, put on the docket: its clocks start (`models.actions.docket`)."""
    technology = _open(session, technology_id, actor, Act.REVIEW)
    if form.filed_on > local_date(now):
        raise Incomplete(
            "The filing date %(day)s lies in the future: record a filing when it is made.", day=form.filed_on
        )
    twin = select(PatentCase.id).where(
        PatentCase.technology_id == technology.id, PatentCase.case_number == form.case_number
    )
    if session.exec(twin).first():
        raise Conflict(
            "%(reference)s has the case %(number)s already.", reference=technology.reference, number=form.case_number
        )
    case = PatentCase(technology_id=technology.id, **form.model_dump())
    session.add(case)
    session.flush()
    sign(
        session,
        technology,
        kind=SignoffKind.FILING,
        subject=f"case:{case.id}:filed:{form.filed_on}",
        digest=content_digest(form.model_dump(mode="json")),
        actor=actor,
        now=now,
    )
    adopt_filing(session, technology, case, actor=actor, now=now)
    recheck_offers(session, technology.id, now=now)  # its number is confidential until it is published
    return case


def record_statutory_offer(
    session: Session, technology_id: int, *, offered_on: date, actor: Actor, now: datetime, fee: int = 0
) -> Technology:
    """The rights were offered to the creators in writing (Polish act of 2018-07-20, art. 154(3)); `fee` in grosz."""
    form = RightsOfferForm(offered_on=offered_on, fee=fee)
    offer_rights(session, technology_id, form, actor=actor, now=now)
    return take_turn(session, technology_id, actor)


def record_review_prepared(
    session: Session, technology_id: int, *, dossier_sha256: str, actor: Actor, now: datetime
) -> None:
    """The flow has made the dossier for the reviewers."""
    technology = _open(session, technology_id, actor, Act.RUN)
    technology.review_prepared_at, technology.dossier_sha256 = now, dossier_sha256
    session.add(technology)
    session.flush()


def _open(session: Session, technology_id: int, actor: Actor, act: Act) -> Technology:
    technology = take_turn(session, technology_id, actor)
    demand(actor, act, institution_case(technology))
    return technology


def _officer_at(person: Person, institution_id: int) -> bool:
    return person.active and person.role is Role.OFFICER and person.institution_id == institution_id


def _person_id(actor: Actor) -> int:
    if actor.person_id is None:
        raise Incomplete("This must be recorded by a person.")
    return actor.person_id
