"""Which of the published offers a reader has chosen: the same words in the address of list, feed and tables."""

from typing import Annotated, TypeVar

from fastapi import Depends, Query
from pydantic import BeforeValidator

from models.queries.catalogue import Choice
from models.rules.words import (
    DevelopmentStage,
    Field as Subject,
    Language,
    PartnershipType,
    ValueChain,
    chain_of,
)

One = TypeVar("One")
Chosen = Annotated[One | None, BeforeValidator(lambda typed: typed or None), Query()]
"""A form's field that is sent empty where nothing is chosen."""
SearchText = Annotated[str, Query(max_length=200)]


def chosen(
    value_chain: Chosen[ValueChain] = None,
    field: Chosen[Subject] = None,
    language: Chosen[Language] = None,
    stage: Chosen[DevelopmentStage] = None,
    partnership: Chosen[PartnershipType] = None,
    q: SearchText = "",
) -> Choice:
    text = " ".join(q.replace("\0", "").split())
    return Choice(language, chain_of(field) if field else value_chain, field, text, stage, partnership)


Wanted = Annotated[Choice, Depends(chosen)]


def told(choice: Choice) -> dict[str, str]:
    """As parameters of an address, always in one order: a feed's address is its identity."""
    values = {
        "language": choice.language,
        "value_chain": choice.value_chain,
        "field": choice.field,
        "stage": choice.stage,
        "partnership": choice.partnership,
        "q": choice.text,
    }
    return {name: str(value) for name, value in values.items() if value}
