"""Prior art beyond the single find: searches made, records changed or removed, finds taken over from elsewhere."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from models.actions.dossiers import redraw_dossier
from models.actions.forms import PriorArtForm, PriorArtSearchForm
from models.actions.turns import take_turn
from models.errors import Conflict, Incomplete, NotFound
from models.queries.cases import near_duplicates_of
from models.queries.prior_art import search_of
from models.queries.technologies import institution_case
from models.rules.days import local_date
from models.rules.permissions import Act, Actor, demand
from models.rules.prior_art import Hit, address_of
from models.rules.words import PriorArtKind, SearchMeans
from models.tables import PriorArt, PriorArtSearch, Technology

EPO = "EPO Open Patent Services"


def record_search(
    session: Session, technology_id: int, form: PriorArtSearchForm, *, actor: Actor, now: datetime
) -> PriorArtSearch:
    """A search that the actor or somebody for them has made by hand; one that found nothing is a result."""
    if form.searched_on > local_date(now):
        raise Incomplete("The day of the search, %(day)s, lies in the future.", day=form.searched_on)
    return _search(session, technology_id, actor=actor, now=now, **form.model_dump())


def record_epo_search(
    session: Session,
    technology_id: int,
    *,
    query: str,
    found: int,
    hits: Sequence[Hit],
    actor: Actor,
    now: datetime,
) -> PriorArtSearch:
    """What was sent to the European Patent Office, to the letter, and what it answered."""
    return _search(
        session,
        technology_id,
        actor=actor,
        now=now,
        means=SearchMeans.EPO,
        place=EPO,
        query=query,
        found=found,
        results=[hit.kept() for hit in hits],
        searched_on=local_date(now),
    )


def revise_prior_art(session: Session, record_id: int, form: PriorArtForm, *, actor: Actor, now: datetime) -> PriorArt:
    """The record as corrected; how it was before stays, with who changed it.

    Raises `Conflict` when somebody was first.
    """
    before = _live(session, record_id, actor)
    _retire(session, before, actor=actor, now=now)
    after = PriorArt(
        technology_id=before.technology_id,
        **form.model_dump(),
        search_id=before.search_id,
        other_id=before.other_id,
        replaces_id=before.id,
        recorded_by_id=_person_id(actor),
        recorded_at=now,
    )
    session.add(after)
    session.flush()
    redraw_dossier(session, session.get_one(Technology, before.technology_id), now=now)
    return after


def remove_prior_art(session: Session, record_id: int, *, reason: str, actor: Actor, now: datetime) -> PriorArt:
    """Out of the assessment, and on record with the reason."""
    if not reason.strip():
        raise Incomplete("Say why the record is removed.")
    record = _live(session, record_id, actor)
    record.removed_reason = reason.strip()
    _retire(session, record, actor=actor, now=now)
    redraw_dossier(session, session.get_one(Technology, record.technology_id), now=now)
    return record


def take_over_duplicate(
    session: Session, technology_id: int, other_id: int, *, actor: Actor, now: datetime
) -> PriorArt:
    """A case of the own portfolio as prior art; once, however often it is asked for."""
    technology = _case(session, technology_id, actor)
    pairs = {other.id: (pair, other) for pair, other in near_duplicates_of(session, technology, actor)}
    if other_id not in pairs:
        raise NotFound(f"There is no case {other_id} among those that look like {technology.reference}.")
    known = _live_one(session, technology, PriorArt.other_id == other_id)
    if known is not None:
        return known
    pair, other = pairs[other_id]
    return _found(
        session,
        technology,
        actor=actor,
        now=now,
        kind=PriorArtKind.OWN_CASE,
        title=other.title,
        identifier=other.reference,
        published_on=None,
        relevance=f"{pair.score}%: {', '.join(pair.shared_terms)}",
        other_id=other.id,
    )


def take_over_hit(session: Session, search_id: int, number: str, *, actor: Actor, now: datetime) -> PriorArt:
    """A document that a search through Helix found; once, however often it is asked for."""
    search = search_of(session, search_id, actor)
    technology = _case(session, search.technology_id, actor)
    hit = next((Hit.of(each) for each in search.results if each["number"] == number), None)
    if hit is None:
        raise NotFound(f"The search {search_id} has not found {number[:40]}.")
    known = _live_one(session, technology, PriorArt.identifier == hit.number)
    if known is not None:
        return known
    return _found(
        session,
        technology,
        actor=actor,
        now=now,
        kind=PriorArtKind.PATENT,
        title=hit.title or hit.number,
        source=", ".join(hit.applicants)[:200],
        identifier=hit.number,
        published_on=hit.published_on,
        link=address_of(hit.number),
        search_id=search.id,
    )


def _search(session: Session, technology_id: int, *, actor: Actor, now: datetime, **values: Any) -> PriorArtSearch:
    technology = _case(session, technology_id, actor)
    search = PriorArtSearch(technology_id=technology.id, **values, recorded_by_id=_person_id(actor), recorded_at=now)
    session.add(search)
    session.flush()
    redraw_dossier(session, technology, now=now)
    return search


def _found(session: Session, technology: Technology, *, actor: Actor, now: datetime, **values: Any) -> PriorArt:
    record = PriorArt(technology_id=technology.id, **values, recorded_by_id=_person_id(actor), recorded_at=now)
    session.add(record)
    session.flush()
    redraw_dossier(session, technology, now=now)
    return record


def _retire(session: Session, record: PriorArt, *, actor: Actor, now: datetime) -> None:
    record.removed_at, record.removed_by_id = now, _person_id(actor)
    session.add(record)
    session.flush()


def _live(session: Session, record_id: int, actor: Actor) -> PriorArt:
    """Of two who change it at once the second is told."""
    record = session.get(PriorArt, record_id)
    if record is None:
        raise NotFound(f"There is no record {record_id} of prior art among those you may see.")
    technology = take_turn(session, record.technology_id, actor, asked=f"record {record_id} of prior art")
    demand(actor, Act.REVIEW, institution_case(technology))
    if record.removed_at is not None:
        raise Conflict("Somebody else has changed or removed this record meanwhile. Look at it as it is now.")
    return record


def _live_one(session: Session, technology: Technology, *conditions: Any) -> PriorArt | None:
    return session.exec(
        select(PriorArt)
        .where(PriorArt.technology_id == technology.id, col(PriorArt.removed_at).is_(None), *conditions)
        .limit(1)
    ).first()


def _case(session: Session, technology_id: int, actor: Actor) -> Technology:
    technology = take_turn(session, technology_id, actor)
    demand(actor, Act.REVIEW, institution_case(technology))
    return technology


def _person_id(actor: Actor) -> int:
    if actor.person_id is None:
        raise Incomplete("This must be recorded by a person.")
    return actor.person_id
