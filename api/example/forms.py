"""The stories' entries as the forms that people hand in; dates are told in days from today."""

from datetime import date, timedelta
from typing import Any

from api.example.loading import Entry
from models.actions.forms import (
    AgreementForm,
    DisclosureForm,
    FilingForm,
    PaymentForm,
    PriorArtForm,
    PriorArtSearchForm,
)
from models.actions.ownership_forms import BasisForm, CoOwnerForm, DemandForm
from models.rules.bilingual import Bilingual
from models.rules.ownership import provision_for
from models.rules.words import AgreementKind, CaseStatus, DemandKind, LegalBasis, PriorArtKind, TechnologyKind

GROSZE = 100


def disclosure(entry: Entry, today: date) -> DisclosureForm:
    """The legal basis is left out: an officer records it in triage."""
    said: dict[str, Any] = dict(entry["disclosure"])
    published, conceived = said.pop("public_disclosure_days_ago", None), said.pop("conception_days_ago", None)
    planned = said.pop("planned_publication_in_days", None)
    values = {
        **said,
        "value_chain": entry["value_chain"],
        "field": entry["field"],
        "public_disclosure_on": None if published is None else day(today, ago=published),
        "conception_on": None if conceived is None else day(today, ago=conceived),
        "planned_publication_on": None if planned is None else day(today, ahead=planned),
        "contributors": [_contributor(person) for person in entry["contributor"]],
        "funding": entry.get("funding", []),
        "inputs": [
            {name: value for name, value in each.items() if name != "cleared"} for each in entry.get("input", ())
        ],
    }
    return DisclosureForm.model_validate(values)


def _contributor(person: Entry) -> Entry:
    left_out = ("position", "share", "unconfirmed", "legal_basis")
    values = {name: value for name, value in person.items() if name not in left_out}
    return values | {"post": person["position"], "share_bp": round(person["share"] * 100)}


_CONTRACT = Bilingual(en="Employment contract, and the rules on intellectual property", pl="Umowa o pracę i regulamin")
_DOCUMENT = {
    LegalBasis.ASSIGNMENT: Bilingual(en="Agreement on the transfer of rights", pl="Umowa o przeniesienie praw"),
    LegalBasis.CONTRACT: Bilingual(en="Contract, clause on results", pl="Umowa, postanowienie o wynikach prac"),
    LegalBasis.JOINT_OWNERSHIP: Bilingual(en="Joint-ownership agreement", pl="Umowa o współwłasności"),
}
_SHOWN = {
    True: Bilingual(en="Confirmed by the personnel office.", pl="Potwierdził dział kadr."),
    False: Bilingual(en="The signed original lies in the office's safe.", pl="Podpisany oryginał jest w sejfie biura."),
}


def basis(entry: Entry, person: Entry, recorded_on: date) -> BasisForm:
    """As the office would document it, in the disclosure's language."""
    language, found = entry["disclosure"]["language"], LegalBasis(person["legal_basis"])
    employed = found is LegalBasis.EMPLOYMENT
    provision = provision_for(TechnologyKind(entry["disclosure"]["kind"]))
    document = (provision.text if provision else _CONTRACT) if employed else _DOCUMENT[found]
    return BasisForm(
        basis=found,
        document=document.to(language),
        dated_on=None if employed else recorded_on - timedelta(days=9),
        waiver=_SHOWN[employed].to(language),
    )


def co_owners(entry: Entry, recorded_on: date) -> list[CoOwnerForm]:
    """The employers of those with whom the rights are held jointly, with these creators' shares."""
    language = entry["disclosure"]["language"]
    return [
        CoOwnerForm(
            name=person["employer"],
            share_bp=round(person["share"] * 100),
            agreement=_DOCUMENT[LegalBasis.JOINT_OWNERSHIP].to(language),
            agreed_on=recorded_on - timedelta(days=9),
            waiver=_SHOWN[False].to(language),
        )
        for person in entry["contributor"]
        if person["legal_basis"] == LegalBasis.JOINT_OWNERSHIP
    ]


def demand(said: Entry, today: date) -> DemandForm:
    due = said.get("due_in_days")
    return DemandForm(
        kind=DemandKind(said["kind"]), text=said["text"], due_on=None if due is None else day(today, ahead=due)
    )


def filing(entry: Entry, filed_on: date) -> FilingForm:
    said = entry["review"]["filing"]
    return FilingForm(
        case_number=f"{said['office']}-1",
        office=said["office"],
        application_number=said["application_number"],
        filed_on=filed_on,
        status=CaseStatus.GRANTED if said.get("granted") else CaseStatus.PENDING,
        title=entry["disclosure"]["title"],
    )


def prior_art_search(entry: Entry, searched_on: date) -> PriorArtSearchForm:
    keywords = entry["disclosure"]["keywords"]
    return PriorArtSearchForm(
        place="Espacenet, Europe PMC",
        query=" AND ".join(keywords[:2]),
        searched_on=searched_on,
        found=len(entry["review"]["prior_art"]),
    )


def prior_art(found: Entry) -> PriorArtForm:
    """The stories say in `source` what kind of document it is."""
    kind = {"patent": PriorArtKind.PATENT, "article": PriorArtKind.PUBLICATION}.get(found["source"])
    return PriorArtForm.model_validate(found if kind is None else {**found, "kind": kind, "source": ""})


def licence(said: Entry, today: date) -> AgreementForm:
    values = {
        "kind": AgreementKind.LICENCE,
        **{name: said[name] for name in ("exclusive", "territory", "field_of_use", "currency")},
        "effective_on": day(today, ago=said["effective_days_ago"]),
        "upfront": said["upfront"] * GROSZE,
        "minimum_annual": said["minimum_annual"] * GROSZE,
        "royalty_bp": round(said["royalty_percent"] * 100),
        "milestones": [
            {"text": step["text"], "due_on": day(today, ahead=step["in_days"]), "amount": step["amount"] * GROSZE}
            for step in said["milestones"]
        ],
    }
    return AgreementForm.model_validate(values)


def payments(said: Entry, today: date) -> list[PaymentForm]:
    """The direct costs are set against the first payment."""
    return [
        PaymentForm(
            amount=paid["amount"] * GROSZE,
            direct_costs=0 if nth else said["direct_costs"] * GROSZE,
            currency=said["currency"],
            received_on=day(today, ago=paid["days_ago"]),
            bank_reference=paid["reference"],
        )
        for nth, paid in enumerate(said["payments"])
    ]


def day(today: date, *, ago: int = 0, ahead: int = 0) -> date:
    return today + timedelta(days=ahead - ago)
