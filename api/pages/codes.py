"""What the pages call our codes, and what they say when something is wrong. Sentences for `_()`."""

from api.pages.words import N_
from models.rules.words import Answer, DeclineReason, Role

ROLE = {
    Role.RESEARCHER: N_("Researcher"),
    Role.OFFICER: N_("Technology transfer officer"),
    Role.REVIEWER: N_("Reviewer"),
    Role.COORDINATOR: N_("Coordinator of the network"),
    Role.ADMINISTRATOR: N_("Administrator"),
    Role.PARTNER_CONTACT: N_("Business partner"),
}

PROVIDER = N_("your institution's account")
"""What the identity provider is called where the settings do not name it."""

ANSWER = {
    Answer.INTERESTED: N_("We are interested"),
    Answer.DECLINED: N_("Not for us"),
    Answer.QUESTION: N_("We have a question"),
}
ANSWER_HINT = {
    Answer.INTERESTED: N_("The office will write to you and propose a conversation."),
    Answer.DECLINED: N_("Tell us why, and we will send you better offers."),
    Answer.QUESTION: N_("The office answers by e-mail."),
}
DECLINE_REASON = {
    DeclineReason.TOO_EARLY: N_("it is too early"),
    DeclineReason.BENEFIT_UNCLEAR: N_("the benefit is not clear"),
    DeclineReason.ROUTE_UNCLEAR: N_("the way to the market is not clear"),
    DeclineReason.DESCRIPTION_UNCLEAR: N_("the description is not clear"),
    DeclineReason.SCIENTIFIC: N_("we have scientific doubts"),
    DeclineReason.NOT_OUR_FIELD: N_("it is not our field"),
}
"""After "because"."""

RECEIVED = {
    "new": N_("New"),
    "read": N_("Read"),
    "answered": N_("Answered"),
    "closed": N_("No longer open"),
}
"""What became of an offer that a business got."""
GIVEN = {
    Answer.INTERESTED: N_("You are interested"),
    Answer.DECLINED: N_("Not for you"),
    Answer.QUESTION: N_("You asked"),
}
GIVEN_BY_COLLEAGUE = {
    Answer.INTERESTED: N_("Interested"),
    Answer.DECLINED: N_("Declined"),
    Answer.QUESTION: N_("Asked"),
}

WRONG = {
    "choose_answer": N_("Choose one of the three answers."),
    "choose_reason": N_("Choose the reason that fits best."),
    "write_question": N_("Write your question."),
    "write_message": N_("Write the message first."),
    "too_long": N_("The message is too long: at most 4,000 characters."),
    "wrong_password": N_("The e-mail address and the password do not belong together."),
    "wrong_current": N_("The present password is not right."),
    "password_unequal": N_("The two new passwords differ. Type the same one twice."),
    "too_many_messages": N_("You wrote often in a short time. Send this again in a quarter of an hour."),
    "too_many_attempts": N_("There were too many attempts. Try again %(minutes)s."),
    "too_busy": N_("Many people are signing in at this moment. Try again %(minutes)s."),
    "password_too_short": N_("The password is too short: take at least 12 characters, such as a few words."),
    "password_too_long": N_("The password is too long: at most 200 characters."),
    "password_is_address": N_("The password must not be your e-mail address."),
    "password_too_plain": N_("This password is too easily guessed: take a few words that do not belong together."),
}
"""What a form says above itself."""

