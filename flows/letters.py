"""The texts of e-mails, made from ids when they are sent. Nothing confidential is put into them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime, parseaddr
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from sqlmodel import Session, col, select

from flows.notice_words import WORDED, day_in_words
from models.links import brief_link, mark, stop_link
from models.queries.catalogue import shown_reference
from models.rules.days import local_date
from models.rules.words import Language, WorkKind
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
from reports.prose import printable


class _Whole(UnstructuredHeader, BaseHeader):
    """A web address in a header, which the usual fold would encode where it is long: no mail program reads that."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


def _headers() -> HeaderRegistry:
    registry = HeaderRegistry()
    registry.map_to_type("list-unsubscribe", _Whole)
    return registry


POLICY = SMTP.clone(cte_type="7bit", header_factory=_headers())


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
        number: _delivery(number, contact, offer, technology, homes[technology.institution_id], now)
        for number, contact, offer, technology in rows
    }


def _delivery(
    number: int, contact: Contact, offer: Offer, technology: Technology, institution: Institution, now: datetime
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
            "title": " ".join(offer.title.split()),
            "summary": offer.short_summary,
            "institution": home.network_name if offer.anonymous else institution.name(language),
            "network": home.network_name,
            "reference": shown_reference(offer, technology),
            "link": base + brief_link(number),
            "until": day_in_words(local_date(now + timedelta(days=home.link_days)), language),
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
        **WORDED[notice.kind](notice.facts, language),
    }
    return Letter(f"notice:{notice.id}", recipient.name, recipient.address, language, notice.kind, values)


def letters(session: Session, kind: WorkKind, ids: list[int], *, now: datetime) -> dict[int, Letter]:
    """By the id of the delivery or notice; a fixed number of queries, however many letters."""
    return deliveries(session, ids, now=now) if kind is WorkKind.SEND_DELIVERY else notices(session, ids)


def message(letter: Letter, *, now: datetime) -> EmailMessage:
    """Plain text, and the same text as simple HTML, in which nothing but our own addresses is a link."""
    name = printable(" ".join(letter.name.split()))
    template = _environment().get_template(f"{letter.template}.{letter.language}.txt")
    subject, _, text = printable(template.render(name=name, **letter.values)).partition("\n")
    text = text.strip() + "\n"
    sender, sender_address = parseaddr(settings().mail_from)
    mail = EmailMessage(policy=POLICY)
    mail["From"] = Address(sender, addr_spec=sender_address)
    mail["To"] = Address(name, addr_spec=letter.address)
    mail["Subject"] = " ".join(subject.split())
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = message_id(letter.key)
    mail["Auto-Submitted"] = "auto-generated"
    if letter.stop:
        mail["List-Unsubscribe"] = f"<{letter.stop}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(text)
    paragraphs = [paragraph.splitlines() for paragraph in text.strip().split("\n\n")]
    html = (
        _environment()
        .get_template("letter.html")
        .render(language=letter.language, subject=subject, paragraphs=paragraphs, home=settings().base_url.rstrip("/"))
    )
    mail.add_alternative(html, subtype="html")
    mail["Content-Language"] = letter.language.value  # last: setting content clears it
    return mail


def message_id(key: str) -> str:
    """The same for every attempt at the same e-mail, and no other installation's."""
    host = parseaddr(settings().mail_from)[1].rpartition("@")[2]
    return f"<{key.replace(':', '.')}.{mark(key)}@{host}>"


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
