"""The process that reads one file. It ends itself in good time, so that what it has read by then is kept."""

import json
import resource
import signal
import sys
from pathlib import Path
from types import FrameType

from models.file_texts import SECONDS
from models.file_texts.gathering import Enough
from models.file_texts.kinds import read_file

_MEMORY = 1024**3


def _enough(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise Enough


def _limit() -> None:
    signal.signal(signal.SIGXCPU, _enough)
    signal.signal(signal.SIGALRM, _enough)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS * 3 // 4, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    signal.setitimer(signal.ITIMER_REAL, SECONDS + 5)


if __name__ == "__main__":
    _limit()
    found = read_file(Path(sys.argv[1]))
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    sys.stdout.write(json.dumps([found.state, found.text, found.gaps]))
