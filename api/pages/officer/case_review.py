"""IP review: the dossier, what is alike, prior art, the reviewers and the decision; and the patent cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from api.pages.officer import review_words
from api.pages.officer.case_review_panel import panel_of
from api.pages.words import Words
from models.queries.cases import near_duplicates_of, patent_cases_of, review_file
from models.queries.copies import DossierReader, dossier_is_redrawn, dossier_readers
from models.queries.decision_letters import letters_by_decision, unreached_creators
from models.queries.people import names_of
from models.rules.permissions import Actor
from models.rules.words import CaseStatus
from models.tables import DecisionLetter, NearDuplicate, PriorArt, Technology


@dataclass(frozen=True, slots=True)
class Review:
    alike: Sequence[tuple[NearDuplicate, Technology]]
    prior_art: Sequence[PriorArt]
    names: Mapping[int, str]
    """Of everybody who recorded a find, by their id."""
    has_dossier: bool
    redrawn: bool
    """A newer dossier is on its way."""
    readers: Sequence[DossierReader]
    searches: int
    letters: Mapping[int, Sequence[DecisionLetter]]
    """By decision."""
    unreached: tuple[str, ...]
    """Creators to whom no e-mail about the letter can go."""


def review_values(
    session: Session, technology: Technology, actor: Actor, now: datetime, words: Words
) -> Mapping[str, Any]:
    file = review_file(session, technology, actor)
    return {
        "review": Review(
            alike=near_duplicates_of(session, technology, actor),
            prior_art=file.prior_art,
            names=names_of(session, {each.recorded_by_id for each in file.prior_art}),
            has_dossier=technology.dossier_sha256 is not None,
            redrawn=dossier_is_redrawn(session, technology),
            readers=dossier_readers(session, technology, actor),
            searches=len(file.searches),
            letters=letters_by_decision(file.letters),
            unreached=unreached_creators(session, technology),
        ),
        "panel": panel_of(session, technology, file, actor, now),
        "said": review_words,
        "pairs": lambda table: [(code.value, words.say(sentence)) for code, sentence in table.items()],
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
