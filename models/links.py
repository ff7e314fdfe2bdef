"""Signed links for people without an account: the link itself is the permission."""

import hashlib
from datetime import datetime, timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer
from itsdangerous.encoding import base64_decode, base64_encode

from models.errors import LinkExpired, LinkInvalid
from models.rules.days import local_date
from models.settings import settings

_BRIEF, _STOP, _INVITATION, _CALENDAR = "brief", "stop", "invitation", "calendar"


def brief_link(delivery_id: int) -> str:
    """The path at which a contact reads the brief that was sent to them, and answers."""
    return f"/b/{_sign(_BRIEF, delivery_id)}"


def read_brief_link(token: str, *, now: datetime) -> int:
    """The delivery's id. Raises `LinkInvalid` or, after `settings().link_days`, `LinkExpired`."""
    delivery_id, issued = _read(_BRIEF, token)
    ends = issued + timedelta(days=settings().link_days)
    if now >= ends:
        raise LinkExpired(
            f"This link was valid until {local_date(ends).isoformat()}. "
            "Reply to the e-mail that it came with, and you will get a new one."
        )
    return delivery_id


def stop_link(contact_id: int) -> str:
    """The path at which one click ends all e-mails to a contact (RFC 8058)."""
    return f"/u/{_sign(_STOP, contact_id)}"


def read_stop_link(token: str) -> int:
    """The contact's id; such a link never expires. Raises `LinkInvalid`."""
    return _read(_STOP, token)[0]


def invitation_link(invitation_id: int) -> str:
    """The path at which an invited person chooses a password. When it ends stands in the invitation."""
    return f"/invitation/{_sign(_INVITATION, invitation_id)}"


def read_invitation_link(token: str) -> int:
    """The invitation's id, used and expired ones too. Raises `LinkInvalid`."""
    return _read(_INVITATION, token)[0]


def calendar_link(feed_id: int) -> str:
    """The path at which a calendar program reads a person's dates. Whether it is revoked stands in the feed."""
    return f"/calendar/{_sign(_CALENDAR, feed_id)}.ics"


def read_calendar_link(token: str) -> int:
    """The feed's id, a revoked one's too. Raises `LinkInvalid`."""
    return _read(_CALENDAR, token)[0]


def mark(text: str) -> str:
    """Twelve characters that only this installation can make for `text`."""
    return hashlib.blake2b(text.encode(), key=settings().secret(), digest_size=6).hexdigest()


def _sign(purpose: str, number: int) -> str:
    token: str | bytes = _serializer(purpose).dumps(number)
    return token if isinstance(token, str) else token.decode()


def _read(purpose: str, token: str) -> tuple[int, datetime]:
    try:
        number, issued = _serializer(purpose).loads(token, return_timestamp=True)
        _demand_canonical(token.rpartition(".")[2])
    except BadSignature:
        raise LinkInvalid(
            "This link is incomplete or was changed on its way. Open it from the e-mail again, "
            "or copy it whole into the browser."
        ) from None
    return int(number), issued


def _demand_canonical(signature: str) -> None:
    """The last character of a signature has spare bits: four spellings decode alike, and one is ours."""
    if base64_encode(base64_decode(signature)).decode() != signature:
        raise BadSignature("not as it was written")


def _serializer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        settings().secret(), salt=f"helix.{purpose}", signer_kwargs={"digest_method": hashlib.sha256}
    )
