"""The technology's page: its frame, the registry of its sections, and how a refused form comes back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.deps import Now, Reference
from api.pages.given import Read
from api.pages.officer import case_agreements, case_gists, case_offer, case_partners, case_words
from api.pages.officer.case_clocks import clocks_values
from api.pages.officer.case_disclosure import disclosure_values
from api.pages.officer.case_files import files_values, messages_values
from api.pages.officer.case_glance import glance_values
from api.pages.officer.case_moves import moves_values
from api.pages.officer.case_ownership import ownership_values
from api.pages.officer.case_people import people_values
from api.pages.officer.case_review import protection_values, review_values
from api.pages.officer.case_timeline import timeline_values
from api.pages.rendering import linker, own_page, words_for
from api.pages.words import N_, Words
from api.visitors import Anybody
from models.actions.messages import mark_read_by_office
from models.db import reading, transaction
from models.errors import NotPermitted
from models.queries.messages import unread_by_office
from models.queries.technologies import case_of, technology_by_reference
from models.rules.days import local_date
from models.rules.permissions import Act, Actor, may
from models.rules.words import Role, Stage
from models.tables import Technology

router = APIRouter()
READ = ["GET", "HEAD"]

Load = Callable[[Session, Technology, Actor, datetime, Words], Mapping[str, Any] | None]
"""What its template needs; `None`, or `NotPermitted`, leaves the section out for this reader."""


Gist = Callable[[Mapping[str, Any], Words], str]
"""From what `Load` has loaded."""


class Section(NamedTuple):
    id: str
    heading: str
    """For `_()`."""
    template: str
    load: Load
    done: Mapping[str, str] = MappingProxyType({})
    """What was done, by the `done` of the address: said below the heading."""
    gist: Gist | None = None
    """For a section that is folded: what of it is to be known while it is."""
    open_at: frozenset[Stage] = frozenset()
    """The stages in which it is what the office works on."""

    def __hash__(self) -> int:
        return hash(self.id)


SECTIONS: list[Section] = [
    Section("glance", N_("At a glance"), "officer/case/glance.html", glance_values),
    Section(
        "moves",
        N_("Next moves"),
        "officer/case/moves.html",
        moves_values,
        {
            "moved": N_("The technology has moved."),
            "held": N_("The technology is on hold."),
            "resumed": N_("The technology goes on."),
            "overridden": N_("The gate is passed by your decision, for this visit to the stage."),
        },
    ),
    Section(
        "disclosure",
        N_("Disclosure"),
        "officer/case/disclosure.html",
        disclosure_values,
        {"remarked": N_("The remark stands beside its field, where the creators see it.")},
        case_gists.disclosure,
        frozenset({Stage.DISCLOSURE, Stage.TRIAGE}),
    ),
    Section(
        "people",
        N_("People"),
        "officer/case/people.html",
        people_values,
        {
            "assigned": N_("The officer in charge is recorded."),
            "asked": N_("The contributor is asked by e-mail."),
        },
        case_gists.people,
        frozenset({Stage.DISCLOSURE, Stage.TRIAGE}),
    ),
    Section(
        "ownership",
        N_("Ownership"),
        "officer/case/ownership.html",
        ownership_values,
        {
            "bases": N_("The legal bases are recorded."),
            "obligations": N_("It is recorded that you have read the funders' conditions."),
            "co_owner": N_("The co-owner is recorded."),
            "co_owner_gone": N_("The co-owner is removed."),
            "funding": N_("The funder is recorded."),
            "demand": N_("The demand is recorded. If it has a day, it stands on the docket."),
            "known": N_("The usual demands of this funder are recorded. Strike out what the contract does not say."),
            "settled": N_("It is recorded what became of the demand."),
            "struck": N_("The demand is struck out."),
            "input": N_("The third-party input is recorded."),
            "input_gone": N_("The third-party input is removed."),
            "cleared": N_("Your decision on the third-party input is recorded."),
        },
        case_gists.ownership,
        frozenset({Stage.DISCLOSURE, Stage.TRIAGE}),
    ),
    Section(
        "review",
        N_("IP review"),
        "officer/case/review.html",
        review_values,
        {
            "asked": N_("The reviewer is asked by e-mail."),
            "reminded": N_("The reviewer is reminded by e-mail."),
            "withdrawn": N_("The request is withdrawn."),
            "declined": N_("You have declined, and the officer is told."),
            "ruled": N_("The decision on the conflict of interest is signed in your name."),
            "scores": N_("Your scores are recorded."),
            "decision": N_("The decision is recorded and signed in your name."),
            "plan": N_("It is recorded and signed in your name."),
            "statutory_offer": N_("The offer of the rights to the creators is recorded."),
            "answer": N_("The creator's answer is recorded."),
        },
        case_gists.review,
        frozenset({Stage.IP_REVIEW}),
    ),
    Section(
        "protection",
        N_("Protection"),
        "officer/case/protection.html",
        protection_values,
        {"filing": N_("The filing is recorded, and the clocks that hang on it run.")},
        case_gists.protection,
        frozenset({Stage.IP_REVIEW}),
    ),
    Section(
        "clocks",
        N_("Clocks"),
        "officer/case/clocks.html",
        clocks_values,
        {
            "clock_started": N_("The clock runs."),
            "clock_suppressed": N_("It is recorded why the clock does not run."),
            "clock_done": N_("The act is recorded."),
        },
        case_gists.clocks,
        frozenset({Stage.TRIAGE, Stage.IP_REVIEW}),
    ),
    Section(*case_offer.SECTION),
    Section(*case_partners.SECTION),
    Section(*case_agreements.SECTION),
    Section(
        "files",
        N_("Files"),
        "officer/case/files.html",
        files_values,
        {"file": N_("The file is added."), "file_removed": N_("The file is removed.")},
        case_gists.files,
    ),
    Section(
        "messages",
        N_("Messages"),
        "officer/case/messages.html",
        messages_values,
        {"message": N_("The message is sent; the other side is told by e-mail that it waits here.")},
    ),
    Section("timeline", N_("Timeline"), "officer/case/timeline.html", timeline_values),
]


@dataclass(frozen=True)
class Failed:
    """A form that came back: as typed, with what is wrong beside its fields and the words of a refusal above it."""

    section: str
    form: str
    """The name under which the template asks for it, such as `prior_art` or `clock_done:12`."""
    read: Read[Any] = field(default_factory=lambda: Read({}))
    sentences: Sequence[str] = ()
    """Said below the section's heading: the form may be gone by now."""

    def told(self, words: Words) -> Sequence[str]:
        whole = self.read.wrong.get("")
        if self.sentences or whole:
            return self.sentences or (whole or "",)
        return (words.say("Look at the marked fields: something is missing or not right."),)


