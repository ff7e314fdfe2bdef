"""From the tables to the dossier of the IP review. While a review runs, each scores without knowing what others gave:
their scores stand in it once the decision is recorded."""

from datetime import date
from itertools import chain
from typing import Any

from sqlmodel import Session, col, select

from models.actions.stages import pipeline_of
from models.errors import Conflict
from models.queries.assessments import scored_of, statements_of
from models.queries.decisions import decision_in_force
from models.queries.facts import latest_disclosure, unmet_for
from models.queries.ownership import co_owners_of, financed, inputs_of
from models.queries.people import names_of
from models.queries.technologies import contributors_of
from models.rules.assessment import STANDARD_WEIGHTS, Spread
from models.rules.days import local_date
from models.rules.duties import every_rule
from models.rules.gates import GATES
from models.rules.words import Criterion, Language, MoveKind, Stage
from models.tables import (
    Clock,
    Institution,
    NearDuplicate,
    Person,
    PriorArt,
    PriorArtSearch,
    Technology,
)
from reports.contents import same
from reports.dossiers import (
    TEXTS,
    AssessedLine,
    ChecklistLine,
    ClockLine,
    ConflictLine,
    ContributorLine,
    CoOwnerLine,
    DecidedBlock,
    DemandLine,
    DossierContent,
    DuplicateLine,
    FundingLine,
    InputLine,
    PriorArtLine,
    SearchLine,
)

_SAME = (
    "public_disclosure public_disclosure_on public_disclosure_note planned_publication_on "
    "conception_on conception_record trl"
).split()
_LIMITS = ("no_commercial_use", "reach_through", "publication_limited")


def dossier_content(session: Session, technology_id: int, *, today: date) -> DossierContent:
    """All that the reviewers of a technology need, in its officer's language. Confidential."""
    technology = session.get_one(Technology, technology_id)
    institution = session.get_one(Institution, technology.institution_id)
    officer = session.get(Person, technology.officer_id) if technology.officer_id else None
    disclosure = latest_disclosure(session, technology_id)
    if disclosure is None:
        raise Conflict("%(reference)s has no disclosure to review.", reference=technology.reference)
    language = officer.language if officer else disclosure.language
    return DossierContent(
        **same(disclosure, (*TEXTS, *_SAME)),
        language=language,
        reference=technology.reference,
        title=technology.title,
        institution_name=institution.name(language),
        prepared_on=today,
        kind=technology.kind,
        disclosure_version=disclosure.version,
        submitted_on=local_date(disclosure.submitted_at),
        officer_name=officer.name if officer else "",
        field=technology.field,
        keywords=tuple(disclosure.keywords),
        strategy=technology.strategy,
        checklist=_checklist(session, technology, language, today),
        contributors=_contributors(session, technology_id),
        **_others(session, technology_id),
        decided=_decided(session, technology_id),
        clocks=_clocks(session, technology_id, language),
        prior_art=tuple(
            PriorArtLine(**same(row, ("title", "source", "identifier", "relevance", "category", "features")))
            for row in session.exec(
                select(PriorArt)
                .where(PriorArt.technology_id == technology_id, col(PriorArt.removed_at).is_(None))
                .order_by(col(PriorArt.id))
            )
        ),
        searches=tuple(
            SearchLine(**same(row, ("place", "query", "found", "searched_on")))
            for row in session.exec(
                select(PriorArtSearch)
                .where(PriorArtSearch.technology_id == technology_id)
                .order_by(col(PriorArtSearch.searched_on), col(PriorArtSearch.id))
            )
        ),
        duplicates=_duplicates(session, technology_id),
    )


def _checklist(session: Session, technology: Technology, language: Language, today: date) -> tuple[ChecklistLine, ...]:
    """The gates between the review and what follows it, each done or open; also when the case has gone on."""
    onwards = [move for move in pipeline_of(technology).moves_from(Stage.IP_REVIEW) if move.kind is MoveKind.FORWARD]
    unmet = {gate.code for gate in chain.from_iterable(unmet_for(session, technology, move, today) for move in onwards)}
    return tuple(
        ChecklistLine(label=GATES[demand.gate].labels[language], done=demand.gate not in unmet)
        for move in onwards
        for demand in move.demands
    )


