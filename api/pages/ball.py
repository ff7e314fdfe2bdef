"""Who holds the ball, in words for every desk."""

from api.pages.words import N_, Words
from models.rules.ball import Ball, Holder, Wait

HOLDER = {
    Holder.OFFICER: N_("The officer"),
    Holder.CREATORS: N_("The creators"),
    Holder.REVIEWERS: N_("The reviewers"),
    Holder.PARTNER: N_("The business partner"),
    Holder.HELIX: N_("Helix"),
    Holder.NOBODY: N_("Nobody"),
}
WAIT = {
    Wait.ENDED: N_("The way of this technology has ended."),
    Wait.HELD: N_("It is on hold; the officer resumes it."),
    Wait.WORK: N_("Helix is working on it; this takes minutes."),
    Wait.WORK_PARKED: N_("Work of Helix has failed and waits for the officer."),
    Wait.RETURNED: N_("The disclosure was sent back and is to be corrected."),
    Wait.REMARKED: N_("The officer has remarked on the disclosure: it is to be corrected."),
    Wait.FIELDS: N_("The disclosure is not complete yet."),
    Wait.CONFIRMATION: N_("Shares are not confirmed yet by: %(names)s."),
    Wait.SCORES: N_("The assessment is not scored yet."),
    Wait.CONSENT: N_("The lead contributor has not consented to the offer yet."),
    Wait.BRIEF: N_("Helix renders the brief from the approved offer."),
    Wait.NDA: N_("A non-disclosure agreement waits for the partner's signature."),
    Wait.SIGNATURE: N_("The agreement waits for the partner's signature."),
    Wait.ANSWER: N_("The brief was sent, and the answer is awaited."),
    Wait.DECISION: N_("The next step is the officer's."),
}


def holder(ball: Ball, words: Words) -> str:
    return words.say(HOLDER[ball.holder])


def wait(ball: Ball, words: Words) -> str:
    """Why, as a sentence."""
    return words.say(WAIT[ball.wait], names=", ".join(ball.names))
