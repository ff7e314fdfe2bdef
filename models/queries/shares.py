"""What a contributor's signed link opens."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from models.errors import NotFound
from models.links import share_mark
from models.queries.facts import latest_disclosure
from models.queries.technologies import contributors_of
from models.rules.permissions import Actor
from models.rules.words import Language, Role, Via
from models.tables import Contributor, Institution, Person, Technology


@dataclass(frozen=True, slots=True)
class OpenedShare:
    """Enough for a contributor to say whether it is right; nothing of the description."""

    technology: Technology
    institution: Institution
    contributor: Contributor
    everybody: Sequence[Contributor]
    submitter: str
    language: Language

    @property
    def actor(self) -> Actor:
        """The contributor, for whom the link is the permission."""
        return Actor(
            f"contributor:{self.contributor.id}",
            self.contributor.name,
            Role.RESEARCHER,
            None,
            Via.LINK,
            email=self.contributor.email,
        )


def opened_share(session: Session, contributor_id: int, bound: str) -> OpenedShare:
    """Raises `NotFound` once the contributor is no longer named, or their share is another one."""
    contributor = session.get(Contributor, contributor_id)
    if contributor is None or not hmac.compare_digest(bound, _mark(contributor)):
        raise NotFound("This link is about a share that is no more.")
    technology = session.get_one(Technology, contributor.technology_id)
    submitter = session.get(Person, technology.submitter_id) if technology.submitter_id else None
    disclosure = latest_disclosure(session, technology.id)
    return OpenedShare(
        technology,
        session.get_one(Institution, technology.institution_id),
        contributor,
        contributors_of(session, technology.id),
        submitter.name if submitter else "",
        disclosure.language if disclosure else Language.ENGLISH,
    )


def _mark(contributor: Contributor) -> str:
    return share_mark(technology_id=contributor.technology_id, email=contributor.email, share_bp=contributor.share_bp)
