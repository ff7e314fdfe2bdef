"""What researchers hand in, correct and confirm."""

from fastapi import APIRouter
from sqlmodel import Session

from api.auth import Caller
from api.deps import Key, Now, Reference
from api.json.problems import READS, WRITES
from api.json.views.cases import DisclosureView
from models.actions.disclosures import confirm_share, revise_disclosure, submit_disclosure
from models.actions.forms import DisclosureForm
from models.db import reading, transaction
from models.errors import NotFound
from models.queries.cases import disclosure_file
from models.queries.technologies import technology_by_reference
from models.tables import Technology

router = APIRouter(prefix="/disclosures", tags=["disclosures"])


@router.post("", status_code=201, responses=WRITES)
def submit(form: DisclosureForm, actor: Caller, now: Now) -> DisclosureView:
    """Submit a disclosure to your institution.

    Only the title is demanded at once; what else is needed to go on shows among the unmet gates of
    the technology. The same content again is one disclosure: `already_submitted` names the first.
    """
    with transaction() as session:
        return _view(session, submit_disclosure(session, form, actor=actor, now=now))


@router.get("/{reference}", responses=READS)
def latest(reference: Reference, actor: Caller) -> DisclosureView:
    """The latest version, for the submitter, the contributors, and the institution's officers and reviewers."""
    with reading() as session:
        return _view(session, technology_by_reference(session, reference, actor))


@router.post("/{reference}/versions", status_code=201, responses=WRITES)
def revise(reference: Reference, form: DisclosureForm, actor: Caller, now: Now) -> DisclosureView:
    """Hand in a corrected version while the technology is in disclosure. Changed shares must be confirmed anew."""
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        revise_disclosure(session, technology.id, form, actor=actor, now=now)
        return _view(session, technology)


@router.post("/{reference}/contributors/{contributor_id}/confirmation", responses=WRITES)
def confirm(reference: Reference, contributor_id: Key, actor: Caller, now: Now) -> DisclosureView:
    """Confirm your own share. Nobody can do it for you."""
    with transaction() as session:
        technology = technology_by_reference(session, reference, actor)
        _must_name(session, technology, contributor_id)
        confirm_share(session, contributor_id, actor=actor, now=now)
        return _view(session, technology)


def _must_name(session: Session, technology: Technology, contributor_id: int) -> None:
    file = disclosure_file(session, technology)
    if file is None or contributor_id not in {each.id for each in file.contributors}:
        raise NotFound(f"{technology.reference} has no contributor {contributor_id}.")


def _view(session: Session, technology: Technology) -> DisclosureView:
    file = disclosure_file(session, technology)
    if file is None:
        raise NotFound(f"{technology.reference} came from a registry without its disclosure.")
    return DisclosureView.of(file)
