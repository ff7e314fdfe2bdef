"""What the technology page shows of offer, partners and agreements: drawn with the values of their loaders alone."""

import pytest
from sqlmodel import select

from api.pages.officer import case_agreements, case_offer, case_partners
from api.pages.rendering import environment
from api.pages.words import Words
from models.db import reading
from models.rules.permissions import Actor
from models.rules.words import Language
from models.tables import Technology
from tests.api.conftest import World
from tests.factories import NOW

SECTIONS = (case_offer.SECTION, case_partners.SECTION, case_agreements.SECTION)


def drawn(reference: str, actor: Actor, language: Language) -> list[str | None]:
    """Each section's HTML; `None` for one that is left out."""
    found: list[str | None] = []
    words = Words(language)
    with reading() as session:
        technology = session.exec(select(Technology).where(Technology.reference == reference)).one()
        for _, _, template, load in SECTIONS:
            values = load(session, technology, actor, NOW, words)
            shown = {"t": words, "link": lambda path, **_values: path, "technology": technology}
            page = environment(language).get_template(template)
            found.append(page.render(**shown, **values) if values is not None else None)
    return found


@pytest.mark.parametrize("language", list(Language))
def test_the_office_gets_all_three_with_the_way_to_their_pages(shared: World, language: Language) -> None:
    for reference in (shared.fresh, shared.offered, shared.published, shared.licensed):
        for html, page in zip(
            drawn(reference, shared.cast.officer, language), ("offer", "partners", "agreements"), strict=True
        ):
            assert html is not None
            assert f'href="/technologies/{reference}/{page}"' in html


def test_what_stands_there_is_named(shared: World) -> None:
    offer, partners, agreements = drawn(shared.licensed, shared.cast.officer, Language.ENGLISH)
    assert offer is not None
    assert "Rapid strip test for resistant bacteria in urine" in offer
    assert partners is not None
    assert "agreement signed" in partners
    assert agreements is not None
    assert f'href="/technologies/{shared.licensed}/agreements/{shared.agreement_id}"' in agreements


def test_reviewers_read_the_offer_and_nothing_of_the_deals(shared: World) -> None:
    offer, *deals = drawn(shared.licensed, shared.cast.reviewer, Language.ENGLISH)
    assert offer is not None
    assert "Open the offer" not in offer
    assert deals == [None, None]
