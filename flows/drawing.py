"""A chunk of documents: contents read in one go, rendered abreast, failures given back one by one."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from sqlmodel import Session

from flows.leases import give_back
from flows.rendering import pool
from models.actions.work import Claim
from models.db import reading
from models.files import Stored

Content = TypeVar("Content")


async def draw_all(
    claims: Sequence[Claim], content_of: Callable[[Session, Claim], Content], render: Callable[[Content], bytes]
) -> dict[Claim, Stored]:
    """The files of those that could be made; the others are given back to be tried later."""
    contents = await asyncio.to_thread(read_all, claims, content_of)
    return await draw(contents, render)


def read_all(claims: Sequence[Claim], content_of: Callable[[Session, Claim], Content]) -> dict[Claim, Content]:
    """One that cannot be read is given back, and holds up no other."""
    contents = {}
    with reading() as session:
        for claim in claims:
            try:
                contents[claim] = content_of(session, claim)
            except Exception as error:
                give_back([claim], error)
    return contents


async def draw(contents: Mapping[Claim, Content], render: Callable[[Content], bytes]) -> dict[Claim, Stored]:
    results = await asyncio.gather(
        *(pool().draw(render, content) for content in contents.values()), return_exceptions=True
    )
    drawn: dict[Claim, Stored] = {}
    for claim, result in zip(contents, results, strict=True):
        if isinstance(result, Stored):
            drawn[claim] = result
        elif isinstance(result, Exception):
            await asyncio.to_thread(give_back, [claim], result)
        else:
            raise result
    return drawn
