"""From disclosures to published briefs through the real flows, against bare WeasyPrint on the same HTML.

Every technology is submitted, received, triaged, reviewed (a dossier is made, and anew once it is decided), offered
in English and Polish,
approved, rendered and published; its officer's decisions are taken through the actions by this process while a
real shift works under a real Prefect server. Both are up and warm before the clock starts. Afterwards the same
documents, byte for byte, are made by WeasyPrint alone in two processes.
"""

import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, func, select

from api.supervisor import free_port, prefect_environment
from benchmarks.databases import scratch
from benchmarks.measuring import Claim, Report, parser, show
from benchmarks.portfolio import Case, cases, houses
from models.actions.clocks import suppress_clock
from models.actions.disclosures import submit_disclosure
from models.actions.forms import AssessmentForm, DecisionForm, PriorArtForm, PriorArtSearchForm
from models.actions.offers import approve_offer, consent_to_offer, save_offer
from models.actions.ownership import clear_input, record_legal_basis
from models.actions.ownership_forms import BasisForm, ClearanceForm
from models.actions.prior_art import record_search
from models.actions.protection_plans import record_protection_plan
from models.actions.review_forms import ConflictForm, ProtectionPlanForm
from models.actions.reviewers import state_conflict
from models.actions.reviews import (
    record_assessment,
    record_decision,
    record_prior_art,
    review_obligations,
)
from models.actions.stages import advance
from models.db import migrate, reading, transaction
from models.queries.ownership import inputs_of
from models.queries.technologies import contributors_of
from models.rules.days import local_date
from models.rules.gates import GATES
from models.rules.permissions import Actor
from models.rules.pipeline import pipeline
from models.rules.words import Criterion, InputState, Language, LegalBasis, ProtectionStrategy, ReviewOutcome, Stage
from models.tables import Brief, Offer, Technology
from reports import briefs, dossiers
from reports.contents import brief_contents
from reports.dossier_contents import dossier_content
from reports.render import VARIANT, renderer

EMPLOYED = BasisForm(
    basis=LegalBasis.EMPLOYMENT, document="Contract of employment", waiver="Known.", employed_here=True
)
CLEARED = ClearanceForm(state=InputState.CLEARED, note="Its terms allow a licence.")
LIMIT = 1.25
PROCESSES = 2
WARM_UP = 4
LONGEST_WAIT = 3_600.0

_Drawn = tuple[str, tuple[str, ...], str, str, str | None]
"""A document's HTML, stylesheets, title, language and moment."""


