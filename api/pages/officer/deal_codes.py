"""What the pages on offers, partners, agreements and work call our codes. Sentences for `_()`."""

from api.pages import codes
from api.pages.words import N_
from models.rules.words import (
    AgreementKind,
    AgreementState,
    Beneficiary,
    DispatchState,
    Language,
    LeadState,
    NoticeKind,
    ObligationKind,
    OfferState,
    TextGap,
    WorkKind,
    WorkState,
)

LANGUAGE = {Language.ENGLISH: N_("English"), Language.POLISH: N_("Polish")}

OFFER_STATE = {
    OfferState.DRAFT: N_("draft"),
    OfferState.APPROVED: N_("approved"),
    OfferState.PUBLISHED: N_("published"),
    OfferState.SUPERSEDED: N_("replaced"),
    OfferState.WITHDRAWN: N_("withdrawn"),
}
TEXT_GAP = {
    TextGap.REST: N_("its end, as it is too long"),
    TextGap.INSIDE: N_("files or objects inside it, of a kind that is not read"),
    TextGap.PICTURES: N_("words in its pictures"),
    TextGap.PAGES: N_("pages without text, such as scans"),
    TextGap.LETTERS: N_("letters in an unknown coding"),
    TextGap.LOCKED: N_("what is locked by a password"),
    TextGap.BROKEN: N_("damaged parts"),
}
"""What of an attached file offers were not compared with."""
OFFER_FIELD = {
    **codes.OFFER_FIELD,
    "keywords": N_("Keywords"),
    "figures": N_("Picture"),
    "figures_told": N_("What the file said of picture"),
}
SECRET = {
    "organisation": N_("whose offer it is"),
    "address": N_("an address by which the institution or a creator is known"),
    "brand": N_("a brand"),
    "telling_number": N_("the number of a grant or an application, by which its owner is known"),
    "title": N_("the title of the disclosure"),
    "name": N_("the name of a creator, the officer or the head"),
    "number": N_("the number of an unpublished application"),
    "public_disclosure_note": N_("what was made public"),
    "conception_record": N_("the record of the conception"),
}
"""What a passage of an offer gives away, where the dossier has no word for it."""
SECRET_OF_TABLE = {
    "agreement": N_("the terms of an agreement"),
    "assessment": N_("a reviewer's comment"),
    "attachment": N_("the name or note of an attached file"),
    "clock": N_("why a legal deadline is not counted"),
    "delivery": N_("what a business wrote"),
    "draft": N_("a correction of the disclosure that is not submitted yet"),
    "funding": N_("what was promised to a sponsor"),
    "imported_row": N_("the imported record"),
    "message": N_("a message"),
    "obligation": N_("what an agreement makes due"),
    "patent_case": N_("the title of an unpublished application"),
    "patent_event": N_("a note on an application"),
    "patent_family": N_("the title of a patent family"),
    "prior_art": N_("what was said of prior art"),
    "protection_plan": N_("what is recorded on how it is protected"),
    "remark": N_("an officer's remark on the disclosure"),
    "review_decision": N_("the reason of the decision"),
    "signoff": N_("the reason of a signature"),
    "technology": N_("the technology's working title"),
    "transition": N_("the reason of a move"),
}
SECRET_OTHERWISE = N_("a confidential text (%(name)s)")
"""For tables that have no words of their own here."""

LEAD_STATE = {
    LeadState.INTERESTED: N_("interested"),
    LeadState.NDA: N_("NDA drafted"),
    LeadState.EVALUATION: N_("evaluating under NDA"),
    LeadState.TERMS: N_("terms drafted"),
    LeadState.NEGOTIATION: N_("negotiating"),
    LeadState.SIGNED: N_("agreement signed"),
    LeadState.LOST: N_("lost"),
}
DISPATCH_STATE = {
    DispatchState.QUEUED: N_("on its way"),
    DispatchState.SENDING: N_("on its way"),
    DispatchState.SENT: N_("sent"),
    DispatchState.PARKED: N_("in doubt"),
    DispatchState.BOUNCED: N_("refused by the mail server"),
    DispatchState.CANCELLED: N_("not sent"),
}
WORK_STATE = {
    WorkState.QUEUED: N_("waiting its turn"),
    WorkState.LEASED: N_("being done"),
    WorkState.DONE: N_("done"),
    WorkState.PARKED: N_("set aside"),
}
ANSWERED = {
    "interested": N_("is interested"),
    "declined": N_("is not interested"),
    "question": N_("has a question"),
}

