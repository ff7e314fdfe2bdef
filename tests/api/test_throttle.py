"""How often one may be wrong, by account and by address."""

import pytest

from api.throttle import PER_ACCOUNT, PER_ADDRESS, WINDOW_MINUTES, Throttle, site_of
from models.errors import TryLater


def test_an_account_is_closed_for_a_while_after_its_failures_from_anywhere() -> None:
    throttle = Throttle()
    for number in range(PER_ACCOUNT):
        throttle.check("a@example.org", f"192.0.2.{number}")
        throttle.failed(" A@Example.org", f"192.0.2.{number}")
    with pytest.raises(TryLater, match="Try again in 15 minutes") as refusal:
        throttle.check("a@example.org", "198.51.100.1")
    assert 0 < refusal.value.seconds <= WINDOW_MINUTES * 60
    throttle.check("b@example.org", "192.0.2.1")


def test_an_address_is_closed_after_its_failures_with_any_accounts() -> None:
    throttle = Throttle()
    for number in range(PER_ADDRESS):
        throttle.failed(f"{number}@example.org", "192.0.2.1")
    with pytest.raises(TryLater):
        throttle.check("fresh@example.org", "192.0.2.1")
    throttle.check("fresh@example.org", "192.0.2.2")


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_a_household_has_one_counter(address: str, site: str) -> None:
    assert site_of(address) == site
