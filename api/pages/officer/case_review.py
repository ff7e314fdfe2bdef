"""IP review: the dossier, what is alike, prior art, everybody's scores, the decision; and the patent cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from api.pages.words import Words
from models.queries.cases import ReviewFile, near_duplicates_of, patent_cases_of, review_file
from models.queries.copies import DossierReader, dossier_readers
from models.queries.decision_letters import letters_by_decision, unreached_creators
from models.queries.people import names_of
from models.rules.permissions import Actor
from models.rules.words import CaseStatus, Criterion, ProtectionStrategy, ReviewOutcome
from models.tables import DecisionLetter, NearDuplicate, PriorArt, ReviewDecision, Technology

APART = 2
"""Points between the highest and the lowest score from which reviewers should talk."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Of one criterion."""

    criterion: Criterion
    by_reviewer: Mapping[int, int]

    @property
    def mean(self) -> float | None:
        scores = self.by_reviewer.values()
        return round(sum(scores) / len(scores), 1) if scores else None

    @property
    def apart(self) -> int:
        scores = self.by_reviewer.values()
        return max(scores) - min(scores) if scores else 0


@dataclass(frozen=True, slots=True)
class Review:
    alike: Sequence[tuple[NearDuplicate, Technology]]
    prior_art: Sequence[PriorArt]
    names: Mapping[int, str]
    """Of everybody who recorded something, by their id."""
    reviewers: tuple[int, ...]
    scores: tuple[Scores, ...]
    mine: Mapping[str, object]
    """My scores and my comment, as my form has them."""
    comments: Mapping[int, str]
    decisions: Sequence[ReviewDecision]
    """The one in force first."""
    outcomes: tuple[ReviewOutcome, ...]
    strategies: tuple[tuple[str, str], ...]
    has_dossier: bool
    readers: Sequence[DossierReader]
    searches: int
    letters: Mapping[int, Sequence[DecisionLetter]]
    """By decision."""
    unreached: tuple[str, ...]
    """Creators to whom no e-mail about the letter can go."""

    @property
    def apart(self) -> bool:
        return any(each.apart >= APART for each in self.scores)


def review_values(
    session: Session, technology: Technology, actor: Actor, now: datetime, words: Words
) -> Mapping[str, Any]:
    del now
    file = review_file(session, technology, actor)
    return {
        "review": Review(
            alike=near_duplicates_of(session, technology, actor),
            prior_art=file.prior_art,
            names=_names(session, file),
            reviewers=tuple(dict.fromkeys(each.reviewer_id for each, _ in file.assessments)),
            scores=tuple(_scores(file, criterion) for criterion in Criterion),
            mine=_mine(file, actor),
            comments={each.reviewer_id: each.comment for each, _ in file.assessments if each.comment},
            decisions=file.decisions[::-1],
            outcomes=tuple(ReviewOutcome),
            strategies=tuple((each.value, words.of("strategy", each)) for each in ProtectionStrategy),
            has_dossier=technology.dossier_sha256 is not None,
            readers=dossier_readers(session, technology, actor),
            searches=len(file.searches),
            letters=letters_by_decision(file.letters),
            unreached=unreached_creators(session, technology),
        )
    }


def protection_values(
    session: Session, technology: Technology, actor: Actor, now: datetime, words: Words
) -> Mapping[str, Any]:
    del now
    return {
        "protection": patent_cases_of(session, technology, actor),
        "strategy": words.of("strategy", technology.strategy) if technology.strategy else "",
        "statuses": tuple(CaseStatus),
    }


def _names(session: Session, file: ReviewFile) -> dict[int, str]:
    names = {each.reviewer_id: name for each, name in file.assessments}
    others = {each.recorded_by_id for each in file.prior_art} | {each.decided_by_id for each in file.decisions}
    return names | names_of(session, others - names.keys())


def _scores(file: ReviewFile, criterion: Criterion) -> Scores:
    return Scores(
        criterion, {each.reviewer_id: each.score for each, _ in file.assessments if each.criterion is criterion}
    )


def _mine(file: ReviewFile, actor: Actor) -> dict[str, object]:
    own = [each for each, _ in file.assessments if each.reviewer_id == actor.person_id]
    comment = own[-1].comment if own else ""
    return {f"score_{each.criterion}": each.score for each in own} | {"comment": comment}
