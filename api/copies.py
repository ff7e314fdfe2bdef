"""Stamped copies as responses. A stamp takes a few milliseconds, less than keeping the copies would cost to look after:
so each is made when it is asked for, and the store holds the unstamped document alone."""

import hashlib
from datetime import datetime
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from api.documents import known_digests
from models.actions.copies import hand_brief, hand_dossier, record_reading
from models.db import transaction
from models.files import read
from models.queries.briefs import brief_name
from models.queries.catalogue import PublishedOffer
from models.rules.permissions import Actor
from models.settings import settings
from models.tables import Brief, Contact, Delivery, DocumentCopy, Person
from reports.copies import brief_stamp, dossier_stamp
from reports.stamping import VERSION, Stamp, stamped


def brief_copy(
    request: Request, shown: PublishedOffer, brief: Brief, delivery: Delivery, contact: Contact, *, now: datetime
) -> Response:
    """The contact's copy of the brief that was sent with `delivery`."""
    with transaction() as session:
        copy = hand_brief(session, delivery, contact, sha256=brief.sha256, now=now)
    language = shown.offer.language
    stamp = brief_stamp(copy.reader_name, copy.handed_on, copy.tracking, language)
    return _answer(request, copy, stamp, brief_name(shown.reference, language), now=now)


def dossier_copy(request: Request, reference: str, actor: Actor, *, now: datetime) -> Response:
    """The reader's copy of the review dossier; the stamp speaks the reader's language."""
    with transaction() as session:
        copy = hand_dossier(session, reference, actor=actor, now=now)
        language = session.get_one(Person, copy.person_id).language
    stamp = dossier_stamp(copy.reader_name, copy.handed_on, copy.tracking, language)
    return _answer(request, copy, stamp, f"{reference}-dossier.pdf", now=now)


def _answer(request: Request, copy: DocumentCopy, stamp: Stamp, name: str, *, now: datetime) -> Response:
    """Looking at its headers, or being told that nothing has changed, is not reading it."""
    etag = f'"{hashlib.sha256(f"{copy.sha256} {VERSION} {stamp}".encode()).hexdigest()[:32]}"'
    headers = {
        "ETag": etag,
        "Cache-Control": "private, no-store",
        "Content-Disposition": f"inline; filename*=UTF-8''{quote(name)}",
    }
    if etag in known_digests(request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    content = stamped(read(copy.sha256, settings().files), stamp)
    if request.method == "GET":
        with transaction() as session:
            record_reading(session, copy, now=now)
    return Response(content, media_type="application/pdf", headers=headers)
