"""The content-addressed store of briefs, dossiers and agreements: a file is there whole or not at all."""

import errno
import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from models.errors import NotFound, StorageFull, TooLarge

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class Stored:
    sha256: str
    size: int


def keep(content: bytes, root: Path) -> Stored:
    """Write `content` under its own digest, `aa/bb/<sha256>`; what is there already is not written again.

    Raises `StorageFull` when the disk, a quota or the process's file limit stands in the way;
    nothing half-written stays behind.
    """
    digest = hashlib.sha256(content).hexdigest()
    target = path_of(digest, root)
    if not (target.exists() and target.stat().st_size == len(content)):
        _write(target, content, root)
    return Stored(digest, len(content))


def keep_stream(source: BinaryIO, root: Path, *, most: int) -> Stored:
    """As `keep`, for what may be too large to hold in memory: at most `most` bytes.

    Raises `TooLarge` when there is more, `StorageFull` when there is no room; nothing stays behind then.
    """
    digest, size = hashlib.sha256(), 0
    fresh = root / f".upload.{secrets.token_hex(8)}"
    with telling_when_full(root):
        try:
            root.mkdir(parents=True, exist_ok=True)
            with fresh.open("wb") as file:
                while part := source.read(_PART):
                    size += len(part)
                    if size > most:
                        raise TooLarge("The file is larger than %(most)s MB.", most=most // 1024**2)
                    digest.update(part)
                    file.write(part)
            target = path_of(digest.hexdigest(), root)
            target.parent.mkdir(parents=True, exist_ok=True)
            fresh.replace(target)
        finally:
            fresh.unlink(missing_ok=True)
    return Stored(digest.hexdigest(), size)


_PART = 256 * 1024


def read(sha256: str, root: Path) -> bytes:
    """Raises `NotFound` when the store has no such file."""
    try:
        return path_of(sha256, root).read_bytes()
    except FileNotFoundError:
        raise NotFound(f"The file {sha256[:12]} is not in the store: restore it from a backup.") from None


def path_of(sha256: str, root: Path) -> Path:
    return root / sha256[:2] / sha256[2:4] / sha256


def _write(target: Path, content: bytes, root: Path) -> None:
    """Beside its place first, then renamed: a reader never meets a part of a file."""
    fresh = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    with telling_when_full(root):
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(content)
            fresh.replace(target)
        except OSError:
            fresh.unlink(missing_ok=True)
            raise


@contextmanager
def telling_when_full(place: Path) -> Iterator[None]:
    """Raise `StorageFull` where the system says, in its several ways, that nothing more can be written."""
    try:
        yield
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise StorageFull(
            "There is no room to write under %(place)s. "
            "Free some space there: the work waits and is tried again by itself.",
            place=place,
        ) from None