class Office:
    """The people of all cases: each step is one transaction, taken as soon as the flows allow it."""

    def __init__(self) -> None:
        self.cases: dict[int, tuple[Case, int]] = {}
        """By technology: its case and its officer's person id."""
        self._steps: tuple[tuple[Stage, Any, Callable[[Session, int], None]], ...] = (
            (Stage.DISCLOSURE, col(Technology.officer_id).is_not(None), self._triage),
            (Stage.IP_REVIEW, col(Technology.review_prepared_at).is_not(None), self._review),
            (Stage.OFFER, self._briefs_made(), self._publish),
        )

    def submit(self, case: Case) -> None:
        now = datetime.now(UTC)
        with transaction() as session:
            made = submit_disclosure(session, case.disclosure(now), actor=case.house.researcher, now=now)
        self.cases[made.id] = (case, 0)

    def decide(self) -> int:
        """Take every decision that waits; how many there were."""
        taken = 0
        for stage, ready, step in self._steps:
            with reading() as session:
                rows = session.exec(
                    select(Technology.id, Technology.officer_id).where(Technology.stage == stage, ready)
                ).all()
            for technology_id, officer_id in rows:
                self.cases[technology_id] = (self.cases[technology_id][0], officer_id or 0)
                with transaction() as session:
                    step(session, technology_id)
            taken += len(rows)
        return taken

    def officer(self, technology_id: int) -> Actor:
        case, person_id = self.cases[technology_id]
        return case.house.officer(person_id)

    def _triage(self, session: Session, technology_id: int) -> None:
        officer, now = self.officer(technology_id), datetime.now(UTC)
        advance(session, technology_id, to=Stage.TRIAGE, actor=officer, now=now)
        bases = {person.id: EMPLOYED for person in contributors_of(session, technology_id)}
        record_legal_basis(session, technology_id, bases=bases, actor=officer, now=now)
        review_obligations(session, technology_id, actor=officer, now=now)
        suppress_clock(
            session, technology_id, rule="art154_decision_3m", reason="Nobody declared.", actor=officer, now=now
        )
        advance(session, technology_id, to=Stage.IP_REVIEW, actor=officer, now=now)

    def _review(self, session: Session, technology_id: int) -> None:
        case, _ = self.cases[technology_id]
        officer, now = self.officer(technology_id), datetime.now(UTC)
        search = PriorArtSearchForm(place="Espacenet", query="process", searched_on=local_date(now), found=1)
        record_search(session, technology_id, search, actor=officer, now=now)
        record_prior_art(session, technology_id, PriorArtForm(title="An older process"), actor=officer, now=now)
        for brought in inputs_of(session, technology_id):
            clear_input(session, brought.id, CLEARED, actor=officer, now=now)
        for who in (case.house.reviewer, officer):
            state_conflict(session, technology_id, ConflictForm(declared=False), actor=who, now=now)
        scores = AssessmentForm(scores=dict.fromkeys(Criterion, 4))
        record_assessment(session, technology_id, scores, actor=case.house.reviewer, now=now)
        decision = DecisionForm(outcome=ReviewOutcome.PROCEED, strategy=ProtectionStrategy.KNOW_HOW, reason="Worth it.")
        record_decision(session, technology_id, decision, actor=officer, now=now)
        plan = ProtectionPlanForm(subject="The order of the steps.", access="The team, under an undertaking.")
        record_protection_plan(session, technology_id, plan, actor=officer, now=now)
        advance(session, technology_id, to=Stage.OFFER, actor=officer, now=now)
        for language in Language:
            offer = save_offer(session, technology_id, case.offer(language), actor=officer, now=now)
            approve_offer(session, offer.id, digest=offer.digest, actor=officer, now=now)
            consent_to_offer(session, offer.id, digest=offer.digest, actor=case.house.researcher, now=now)

    def _publish(self, session: Session, technology_id: int) -> None:
        officer = self.officer(technology_id)
        advance(session, technology_id, to=Stage.PARTNERING, actor=officer, now=datetime.now(UTC))

    @staticmethod
    def _briefs_made() -> Any:
        made = (
            select(func.count(func.distinct(col(Brief.offer_id))))
            .join(Offer, (col(Offer.id) == col(Brief.offer_id)) & (col(Offer.digest) == col(Brief.offer_digest)))
            .where(col(Offer.technology_id) == col(Technology.id))
            .correlate(Technology)
        )
        return made.scalar_subquery() == len(Language)


def run(count: int) -> Report:
    with scratch() as home, _prefect(home) as environment:
        migrate()
        with transaction() as session:
            homes = houses(session)
        with _shift(home, environment):
            office = Office()
            told = cases(homes, WARM_UP + count)
            _play(office, [next(told) for _ in range(WARM_UP)])
            warm = set(office.cases)
            before = time.perf_counter()
            _play(office, list(told))
            ours = time.perf_counter() - before
        documents = list(_documents(set(office.cases) - warm))
        bare = _bare(documents)
    return Report(
        "throughput",
        {"disclosures": count, "documents": len(documents), "processes": PROCESSES},
        claims=[Claim("disclosures to published briefs over bare WeasyPrint, same HTML", ours / bare, LIMIT)],
        rows=[
            {"contestant": "Helix, whole way", "seconds": ours, "documents_a_second": len(documents) / ours},
            {"contestant": "bare WeasyPrint", "seconds": bare, "documents_a_second": len(documents) / bare},
        ],
    )


def _play(office: Office, submitted: list[Case]) -> None:
    """Until every technology there is has been published."""
    deadline = time.monotonic() + LONGEST_WAIT
    for number, case in enumerate(submitted):
        office.submit(case)
        if number % 50 == 49:  # the office works while disclosures come in
            office.decide()
    while not _all_published(len(office.cases)):
        if time.monotonic() > deadline:
            raise TimeoutError("not everything was published: see the shift's log in HELIX_HOME/log")
        if not office.decide():
            time.sleep(0.25)


def _all_published(count: int) -> bool:
    with reading() as session:
        published = select(func.count()).select_from(Technology).where(Technology.stage == Stage.PARTNERING)
        return session.exec(published).one() == count


