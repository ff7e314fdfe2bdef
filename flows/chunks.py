"""What every stage's flow does alike: its batch in chunks, a task each, and no content in its errors."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar

from prefect.runtime import task_run

from flows.leases import said
from flows.progress import Progress
from flows.stopping import Plain, stopping

P = ParamSpec("P")
R = TypeVar("R")


class StageFailed(Plain):
    """A whole chunk or batch failed, for a reason that no single item is to blame for."""


def guarded(function: Callable[P, Coroutine[Any, Any, R]]) -> Callable[P, Coroutine[Any, Any, R]]:
    """Let no message of an error out: Prefect stores and logs what a flow or a task raises."""

    @wraps(function)
    async def silent(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return await function(*args, **kwargs)
        except Plain:
            raise
        except Exception as error:
            words = said(error)
        raise StageFailed(f"{function.__name__}: {words}")  # outside of the handler: without the first as its context

    return silent


class Chunk(Protocol):
    """A Prefect task over the work with these ids, held by `holder`; how many of them were done."""

    def __call__(self, work_ids: list[int], holder: str) -> Coroutine[Any, Any, int]: ...


def numbered() -> str:
    """A task run's name: how many items it has, and the first of them. Numbers alone, since Prefect keeps it."""
    ids = task_run.parameters["work_ids"]
    return f"{task_run.task_name} {len(ids)} from {ids[0]}" if ids else str(task_run.task_name)


async def in_chunks(
    task: Chunk, work_ids: list[int], holder: str, *, size: int, abreast: int = 1, told: str = ""
) -> int:
    """Run `task` over the batch, `abreast` chunks at a time; how many items were done.

    A batch of several chunks shows how far it is on its run's page, when `told` says what it is of.
    """
    gate = asyncio.Semaphore(abreast)
    progress = Progress(told, len(work_ids))
    if told and len(work_ids) > size:
        await progress.show()

    async def one(ids: list[int]) -> int:
        async with gate:
            done = 0 if stopping.is_set() else await task(ids, holder)
            await progress.forward(len(ids))
            return done

    parts = (work_ids[start : start + size] for start in range(0, len(work_ids), size))
    done = await asyncio.gather(*(one(part) for part in parts), return_exceptions=True)
    for result in done:
        if isinstance(result, BaseException):
            raise result  # after all have ended: none goes on unwatched
    return sum(result for result in done if isinstance(result, int))
