"""Creators with their shares and the basis of their rights, and the officer in charge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from api.pages.words import Words
from models.queries.cases import officers_of
from models.queries.people import asked_to_confirm
from models.queries.technologies import contributors_of, institution_case
from models.rules.days import local_date
from models.rules.disclosure import SHARES_WHOLE, shares_total
from models.rules.permissions import Act, Actor, may
from models.tables import Contributor, Person, Technology


@dataclass(frozen=True, slots=True)
class Creator:
    row: Contributor
    share: str
    asked_at: datetime | None
    may_ask: bool
    """They have not confirmed, and were not asked today."""

    @property
    def home(self) -> str:
        return ", ".join(filter(None, (self.row.post, self.row.department, self.row.employer)))


@dataclass(frozen=True, slots=True)
class People:
    creators: tuple[Creator, ...]
    total: str
    whole: bool
    officers: Sequence[Person]


def people_values(
    session: Session, technology: Technology, actor: Actor, now: datetime, words: Words
) -> Mapping[str, Any]:
    rows = contributors_of(session, technology.id)
    asked = asked_to_confirm(session, technology)
    total = shares_total(row.share_bp for row in rows)
    in_charge = may(actor, Act.TRIAGE, institution_case(technology))
    return {
        "people": People(
            tuple(_creator(row, asked.get(row.id), now, words) for row in rows),
            words.field.basis_points(total),
            total == SHARES_WHOLE,
            officers_of(session, actor) if in_charge else (),
        )
    }


def _creator(row: Contributor, asked_at: datetime | None, now: datetime, words: Words) -> Creator:
    may_ask = row.confirmed_at is None and (asked_at is None or local_date(asked_at) < local_date(now))
    return Creator(row, words.field.basis_points(row.share_bp), asked_at, may_ask)
