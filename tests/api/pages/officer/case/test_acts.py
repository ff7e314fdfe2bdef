"""What officers and reviewers do on the technology's page: done and said, or refused with nothing typed lost."""

import pytest
from sqlmodel import col, select

from models.actions.forms import DecisionForm, InputForm
from models.actions.ownership import add_input
from models.actions.reviews import record_decision
from models.actions.stages import advance
from models.db import reading, transaction
from models.queries.ownership import co_owners_of
from models.queries.remarks import open_remarks
from models.queries.technologies import contributors_of, technology_by_reference
from models.rules.words import Criterion, NoticeKind, ProtectionStrategy, ReviewOutcome, Stage
from models.tables import Clock, Notice, PatentCase, Technology
from tests import factories as make
from tests.documents import make_pdf
from tests.factories import NOW
from tests.reports.reading import text_of

EMPLOYED = {"document": "Industrial Property Law, art. 11(3)", "waiver": "Confirmed by the personnel office."}


def found(reference: str) -> Technology:
    with reading() as session:
        return session.exec(select(Technology).where(Technology.reference == reference)).one()


@pytest.fixture
def triaged(world) -> Technology:
    """In triage, with nothing done yet; a share of it belongs to a colleague who was asked a day ago."""
    with transaction() as session:
        shares = [make.contributor(world.cast.researcher, legal_basis=None)]
        return make.to_triage(session, world.cast, contributors=shares)


@pytest.fixture
def reviewed(world) -> Technology:
    with transaction() as session:
        return make.to_review(session, world.cast)


def path(technology: Technology, act: str) -> str:
    return f"/technologies/{technology.reference}/{act}"


def done(answer, section: str, code: str) -> bool:
    return bool(answer.status_code == 303 and answer.headers["location"].endswith(f"?done={code}#{section}"))


def test_what_triage_demands_is_recorded_and_then_it_moves(as_, world, triaged):
    officer = as_(world.cast.officer)
    with reading() as session:
        creator = contributors_of(session, triaged.id)[0].id
    answers = [
        (
            officer.post(path(triaged, "officer"), data={"officer_id": world.cast.officer.person_id}),
            "people",
            "assigned",
        ),
        (officer.post(path(triaged, "legal-basis"), data=EMPLOYED | {"people": creator}), "ownership", "bases"),
        (officer.post(path(triaged, "obligations")), "ownership", "obligations"),
        (
            officer.post(path(triaged, "clocks/suppress"), data={"rule": "art154_decision_3m", "reason": "Nobody."}),
            "clocks",
            "clock_suppressed",
        ),
        (
            officer.post(path(triaged, "advance"), data={"to": "ip_review", "version": triaged.version}),
            "moves",
            "moved",
        ),
    ]
    assert [done(*each) for each in answers] == [True] * 5
    assert found(triaged.reference).stage is Stage.IP_REVIEW
    assert "The technology has moved." in officer.get(answers[-1][0].headers["location"]).text


def test_a_move_whose_gates_are_open_names_them(as_, world, triaged):
    answer = as_(world.cast.officer).post(path(triaged, "advance"), data={"to": "ip_review", "version": 2})
    assert answer.status_code == 409
    assert "cannot move to the stage “IP review” yet" in answer.text
    assert found(triaged.reference).stage is Stage.TRIAGE


def test_a_lost_race_says_who_was_first_and_where_it_is_now(as_, world, reviewed):
    with transaction() as session:
        advance(session, reviewed.id, to=Stage.TRIAGE, actor=world.cast.second_officer, now=NOW, reason="Basis.")
    form = {"to": "closed", "version": reviewed.version, "reason": "Withdrawn, ł"}
    answer = as_(world.cast.officer).post(path(reviewed, "advance"), data=form)
    assert answer.status_code == 409
    assert f"Somebody else moved {reviewed.reference} while you were deciding." in answer.text
    assert f"It now stands in Triage: moved there by {world.cast.second_officer.name}, " in answer.text
    assert "Withdrawn, ł" in answer.text
    assert found(reviewed.reference).stage is Stage.TRIAGE