PROBLEM = {
    "not_found": (N_("There is nothing here"), N_("The address is wrong, or what stood here is no longer published.")),
    "method": (N_("This page cannot do that"), N_("Go back and try the way that the page offers.")),
    "malformed": (N_("This could not be read"), N_("The address or the form is not in order. Go back and try again.")),
    "failure": (
        N_("Something went wrong on our side"),
        N_("Nothing was changed. It is recorded under %(number)s: name it when you write to us."),
    ),
    "lost_race": (
        N_("Somebody was quicker"),
        N_(
            "The same was recorded at this moment, perhaps by your own second click. Go back and look at the page again."
        ),
    ),
    "not_offered": (
        N_("This is no longer offered"),
        N_(
            "The offer was withdrawn, or its time has ended. Thank you for your interest: write to %(office)s, and the network will tell you what has become of it or what else may fit."
        ),
    ),
    "offer_gone": (
        N_("This offer is no longer open"),
        N_(
            "It was withdrawn or replaced by a newer version. Reply to the e-mail that it came with, or write to %(office)s, to ask about it."
        ),
    ),
    "link_invalid": (
        N_("This link is incomplete"),
        N_(
            "A character was lost or changed on the way. Open it from the e-mail again, or copy it whole into the browser. If it still does not work, reply to the e-mail and ask for a new link."
        ),
    ),
    "link_expired": (
        N_("This link has expired"),
        N_(
            "Links from our e-mails open for %(days)s days. Reply to the e-mail that it came with, or write to %(office)s: the office will send you a new one."
        ),
    ),
    "invitation_over": (
        N_("This invitation is over"),
        N_(
            "It was used, replaced by a newer one, or its days have passed. If you have chosen your password, sign in with it; else write to %(office)s for another invitation."
        ),
    ),
    "provider_down": (
        N_("The sign-in service does not answer"),
        N_(
            "Nothing is wrong with your account. Try again in a minute; if you have a password, you can sign in with it meanwhile."
        ),
    ),
    "provider_refused": (
        N_("This sign-in could not be finished"),
        N_("It was begun in another browser, took too long, or was used already. Begin again from the sign-in page."),
    ),
    "identity_denied": (
        N_("You were not signed in"),
        N_("The sign-in service sent you back without confirming who you are. Begin again from the sign-in page."),
    ),
    "identity_unknown": (
        N_("There is no account for you here yet"),
        N_(
            "You are known to your institution, but nobody with your e-mail address is registered here. Write to %(office)s for an invitation."
        ),
    ),
    "identity_unverified": (
        N_("Your e-mail address is not confirmed"),
        N_(
            "The sign-in service does not vouch for your e-mail address, so we cannot tell which account is yours. Confirm the address at your institution, or write to %(office)s."
        ),
    ),
    "identity_other": (
        N_("This account belongs to another identity"),
        N_(
            "Your e-mail address is linked with somebody else's identity at the sign-in service. Write to %(office)s: the administrator can separate them."
        ),
    ),
    "identity_left": (
        N_("This account was ended"),
        N_("Nobody can sign in with it any more. If that is a mistake, write to %(office)s."),
    ),
    "too_large": (
        N_("This is too large"),
        N_(
            "A file may have at most 50 MB, the texts of a form 400 kB. Nothing was kept: go back and make it smaller, or split it."
        ),
    ),
    "sign_in_link_over": (
        N_("This link is used up"),
        N_(
            "A link that signs in works once, within %(minutes)s minutes. Ask for another one on the page where you sign in, or write to %(office)s."
        ),
    ),
    "share_link_over": (
        N_("This link is about a share that is no more"),
        N_(
            "The disclosure was corrected after the e-mail was sent. If your share was changed, a newer e-mail has its link; if you are no longer named and should be, write to %(office)s."
        ),
    ),
    "foreign": (
        N_("This did not come from our page"),
        N_(
            "Another site asked for it in your name, so nothing was done. If it was you, open the page here and try again."
        ),
    ),
    "not_permitted": (
        N_("This page is not for you"),
        N_("You are signed in, but your role does not open this page. If it should, write to %(office)s."),
    ),
    "refused": (
        N_("This could not be done"),
        N_("Go back, look at the present state and try again."),
    ),
}
"""Title and text of a page that refuses."""

REFUSAL = {
    "stale_technology": N_(
        "Somebody else moved this technology while you were deciding. Nothing of yours was changed."
    ),
    "gates_unmet": N_("Something that this move demands is still missing."),
    "no_such_move": N_("This move does not exist from the present stage."),
    "on_hold": N_("The technology is on hold: resume it first."),
    "conflict": N_("This does not fit the present state any more. Nothing was changed."),
    "incomplete": N_("Something is still missing."),
    "not_found": N_("It is not there any more, or not yours to see."),
    "not_permitted": N_("Your role does not allow this."),
    "already_submitted": N_("This disclosure was submitted before: it is not taken in twice."),
    "too_large": N_("The file is too large: at most 50 MB."),
    "stale_draft": N_("This disclosure was saved in another window meanwhile. Nothing was overwritten."),
    "try_later": N_("You wrote often in a short time. Send this again in a quarter of an hour."),
    "ops_down": N_(
        "The European Patent Office's server gives no usable answer. Nothing was recorded: try again later, or search there by hand."
    ),
    "ops_refused": N_(
        "The European Patent Office does not do this search. Nothing was recorded: change the query, or search there by hand."
    ),
    "ops_busy": N_(
        "The European Patent Office is asked one question at a time, with pauses. Nothing was sent: try again in a moment."
    ),
    "storage_full": N_(
        "There is no room left on the server's disk. Nothing was changed; please tell the administrator."
    ),
}
"""Why an action refused, by the error's code."""
OFFER_FIELD = {
    "title": N_("Title"),
    "short_summary": N_("Summary"),
    "problem": N_("The problem"),
    "description": N_("Description"),
    "advantages": N_("Advantages and innovation"),
    "key_figures": N_("Key figures"),
    "trl": N_("Readiness level (TRL)"),
    "ipr_status": N_("Protection"),
    "ipr_notes": N_("Notes on the protection"),
    "sdgs": N_("Sustainable development goals"),
    "expected_role": N_("What the partner would do"),
    "partnerships": N_("Types of partnership"),
    "partner_sizes": N_("Who fits"),
    "technology_keywords": N_("Technology keywords"),
    "market_keywords": N_("Market keywords"),
    "countries": N_("Countries"),
    "anonymous": N_("Anonymity"),
}
"""What an offer's fields are called, in the order of the form."""
