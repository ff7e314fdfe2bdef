"""Calendar days of the network: deadlines and dates are Polish dates, moments are UTC."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

HOME = ZoneInfo("Europe/Warsaw")


def local_date(moment: datetime) -> date:
    """The day it is in Kraków at an aware moment."""
    return moment.astimezone(HOME).date()
