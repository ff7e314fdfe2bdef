"""The file of rules is for people who do not program: each mistake in it is named with its rule."""

import pytest

from models.rules.lint import lint
from models.rules.lint_checks import CHECKS
from models.rules.lint_rules import KINDS, LintRulesWrong, read_rules, standard

FILE = """
[fields]
problem = { en = "problem", pl = "problem" }

[[rule]]
code = "synergy"
severity = "error"
kind = "words"
fields = ["problem"]
message = { en = 'No "{excerpt}", please.', pl = 'Bez "{excerpt}".' }
why = { en = "It says nothing.", pl = "Nic nie mówi." }
fix = { en = "Say what adds up.", pl = "Napisz, co się sumuje." }
[rule.en]
words = "synerg*"
unless = "synergistic inhibition"
[rule.pl]
words = "synergi*"
"""


def test_a_new_rule_of_words_needs_no_programming() -> None:
    rules = read_rules(FILE)
    text = "Great synergies, and a synergistic inhibition of two enzymes."
    [finding] = lint({"problem": text}, "en", rules=rules)
    assert (finding.code, finding.excerpt, finding.start) == ("synergy", "synergies", 6)
    assert finding.message.pl == 'Bez "synergies".'
    assert [each.excerpt for each in lint({"problem": "Efekt synergii."}, "pl", rules=rules)] == ["synergii"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('severity = "error"', 'severity = "fatal"', 'the severity is "fatal"'),
        ('kind = "words"', 'kind = "wrods"', 'the kind is "wrods"'),
        ('fields = ["problem"]', 'fields = ["porblem"]', 'a field "porblem"'),
        ('words = "synergi*"', "", r"\[rule.pl\], there is no words"),
        ('{excerpt}", please', '{text}", please', r"the message names \{text\}"),
        ('{excerpt}", please', '{excerpt", please', "braces"),
        ('why = { en = "It says nothing.", pl = "Nic nie mówi." }', 'why = { en = "It says nothing." }', "in Polish"),
        ('unless = "synergistic inhibition"', "unles = 'x'", "nobody knows what unles means"),
        ('words = "synerg*"', 'words = " | "', "words between them|with"),
        ('code = "synergy"', 'code = "Synergy!"', "Rule number 1 needs a code"),
        ('fix = { en = "Say what adds up.", pl = "Napisz, co się sumuje." }', "", "there is no fix"),
        ("[[rule]]", "[[rul]]", "no .*rule"),
        ("[fields]", "[fields", "not TOML"),
        ("[fields]", "[felds]", "no .fields."),
        ('fields = ["problem"]', 'fields = "problem"', "a list of names"),
        ('kind = "words"', 'kind = "entries"', "no list with a limit"),
    ],
)
def test_a_mistake_in_the_file_is_named(old: str, new: str, said: str) -> None:
    with pytest.raises(LintRulesWrong, match=said):
        read_rules(FILE.replace(old, new))


def test_two_rules_of_one_code_are_refused() -> None:
    rule = FILE[FILE.index("[[rule]]") :]
    with pytest.raises(LintRulesWrong, match="stands twice"):
        read_rules(FILE + rule)


def test_the_shipped_rules_are_in_order_and_every_kind_can_be_looked_for() -> None:
    assert {rule.kind for rule in standard().rules} == set(KINDS) == set(CHECKS)
