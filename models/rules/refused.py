"""What is refused in both languages: a rule that cannot be applied to what was given, rights that do not hold."""

from models.errors import Conflict, HelixError, Incomplete
from models.rules.bilingual import Bilingual


class Refused(HelixError):
    """`words` tell in both languages what is wrong and what to do; the message is the English one."""

    def __init__(self, words: Bilingual) -> None:
        self.words = words
        super().__init__(words.en)


class ClockRefused(Refused):
    code = "clock_refused"
    status = 422


class DayRefused(ClockRefused, Incomplete):
    """A day on which it cannot have happened."""

    code = "clock_refused"


class ActRecorded(ClockRefused, Conflict):
    """The act was recorded: its clock is not counted anew."""

    code = "act_recorded"
    status = 409


class RightsUnfit(Refused, Incomplete):
    """A basis, a share or a proof that cannot be right."""

    code = "rights_unfit"


class RightsStand(Refused, Conflict):
    """What others hold by contract or record stands in the way."""

    code = "rights_stand"
    status = 409


class FeeRefused(ClockRefused):
    """What creators are asked to pay for the rights is more than the law allows, or cannot be checked."""

    code = "fee_refused"
