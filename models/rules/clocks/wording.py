"""The sentences in which a date is explained or withheld."""

from models.rules.bilingual import Bilingual
from models.rules.clocks.rule import Pick

PERIOD = Bilingual(en="{phrase} ({source}): {nominal}", pl="{phrase} ({source}): {nominal}")
ROLLED = Bilingual(en="{period}, {reason}, so {due}", pl="{period}, {reason}, więc {due}")
UNKNOWN = Bilingual(en="{period}. {why}", pl="{period}. {why}")
SATURDAY = Bilingual(en="a Saturday", pl="sobota")
SUNDAY = Bilingual(en="a Sunday", pl="niedziela")

PAYMENT = Bilingual(
    en="{period}; payable from {first} on, and with a surcharge until {last}",
    pl="{period}; można zapłacić od {first}, a z dopłatą do {last}",
)
LATE = Bilingual(
    en="{period}; payable with a surcharge until {last}", pl="{period}; z dopłatą można zapłacić do {last}"
)

CHAINED = Bilingual(en="{phrase}, the nominal end of “{label}”", pl="{phrase}, nominalnego końca terminu „{label}”")
CHAINED_NOT_MOVED = Bilingual(
    en="{phrase}, the nominal end of “{label}” and not the moved day {due}",
    pl="{phrase}, nominalnego końca terminu „{label}”, a nie od przesuniętego dnia {due}",
)
BACK_TO_DISCLOSURE = Bilingual(
    en="{length} from the disclosure of {disclosed}, the last day of a filing that it does not harm",
    pl="{length} od ujawnienia z {disclosed}, ostatni dzień na zgłoszenie, któremu ono nie szkodzi",
)
NOT_BEFORE_ENTRY = Bilingual(
    en="{phrase} would be {early}, but the fee is not due before the end of {entry}",
    pl="{phrase} dałoby {early}, lecz opłata nie jest należna przed upływem: {entry}",
)

NO_LIST = Bilingual(
    en="Whether this day moves is not known: there is no {list_name} for it (covered: {coverage}). Ask the office.",
    pl="Nie wiadomo, czy ten dzień się przesuwa: brak {list_name} na ten czas (znane: {coverage}). Należy zapytać w "
    "urzędzie.",
)
NAME_THE_OFFICE = Bilingual(
    en="Whether this day moves depends on the office where the act is done: name the office.",
    pl="To, czy ten dzień się przesuwa, zależy od urzędu, w którym dokonuje się czynności: należy wskazać urząd.",
)
TOO_EARLY = Bilingual(
    en="The rule is held for triggers from {valid_from} on; an earlier law may count differently.",
    pl="Reguła obejmuje zdarzenia od {valid_from}; wcześniejsze przepisy mogły stanowić inaczej.",
)
TOO_LATE = Bilingual(
    en="The rule is held for triggers up to {valid_to}; a later law counts differently.",
    pl="Reguła obejmuje zdarzenia do {valid_to}; późniejsze przepisy stanowią inaczej.",
)
TOO_FAR = Bilingual(
    en="The law was read on {verified_on}; for a day so far ahead nobody vouches. Check the year.",
    pl="Stan prawny sprawdzono {verified_on}; za tak odległy dzień nikt nie ręczy. Należy sprawdzić rok.",
)
GAP = {
    Pick.LATER: Bilingual(
        en="Two counts are made and the later one decides; the date of the other trigger ({label}) is missing: enter "
        "it. The end does not come before this day.",
        pl="Liczy się dwa terminy i decyduje późniejszy; brakuje daty drugiego zdarzenia ({label}): należy ją podać. "
        "Koniec nie nastąpi przed tym dniem.",
    ),
    Pick.EARLIER: Bilingual(
        en="Two counts are made and the earlier one decides; the date of the other trigger ({label}) is missing: enter "
        "it. The end does not come after this day.",
        pl="Liczy się dwa terminy i decyduje wcześniejszy; brakuje daty drugiego zdarzenia ({label}): należy ją podać. "
        "Koniec nie nastąpi po tym dniu.",
    ),
}

NO_SECOND = Bilingual(
    en="“{label}” counts from one trigger only: leave the second date out.",
    pl="Termin „{label}” liczy się tylko od jednego zdarzenia: nie należy podawać drugiej daty.",
)
FOLLOWS_NONE = Bilingual(
    en="“{label}” does not follow another clock: give the date of its own trigger.",
    pl="Termin „{label}” nie następuje po innym terminie: należy podać datę jego własnego zdarzenia.",
)
NO_FIRST = Bilingual(
    en="“{label}” is counted from the end of the clock {follows}, and there is none: start that one first, or give the "
    "date of its own trigger ({trigger}).",
    pl="Termin „{label}” liczy się od końca terminu {follows}, a tego brak: należy najpierw go rozpocząć albo podać "
    "datę własnego zdarzenia ({trigger}).",
)
NO_GRACE = Bilingual(
    en="“{label}” is no grace period: it says nothing of disclosures.",
    pl="„{label}” nie jest ulgą w nowości: nie dotyczy ujawnień.",
)
NO_ENTRY_BEFORE_PRIORITY = Bilingual(
    en="The filing of {filed} lies before the priority date {priority}: check both dates.",
    pl="Zgłoszenie z {filed} jest wcześniejsze niż data pierwszeństwa {priority}: należy sprawdzić obie daty.",
)
