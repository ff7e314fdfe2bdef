"""Letters about decisions: which there are, to whom they go, and who cannot be told by e-mail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlmodel import Session, col, func, or_, select

from models.errors import NotFound
from models.queries.facts import latest_disclosure
from models.queries.technologies import contributors_of
from models.rules.words import Language
from models.tables import Contributor, DecisionLetter, Person, ReviewDecision, Technology


@dataclass(frozen=True, slots=True)
class Creator:
    """A contributor, or who submitted the disclosure without being one."""

    name: str
    language: Language
    person: Person | None
    """Their account, where they have one."""


def creators_of(session: Session, technology: Technology) -> list[Creator]:
    """In the order of naming. Who has no account is written to in the language of the disclosure."""
    contributors = contributors_of(session, technology.id)
    emails = select(func.lower(Contributor.email)).where(Contributor.technology_id == technology.id)
    known = session.exec(
        select(Person).where(
            col(Person.active),
            or_(func.lower(col(Person.email)).in_(emails), col(Person.id) == technology.submitter_id),
        )
    ).all()
    by_email = {person.email.casefold(): person for person in known}
    disclosure = latest_disclosure(session, technology.id)
    usual = disclosure.language if disclosure else Language.ENGLISH
    found = []
    for each in contributors:
        person = by_email.pop(each.email.casefold(), None)
        found.append(Creator(each.name, person.language if person else usual, person))
    return found + [Creator(person.name, person.language, person) for person in by_email.values()]


def unreached_creators(session: Session, technology: Technology) -> tuple[str, ...]:
    """The names of those to whom the office must hand the letter itself."""
    return tuple(each.name for each in creators_of(session, technology) if each.person is None)


def letters_by_decision(letters: Sequence[DecisionLetter]) -> Mapping[int, Sequence[DecisionLetter]]:
    """In the order in which they were asked for, which keeps those of a decision together."""
    return {number: list(group) for number, group in groupby(letters, key=lambda letter: letter.decision_id)}


def letters_to_creators(
    session: Session, technology: Technology, language: Language
) -> Sequence[tuple[DecisionLetter, ReviewDecision]]:
    """Those that are drawn, the newest decision first, and of one decision the reader's language first."""
    query = (
        select(DecisionLetter, ReviewDecision)
        .join(ReviewDecision, col(ReviewDecision.id) == col(DecisionLetter.decision_id))
        .where(DecisionLetter.technology_id == technology.id, col(DecisionLetter.sha256).is_not(None))
        .order_by(
            col(DecisionLetter.decision_id).desc(),
            (col(DecisionLetter.language) == language).desc(),
            col(DecisionLetter.id),
        )
    )
    return list(session.exec(query).all())


def letter_of(session: Session, technology: Technology, letter_id: int) -> DecisionLetter:
    """Raises `NotFound` for another case's, and for one that is not drawn yet."""
    found = session.get(DecisionLetter, letter_id)
    if found is None or found.technology_id != technology.id or found.sha256 is None:
        raise NotFound(f"{technology.reference} has no letter {letter_id}, or it is not drawn up yet.")
    return found
