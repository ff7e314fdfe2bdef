"""Unmet gates as a checklist: what is missing in words, and the place on the technology's page that closes it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from api.pages.officer.deal_codes import SECRET, SECRET_OF_TABLE
from api.pages.words import N_, Words
from models.rules.bilingual import Told
from models.rules.clocks import clock_rules
from models.rules.gates import BY_OTHERS, Unmet

SECTION_OF_GATE = {
    "required_fields_complete": "disclosure",
    "shares_sum_to_hundred": "people",
    "contributors_confirmed": "people",
    "public_disclosure_answered": "disclosure",
    "officer_assigned": "people",
    "legal_basis_recorded": "ownership",
    "ownership_documented": "ownership",
    "obligations_reviewed": "ownership",
    "inputs_identified": "ownership",
    "invention_reported": "ownership",
    "inputs_cleared": "ownership",
    "funders_agree": "ownership",
    "funders_release": "ownership",
    "statutory_clocks_settled": "clocks",
    "prior_art_recorded": "review",
    "assessment_scored": "review",
    "enough_reviewers": "review",
    "conflicts_decided": "review",
    "decision_is_proceed": "review",
    "protection_settled": "protection",
    "protection_planned": "review",
    "know_how_stays_secret": "review",
    "no_publication_before_filing": "protection",
    "offer_complete": "offer",
    "lint_without_errors": "offer",
    "confidentiality_scan_passed": "offer",
    "offer_approved": "offer",
    "lead_contributor_consented": "offer",
    "brief_rendered": "offer",
    "lead_interested": "partners",
    "nda_in_force": "agreements",
    "agreement_signed": "agreements",
    "effective_date_set": "agreements",
    "financial_terms_set": "agreements",
    "distribution_policy_lawful": "agreements",
    "decision_is_negative": "review",
    "statutory_offer_recorded": "review",
    "rights_answered": "review",
}
"""The id of the section of the technology's page where an officer closes the gate."""

ACTION_OF_GATE = {
    "required_fields_complete": N_("Ask for what is missing"),
    "shares_sum_to_hundred": N_("Look at the shares"),
    "contributors_confirmed": N_("Remind the creators"),
    "public_disclosure_answered": N_("Ask what was made public"),
    "officer_assigned": N_("Assign an officer"),
    "legal_basis_recorded": N_("Record the legal basis"),
    "ownership_documented": N_("Document the rights"),
    "obligations_reviewed": N_("Review the obligations"),
    "inputs_identified": N_("Say what came from others"),
    "invention_reported": N_("Report to the funder"),
    "inputs_cleared": N_("Decide on third-party inputs"),
    "funders_agree": N_("Record the funder's consent"),
    "funders_release": N_("Record the funder's consent"),
    "statutory_clocks_settled": N_("Start the statutory clock"),
    "prior_art_recorded": N_("Record prior art"),
    "assessment_scored": N_("Complete the scores"),
    "enough_reviewers": N_("Ask reviewers"),
    "conflicts_decided": N_("Decide on the conflict of interest"),
    "decision_is_proceed": N_("Record the decision"),
    "protection_settled": N_("Record the filing"),
    "protection_planned": N_("Record how it is protected"),
    "know_how_stays_secret": N_("Stop the publication"),
    "no_publication_before_filing": N_("File before the publication"),
    "offer_complete": N_("Write the offer"),
    "lint_without_errors": N_("Correct the offer"),
    "confidentiality_scan_passed": N_("Look at the confidentiality check"),
    "offer_approved": N_("Approve the offer"),
    "lead_contributor_consented": N_("Remind the lead creator"),
    "brief_rendered": N_("Look at the offer"),
    "lead_interested": N_("Look at the partners"),
    "nda_in_force": N_("Draw up the NDA"),
    "agreement_signed": N_("Record the signatures"),
    "effective_date_set": N_("Complete the agreement"),
    "financial_terms_set": N_("Complete the agreement"),
    "distribution_policy_lawful": N_("Choose the distribution"),
    "decision_is_negative": N_("Record the decision"),
    "statutory_offer_recorded": N_("Record the offer to the creators"),
    "rights_answered": N_("Record the creators' answers"),
}
"""What a button says that leads there."""

