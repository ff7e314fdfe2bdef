"""What is wrong with an offer before a person reads it: errors stop the approval, warnings advise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.rules.bilingual import Bilingual
from models.rules.lint_checks import CHECKS, Hit, Look
from models.rules.lint_rules import LintRules, Rule, Severity, standard
from models.rules.words import Language

__all__ = ["Finding", "Severity", "has_errors", "lint"]


@dataclass(frozen=True)
class Finding:
    """`start` is where `excerpt` begins in the field's text, when the finding is about a passage."""

    code: str
    severity: Severity
    field: str
    message: Bilingual
    excerpt: str = ""
    start: int | None = None


def lint(
    offer: Mapping[str, object],
    language: Language | str,
    sibling: Mapping[str, object] | None = None,
    rules: LintRules | None = None,
) -> list[Finding]:
    """Errors first, each group in the order of the rules. `sibling` is the offer in the other language."""
    rules = rules or standard()
    look = Look(offer, Language(language), sibling)
    found = [_finding(rules, rule, hit) for rule in rules.rules for hit in CHECKS[rule.kind](rule, look)]
    return sorted(found, key=lambda finding: finding.severity is not Severity.ERROR)


def has_errors(findings: Sequence[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def _finding(rules: LintRules, rule: Rule, hit: Hit) -> Finding:
    message = rule.message.filled(field=rules.fields[hit.field], excerpt=hit.excerpt, **hit.values)
    return Finding(rule.code, rule.severity, hit.field, message, hit.excerpt, hit.start)
