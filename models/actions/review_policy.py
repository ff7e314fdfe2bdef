"""By what an institution reviews: the weights of the criteria, and how many reviewers it wants."""

from datetime import datetime

from sqlmodel import Session

from models.actions.review_forms import ReviewPolicyForm
from models.errors import Conflict
from models.queries.assessments import house_case, policy_of
from models.rules.assessment import weights_from
from models.rules.permissions import Act, Actor, demand
from models.tables import Institution, ReviewPolicy


def set_review_policy(
    session: Session,
    institution: Institution,
    form: ReviewPolicyForm,
    *,
    actor: Actor,
    now: datetime,
    seen_version: int | None = None,
) -> ReviewPolicy:
    """The next version, in force from now on; decisions keep the one they were made under.

    `seen_version` is the one that the actor changed. Raises `Incomplete` where the weights do not sum to 100, and
    `Conflict` where somebody else set them meanwhile, or nothing changes.
    """
    demand(actor, Act.SET_REVIEW_POLICY, house_case(session, institution.id))
    weights = weights_from(form.weights)
    known = policy_of(session, institution.id)
    if seen_version is not None and seen_version != known.version:
        raise Conflict("Somebody else changed the weights while you were looking. Look at them again.")
    if known.version and (weights, form.reviewers) == (dict(known.weights), known.reviewers):
        raise Conflict("These weights and this number of reviewers are in force already.")
    row = ReviewPolicy(
        institution_id=institution.id,
        version=known.version + 1,
        weights={criterion.value: percent for criterion, percent in weights.items()},
        reviewers=form.reviewers,
        reason=form.reason,
        set_by_id=actor.person_id,
        set_at=now,
    )
    session.add(row)
    session.flush()
    return row
