"""What people hand in on ownership, funders and what of others was used."""

from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from models.actions.forms import Form
from models.rules.words import DemandEvent, DemandKind, DemandState, InputState, LegalBasis

LARGEST_KEY = 2_147_483_647

_Key = Annotated[int, Field(ge=1, le=LARGEST_KEY)]
_Text = Annotated[str, Field(max_length=2_000)]
_Name = Annotated[str, Field(max_length=500)]


class BasisForm(Form):
    """On what the institution's rights in one contributor's share rest."""

    basis: LegalBasis
    document: _Name = Field(default="", description="The provision, or the document by name and number.")
    dated_on: date | None = Field(default=None, description="Of the document.")
    evidence_id: _Key | None = Field(default=None, description="A file of the technology that proves it.")
    waiver: _Text = Field(default="", description="Why no file proves it.")
    employed_here: bool | None = Field(default=None, description="The office's finding; null leaves it as it was.")


class CoOwnerForm(Form):
    name: str = Field(min_length=1, max_length=300)
    share_bp: int = Field(ge=1, le=9_999, description="Basis points of the rights.")
    agreement: _Name = ""
    agreed_on: date | None = None
    evidence_id: _Key | None = None
    waiver: _Text = ""
    we_manage: bool = Field(default=True, description="Our office deals with partners for all owners.")


class DemandForm(Form):
    kind: DemandKind
    text: _Text = ""
    due_on: date | None = None
    due_event: DemandEvent | None = None

    @model_validator(mode="after")
    def _due_once(self) -> "DemandForm":
        if self.due_on and self.due_event:
            raise ValueError("it is due on a day or by an event, not both")
        return self


class SettlementForm(Form):
    """A demand was met, or the funder waived it in a document."""

    state: DemandState
    settled_on: date
    document: _Name = ""
    evidence_id: _Key | None = None

    @model_validator(mode="after")
    def _waived_in_a_document(self) -> "SettlementForm":
        if self.state is DemandState.OPEN:
            raise ValueError("a settled demand is met or waived")
        if self.state is DemandState.WAIVED and not self.document:
            raise ValueError("a waiver names the funder's document")
        return self


class ClearanceForm(Form):
    state: InputState
    note: _Text = Field(default="", description="Why it is cleared, or what it blocks.")
    evidence_id: _Key | None = None

    @model_validator(mode="after")
    def _settled_with_a_note(self) -> "ClearanceForm":
        if self.state is not InputState.OPEN and not self.note:
            raise ValueError("say why it is cleared, or what it blocks")
        return self
