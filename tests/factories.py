"""Small makers of what tests need, through the actions wherever there is one."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import count
from typing import Any

from PIL import Image
from sqlmodel import Session, col, select

from models.actions.agreements import choose_policy, draft_agreement, sign_agreement
from models.actions.clock_reminders import remind_batch
from models.actions.clocks import suppress_clock
from models.actions.disclosures import submit_disclosure
from models.actions.figures import FigureForm, add_figure, kept_picture
from models.actions.forms import (
    AgreementForm,
    AssessmentForm,
    ContactForm,
    ContributorForm,
    DecisionForm,
    DisclosureForm,
    FilingForm,
    KeyFigure,
    OfferForm,
    PartnerForm,
    PartnershipForm,
    PriorArtForm,
    ProfileForm,
)
from models.actions.offers import approve_offer, consent_to_offer, record_brief, save_offer
from models.actions.partners import register_partner
from models.actions.people import InstitutionForm, PersonForm, register_institution, register_person
from models.actions.reviews import (
    assign_officer,
    record_assessment,
    record_decision,
    record_filing,
    record_legal_basis,
    record_prior_art,
    review_obligations,
)
from models.actions.stages import advance
from models.queries.accounts import person_actor
from models.rules.permissions import Actor, system
from models.rules.words import (
    AgreementKind,
    Area,
    ContributorStatus,
    Criterion,
    Field,
    IprStatus,
    Language,
    LeadState,
    LegalBasis,
    PartnershipType,
    PartnerSize,
    ProtectionStrategy,
    PublicDisclosure,
    ReviewOutcome,
    Role,
    Stage,
    TechnologyKind,
    ValueChain,
    Via,
)
from models.settings import settings
from models.tables import (
    Agreement,
    Contact,
    Contributor,
    Figure,
    Institution,
    Lead,
    Notice,
    Offer,
    Partner,
    Person,
    Technology,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
HELIX = system()

_numbers = count(1)


@dataclass(frozen=True)
class Cast:
    """One institution's people, and a stranger from another."""

    institution: Institution
    elsewhere: Institution
    researcher: Actor
    colleague: Actor
    officer: Actor
    second_officer: Actor
    reviewer: Actor
    stranger: Actor
    """An officer of the other institution."""
    coordinator: Actor
    administrator: Actor


def institution(session: Session, code: str | None = None, **values: Any) -> Institution:
    code = code or f"I{next(_numbers)}"
    form = InstitutionForm(
        code=code,
        name_en=f"Institute {code}",
        name_pl=f"Instytut {code}",
        area=Area.RD,
        city="Kraków",
        email=f"office@{code.lower()}.example.org",
        **values,
    )
    return register_institution(session, form, actor=HELIX)


def person(session: Session, role: Role, home: Institution, **values: Any) -> Person:
    number = next(_numbers)
    values = {"name": f"{role.title()} {number}", "email": f"{role}{number}@example.org", **values}
    return register_person(session, PersonForm(role=role, institution=home.code, **values), actor=HELIX)


def actor(session: Session, role: Role, home: Institution, **values: Any) -> Actor:
    return person_actor(person(session, role, home, **values), Via.API)


def cast(session: Session) -> Cast:
    home, elsewhere = institution(session), institution(session)
    return Cast(
        institution=home,
        elsewhere=elsewhere,
        researcher=actor(session, Role.RESEARCHER, home, name="Łucja Żądło"),
        colleague=actor(session, Role.RESEARCHER, home),
        officer=actor(session, Role.OFFICER, home),
        second_officer=actor(session, Role.OFFICER, home),
        reviewer=actor(session, Role.REVIEWER, home),
        stranger=actor(session, Role.OFFICER, elsewhere),
        coordinator=actor(session, Role.COORDINATOR, elsewhere),
        administrator=actor(session, Role.ADMINISTRATOR, home),
    )


def contributor(who: Actor, share_bp: int = 10_000, *, lead: bool = True, **values: Any) -> ContributorForm:
    values = {"status": ContributorStatus.EMPLOYEE, "legal_basis": LegalBasis.EMPLOYMENT, **values}
    return ContributorForm(name=who.name, email=who.email, share_bp=share_bp, lead=lead, **values)


