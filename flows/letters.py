"""The texts of e-mails, made from ids when they are sent. Nothing confidential is put into them."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from babel import Locale
from babel.dates import format_date
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from sqlmodel import Session, col, select

from models.links import brief_link, invitation_link, mark, share_link, sign_in_link, stop_link
from models.queries.catalogue import shown_reference
from models.rules.days import local_date
from models.rules.duties import every_rule
from models.rules.periods import read_period
from models.rules.pipeline import pipeline
from models.rules.words import Language, NoticeKind, Stage, WorkKind
from models.settings import settings
from models.tables import (
    Contact,
    Contributor,
    Delivery,
    Disclosure,
    Institution,
    Notice,
    Offer,
    Person,
    Technology,
)
from reports.portfolio_tables import Teller
from reports.wording import wording

POLICY = SMTP.clone(cte_type="7bit")


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail, before it is a message. `key` is its identity: retries carry the same Message-ID."""

    key: str
    name: str
    address: str
    language: Language
    template: str
    values: Mapping[str, Any]
    stop: str = ""
    """The address at which one click ends such e-mails."""


def deliveries(session: Session, ids: list[int], *, now: datetime) -> dict[int, Letter]:
    rows = session.exec(
        select(Delivery.id, Contact, Offer, Technology)
        .join(Contact, col(Contact.id) == col(Delivery.contact_id))
        .join(Offer, col(Offer.id) == col(Delivery.offer_id))
        .join(Technology, col(Technology.id) == col(Offer.technology_id))
        .where(col(Delivery.id).in_(ids))
    ).all()
    homes = {row.institution_id: session.get_one(Institution, row.institution_id) for *_, row in rows}
    return {
        number: _delivery(number, contact, offer, technology.reference, homes[technology.institution_id], now)
        for number, contact, offer, technology in rows
    }


def _delivery(
    number: int, contact: Contact, offer: Offer, reference: str, institution: Institution, now: datetime
) -> Letter:
    home = settings()
    base, language = home.base_url.rstrip("/"), contact.language
    stop = base + stop_link(contact.id)
    return Letter(
        key=f"delivery:{number}",
        name=contact.name,
        address=contact.email,
        language=language,
        template="brief",
        stop=stop,
        values={
            "title": offer.title,
            "summary": offer.short_summary,
            "institution": home.network_name if offer.anonymous else institution.name(language),
            "network": home.network_name,
            "reference": shown_reference(offer, reference),
            "link": base + brief_link(number),
            "until": _day(local_date(now + timedelta(days=home.link_days)), language),
            "consent": contact.consent_source,
            "stop": stop,
        },
    )


def notices(session: Session, ids: list[int]) -> dict[int, Letter]:
    rows = session.exec(select(Notice).where(col(Notice.id).in_(ids))).all()
    recipients = _recipients(session, rows)
    technologies = {notice.technology_id for notice in rows}
    officers = dict(
        session.exec(
            select(Technology.id, Person.name)
            .join(Person, col(Person.id) == col(Technology.officer_id))
            .where(col(Technology.id).in_(technologies))
        ).all()
    )
    return {
        notice.id: _notice(notice, recipients[notice.id], officers.get(notice.technology_id or 0, ""))
        for notice in rows
    }


@dataclass(frozen=True, slots=True)
class _Recipient:
    name: str
    address: str
    language: Language
    sender: str
    """The institution that writes, or the network."""


def _recipients(session: Session, rows: Sequence[Notice]) -> dict[int, _Recipient]:
    """By notice. A contributor is written to in the language of the disclosure."""
    found: dict[int, _Recipient] = {}
    ids = [notice.id for notice in rows]
    people = select(Notice.id, Person, Institution).where(
        Notice.person_id == Person.id, Person.institution_id == Institution.id, col(Notice.id).in_(ids)
    )
    for number, person, home in session.exec(people):
        found[number] = _Recipient(person.name, person.email, person.language, home.name(person.language))
    contacts = select(Notice.id, Contact).where(Notice.contact_id == Contact.id, col(Notice.id).in_(ids))
    for number, contact in session.exec(contacts):
        found[number] = _Recipient(contact.name, contact.email, contact.language, settings().network_name)
    contributors = (
        select(Notice.id, Contributor, Disclosure.language, Institution)
        .join(Contributor, col(Contributor.id) == col(Notice.contributor_id))
        .join(Technology, col(Technology.id) == col(Contributor.technology_id))
        .join(Institution, col(Institution.id) == col(Technology.institution_id))
        .join(Disclosure, col(Disclosure.technology_id) == col(Technology.id))
        .where(col(Notice.id).in_(ids))
        .order_by(col(Disclosure.version))
    )
    for number, contributor, language, home in session.exec(contributors):
        found[number] = _in_language(contributor, home, Language(language))
    return found


