"""Gates: named conditions on the facts of a technology that a move demands.

A gate answers with what is missing, in references, names and field names that an officer reads;
an empty answer means that it is met. Each one names the groups of facts it looks at, so that a
move loads no more than it needs.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from models.rules.bilingual import Bilingual
from models.rules.facts import Facts, Group
from models.rules.funding import (
    BEFORE_LICENCE,
    BEFORE_OFFER,
    BEFORE_RELEASE,
    BEFORE_TRANSFER,
    standing_in_the_way,
)
from models.rules.inputs import uncleared, unidentified
from models.rules.ownership import missing_titles
from models.rules.words import Language, ProtectionStrategy, PublicDisclosure, ReviewOutcome

Missing = Iterable[str]
Check = Callable[[Facts, date], Missing]


@dataclass(frozen=True, slots=True)
class Gate:
    code: str
    needs: frozenset[Group]
    labels: dict[Language, str]
    check: Check


@dataclass(frozen=True, slots=True)
class Unmet:
    code: str
    label_en: str
    label_pl: str
    missing: tuple[str, ...]
    may_override: bool

    def label(self, language: Language) -> str:
        return self.label_pl if language is Language.POLISH else self.label_en


GATES: dict[str, Gate] = {}


def _gate(needs: Group, en: str, pl: str) -> Callable[[Check], Check]:
    def register(check: Check) -> Check:
        labels = {Language.ENGLISH: en, Language.POLISH: pl}
        name = check.__name__
        GATES[name] = Gate(name, frozenset({needs}), labels, check)
        return check

    return register


def label_of(code: str) -> Bilingual:
    labels = GATES[code].labels
    return Bilingual(en=labels[Language.ENGLISH], pl=labels[Language.POLISH])


def unmet_gate(code: str, facts: Facts, today: date, *, may_override: bool) -> Unmet | None:
    """`None` when the gate is met, or when an officer's reasoned override stands in its place."""
    gate = GATES[code]
    missing = tuple(gate.check(facts, today))
    if not missing or (may_override and code in facts.overridden):
        return None
    return Unmet(code, gate.labels[Language.ENGLISH], gate.labels[Language.POLISH], missing, may_override)


# disclosure to triage


@_gate(Group.DISCLOSURE, "The disclosure's required fields are complete", "Wymagane pola zgłoszenia są wypełnione")
def required_fields_complete(facts: Facts, _today: date) -> Missing:
    return facts.disclosure_missing


@_gate(Group.CONTRIBUTORS, "The contributors' shares sum to 100 %", "Udziały twórców sumują się do 100%")
def shares_sum_to_hundred(facts: Facts, _today: date) -> Missing:
    total = sum(contributor.share_bp for contributor in facts.contributors)
    return () if total == 10_000 else (f"{total / 100:g} %",)


@_gate(Group.CONTRIBUTORS, "Each contributor has confirmed their share", "Każdy twórca potwierdził swój udział")
def contributors_confirmed(facts: Facts, _today: date) -> Missing:
    if not facts.contributors:
        return ("contributors",)
    return (contributor.name for contributor in facts.contributors if not contributor.confirmed)


@_gate(
    Group.DISCLOSURE,
    "The question on public disclosure is answered",
    "Udzielono odpowiedzi na pytanie o ujawnienie",
)
def public_disclosure_answered(facts: Facts, _today: date) -> Missing:
    if facts.public_disclosure is None:
        return ("public_disclosure",)
    if facts.public_disclosure is PublicDisclosure.PLANNED and facts.planned_publication_on is None:
        return ("planned_publication_on",)
    if facts.public_disclosure is PublicDisclosure.PUBLISHED and facts.published_on is None:
        return ("public_disclosure_on",)
    return ()


# triage to ip_review


@_gate(Group.TECHNOLOGY, "An officer is assigned", "Wyznaczono opiekuna sprawy")
def officer_assigned(facts: Facts, _today: date) -> Missing:
    return () if facts.officer_id else ("officer",)


@_gate(
    Group.CONTRIBUTORS,
    "The legal basis of each contributor's rights is recorded",
    "Zapisano podstawę prawną praw każdego twórcy",
)
def legal_basis_recorded(facts: Facts, _today: date) -> Missing:
    return (contributor.name for contributor in facts.contributors if not contributor.legal_basis)


@_gate(
    Group.OWNERSHIP,
    "For each contributor it is documented on what our rights rest",
    "Dla każdego twórcy udokumentowano, na czym opierają się nasze prawa",
)
def ownership_documented(facts: Facts, _today: date) -> Missing:
    return missing_titles(facts.titles, facts.co_owners)


@_gate(
    Group.INPUTS,
    "What of others went in is listed with its provider and terms",
    "Wykorzystane cudze składniki mają wskazanego dostawcę i warunki",
)
def inputs_identified(facts: Facts, _today: date) -> Missing:
    return unidentified(facts.inputs)


