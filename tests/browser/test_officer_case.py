"""An officer takes a technology from triage to the stage offer, closing every gate in the browser."""

from collections.abc import Callable

import pytest

from models.actions.messages import write_message
from models.db import reading, transaction
from models.rules.words import Language, Stage
from models.tables import Technology
from tests import factories as make
from tests.browser.conftest import Desk

Open = Callable[..., Desk]


def stage_of(reference: str) -> Stage:
    with reading() as session:
        return session.query(Technology).filter_by(reference=reference).one().stage  # type: ignore[deprecated]


@pytest.fixture
def triaged(site_url: str) -> tuple[make.Cast, str]:
    """In triage, of two creators, whose legal basis is not recorded, with a funder's conditions."""
    del site_url  # settings point to its database
    with transaction() as session:
        cast = make.cast(session)
        creators = [
            make.contributor(cast.researcher, 6_000, legal_basis=None, department="Department of Microbiology"),
            make.contributor(cast.colleague, 4_000, legal_basis=None, lead=False, status="doctoral"),
        ]
        made = make.technology(
            session,
            cast.researcher,
            title="Test paskowy na enzymy oporności bakterii w moczu, czytelny w dwadzieścia minut",
            language=Language.POLISH,
            contributors=creators,
            funding=[{"sponsor": "NCN", "number": "2024/53/B/NZ7/00001", "obligations": "Open access within a year."}],
            known_prior_art="Immunochromatography of 2019.",
        )
        from models.actions.disclosures import confirm_share
        from models.queries.technologies import contributors_of

        other = contributors_of(session, made.id)[1]
        confirm_share(session, other.id, actor=cast.colleague, now=make.NOW)
        from models.actions.stages import advance

        advance(session, made.id, to=Stage.TRIAGE, actor=cast.officer, now=make.NOW)
        write_message(session, made.id, "Czy możemy pokazać plakat w maju?", actor=cast.researcher, now=make.NOW)
    return cast, made.reference


def test_look(desk: Open, triaged: tuple[make.Cast, str]) -> None:
    cast, reference = triaged
    officer = desk(cast.officer)
    for language in ("en", "pl"):
        officer.open(f"/technologies/{reference}", language)
        officer.look(f"triage-{language}")
        assert officer.faults() == []
        assert not officer.overflows()
