"""The editor of an offer: both languages side by side, what the lint found and what creators remarked beside them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from api.deps import LARGEST_KEY, Now, Reference
from api.pages.countries import suggested
from api.pages.given import Given, refusal, text
from api.pages.officer import deal_codes
from api.pages.officer.acting import went
from api.pages.officer.case_offer import HERE, READ, offered_technology
from api.pages.officer.offer_fields import ReadOffer, begun_from_disclosure, other, read_offer, texts_of, typed_of
from api.pages.officer.offer_leaks import by_place, by_row, leaks_of
from api.pages.officer.offer_notes import by_field, notes_of
from api.pages.rendering import own_page, words_for
from api.visitors import Member
from models.actions.forms import OfferForm
from models.actions.offer_comments import LONGEST, answer_comment, settle_comment
from models.actions.offers import save_offer
from models.db import reading, transaction
from models.errors import Conflict, HelixError, NotFound, NotPermitted
from models.queries import offer_comments
from models.queries.cases import offers_of
from models.queries.facts import latest_disclosure
from models.queries.offer_comments import Thread, threads_of
from models.rules.keywords import KeywordKind, keywords
from models.rules.numbers import in_notation_of
from models.rules.offers import OFFER_COUNTS, OFFER_LIMITS, OFFER_REQUIRED
from models.rules.permissions import Actor
from models.rules.words import (
    DevelopmentStage,
    IprStatus,
    Language,
    OfferState,
    PartnershipType,
    PartnerSize,
    levels_of,
)
from models.tables import Disclosure, Offer, Technology

router = APIRouter()
_ANSWER = re.compile(r"(?P<act>answer|settled)\.(?P<number>\d{1,10})")


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the editor lies on. `first` is the language in whose address it was opened."""

    technology: Technology
    first: Language
    newest: Mapping[Language, Offer]
    disclosure: Disclosure | None
    threads: Sequence[Thread] = field(default_factory=tuple)

    @property
    def starts(self) -> bool:
        return not self.newest

    def untouched(self) -> dict[str, Any]:
        """What a language without a version starts from, and where there is none at all what both share."""
        begun = begun_from_disclosure(self.technology, self.disclosure)
        return {
            name: value
            for name, value in begun.items()
            if (self.starts if "." not in name else Language(name.partition(".")[0]) not in self.newest)
        }

    def seen(self) -> dict[Language, str]:
        return {each: self.newest[each].digest if each in self.newest else "" for each in Language}


@router.api_route(HERE + "/{language}", methods=READ)
def edit(request: Request, reference: Reference, language: Language, member: Member) -> Response:
    reader = words_for(request).language
    with reading() as session:
        desk = _desk(session, reference, language, member.actor)
        typed = desk.untouched() | typed_of(desk.newest, reader, language)
        return _editor(request, desk, ReadOffer(typed), seen=desk.seen())


@router.post(HERE + "/{language}")
def save(
    request: Request, reference: Reference, language: Language, member: Member, now: Now, given: Given
) -> Response:
    """Each language that is written, both or neither; with it the answers to comments."""
    words, actor = words_for(request), member.actor
    with reading() as session:
        desk = _desk(session, reference, language, actor)
    read = read_offer(given, words, desk.newest, language, desk.untouched())
    seen = {each: text(given, f"seen.{each}") for each in Language}
    refused: Sequence[str] = ()
    status, meanwhile = 422, False
    if not read.wrong:
        try:
            with transaction() as session:
                _save(session, reference, language, read, seen, given, actor, now)
            return went(request, HERE.format(reference=reference), done="saved", at=language)
        except (NotFound, NotPermitted):
            raise
        except HelixError as error:
            refused, status, meanwhile = refusal(error, words), error.status, isinstance(error, Conflict)
    with reading() as session:
        desk = _desk(session, reference, language, actor)
        theirs = {each for each in desk.newest if meanwhile and desk.newest[each].digest != seen[each]}
        if meanwhile:
            seen = desk.seen()
        return _editor(request, desk, read, seen=seen, given=given, refused=refused, status=status, theirs=theirs)