@_gate(Group.TECHNOLOGY, "Obligations to funders are reviewed", "Sprawdzono zobowiązania wobec finansujących")
def obligations_reviewed(facts: Facts, _today: date) -> Missing:
    return () if facts.obligations_reviewed_on else ("obligations_reviewed_on",)


@_gate(
    Group.CLOCKS,
    "The statutory clocks are started, or suppressed with a reason",
    "Terminy ustawowe są uruchomione albo wyłączone z podaniem przyczyny",
)
def statutory_clocks_settled(facts: Facts, _today: date) -> Missing:
    return facts.unsettled_clocks


# ip_review to offer


@_gate(Group.REVIEW, "A prior-art search is recorded", "Zapisano badanie stanu techniki")
def prior_art_recorded(facts: Facts, _today: date) -> Missing:
    """That somebody searched, whatever they found: nothing found is an answer too."""
    return () if facts.prior_art_searches else ("prior_art",)


@_gate(Group.REVIEW, "The assessment is scored on every criterion", "Oceniono każde kryterium")
def assessment_scored(facts: Facts, _today: date) -> Missing:
    return facts.unscored_criteria


@_gate(
    Group.REVIEW,
    "As many reviewers as the institution asks have scored every criterion",
    "Wszystkie kryteria oceniło tylu recenzentów, ilu wymaga instytucja",
)
def enough_reviewers(facts: Facts, _today: date) -> Missing:
    return () if facts.reviewers >= facts.reviewers_needed else (f"{facts.reviewers}/{facts.reviewers_needed}",)


@_gate(
    Group.REVIEW,
    "Every declared conflict of interest is decided",
    "Rozstrzygnięto każdy zgłoszony konflikt interesów",
)
def conflicts_decided(facts: Facts, _today: date) -> Missing:
    return facts.undecided_conflicts


@_gate(Group.REVIEW, "The decision is to proceed", "Podjęto decyzję o kontynuacji")
def decision_is_proceed(facts: Facts, _today: date) -> Missing:
    return () if facts.decision is ReviewOutcome.PROCEED else ("decision",)


@_gate(
    Group.PROTECTION,
    "The priority filing is recorded, or know-how or copyright is chosen",
    "Zapisano pierwsze zgłoszenie albo wybrano know-how lub prawo autorskie",
)
def protection_settled(facts: Facts, _today: date) -> Missing:
    if facts.strategy in (ProtectionStrategy.KNOW_HOW, ProtectionStrategy.COPYRIGHT) or facts.priority_filed_on:
        return ()
    return ("priority_filing",)


@_gate(
    Group.PROTECTION,
    "No publication is planned before the filing",
    "Nie zaplanowano publikacji przed dokonaniem zgłoszenia",
)
def no_publication_before_filing(facts: Facts, _today: date) -> Missing:
    planned = facts.planned_publication_on
    if planned is None or facts.strategy in (ProtectionStrategy.KNOW_HOW, ProtectionStrategy.COPYRIGHT):
        return ()
    filed = facts.priority_filed_on
    return () if filed and filed <= planned else (planned.isoformat(),)


@_gate(
    Group.FUNDING,
    "The funders who demand it were told of the invention",
    "Finansujący, którzy tego wymagają, zostali zawiadomieni o wynalazku",
)
def invention_reported(facts: Facts, _today: date) -> Missing:
    return standing_in_the_way(facts.demands, BEFORE_OFFER)


@_gate(
    Group.INPUTS,
    "The terms of what came from others allow what is planned",
    "Warunki cudzych składników pozwalają na to, co planowane",
)
def inputs_cleared(facts: Facts, _today: date) -> Missing:
    return uncleared(facts.inputs)


@_gate(
    Group.PROTECTION,
    "Without a patent: what is kept secret, or which work and how it is licensed, is recorded",
    "Bez patentu: zapisano, co pozostaje tajne albo jaki utwór i jak jest licencjonowany",
)
def protection_planned(facts: Facts, _today: date) -> Missing:
    if facts.strategy in (None, ProtectionStrategy.PATENT, facts.planned_strategy):
        return ()
    return ("protection_plan",)


@_gate(
    Group.PROTECTION,
    "No publication of secret know-how is planned",
    "Nie zaplanowano publikacji tajnego know-how",
)
def know_how_stays_secret(facts: Facts, _today: date) -> Missing:
    planned = facts.planned_publication_on
    return (planned.isoformat(),) if planned and facts.strategy is ProtectionStrategy.KNOW_HOW else ()


# offer to partnering: of the one offer that has come furthest


@_gate(
    Group.OFFER, "An offer is complete in at least one language", "Oferta jest kompletna w co najmniej jednym języku"
)
def offer_complete(facts: Facts, _today: date) -> Missing:
    return facts.offer.missing if facts.offer else ("offer",)


@_gate(Group.OFFER, "The offer's texts have no errors", "Teksty oferty nie zawierają błędów")
def lint_without_errors(facts: Facts, _today: date) -> Missing:
    return facts.offer.lint_errors if facts.offer else ("offer",)