# The same documents again


def _documents(technology_ids: set[int]) -> Iterator[_Drawn]:
    """What the flows rendered, as HTML; the first decided dossier and brief are proved to be the same bytes."""
    with reading() as session:
        for nth, technology_id in enumerate(sorted(technology_ids)):
            technology = session.get_one(Technology, technology_id)
            decided = dossier_content(session, technology_id, today=local_date(datetime.now(UTC)))
            if nth == 0 and dossiers.render(decided) != _kept(technology.dossier_sha256 or ""):
                raise AssertionError("the dossier rebuilt is not the one that the flow made")
            created = datetime.combine(decided.prepared_on, datetime.min.time(), UTC)
            title = f"{decided.reference}: {decided.title}"
            for each in (_as_it_was(decided), decided):
                yield dossiers.html(each), dossiers.DESIGN.stylesheets, title, each.language, created.isoformat()
            offers = session.exec(select(Offer).where(Offer.technology_id == technology_id)).all()
            for offer_id, brief in brief_contents(session, offers).items():
                as_rendered = replace(brief, published_on=None, expires_on=None)
                made = session.exec(select(Brief).where(Brief.offer_id == offer_id)).one()
                if nth == 0 and briefs.checksum(as_rendered) != made.input_checksum:
                    raise AssertionError("the brief rebuilt is not the one that the flow made")
                yield briefs.html(as_rendered), briefs.DESIGN.stylesheets, brief.title, brief.language, None


def _as_it_was(content: dossiers.DossierContent) -> dossiers.DossierContent:
    """The dossier as it stood when the review began: nothing searched or decided, and of its checklist only
    one line ticked, that nothing is planned to be published before the filing."""
    demands = pipeline().move(Stage.IP_REVIEW, Stage.OFFER).demands
    checklist = tuple(
        dossiers.ChecklistLine(
            label=GATES[demand.gate].labels[content.language], done=demand.gate == "no_publication_before_filing"
        )
        for demand in demands
    )
    return replace(content, prior_art=(), searches=(), decided=None, strategy=None, checklist=checklist)


def _kept(sha256: str) -> bytes:
    from models.files import read
    from models.settings import settings

    return read(sha256, settings().files)


def _bare(documents: list[_Drawn]) -> float:
    """Seconds that two warm processes need with nothing but WeasyPrint, its fonts and parsed styles kept."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=context) as executor:
        list(executor.map(_draw, documents[:12], chunksize=1))
        before = time.perf_counter()
        sizes = list(executor.map(_draw, documents, chunksize=4))
        seconds = time.perf_counter() - before
    if not all(sizes):
        raise AssertionError("a document came out empty")
    return seconds


def _draw(document: _Drawn) -> int:
    html, stylesheets, title, language, created = document
    drawn = renderer().layout(html, stylesheets)
    drawn.metadata.title, drawn.metadata.lang, drawn.metadata.created = title, language, created
    return len(drawn.write_pdf(pdf_variant=VARIANT))


# The processes of `helix run`, without its web server


@contextmanager
def _prefect(home: Path) -> Iterator[dict[str, str]]:
    port = free_port()
    environment = {**os.environ, **prefect_environment(home, port), "HELIX_RENDER_PROCESSES": str(PROCESSES)}
    command = ("-m", "uvicorn", "prefect.server.api.server:create_app", "--factory", "--port", str(port))
    with _process(home, "prefect", (*command, "--log-level", "warning"), environment):
        yield environment


@contextmanager
def _shift(home: Path, environment: dict[str, str]) -> Iterator[None]:
    """It waits for Prefect's server by itself."""
    with _process(home, "shift", ("-m", "flows.shifts", "--patience", "600"), environment):
        yield


@contextmanager
def _process(home: Path, name: str, command: tuple[str, ...], environment: dict[str, str]) -> Iterator[None]:
    log = home / "log" / f"{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        process = subprocess.Popen([sys.executable, *command], env=environment, stdout=output, stderr=output)
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def main() -> int:
    chosen = parser(__doc__ or "")
    chosen.add_argument("--count", type=int, default=1000, help="disclosures")
    arguments = chosen.parse_args()
    report = run(arguments.count)
    show(report, as_json=arguments.json)
    return 0 if report.holds else 1


if __name__ == "__main__":
    sys.exit(main())