def test_sending_back_carries_remarks_and_a_missing_reason_loses_none_of_them(as_, world, triaged):
    officer = as_(world.cast.officer)
    form = {"version": triaged.version, "reason": " ", "remark_novelty": "Compare with 2019, proszę.", "remark_trl": ""}
    refused = officer.post(path(triaged, "return"), data=form)
    assert refused.status_code == 422
    assert "Compare with 2019, proszę." in refused.text
    assert found(triaged.reference).stage is Stage.TRIAGE
    assert done(officer.post(path(triaged, "return"), data=form | {"reason": "One field."}), "moves", "moved")
    with reading() as session:
        technology = technology_by_reference(session, triaged.reference, world.cast.officer)
        assert [(each.field, each.text) for each in open_remarks(session, technology)] == [
            ("novelty", "Compare with 2019, proszę.")
        ]
        assert session.exec(select(Notice.kind).where(Notice.kind == NoticeKind.RETURNED)).all()
    assert "Compare with 2019, proszę." in officer.get(f"/technologies/{triaged.reference}").text


@pytest.mark.parametrize("field", ["officer_id", "nonsense"])
def test_a_remark_beside_no_field_sends_nothing_back(as_, world, triaged, field):
    form = {"version": triaged.version, "reason": "See.", f"remark_{field}": "x"}
    assert as_(world.cast.officer).post(path(triaged, "return"), data=form).status_code == 404
    assert found(triaged.reference).stage is Stage.TRIAGE


def test_a_hold_needs_a_day_in_the_future_and_is_lifted_once(as_, world, triaged):
    officer = as_(world.cast.officer)
    past = officer.post(path(triaged, "hold"), data={"reason": "Data.", "resume_on": "2020-01-01"})
    assert (past.status_code, "Data." in past.text) == (422, True)
    assert done(
        officer.post(path(triaged, "hold"), data={"reason": "Data.", "resume_on": "2090-01-01"}), "moves", "held"
    )
    moved = officer.post(path(triaged, "advance"), data={"to": "ip_review", "version": triaged.version})
    assert (moved.status_code, "is on hold until 1 January 2090: resume it first." in moved.text) == (409, True)
    assert done(officer.post(path(triaged, "resume")), "moves", "resumed")
    again = officer.post(path(triaged, "resume"))
    assert (again.status_code, "is not on hold." in again.text) == (409, True)


def test_a_gate_is_passed_by_decision_only_where_the_pipeline_allows_it(as_, world):
    with transaction() as session:
        shares = [
            make.contributor(world.cast.researcher, 5_000),
            make.contributor(world.cast.colleague, 5_000, lead=False),
        ]
        made = make.technology(session, world.cast.researcher, contributors=shares)
    officer = as_(world.cast.officer)
    form = {"to": "triage", "gate": "contributors_confirmed", "reason": "Abroad until May."}
    assert done(officer.post(path(made, "override"), data=form), "moves", "overridden")
    assert "passed by decision" in officer.get(f"/technologies/{made.reference}").text
    other = officer.post(path(made, "override"), data=form | {"gate": "shares_sum_to_hundred"})
    assert other.status_code == 409
    assert done(officer.post(path(made, "advance"), data={"to": "triage", "version": 1}), "moves", "moved")


def test_a_review_is_recorded_by_reviewer_and_officer(as_, world, reviewed):
    reviewer = as_(world.cast.reviewer)
    with transaction() as session:
        make.searched(session, world.cast, reviewed)
    fours = {f"score_{criterion}": "4" for criterion in Criterion}
    early = reviewer.post(path(reviewed, "scores"), data=fours | {"comment_team": "Zespół gotowy."})
    assert (early.status_code, "Zespół gotowy." in early.text) == (422, True)
    none = {"declared": "no", "back": "assessment"}
    assert reviewer.post(path(reviewed, "conflict"), data=none).status_code == 303
    assert done(reviewer.post(path(reviewed, "scores"), data=fours), "review", "scores")
    officer = as_(world.cast.officer)
    ask = {"reviewer_id": world.cast.officer.person_id, "due_on": "2090-01-01"}
    assert done(officer.post(path(reviewed, "reviewers"), data=ask), "review", "asked")
    assert "Reviewers score independently" in officer.get(f"/technologies/{reviewed.reference}").text
    to_decision = officer.post(path(reviewed, "conflict"), data={"declared": "no", "back": "decision"})
    assert to_decision.headers["location"] == path(reviewed, "decision") + "?done=stated"
    assert done(officer.post(path(reviewed, "scores"), data=fours | {"score_market": "1"}), "review", "scores")
    assert "3 points apart" in officer.get(f"/technologies/{reviewed.reference}").text
    decision = {"choice": "patent", "reason": "Worth it."}
    assert done(officer.post(path(reviewed, "decision"), data=decision), "review", "decision")
    filing = {"case_number": "C-1", "office": "pl", "filed_on": "2026-01-05", "priority": "yes", "status": "pending"}
    assert done(officer.post(path(reviewed, "filings"), data=filing), "protection", "filing")
    assert done(officer.post(path(reviewed, "advance"), data={"to": "offer", "version": 3}), "moves", "moved")
    with reading() as session:
        assert session.exec(select(PatentCase.office).where(PatentCase.technology_id == reviewed.id)).all() == ["PL"]


