"""A rule that cannot be applied to what was given."""

from models.errors import HelixError
from models.rules.bilingual import Bilingual


class ClockRefused(HelixError):
    """`words` tell in both languages what is wrong and what to do; the message is the English one."""

    code = "clock_refused"
    status = 422

    def __init__(self, words: Bilingual) -> None:
        self.words = words
        super().__init__(words.en)
