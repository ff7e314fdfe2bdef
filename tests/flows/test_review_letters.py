"""Letters of a review: to the reviewer and to the office, in their language, with nothing of the case in them."""

import pytest
from sqlmodel import select

from flows.letters import letters, message
from models.actions.deliveries import queue_notice
from models.rules.words import Language, NoticeKind, Role, WorkKind
from models.settings import settings
from models.tables import Notice
from tests import factories as make
from tests.factories import NOW

ASKED = {"reference": "UJ-1", "due": "2026-12-05", "late": False}
SAID = {"reference": "UJ-1", "reviewer": "Łucja Ćwik", "answer": "conflict"}
ALONE = SAID | {"path": "/conflicts/3"}


@pytest.mark.parametrize(
    ("kind", "language", "facts", "subject", "page"),
    [
        (NoticeKind.REVIEW_REQUESTED, "en", ASKED, "UJ-1: please review it by 5 December 2026", "UJ-1/assessment"),
        (NoticeKind.REVIEW_REQUESTED, "pl", ASKED, "UJ-1: prosimy o recenzję do 5 grudnia 2026", "UJ-1/assessment"),
        (NoticeKind.REVIEW_WITHDRAWN, "en", ASKED, "UJ-1: no review is needed any more", "UJ-1/assessment"),
        (NoticeKind.REVIEW_WITHDRAWN, "pl", ASKED, "UJ-1: recenzja nie jest już potrzebna", "UJ-1/assessment"),
        (NoticeKind.REVIEW_REMINDER, "en", ASKED, "UJ-1: your review is due on 5 December 2026", "UJ-1/assessment"),
        (
            NoticeKind.REVIEW_REMINDER,
            "pl",
            ASKED | {"late": True},
            "UJ-1: minął termin recenzji: 5 grudnia 2026",
            "UJ-1/assessment",
        ),
        (
            NoticeKind.REVIEW_ANSWER,
            "en",
            SAID,
            "UJ-1: Łucja Ćwik has declared a conflict of interest; decide on it",
            "UJ-1#review",
        ),
        (
            NoticeKind.REVIEW_ANSWER,
            "pl",
            SAID,
            "UJ-1: Łucja Ćwik: zgłoszony konflikt interesów, do rozstrzygnięcia",
            "UJ-1#review",
        ),
        (
            NoticeKind.REVIEW_ANSWER,
            "en",
            ALONE,
            "UJ-1: Łucja Ćwik has declared a conflict of interest; decide on it",
            "/conflicts/3",
        ),
        (
            NoticeKind.REVIEW_ANSWER,
            "en",
            SAID | {"answer": "rights_accepted"},
            "UJ-1: Łucja Ćwik takes the rights that were offered",
            "UJ-1#review",
        ),
        (
            NoticeKind.REVIEW_ANSWER,
            "pl",
            SAID | {"answer": "rights_refused"},
            "UJ-1: Łucja Ćwik: rezygnacja z zaoferowanych praw",
            "UJ-1#review",
        ),
    ],
)
def test_each_leads_to_the_page_where_the_rest_is_read(session, kind, language, facts, subject, page):
    reader = make.person(session, Role.REVIEWER, make.institution(session), language=Language(language))
    queue_notice(session, kind, key="1", person_id=reader.id, facts=facts, now=NOW)
    (number,) = session.exec(select(Notice.id).where(Notice.person_id == reader.id)).all()
    mail = message(letters(session, WorkKind.SEND_NOTICE, [number], now=NOW)[number], now=NOW)
    body = mail.get_body(("plain",))
    assert mail["Subject"] == subject
    assert body is not None
    path = page if page.startswith("/") else f"/technologies/{page}"
    assert body.get_content().rstrip().endswith(settings().base_url.rstrip("/") + path)