@pytest.mark.parametrize(
    ("act", "form", "kept"),
    [
        ("scores", {"comment_team": "Nic nie wybrano"}, "Nic nie wybrano"),
        ("scores", {"score_market": "9", "comment_market": "Za dużo"}, "Za dużo"),
        ("conflict", {"declared": "yes", "text": ""}, "Say what the conflict of interest is."),
        ("conflict", {"declared": "", "text": "Może"}, "Może"),
        ("decision", {"choice": "proceed", "reason": "Bez strategii"}, "Bez strategii"),
        ("decision", {"choice": "", "reason": "Bez wyniku"}, "Bez wyniku"),
        ("decision", {"choice": "decline_without_offer", "reason": "Bez podstawy"}, "Bez podstawy"),
        ("reviewers", {"reviewer_id": "x", "note": "Ktoś"}, "Ktoś"),
        ("filings", {"case_number": "C-9", "office": "Poland", "filed_on": "x"}, "C-9"),
        ("filings", {"case_number": "C-8", "office": "PL", "filed_on": "2090-01-01"}, "C-8"),
        ("statutory-offer", {"offered_on": "2090-01-01", "fee": "0"}, "2090-01-01"),
        ("statutory-offer", {"offered_on": "2026-01-05", "fee": "sto"}, "sto"),
        ("statutory-offer", {"offered_on": "2026-01-05", "fee": "445,18"}, "PLN 445.17"),
        ("clocks", {"rule": "art154_decision_3m", "trigger_on": "2090-01-01"}, "2090-01-01"),
        ("clocks/suppress", {"rule": "art154_decision_3m", "reason": " "}, "Suppress a clock"),
    ],
)
def test_a_wrong_form_comes_back_as_typed(as_, world, reviewed, act, form, kept):
    answer = as_(world.cast.officer).post(path(reviewed, act), data=form)
    assert answer.status_code == 422
    assert kept in answer.text
    assert 'role="alert"' in answer.text


def test_reviewers_do_not_decide_move_or_write_to_creators(as_, world, reviewed):
    reviewer = as_(world.cast.reviewer)
    acts = "advance return hold resume override officer legal-basis obligations decision statutory-offer".split()
    acts += ["messages", "files"]
    assert {reviewer.post(path(reviewed, act), data={"x": "y"}).status_code for act in acts} == {403}


def test_a_clock_runs_from_its_trigger_until_its_act_is_recorded(as_, world, reviewed):
    officer = as_(world.cast.officer)
    start = {"rule": "art154_interest_14d", "trigger_on": "2026-11-02"}
    assert done(officer.post(path(reviewed, "clocks"), data=start), "clocks", "clock_started")
    with reading() as session:
        clock = session.exec(
            select(Clock.id).where(Clock.rule == "art154_interest_14d", Clock.technology_id == reviewed.id)
        ).one()
    early = officer.post(path(reviewed, f"clocks/{clock}/done"), data={"done_on": "2026-10-01"})
    assert (early.status_code, "2026-10-01" in early.text) == (422, True)
    assert done(
        officer.post(path(reviewed, f"clocks/{clock}/done"), data={"done_on": "2026-11-10"}), "clocks", "clock_done"
    )
    assert officer.post(path(reviewed, f"clocks/{clock}/done"), data={"done_on": "2026-11-10"}).status_code == 409
    elsewhere = officer.post(f"/technologies/{world.offered}/clocks/{clock}/done", data={"done_on": "2026-11-10"})
    assert elsewhere.status_code == 404


