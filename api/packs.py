"""Of which version of an offer the European network's pack is made."""

from sqlmodel import Session

from models.errors import Conflict
from models.queries.cases import offers_of
from models.queries.technologies import institution_case, technology_by_reference
from models.rules.permissions import Act, Actor, demand
from models.rules.words import Language
from models.tables import Offer, Technology
from reports.contents import released


def offer_for_pack(session: Session, reference: str, language: Language, actor: Actor) -> tuple[Technology, Offer]:
    """The newest version that was approved and consented to. Raises `Conflict` where none was."""
    technology = technology_by_reference(session, reference, actor)
    demand(actor, Act.WRITE_OFFER, institution_case(technology))
    own = [each for each in offers_of(session, technology) if each.language is language and released(each)]
    if not own:
        raise Conflict("No version in this language is approved and agreed to: the network gets none before that.")
    return technology, own[-1]
