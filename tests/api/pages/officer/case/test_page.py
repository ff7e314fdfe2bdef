"""The technology's page: who sees what of it, and that it stays quick however much there is."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event
from sqlmodel import Session, col, select

from api.pages.officer import case_words
from api.pages.officer.case import SECTIONS
from models.actions.forms import PriorArtForm
from models.actions.messages import write_message
from models.actions.review_forms import ConflictForm
from models.actions.reviewers import state_conflict
from models.actions.reviews import record_prior_art
from models.db import database, reading, transaction
from models.queries.technologies import technology_by_reference
from models.rules.words import Criterion
from models.tables import Attachment, Clock, Contributor, Message, Technology
from models.tables.columns import Table
from tests import factories as make
from tests.api.conftest import publish
from tests.factories import NOW, TODAY

OURS = "glance moves disclosure people ownership review protection clocks files messages timeline".split()


def shown(text: str) -> list[str]:
    return re.findall(r'<div class="matter" id="(\w+)"', text)


def test_an_officer_sees_every_section_and_a_reviewer_not_the_thread(as_, world):
    for reference in (world.fresh, world.offered, world.published, world.licensed):
        answer = as_(world.cast.officer).get(f"/technologies/{reference}")
        assert answer.status_code == 200
        assert [each for each in shown(answer.text) if each in OURS] == OURS
        reviewer = as_(world.cast.reviewer).get(f"/technologies/{reference}")
        assert [each for each in shown(reviewer.text) if each in OURS] == [each for each in OURS if each != "messages"]
        assert f"/technologies/{reference}/advance" not in reviewer.text


def test_sections_stand_in_the_order_that_links_and_gates_count_on():
    ours = [section.id for section in SECTIONS if section.id in OURS]
    assert ours == OURS


def test_creators_are_led_to_their_own_page_and_strangers_learn_nothing(as_, world):
    led = as_(world.cast.researcher).get(f"/technologies/{world.fresh}?lang=pl")
    assert (led.status_code, led.headers["location"]) == (303, f"/disclosures/{world.fresh}?lang=pl")
    for stranger in (world.cast.stranger, world.cast.colleague, world.cast.coordinator, world.cast.administrator):
        assert as_(stranger).get(f"/technologies/{world.fresh}").status_code == 404
    assert as_(None).get(f"/technologies/{world.fresh}").headers["location"].startswith("/sign-in")


def test_what_people_wrote_is_shown_as_text_and_never_as_markup(as_, world):
    with transaction() as session:
        form = make.disclosure_form(world.cast.researcher, title="<script>alert(1)</script>", problem="<b>ł</b>")
        from models.actions.disclosures import submit_disclosure

        made = submit_disclosure(session, form, actor=world.cast.researcher, now=NOW).reference
    text = as_(world.cast.officer).get(f"/technologies/{made}").text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "&lt;b&gt;ł&lt;/b&gt;" in text


def test_opening_the_page_marks_what_creators_wrote_and_not_what_a_colleague_wrote(as_, world):
    with transaction() as session:
        made = technology_by_reference(session, world.fresh, world.cast.officer)
        write_message(session, made.id, "When?", actor=world.cast.researcher, now=NOW)
        write_message(session, made.id, "Soon.", actor=world.cast.officer, now=NOW)
    as_(world.cast.reviewer).get(f"/technologies/{world.fresh}")
    as_(world.cast.second_officer).get(f"/technologies/{world.fresh}")
    with reading() as session:
        rows = session.exec(select(Message).order_by(col(Message.id)))
        assert [(row.text, row.read_at is not None) for row in rows] == [("When?", True), ("Soon.", False)]


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def test_the_page_asks_as_often_of_a_long_story_as_of_a_short_one(as_, world):
    officer = as_(world.cast.officer)
    officer.get(f"/technologies/{world.published}")  # what is asked once per process
    with counted(database()) as before:
        assert officer.get(f"/technologies/{world.published}").status_code == 200
    with transaction() as session:
        lengthen(session, world)
    with counted(database()) as after:
        assert officer.get(f"/technologies/{world.published}").status_code == 200
    assert [each.split(" WHERE")[0] for each in after] == [each.split(" WHERE")[0] for each in before]


def lengthen(session: Session, world) -> None:
    made = technology_by_reference(session, world.published, world.cast.officer)
    written = {"technology_id": made.id, "author": "person:1", "author_name": "x", "text": "y", "at": NOW}
    kept = {"technology_id": made.id, "sha256": "0" * 64, "size": 1, "added_by": "person:1", "added_by_name": "x"}
    running = {"nominal_on": TODAY.replace(year=2027), "source": "s", "certainty": "V", "state": "running"}
    person = {"technology_id": made.id, "status": "student", "share_bp": 0}
    for number in range(12):
        record_prior_art(session, made.id, PriorArtForm(title=f"Find {number}"), actor=world.cast.officer, now=NOW)
        day = TODAY.replace(day=number + 1)
        rows: list[tuple[type[Table], dict[str, Any]]] = [
            (Message, written | {"read_at": NOW}),
            (Attachment, kept | {"name": f"{number}.txt", "added_at": NOW}),
            (Clock, running | {"technology_id": made.id, "rule": "paris_12m", "trigger_on": day}),
            (Contributor, person | {"position": number + 2, "name": f"N{number}", "email": f"n{number}@example.org"}),
        ]
        session.add_all(table(**values) for table, values in rows)


def test_every_kind_of_sign_off_has_words():
    from models.rules.words import SignoffKind

    assert set(map(str, SignoffKind)) <= case_words.SIGNED.keys()


def test_the_reviewers_room_lists_what_waits_for_my_scores_first(as_, world):
    with transaction() as session:
        from models.actions.forms import AssessmentForm
        from models.actions.reviews import record_assessment

        done = make.to_review(session, world.cast, title="Scored already")
        half = make.to_review(session, world.cast, title="Half scored")
        for each in (done, half):
            make.no_conflict(session, each, world.cast.reviewer)
        scores = dict.fromkeys(Criterion, 3)
        record_assessment(session, done.id, AssessmentForm(scores=scores), actor=world.cast.reviewer, now=NOW)
        record_assessment(
            session, half.id, AssessmentForm(scores={Criterion.MARKET: 2}), actor=world.cast.reviewer, now=NOW
        )
    text = as_(world.cast.reviewer).get("/reviews").text
    assert "One case waits for your scores." in text
    assert text.index("Half scored") < text.index("Scored already")
    assert "Still open for you:" in text
    assert "Patentability, Freedom to operate, Team, Readiness." in re.sub(r"\s+", " ", text)
    assert "Half scored" not in as_(world.cast.stranger).get("/reviews").text
    assert as_(world.cast.researcher).get("/reviews").status_code == 403


def test_who_stands_aside_sees_on_the_page_neither_dossier_nor_scores_nor_others_conflicts(as_, world):
    cast = world.cast
    with transaction() as session:
        made = make.to_review(session, cast)
        made.dossier_sha256 = "ab" * 32
        for who, text in ((cast.reviewer, "My cousin."), (cast.second_officer, "I hold shares.")):
            state_conflict(session, made.id, ConflictForm(declared=True, text=text), actor=who, now=NOW)
    page = as_(cast.reviewer).get(f"/technologies/{made.reference}").text
    assert "closed to you" in page
    assert "My cousin." in page
    assert "I hold shares." not in page
    assert "dossier.pdf" not in page
    whole = as_(cast.officer).get(f"/technologies/{made.reference}").text
    assert "I hold shares." in whole
    assert "dossier.pdf" in whole


def test_the_alias_of_an_anonymous_offer_is_told_to_who_works_on_it_and_of_a_named_one_to_nobody(as_, world):
    with transaction() as session:
        hidden, _ = publish(session, world.cast, anonymous=True)
        technology = session.get_one(Technology, hidden.technology_id)
        named = technology_by_reference(session, world.published, world.cast.officer)
    officer = as_(world.cast.officer)
    for place in ("", "/offer"):
        page = officer.get(f"/technologies/{technology.reference}{place}").text
        assert f"Businesses know this offer as {technology.alias}." in page
        assert named.alias not in officer.get(f"/technologies/{named.reference}{place}").text
    polish = officer.get(f"/technologies/{technology.reference}?lang=pl").text
    assert f"Firmy znają tę ofertę pod numerem {technology.alias}." in polish
