"""What the pages of the docket have in common."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

from fastapi import Depends
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.pages.given import Read, refusal, texts
from api.pages.rendering import linker
from api.pages.words import N_, Words
from api.visitors import Member
from models.errors import HelixError
from models.queries.accounts import SignedIn
from models.queries.docket import demand_docket
from models.rules.words import Certainty, FilingRoute

READ = ["GET", "HEAD"]


def docket_member(member: Member) -> SignedIn:
    """Whoever has no docket is told so before anything is looked up."""
    demand_docket(member.actor)
    return member


Keeper = Annotated[SignedIn, Depends(docket_member)]
"""An officer or a reviewer of an institution."""

ROUTE = {
    FilingRoute.DIRECT: N_("Direct"),
    FilingRoute.PCT: N_("From an international application (PCT)"),
    FilingRoute.PROVISIONAL: N_("Provisional (US)"),
    FilingRoute.DESIGN: N_("Design"),
}
STATUS = {
    "planned": N_("planned"),
    "pending": N_("pending"),
    "granted": N_("granted"),
    "lapsed": N_("over"),
}
DONE = {
    "act": N_("The act is recorded, and the reminders end."),
    "trigger": N_("The clock is counted anew. The trail keeps what it was."),
    "family": N_("The family is opened. Add its first application."),
    "application": N_("The application is on the docket."),
    "event": N_("It is recorded; the clocks that hang on it are up to date."),
    "correction": N_("The date is corrected, and every clock that hangs on it is counted anew."),
    "feed": N_("This is your calendar's address. A former one has ended."),
    "feed_ended": N_("The address has ended: calendar programs read nothing there any more."),
}
"""What a page says after the redirect, by `?done=`."""
NOTHING: Read[Any] = Read({})


CONFIDENCE = {"h": N_("well known"), "m": N_("likely"), "l": N_("doubtful")}
"""Of what was not checked: the letter after `BK-`."""


def grade_in_words(grade: str, words: Words) -> str:
    """Such as `not checked, from general knowledge: well known` for `BK-h`."""
    code, _, confidence = grade.partition(" ")[0].partition("-")
    if code not in list(Certainty):
        return grade
    said = words.of("certainty", code)
    return f"{said}: {words.say(CONFIDENCE[confidence])}" if confidence in CONFIDENCE else said


def redirect(request: Request, path: str, done: str) -> Response:
    return RedirectResponse(linker(request)(path, done=done), 303)


def typed(given: FormData, *names: str) -> Mapping[str, str]:
    return {name: value.strip() for name, value in texts(given, *names).items()}


def attempt(act: Callable[[], object], words: Words) -> Sequence[str]:
    """What stood in the way, if anything. What the visitor may not see or do goes on to its own page."""
    try:
        act()
    except HelixError as error:
        if error.status in (403, 404):
            raise
        return refusal(error, words)
    return ()
