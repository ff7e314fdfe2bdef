"""From the tables to what documents say: the one place that decides what a brief may contain."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from models.errors import Conflict
from models.files import path_of
from models.queries.brands import network_brand
from models.queries.catalogue import offer_path, shown_reference
from models.queries.network_contact import NetworkContact
from models.queries.offers import content_of, offer_digest, public_days_of
from models.queries.technologies import contributors_of
from models.rules.clocks.fees import transfer_fee_cap
from models.rules.days import local_date
from models.rules.words import (
    ContributorStatus,
    Language,
    OfferState,
    PartnershipType,
    PartnerSize,
    SignoffKind,
)
from models.settings import settings
from models.tables import (
    Agreement,
    Brand,
    Contact,
    DecisionLetter,
    Institution,
    Lead,
    Network,
    Offer,
    Partner,
    Person,
    ReviewDecision,
    Signoff,
    Technology,
)
from reports.agreements import AgreementContent, Milestone, Party, Signature
from reports.briefs import BriefContent, KeyFigure, Partnership
from reports.decision_letters import Addressee, LetterContent
from reports.pictures import Image
from reports.wording import wording

_SAME_IN_BRIEF = (
    "title short_summary problem description advantages trl ipr_status ipr_notes expected_role anonymous language"
).split()
_SAME_IN_AGREEMENT = (
    "kind expires_on exclusive territory field_of_use currency upfront royalty_bp minimum_annual terms"
).split()


def released(offer: Offer) -> bool:
    """Approved and consented to: only then may a brief be made of it."""
    approved = offer.state in (OfferState.APPROVED, OfferState.PUBLISHED) and offer.approved_at is not None
    return approved and offer.consented_at is not None


def brief_contents(session: Session, offers: Sequence[Offer]) -> dict[int, BriefContent]:
    """By offer id; a query a table, however many offers.

    Raises `Conflict` for an offer that is not approved and consented to exactly as it stands.
    """
    technologies = _by_id(session, Technology, {offer.technology_id for offer in offers})
    institutions = _by_id(session, Institution, {each.institution_id for each in technologies.values()})
    brands = {
        row.institution_id: row
        for row in session.exec(select(Brand).where(col(Brand.institution_id).in_(institutions)))
    }
    network, writes_to = network_brand(session), NetworkContact.read(session)
    officers = _by_id(session, Person, {each.officer_id for each in technologies.values() if each.officer_id})
    contents = {}
    for offer in offers:
        technology = technologies[offer.technology_id]
        officer = officers.get(technology.officer_id or 0)
        institution = institutions[technology.institution_id]
        brand = brands.get(institution.id) or Brand(institution_id=institution.id)
        plain = _brief(offer, technology, institution, officer)
        answering = _answering(writes_to, institution) if offer.anonymous else {}
        contents[offer.id] = replace(plain, **answering, **_look(offer, technology, institution, brand, network))
    return contents


def _answering(contact: NetworkContact, institution: Institution) -> dict[str, Any]:
    email, phone = contact.apart_from(institution.id)
    return {"network_email": email, "network_phone": phone}


def _brief(offer: Offer, technology: Technology, institution: Institution, officer: Person | None) -> BriefContent:
    if not released(offer):
        raise Conflict("Offer %(id)s is not approved and consented to: there can be no brief of it.", id=offer.id)
    if offer_digest(content_of(offer)) != offer.digest:
        raise Conflict("Offer %(id)s is not what was approved: approve it again.", id=offer.id)
    assert offer.approved_at is not None
    published_on, expires_on = public_days_of(offer)
    home = settings()
    return BriefContent(
        **same(offer, _SAME_IN_BRIEF),
        key_figures=tuple(KeyFigure(**figure) for figure in offer.key_figures),
        sdgs=tuple(offer.sdgs),
        partnerships=tuple(
            Partnership(type=PartnershipType(each["type"]), why=each["why"], how=each["how"])
            for each in offer.partnerships
        ),
        partner_sizes=tuple(map(PartnerSize, offer.partner_sizes)),
        technology_keywords=tuple(offer.technology_keywords),
        market_keywords=tuple(offer.market_keywords),
        countries=tuple(offer.countries),
        offer_version=offer.version,
        reference=shown_reference(offer, technology),
        value_chain=technology.value_chain,
        field=technology.field,
        institution_name=institution.name(offer.language),
        institution_city=institution.city,
        institution_area=institution.area,
        institution_country=institution.country,
        institution_email=institution.email,
        institution_phone=institution.phone,
        contact_name=officer.name if officer else "",
        contact_email=officer.email if officer else "",
        contact_phone=officer.phone if officer else "",
        network_name=home.network_name,
        network_email=home.network_email,
        network_phone=home.network_phone,
        approved_on=local_date(offer.approved_at),
        published_on=published_on,
        expires_on=expires_on,
        offer_url=home.base_url.rstrip("/") + offer_path(offer, technology),
    )


def _look(
    offer: Offer, technology: Technology, institution: Institution, brand: Brand, network: Network
) -> dict[str, Any]:
    """Template, colours and images. An anonymous offer has nothing of its institution's."""
    shows = not offer.anonymous
    return {
        "length": technology.brief_length or brand.brief_length,
        "colour": brand.colour if shows else "",
        "logo": _logo(brand, institution.name(offer.language)) if shows else None,
        "network_logo": _logo(network, settings().network_name),
        "pictures": tuple(Image(**figure, file=_lies_at(figure["sha256"])) for figure in offer.figures),
    }


