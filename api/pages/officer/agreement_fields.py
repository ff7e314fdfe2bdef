"""Agreements and payments as people type them: money in whole units with two decimals, shares in per cent."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from babel.numbers import get_currency_precision
from starlette.datastructures import FormData

from api.pages.given import Read, read, texts
from api.pages.officer.form_rows import filled, flat, placed, rows_of
from api.pages.words import N_, Words
from models.actions.forms import AgreementForm, MilestoneForm, PaymentForm
from models.rules.amounts import minor_units
from models.rules.words import AgreementKind

CURRENCIES = ("PLN", "EUR", "USD", "GBP", "CHF")
WITHOUT_MONEY = (AgreementKind.NDA, AgreementKind.MTA)
MOST_MILESTONES = 4
"""Rows of the form; further ones belong into the special terms."""
NO_AMOUNT = N_("Write an amount such as 50 000,00 or 50,000.00, without the currency.")
NO_SHARE = N_("Write per cent with at most two decimals, such as 4,5 or 4.5.")
_TERMS = ("effective_on", "expires_on", "territory", "field_of_use", "terms")
_MONEY = ("upfront", "minimum_annual")


def read_agreement(given: FormData, kind: AgreementKind, words: Words) -> Read[AgreementForm]:
    typed: dict[str, Any] = texts(given, *_TERMS)
    values = {**typed, "kind": kind}
    if kind in WITHOUT_MONEY:
        return read(AgreementForm, values, words)
    typed |= texts(given, *_MONEY, "currency", "royalty", "exclusive")
    currency = typed["currency"] if typed["currency"] in CURRENCIES else CURRENCIES[0]
    rows = rows_of(given, "milestones", tuple(MilestoneForm.model_fields), MOST_MILESTONES)
    places = filled(rows)
    typed |= flat("milestones", rows)
    money = _Money(words, get_currency_precision(currency))
    values |= {"currency": currency, "exclusive": bool(typed["exclusive"])}
    values |= {name: money.read(name, typed[name]) for name in _MONEY}
    values["royalty_bp"] = money.read("royalty", typed["royalty"], 2, NO_SHARE)
    values["milestones"] = [
        {**rows[place], "amount": money.read(f"milestones.{place}.amount", rows[place]["amount"])} for place in places
    ]
    answer = read(AgreementForm, values, words)
    wrong = placed(answer.wrong, {"milestones": places}) | money.wrong
    if "royalty_bp" in wrong:
        wrong["royalty"] = words.say(N_("At most 100 per cent."))
    return Read(typed, None if wrong else answer.form, wrong)


def read_payment(given: FormData, currency: str, words: Words) -> Read[PaymentForm]:
    typed = texts(given, "amount", "direct_costs", "received_on", "bank_reference", "obligation_id")
    money = _Money(words, get_currency_precision(currency))
    values: dict[str, Any] = {name: typed[name] for name in ("received_on", "bank_reference", "obligation_id")}
    values |= {"currency": currency, "direct_costs": money.read("direct_costs", typed["direct_costs"])}
    values["amount"] = money.read("amount", typed["amount"])
    answer = read(PaymentForm, values, words)
    wrong = {**answer.wrong, **money.wrong}
    return Read(typed, None if wrong else answer.form, wrong)


class _Money:
    """Reads amounts, and keeps what is wrong with them by the name of the field."""

    def __init__(self, words: Words, decimals: int) -> None:
        self._words, self._decimals = words, decimals
        self.wrong: dict[str, str] = {}

    def read(self, name: str, typed: str, decimals: int | None = None, fault: str = NO_AMOUNT) -> int:
        """Nothing typed is nothing due."""
        if not typed.strip():
            return 0
        try:
            return minor_units(typed, self._decimals if decimals is None else decimals)
        except ValueError:
            self.wrong[name] = self._words.say(fault)
            return 0


def begun(kind: AgreementKind, today: date) -> Mapping[str, Any]:
    """What a fresh form holds."""
    return {"effective_on": today.isoformat() if kind is AgreementKind.NDA else "", "currency": CURRENCIES[0]}
