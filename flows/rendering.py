"""The render pool: processes that turn contents into files, kept alive from batch to batch.

Prefect is not imported here: a render process pays for WeasyPrint alone.
"""

import asyncio
import multiprocessing
import os
import resource
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from multiprocessing.connection import wait
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any, TypeVar

from flows.stopping import Plain, Stopped, stopping
from models.files import Stored, keep, telling_when_full
from models.settings import settings

LONGEST = 15 * 60
"""Seconds of a processor's time that one document may take: a layout that finds no end must not keep its process."""
Content = TypeVar("Content")
Result = TypeVar("Result")


class WorkerDied(Plain):
    """A render process was killed twice over the same document: memory ran out, or its layout found no end."""


class RenderPool:
    """Processes are started when first needed, and again when one of them was killed."""

    def __init__(self, processes: int, home: Path, longest: int = LONGEST) -> None:
        self._processes, self._home, self._longest = processes, home, longest
        self._executor: ProcessPoolExecutor | None = None
        self._guard, self._alone = threading.Lock(), threading.Lock()

    def warm(self) -> None:
        """Start all processes now, so that they load WeasyPrint while others do other things."""
        executor = self._ready()
        for _ in range(self._processes):
            executor.submit(os.getpid)

    async def draw(self, render: Callable[[Content], bytes], content: Content) -> Stored:
        """Render `content` in one of the processes, which also writes the file store."""
        return await self.run(_draw, render, content, self._home / "files")

    async def run(self, function: Callable[..., Result], *arguments: Any) -> Result:
        """`function`, of a module, in one of the processes.

        A process that was killed, or was longer at one document than it may be, takes down all that was queued with
        it. Each of those is tried once more, alone: only the document that kills its process again fails, with
        `WorkerDied`.
        """
        executor = self._ready()
        try:
            return await asyncio.wrap_future(self._submit(executor, function, *arguments))
        except BrokenProcessPool:
            self._discard(executor)
        except asyncio.CancelledError:
            if stopping.is_set():
                raise Stopped("told to stop while rendering") from None
            raise
        return await asyncio.to_thread(self._run_alone, function, *arguments)

    def stop(self) -> None:
        """Cancel what is queued; what is being rendered ends by itself."""
        with self._guard:
            executor, self._executor = self._executor, None
        if executor:
            executor.shutdown(wait=False, cancel_futures=True)

    def _run_alone(self, function: Callable[..., Result], *arguments: Any) -> Result:
        with self._alone:
            executor = self._ready()
            try:
                return self._submit(executor, function, *arguments).result()
            except BrokenProcessPool:
                self._discard(executor)
            except CancelledError:
                raise Stopped("told to stop while rendering") from None
        raise WorkerDied(
            f"A render process was killed twice over this document: is there enough memory? It may also have been "
            f"at it for more than {self._longest} seconds, which is taken for a layout without an end."
        )

    def _submit(
        self, executor: ProcessPoolExecutor, function: Callable[..., Result], *arguments: Any
    ) -> "Future[Result]":
        try:
            return executor.submit(_within, self._longest, function, *arguments)
        except BrokenProcessPool:
            raise
        except RuntimeError:  # shut down
            raise Stopped("told to stop before rendering") from None

    def _ready(self) -> ProcessPoolExecutor:
        with self._guard:
            if self._executor is None:
                _sweep(self._home)
                self._executor = ProcessPoolExecutor(
                    self._processes,
                    mp_context=multiprocessing.get_context("spawn"),
                    initializer=_begin,
                    initargs=(self._home,),
                )
            return self._executor

    def _discard(self, broken: ProcessPoolExecutor) -> None:
        with self._guard:
            if self._executor is broken:
                self._executor = None
        broken.shutdown(wait=False, cancel_futures=True)


@cache
def pool() -> RenderPool:
    """This process's pool."""
    return RenderPool(settings().render_processes, settings().home.resolve())


def _within(seconds: int, function: Callable[..., Result], *arguments: Any) -> Result:
    """The system kills this process when `function` takes more of the processor's time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    until = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (until if most == resource.RLIM_INFINITY else min(until, most), most))
    return function(*arguments)


def _draw(render: Callable[[Content], bytes], content: Content, root: Path) -> Stored:
    with telling_when_full(root.parent):  # rendering writes too: fonts, into its temporary folder
        return keep(render(content), root)


def _begin(home: Path) -> None:
    """A render process's start: it ends with its parent, has a folder of its own, and is warm."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # what is drawn may be confidential
    threading.Thread(target=_end_with_parent, daemon=True).start()
    folder = _folder(home) / str(os.getpid())
    folder.mkdir(parents=True, exist_ok=True)
    tempfile.tempdir = os.environ["TMPDIR"] = str(folder)
    Finalize(None, shutil.rmtree, args=(folder, True), exitpriority=0)
    from reports import agreements, briefs, compilations, decision_letters, dossiers, portfolios, render  # noqa: F401  loaded before the first document asks

    render.renderer()


def _end_with_parent() -> None:
    """A killed parent cannot stop its pool: without this the processes would wait for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _folder(home: Path) -> Path:
    return home / "rendering"


def _sweep(home: Path) -> None:
    """Remove what killed render processes left behind."""
    for folder in _folder(home).glob("*"):
        if not Path(f"/proc/{folder.name}").exists():
            shutil.rmtree(folder, ignore_errors=True)
