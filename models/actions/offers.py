"""Writing an offer, checking it, consenting to and approving exactly one version of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from models.actions.alarms import digest_of_passage, end_alarm, open_places, place_of
from models.actions.forms import OfferForm
from models.actions.trail import sign
from models.actions.turns import take_turn, take_turn_of_door
from models.actions.work import enqueue
from models.errors import Conflict, Incomplete, NotFound
from models.queries.file_texts import unread_files
from models.queries.network_contact import demand_network_contact
from models.queries.offer_figures import figures_shown
from models.queries.offers import confidential_texts, content_of, offer_digest, public_days_of, scan_digest
from models.queries.technologies import case_of, institution_case
from models.rules.bilingual import Bilingual
from models.rules.confidentiality import SCAN_VERSION, Leak, scan
from models.rules.lint import lint
from models.rules.lint_rules import standard as lint_rules
from models.rules.offers import PublicDays
from models.rules.permissions import Act, Actor, demand
from models.rules.text import fold
from models.rules.words import OfferState, SignoffKind, WorkKind
from models.tables import Brief, Offer, Technology


def save_offer(
    session: Session,
    technology_id: int,
    form: OfferForm,
    *,
    actor: Actor,
    now: datetime,
    seen_digest: str | None = None,
) -> Offer:
    """Write one language of the offer and check it.

    A draft changes in place. Changing a version that was consented to, approved or published starts the
    next one: both are bound to the exact content and do not carry over, and what was agreed to stays
    readable. With `seen_digest`
    (empty for none) it is a `Conflict` when somebody else wrote after the author had read.
    """
    technology = take_turn(session, technology_id, actor)
    demand(actor, Act.WRITE_OFFER, institution_case(technology))
    values = form.model_dump(mode="json")
    values["figures"] = figures_shown(session, technology.id, form.language)
    digest = offer_digest(values)
    current = _latest(session, technology.id, form.language)
    if seen_digest is not None and (current.digest if current else "") not in (seen_digest, digest):
        raise Conflict("Somebody else has written this language since you opened it.")
    if current is not None and current.digest == digest and current.state is not OfferState.WITHDRAWN:
        return check_offer(session, current)
    if current is None or current.state is not OfferState.DRAFT or current.consented_at is not None:
        version = current.version + 1 if current else 1
        _supersede_agreed(session, technology.id, form.language)
        current = Offer(
            technology_id=technology.id,
            language=form.language,
            version=version,
            created_at=now,
            title=form.title,
            trl=form.trl,
            ipr_status=form.ipr_status,
            digest=digest,
        )
    found_by = {"search_text": search_text(form)}
    for name, value in {**form.model_dump(), **_lists(values), **found_by, "digest": digest}.items():
        setattr(current, name, value)
    void_sign_offs(current)
    session.add(current)
    session.flush()
    _check_sibling(session, current)
    return check_offer(session, current)


def _supersede_agreed(session: Session, technology_id: int, language: str) -> None:
    """What waited to be published is not what is meant any more. What is public stays so until the next one is."""
    waiting = select(Offer).where(
        Offer.technology_id == technology_id,
        Offer.language == language,
        col(Offer.state).in_((OfferState.DRAFT, OfferState.APPROVED)),
    )
    for offer in session.exec(waiting):
        offer.state = OfferState.SUPERSEDED
        session.add(offer)


def search_text(form: OfferForm) -> str:
    return fold(" ".join((form.title, form.short_summary, *form.technology_keywords, *form.market_keywords)))


def check_offer(session: Session, offer: Offer) -> Offer:
    """Lint and confidentiality scan, kept with the version until it, what it is compared with or the scan changes.

    A place that an officer has accepted with a reason stays accepted while the text there is the same.
    """
    confidential = confidential_texts(session, offer)
    sibling = _sibling(session, offer)
    compared = f"{lint_rules().digest}:{SCAN_VERSION}:{sibling.digest if sibling else ''}"
    digest = scan_digest(f"{offer.digest}:{compared}", confidential)
    if (offer.checked_digest, offer.scanned_by) == (digest, SCAN_VERSION):
        return offer
    accepted = {place_of(leak): leak["accepted"] for leak in offer.leaks if leak.get("accepted")}
    content = content_of(offer)
    offer.findings = [
        {
            "code": finding.code,
            "severity": finding.severity,
            "field": finding.field,
            "message_en": finding.message.en,
            "message_pl": finding.message.pl,
            "excerpt": finding.excerpt,
            "start": finding.start,
        }
        for finding in lint(content, offer.language, sibling=content_of(sibling) if sibling else None)
    ]
    leaks = scan(
        confidential.offer_texts,
        confidential.texts,
        names=confidential.hidden.names,
        organisations=confidential.hidden.organisations,
        addresses=confidential.hidden.addresses,
        telling_numbers=confidential.hidden.numbers,
        anonymous=bool(offer.anonymous),
        unpublished_numbers=confidential.numbers,
        public=confidential.public,
        naming=confidential.naming,
    )
    offer.leaks = [_found(leak, confidential.offer_texts[leak.field], accepted) for leak in leaks]
    offer.checked_digest, offer.scanned_by = digest, SCAN_VERSION
    session.add(offer)
    session.flush()
    return offer


def _found(leak: Leak, text: str, accepted: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    """As it is kept with the offer."""
    found: dict[str, Any] = {
        "field": leak.field,
        "label": leak.label,
        "excerpt": leak.excerpt,
        "start": leak.start,
        "length": leak.length,
        "passage": digest_of_passage(text[leak.start : leak.start + leak.length]),
    }
    return found | {"accepted": accepted.get(place_of(found), "")}


def accept_leak(
    session: Session, offer_id: int, *, place: int, digest: str, actor: Actor, now: datetime, reason: str
) -> Offer:
    """An officer vouches that one place the scan found may be published; `place` counts from 0.

    `digest` is the offer's `checked_digest` that the officer saw: places are counted anew when the offer or
    what it was compared with has changed, and then this raises `Conflict`.
    """
    offer, technology = offer_to_act_on(session, offer_id, actor)
    demand(actor, Act.APPROVE, institution_case(technology))
    if offer.checked_digest != digest:
        raise Conflict("The offer, or what it is compared with, was changed after you looked at it: look again.")
    if not 0 <= place < len(offer.leaks):
        raise NotFound(f"The scan found {len(offer.leaks)} places; there is no place {place}.")
    if not reason.strip():
        raise Incomplete("Say why this passage may be published.")
    leaks: list[dict[str, Any]] = [dict(leak) for leak in offer.leaks]
    leaks[place]["accepted"] = reason
    offer.leaks = leaks
    session.add(offer)
    if not open_places(offer):
        end_alarm(session, offer, now=now)
    subject = f"offer:{offer.id}:place:{place}"
    sign(
        session,
        technology,
        kind=SignoffKind.SCAN_ACCEPTED,
        subject=subject,
        digest=offer.digest,
        actor=actor,
        now=now,
        reason=reason,
    )
    return offer


def consent_to_offer(session: Session, offer_id: int, *, digest: str, actor: Actor, now: datetime) -> Offer:
    """The lead contributor agrees to publish exactly the content with this digest."""
    offer, technology = offer_to_act_on(session, offer_id, actor)
    demand(actor, Act.CONSENT, case_of(session, technology))
    _must_be_this_version(session, offer, digest)
    if offer.consented_at is None:
        offer.consented_at = now
        _sign_version(session, technology, offer, SignoffKind.CONSENT, actor, now)
        _render_when_settled(session, offer, now)
    return offer


def approve_offer(session: Session, offer_id: int, *, digest: str, actor: Actor, now: datetime) -> Offer:
    """An officer approves exactly this content; errors and unaccepted leaks stand in the way."""
    offer, technology = offer_to_act_on(session, offer_id, actor)
    demand(actor, Act.APPROVE, institution_case(technology))
    _must_be_this_version(session, offer, digest)
    if offer.anonymous:
        demand_network_contact(session, technology.institution_id)
    unread = unread_files(session, technology.id)
    if unread:
        raise Conflict(
            "Attached files are not compared with the offer yet (%(count)s): approve it again in a moment.",
            count=len(unread),
        )
    check_offer(session, offer)
    faults = _faults(offer)
    if faults:
        raise Incomplete("The offer cannot be approved yet: %(faults)s.", faults=faults)
    if offer.approved_at is None:
        offer.approved_at, offer.approved_by_id, offer.state = now, actor.person_id, OfferState.APPROVED
        _sign_version(session, technology, offer, SignoffKind.APPROVAL, actor, now)
        _render_when_settled(session, offer, now)
    return offer


def _faults(offer: Offer) -> tuple[Bilingual, ...]:
    """What stands in the way of its approval. In Polish its passages are counted: the page shows them beside."""
    errors = [finding for finding in offer.findings if finding["severity"] == "error"]
    open_leaks = open_places(offer)
    told = [Bilingual(en=each["message_en"].rstrip("."), pl=each["message_pl"].rstrip(".")) for each in errors]
    if open_leaks:
        repeated = ", ".join(f"{leak['field']} repeats {leak['label']}" for leak in open_leaks)
        told.append(Bilingual(en=repeated, pl=f"fragmenty, które powtarzają treść poufną: {len(open_leaks)}"))
    return tuple(told)


def record_brief(
    session: Session,
    offer_id: int,
    *,
    offer_digest: str,
    template_version: str,
    input_checksum: str,
    sha256: str,
    size: int,
    public_days: PublicDays = (None, None),
    now: datetime,
) -> Brief:
    """The flow has rendered a brief; the same inputs give the row that is already there, which becomes the present one.

    Raises `Conflict` when the offer, or what the brief says of when it is public, changed while it was being rendered.
    """
    offer = session.get_one(Offer, offer_id)
    take_turn_of_door(session, offer.technology_id)
    if offer.digest != offer_digest or public_days_of(offer) != public_days:
        raise Conflict("Offer %(offer_id)s changed while its brief was rendered.", offer_id=offer_id)
    known = session.exec(
        select(Brief).where(Brief.offer_id == offer_id, Brief.input_checksum == input_checksum)
    ).one_or_none()
    if known is not None:
        known.rendered_at = now
        session.add(known)
        return known
    brief = Brief(
        offer_id=offer_id,
        offer_digest=offer_digest,
        template_version=template_version,
        input_checksum=input_checksum,
        sha256=sha256,
        size=size,
        rendered_at=now,
    )
    session.add(brief)
    session.flush()
    return brief


def void_sign_offs(offer: Offer) -> None:
    """Consent and approval are bound to the exact content, and to its being looked at."""
    offer.consent_asked_at = offer.consented_at = offer.approved_at = offer.approved_by_id = None


def offer_to_act_on(session: Session, offer_id: int, actor: Actor) -> tuple[Offer, Technology]:
    """With its technology, when the actor may see that; it is the actor's turn until the transaction ends."""
    offer = session.get(Offer, offer_id)
    if offer is None:
        raise NotFound(f"There is no offer {offer_id} among those you may see.")
    return offer, take_turn(session, offer.technology_id, actor, asked=f"offer {offer_id}")