def _logo(row: Brand | Network, name: str) -> Image | None:
    if row.logo_sha256 is None:
        return None
    return Image(
        sha256=row.logo_sha256,
        media_type="image/png",
        width=row.logo_width,
        height=row.logo_height,
        alt=name,
        file=_lies_at(row.logo_sha256),
    )


def _lies_at(sha256: str) -> str:
    return str(path_of(sha256, settings().files))


def letter_content(session: Session, letter_id: int) -> LetterContent:
    """What the creators are told of a decision; of its confidential reason nothing."""
    letter = session.get_one(DecisionLetter, letter_id)
    technology = session.get_one(Technology, letter.technology_id)
    decision = session.get_one(ReviewDecision, letter.decision_id)
    institution = session.get_one(Institution, technology.institution_id)
    officer = session.get(Person, technology.officer_id) if technology.officer_id else None
    contributors = contributors_of(session, technology.id)
    decided_on = local_date(decision.decided_at)
    cap = transfer_fee_cap(decided_on.year)
    home = settings()
    return LetterContent(
        language=letter.language,
        reference=technology.reference,
        title=technology.title,
        institution_name=institution.name(letter.language),
        institution_city=institution.city,
        institution_email=institution.email,
        institution_phone=institution.phone,
        institution_homepage=institution.homepage,
        network_name=home.network_name,
        addressees=tuple(
            Addressee(name=row.name, affiliation=", ".join(filter(None, (row.department, row.employer))))
            for row in contributors
        ),
        decided_on=decided_on,
        decided_by=session.get_one(Person, decision.decided_by_id).name,
        outcome=decision.outcome,
        strategy=decision.strategy,
        why=decision.told,
        statutory=institution.country == "PL" and any(row.status is ContributorStatus.EMPLOYEE for row in contributors),
        fee_cap=cap.explanation.to(letter.language) if cap.grosz is not None else "",
        officer_name=officer.name if officer else "",
        officer_email=officer.email if officer else "",
        officer_phone=officer.phone if officer else "",
        page=f"{home.base_url.rstrip('/')}/disclosures/{technology.reference}",
    )


def agreement_content(session: Session, agreement_id: int) -> AgreementContent:
    """In the language of the partner's contact, a draft until both have signed. It names the technology as its offer
    does."""
    agreement = session.get_one(Agreement, agreement_id)
    technology = session.get_one(Technology, agreement.technology_id)
    institution = session.get_one(Institution, technology.institution_id)
    partner = session.get_one(Partner, agreement.partner_id)
    contact = session.get_one(Contact, session.get_one(Lead, agreement.lead_id).contact_id)
    language = contact.language
    return AgreementContent(
        **same(agreement, _SAME_IN_AGREEMENT),
        effective_on=agreement.effective_on or _later_signature(agreement),
        language=language,
        number=f"{technology.reference}/{agreement.kind.upper()}/{agreement.id}",
        drawn_on=local_date(agreement.created_at),
        reference=technology.reference,
        offer_title=_public_title(session, technology.id, contact.language) or technology.reference,
        institution=Party(
            name=institution.name(contact.language),
            address=_address(institution.city, institution.country, language),
            represented_by=agreement.institution_signatory,
            signature=_signature(session, agreement, "institution"),
        ),
        partner=Party(
            name=partner.name,
            address=_address(partner.city, partner.country, language),
            represented_by=agreement.partner_signatory or contact.name,
            signature=_signature(session, agreement, "partner"),
        ),
        milestones=tuple(
            Milestone(text=each["text"], due_on=date.fromisoformat(each["due_on"]), amount=each["amount"])
            for each in agreement.milestones
        ),
    )


def _later_signature(agreement: Agreement) -> date | None:
    both = (agreement.institution_signed_on, agreement.partner_signed_on)
    return max(day for day in both if day) if all(both) else None


def _signature(session: Session, agreement: Agreement, side: str) -> Signature | None:
    """Of a side that has signed. A contact's own act in the trail is an acceptance in the browser."""
    on = getattr(agreement, f"{side}_signed_on")
    if on is None:
        return None
    acts = session.exec(
        select(Signoff)
        .where(Signoff.kind == SignoffKind.SIGNATURE, Signoff.subject == f"agreement:{agreement.id}:{side}")
        .order_by(col(Signoff.id).desc())
    ).all()
    accepted = next((act for act in acts if act.actor.startswith("contact:")), None)
    return Signature(
        person=getattr(agreement, f"{side}_signatory"),
        on=on,
        accepted_at=accepted.at if accepted else None,
        digest=accepted.subject_digest if accepted else "",
    )


def _public_title(session: Session, technology_id: int, language: Language) -> str | None:
    """Of the newest released offer, in the language if there is one: the working title is confidential."""
    offers = session.exec(select(Offer).where(Offer.technology_id == technology_id)).all()
    ranked = sorted(filter(released, offers), key=lambda offer: (offer.language is language, offer.id))
    return ranked[-1].title if ranked else None


def _address(city: str, country: str, language: Language) -> str:
    return ", ".join(filter(None, (city, wording(language).country(country) if country else "")))


def same(row: object, names: Sequence[str]) -> dict[str, Any]:
    """Fields that a content takes over as they stand."""
    return {name: getattr(row, name) for name in names}


def _by_id(session: Session, table: Any, ids: set[int]) -> dict[int, Any]:
    return {row.id: row for row in session.exec(select(table).where(table.id.in_(ids)))}
