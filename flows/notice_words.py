"""What the facts of a notice say in its letter, by its kind."""

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from babel import Locale
from babel.dates import format_date

from models.links import brief_link, invitation_link, share_link, sign_in_link
from models.rules.duties import every_rule
from models.rules.periods import read_period
from models.rules.pipeline import pipeline
from models.rules.words import Language, NoticeKind, Stage
from models.settings import settings
from reports.portfolio_tables import Teller
from reports.wording import wording


def _acknowledgement(facts: dict[str, Any], language: Language) -> dict[str, Any]:
    names = _labels()["fields"][language]
    return {"reference": facts["reference"], "missing": [names.get(name, name) for name in facts["missing"]]}


def _reminder(facts: dict[str, Any], language: Language) -> dict[str, Any]:
    place = f"/docket/clocks/{facts['clock']}" if "clock" in facts else ""
    return {
        "link": settings().base_url.rstrip("/") + place,
        "standing": facts.get("standing", "officer"),
        "reference": facts["reference"],
        "rule": _rule(facts["rule"], language),
        "nominal": day_in_words(date.fromisoformat(facts["nominal"]), language),
        "due": day_in_words(date.fromisoformat(facts["due"]), language) if facts["due"] else "",
        "days": facts["days"],
    }


def _digest(facts: dict[str, Any], language: Language) -> dict[str, Any]:
    stages, answers = pipeline().stages, _labels()["answers"][language]
    return {
        "week": facts["week"],
        "stages": [(stages[Stage(code)].labels[language], count) for code, count in facts["stages"].items()],
        "stale": facts["stale"],
        "stale_count": facts["stale_count"],
        "clocks": [
            (reference, _rule(rule, language), day_in_words(date.fromisoformat(nominal), language))
            for reference, rule, nominal in facts["clocks"]
        ],
        "answers": [(answers[code], count) for code, count in facts["answers"].items()],
    }


def _invitation(facts: dict[str, Any], language: Language) -> dict[str, Any]:
    """The link is made here: what signs in never lies in the database."""
    home = settings()
    return {
        "link": home.base_url.rstrip("/") + invitation_link(facts["invitation"]),
        "network": home.network_name,
        "until": day_in_words(date.fromisoformat(facts["until"]), language),
    }


def _sign_in_link(facts: dict[str, Any], _language: Language) -> dict[str, Any]:
    """As an invitation's, the link is made here."""
    home = settings()
    target = urlencode({"next": facts["target"]}) if facts["target"] else ""
    link = home.base_url.rstrip("/") + sign_in_link(facts["link"])
    return {"link": f"{link}?{target}" if target else link, "network": home.network_name, "minutes": facts["minutes"]}


def _partner_answer(facts: dict[str, Any], language: Language) -> dict[str, Any]:
    """The office reads the message itself on the page."""
    return {
        "reference": facts["reference"],
        "partner": facts["partner"],
        "author": facts["from"],
        "answer": _labels()["said"][language][facts["answer"]],
        "link": f"{settings().base_url.rstrip('/')}/technologies/{facts['reference']}",
    }


def _message(facts: dict[str, Any], _language: Language) -> dict[str, Any]:
    """Who wrote, and where to read it: the text itself never travels by e-mail."""
    path = brief_link(facts["delivery"]) if "delivery" in facts else facts["path"]
    return {"author": facts["from"], "link": settings().base_url.rstrip("/") + path}


def _expiry(facts: dict[str, Any], language: Language) -> dict[str, Any]:
    names = Locale(language).languages
    return {
        "reference": facts["reference"],
        "until": day_in_words(date.fromisoformat(facts["until"]), language),
        "languages": ", ".join(names[code] for code in facts["languages"]),
        "left": facts["left"],
        "extendable": facts["extendable"],
        "link": f"{settings().base_url.rstrip('/')}/technologies/{facts['reference']}/offer",
    }


