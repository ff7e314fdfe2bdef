"""What is asked for once the stories are told, since it is to tell of them all: reports, and the public catalogue."""

from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import Session, select

from api.example.loading import Network
from models.actions.compilations import CompilationForm, order_compilation, show_catalogue
from models.actions.portfolio_reports import order_due_reports
from models.db import transaction
from models.errors import Incomplete
from models.rules.permissions import Actor, system
from models.rules.words import CompilationKind, Language, Role, Via
from models.tables import Compilation


def close(network: Network, engine: Engine | None) -> None:
    """Once: what is there already stays."""
    coordinator = next(each for each in network.people.values() if each.role is Role.COORDINATOR)
    with transaction(engine) as session:
        order_due_reports(session, actor=system(Via.CLI), now=datetime.now(UTC))
    for language in Language:
        with transaction(engine) as session:
            _catalogue(session, language, coordinator)


def _catalogue(session: Session, language: Language, coordinator: Actor) -> None:
    """Of all offers, for visitors; none where stories stopped before anything was published."""
    known = select(Compilation.id).where(
        Compilation.kind == CompilationKind.CATALOGUE,
        Compilation.language == language,
        Compilation.asked_by_id == coordinator.person_id,
    )
    if session.exec(known).first() is not None:
        return
    form = CompilationForm(kind=CompilationKind.CATALOGUE, language=language)
    try:
        made = order_compilation(session, form, actor=coordinator, now=datetime.now(UTC))
    except Incomplete:
        return
    show_catalogue(session, made.id, shown=True, actor=coordinator)