def _latest(session: Session, technology_id: int, language: str) -> Offer | None:
    return session.exec(
        select(Offer)
        .where(Offer.technology_id == technology_id, Offer.language == language)
        .order_by(col(Offer.version).desc())
        .limit(1)
        .execution_options(populate_existing=True)
    ).one_or_none()


def _check_sibling(session: Session, offer: Offer) -> None:
    """What was found in the other language rests on this one too."""
    sibling = _sibling(session, offer)
    if sibling is not None and sibling.state in (OfferState.DRAFT, OfferState.APPROVED):
        check_offer(session, sibling)


def _sibling(session: Session, offer: Offer) -> Offer | None:
    """The newest version in another language."""
    return session.exec(
        select(Offer)
        .where(Offer.technology_id == offer.technology_id, Offer.language != offer.language)
        .order_by(col(Offer.version).desc())
        .limit(1)
    ).one_or_none()


def _must_be_this_version(session: Session, offer: Offer, digest: str) -> None:
    newest = _latest(session, offer.technology_id, offer.language)
    if offer.digest != digest or (newest is not None and newest.id != offer.id):
        raise Conflict("The offer was changed after you looked at it: read the present version first.")
    if offer.state not in (OfferState.DRAFT, OfferState.APPROVED):
        raise Conflict("This version is %(state)s.", state=offer.state)


def _sign_version(
    session: Session, technology: Technology, offer: Offer, kind: SignoffKind, actor: Actor, now: datetime
) -> None:
    session.add(offer)
    subject = f"offer:{offer.id}:{offer.language}:v{offer.version}"
    sign(session, technology, kind=kind, subject=subject, digest=offer.digest, actor=actor, now=now)


def _render_when_settled(session: Session, offer: Offer, now: datetime) -> None:
    if offer.approved_at and offer.consented_at:
        enqueue(session, WorkKind.RENDER_BRIEF, offer.id, key=f"{offer.id}:{offer.digest}", now=now)


def _lists(values: dict[str, Any]) -> dict[str, Any]:
    """JSON columns take plain values, so that what is stored is what was digested."""
    return {name: value for name, value in values.items() if isinstance(value, list)}
