"""The words of attached files, read in a process of its own: what a file makes a reader do is done there, and briefly.

`python -m models.file_texts PATH` prints the state, the text and the gaps; `text_of` asks for that.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from models.rules.words import TextGap, TextState

READER = 2
"""Of this reader: what an older one has read is read again. One more wherever it learns to read more."""
SECONDS = 20
"""Of the processor, at most; after three quarters of them it keeps what it has."""


@dataclass(frozen=True, slots=True)
class FileRead:
    state: TextState
    text: str = ""
    gaps: tuple[TextGap, ...] = ()
    """What of the file is not in the text."""


def text_of(path: Path) -> FileRead:
    """What can be read of it; never raises for what the file is."""
    command = [sys.executable, "-m", "models.file_texts", str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS + 10, check=False)  # noqa: S603  our own module, and a path in our store
        state, text, gaps = json.loads(done.stdout)
        return FileRead(TextState(state), str(text), tuple(map(TextGap, gaps)))
    except (subprocess.TimeoutExpired, ValueError, TypeError):
        return FileRead(TextState.UNREADABLE)