def _in_language(contributor: Contributor, home: Institution, language: Language) -> _Recipient:
    return _Recipient(contributor.name, contributor.email, language, home.name(language))


def _notice(notice: Notice, recipient: _Recipient, officer: str) -> Letter:
    language = recipient.language
    values = {
        "link": settings().base_url,
        "institution": recipient.sender,
        "officer": officer,
        **_WORDED[notice.kind](notice.facts, language),
    }
    return Letter(f"notice:{notice.id}", recipient.name, recipient.address, language, notice.kind, values)


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
        "nominal": _day(date.fromisoformat(facts["nominal"]), language),
        "due": _day(date.fromisoformat(facts["due"]), language) if facts["due"] else "",
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
            (reference, _rule(rule, language), _day(date.fromisoformat(nominal), language))
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
        "until": _day(date.fromisoformat(facts["until"]), language),
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
        "until": _day(date.fromisoformat(facts["until"]), language),
        "languages": ", ".join(names[code] for code in facts["languages"]),
        "left": facts["left"],
        "extendable": facts["extendable"],
        "link": f"{settings().base_url.rstrip('/')}/technologies/{facts['reference']}",
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
        "due": _day(date.fromisoformat(facts["due"]), language),
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


_WORDED = {
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


def letters(session: Session, kind: WorkKind, ids: list[int], *, now: datetime) -> dict[int, Letter]:
    """By the id of the delivery or notice; a fixed number of queries, however many letters."""
    return deliveries(session, ids, now=now) if kind is WorkKind.SEND_DELIVERY else notices(session, ids)


def message(letter: Letter, *, now: datetime) -> EmailMessage:
    """Plain text, and the same text as simple HTML."""
    subject, _, text = (
        _environment()
        .get_template(f"{letter.template}.{letter.language}.txt")
        .render(name=letter.name, **letter.values)
        .partition("\n")
    )
    text = text.strip() + "\n"
    sender, sender_address = parseaddr(settings().mail_from)
    mail = EmailMessage(policy=POLICY)
    mail["From"] = Address(sender, addr_spec=sender_address)
    mail["To"] = Address(letter.name, addr_spec=letter.address)
    mail["Subject"] = " ".join(subject.split())
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = message_id(letter.key)
    mail["Auto-Submitted"] = "auto-generated"
    if letter.stop:
        mail["List-Unsubscribe"] = f"<{letter.stop}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(text)
    paragraphs = [paragraph.splitlines() for paragraph in text.strip().split("\n\n")]
    html = _environment().get_template("letter.html")
    mail.add_alternative(html.render(language=letter.language, subject=subject, paragraphs=paragraphs), subtype="html")
    mail["Content-Language"] = letter.language.value  # last: setting content clears it
    return mail


def message_id(key: str) -> str:
    """The same for every attempt at the same e-mail, and no other installation's."""
    host = parseaddr(settings().mail_from)[1].rpartition("@")[2]
    return f"<{key.replace(':', '.')}.{mark(key)}@{host}>"


def _rule(code: str, language: Language) -> str:
    rule = every_rule().get(code)
    return rule.label.to(language) if rule else code


def _day(day: date, language: Language) -> str:
    return format_date(day, format="long", locale="pl_PL" if language is Language.POLISH else "en_GB")


@cache
def _labels() -> dict[str, Any]:
    return tomllib.loads((files("flows") / "templates" / "labels.toml").read_text(encoding="utf-8"))


@cache
def _environment() -> Environment:
    """Texts are data and never read as a template; those of HTML are escaped."""
    return Environment(
        loader=PackageLoader("flows", "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