def disclosure_form(who: Actor, **values: Any) -> DisclosureForm:
    number = next(_numbers)
    return DisclosureForm(
        **{
            "title": f"Lateral-flow test for bacterial enzyme {number}",
            "kind": TechnologyKind.INVENTION,
            "language": Language.ENGLISH,
            "value_chain": ValueChain.HEALTH,
            "field": Field.DIAGNOSTICS,
            "abstract_public": "A strip test that detects resistance enzymes in urine within twenty minutes.",
            "abstract_confidential": f"The conjugate {number} binds the zinc site through a boronic ester linker.",
            "problem": "Culture takes two days, and patients are treated blindly until then.",
            "description": "A nitrocellulose strip carries two capture lines and a gold conjugate.",
            "novelty": "The capture molecule is a peptide and not an antibody.",
            "advantages": "Twenty minutes instead of 48 hours; no cold chain.",
            "keywords": ["diagnostics", "resistance"],
            "trl": 4,
            "public_disclosure": PublicDisclosure.NONE,
            "contributors": [contributor(who)],
            **values,
        }
    )


def technology(session: Session, who: Actor, **values: Any) -> Technology:
    """Submitted by `who`, in disclosure."""
    return submit_disclosure(session, disclosure_form(who, **values), actor=who, now=NOW)


def offer_form(language: Language = Language.ENGLISH, **values: Any) -> OfferForm:
    return OfferForm(
        **{
            "language": language,
            "title": "Rapid strip test for resistant bacteria in urine",
            "short_summary": "A Polish institute offers a strip test that reports resistance in 20 minutes.",
            "problem": "Laboratories need 48 hours to report resistance.",
            "description": "The test reads resistance enzymes from untreated urine with a disposable strip.",
            "advantages": "The result is there after 20 minutes, against 48 hours by culture.",
            "key_figures": [KeyFigure(value="20 min", label="to the result", compared_with="48 h by culture")],
            "trl": 4,
            "ipr_status": IprStatus.APPLIED,
            "expected_role": "A manufacturer of rapid tests who takes the strip through validation.",
            "partnerships": [PartnershipForm(type=PartnershipType.COMMERCIAL, why="To produce.", how="By licence.")],
            "partner_sizes": [PartnerSize.SME_249],
            "technology_keywords": ["lateral flow"],
            "market_keywords": ["urology"],
            **values,
        }
    )


def to_triage(session: Session, cast: Cast, **values: Any) -> Technology:
    made = technology(session, cast.researcher, **values)
    return advance(session, made.id, to=Stage.TRIAGE, actor=cast.officer, now=NOW)


def to_review(session: Session, cast: Cast, **values: Any) -> Technology:
    made = to_triage(session, cast, **values)
    officer_id = cast.officer.person_id
    assert officer_id is not None
    assign_officer(session, made.id, officer_id=officer_id, actor=cast.officer, now=NOW)
    bases = dict.fromkeys(
        session.exec(select(Contributor.id).where(Contributor.technology_id == made.id)), LegalBasis.EMPLOYMENT
    )
    record_legal_basis(session, made.id, bases=bases, actor=cast.officer, now=NOW)
    review_obligations(session, made.id, actor=cast.officer, now=NOW)
    reason = "No declaration of interest was made."
    suppress_clock(session, made.id, rule="art154_decision_3m", reason=reason, actor=cast.officer, now=NOW)
    return advance(session, made.id, to=Stage.IP_REVIEW, actor=cast.officer, now=NOW)


def review(session: Session, cast: Cast, made: Technology) -> None:
    """Everything the review demands, with a patent filed today."""
    record_prior_art(session, made.id, PriorArtForm(title="An older strip"), actor=cast.officer, now=NOW)
    scores = dict.fromkeys(Criterion, 4)
    record_assessment(session, made.id, AssessmentForm(scores=scores), actor=cast.reviewer, now=NOW)
    decision = DecisionForm(outcome=ReviewOutcome.PROCEED, strategy=ProtectionStrategy.PATENT, reason="Worth it.")
    record_decision(session, made.id, decision, actor=cast.officer, now=NOW)
    filing = FilingForm(
        case_number=f"C{made.id}", office="PL", application_number=f"P.{450000 + made.id}", filed_on=TODAY
    )
    record_filing(session, made.id, filing, actor=cast.officer, now=NOW)


def to_offer(session: Session, cast: Cast, **values: Any) -> Technology:
    made = to_review(session, cast, **values)
    review(session, cast, made)
    return advance(session, made.id, to=Stage.OFFER, actor=cast.officer, now=NOW)


def approved_offer(session: Session, cast: Cast, made: Technology, **values: Any) -> Offer:
    offer = save_offer(session, made.id, offer_form(**values), actor=cast.officer, now=NOW)
    approve_offer(session, offer.id, digest=offer.digest, actor=cast.officer, now=NOW)
    return consent_to_offer(session, offer.id, digest=offer.digest, actor=cast.researcher, now=NOW)


