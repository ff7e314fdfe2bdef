"""Files are read as the process reads them that the application starts for each; `apart` in such a process."""

from collections.abc import Callable
from pathlib import Path

import pytest

from models.file_texts import FileRead, text_of
from models.file_texts.kinds import read_file

Read = Callable[[bytes], FileRead]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reading(content: bytes) -> FileRead:
        (tmp_path / "file").write_bytes(content)
        return read_file(tmp_path / "file")

    return reading


@pytest.fixture
def apart(tmp_path: Path) -> Read:
    def reading(content: bytes) -> FileRead:
        (tmp_path / "file").write_bytes(content)
        return text_of(tmp_path / "file")

    return reading
