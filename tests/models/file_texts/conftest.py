"""A file is read as the application reads it: from its path, in a process of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from models.file_texts import FileRead, text_of

Read = Callable[[bytes], FileRead]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reading(content: bytes) -> FileRead:
        (tmp_path / "file").write_bytes(content)
        return text_of(tmp_path / "file")

    return reading
