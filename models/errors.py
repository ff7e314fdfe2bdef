"""Business errors: a stable code, a sentence for the person, an HTTP status for the doors."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from models.rules.gates import Unmet


class HelixError(Exception):
    """Something that a person can act on; the message says how.

    `sentence` has a hole, such as `%(name)s`, for each of `values`; the message is both together. Who speaks to
    somebody in another language translates the sentence, and writes names, dates and words of ours into it as that
    language does. A sentence that comes filled in already is understood, and stays English.
    """

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400
    tells: ClassVar[bool] = True
    """Whether the sentence is for the person at a page, who else is told only what the code means."""

    def __init__(self, sentence: str = "", /, **values: object) -> None:
        self.sentence, self.values = sentence, values
        plain = {name: ", ".join(map(str, each)) if isinstance(each, tuple) else each for name, each in values.items()}
        super().__init__(sentence % plain if values else sentence)


class NotPermitted(HelixError):
    code = "not_permitted"
    status = 403
    tells = False


class NotFound(HelixError):
    """Also raised for what the actor may not see: strangers learn nothing of what exists."""

    code = "not_found"
    status = 404
    tells = False


class StaleTechnology(HelixError):
    """Somebody else changed the technology first."""

    code = "stale_technology"
    status = 409


class NoSuchMove(HelixError):
    code = "no_such_move"
    status = 409


class GatesUnmet(HelixError):
    """The move exists but what it demands is not there; `unmet` is the whole checklist."""

    code = "gates_unmet"
    status = 409

    def __init__(self, reference: str, target: str, unmet: "Sequence[Unmet]") -> None:
        self.unmet = tuple(unmet)
        self.reference, self.target = reference, target
        lines = "".join(f"\n- {gate.label_en}: {', '.join(gate.missing)}" for gate in self.unmet)
        super().__init__(f"{reference} cannot move to {target} yet:{lines}")


class OnHold(HelixError):
    code = "on_hold"
    status = 409


class Conflict(HelixError):
    """The act does not fit the present state."""

    code = "conflict"
    status = 409


class StaleDraft(Conflict):
    """The draft was saved in another window since; `version` is the one that is there now."""

    code = "stale_draft"

    def __init__(self, version: int) -> None:
        self.version = version
        super().__init__("This disclosure was saved in another window meanwhile. Nothing was overwritten.")


class AlreadySubmitted(HelixError):
    """The same person sent the same content before; `reference` is what it became then."""

    code = "already_submitted"
    status = 409

    def __init__(self, reference: str) -> None:
        self.reference = reference
        super().__init__(
            "You have submitted exactly this already: it is %(reference)s. Nothing was taken twice.",
            reference=reference,
        )


class Incomplete(HelixError):
    """What was handed in lacks something; the message names every missing part."""

    code = "incomplete"
    status = 422


class SignInRefused(HelixError):
    """Says the same whatever was wrong: strangers do not learn who has an account."""

    code = "sign_in_refused"
    status = 403
    tells = False


class IdentityRefused(HelixError):
    """Who is known to the identity provider and not to us; `reason` is a key of the page that says so."""

    code = "identity_refused"
    status = 403
    tells = False

    def __init__(self, reason: str, message: str) -> None:
        self.reason = reason
        super().__init__(message)


class PasswordUnfit(HelixError):
    """`fault` names what is wrong with a new password: a member of `models.rules.passwords.Fault`."""

    code = "password_unfit"
    status = 422
    tells = False

    def __init__(self, fault: str, message: str) -> None:
        self.fault = fault
        super().__init__(message)


class TryLater(HelixError):
    """Too much at once, or too often; the message and `seconds` say when to try again."""

    code = "try_later"
    status = 429

    def __init__(self, sentence: str, seconds: int, **values: object) -> None:
        self.seconds = seconds
        super().__init__(sentence, **values)


class Busy(TryLater):
    """Too much at this moment, by whomever."""

    code = "busy"
    status = 503


class LinkInvalid(HelixError):
    code = "link_invalid"
    status = 404
    tells = False


class LinkExpired(HelixError):
    code = "link_expired"
    status = 410
    tells = False


class OfferGone(HelixError):
    """What was public once and is not any more: withdrawn, over, or replaced. `path` leads to what is there instead."""

    code = "offer_gone"
    status = 410
    tells = False

    def __init__(self, path: str = "") -> None:
        self.path = path
        super().__init__("This is no longer offered. The published offers are in the catalogue.")


class LeaseLost(HelixError):
    """Another shift holds this work now; the result of the present one must not be recorded."""

    code = "lease_lost"
    status = 409
    tells = False


class PipelineInvalid(HelixError):
    code = "pipeline_invalid"
    tells = False


class DatabaseTooNew(HelixError):
    code = "database_too_new"
    tells = False


class DatabaseBehind(HelixError):
    """The database is not there, or stands at an earlier schema than this program's."""

    code = "database_behind"
    tells = False


class TooLarge(HelixError):
    """A file that is larger than we keep."""

    code = "too_large"
    status = 413


class PictureRefused(HelixError):
    """What was handed in is no picture that an offer can show; `fault` names why, the sentence says what to do."""

    code = "picture_refused"
    status = 422

    def __init__(self, sentence: str, fault: str, **values: object) -> None:
        self.fault = fault
        super().__init__(sentence, **values)


class StorageFull(HelixError):
    code = "storage_full"
    status = 507
    tells = False


class TrailBroken(HelixError):
    code = "trail_broken"
    tells = False


class ImportRefused(HelixError):
    """The file as a whole cannot be read; nothing was taken."""

    code = "import_refused"
    tells = False
