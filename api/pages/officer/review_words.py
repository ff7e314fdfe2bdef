"""What the review calls its codes. Sentences for `_()`."""

from api.pages.words import N_
from models.rules.words import (
    ConflictRuling,
    EffectKind,
    ProtectionStrategy,
    RequestState,
    ReviewOutcome,
    RightsAnswer,
    SoftwareLicensing,
    Tie,
)

STATE = {
    RequestState.OPEN: N_("asked"),
    RequestState.DONE: N_("scored"),
    RequestState.DECLINED: N_("declined"),
    RequestState.WITHDRAWN: N_("request withdrawn"),
}
TIE = {
    Tie.SUBMITTER: N_("submitted it"),
    Tie.CREATOR: N_("is a creator"),
    Tie.DEPARTMENT: N_("of a creator's department"),
}
RULING = {
    ConflictRuling.ADMITTED: N_("May take part; the note stands beside the scores"),
    ConflictRuling.EXCLUDED: N_("Is replaced; their scores do not count"),
}
RULED = {
    ConflictRuling.ADMITTED: N_("admitted with a note"),
    ConflictRuling.EXCLUDED: N_("replaced"),
}
EFFECT = {
    EffectKind.DECISION_DONE: N_("The statutory clock for the decision is closed."),
    EffectKind.FILING_DUE: N_("The first filing is what comes next."),
    EffectKind.SECRECY: N_("It is kept secret: nothing is published; what is secret and who has access is recorded."),
    EffectKind.SOFTWARE: N_("The work, its third-party components and its licensing are recorded."),
    EffectKind.OFFER_DUE: N_("The rights are offered to the creators in writing."),
    EffectKind.CLOSED: N_("The case is closed, and the creators read why."),
}
CHOICE = {
    (ReviewOutcome.PROCEED, ProtectionStrategy.PATENT): N_("Go on, and file a patent application"),
    (ReviewOutcome.PROCEED, ProtectionStrategy.KNOW_HOW): N_("Go on, and keep it secret as know-how"),
    (ReviewOutcome.PROCEED, ProtectionStrategy.COPYRIGHT): N_("Go on, with copyright as software"),
    (ReviewOutcome.RELEASE, None): N_("Release the rights to the creators"),
    (ReviewOutcome.DECLINE, None): N_("Decline"),
}
DECLINE_WITHOUT = N_("Decline without an offer of the rights, for a reason that you give")
LICENSING = {
    SoftwareLicensing.PROPRIETARY: N_("closed, under licence agreements"),
    SoftwareLicensing.OPEN_SOURCE: N_("open source"),
    SoftwareLicensing.DUAL: N_("open source, and under terms of its own to businesses"),
}
ANSWER = {
    RightsAnswer.ACCEPTED: N_("takes the rights"),
    RightsAnswer.REFUSED: N_("does not take them"),
}