def _contributors(session: Session, technology_id: int) -> tuple[ContributorLine, ...]:
    return tuple(
        ContributorLine(
            **same(row, ("name", "status", "share_bp", "legal_basis", "lead")),
            affiliation=", ".join(filter(None, (row.post, row.department, row.employer))),
            confirmed_on=local_date(row.confirmed_at) if row.confirmed_at else None,
        )
        for row in contributors_of(session, technology_id)
    )


def _clocks(session: Session, technology_id: int, language: Language) -> tuple[ClockLine, ...]:
    rows = session.exec(select(Clock).where(Clock.technology_id == technology_id).order_by(col(Clock.nominal_on)))
    return tuple(
        ClockLine(
            **same(row, ("trigger_on", "nominal_on", "due_on", "source", "certainty", "state")),
            label=every_rule()[row.rule].label.to(language) if row.rule in every_rule() else row.rule,
            explanation=row.explanation_pl if language is Language.POLISH else row.explanation_en,
        )
        for row in rows
    )


def _duplicates(session: Session, technology_id: int) -> tuple[DuplicateLine, ...]:
    rows = session.exec(
        select(NearDuplicate, Technology)
        .join(Technology, col(Technology.id) == col(NearDuplicate.other_id))
        .where(NearDuplicate.technology_id == technology_id)
        .order_by(col(NearDuplicate.score).desc(), col(NearDuplicate.id))
    )
    return tuple(
        DuplicateLine(
            reference=other.reference, title=other.title, score=pair.score, shared_terms=tuple(pair.shared_terms)
        )
        for pair, other in rows
    )


def _others(session: Session, technology_id: int) -> dict[str, Any]:
    """What others own of it, demand for it, and gave to it."""
    paid = financed(session, technology_id)
    return {
        "co_owners": tuple(
            CoOwnerLine(**same(row, ("name", "share_bp", "agreement"))) for row in co_owners_of(session, technology_id)
        ),
        "funding": tuple(
            FundingLine(**same(each.funding, ("sponsor", "number", "instrument", "obligations"))) for each in paid
        ),
        "demands": tuple(
            DemandLine(
                funder=each.name,
                **same(row, ("kind", "text", "due_on", "due_event", "state", "settled_on", "document")),
            )
            for each in paid
            for row in each.demands
        ),
        "inputs": tuple(
            InputLine(
                **same(row, ("kind", "name", "provider", "agreement", "licence", "state", "note")),
                limits=tuple(limit for limit in _LIMITS if getattr(row, limit)),
            )
            for row in inputs_of(session, technology_id)
        ),
    }


def _decided(session: Session, technology_id: int) -> DecidedBlock | None:
    decision = decision_in_force(session, technology_id)
    if decision is None:
        return None
    scored = scored_of(session, technology_id)
    weights = {Criterion(code): share for code, share in (decision.weights or {}).items()} or STANDARD_WEIGHTS
    tally = scored.tally(weights)
    stated = statements_of(session, technology_id)
    names = names_of(session, {decision.decided_by_id, *scored.by_reviewer, *stated})
    return DecidedBlock(
        **same(decision, ("outcome", "strategy", "reason", "score")),
        decided_by=names[decision.decided_by_id],
        decided_on=local_date(decision.decided_at),
        reviewers=len(tally.totals),
        assessed=tuple(_assessed(spread, weights[spread.criterion], names) for spread in tally.spreads),
        conflicts=tuple(
            ConflictLine(
                name=names[person],
                **same(row, ("declared", "text", "ruling", "ruling_reason")),
                stated_on=local_date(row.stated_at),
            )
            for person, row in stated.items()
        ),
    )


def _assessed(spread: Spread, weight: int, names: dict[int, str]) -> AssessedLine:
    given = sorted((names[person], points) for person, points in spread.by_reviewer.items())
    return AssessedLine(
        criterion=spread.criterion,
        weight=weight,
        points=tuple(given),
        mean=spread.mean,
        apart=spread.apart,
        disagrees=spread.disagrees,
    )
