"""Keeps the search index true: in the transaction that changes something, whoever changes it.

It listens to the sessions themselves and not to the actions, so that no action can forget it. What has changed is
collected at each flush and written once, before the commit. Statements that change many rows at once
(`update(Table)`) are not seen: they must leave the columns of `WATCHED` alone, and a test holds that.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import event, inspect, select as columns_of
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, UOWTransaction
from sqlmodel import col, delete

from models.rules.aliases import ways_to_write
from models.rules.text import words
from models.rules.words import Searched
from models.tables import (
    Attachment,
    Contact,
    Contributor,
    Disclosure,
    Funding,
    InterestProfile,
    Message,
    Offer,
    Partner,
    PatentCase,
    SearchEntry,
    Table,
    Technology,
    ThirdPartyInput,
)

Subject = tuple[Searched, int]
Passage = tuple[str, str]
"""Where something stands, by a code of ours, and the text as it was written."""

LONGEST = 200_000
"""Characters of an entry: PostgreSQL takes a megabyte of different words."""
BATCH = 200
_DUE = "helix_search_due"
_DISCLOSED = (*sorted(Disclosure.confidential - {"title"}), "abstract_public")
_OFFERED = ("short_summary", "problem", "description", "advantages", "ipr_notes", "expected_role")
HEADINGS = frozenset({"alias", "reference", "title", "name", "file", "number"})
"""Passages that weigh more than the others."""


@dataclass(frozen=True, slots=True)
class Watch:
    """A change of one of these columns is a change of that subject."""

    columns: frozenset[str]
    subject: Callable[[Any], Subject]


def _of_the_technology(row: Any) -> Subject:
    return Searched.TECHNOLOGY, row.technology_id


def _of_the_partner(row: Any) -> Subject:
    return Searched.PARTNER, row.partner_id


WATCHED: dict[type[Table], Watch] = {
    Technology: Watch(frozenset({"reference", "alias", "title"}), lambda row: (Searched.TECHNOLOGY, row.id)),
    Disclosure: Watch(frozenset({"title", "keywords", *_DISCLOSED}), _of_the_technology),
    Contributor: Watch(frozenset({"name", "email", "employer", "department", "contribution"}), _of_the_technology),
    Funding: Watch(frozenset({"sponsor", "number", "obligations"}), _of_the_technology),
    ThirdPartyInput: Watch(frozenset({"name", "provider", "agreement", "licence"}), _of_the_technology),
    PatentCase: Watch(
        frozenset({"case_number", "title", "application_number", "patent_number"}),
        lambda row: (Searched.PATENT, row.id),
    ),
    Offer: Watch(
        frozenset({"title", "anonymous", "key_figures", "partnerships", "technology_keywords", *_OFFERED})
        | {"market_keywords"},
        lambda row: (Searched.OFFER, row.id),
    ),
    Partner: Watch(frozenset({"name", "city", "website", "about"}), lambda row: (Searched.PARTNER, row.id)),
    Contact: Watch(frozenset({"name", "email"}), _of_the_partner),
    InterestProfile: Watch(frozenset({"keywords"}), _of_the_partner),
    Attachment: Watch(frozenset({"name", "note", "technology_id", "removed_at"}), lambda row: (Searched.FILE, row.id)),
    Message: Watch(
        frozenset({"text", "author_name"}),
        lambda row: (Searched.MESSAGE if row.contact_id is None else Searched.CORRESPONDENCE, row.id),
    ),
}


@dataclass(slots=True)
class Described:
    """Everything that one subject can be found by."""

    technology_id: int | None
    passages: list[Passage]

    def texts(self) -> tuple[str, str]:
        """Heading and text of the entry."""
        heading = [text for place, text in self.passages if place in HEADINGS]
        rest = [text for place, text in self.passages if place not in HEADINGS]
        return _folded(heading), _folded(rest)


def _folded(texts: Sequence[str]) -> str:
    """Words alone, parted by blanks: both databases then agree on what a word is."""
    return " ".join(words(" \n".join(texts)))[:LONGEST]


def described(session: Session, kind: Searched, ids: Sequence[int]) -> dict[int, Described]:
    """By id; what is not there, or not to be found any more, is left out."""
    return _DESCRIBED[kind](session, list(ids))


def reindex(session: Session, kind: Searched, ids: Iterable[int]) -> int:
    """Write the entries of these subjects anew; how many there are now."""
    wanted, written = iter(sorted(set(ids))), 0
    while batch := list(islice(wanted, BATCH)):
        _hold(session, kind, batch)
        found = described(session, kind, batch)
        gone = [each for each in batch if each not in found]
        if gone:
            session.execute(
                delete(SearchEntry).where(col(SearchEntry.kind) == kind, col(SearchEntry.subject_id).in_(gone))
            )
        if found:
            _write(session, kind, found)
        written += len(found)
    return written


def _hold(session: Session, kind: Searched, ids: Sequence[int]) -> None:
    """On PostgreSQL, of two who change the same case the later one waits, and sees what the first one wrote."""
    if kind is Searched.TECHNOLOGY:
        session.execute(
            columns_of(col(Technology.id))
            .where(col(Technology.id).in_(ids))
            .order_by(col(Technology.id))
            .with_for_update(key_share=True)
        )


def _write(session: Session, kind: Searched, found: dict[int, Described]) -> None:
    rows = []
    for number, subject in sorted(found.items()):
        heading, text = subject.texts()
        key = {"kind": kind, "subject_id": number, "technology_id": subject.technology_id}
        rows.append(key | {"heading": heading, "text": text})
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(SearchEntry.__table__)  # type: ignore[attr-defined]  # SQLModel does not declare it
    given, kept = insert.excluded, SearchEntry
    changed = (given.heading != col(kept.heading)) | (given.text != col(kept.text))
    changed |= given.technology_id.is_distinct_from(col(kept.technology_id))
    session.execute(
        insert.on_conflict_do_update(
            index_elements=["kind", "subject_id"],
            set_={name: getattr(given, name) for name in ("technology_id", "heading", "text")},
            where=changed,
        ),
        rows,
    )


def _technologies(session: Session, ids: list[int]) -> dict[int, Described]:
    found = {
        number: Described(number, [("alias", ways_to_write(alias)), ("reference", reference), ("title", title)])
        for number, alias, reference, title in session.execute(
            columns_of(
                col(Technology.id), col(Technology.alias), col(Technology.reference), col(Technology.title)
            ).where(col(Technology.id).in_(ids))
        )
    }
    for disclosure in _latest_disclosures(session, ids):
        passages = found[disclosure.technology_id].passages
        passages += [(name, getattr(disclosure, name)) for name in ("title", *_DISCLOSED)]
        passages.append(("keywords", ", ".join(disclosure.keywords)))
    for who in _rows(session, Contributor, col(Contributor.technology_id), ids):
        told = (who.name, who.email, who.department, who.employer, who.contribution)
        found[who.technology_id].passages.append(("contributors", ", ".join(filter(None, told))))
    for grant in _rows(session, Funding, col(Funding.technology_id), ids):
        given = (grant.sponsor, grant.number, grant.obligations)
        found[grant.technology_id].passages.append(("funding", ", ".join(filter(None, given))))
    for each in _rows(session, ThirdPartyInput, col(ThirdPartyInput.technology_id), ids):
        received = (each.name, each.provider, each.agreement, each.licence)
        found[each.technology_id].passages.append(("inputs", ", ".join(filter(None, received))))
    return found


def _latest_disclosures(session: Session, ids: list[int]) -> Iterable[Any]:
    """Earlier versions are corrected ones: nobody looks for what was wrong."""
    latest = {row.technology_id: row for row in _rows(session, Disclosure, col(Disclosure.technology_id), ids)}
    return latest.values()


def _patents(session: Session, ids: list[int]) -> dict[int, Described]:
    return {
        row.id: Described(
            row.technology_id,
            [
                ("number", " ".join(filter(None, (row.application_number, row.patent_number)))),
                ("title", row.title),
                ("case", row.case_number),
            ],
        )
        for row in _rows(session, PatentCase, col(PatentCase.id), ids)
    }


def _offers(session: Session, ids: list[int]) -> dict[int, Described]:
    """Only what the offer itself says: of an anonymous one nothing of its reference, only the alias."""
    rows = _rows(session, Offer, col(Offer.id), ids)
    cases = columns_of(col(Technology.id), col(Technology.alias), col(Technology.reference)).where(
        col(Technology.id).in_({row.technology_id for row in rows})
    )
    called = {row.id: row for row in session.execute(cases)}
    found = {}
    for row in rows:
        case = called[row.technology_id]
        name = ("alias", ways_to_write(case.alias)) if row.anonymous else ("reference", case.reference)
        passages = [name, ("title", row.title)]
        passages += [(name, getattr(row, name)) for name in _OFFERED]
        passages += [("key_figures", " ".join(each.values())) for each in row.key_figures]
        passages += [("partnerships", f"{each.get('why', '')} {each.get('how', '')}") for each in row.partnerships]
        passages.append(("keywords", ", ".join((*row.technology_keywords, *row.market_keywords))))
        found[row.id] = Described(row.technology_id, passages)
    return found


def _partners(session: Session, ids: list[int]) -> dict[int, Described]:
    found = {
        row.id: Described(
            None, [("name", row.name), ("city", row.city), ("website", row.website), ("about", row.about)]
        )
        for row in _rows(session, Partner, col(Partner.id), ids)
    }
    for who in _rows(session, Contact, col(Contact.partner_id), ids):
        found[who.partner_id].passages.append(("contacts", f"{who.name}, {who.email}"))
    for profile in _rows(session, InterestProfile, col(InterestProfile.partner_id), ids):
        found[profile.partner_id].passages.append(("interests", ", ".join(map(str, profile.keywords))))
    return found


def _files(session: Session, ids: list[int]) -> dict[int, Described]:
    return {
        row.id: Described(row.technology_id, [("file", row.name), ("note", row.note)])
        for row in _rows(session, Attachment, col(Attachment.id), ids)
        if row.technology_id is not None and row.removed_at is None
    }


def _messages(session: Session, ids: list[int]) -> dict[int, Described]:
    return {
        row.id: Described(row.technology_id, [("author", row.author_name), ("text", row.text)])
        for row in _rows(session, Message, col(Message.id), ids)
    }


def _rows(session: Session, table: type[Table], column: Any, ids: list[int]) -> Sequence[Any]:
    """As they stand in the database, whatever the session still holds of them."""
    kept = table.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
    return session.execute(columns_of(kept).where(column.in_(ids)).order_by(kept.c.id)).all()


_DESCRIBED: dict[Searched, Callable[[Session, list[int]], dict[int, Described]]] = {
    Searched.TECHNOLOGY: _technologies,
    Searched.PATENT: _patents,
    Searched.OFFER: _offers,
    Searched.PARTNER: _partners,
    Searched.FILE: _files,
    Searched.MESSAGE: _messages,
    Searched.CORRESPONDENCE: _messages,
}


def _collect(session: Session, _context: UOWTransaction) -> None:
    """At each flush, while it is still known what has changed."""
    due: set[Subject] = session.info.setdefault(_DUE, set())
    for row in session.deleted:
        watch = WATCHED.get(type(row))
        if watch:
            due.add(watch.subject(row))
    for row in session.new:
        watch = WATCHED.get(type(row))
        if watch:
            due.add(watch.subject(row))
    for row in session.dirty:
        watch = WATCHED.get(type(row))
        if watch and not watch.columns.isdisjoint(_changed(row)):
            due.add(watch.subject(row))


def _changed(row: object) -> Iterable[str]:
    return (each.key for each in inspect(row).attrs if each.history.has_changes())  # type: ignore[union-attr]  # only mapped rows come here


def _settle(session: Session) -> None:
    if session.in_nested_transaction():
        return  # a savepoint alone: the outer transaction settles
    session.flush()
    due: set[Subject] = session.info.pop(_DUE, set())
    for kind in Searched:
        reindex(session, kind, [number for each, number in due if each is kind])


def _forget(session: Session) -> None:
    session.info.pop(_DUE, None)


event.listen(Session, "after_flush", _collect)
event.listen(Session, "before_commit", _settle)
event.listen(Session, "after_rollback", _forget)