def _leak_found(facts: dict[str, Any], language: Language) -> dict[str, Any]:
    """Neither the passage nor what it repeats."""
    return {
        "reference": facts["reference"],
        "language": Locale(language).languages[facts["language"]],
        "places": facts["places"],
        "link": f"{settings().base_url.rstrip('/')}/technologies/{facts['reference']}/offer",
    }


def _review_asked(facts: dict[str, Any], language: Language) -> dict[str, Any]:
    """To the reviewer: neither the title nor what the office asks to look at."""
    return {
        "reference": facts["reference"],
        "due": day_in_words(date.fromisoformat(facts["due"]), language),
        "late": facts["late"],
        "link": f"{settings().base_url.rstrip('/')}/technologies/{facts['reference']}/assessment",
    }


def _review_answer(facts: dict[str, Any], language: Language) -> dict[str, Any]:
    """To the office: what a reviewer or a creator has done; what they wrote stays on the page."""
    return {
        "reference": facts["reference"],
        "reviewer": facts["reviewer"],
        "said": _labels()["reviewed"][language][facts["answer"]],
        "link": settings().base_url.rstrip("/") + facts.get("path", f"/technologies/{facts['reference']}#review"),
    }


def _portfolio_report(facts: dict[str, Any], language: Language) -> dict[str, Any]:
    """Its figures stay on the page."""
    period = read_period(facts["period"])
    assert period is not None
    return {
        "period": Teller(wording(language)).period(period),
        "link": settings().base_url.rstrip("/") + facts["path"],
    }


def _returned(facts: dict[str, Any], _language: Language) -> dict[str, Any]:
    return {"reference": facts["reference"], "link": settings().base_url.rstrip("/") + facts["path"]}


def _share_request(facts: dict[str, Any], _language: Language) -> dict[str, Any]:
    """Neither title nor share: who holds the link sees them on its page."""
    home = settings()
    return {
        "reference": facts["reference"],
        "submitter": facts["submitter"],
        "link": home.base_url.rstrip("/") + share_link(facts["contributor"], facts["bound"]),
        "days": home.link_days,
    }


def _moved(facts: dict[str, Any], language: Language) -> dict[str, Any]:
    stage = Stage(facts["stage"])
    return {
        "reference": facts["reference"],
        "stage": pipeline().stages[stage].labels[language],
        "next": wording(language).labels["stage_next"][stage],
        "link": settings().base_url.rstrip("/") + facts["path"],
    }


WORDED = {
    NoticeKind.ACKNOWLEDGEMENT: _acknowledgement,
    NoticeKind.CLOCK_REMINDER: _reminder,
    NoticeKind.DIGEST: _digest,
    NoticeKind.INVITATION: _invitation,
    NoticeKind.MESSAGE: _message,
    NoticeKind.OFFER_COMMENT: _message,
    NoticeKind.OFFER_EXPIRING: _expiry,
    NoticeKind.OFFER_EXPIRED: _expiry,
    NoticeKind.LEAK_FOUND: _leak_found,
    NoticeKind.DECISION_LETTER: _returned,
    NoticeKind.PORTFOLIO_REPORT: _portfolio_report,
    NoticeKind.RETURNED: _returned,
    NoticeKind.REVIEW_REQUESTED: _review_asked,
    NoticeKind.REVIEW_REMINDER: _review_asked,
    NoticeKind.REVIEW_WITHDRAWN: _review_asked,
    NoticeKind.REVIEW_ANSWER: _review_answer,
    NoticeKind.NDA_OFFERED: _message,
    NoticeKind.PARTNER_ANSWER: _partner_answer,
    NoticeKind.SIGN_IN_LINK: _sign_in_link,
    NoticeKind.MOVED: _moved,
    NoticeKind.SHARE_REQUEST: _share_request,
}


def _rule(code: str, language: Language) -> str:
    rule = every_rule().get(code)
    return rule.label.to(language) if rule else code


def day_in_words(day: date, language: Language) -> str:
    return format_date(day, format="long", locale="pl_PL" if language is Language.POLISH else "en_GB")


@cache
def _labels() -> dict[str, Any]:
    return tomllib.loads((files("flows") / "templates" / "labels.toml").read_text(encoding="utf-8"))
