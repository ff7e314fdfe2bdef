"""Signed links: read back whole, refused when changed by a character, and ended after their days."""

import string
from datetime import UTC, datetime, timedelta

import pytest

from models.errors import LinkExpired, LinkInvalid
from models.links import (
    brief_link,
    invitation_link,
    mark,
    read_brief_link,
    read_invitation_link,
    read_sign_in_link,
    read_stop_link,
    sign_in_link,
    stop_link,
)


def token_of(link: str) -> str:
    return link.rpartition("/")[2]


def test_a_brief_link_leads_to_its_delivery():
    link = brief_link(42)
    assert link.startswith("/b/")
    assert read_brief_link(token_of(link), now=datetime.now(UTC)) == 42


def test_a_link_changed_by_any_character_is_refused():
    token = token_of(brief_link(42))
    for place, character in enumerate(token):
        changed = token[:place] + ("A" if character != "A" else "B") + token[place + 1 :]
        with pytest.raises(LinkInvalid, match="incomplete or was changed"):
            read_brief_link(changed, now=datetime.now(UTC))


def test_of_the_spellings_of_a_signature_that_decode_alike_only_ours_is_taken():
    token = token_of(brief_link(42))
    letters = string.ascii_letters + string.digits + "-_"
    for other in letters.replace(token[-1], ""):
        with pytest.raises(LinkInvalid):
            read_brief_link(token[:-1] + other, now=datetime.now(UTC))


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "żółw", "NDI"])
def test_what_is_no_link_is_refused(token):
    with pytest.raises(LinkInvalid):
        read_brief_link(token, now=datetime.now(UTC))


def test_a_link_ends_after_its_days(monkeypatch):
    token = token_of(brief_link(42))
    now = datetime.now(UTC)
    assert read_brief_link(token, now=now + timedelta(days=59)) == 42
    with pytest.raises(LinkExpired, match="This link was valid until"):
        read_brief_link(token, now=now + timedelta(days=60, seconds=2))


def test_a_link_to_stop_e_mails_never_ends_and_opens_no_brief():
    token = token_of(stop_link(7))
    assert read_stop_link(token) == 7
    with pytest.raises(LinkInvalid):
        read_brief_link(token, now=datetime.now(UTC))


def test_a_mark_is_stable():
    assert mark("delivery:5") == mark("delivery:5")
    assert mark("delivery:5") != mark("delivery:6")


def test_a_link_that_signs_in_is_no_other_kind_of_link():
    token = token_of(sign_in_link(7))
    assert read_sign_in_link(token) == 7
    for read in (read_stop_link, read_invitation_link, lambda token: read_brief_link(token, now=datetime.now(UTC))):
        with pytest.raises(LinkInvalid):
            read(token)
    for other in (brief_link(7), stop_link(7), invitation_link(7)):
        with pytest.raises(LinkInvalid):
            read_sign_in_link(token_of(other))
