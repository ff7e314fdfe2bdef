"""The part of the stories in which an offer is illustrated, written, remarked on, approved and agreed to."""

from collections.abc import Sequence

from sqlmodel import Session, select

from api.example.drawings import DRAWINGS
from api.example.loading import Entry
from api.example.reviewing import Reviewing
from models.actions.brands import choose_brief_length
from models.actions.figures import FigureForm, Picture, add_figure, kept_picture
from models.actions.forms import OfferForm
from models.actions.offer_comments import answer_comment, comment_on_offer, settle_comment
from models.actions.offers import approve_offer, consent_to_offer, save_offer
from models.queries.offer_figures import figures_of
from models.queries.offers import brief_of
from models.rules.permissions import Actor
from models.rules.words import BriefLength, OfferState
from models.settings import settings
from models.tables import Offer, OfferComment


class Offering(Reviewing):
    """The office writes, the lead contributor reads and agrees."""

    def approve(self) -> None:
        lead = self.network.people[self.entry["submitter"]]
        pictures = self.pictures()

        def act(session: Session) -> None:
            officer = self.officer(session)
            self.illustrate(session, pictures, officer)
            for language, content in self.entry["offer"].items():
                form = OfferForm.model_validate({**content, "language": language})
                offer = save_offer(session, self.technology_id, form, actor=officer, now=self.at(0.4))
                approve_offer(session, offer.id, digest=offer.digest, actor=officer, now=self.at(0.44))
                self.discuss(session, offer, lead, officer)
                consent_to_offer(session, offer.id, digest=offer.digest, actor=lead, now=self.at(0.45))

        self.act(act)

    def pictures(self) -> list[tuple[Picture, FigureForm]]:
        """Drawn before the transaction that shows them: it takes a second."""
        return [
            (
                kept_picture(DRAWINGS[said["drawing"]](), f"{said['drawing']}.png", settings().files),
                FigureForm.model_validate({name: value for name, value in said.items() if name != "drawing"}),
            )
            for said in self.entry.get("figure", ())
        ]

    def illustrate(self, session: Session, pictures: Sequence[tuple[Picture, FigureForm]], officer: Actor) -> None:
        now = self.at(0.39)
        if not figures_of(session, self.technology_id):
            for picture, form in pictures:
                add_figure(session, self.technology_id, picture, form, actor=officer, now=now)
        if length := self.entry["script"].get("brief"):
            choose_brief_length(session, self.technology_id, BriefLength(length), actor=officer, now=now)

    def discuss(self, session: Session, offer: Offer, lead: Actor, officer: Actor) -> None:
        """What the lead contributor remarked on this version, and what the office answered."""
        known = set(session.exec(select(OfferComment.text).where(OfferComment.technology_id == self.technology_id)))
        for said in self.entry.get("comment", ()):
            if said["language"] == offer.language and said["text"] not in known:
                self.remark(session, offer, said, lead, officer)

    def remark(self, session: Session, offer: Offer, said: Entry, lead: Actor, officer: Actor) -> None:
        remarked = comment_on_offer(session, offer.id, said["field"], said["text"], actor=lead, now=self.at(0.442))
        answer_comment(session, remarked.id, said["answer"], actor=officer, now=self.at(0.446))
        settle_comment(session, remarked.id, settled=True, actor=officer, now=self.at(0.446))

    def briefs_are_rendered(self, session: Session) -> bool:
        offers = session.exec(
            select(Offer).where(Offer.technology_id == self.technology_id, Offer.state == OfferState.APPROVED)
        ).all()
        return bool(offers) and all(brief_of(session, offer) for offer in offers)