_OFFER_FIELDS = {
    "title": N_("title"),
    "short_summary": N_("summary"),
    "problem": N_("problem"),
    "description": N_("description"),
    "advantages": N_("advantages"),
    "trl": N_("readiness level"),
    "ipr_status": N_("state of protection"),
    "ipr_notes": N_("notes on protection"),
    "expected_role": N_("role of the partner"),
    "partnerships": N_("kinds of partnership"),
    "partner_sizes": N_("kinds and sizes of partners"),
    "technology_keywords": N_("technology keywords"),
    "market_keywords": N_("market keywords"),
    "anonymous": N_("whether the offer is anonymous"),
    "key_figures": N_("key figures"),
}
_DISCLOSURE_FIELDS = {
    "kind": N_("kind of technology"),
    "abstract_public": N_("public abstract"),
    "abstract_confidential": N_("confidential abstract"),
    "novelty": N_("what is new"),
    "keywords": N_("keywords"),
    "public_disclosure": N_("whether anything was made public"),
    "planned_publication_on": N_("date of the planned publication"),
    "public_disclosure_on": N_("date on which it was made public"),
    "public_disclosure_note": N_("where it was made public"),
    "limitations": N_("limitations"),
    "supporting_data": N_("supporting data"),
    "conception_record": N_("record of the conception"),
    "applications": N_("applications"),
    "market": N_("market"),
    "competitors": N_("competitors"),
    "interested_companies": N_("interested companies"),
    "known_prior_art": N_("known prior art"),
    "development_needed": N_("development needed"),
    "third_party_materials": N_("third-party materials"),
}
_ACTS = {
    "disclosure": N_("there is no disclosure"),
    "contributors": N_("there are no contributors"),
    "officer": N_("nobody is in charge"),
    "obligations_reviewed_on": N_("the review of the funders' conditions"),
    "prior_art": N_("a search for prior art"),
    "decision": N_("the decision"),
    "priority_filing": N_("the first filing"),
    "offer": N_("there is no offer"),
    "scan": N_("the offer was not checked"),
    "approval": N_("the officer's approval"),
    "consent": N_("the lead creator's consent"),
    "brief": N_("the brief; it is rendered after approval and consent"),
    "lead": N_("an interested partner"),
    "nda": N_("a signed non-disclosure agreement"),
    "agreement": N_("both signatures"),
    "effective_on": N_("the day on which it takes effect"),
    "financial_terms": N_("a fee, a royalty or milestones"),
    "policy": N_("the policy of distribution"),
    "statutory_offer_on": N_("the offer of the rights to the creators"),
    "protection_plan": N_("what is kept secret, or which work and its licensing"),
    "nobody_accepted": N_("nobody took the rights: close the case instead"),
}
_CRITERIA = {
    "patentability": N_("patentability"),
    "freedom_to_operate": N_("freedom to operate"),
    "team": N_("team"),
    "readiness": N_("readiness"),
}
_FINDINGS = {
    "too_long": N_("a text is too long"),
    "too_many": N_("a list has too many entries"),
    "partnership_unexplained": N_("a partnership without why or how"),
    "title_repeated": N_("the summary repeats the title"),
    "nothing_quantified": N_("no figure against today's best alternative"),
}
_CONTRIBUTION = "contribution of "
"""How the confidentiality scan names what one contributor did."""

WORDS = SECRET | _OFFER_FIELDS | _DISCLOSURE_FIELDS | _ACTS | _CRITERIA | _FINDINGS
"""What gates call missing. Names of people, dates and percentages speak for themselves."""


@dataclass(frozen=True, slots=True)
class Item:
    """An unmet gate. `missing` is in the reader's words; `href` leads to the place that closes it."""

    code: str
    label: str
    missing: tuple[str, ...]
    section: str
    action: str
    href: str
    may_override: bool
    told: bool
    """`missing` are whole sentences."""
    elsewhere: bool
    """Somebody else has to act; see `BY_OTHERS`."""


def checklist(
    unmet: Iterable[Unmet], words: Words, reference: str, link: Callable[[str], str] | None = None
) -> list[Item]:
    """`link` is the page's own, which keeps the chosen language."""
    page = f"/technologies/{reference}"
    address = link(page) if link else page
    return [
        Item(
            gate.code,
            gate.label(words.language),
            tuple(in_words(code, words) for code in gate.missing),
            SECTION_OF_GATE[gate.code],
            words.say(ACTION_OF_GATE[gate.code]),
            f"{address}#{SECTION_OF_GATE[gate.code]}",
            gate.may_override,
            any(isinstance(code, Told) for code in gate.missing),
            gate.code in BY_OTHERS,
        )
        for gate in unmet
    ]


def in_words(missing: str, words: Words) -> str:
    """One thing that a gate calls missing, as an officer would say it."""
    if isinstance(missing, Told):
        return missing.words.to(words.language)
    if missing in WORDS:
        return words.say(WORDS[missing])
    rule = clock_rules().get(missing)
    if rule:
        return rule.label.to(words.language)
    if missing.startswith(_CONTRIBUTION):
        return words.say(N_("contribution of %(name)s"), name=missing.removeprefix(_CONTRIBUTION))
    table = missing.partition(".")[0]
    if table in SECRET_OF_TABLE:
        return words.say(SECRET_OF_TABLE[table])
    done, _, needed = missing.partition("/")
    if done.isdigit() and needed.isdigit():
        return words.say(N_("%(done)s of %(needed)s reviewers"), done=done, needed=needed)
    try:
        return words.day(date.fromisoformat(missing))
    except ValueError:
        return missing
