"""How well an offer fits what a partner looks for: points that explain themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.rules.bilingual import Bilingual
from models.rules.classification import label
from models.rules.words import Field, PartnershipType, ValueChain

FIELD, CHAIN, TEXT, TERMS, TRL, COUNTRY, PARTNERSHIP, SIZE = 35, 10, 30, 5, 15, 5, 5, 5
"""The most points of each part; the chain counts only where the field does not match, out of FIELD."""

FULL_SIMILARITY = 0.3
"""Cosine from which texts earn all their points: an offer and a few lines of a profile share no more."""
ONE_LEVEL_OFF = 7
"""Points for a readiness level just outside the range: a year of work may close it."""

COUNTRY_NOT_TARGETED = "country_not_targeted"


@dataclass(frozen=True)
class OfferTerms:
    """What an offer says about itself. `targets` are countries, empty for all; `origin` is its own."""

    field: Field | None
    value_chain: ValueChain | None
    trl: int
    origin: str = "PL"
    targets: Sequence[str] = ()
    partnerships: Sequence[str] = ()
    partner_sizes: Sequence[str] = ()


@dataclass(frozen=True)
class ProfileTerms:
    """What a partner looks for, and who it is (`country`, `size`). An empty choice means any."""

    country: str
    size: str = ""
    value_chain: ValueChain | None = None
    fields: Sequence[str] = ()
    trl_min: int = 1
    trl_max: int = 9
    countries: Sequence[str] = ()
    partnerships: Sequence[str] = ()


@dataclass(frozen=True)
class Part:
    code: str
    points: int
    of: int
    detail: Bilingual

    def as_dict(self) -> dict[str, str | int]:
        """As a match keeps it."""
        return {
            "code": self.code,
            "points": self.points,
            "of": self.of,
            "detail_en": self.detail.en,
            "detail_pl": self.detail.pl,
        }


@dataclass(frozen=True)
class Score:
    """`total` is 0 to 100, the sum of the parts. An excluded pair has no points; `excluded` names
    the reason and `reason` says it in words."""

    total: int
    parts: tuple[Part, ...]
    excluded: str | None = None
    reason: Bilingual | None = None


def score(offer: OfferTerms, profile: ProfileTerms, similarity: float, shared_terms: Sequence[str]) -> Score:
    """`similarity` is the texts' cosine, 0 to 1; `shared_terms` are the words behind it, as written."""
    if offer.targets and profile.country not in offer.targets:
        reason = Bilingual(
            en=f"The offer is not meant for {profile.country}, but for {', '.join(offer.targets)}.",
            pl=f"Oferta nie jest kierowana do {profile.country}, lecz do: {', '.join(offer.targets)}.",
        )
        return Score(0, (), COUNTRY_NOT_TARGETED, reason)
    parts = (
        _field(offer, profile),
        _text(similarity),
        _terms(shared_terms),
        _trl(offer, profile),
        _country(offer, profile),
        _partnership(offer, profile),
        _size(offer, profile),
    )
    return Score(sum(part.points for part in parts), parts)


def _field(offer: OfferTerms, profile: ProfileTerms) -> Part:
    if offer.field is None:
        return Part("field", 0, FIELD, Bilingual("The offer has no field yet.", "Oferta nie ma jeszcze dziedziny."))
    name_en, name_pl = label(offer.field, "en"), label(offer.field, "pl")
    if offer.field in profile.fields:
        detail = Bilingual(f"Field sought: {name_en}.", f"Poszukiwana dziedzina: {name_pl}.")
        return Part("field", FIELD, FIELD, detail)
    if offer.value_chain is not None and offer.value_chain == profile.value_chain:
        chain = Bilingual(label(offer.value_chain, "en"), label(offer.value_chain, "pl"))
        detail = Bilingual(
            f"Another field of the same value chain: {chain.en}.", f"Inna dziedzina łańcucha: {chain.pl}."
        )
        return Part("field", CHAIN, FIELD, detail)
    detail = Bilingual(f"Not among the fields sought: {name_en}.", f"Poza poszukiwanymi dziedzinami: {name_pl}.")
    return Part("field", 0, FIELD, detail)