class Asked:
    """What every endpoint of the page is called with."""

    def __init__(self, request: Request, reference: Reference, visitor: Anybody, now: Now) -> None:
        self.request = request
        self.reference = reference
        self.actor = visitor.actor
        self.now = now
        self.path = f"/technologies/{reference}"

    @property
    def words(self) -> Words:
        return words_for(self.request)

    def address(self, section: str, done: str = "") -> str:
        """The page at one of its sections, in the language that the reader chose."""
        return f"{linker(self.request)(self.path, done=done)}#{section}"


Case = Annotated[Asked, Depends()]


@router.api_route("/technologies/{reference}", methods=READ)
def technology_page(asked: Case) -> Response:
    """For the office; creators are led to the page that is theirs."""
    if asked.actor.role is Role.RESEARCHER:
        with reading() as session:
            technology_by_reference(session, asked.reference, asked.actor)
        return RedirectResponse(linker(asked.request)(f"/disclosures/{asked.reference}"), 303)
    return show(asked)


def show(asked: Asked, failed: Failed | None = None, *, status: int = 200) -> Response:
    """The whole page, with the form that failed as it was typed."""
    done = "" if failed else asked.request.query_params.get("done", "")
    with reading() as session:
        technology = technology_by_reference(session, asked.reference, asked.actor)
        loaded = _loaded(session, technology, asked)
        case = case_of(session, technology)
        unread = may(asked.actor, Act.WRITE_MESSAGE, case) and unread_by_office(session, technology)
    answer = own_page(
        asked.request,
        "officer/case.html",
        status=status,
        technology=technology,
        sections=list(loaded),
        body=_body(loaded),
        gists={each.id: each.gist(values, asked.words) for each, values in loaded.items() if each.gist},
        done={each.id: each.done[done] for each in loaded if done in each.done},
        allowed=lambda act: may(asked.actor, Act(act), case),
        actor=asked.actor,
        case_words=case_words,
        today=local_date(asked.now),
        failed=failed,
        refused=failed.told(asked.words) if failed else (),
        **_asking(failed),
    )
    if unread:
        with transaction() as session:
            mark_read_by_office(session, technology, now=asked.now)
    return answer


def _loaded(session: Session, technology: Technology, asked: Asked) -> dict[Section, Mapping[str, Any]]:
    """The sections that this reader gets, with what each of them shows."""
    loaded: dict[Section, Mapping[str, Any]] = {}
    for section in SECTIONS:
        try:
            values = section.load(session, technology, asked.actor, asked.now, asked.words)
        except NotPermitted:
            continue
        if values is not None:
            loaded[section] = values
    return loaded


def _body(loaded: Mapping[Section, Mapping[str, Any]]) -> Callable[[Context, Section], Markup]:
    """`body(section)` in the frame: the section's template with its own values, which no other section sees."""

    @pass_context
    def body(context: Context, section: Section) -> Markup:
        template = context.environment.get_template(section.template)
        return Markup(template.render({**context.get_all(), **loaded[section]}))  # noqa: S704  the template escapes

    return body


def _asking(failed: Failed | None) -> dict[str, Any]:
    """What templates ask of a form: `typed(form, values)` and `failing(form)`."""

    def typed(form: str, values: Mapping[str, Any] | None = None) -> Read[Any]:
        place = f"{form.replace(':', '-')}-"
        if failed is not None and failed.form == form:
            return replace(failed.read, place=place)
        return Read(values or {}, place=place)

    def failing(form: str) -> bool:
        """`form` may be the first part of a name, such as `clock_done` of `clock_done:12`."""
        return failed is not None and form in (failed.form, failed.form.partition(":")[0])

    return {"typed": typed, "failing": failing}
