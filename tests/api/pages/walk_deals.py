"""Who may open the pages of offers, partners, agreements and work: see the test that walks every route."""

from typing import Any

from sqlmodel import Session

from models.actions.offer_comments import comment_on_offer
from models.actions.offers import save_offer
from models.files import keep
from models.rules.words import ObligationKind
from models.settings import settings
from models.tables import Agreement, Delivery, Obligation, Offer, Technology
from tests import factories as make
from tests.api.conftest import PDF, World
from tests.factories import NOW, TODAY

T = "/technologies/{reference}"
P = "/partners/{partner_id}"
A = T + "/agreements/{agreement_id}"

OFFICE = "trhirhhhrr"
REGISTER = "trririiirr"
QUEUE = "trriririrr"

FIGURES = {"en.title": "A strip", "pl.title": "Pasek", "trl": "4", "ipr_status": "applied", "seen.en": ""}
REASON = {"reason": "For a reason."}
CONTACT = {"name": "Jan", "email": "jan@example.org", "language": "pl"}
PARTNER = {"name": "New Strips", "country": "DE", "size": "big"}

ROUTES: dict[tuple[str, str], tuple[str, dict[str, str] | None]] = {
    ("GET", f"{T}/offer"): (OFFICE, None),
    ("POST", f"{T}/offer/brief/length"): (OFFICE, {"length": "one_page"}),
    ("GET", f"{T}/offer/{{language}}"): (OFFICE, None),
    ("POST", f"{T}/offer/{{language}}"): (OFFICE, FIGURES),
    ("GET", f"{T}/offer/{{language}}/preview"): (OFFICE, None),
    ("GET", f"{T}/offer/{{language}}/changes"): (OFFICE, None),
    ("POST", f"{T}/offer/comments/{{comment_id}}"): (OFFICE, {"settled": "yes"}),
    ("GET", f"{T}/offer/{{language}}/preview/figures/{{number}}"): (OFFICE, None),
    ("GET", f"{T}/offer/figures"): (OFFICE, None),
    ("POST", f"{T}/offer/figures/files"): (OFFICE, {"alt_en": "", "alt_pl": ""}),
    ("GET", f"{T}/offer/figures/{{figure_id}}"): (OFFICE, None),
    ("POST", f"{T}/offer/figures/{{figure_id}}"): (OFFICE, {"alt_en": "", "alt_pl": ""}),
    ("POST", f"{T}/offer/figures/{{figure_id}}/order"): (OFFICE, {"earlier": "1"}),
    ("POST", f"{T}/offer/figures/{{figure_id}}/removal"): (OFFICE, None),
    ("GET", f"{T}/offer/briefs/{{brief_id}}.pdf"): (OFFICE, None),
    ("POST", f"{T}/offer/{{language}}/approval"): (OFFICE, {"digest": "0" * 64}),
    ("POST", f"{T}/offer/{{language}}/acceptance"): (OFFICE, {"digest": "0" * 64, "place": "0", **REASON}),
    ("POST", f"{T}/offer/{{language}}/consent-request"): (OFFICE, {"message": "Please read it."}),
    ("POST", f"{T}/offer/{{language}}/withdrawal"): (OFFICE, {"reason": " "}),
    ("POST", f"{T}/offer/{{language}}/extension"): (OFFICE, {"until": "2000-01-01"}),
    ("GET", f"{T}/partners"): (OFFICE, None),
    ("POST", f"{T}/partners"): (OFFICE, {"partner": "4711"}),
    ("POST", f"{T}/partners/contacts/{{contact_id}}/messages"): (OFFICE, {"message": " "}),
    ("POST", f"{T}/partners/leads/{{lead_id}}/loss"): (OFFICE, {"reason": " "}),
    ("GET", f"{T}/agreements"): (OFFICE, None),
    ("GET", f"{T}/agreements/new"): (OFFICE, None),
    ("POST", f"{T}/agreements/new"): (OFFICE, {"kind": "nda"}),
    ("GET", A): (OFFICE, None),
    ("GET", f"{A}/document.pdf"): (OFFICE, None),
    ("POST", f"{A}/obligations/{{obligation_id}}/met"): (OFFICE, {}),
    ("POST", f"{A}/signatures"): (OFFICE, {"side": "institution"}),
    ("POST", f"{A}/offer"): (OFFICE, None),
    ("POST", f"{A}/policy"): (OFFICE, {"policy": "art155_floor"}),
    ("POST", f"{A}/payments"): (OFFICE, {"amount": "x"}),
    ("POST", f"{T}/leads/{{lead_id}}/room"): (OFFICE, {"attachment": ""}),
    ("POST", f"{T}/leads/{{lead_id}}/room/{{room_file_id}}/withdrawal"): (OFFICE, None),
    ("GET", "/partners"): (REGISTER, None),
    ("POST", "/partners"): (REGISTER, PARTNER),
    ("GET", "/partners/new"): (REGISTER, None),
    ("GET", P): (REGISTER, None),
    ("GET", f"{P}/edit"): (REGISTER, None),
    ("POST", f"{P}/edit"): (REGISTER, {"name": ""}),
    ("GET", f"{P}/contacts/new"): (REGISTER, None),
    ("POST", f"{P}/contacts/new"): (REGISTER, CONTACT),
    ("GET", f"{P}/contacts/{{contact_id}}"): (REGISTER, None),
    ("POST", f"{P}/contacts/{{contact_id}}"): (REGISTER, {"name": ""}),
    ("POST", f"{P}/contacts/{{contact_id}}/stop"): (REGISTER, None),
    ("GET", f"{P}/profile"): (REGISTER, None),
    ("POST", f"{P}/profile"): (REGISTER, {"trl_min": "9", "trl_max": "1"}),
    ("GET", "/work"): (QUEUE, None),
    ("POST", "/work/{work_id}/retry"): (QUEUE, None),
    ("POST", "/work/kinds/{kind}/retry"): (QUEUE, None),
    ("POST", "/work/mail/{kind}/{number}/resend"): ("trrirhrirr", None),
}


def prepare(session: Session, world: World, values: dict[str, Any]) -> dict[str, Any]:
    """The agreement has its document, the delivery is in doubt, and the offer has a comment and a second version."""
    cast = world.cast
    agreement = session.get_one(Agreement, values["agreement_id"])
    agreement.document_sha256 = keep(PDF, settings().files).sha256
    delivery = session.get_one(Delivery, values["delivery_id"])
    delivery.sending_at = NOW
    obligation = Obligation(
        agreement_id=agreement.id, kind=ObligationKind.REPORT, label="Report", due_on=TODAY, currency="PLN"
    )
    session.add_all((agreement, delivery, obligation))
    offer = session.get_one(Offer, values["offer_id"])
    figure = make.figure(session, world.cast, session.get_one(Technology, values["technology_id"]))
    offer.figures = [figure.shown_in(offer.language)]
    session.add(offer)
    session.flush()
    numbers = dict.fromkeys(("/offers/ number", "/b/ number", "/inbox/ number", "/technologies/ number"), 1)
    numbers |= {"/disclosures/ number": 1, "number": delivery.id}
    comment = comment_on_offer(session, world.offer_id, "problem", "Is it 48?", actor=cast.researcher, now=NOW)
    save_offer(session, values["technology_id"], make.offer_form(trl=5), actor=cast.officer, now=NOW)
    numbers |= {"comment_id": comment.id, "obligation_id": obligation.id}
    return {"kind": "send_delivery", "figure_id": figure.id, **numbers}
