"""Writing a disclosure bit by bit, and submitting it once."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.engine import CursorResult
from sqlmodel import Session, col, select

from models.actions.disclosures import revise_disclosure, submit_disclosure
from models.actions.forms import DisclosureForm
from models.actions.given_rows import FORM_DEMANDS
from models.actions.turns import take_turn
from models.errors import Conflict, Incomplete, NotFound, StaleDraft
from models.queries.cases import DisclosureFile, disclosure_file
from models.queries.drafts import correction_of, draft_for
from models.queries.facts import latest_disclosure
from models.queries.technologies import case_of
from models.rules.disclosure import SHARES_WHOLE, shares_total
from models.rules.drafts import FIELDS, ROWS, Step, values_of
from models.rules.permissions import Act, Actor, Case, demand
from models.rules.shares import percentage
from models.rules.words import ContributorStatus, DemandKind, Stage
from models.tables import Attachment, Draft, Funding, Institution, Person, Technology


def start_draft(session: Session, *, actor: Actor, now: datetime) -> Draft:
    """With the writer as its first contributor."""
    demand(actor, Act.SUBMIT, Case(actor.institution_id))
    home = session.get_one(Institution, actor.institution_id)
    language = session.get_one(Person, actor.person_id).language
    writer = {
        "name": actor.name,
        "email": actor.email,
        "employer": home.name(language),
        "status": ContributorStatus.EMPLOYEE.value,
        "share": "100",
        "lead": True,
    }
    return _add(session, actor, now, answers={"language": language.value, "contributors": [writer]})


def correct_disclosure(session: Session, technology_id: int, *, actor: Actor, now: datetime) -> Draft:
    """A draft that begins with the latest version; the one that the actor has begun already, if there is one.

    Raises `Conflict` once the technology has left disclosure, `NotFound` for a case without a disclosure.
    """
    technology = take_turn(session, technology_id, actor)
    demand(actor, Act.REVISE, case_of(session, technology))
    if technology.stage is not Stage.DISCLOSURE:
        raise Conflict(
            "%(reference)s is in %(stage)s: ask its officer to send it back first.",
            reference=technology.reference,
            stage=technology.stage,
        )
    begun = correction_of(session, technology_id, actor)
    if begun is not None:
        return begun
    file = disclosure_file(session, technology)
    if file is None:
        raise NotFound(f"{technology.reference} came from a registry without its disclosure.")
    return _add(
        session,
        actor,
        now,
        answers=answers_of(file),
        technology_id=technology.id,
        base_version=file.disclosure.version,
    )


def save_draft(
    session: Session,
    draft_id: int,
    step: Step,
    answers: Mapping[str, Any],
    *,
    version: int,
    actor: Actor,
    now: datetime,
) -> Draft:
    """Keep what was typed in one step, whatever it is. `version` is the one that the window began with.

    Raises `StaleDraft` when another window saved since: nothing is overwritten. `Conflict` after submission.
    """
    draft = draft_for(session, draft_id, actor)
    _demand_open(draft)
    typed = {name: answers[name] for name in FIELDS[step] if name in answers}
    if not _raise_version(session, draft, version, now=now):
        session.refresh(draft)
        raise StaleDraft(draft.version)
    draft.step, draft.answers = step, {**draft.answers, **typed}
    session.add(draft)
    session.flush()
    return draft


def delete_draft(session: Session, draft_id: int, *, actor: Actor) -> None:
    """With its files: whoever wrote it alone has seen it."""
    draft = draft_for(session, draft_id, actor)
    _demand_open(draft)
    session.execute(delete(Attachment).where(col(Attachment.draft_id) == draft.id))
    session.delete(draft)
    session.flush()


def submit_draft(
    session: Session, draft_id: int, *, actor: Actor, now: datetime, over: int | None = None
) -> Technology:
    """One disclosure of it, or one corrected version, however often it is asked for; the draft's files go along.

    `over` is the version that somebody else submitted meanwhile and that the actor has been told of. Raises
    pydantic's `ValidationError` for answers that no form takes, `Incomplete` unless the shares make a whole,
    and what submitting and revising raise.
    """
    draft = draft_for(session, draft_id, actor)
    if draft.submitted_at is None:
        form = form_of(draft)
        newer = newer_version(session, draft)
        if newer is not None and newer != over:
            raise Conflict("Version %(newer)s was submitted after you began to correct: look at it first.", newer=newer)
        if not _raise_version(session, draft, draft.version, now=now):
            session.refresh(draft)
            if draft.submitted_at is None:
                raise StaleDraft(draft.version)
        else:
            draft.submitted_at = now
            _hand_in(session, draft, form, actor=actor, now=now)
    return take_turn(session, _became(draft), actor)


def form_of(draft: Draft) -> DisclosureForm:
    form = DisclosureForm.model_validate(values_of(draft.answers))
    if shares_total(each.share_bp for each in form.contributors) != SHARES_WHOLE:
        raise Incomplete("The shares of all contributors together must make 100%.")
    return form


def newer_version(session: Session, draft: Draft) -> int | None:
    """Of the disclosure that a draft corrects: the version that was submitted after it was begun."""
    latest = latest_disclosure(session, draft.technology_id) if draft.technology_id else None
    return latest.version if latest and latest.version != draft.base_version else None


def answers_of(file: DisclosureFile) -> dict[str, Any]:
    """What was submitted, as its writer would type it."""
    language = file.disclosure.language
    names = [name for step in FIELDS.values() for name in step if name not in ROWS]
    known = file.disclosure.model_dump() | {"field": file.technology.field, "kind": file.technology.kind}
    people = [
        {column: str(getattr(each, column)) for column in ROWS["contributors"] if column != "share"}
        | {"share": percentage(each.share_bp, language), "lead": each.lead}
        for each in file.contributors
    ]
    grants = [_typed_funding(each, file.demanded) for each in file.funding]
    inputs = [{column: _typed(getattr(each, column)) for column in ROWS["inputs"]} for each in file.inputs]
    typed = {name: _typed(known[name]) for name in names}
    return typed | {"contributors": people, "funding": grants, "inputs": inputs}


def _typed_funding(funding: Funding, demanded: Collection[tuple[int, DemandKind]]) -> dict[str, str]:
    typed = {column: str(getattr(funding, column)) for column in ROWS["funding"] if column not in FORM_DEMANDS}
    ticked = {
        box: "yes" if any((funding.id, kind) in demanded for kind in kinds) else ""
        for box, kinds in FORM_DEMANDS.items()
    }
    return typed | ticked


def _typed(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else ""
    return value.isoformat() if isinstance(value, date) else str(value if value is not None else "")


def _hand_in(session: Session, draft: Draft, form: DisclosureForm, *, actor: Actor, now: datetime) -> None:
    if draft.technology_id is None:
        draft.technology_id = submit_disclosure(session, form, actor=actor, now=now).id
    else:
        revise_disclosure(session, draft.technology_id, form, actor=actor, now=now)
    draft.answers = {}
    session.add(draft)
    for file in session.exec(select(Attachment).where(Attachment.draft_id == draft.id)):
        file.draft_id, file.technology_id = None, draft.technology_id  # one by one: the search index must see it
        session.add(file)
    session.flush()


def _became(draft: Draft) -> int:
    if draft.technology_id is None:
        raise NotFound("There is no such draft among yours.")
    return draft.technology_id


def _add(session: Session, actor: Actor, now: datetime, **values: Any) -> Draft:
    assert actor.person_id is not None
    draft = Draft(person_id=actor.person_id, step=Step.PUBLIC, created_at=now, updated_at=now, **values)
    session.add(draft)
    session.flush()
    return draft


def _demand_open(draft: Draft) -> None:
    if draft.submitted_at is not None:
        raise Conflict("This draft was submitted: correct the disclosure that it became.")


def _raise_version(session: Session, draft: Draft, version: int, *, now: datetime) -> bool:
    """Keeps rivals out until the transaction ends, unless the draft is no longer at `version`, or was submitted.

    What was typed is written afterwards, through the session: offers are compared with it.
    """
    result = session.execute(
        update(Draft)
        .where(col(Draft.id) == draft.id, col(Draft.version) == version, col(Draft.submitted_at).is_(None))
        .values(version=version + 1, updated_at=now)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(result, CursorResult)
    if result.rowcount != 1:
        return False
    session.refresh(draft)
    return True