AGREEMENT_KIND = {
    AgreementKind.NDA: N_("Non-disclosure agreement"),
    AgreementKind.MTA: N_("Material transfer agreement"),
    AgreementKind.OPTION: N_("Option"),
    AgreementKind.LICENCE: N_("Licence"),
    AgreementKind.ASSIGNMENT: N_("Assignment of rights"),
    AgreementKind.RESEARCH: N_("Research contract"),
}
AGREEMENT_STATE = {
    AgreementState.DRAFT: N_("being signed"),
    AgreementState.IN_FORCE: N_("in force"),
    AgreementState.ENDED: N_("ended"),
}
OBLIGATION_KIND = {
    ObligationKind.PAYMENT: N_("payment"),
    ObligationKind.REPORT: N_("report"),
    ObligationKind.MILESTONE: N_("milestone"),
}
POLICY = {
    "art155_floor": N_("Art. 155(1): half to the creators, half to the institution"),
    "art155_with_unit": N_("Art. 155(1) with a unit: half to the creators, a quarter each to unit and institution"),
    "employee_led": N_("Art. 155(2), commercialised by the employee: three quarters to the creators"),
}
BENEFICIARY = {
    Beneficiary.CREATOR: N_("creator"),
    Beneficiary.UNIT: N_("unit"),
    Beneficiary.INSTITUTION: N_("institution"),
}

MATCH_PART = {
    "field": N_("Field"),
    "text": N_("Likeness of the texts"),
    "terms": N_("Terms in common"),
    "trl": N_("Readiness"),
    "country": N_("Country"),
    "partnership": N_("Partnership"),
    "size": N_("Size"),
}

WORK_KIND = {
    WorkKind.RECEIVE_DISCLOSURE: N_("Take in a disclosure"),
    WorkKind.PREPARE_REVIEW: N_("Prepare the review's dossier"),
    WorkKind.RENDER_BRIEF: N_("Make a brief"),
    WorkKind.MATCH_PARTNERS: N_("Match partners"),
    WorkKind.SEND_DELIVERY: N_("Send a brief"),
    WorkKind.SEND_NOTICE: N_("Send an e-mail"),
    WorkKind.DRAW_AGREEMENT: N_("Draw up an agreement"),
    WorkKind.DRAW_LETTER: N_("Draw up a letter to the creators"),
    WorkKind.SCHEDULE_OBLIGATIONS: N_("Write down what an agreement makes due"),
    WorkKind.DISTRIBUTE_PAYMENT: N_("Distribute a payment"),
    WorkKind.COMPILE_OFFERS: N_("Make a catalogue or slides"),
    WorkKind.SWEEP_CLOCKS: N_("Look through the legal clocks"),
    WorkKind.WRITE_DIGESTS: N_("Write the weekly digests"),
    WorkKind.REPORT_PORTFOLIO: N_("Make a portfolio report"),
    WorkKind.COMPARE_OFFERS: N_("Compare the offer with what was added"),
}
NOTICE_KIND = {
    NoticeKind.ACKNOWLEDGEMENT: N_("receipt of a disclosure"),
    NoticeKind.CLOCK_REMINDER: N_("reminder of a legal clock"),
    NoticeKind.DIGEST: N_("weekly digest"),
    NoticeKind.INVITATION: N_("invitation to an account"),
    NoticeKind.SHARE_REQUEST: N_("request to confirm a share"),
    NoticeKind.RETURNED: N_("disclosure returned for correction"),
    NoticeKind.MOVED: N_("news of where a case stands"),
    NoticeKind.MESSAGE: N_("news of a message"),
    NoticeKind.PARTNER_ANSWER: N_("news of a partner's answer"),
    NoticeKind.SIGN_IN_LINK: N_("link to sign in"),
    NoticeKind.NDA_OFFERED: N_("non-disclosure agreement to read"),
    NoticeKind.DECISION_LETTER: N_("news of a letter about a decision"),
    NoticeKind.OFFER_COMMENT: N_("news of a comment on an offer"),
    NoticeKind.PORTFOLIO_REPORT: N_("news of a portfolio report"),
}
