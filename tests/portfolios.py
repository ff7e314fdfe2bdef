"""Hand-made histories: technologies with the moves that they made, on days that a test chooses."""

from datetime import date, datetime, time
from hashlib import sha256
from itertools import count

from sqlmodel import Session

from models.actions.references import new_alias
from models.rules.days import HOME
from models.rules.pipeline import pipeline
from models.rules.words import Field, MoveKind, Stage, TechnologyKind, Via, chain_of
from models.tables import Institution, Technology, Transition

_numbers = count(1)
ORDER = list(Stage)


def noon(day: date | datetime) -> datetime:
    return day if isinstance(day, datetime) else datetime.combine(day, time(12), HOME)


def history(
    session: Session,
    home: Institution,
    *moves: tuple[Stage, date | datetime],
    field: Field | None = Field.DIAGNOSTICS,
    via: Via = Via.PAGE,
) -> Technology:
    """A technology that came to each stage on its day. A move to an earlier stage is one back."""
    number = next(_numbers)
    made = Technology(
        institution_id=home.id,
        reference=f"{home.code}-T-{number}",
        alias=new_alias(session),
        title=f"Secret working title {number}",
        kind=TechnologyKind.INVENTION,
        stage=moves[-1][0],
        version=len(moves),
        pipeline=pipeline().name,
        pipeline_version=pipeline().version,
        stage_since=noon(moves[-1][1]),
        created_at=noon(moves[0][1]),
        field=field,
        value_chain=chain_of(field) if field else None,
    )
    session.add(made)
    session.flush()
    source: Stage | None = None
    for version, (stage, day) in enumerate(moves, 1):
        session.add(_move(made, version, source, stage, noon(day), via))
        source = stage
    session.flush()
    return made


def _move(made: Technology, version: int, source: Stage | None, to: Stage, at: datetime, via: Via) -> Transition:
    number = next(_numbers)
    if source is None:
        kind = MoveKind.ENTER
    elif to in (Stage.RELEASED, Stage.CLOSED):
        kind = MoveKind.RELEASE if to is Stage.RELEASED else MoveKind.CLOSE
    else:
        kind = MoveKind.FORWARD if ORDER.index(to) > ORDER.index(source) else MoveKind.BACK
    digest = sha256(str(number).encode()).hexdigest()
    return Transition(
        institution_id=made.institution_id,
        sequence=1_000_000 + number,
        previous_hash=digest,
        hash=digest,
        technology_id=made.id,
        technology_version=version,
        kind=kind,
        from_stage=source,
        to_stage=to,
        actor="system",
        actor_name="Helix",
        via=via,
        at=at,
    )