@_gate(Group.OFFER, "The confidentiality scan is passed", "Kontrola poufności zakończona pomyślnie")
def confidentiality_scan_passed(facts: Facts, _today: date) -> Missing:
    if facts.offer is None or not facts.offer.scanned:
        return ("scan",)
    return facts.offer.leaks


@_gate(Group.OFFER, "An officer has approved this version", "Opiekun zatwierdził tę wersję")
def offer_approved(facts: Facts, _today: date) -> Missing:
    return () if facts.offer and facts.offer.approved else ("approval",)


@_gate(Group.OFFER, "The lead contributor has consented to this version", "Główny twórca zgodził się na tę wersję")
def lead_contributor_consented(facts: Facts, _today: date) -> Missing:
    return () if facts.offer and facts.offer.consented else ("consent",)


@_gate(Group.OFFER, "The brief is rendered from exactly this version", "Wygenerowano broszurę dokładnie z tej wersji")
def brief_rendered(facts: Facts, _today: date) -> Missing:
    return () if facts.offer and facts.offer.briefed else ("brief",)


# partnering to negotiation


@_gate(Group.LEADS, "A partner has shown interest", "Partner wyraził zainteresowanie")
def lead_interested(facts: Facts, _today: date) -> Missing:
    return () if facts.live_leads else ("lead",)


@_gate(Group.LEADS, "A non-disclosure agreement is in force", "Obowiązuje umowa o poufności")
def nda_in_force(facts: Facts, today: date) -> Missing:
    return () if any(nda.covers(today) for nda in facts.ndas) else ("nda",)


# negotiation to licensed


@_gate(Group.AGREEMENT, "The agreement is signed by both sides", "Umowa jest podpisana przez obie strony")
def agreement_signed(facts: Facts, _today: date) -> Missing:
    return () if facts.agreement and facts.agreement.signed else ("agreement",)


@_gate(Group.AGREEMENT, "The agreement has an effective date", "Umowa ma datę wejścia w życie")
def effective_date_set(facts: Facts, _today: date) -> Missing:
    return () if facts.agreement and facts.agreement.effective_on else ("effective_on",)


@_gate(Group.AGREEMENT, "The financial terms are recorded", "Zapisano warunki finansowe")
def financial_terms_set(facts: Facts, _today: date) -> Missing:
    return () if facts.agreement and facts.agreement.financial_terms else ("financial_terms",)


@_gate(
    Group.AGREEMENT,
    "The distribution policy is chosen and above the statutory floor",
    "Wybrano zasady podziału, nie niższe niż ustawowe minimum",
)
def distribution_policy_lawful(facts: Facts, _today: date) -> Missing:
    return () if facts.agreement and facts.agreement.policy_lawful else ("policy",)


@_gate(
    Group.FUNDING,
    "No funder's consent or first option stands in the way",
    "Nie brakuje zgody finansującego ani nie przysługuje mu pierwszeństwo",
)
def funders_agree(facts: Facts, _today: date) -> Missing:
    return standing_in_the_way(facts.demands, BEFORE_TRANSFER if facts.transfers else BEFORE_LICENCE)


# to released


@_gate(Group.REVIEW, "The decision is negative", "Decyzja jest odmowna")
def decision_is_negative(facts: Facts, _today: date) -> Missing:
    return () if facts.decision in (ReviewOutcome.RELEASE, ReviewOutcome.DECLINE) else ("decision",)


@_gate(
    Group.TECHNOLOGY,
    "The statutory offer to the creators is recorded",
    "Zapisano ustawową ofertę przeniesienia praw na twórców",
)
def statutory_offer_recorded(facts: Facts, _today: date) -> Missing:
    return () if facts.statutory_offer_on else ("statutory_offer_on",)


@_gate(
    Group.FUNDING,
    "The funders consent to passing the rights to the creators",
    "Finansujący zgadzają się na przeniesienie praw na twórców",
)
def funders_release(facts: Facts, _today: date) -> Missing:
    return standing_in_the_way(facts.demands, BEFORE_RELEASE)


@_gate(
    Group.RIGHTS,
    "The creators have answered the offer, and at least one takes the rights",
    "Twórcy odpowiedzieli na ofertę i co najmniej jedno z nich przejmuje prawa",
)
def rights_answered(facts: Facts, _today: date) -> Missing:
    if facts.unanswered_offers or not facts.rights_offered:
        return facts.unanswered_offers
    return () if facts.rights_accepted else ("nobody_accepted",)


BY_OTHERS = frozenset({"contributors_confirmed", "lead_contributor_consented", "brief_rendered", "lead_interested"})
"""Closed by a creator, a partner or Helix: an officer can remind them, or wait."""
_AFTER = {"nda_in_force": "lead_interested"}
"""Gates that nobody can close before another one."""


def wait_for_others(unmet: Iterable[Unmet]) -> bool:
    """Whether an officer has nothing to do about any of them yet."""
    open_gates = {gate.code for gate in unmet}
    return all(code in BY_OTHERS or _AFTER.get(code) in open_gates for code in open_gates)
