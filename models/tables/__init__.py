"""Every table, so that the metadata is whole wherever one of them is imported."""

from models.tables.accounts import BrowserSession, Credential, Identity, Invitation, SignInLink
from models.tables.agreement import Agreement, Distribution, DistributionShare, Obligation, Payment
from models.tables.brand import Brand, Network
from models.tables.columns import Table
from models.tables.compilation import Compilation, CompilationOffer
from models.tables.consequences import DecisionEffect, ProtectionPlan, RightsOffer
from models.tables.docket import CalendarFeed, Deputy, InstitutionHead, PatentEvent, PatentFamily
from models.tables.documents import DecisionLetter, DocumentCopy, DocumentReading
from models.tables.draft import Draft
from models.tables.figure import Figure, FileText
from models.tables.files import Attachment, RoomFile, RoomVisit
from models.tables.imports import ImportedRow
from models.tables.messages import Message, Remark
from models.tables.offer import Brief, Offer, OfferComment
from models.tables.ownership import CoOwner, FunderDemand, ThirdPartyInput
from models.tables.partner import Contact, Delivery, InterestProfile, Lead, Match, Notice, Partner
from models.tables.people import ApiToken, Institution, Person
from models.tables.portfolio import PortfolioFile, PortfolioReport
from models.tables.prior_art import PriorArt, PriorArtSearch
from models.tables.review import Assessment, Clock, PatentCase, ReviewDecision
from models.tables.reviewers import ConflictStatement, ReviewPolicy, ReviewRequest
from models.tables.search import SearchEntry
from models.tables.technology import (
    Contributor,
    Disclosure,
    Funding,
    NearDuplicate,
    ReferenceCounter,
    Technology,
)
from models.tables.trail import Signoff, TrailHead, Transition
from models.tables.work import Work

__all__ = [
    "Agreement",
    "ApiToken",
    "Assessment",
    "Attachment",
    "Brand",
    "Brief",
    "BrowserSession",
    "CalendarFeed",
    "Clock",
    "CoOwner",
    "Compilation",
    "CompilationOffer",
    "ConflictStatement",
    "Contact",
    "Contributor",
    "Credential",
    "DecisionEffect",
    "DecisionLetter",
    "Delivery",
    "Deputy",
    "Disclosure",
    "Distribution",
    "DistributionShare",
    "DocumentCopy",
    "DocumentReading",
    "Draft",
    "Figure",
    "FileText",
    "FunderDemand",
    "Funding",
    "Identity",
    "ImportedRow",
    "Institution",
    "InstitutionHead",
    "InterestProfile",
    "Invitation",
    "Lead",
    "Match",
    "Message",
    "NearDuplicate",
    "Network",
    "Notice",
    "Obligation",
    "Offer",
    "OfferComment",
    "Partner",
    "PatentCase",
    "PatentEvent",
    "PatentFamily",
    "Payment",
    "Person",
    "PortfolioFile",
    "PortfolioReport",
    "PriorArt",
    "PriorArtSearch",
    "ProtectionPlan",
    "ReferenceCounter",
    "Remark",
    "ReviewDecision",
    "ReviewPolicy",
    "ReviewRequest",
    "RightsOffer",
    "RoomFile",
    "RoomVisit",
    "SearchEntry",
    "SignInLink",
    "Signoff",
    "Table",
    "Technology",
    "ThirdPartyInput",
    "TrailHead",
    "Transition",
    "Work",
]
