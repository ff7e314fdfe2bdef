"""The file store: whole or not at all, and clear about a full disk."""

import resource
import signal
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from multiprocessing import get_context

import pytest

from models.errors import NotFound, StorageFull, TooLarge
from models.files import Stored, keep, keep_stream, path_of, read

DIGEST = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def files_under(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_file_lies_under_its_digest(tmp_path):
    assert keep(b"abc", tmp_path) == Stored(DIGEST, 3)
    assert files_under(tmp_path) == [f"ba/78/{DIGEST}"]
    assert read(DIGEST, tmp_path) == b"abc"


def test_the_same_content_is_written_once(tmp_path):
    keep(b"abc", tmp_path)
    before = path_of(DIGEST, tmp_path).stat().st_mtime_ns
    assert keep(b"abc", tmp_path) == Stored(DIGEST, 3)
    assert path_of(DIGEST, tmp_path).stat().st_mtime_ns == before


def test_a_file_cut_short_by_a_power_cut_is_written_again(tmp_path):
    keep(b"abc", tmp_path)
    path_of(DIGEST, tmp_path).write_bytes(b"")
    keep(b"abc", tmp_path)
    assert read(DIGEST, tmp_path) == b"abc"


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(NotFound, match="ba7816bf8f01 is not in the store"):
        read(DIGEST, tmp_path)


def limit_file_size(limit):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


def test_a_full_disk_leaves_nothing_half_written(tmp_path):
    """The error crosses a process boundary, as it does from a render worker."""
    limited = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=limit_file_size, initargs=(4096,))
    with limited as pool, pytest.raises(StorageFull, match=r"no room to write under .*Free some space"):
        pool.submit(keep, b"x" * 10_000, tmp_path).result()
    assert files_under(tmp_path) == []


def test_a_stream_is_kept_as_the_same_file(tmp_path):
    assert keep_stream(BytesIO(b"abc"), tmp_path, most=3) == Stored(DIGEST, 3)
    assert files_under(tmp_path) == [f"ba/78/{DIGEST}"]


def test_a_stream_that_is_too_large_leaves_nothing(tmp_path):
    with pytest.raises(TooLarge, match="larger than 1 MB"):
        keep_stream(BytesIO(b"x" * (1024**2 + 1)), tmp_path, most=1024**2)
    assert files_under(tmp_path) == []


def stream_of(size, folder):
    keep_stream(BytesIO(b"x" * size), folder, most=size)


def test_a_stream_that_fills_the_disk_leaves_nothing(tmp_path):
    limited = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=limit_file_size, initargs=(4096,))
    with limited as pool, pytest.raises(StorageFull):
        pool.submit(stream_of, 1024**2, tmp_path).result()
    assert files_under(tmp_path) == []