def _save(
    session: Session,
    reference: str,
    first: Language,
    read: ReadOffer,
    seen: Mapping[Language, str],
    given: Any,
    actor: Actor,
    now: datetime,
) -> None:
    desk = _desk(session, reference, first, actor)
    for language, form in read.forms.items():
        newest = desk.newest.get(language)
        if newest is not None and language is not first and _stays_withdrawn(newest, form):
            continue
        save_offer(session, desk.technology.id, form, actor=actor, now=now, seen_digest=seen[language])
    for name in given:
        found = _ANSWER.fullmatch(name)
        number = int(found["number"]) if found else 0
        if not found or number > LARGEST_KEY or not text(given, name).strip():
            continue
        if found["act"] == "answer":
            answer_comment(session, number, text(given, name), actor=actor, now=now)
        else:
            settle_comment(session, number, settled=True, actor=actor, now=now)


def _stays_withdrawn(newest: Offer, form: OfferForm) -> bool:
    """A withdrawn language is not brought back because the other one was written."""
    values = form.model_dump(mode="json")
    return newest.state is OfferState.WITHDRAWN and all(
        getattr(newest, name) == value for name, value in values.items()
    )


def _desk(session: Session, reference: str, first: Language, actor: Actor) -> _Desk:
    technology = offered_technology(session, reference, actor)
    newest = {offer.language: offer for offer in offers_of(session, technology)}
    disclosure = latest_disclosure(session, technology.id)
    return _Desk(technology, first, newest, disclosure, threads_of(session, technology))


def _editor(
    request: Request,
    desk: _Desk,
    read: ReadOffer,
    *,
    seen: Mapping[Language, str],
    given: Any = None,
    refused: Sequence[str] = (),
    status: int = 200,
    theirs: set[Language] | None = None,
) -> Response:
    words = words_for(request)
    notes = {each: notes_of(offer, words) for each, offer in desk.newest.items()}
    found = {each: leaks_of(offer, words) for each, offer in desk.newest.items()}
    comments = {
        each: offer_comments.by_field(thread for thread in desk.threads if thread.comment.language is each)
        for each in Language
    }
    faulty = [each for each in Language if any(name.startswith(f"{each}.") for name in read.wrong)]
    return own_page(
        request,
        "officer/offer_edit.html",
        status=status,
        desk=desk,
        read=read.shown,
        seen=seen,
        refused=refused,
        front=desk.first if desk.first in faulty or not faulty else faulty[0],
        faulty=faulty,
        theirs={each: texts_of(desk.newest[each], each) for each in theirs or ()},
        notes={each: by_field(own) for each, own in notes.items()},
        missing={each: by_field([note for note in own if note.is_error]) for each, own in notes.items()},
        passages={each: by_place(own) for each, own in found.items()},
        leaks={each: by_row(own) for each, own in found.items()},
        comments=comments,
        answers={name: text(given, name) for name in given or () if _ANSWER.fullmatch(name)},
        longest=LONGEST,
        limits=OFFER_LIMITS,
        counts=OFFER_COUNTS,
        required=OFFER_REQUIRED,
        converted=_converted(read.typed),
        listed=_listed(),
        stages=[(stage, levels_of(stage)) for stage in DevelopmentStage],
        statuses=list(IprStatus),
        types=list(PartnershipType),
        sizes=list(PartnerSize),
        countries=suggested(words.language),
        codes=deal_codes,
    )


def _converted(typed: Mapping[str, Any]) -> dict[str, str]:
    """By the name of an empty figure: what stands in the other language, in this one's notation."""
    found = {}
    for language in Language:
        for place in range(OFFER_COUNTS["key_figures"]):
            there = typed.get(f"{other(language)}.key_figures.{place}.value", "")
            found[f"{language}.key_figures.{place}.value"] = in_notation_of(there, other(language), language)
    return found


def _listed() -> dict[KeywordKind, dict[Language, list[tuple[str, str]]]]:
    """For the browser's own list of suggestions: the word, and the group in which it stands."""
    return {
        kind: {
            language: [(each.label.to(language), each.group.to(language)) for each in keywords() if each.kind is kind]
            for language in Language
        }
        for kind in KeywordKind
    }
