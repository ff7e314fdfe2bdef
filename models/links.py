"""Signed links for people without an account: the link itself is the permission."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer
from itsdangerous.encoding import base64_decode, base64_encode

from models.errors import LinkExpired, LinkInvalid
from models.rules.days import local_date
from models.settings import settings

_BRIEF, _STOP, _INVITATION, _SIGN_IN, _SHARE = "brief", "stop", "invitation", "sign-in", "share"
_CALENDAR = "calendar"


def brief_link(delivery_id: int) -> str:
    """The path at which a contact reads the brief that was sent to them, and answers."""
    return f"/b/{_sign(_BRIEF, delivery_id)}"


def read_brief_link(token: str, *, now: datetime) -> int:
    """The delivery's id. Raises `LinkInvalid` or, after `settings().link_days`, `LinkExpired`."""
    delivery_id, issued = _read(_BRIEF, token)
    _demand_fresh(issued, now)
    return int(delivery_id)


def stop_link(contact_id: int) -> str:
    """The path at which one click ends all e-mails to a contact (RFC 8058)."""
    return f"/u/{_sign(_STOP, contact_id)}"


def read_stop_link(token: str) -> int:
    """The contact's id; such a link never expires. Raises `LinkInvalid`."""
    return int(_read(_STOP, token)[0])


def invitation_link(invitation_id: int) -> str:
    """The path at which an invited person chooses a password. When it ends stands in the invitation."""
    return f"/invitation/{_sign(_INVITATION, invitation_id)}"


def read_invitation_link(token: str) -> int:
    """The invitation's id, used and expired ones too. Raises `LinkInvalid`."""
    return int(_read(_INVITATION, token)[0])


def share_mark(*, technology_id: int, email: str, share_bp: int) -> str:
    """Of whose share it is and how large: a link with another mark is about a share that is no more."""
    return mark(f"share {technology_id} {email.casefold()} {share_bp}")


def share_link(contributor_id: int, bound: str) -> str:
    """The path at which a contributor confirms the share with the mark `bound`, without an account."""
    return f"/c/{_sign(_SHARE, [contributor_id, bound])}"


def read_share_link(token: str, *, now: datetime) -> tuple[int, str]:
    """The contributor's id and the mark of their share. Raises `LinkInvalid`, and `LinkExpired` as for a brief."""
    (contributor_id, bound), issued = _read(_SHARE, token)
    _demand_fresh(issued, now)
    return int(contributor_id), str(bound)


def seal(purpose: str, values: dict[str, str]) -> str:
    """Values that a browser keeps for us for a while: it can read them, and not change them."""
    token: str | bytes = _serializer(f"sealed.{purpose}").dumps(values)
    return token if isinstance(token, str) else token.decode()


def unseal(purpose: str, token: str, *, seconds: int) -> dict[str, str]:
    """Raises `LinkInvalid` for what is not ours, was changed, or is older than `seconds`."""
    try:
        values = _serializer(f"sealed.{purpose}").loads(token, max_age=seconds)
        _demand_canonical(token.rpartition(".")[2])
    except BadSignature:
        raise LinkInvalid("This was not begun here, or too long ago.") from None
    return {str(name): str(value) for name, value in values.items()}


def sign_in_link(link_id: int) -> str:
    """The path at which a contact signs in, once. When it ends stands in the row."""
    return f"/sign-in/link/{_sign(_SIGN_IN, link_id)}"


def read_sign_in_link(token: str) -> int:
    """The id of the `SignInLink`, used and expired ones too. Raises `LinkInvalid`."""
    return int(_read(_SIGN_IN, token)[0])


def calendar_link(feed_id: int) -> str:
    """The path at which a calendar program reads a person's dates. Whether it is revoked stands in the feed."""
    return f"/calendar/{_sign(_CALENDAR, feed_id)}.ics"


def read_calendar_link(token: str) -> int:
    """The feed's id, a revoked one's too. Raises `LinkInvalid`."""
    return int(_read(_CALENDAR, token)[0])


def mark(text: str) -> str:
    """Twelve characters that only this installation can make for `text`."""
    return hashlib.blake2b(text.encode(), key=settings().secret(), digest_size=6).hexdigest()


def _demand_fresh(issued: datetime, now: datetime) -> None:
    ends = issued + timedelta(days=settings().link_days)
    if now >= ends:
        raise LinkExpired(
            f"This link was valid until {local_date(ends).isoformat()}. "
            "Reply to the e-mail that it came with, and you will get a new one."
        )


def _sign(purpose: str, said: object) -> str:
    token: str | bytes = _serializer(purpose).dumps(said)
    return token if isinstance(token, str) else token.decode()


def _read(purpose: str, token: str) -> tuple[Any, datetime]:
    """What was signed, and when."""
    try:
        said, issued = _serializer(purpose).loads(token, return_timestamp=True)
        _demand_canonical(token.rpartition(".")[2])
    except BadSignature:
        raise LinkInvalid(
            "This link is incomplete or was changed on its way. Open it from the e-mail again, "
            "or copy it whole into the browser."
        ) from None
    return said, issued


def _demand_canonical(signature: str) -> None:
    """The last character of a signature has spare bits: four spellings decode alike, and one is ours."""
    if base64_encode(base64_decode(signature)).decode() != signature:
        raise BadSignature("not as it was written")


def _serializer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        settings().secret(), salt=f"helix.{purpose}", signer_kwargs={"digest_method": hashlib.sha256}
    )