def test_a_creator_is_asked_again_once_a_day(as_, world):
    with transaction() as session:
        shares = [
            make.contributor(world.cast.researcher, 5_000),
            make.contributor(world.cast.colleague, 5_000, lead=False),
        ]
        made = make.technology(session, world.cast.researcher, contributors=shares)
        waiting = contributors_of(session, made.id)[1].id
    officer = as_(world.cast.officer)
    ask = path(made, f"contributors/{waiting}/request")
    assert done(officer.post(ask), "people", "asked")
    assert officer.post(ask).status_code == 409
    with reading() as session:
        asked = session.exec(select(Notice).where(Notice.contributor_id == waiting).order_by(col(Notice.id))).all()
        assert len(asked) == 2
        assert asked[0].facts == asked[1].facts


def test_a_message_is_sent_and_an_empty_one_is_not(as_, world):
    officer = as_(world.cast.officer)
    there = f"/technologies/{world.fresh}/messages"
    assert officer.post(there, data={"text": "  "}).status_code == 422
    long = officer.post(there, data={"text": "ł" * 4_001})
    assert (long.status_code, "ł" * 4_001 in long.text) == (422, True)
    assert done(officer.post(there, data={"text": "Proszę o dane."}), "messages", "message")
    assert "Proszę o dane." in officer.get(f"/technologies/{world.fresh}").text


def test_the_dossier_is_for_those_who_review(as_, world, reviewed):
    from models.actions.reviews import record_review_prepared
    from models.files import keep
    from models.settings import settings

    there = path(reviewed, "dossier.pdf")
    assert as_(world.cast.officer).get(there).status_code == 404
    stored = keep(make_pdf("Secret"), settings().files)
    with transaction() as session:
        record_review_prepared(session, reviewed.id, dossier_sha256=stored.sha256, actor=make.HELIX, now=NOW)
    answer = as_(world.cast.reviewer).get(there)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "private, no-store")
    assert "Read by" in text_of(answer.content)
    assert as_(world.cast.researcher).get(there).status_code == 403
    assert as_(world.cast.stranger).get(there).status_code == 404


def test_creators_act_on_their_own_page_and_never_see_the_offices(as_, world, reviewed):
    creator = as_(world.cast.researcher)
    for act in ("messages", "files", "prior-art", "clocks/suppress"):
        assert creator.post(path(reviewed, act), data={"text": ""}).status_code == 403


def test_a_co_owner_is_corrected_on_the_page_and_a_wrong_share_comes_back_as_typed(as_, world, triaged):
    officer = as_(world.cast.officer)
    given = {"name": "Szpital", "share": "33,3", "agreement": "Umowa 1", "we_manage": "yes"}
    assert done(officer.post(path(triaged, "co-owners"), data=given), "ownership", "co_owner")
    with reading() as session:
        [owner] = co_owners_of(session, triaged.id)
    own = path(triaged, f"co-owners/{owner.id}/correct")
    assert 'value="33.3"' in officer.get(f"/technologies/{triaged.reference}").text
    wrong = officer.post(own, data=given | {"share": "ćwierć", "agreement": "Umowa 2"})
    assert (wrong.status_code, 'value="ćwierć"' in wrong.text, 'value="Umowa 2"' in wrong.text) == (422, True, True)
    assert done(officer.post(own, data=given | {"share": "25", "agreement": "Umowa 2"}), "ownership", "co_owner")
    with reading() as session:
        [owner] = co_owners_of(session, triaged.id)
    assert (owner.share_bp, owner.agreement, owner.we_manage) == (2_500, "Umowa 2", True)
    other = officer.post(f"/technologies/{world.published}/co-owners/{owner.id}/correct", data=given)
    assert other.status_code == 404


def test_the_record_of_software_shows_what_came_from_others_as_the_rights_list_it(as_, world, reviewed):
    form = DecisionForm(outcome=ReviewOutcome.PROCEED, strategy=ProtectionStrategy.COPYRIGHT, reason="Good code.")
    given = InputForm(name="A parser", provider="its authors", licence="GPL-3.0")
    with transaction() as session:
        make.no_conflict(session, reviewed, world.cast.officer)
        record_decision(session, reviewed.id, form, actor=world.cast.officer, now=NOW)
        add_input(session, reviewed.id, given, actor=world.cast.officer, now=NOW)
    officer = as_(world.cast.officer)
    page = officer.get(f"/technologies/{reviewed.reference}").text
    plan = page[page.index("The software and its licensing") :]
    assert "A parser" in plan[: plan.index("</ul>")]
    assert "its authors, GPL-3.0" in plan[: plan.index("</ul>")]
    sent = {"subject": "Parser 1.0", "access": "The team.", "licensing": "open_source"}
    assert done(officer.post(path(reviewed, "protection-plan"), data=sent), "review", "plan")
