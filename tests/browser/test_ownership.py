"""Ownership in a real browser: an officer documents the rights of three creators, a funder and what others gave."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from models.actions.attachments import add_attachment
from models.actions.docket import add_application, open_family
from models.actions.docket_forms import ApplicationForm, FamilyForm
from models.actions.drafts import correct_disclosure
from models.actions.forms import FundingForm, InputForm
from models.actions.funding import add_demand, add_known_demands
from models.actions.ownership import add_co_owner
from models.actions.ownership_forms import CoOwnerForm, DemandForm
from models.db import reading, transaction
from models.files import Stored
from models.queries.ownership import financed
from models.rules.days import local_date
from models.rules.words import ContributorStatus, DemandKind, InputKind, Language
from models.tables import Clock
from tests import factories as make
from tests.browser.conftest import Desk

Open = Callable[..., Desk]
TITLE = "Żel z błony owodniowej przyspieszający gojenie ran, z oznaczaniem śladów enzymów"


@pytest.fixture
def owned(site_url: str) -> tuple[make.Cast, str, int]:
    """In triage: two employees, a doctoral candidate and a hospital's doctor; a funder; cells and a library."""
    del site_url
    now = datetime.now(UTC)
    with transaction() as session:
        cast = make.cast(session)
        people = [
            make.contributor(cast.researcher, 4_000, legal_basis=None),
            make.contributor(cast.colleague, 3_000, lead=False, legal_basis=None, employer=cast.institution.name_pl),
        ]
        others = (("Zofia Dróżdż", ContributorStatus.DOCTORAL, ""), ("Jan Gęś", ContributorStatus.EXTERNAL, "Szpital"))
        for number, (name, status, employer) in enumerate(others):
            values = {"name": name, "email": f"creator{number}@example.org", "share_bp": 1_500, "lead": False}
            people.append(people[0].model_copy(update=values | {"status": status, "employer": employer}))
        made = make.technology(
            session,
            cast.researcher,
            title=TITLE,
            language=Language.POLISH,
            contributors=people,
            funding=[FundingForm(sponsor="Narodowe Centrum Przykładu", number="2024/53/B/NZ7/1", consent=True)],
            inputs=[
                InputForm(name="Linia komórkowa HaCaT", provider="Bank Linii", agreement="MTA 7", reach_through=True),
                InputForm(kind=InputKind.OPEN_SOURCE, name="libsignal", provider="autorzy", licence="GPL-3.0-only"),
            ],
            third_party_materials="Komórki z banku linii; biblioteka do analizy sygnału.",
        )
        add_attachment(session, made.id, Stored("0" * 64, 10), "umowa-przeniesienia.pdf", actor=cast.officer, now=now)
        [funding] = financed(session, made.id)
        due = DemandForm(
            kind=DemandKind.REPORT_INVENTION, text="Zgłosić wynalazek.", due_on=local_date(now) + timedelta(days=12)
        )
        add_demand(session, funding.funding.id, due, actor=cast.officer, now=now)
        add_known_demands(session, funding.funding.id, "ncn", language=Language.POLISH, actor=cast.officer, now=now)
        owner = CoOwnerForm(name="Szpital Kliniczny", share_bp=1_500, agreement="Umowa 3/2026", agreed_on=make.TODAY)
        add_co_owner(session, made.id, owner, actor=cast.officer, now=now)
        family = open_family(session, made.id, FamilyForm(title=TITLE), actor=cast.officer, now=now)
        form = ApplicationForm(case_number="1/PL", office="PL", filed_on=local_date(now), first=True)
        add_application(session, family.id, form, actor=cast.officer, now=now)
        return cast, made.reference, correct_disclosure(session, made.id, actor=cast.researcher, now=now).id


def test_the_ownership_of_a_case_is_sound_in_both_languages_and_widths(desk: Open, owned) -> None:
    cast, reference, draft = owned
    officer, researcher = desk(cast.officer), desk(cast.researcher)
    with reading() as session:
        duty = session.exec(select(Clock.id).where(Clock.rule == "funder_duty")).one()
    for language in ("en", "pl"):
        for name, path, who in (
            ("ownership", f"/technologies/{reference}", officer),
            ("docket", "/docket?whose=all", officer),
            ("duty", f"/docket/clocks/{duty}", officer),
            ("funding", f"/disclosures/drafts/{draft}/funding", researcher),
        ):
            who.open(path, language)
            who.look(f"{name}-{language}")
            assert who.faults() == [], (name, language)
            assert not who.overflows(), (name, language)


def test_an_officer_documents_the_rights_without_javascript(desk: Open, owned) -> None:
    cast, reference, _draft = owned
    page = desk(cast.officer, javascript=False).open(f"/technologies/{reference}", "en")
    ownership = page.locator("#ownership")
    ownership.get_by_role("button", name="Record the employment").click()
    expect(ownership.locator(".panel", has_text="Record the employment of 2 people")).to_be_visible()
    ownership.get_by_label("Or why none is attached").first.fill("The personnel office has confirmed it.")
    ownership.get_by_role("button", name="Record the employment").click()
    expect(ownership.get_by_role("status")).to_have_text("The legal bases are recorded.")
    expect(ownership.locator("li.panel", has=page.locator(".tag.well", has_text="documented"))).to_have_count(2)
    doctoral = ownership.locator("li.panel", has_text="Zofia Dróżdż")
    expect(doctoral.locator(".asked")).to_contain_text("a doctoral candidate keeps their rights")
    doctoral.get_by_text("Record the basis").first.click()
    doctoral.get_by_label("Basis", exact=True).select_option("assignment")
    doctoral.get_by_label("Provision or document").fill("Umowa o przeniesienie praw 4/2026")
    doctoral.get_by_label("Date of the document").fill(make.TODAY.isoformat())
    doctoral.get_by_label("File that proves it").select_option(label="umowa-przeniesienia.pdf")
    doctoral.get_by_role("button", name="Record the basis").click()
    expect(ownership.locator("li.panel", has=page.locator(".tag.well", has_text="documented"))).to_have_count(3)
    library = ownership.locator("li.panel", has_text="libsignal")
    expect(library.locator(".limits")).to_contain_text("copyleft")
