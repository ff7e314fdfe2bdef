"""The pages' labels: one file, both languages, none missing and none left over."""

import re
from pathlib import Path

import api
from api.pages.words import Words, labels
from models.rules.passwords import Fault
from models.rules.words import Answer, DeclineReason, Language, Role

ROOT = Path(api.__file__).parent
ROLES = {f"role_{each}" for each in Role if each not in (Role.SYSTEM, Role.PARTNER_CONTACT)}
REFUSED = {"wrong_password", "wrong_current", "password_unequal", "too_many_attempts", "too_busy", *Fault}
DYNAMIC = {*Answer, *(f"{each}_hint" for each in Answer), *DeclineReason, *ROLES, *REFUSED}
CALLED = re.compile(r"""\b(?:t|w|own|words_in\(each\))\(\s*["'](\w+)["']""")


def used() -> set[str]:
    templates = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "templates").glob("*.html"))
    pages = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "pages").glob("*.py"))
    names = {"not_found", "method", "malformed", "failure", "offer_gone", "link_invalid", "link_expired"}
    names |= {"invitation_over", "foreign"}
    wrong = set(re.findall(r'return "(\w+)"', pages)) | {"too_long"}
    return {*CALLED.findall(templates), *(f"{name}_{part}" for name in names for part in ("title", "text")), *wrong}


def test_every_label_is_used_and_every_used_label_is_there() -> None:
    assert used() | DYNAMIC == set(labels())


def test_both_languages_take_the_same_values() -> None:
    holes = re.compile(r"\{(\w+)\}")
    unequal = [key for key, label in labels().items() if set(holes.findall(label.en)) != set(holes.findall(label.pl))]
    assert unequal == []


def test_words_of_the_field_come_from_the_reports() -> None:
    assert Words(Language.POLISH).of("chain", "health") == "Zdrowie i jakość życia"
    assert Words(Language.ENGLISH).of("development_stage", "under_development") == "Under development"
