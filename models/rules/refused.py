"""A rule that cannot be applied to what was given."""

from models.errors import Conflict, HelixError, Incomplete
from models.rules.bilingual import Bilingual


class ClockRefused(HelixError):
    """`words` tell in both languages what is wrong and what to do; the message is the English one."""

    code = "clock_refused"
    status = 422

    def __init__(self, words: Bilingual) -> None:
        self.words = words
        super().__init__(words.en)


class DayRefused(ClockRefused, Incomplete):
    """A day on which it cannot have happened."""

    code = "clock_refused"


class ActRecorded(ClockRefused, Conflict):
    """The act was recorded: its clock is not counted anew."""

    code = "act_recorded"
    status = 409


class FeeRefused(ClockRefused):
    """What creators are asked to pay for the rights is more than the law allows, or cannot be checked."""

    code = "fee_refused"