def briefed_offer(session: Session, cast: Cast, made: Technology, **values: Any) -> Offer:
    """Approved, consented, and with a brief on record (its file is not there)."""
    offer = approved_offer(session, cast, made, **values)
    record_brief(
        session,
        offer.id,
        offer_digest=offer.digest,
        template_version="test",
        input_checksum=offer.digest,
        sha256=offer.digest,
        size=1000,
        now=NOW,
    )
    return offer


def figure(session: Session, cast: Cast, made: Technology, shade: int = 0, **values: Any) -> Figure:
    """A plain picture, which lies in the store; each shade is another one."""
    drawing = BytesIO()
    Image.new("RGB", (640, 400), (40, 90, shade)).save(drawing, "PNG")
    says = {
        "alt_en": "Two lines on a strip, the upper one faint.",
        "alt_pl": "Dwie linie na pasku, górna słabo widoczna.",
        "caption_en": "A weak positive result",
        "caption_pl": "Wynik słabo dodatni",
    }
    picture = kept_picture(drawing.getvalue(), "strip.png", settings().files)
    return add_figure(session, made.id, picture, FigureForm(**says | values), actor=cast.officer, now=NOW)


def to_partnering(session: Session, cast: Cast, **values: Any) -> Technology:
    made = to_offer(session, cast, **values)
    briefed_offer(session, cast, made)
    return advance(session, made.id, to=Stage.PARTNERING, actor=cast.officer, now=NOW)


def partner(session: Session, cast: Cast, **values: Any) -> Partner:
    number = next(_numbers)
    form = PartnerForm(
        **{
            "name": f"Strip Makers {number}",
            "country": "DE",
            "size": PartnerSize.SME_249,
            "contacts": [
                ContactForm(
                    name="Greta Weiß",
                    email=f"greta{number}@partner.example.org",
                    consent_on=TODAY,
                    consent_source="Fair in Kraków",
                )
            ],
            "profile": ProfileForm(
                value_chain=ValueChain.HEALTH,
                fields_of_interest=[Field.DIAGNOSTICS],
                keywords=["lateral flow", "urine"],
                trl_min=3,
                trl_max=7,
                partnerships=[PartnershipType.COMMERCIAL],
            ),
            **values,
        }
    )
    return register_partner(session, form, actor=cast.officer)


def lead(session: Session, cast: Cast, made: Technology) -> Lead:
    """A partner that has shown interest."""
    interested = partner(session, cast)
    contact = session.exec(select(Contact).where(Contact.partner_id == interested.id)).one()
    row = Lead(
        technology_id=made.id,
        partner_id=interested.id,
        contact_id=contact.id,
        state=LeadState.INTERESTED,
        opened_at=NOW,
        changed_at=NOW,
    )
    session.add(row)
    session.flush()
    return row


def agreement(session: Session, cast: Cast, interested: Lead, kind: AgreementKind, **values: Any) -> Agreement:
    """Signed by both sides."""
    made = draft_agreement(session, interested.id, AgreementForm(kind=kind, **values), actor=cast.officer, now=NOW)
    if kind is not AgreementKind.NDA:
        choose_policy(session, made.id, policy="art155_floor", actor=cast.officer, now=NOW)
    for ours in (True, False):
        sign_agreement(
            session, made.id, signatory="J. Kot", signed_on=TODAY, for_institution=ours, actor=cast.officer, now=NOW
        )
    return made


def to_negotiation(session: Session, cast: Cast) -> tuple[Technology, Lead]:
    made = to_partnering(session, cast)
    interested = lead(session, cast, made)
    agreement(session, cast, interested, AgreementKind.NDA)
    return advance(session, made.id, to=Stage.NEGOTIATION, actor=cast.officer, now=NOW), interested


def to_licensed(session: Session, cast: Cast) -> tuple[Technology, Agreement]:
    made, interested = to_negotiation(session, cast)
    licence = agreement(
        session,
        cast,
        interested,
        AgreementKind.LICENCE,
        effective_on=TODAY,
        upfront=5_000_000,
        royalty_bp=400,
        minimum_annual=1_000_000,
    )
    return advance(session, made.id, to=Stage.LICENSED, actor=cast.officer, now=NOW), licence


def sweep_clocks(session: Session, now: datetime) -> list[Notice]:
    """The notices that a sweep has queued."""
    known = set(session.exec(select(Notice.id)))
    remind_batch(session, now=now)
    return [notice for notice in session.exec(select(Notice).order_by(col(Notice.id))) if notice.id not in known]
