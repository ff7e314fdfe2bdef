"""The forms of the register of businesses, as browsers hold them."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel
from starlette.datastructures import FormData

from api.pages import countries
from api.pages.given import Read, lines, read, several, texts
from api.pages.officer.form_rows import placed
from api.pages.officer.offer_fields import NO_COUNTRY
from api.pages.words import N_, Words
from models.actions.forms import ContactForm, PartnerForm, ProfileForm
from models.rules.words import Language
from models.tables import Contact, InterestProfile, Partner

FormModel = TypeVar("FormModel", bound=BaseModel)

_PARTNER = ("name", "country", "city", "website", "size", "about")
_CONTACT = ("name", "email", "language", "consent_on", "consent_source")
_PROFILE = ("value_chain", "keywords", "trl_min", "trl_max", "countries")
_GROUPS = ("fields_of_interest", "partnerships")

NO_EMAIL = N_("This is not an e-mail address.")
ONE_COUNTRY = N_("This is no country that we know: write its name.")
NO_SOURCE = N_("Say where and how the consent was given.")
NOT_IN_ORDER = N_("The highest level must not be below the lowest.")


def read_partner(given: FormData, words: Words) -> Read[PartnerForm]:
    typed = texts(given, *_PARTNER)
    answer = read(PartnerForm, {**typed, "country": countries.code_of(typed["country"])}, words)
    return _said(typed, answer, {"country": words.say(ONE_COUNTRY)})


def read_contact(given: FormData, words: Words) -> Read[ContactForm]:
    typed = texts(given, *_CONTACT)
    answer = read(ContactForm, typed, words)
    return _said(typed, answer, {"email": words.say(NO_EMAIL)}, whole=("consent_source", words.say(NO_SOURCE)))


def read_profile(given: FormData, words: Words) -> Read[ProfileForm]:
    typed: dict[str, Any] = {**texts(given, *_PROFILE), **{name: several(given, name) for name in _GROUPS}}
    values = typed | {
        "keywords": lines(typed["keywords"]),
        "countries": countries.codes_of(typed["countries"]),
    }
    answer = read(ProfileForm, values, words)
    said = {"countries": words.say(NO_COUNTRY)}
    return _said(typed, answer, said, whole=("trl_max", words.say(NOT_IN_ORDER)))


def _said(
    typed: Mapping[str, Any], answer: Read[FormModel], said: Mapping[str, str], *, whole: tuple[str, str] | None = None
) -> Read[FormModel]:
    """`said` is what a wrong field says here; `whole` is where a fault of the form as a whole stands, and its words."""
    wrong = {name: said.get(name, sentence) for name, sentence in placed(answer.wrong, {}).items()}
    if whole and wrong.pop("", None):
        wrong[whole[0]] = whole[1]
    return Read(typed, answer.form, wrong)


def typed_partner(partner: Partner, language: Language) -> dict[str, Any]:
    own = {name: getattr(partner, name) for name in _PARTNER}
    return own | {"country": countries.named([partner.country], language)}


def typed_contact(contact: Contact) -> dict[str, Any]:
    return {name: getattr(contact, name) for name in _CONTACT}


def typed_profile(profile: InterestProfile | None, language: Language) -> dict[str, Any]:
    if profile is None:
        return {"trl_min": 1, "trl_max": 9}
    return {
        "value_chain": profile.value_chain,
        "fields_of_interest": profile.fields,
        "keywords": ", ".join(profile.keywords),
        "trl_min": profile.trl_min,
        "trl_max": profile.trl_max,
        "countries": countries.named(profile.countries, language),
        "partnerships": profile.partnerships,
    }
