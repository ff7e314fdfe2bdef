"""What an officer remarks beside the fields of a disclosure that is to be corrected."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from models.actions.forms import DisclosureForm
from models.actions.stages import advance
from models.actions.turns import take_turn
from models.errors import Incomplete, NotFound
from models.queries.technologies import institution_case
from models.rules.permissions import Act, Actor, demand
from models.rules.words import Stage
from models.tables import Remark, Technology

LONGEST = 2_000


def return_disclosure(
    session: Session,
    technology_id: int,
    *,
    reason: str,
    remarks: Mapping[str, str],
    actor: Actor,
    now: datetime,
    seen_version: int | None = None,
) -> Technology:
    """Back to disclosure with a reason, and with a remark beside each field of `remarks` that is not blank.

    Raises what `advance` and `add_remark` raise; then nothing is sent back and nothing remarked.
    """
    moved = advance(
        session,
        technology_id,
        to=Stage.DISCLOSURE,
        actor=actor,
        now=now,
        reason=reason,
        seen_version=seen_version,
    )
    for field, text in remarks.items():
        if text.strip():
            add_remark(session, technology_id, field, text, actor=actor, now=now)
    return moved


def add_remark(session: Session, technology_id: int, field: str, text: str, *, actor: Actor, now: datetime) -> Remark:
    """`field` is a name of `DisclosureForm`. Creators see it until they submit a corrected version."""
    technology = take_turn(session, technology_id, actor)
    demand(actor, Act.TRIAGE, institution_case(technology))
    if field not in DisclosureForm.model_fields:
        raise NotFound(f"The disclosure has no field {field}.")
    said = text.strip()
    if not said or actor.person_id is None:
        raise Incomplete("Write the remark first.")
    if len(said) > LONGEST:
        raise Incomplete("The remark is too long: at most %(most)s characters.", most=LONGEST)
    remark = Remark(technology_id=technology.id, field=field, text=said, author_id=actor.person_id, at=now)
    session.add(remark)
    session.flush()
    return remark


def resolve_remarks(session: Session, technology: Technology, *, now: datetime) -> None:
    """A corrected version has come in: it is the officer's turn to read it."""
    session.execute(
        update(Remark)
        .where(col(Remark.technology_id) == technology.id, col(Remark.resolved_at).is_(None))
        .values(resolved_at=now)
        .execution_options(synchronize_session=False)
    )
