"""How often one may be wrong. Failures alone are counted: an institution behind one address signs in freely.

The counts are this process's own and in memory: several web processes would each allow as many, and a new start
allows all again.
"""

import hashlib
import time
from ipaddress import IPv6Address, IPv6Network, ip_address

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from models.errors import TryLater

WINDOW_MINUTES = 15
PER_ACCOUNT = 10
PER_ADDRESS = 50
LINKS_PER_ACCOUNT, LINKS_PER_ADDRESS = 4, 30
"""E-mails with a link that one may ask for; there every request counts."""
MESSAGES_PER_LINK, MESSAGES_PER_ADDRESS = 10, 40
"""That one may write by a signed link; each of them sends e-mails. Every one counts."""
_SITE_BITS = 64
"""Of IPv6: what one household or office has."""


class Throttle:
    def __init__(self, per_account: int = PER_ACCOUNT, per_address: int = PER_ADDRESS) -> None:
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._account = RateLimitItemPerMinute(per_account, WINDOW_MINUTES)
        self._address = RateLimitItemPerMinute(per_address, WINDOW_MINUTES)

    def check(self, account: str, address: str) -> None:
        """Raises `TryLater` when there were too many failures, whether or not the account exists."""
        for item, key in self._counters(account, address):
            if not self._limiter.test(item, key):
                left = self._limiter.get_window_stats(item, key).reset_time - time.time()
                seconds = max(1, round(left))
                raise TryLater(
                    "Too many attempts. Try again in %(minutes)s minutes.", seconds, minutes=-(-seconds // 60)
                )

    def count(self, account: str, address: str) -> None:
        """Where every attempt counts. Raises `TryLater` above what is allowed."""
        self.check(account, address)
        self.failed(account, address)

    def failed(self, account: str, address: str) -> None:
        for item, key in self._counters(account, address):
            self._limiter.hit(item, key)

    def forget(self) -> None:
        """Everybody begins anew."""
        self._limiter.storage.reset()

    def _counters(self, account: str, address: str) -> list[tuple[RateLimitItemPerMinute, str]]:
        """Digests: a name of any length takes as little memory, and no address lies in it."""
        name = hashlib.sha256(account.strip().casefold().encode()).hexdigest()
        return [(self._account, f"account:{name}"), (self._address, f"address:{site_of(address)}")]


def site_of(address: str) -> str:
    """Who shares a counter: an IPv4 address, or the network of an IPv6 one."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped) if mapped else str(IPv6Network((parsed, _SITE_BITS), strict=False))
    return address
