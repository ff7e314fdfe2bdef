"""What the technology's page calls our codes. Sentences for `_()`."""

from api.pages.words import N_
from models.rules.words import Answer, CaseStatus, Criterion, MoveKind, ReviewOutcome, Via

CRITERION = {
    Criterion.PATENTABILITY: N_("Patentability"),
    Criterion.FREEDOM_TO_OPERATE: N_("Freedom to operate"),
    Criterion.MARKET: N_("Market"),
    Criterion.TEAM: N_("Team"),
    Criterion.READINESS: N_("Readiness"),
}
OUTCOME = {
    ReviewOutcome.PROCEED: N_("Proceed"),
    ReviewOutcome.RELEASE: N_("Release"),
    ReviewOutcome.DECLINE: N_("Decline"),
}
STATUS = {
    CaseStatus.PLANNED: N_("planned"),
    CaseStatus.PENDING: N_("pending"),
    CaseStatus.GRANTED: N_("granted"),
    CaseStatus.LAPSED: N_("lapsed"),
}
FORWARD = N_("Move on to: %(stage)s")
BACK = N_("Send back to: %(stage)s")
BUTTON = {
    MoveKind.FORWARD: FORWARD,
    MoveKind.BACK: BACK,
    MoveKind.RELEASE: N_("Release the rights to the creators"),
    MoveKind.CLOSE: N_("Close the case"),
}
WHY = {
    MoveKind.BACK: N_("Why it goes back"),
    MoveKind.RELEASE: N_("Why the rights go back to the creators"),
    MoveKind.CLOSE: N_("Why it is closed: declined, withdrawn or expired"),
}
MOVED = {
    MoveKind.ENTER: N_("Entered: %(target)s"),
    MoveKind.FORWARD: N_("Moved on: %(source)s to %(target)s"),
    MoveKind.BACK: N_("Sent back: %(source)s to %(target)s"),
    MoveKind.RELEASE: N_("Rights released to the creators, from: %(source)s"),
    MoveKind.CLOSE: N_("Closed, from: %(source)s"),
}
SIGNED = {
    "confirmation": N_("Share confirmed"),
    "consent": N_("Consent to the offer"),
    "approval": N_("Offer approved"),
    "override": N_("Gate passed by decision: %(what)s"),
    "scan_accepted": N_("Passage of the offer accepted in spite of the confidentiality check"),
    "hold": N_("Put on hold until %(what)s"),
    "resume": N_("Resumed"),
    "decision": N_("Decision of the review: %(what)s"),
    "signature": N_("Agreement signed"),
    "withdrawal": N_("Offer withdrawn"),
    "suppression": N_("Clock suppressed: %(what)s"),
    "assignment": N_("Officer put in charge"),
    "legal_basis": N_("Legal basis recorded: %(what)s"),
    "obligations": N_("Obligations to funders reviewed"),
    "filing": N_("Filing recorded"),
    "clock_closed": N_("Act of a clock recorded: %(what)s"),
    "statutory_offer": N_("Rights offered to the creators"),
    "policy": N_("Policy of distribution chosen"),
    "revision": N_("Corrected disclosure submitted"),
    "extension": N_("Offer extended"),
    "patent_event": N_("Event of an application recorded"),
    "clock_moved": N_("Clock counted anew: %(what)s"),
    "co_owner": N_("Co-owner of the rights recorded"),
    "funder_demand": N_("Demand of a funder recorded or settled"),
    "input": N_("Decision on a third-party input"),
    "conflict": N_("Statement on conflicts of interest: %(what)s"),
    "conflict_ruling": N_("Declared conflict of interest decided: %(what)s"),
    "protection_plan": N_("How it is protected recorded: %(what)s"),
    "rights_answer": N_("Creator's answer to the offered rights: %(what)s"),
}
"""By the kind of sign-off; `what` is told where the subject names it."""
ANSWERED = {
    Answer.INTERESTED: N_("%(partner)s is interested"),
    Answer.DECLINED: N_("%(partner)s has declined"),
    Answer.QUESTION: N_("%(partner)s has asked a question"),
}
DOOR = {
    Via.PAGE: "",
    Via.API: N_("by program"),
    Via.CLI: N_("on the command line"),
    Via.FLOW: N_("by itself"),
    Via.IMPORT: N_("by import"),
    Via.LINK: N_("by a link from an e-mail"),
}
"""Through what an act came; the page needs no word."""
