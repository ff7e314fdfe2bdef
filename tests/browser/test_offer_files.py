"""What an offer is not compared with, as the officer who approves it sees it."""

import pytest
from playwright.sync_api import expect

from models.actions.attachments import add_attachment
from models.actions.file_texts import record_text
from models.actions.offers import save_offer
from models.db import transaction
from models.files import Stored
from models.rules.words import TextGap, TextState
from tests import factories as make
from tests.factories import NOW

LONG = f"Protokół_z_badań_{'bardzo_' * 20}długa_nazwa.docx"
STATES = {
    LONG: (TextState.PART, (TextGap.INSIDE, TextGap.PICTURES, TextGap.LETTERS, TextGap.REST)),
    "Umowa z partnerem.pdf": (TextState.PART, (TextGap.PAGES,)),
    "Archiwum.zip": (TextState.PART, (TextGap.BROKEN, TextGap.LOCKED)),
    "Mikroskop.png": (TextState.NO_TEXT, (TextGap.PICTURES,)),
    "Wniosek.docx": (TextState.READ, ()),
}


@pytest.mark.parametrize(
    ("language", "said", "as_far"),
    [
        ("en", "pages without text, such as scans", "as far as it could be compared, see above"),
        ("pl", "strony bez tekstu, na przykład skany", "na tyle, na ile można było porównać (zob. wyżej)"),
    ],
)
def test_what_was_not_compared_is_told_file_by_file(desk, language, said, as_far):
    with transaction() as session:
        cast = make.cast(session)
        technology = make.to_offer(session, cast)
        for number, (name, (state, gaps)) in enumerate(STATES.items()):
            stored = Stored(str(number) * 64, 1)
            add_attachment(session, technology.id, stored, name, actor=cast.officer, now=NOW)
            record_text(session, stored.sha256, state, "", gaps=gaps, now=NOW)
        add_attachment(session, technology.id, Stored("f" * 64, 1), "Nowy plik.txt", actor=cast.officer, now=NOW)
        save_offer(session, technology.id, make.offer_form(), actor=cast.officer, now=NOW)
        path = f"/technologies/{technology.reference}/offer"
    one = desk(cast.officer)
    told = one.open(path, language).locator(".not-compared")
    expect(told.locator("li")).to_have_count(5)
    expect(told).to_contain_text(f"Umowa z partnerem.pdf: {said}")
    expect(told).not_to_contain_text("Wniosek.docx")
    expect(one.page.locator("ul.steps")).to_contain_text(as_far)
    one.look(f"offer-files-{language}")
    assert one.faults() == []
    assert not one.overflows()
