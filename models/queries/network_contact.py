"""Whom a reader of an anonymous offer writes to or calls."""

from dataclasses import dataclass
from typing import Self

from sqlmodel import Session, col, select

from models.errors import Incomplete
from models.rules.words import Role
from models.settings import settings
from models.tables import Institution, Person


@dataclass(frozen=True)
class NetworkContact:
    """The network's own address and telephone (`HELIX_NETWORK_…`), else those of a coordinator's institution."""

    email: str
    phone: str
    homes: tuple[Institution, ...]
    """Of the coordinators, with an address or a telephone; asked only where the network has neither."""

    @classmethod
    def read(cls, session: Session) -> Self:
        chosen = settings()
        if chosen.network_email or chosen.network_phone:
            return cls(chosen.network_email, chosen.network_phone, ())
        of_coordinators = select(Person.institution_id).where(Person.role == Role.COORDINATOR, col(Person.active))
        homes = session.exec(
            select(Institution).where(col(Institution.id).in_(of_coordinators)).order_by(col(Institution.id))
        )
        return cls("", "", tuple(home for home in homes if home.email or home.phone))

    def apart_from(self, institution_id: int) -> tuple[str, str]:
        """Address and telephone; both empty where there is none.

        Never those of the offer's own institution: they would say whose it is.
        """
        home = next((each for each in self.homes if each.id != institution_id), None)
        return (home.email, home.phone) if home else (self.email, self.phone)


def demand_network_contact(session: Session, institution_id: int) -> None:
    """Raises `Incomplete` where an anonymous offer of the institution would lead to nobody."""
    if not any(NetworkContact.read(session).apart_from(institution_id)):
        raise Incomplete(
            "The offer is anonymous, and there is nobody to write to: ask an administrator to enter the network's "
            "e-mail address (HELIX_NETWORK_EMAIL), or that of another institution which has a coordinator."
        )
