"""A network's database after years of work, written in bulk: as many technologies as wanted in a realistic mix.

Nothing is moved through the actions, which would take hours at 100,000: rows are made as those would leave them, but
for the trail's hashes. The same numbers always make the same database, so that two sizes differ in size alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from hashlib import sha256
from random import Random
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, select

from benchmarks.portfolio import House, bilingual
from models.rules.aliases import GROUP, GROUPS, SIGNS
from models.rules.clocks import clock_rules
from models.rules.days import local_date
from models.rules.pipeline import pipeline
from models.rules.text import fold
from models.rules.words import (
    FIELDS_OF_CHAIN,
    Answer,
    ClockState,
    ContributorStatus,
    DispatchState,
    IprStatus,
    Language,
    LeadState,
    MoveKind,
    OfferState,
    PublicDisclosure,
    Stage,
    TechnologyKind,
    ValueChain,
    Via,
    WorkKind,
    WorkState,
)
from models.tables import (
    Brief,
    Clock,
    Contact,
    Contributor,
    Delivery,
    Disclosure,
    Institution,
    Lead,
    Message,
    Offer,
    Partner,
    Technology,
    Transition,
    Work,
)
from models.tables.columns import Table

MIX = {
    Stage.DISCLOSURE: 4,
    Stage.TRIAGE: 5,
    Stage.IP_REVIEW: 8,
    Stage.OFFER: 4,
    Stage.PARTNERING: 10,
    Stage.NEGOTIATION: 3,
    Stage.LICENSED: 12,
    Stage.RELEASED: 9,
    Stage.CLOSED: 45,
}
"""Per cent of all technologies: most cases of an old office are closed."""
WAY = (
    Stage.DISCLOSURE,
    Stage.TRIAGE,
    Stage.IP_REVIEW,
    Stage.OFFER,
    Stage.PARTNERING,
    Stage.NEGOTIATION,
    Stage.LICENSED,
)
PARTNERS = 300
CHUNK = 2_000

Row = dict[str, Any]


@dataclass
class Archive:
    homes: list[House]
    institutions: dict[str, int]
    now: datetime
    random: Random = field(default_factory=lambda: Random(20261125))
    sequences: dict[int, int] = field(default_factory=lambda: defaultdict(int))


def fill(session: Session, homes: list[House], count: int, *, now: datetime) -> None:
    institutions = {each.code: each.id for each in session.exec(select(Institution))}
    archive = Archive(homes, institutions, now)
    _write(session, _partners())
    for first in range(1, count + 1, CHUNK):
        numbers = range(first, min(first + CHUNK, count + 1))
        _write(session, (row for number in numbers for row in _case(archive, number)))


def _write(session: Session, rows: Iterable[tuple[type[Table], Row]]) -> None:
    """Tables in the order in which they first come: those that others refer to come first."""
    by_table: dict[type[Table], list[Row]] = defaultdict(list)
    for table, row in rows:
        by_table[table].append(_defaults(table) | row)
    for table in (each for each in _ORDER if each in by_table):
        session.connection().execute(sa.insert(table), by_table[table])


@cache
def _defaults(table: type[Table]) -> Row:
    """What the class would fill in: a bulk insert asks no class."""
    optional = {name: each for name, each in table.model_fields.items() if not each.is_required() and name != "id"}
    return {name: each.get_default(call_default_factory=True) for name, each in optional.items()}


_ORDER = (
    *(Partner, Contact, Technology, Disclosure, Contributor, Transition, Clock, Offer, Brief, Delivery),
    *(Lead, Message, Work),
)


def _partners() -> Iterator[tuple[type[Table], Row]]:
    for number in range(1, PARTNERS + 1):
        name = f"Partner {number} sp. z o.o."
        yield Partner, {"id": number, "name": name, "folded_name": fold(name), "country": "PL", "size": "sme_49"}
        email = f"anna{number}@partner{number}.example"
        yield (
            Contact,
            {
                "id": number,
                "partner_id": number,
                "name": "Anna Nowak",
                "email": email,
                "language": Language.POLISH,
                "consent_on": date(2026, 1, 5),
            },
        )


def _case(archive: Archive, number: int) -> Iterator[tuple[type[Table], Row]]:
    random, told = archive.random, bilingual()
    home = archive.homes[number % len(archive.homes)]
    officer = home.officers[number // len(archive.homes) % len(home.officers)]
    stage = random.choices(list(MIX), list(MIX.values()))[0]
    entry = told[number % len(told)]
    chain = list(ValueChain)[number % 2]
    rules = pipeline()
    target = rules.stages[stage].target_days or 900
    since = archive.now - timedelta(days=random.triangular(0, 2.2 * target, 0.5 * target))
    held = stage in WAY[:-1] and random.random() < 0.03
    title = f"{entry['disclosure']['title']} (series {number})"
    passed = WAY[: WAY.index(stage) + 1] if stage in WAY else WAY[: random.randint(1, 4)]
    technology = {
        "id": number,
        "institution_id": archive.institutions[home.code],
        "reference": f"{home.code}-{since.year}-{number:06d}",
        "alias": _alias(number),
        "title": title,
        "kind": TechnologyKind.INVENTION,
        "stage": stage,
        "version": len(passed) + (stage not in WAY),
        "pipeline": rules.name,
        "pipeline_version": rules.version,
        "stage_since": since,
        "created_at": since - timedelta(days=60 * len(passed)),
        "submitter_id": home.researcher.person_id,
        "officer_id": officer.person_id,
        "value_chain": chain,
        "field": FIELDS_OF_CHAIN[chain][number % len(FIELDS_OF_CHAIN[chain])],
        "hold_reason": "The team waits for data." if held else None,
        "resume_on": local_date(archive.now) + timedelta(days=random.randint(-20, 200)) if held else None,
        "search_text": fold(f"{title} {entry['disclosure']['abstract_public']}"),
        "terms": fold(title),
    }
    yield Technology, technology
    yield from _disclosed(home, technology, entry)
    yield from _moved(archive, technology, officer.key, officer.name, passed)
    if stage not in (Stage.DISCLOSURE, Stage.TRIAGE):
        yield from _clocked(archive, technology)
    if Stage.OFFER in passed:
        yield from _offered(archive, technology, entry)
    if stage in WAY[:-1] and random.random() < 0.05:
        said = {"technology_id": number, "author": home.researcher.key, "author_name": home.researcher.name}
        yield Message, said | {"contact_id": None, "text": "When will you look at it?", "at": since, "read_at": None}
    yield Work, _worked(technology, WorkState.PARKED if random.random() < 0.00005 else WorkState.DONE)


def _alias(number: int) -> str:
    """As drawn ones look; counted, so that the same numbers make the same database."""
    signs = [SIGNS[number // len(SIGNS) ** place % len(SIGNS)] for place in range(GROUPS * GROUP)]
    return "-".join("".join(signs[first : first + GROUP]) for first in range(0, len(signs), GROUP))


def _disclosed(home: House, technology: Row, entry: Row) -> Iterator[tuple[type[Table], Row]]:
    number = technology["id"]
    yield (
        Disclosure,
        {
            "technology_id": number,
            "version": 1,
            "language": Language.ENGLISH,
            "submitted_at": technology["created_at"],
            "fingerprint": _digest("disclosure", number),
            "title": technology["title"],
            "abstract_public": entry["disclosure"]["abstract_public"],
            "abstract_confidential": "The linker is described in the notebook.",
            "problem": "Today's test takes two days.",
            "description": "A strip carries two lines.",
            "novelty": "The capture molecule is a peptide.",
            "advantages": "Twenty minutes instead of two days.",
            "public_disclosure": PublicDisclosure.NONE,
            "keywords": ["strip"],
            "trl": 4,
        },
    )
    for position, who in ((1, home.researcher), (2, home.reviewer)):
        yield (
            Contributor,
            {
                "technology_id": number,
                "position": position,
                "name": who.name,
                "email": who.email,
                "status": ContributorStatus.EMPLOYEE,
                "share_bp": 5_000,
                "lead": position == 1,
                "confirmed_at": technology["created_at"] if position == 1 or number % 3 else None,
            },
        )


def _moved(
    archive: Archive, technology: Row, actor: str, name: str, passed: tuple[Stage, ...]
) -> Iterator[tuple[type[Table], Row]]:
    stages = [*passed, *([technology["stage"]] if technology["stage"] not in WAY else [])]
    home = technology["institution_id"]
    for version, stage in enumerate(stages, 1):
        archive.sequences[home] += 1
        yield (
            Transition,
            {
                "institution_id": home,
                "sequence": archive.sequences[home],
                "previous_hash": "0" * 64,
                "hash": "0" * 64,
                "technology_id": technology["id"],
                "technology_version": version,
                "kind": MoveKind.ENTER if version == 1 else MoveKind.CLOSE if stage not in WAY else MoveKind.FORWARD,
                "from_stage": stages[version - 2] if version > 1 else None,
                "to_stage": stage,
                "actor": actor,
                "actor_name": name,
                "via": Via.PAGE,
                "at": technology["stage_since"] - timedelta(days=60 * (len(stages) - version)),
            },
        )


def _clocked(archive: Archive, technology: Row) -> Iterator[tuple[type[Table], Row]]:
    over = technology["stage"] in (Stage.CLOSED, Stage.RELEASED)
    codes = [code for code, rule in clock_rules().items() if not rule.event]
    for nth in range(archive.random.randint(1, 3)):
        nominal = local_date(archive.now) + timedelta(days=archive.random.randint(-300 if over else -2, 700))
        yield (
            Clock,
            {
                "technology_id": technology["id"],
                "rule": codes[(technology["id"] + 7 * nth) % len(codes)],
                "trigger_on": nominal - timedelta(days=365),
                "nominal_on": nominal,
                "due_on": nominal,
                "source": "A law",
                "certainty": "V",
                "state": ClockState.DONE if over and archive.random.random() < 0.9 else ClockState.RUNNING,
                "done_on": nominal,
            },
        )


def _offered(archive: Archive, technology: Row, entry: Row) -> Iterator[tuple[type[Table], Row]]:
    number, random = technology["id"], archive.random
    public = technology["stage"] in (Stage.PARTNERING, Stage.NEGOTIATION)
    said, digest = entry["offer"][Language.ENGLISH], _digest("offer", number)
    yield (
        Offer,
        {
            "id": number,
            "technology_id": number,
            "language": Language.ENGLISH,
            "version": 1,
            "state": OfferState.PUBLISHED if public else OfferState.DRAFT,
            "created_at": technology["stage_since"],
            "title": said["title"],
            "short_summary": said["short_summary"],
            "description": said["description"],
            "advantages": said["advantages"],
            "trl": said["trl"],
            "ipr_status": IprStatus.APPLIED,
            "digest": digest,
            "checked_digest": digest,
            "published_at": technology["stage_since"] if public else None,
        },
    )
    if not public:
        return
    yield (
        Brief,
        {
            "id": number,
            "offer_id": number,
            "offer_digest": digest,
            "template_version": "1",
            "input_checksum": digest,
            "sha256": digest,
            "size": 90_000,
            "rendered_at": technology["stage_since"],
        },
    )
    for contact in random.sample(range(1, PARTNERS + 1), 3):
        asked = random.choices([Answer.INTERESTED, Answer.DECLINED, Answer.QUESTION, None], [4, 20, 2, 74])[0]
        sent = technology["stage_since"] + timedelta(hours=1)
        yield (
            Delivery,
            {
                "offer_id": number,
                "brief_id": number,
                "contact_id": contact,
                "state": DispatchState.SENT,
                "queued_at": sent,
                "sent_at": sent,
                "answer": asked,
                "answered_at": sent if asked else None,
                "message": "Does it keep in a warehouse?" if asked is Answer.QUESTION else "",
            },
        )
        if asked is Answer.INTERESTED:
            path = {"technology_id": number, "partner_id": contact, "contact_id": contact}
            yield Lead, path | {"state": LeadState.INTERESTED, "opened_at": sent, "changed_at": sent}


def _worked(technology: Row, state: WorkState) -> Row:
    at = technology["created_at"]
    return {
        "kind": WorkKind.RECEIVE_DISCLOSURE,
        "subject_id": technology["id"],
        "unique_key": f"{WorkKind.RECEIVE_DISCLOSURE}:{technology['id']}:1",
        "state": state,
        "not_before": at,
        "created_at": at,
        "done_at": at,
    }


def _digest(*parts: object) -> str:
    return sha256(":".join(map(str, parts)).encode()).hexdigest()