def _text(similarity: float) -> Part:
    points = round(TEXT * min(1.0, max(0.0, similarity) / FULL_SIMILARITY))
    if points == 0:
        detail = Bilingual("The texts have little in common.", "Teksty mają niewiele wspólnego.")
    else:
        percent = round(100 * points / TEXT)
        detail = Bilingual(
            f"Closeness of the texts: {percent}%.",
            f"Zbieżność tekstów: {percent}% tego, co osiągają teksty bliskie.",
        )
    return Part("text", points, TEXT, detail)


def _terms(shared_terms: Sequence[str]) -> Part:
    if not shared_terms:
        return Part("terms", 0, TERMS, Bilingual("No terms in common.", "Brak wspólnych pojęć."))
    listed = ", ".join(shared_terms)
    return Part(
        "terms", min(TERMS, len(shared_terms)), TERMS, Bilingual(f"In common: {listed}.", f"Wspólne: {listed}.")
    )


def _trl(offer: OfferTerms, profile: ProfileTerms) -> Part:
    off = max(profile.trl_min - offer.trl, offer.trl - profile.trl_max, 0)
    values = {"trl": offer.trl, "low": profile.trl_min, "high": profile.trl_max}
    if off == 0:
        detail = Bilingual("TRL {trl} is within {low} to {high}.", "TRL {trl} mieści się w zakresie {low}–{high}.")
    else:
        detail = Bilingual("TRL {trl} is outside {low} to {high}.", "TRL {trl} jest poza zakresem {low}-{high}.")
    return Part("trl", {0: TRL, 1: ONE_LEVEL_OFF}.get(off, 0), TRL, detail.filled(**values))


def _country(offer: OfferTerms, profile: ProfileTerms) -> Part:
    if not profile.countries:
        detail = Bilingual("Any country is welcome.", "Odpowiada każdy kraj.")
        return Part("country", COUNTRY, COUNTRY, detail)
    if offer.origin in profile.countries:
        detail = Bilingual(f"Among the countries sought: {offer.origin}.", f"Poszukiwany kraj: {offer.origin}.")
        return Part("country", COUNTRY, COUNTRY, detail)
    detail = Bilingual(f"Not among the countries sought: {offer.origin}.", f"Kraj poza poszukiwanymi: {offer.origin}.")
    return Part("country", 0, COUNTRY, detail)


_PARTNERSHIPS = {
    PartnershipType.INVESTMENT: Bilingual("investment", "inwestycja"),
    PartnershipType.COMMERCIAL: Bilingual("commercial agreement", "umowa handlowa"),
    PartnershipType.RESEARCH: Bilingual("research cooperation", "współpraca badawcza"),
}


def _partnership(offer: OfferTerms, profile: ProfileTerms) -> Part:
    if not profile.partnerships or not offer.partnerships:
        detail = Bilingual("Any type of partnership is welcome.", "Odpowiada każdy rodzaj współpracy.")
        return Part("partnership", PARTNERSHIP, PARTNERSHIP, detail)
    common = [_PARTNERSHIPS[PartnershipType(kind)] for kind in offer.partnerships if kind in profile.partnerships]
    if not common:
        detail = Bilingual("Another type of partnership is sought.", "Poszukiwany jest inny rodzaj współpracy.")
        return Part("partnership", 0, PARTNERSHIP, detail)
    en, pl = ", ".join(one.en for one in common), ", ".join(one.pl for one in common)
    return Part("partnership", PARTNERSHIP, PARTNERSHIP, Bilingual(f"Both want: {en}.", f"Obie strony chcą: {pl}."))


def _size(offer: OfferTerms, profile: ProfileTerms) -> Part:
    if not offer.partner_sizes or not profile.size or profile.size in offer.partner_sizes:
        detail = Bilingual("A partner of the size sought.", "Partner poszukiwanej wielkości.")
        return Part("size", SIZE, SIZE, detail)
    detail = Bilingual("Not of the size sought.", "Partner innej wielkości niż poszukiwana.")
    return Part("size", 0, SIZE, detail)
