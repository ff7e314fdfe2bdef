"""Families of applications: what happens to them starts, moves and ends exactly the clocks that it should."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from models.actions.clocks import close_clock, start_clock
from models.actions.docket import add_application, correct_event, correct_trigger, open_family, record_event
from models.actions.docket_forms import ApplicationForm, CorrectionForm, EventForm, FamilyForm
from models.actions.forms import FilingForm
from models.actions.reviews import record_filing
from models.actions.standing_in import choose_regimes
from models.actions.trail import verify
from models.errors import Conflict, Incomplete, NotFound, NotPermitted
from models.rules.refused import ActRecorded, ClockRefused, DayRefused
from models.rules.words import CaseStatus, ClockState, FilingRoute, PatentEventKind as Kind, SignoffKind
from models.tables import Clock, PatentEvent, PatentFamily, Signoff, Technology
from tests import factories as make
from tests.factories import HELIX, NOW, TODAY

FILED = date(2025, 11, 24)


@pytest.fixture
def cast(session):
    return make.cast(session)


@pytest.fixture
def technology(session, cast):
    return make.to_review(session, cast)


@pytest.fixture
def docket(session, cast, technology):
    return Desk(session, cast, technology)


class Desk:
    """An officer at the docket of one family."""

    def __init__(self, session, cast, technology):
        self.session, self.cast, self.technology = session, cast, technology
        self.by = {"actor": cast.officer, "now": NOW}
        self.family = open_family(session, technology.id, FamilyForm(title="Strip"), **self.by)

    def file(self, case_number, office, filed_on=FILED, **values):
        form = ApplicationForm(case_number=case_number, office=office, filed_on=filed_on, **values)
        return add_application(self.session, self.family.id, form, **self.by)

    def happen(self, case, kind, on=TODAY, **values):
        form = EventForm(kind=kind, happened_on=on, **values)
        return record_event(self.session, case.id, form, **self.by)

    def correct(self, event, on, reason="Read wrongly."):
        return correct_event(self.session, event.id, CorrectionForm(happened_on=on, reason=reason), **self.by)

    def clocks(self, case=None, state=ClockState.RUNNING):
        """Nominal dates by rule; renewals aside."""
        rows = self.session.exec(select(Clock).where(Clock.technology_id == self.technology.id, Clock.state == state))
        return {
            row.rule: row.nominal_on
            for row in rows
            if (case is None or row.case_id == case.id) and row.case_id and "renewal" not in row.rule
        }

    def clock(self, rule):
        return self.session.exec(
            select(Clock).where(Clock.technology_id == self.technology.id, Clock.rule == rule, col(Clock.case_id) > 0)
        ).one()

    def event(self, case, kind):
        return self.session.exec(
            select(PatentEvent).where(PatentEvent.case_id == case.id, PatentEvent.kind == kind)
        ).one()

    def signed(self, kind):
        return self.session.exec(
            select(Signoff)
            .where(Signoff.technology_id == self.technology.id, Signoff.kind == kind)
            .order_by(col(Signoff.id))
        ).all()


def test_a_first_polish_filing_starts_its_clocks_and_no_other(docket):
    first = docket.file("A1", "PL", first=True, application_number="p 450001")
    assert docket.clocks() == {"paris_12m": date(2026, 11, 24), "pl_publication_18m": date(2027, 5, 24)}
    assert (first.application_number, first.status, first.filed_on) == ("P.450001", CaseStatus.PENDING, FILED)
    assert docket.family.priority_on == FILED


def test_an_international_filing_ends_the_priority_year_and_starts_the_phases(docket):
    docket.file("A1", "PL", first=True)
    pct = docket.file("A2", "WO", TODAY, application_number="PCT/PL2026/050123")
    assert docket.clocks(state=ClockState.DONE) == {"paris_12m": date(2026, 11, 24)}
    assert docket.clock("paris_12m").done_by_id == docket.cast.officer.person_id
    assert docket.clocks(pct) == {
        "pct_demand": date(2027, 9, 24),
        "pct_article_19": date(2027, 3, 24),
        "pct_publication_18m": date(2027, 5, 24),
        "national_phase_pl_30m": date(2028, 5, 24),
        "european_phase_31m": date(2028, 6, 24),
    }
    assert docket.clock("pct_demand").due_on is None


def test_the_second_trigger_of_a_rule_completes_its_clock_and_the_trail_keeps_what_it_was(docket):
    docket.file("A1", "PL", date(2025, 1, 10), first=True)
    pct = docket.file("A2", "WO", date(2026, 1, 9))
    docket.happen(pct, Kind.SEARCH_REPORT, date(2026, 11, 20))
    clock = docket.clock("pct_demand")
    assert (clock.other_on, clock.nominal_on) == (date(2026, 11, 20), date(2027, 2, 20))
    assert "20 November 2026" in clock.explanation_en
    told = [entry.reason for entry in docket.signed(SignoffKind.CLOCK_MOVED)]
    assert any(
        text.startswith("Demand for preliminary examination: trigger 2025-01-10, date 2026-11-10 became")
        for text in told
    )


def test_a_european_application_has_renewals_for_twenty_years(docket):
    docket.file("A1", "EP", date(2026, 1, 15), first=True)
    rows = docket.session.exec(select(Clock).where(col(Clock.rule).startswith("ep_renewal")).order_by(Clock.rule)).all()
    assert [row.nominal_on.year for row in rows] == list(range(2028, 2046))
    third = rows[0]
    assert (third.payable_on, third.nominal_on, third.late_until) == (
        date(2027, 7, 31),
        date(2028, 1, 31),
        date(2028, 7, 31),
    )


def test_a_paid_renewal_ends_the_clock_of_its_year_alone(docket):
    case = docket.file("A1", "EP", date(2024, 10, 15), first=True)
    docket.happen(case, Kind.RENEWAL_PAID, TODAY, year=3)
    done = docket.session.exec(select(Clock.rule).where(Clock.case_id == case.id, Clock.state == ClockState.DONE)).all()
    assert done == ["ep_renewal_03"]
    with pytest.raises(ActRecorded, match="recorded already"):
        docket.happen(case, Kind.RENEWAL_PAID, TODAY, year=3)
    for year in (None, 2, 21):
        with pytest.raises(ClockRefused, match="from 3 to 20"):
            docket.happen(case, Kind.RENEWAL_PAID, TODAY, year=year)


def test_the_renewals_of_a_euro_pct_application_wait_for_the_international_one(docket):
    docket.file("A1", "PL", date(2023, 7, 15), first=True)
    entered = docket.file("A3", "EP", date(2026, 2, 2), route=FilingRoute.PCT)
    renewals = select(Clock).where(Clock.case_id == entered.id, col(Clock.rule).startswith("ep_renewal"))
    assert docket.session.exec(renewals).all() == []
    docket.file("A2", "WO", date(2024, 7, 14))
    third = docket.session.exec(renewals.order_by(Clock.rule)).first()
    assert (third.trigger_on, third.nominal_on) == (date(2024, 7, 14), date(2026, 7, 31))
    assert docket.clock("european_phase_31m").state is ClockState.RUNNING  # entered before it was on the docket


def test_the_european_phase_ends_the_31_months(docket):
    docket.file("A1", "PL", date(2023, 7, 15), first=True)
    docket.file("A2", "WO", date(2024, 7, 14))
    docket.file("A3", "EP", date(2026, 2, 2), route=FilingRoute.PCT)
    assert docket.clock("european_phase_31m").done_on == date(2026, 2, 2)
    assert docket.clock("national_phase_pl_30m").state is ClockState.RUNNING


def test_grant_starts_opposition_unitary_effect_and_translation(docket):
    case = docket.file("A1", "EP", date(2024, 1, 15), first=True)
    docket.happen(case, Kind.GRANT_MENTIONED, date(2026, 11, 4))
    docket.happen(case, Kind.GRANTED, date(2026, 11, 4))
    running = docket.clocks(case)
    assert running["ep_opposition_9m"] == date(2027, 8, 4)
    assert running["unitary_effect_1m"] == date(2026, 12, 4)
    assert running["ep_validation_pl_3m"] == date(2027, 2, 4)
    assert case.status is CaseStatus.GRANTED


def test_only_the_regimes_that_the_institution_chose_start_clocks(docket, session, cast):
    choose_regimes(session, cast.institution, ["poland_ip"], actor=HELIX)
    docket.file("A1", "PL", first=True)
    assert docket.clocks() == {"pl_publication_18m": date(2027, 5, 24)}
    with pytest.raises(ClockRefused, match="no regime “mars”"):
        choose_regimes(session, cast.institution, ["mars"], actor=HELIX)
    with pytest.raises(NotPermitted):
        choose_regimes(session, cast.institution, ["pct"], actor=cast.officer)


def test_a_corrected_first_filing_moves_every_clock_of_the_family(docket):
    first = docket.file("A1", "PL", date(2026, 1, 10), first=True)
    docket.file("A2", "EP", date(2026, 11, 2))
    docket.correct(docket.event(first, Kind.FILED), date(2026, 1, 12), "The receipt says the 12th.")
    assert docket.clocks() == {
        "paris_12m": date(2027, 1, 12),
        "pl_publication_18m": date(2027, 7, 12),
        "ep_publication_18m": date(2027, 7, 12),
    }
    moved = docket.signed(SignoffKind.CLOCK_MOVED)
    assert {entry.subject.split(":")[2] for entry in moved} == set(docket.clocks())
    assert all("2026-01-10" in entry.reason and "The receipt says the 12th." in entry.reason for entry in moved)
    verify(docket.session)


def test_a_changed_trigger_after_the_act_is_refused_in_both_languages(docket):
    first = docket.file("A1", "PL", date(2026, 1, 10), first=True)
    docket.file("A2", "WO", date(2026, 11, 2))
    with pytest.raises(ActRecorded) as refused:
        docket.correct(docket.event(first, Kind.FILED), date(2026, 1, 12))
    assert isinstance(refused.value, Conflict)
    assert "The act of “Priority year” is recorded, on 2 November 2026" in refused.value.words.en
    assert "Czynność dla terminu „Rok pierwszeństwa” odnotowano z datą 2 listopada 2026" in refused.value.words.pl


def test_the_date_of_an_act_itself_is_not_rewritten(docket):
    docket.file("A1", "PL", date(2026, 1, 10), first=True)
    pct = docket.file("A2", "WO", date(2026, 11, 2))
    with pytest.raises(ActRecorded, match="Priority year"):
        docket.correct(docket.event(pct, Kind.FILED), date(2026, 11, 3))


def test_a_clock_by_hand_is_counted_anew_and_after_its_act_no_more(docket, session, cast, technology):
    clock = start_clock(session, technology.id, rule="cz_claim_3m", trigger=date(2026, 10, 1), **docket.by)
    correct_trigger(
        session, clock.id, CorrectionForm(happened_on=date(2026, 10, 5), reason="Typed wrongly"), **docket.by
    )
    assert (clock.trigger_on, clock.nominal_on) == (date(2026, 10, 5), date(2027, 1, 5))
    (entry,) = docket.signed(SignoffKind.CLOCK_MOVED)
    assert entry.subject == f"clock:{clock.id}:cz_claim_3m:2026-10-01>2026-10-05"
    close_clock(session, clock.id, done_on=TODAY, **docket.by)
    with pytest.raises(ActRecorded, match="stands"):
        correct_trigger(session, clock.id, CorrectionForm(happened_on=TODAY, reason="x"), **docket.by)


def test_a_clock_of_an_event_is_corrected_through_its_event(docket, session):
    docket.file("A1", "PL", first=True)
    form = CorrectionForm(happened_on=TODAY, reason="x")
    with pytest.raises(ActRecorded, match="correct the date of that event"):
        correct_trigger(session, docket.clock("paris_12m").id, form, **docket.by)


def test_two_applications_of_one_day_have_clocks_of_their_own(docket, session, technology):
    docket.file("A1", "PL", first=True)
    other = Desk(session, docket.cast, technology)
    other.file("B1", "PL", first=True)
    rows = session.exec(select(Clock).where(Clock.technology_id == technology.id, Clock.rule == "paris_12m")).all()
    assert len({row.case_id for row in rows}) == 2


def test_an_application_that_is_over_has_no_more_dates(docket):
    case = docket.file("A1", "EP", date(2026, 1, 15), first=True)
    docket.happen(case, Kind.ABANDONED)
    assert docket.clocks() == {}
    assert case.status is CaseStatus.LAPSED
    suppressed = docket.clocks(state=ClockState.SUPPRESSED)
    assert "paris_12m" in suppressed
    assert docket.clock("paris_12m").suppressed_reason == "Abandoned on 23 November 2026."
    docket.correct(docket.event(case, Kind.ABANDONED), TODAY - timedelta(days=1))
    with pytest.raises(DayRefused, match="nothing can happen"):
        docket.happen(case, Kind.PUBLISHED)


def test_a_filing_recorded_at_the_review_is_on_the_docket(session, cast, technology):
    make.review(session, cast, technology)
    family = session.exec(select(PatentFamily).where(PatentFamily.technology_id == technology.id)).one()
    assert family.priority_on == TODAY
    filing = FilingForm(case_number="X", office="PL", application_number="450", filed_on=TODAY, priority=False)
    with pytest.raises(ClockRefused, match=r"written like P\.450001"):
        record_filing(session, technology.id, filing, actor=cast.officer, now=NOW)


# Bad input


@pytest.mark.parametrize("ahead", [TODAY + timedelta(days=1), date(2200, 1, 1)])
def test_nothing_happens_in_the_future(docket, ahead):
    first = docket.file("A1", "PL", date(2026, 1, 10), first=True)
    acts = [
        lambda: docket.file("A2", "EP", ahead),
        lambda: docket.happen(first, Kind.PUBLISHED, ahead),
        lambda: docket.correct(docket.event(first, Kind.FILED), ahead),
        lambda: open_family(docket.session, docket.technology.id, FamilyForm(priority_on=ahead), **docket.by),
        lambda: start_clock(docket.session, docket.technology.id, rule="cz_claim_3m", trigger=ahead, **docket.by),
    ]
    for act in acts:
        with pytest.raises(DayRefused) as refused:
            act()
        assert isinstance(refused.value, Incomplete)
        assert "lies in the future" in refused.value.words.en
        assert "to data przyszła" in refused.value.words.pl


def test_a_trigger_of_1900_lies_outside_the_rules_and_gets_no_due_date(docket):
    docket.file("A1", "EP", date(1900, 1, 1), first=True)
    clock = docket.clock("ep_publication_18m")
    assert (clock.nominal_on, clock.due_on) == (date(1901, 7, 1), None)
    assert "The rule is held for triggers from 13 December 2007 on" in clock.explanation_en
    assert "Reguła obejmuje zdarzenia od 13 grudnia 2007" in clock.explanation_pl


def test_a_year_without_a_calendar_gives_the_nominal_date_and_the_reason(docket):
    docket.file("A1", "PL", date(2025, 1, 10), first=True)
    docket.file("A2", "WO", date(2026, 1, 9))
    clock = docket.clock("european_phase_31m")
    assert (clock.nominal_on, clock.due_on) == (date(2027, 8, 10), None)
    assert "no list of the closed days of the European Patent Office" in clock.explanation_en
    assert "brak wykazu dni zamknięcia Europejskiego Urzędu Patentowego" in clock.explanation_pl


def test_29_february_is_counted_to_the_last_day_of_a_shorter_month(docket):
    docket.file("A1", "PL", date(2024, 2, 29), first=True)
    assert docket.clock("paris_12m").nominal_on == date(2025, 2, 28)
    assert "shorter month" in docket.clock("paris_12m").explanation_en


def test_an_unknown_office_and_what_an_office_does_not_do_are_refused(docket):
    with pytest.raises(ClockRefused, match="office “FR”") as refused:
        docket.file("A1", "FR")
    assert "urzędu „FR”" in refused.value.words.pl
    first = docket.file("A1", "PL", first=True)
    with pytest.raises(ClockRefused, match="does not happen at PL"):
        docket.happen(first, Kind.UNITARY_REQUESTED)
    with pytest.raises(ClockRefused, match="Only the US office"):
        docket.file("A2", "PL", route=FilingRoute.PROVISIONAL)
    with pytest.raises(ClockRefused, match="no national phase"):
        docket.file("A2", "WO", route=FilingRoute.PCT)


def test_what_cannot_be_in_this_order_is_refused(docket):
    first = docket.file("A1", "PL", first=True)
    with pytest.raises(DayRefused, match="never later than the others"):
        docket.file("A2", "EP", FILED - timedelta(days=1))
    with pytest.raises(DayRefused, match="before the filing of 24 November 2025"):
        docket.happen(first, Kind.PUBLISHED, FILED - timedelta(days=1))
    with pytest.raises(ActRecorded, match="first filing already, A1"):
        docket.file("A3", "EP", TODAY, first=True)
    with pytest.raises(ActRecorded, match="has the case A1 already"):
        docket.file("A1", "EP", TODAY)
    with pytest.raises(ActRecorded, match="recorded already"):
        docket.happen(first, Kind.FILED, TODAY)
    planned = docket.file("A4", "EP", None)
    assert planned.status is CaseStatus.PLANNED
    with pytest.raises(ClockRefused, match="not filed yet"):
        docket.happen(planned, Kind.PUBLISHED)


def test_strangers_and_researchers_have_no_docket(docket, session, cast):
    form = FamilyForm()
    with pytest.raises(NotFound):
        open_family(session, docket.technology.id, form, actor=cast.stranger, now=NOW)
    with pytest.raises(NotPermitted):
        open_family(session, docket.technology.id, form, actor=cast.researcher, now=NOW)
    case = docket.file("A1", "PL", first=True)
    event = EventForm(kind=Kind.PUBLISHED, happened_on=TODAY)
    with pytest.raises(NotFound, match="There is no application"):
        record_event(session, case.id, event, actor=cast.stranger, now=NOW)
    for number in (case.id + 999, 0):
        with pytest.raises(NotFound):
            record_event(session, number, event, **docket.by)
    assert session.get_one(Technology, docket.technology.id).reference
