"""Catalogues and slides of many offers: leaves drawn side by side in the render pool, then bound."""

import asyncio
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from sqlmodel import Session

from flows.chunks import guarded, in_chunks
from flows.leases import claims_of, give_back, log, moment, settle
from flows.progress import Progress
from flows.rendering import RenderPool, pool
from models.actions.compilations import record_compilation
from models.actions.work import Claim
from models.db import reading
from models.files import Stored, path_of
from models.rules.days import local_date
from models.rules.permissions import system
from models.settings import settings
from models.tables import Compilation
from reports.catalogues import CatalogueContent
from reports.compilations import Compiled, Content, bind_into, book, compiled
from reports.leaves import Leaf, draw


@dataclass(frozen=True, slots=True)
class Made:
    file: Stored
    pages: int


@flow(name="compiling")
@guarded
async def compiling(work_ids: list[int], holder: str) -> int:
    return await in_chunks(compile_offers, work_ids, holder, size=1)


@task(name="compile", task_run_name="compile {work_ids}", cache_policy=NO_CACHE)
@guarded
async def compile_offers(work_ids: list[int], holder: str) -> int:
    claims = await asyncio.to_thread(claims_of, work_ids, holder)
    return sum([await _compile(claim) for claim in claims])


async def _compile(claim: Claim) -> int:
    try:
        found = await asyncio.to_thread(_look_up, claim)
        if found is None:
            return await asyncio.to_thread(settle, [claim], _nothing)
        revision, order, known = found
        made = known or await make(order.content, pool(), settings().home.resolve())
    except Exception as error:
        await asyncio.to_thread(give_back, [claim], error)
        return 0

    def record(session: Session, claim: Claim) -> None:
        current = record_compilation(
            session,
            claim.subject_id,
            revision=revision,
            offer_ids=order.offer_ids,
            input_checksum=order.checksum,
            sha256=made.file.sha256,
            size=made.file.size,
            pages=made.pages,
            actor=system(),
            now=moment(),
        )
        if not current:
            log.info("compilation %d: an offer has to leave it meanwhile, it is made again", claim.subject_id)

    return await asyncio.to_thread(settle, [claim], record)


def _look_up(claim: Claim) -> tuple[int, Compiled, Made | None] | None:
    """Its revision, what stands in it, and the file if the same was made before; `None` where nothing is to be done."""
    with reading() as session:
        compilation = session.get_one(Compilation, claim.subject_id)
        if compilation.made_revision >= compilation.revision:
            return None
        order = compiled(session, compilation, today=local_date(moment()))
        return compilation.revision, order, _known(compilation, order)


def _known(compilation: Compilation, order: Compiled) -> Made | None:
    if compilation.sha256 is None or compilation.input_checksum != order.checksum:
        return None
    if not path_of(compilation.sha256, settings().files).exists():
        return None
    return Made(Stored(compilation.sha256, compilation.size), compilation.pages)


async def make(content: Content, renders: RenderPool, home: Path) -> Made:
    """The file, in the store. What is drawn on the way lies in a folder that is gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="leaves-", dir=_workshop(home)))
    try:
        steps = book(content)
        orders = next(steps)
        last = 3 if isinstance(content, CatalogueContent) else 1  # index, front and binding, or binding alone
        progress = Progress("leaves", len(orders) + last)
        await progress.show()
        while True:
            leaves = await _drawn(renders, orders, folder, progress)
            try:
                orders = steps.send(leaves)
            except StopIteration as end:
                bound = await renders.run(bind_into, end.value, home / "files")
                await progress.forward()
                return Made(bound, end.value.pages)
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


async def _drawn(renders: RenderPool, orders: Sequence[object], folder: Path, progress: Progress) -> list[Leaf]:
    async def one(order: object) -> Leaf:
        leaf: Leaf = await renders.run(draw, order, folder)
        await progress.forward()
        return leaf

    done = await asyncio.gather(*(one(order) for order in orders), return_exceptions=True)
    for result in done:
        if isinstance(result, BaseException):
            raise result  # after all have ended: none writes into a folder that is being removed
    return [leaf for leaf in done if isinstance(leaf, Leaf)]


def _workshop(home: Path) -> Path:
    folder = home / "leaves"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _nothing(_session: Session, _claim: Claim) -> None:
    """It was made by somebody else."""
