"""The day of a duty to a funder, kept as a clock: no law counts it, the contract names it."""

from datetime import date

from models.rules.bilingual import Bilingual
from models.rules.clocks import ClockRule, Computed, Grade, Leg, Length, Strategy, clock_rules
from models.rules.dates import spell
from models.rules.words import Certainty, DemandKind

DUTY = ClockRule(
    code="funder_duty",
    regime="funders",
    label=Bilingual(en="Duty to a funder", pl="Obowiązek wobec finansującego"),
    leg=Leg(
        "duty_recorded",
        Bilingual(en="the office recorded the duty", pl="odnotowanie obowiązku"),
        Strategy.DAYS,
        Length(),
    ),
    source=Bilingual(en="contract with the funder", pl="umowa z finansującym"),
    grade=Grade(Certainty.AGREED),
    valid_from=date(1900, 1, 1),
    verified_on=date(2026, 11, 25),
    who_acts=Bilingual(en="the institution", pl="instytucja"),
    on_expiry=Bilingual(
        en="The institution is late with a duty of its contract.", pl="Instytucja spóźnia się z obowiązkiem z umowy."
    ),
)
_TOLD = Bilingual(
    en="{what}, by the contract with {funder}: {day}. The contract, not a law, sets the day; closed days do not move "
    "it here",
    pl="{what}, według umowy: {funder}: {day}. Dzień wyznacza umowa, a nie ustawa; dni wolne go tu nie przesuwają",
)
KINDS: dict[DemandKind, Bilingual] = {
    DemandKind.REPORT_INVENTION: Bilingual(en="Report of the invention", pl="Zgłoszenie wynalazku"),
    DemandKind.REPORT_UTILISATION: Bilingual(en="Report of utilisation", pl="Sprawozdanie z wykorzystania"),
    DemandKind.CONSENT_LICENCE: Bilingual(en="Consent to a licence", pl="Zgoda na licencję"),
    DemandKind.CONSENT_TRANSFER: Bilingual(en="Consent to a transfer", pl="Zgoda na przeniesienie praw"),
    DemandKind.MARCH_IN: Bilingual(en="March-in right", pl="Prawo żądania licencji dla innych"),
    DemandKind.OPEN_ACCESS: Bilingual(en="Open access", pl="Otwarty dostęp"),
    DemandKind.FIRST_OPTION: Bilingual(en="First option of the funder", pl="Prawo pierwszeństwa finansującego"),
    DemandKind.REVENUE_SHARE: Bilingual(en="Share of the income", pl="Udział w przychodach"),
    DemandKind.LOCATION: Bilingual(en="Place of exploitation", pl="Miejsce wykorzystania"),
    DemandKind.ACKNOWLEDGEMENT: Bilingual(en="Acknowledgement", pl="Informacja o finansowaniu"),
}


def every_rule() -> dict[str, ClockRule]:
    """The rules of the law, and the one of contracts with funders, by the code that a clock carries."""
    return clock_rules() | {DUTY.code: DUTY}


def duty(kind: DemandKind, funder: str, *, recorded_on: date, due_on: date) -> Computed:
    told = _TOLD.filled(what=KINDS[kind], funder=funder, day=spell(due_on))
    return Computed(DUTY, min(recorded_on, due_on), nominal=due_on, due=due_on, why_not=None, explanation=told)
