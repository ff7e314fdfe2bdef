"""What the docket says when it refuses, and what it writes into the trail."""

from models.rules.bilingual import Bilingual

AHEAD = Bilingual(
    en="{day} lies in the future: record it when it has happened. What a planned day would start is shown under “What "
    "if”.",
    pl="{day} to data przyszła: należy ją odnotować, gdy zdarzenie nastąpi. Skutki planowanej daty pokazuje "
    "„Co jeśli”.",
)
BEFORE_FILING = Bilingual(
    en="{day} lies before the filing of {filed}: look at both dates again.",
    pl="{day} to data wcześniejsza niż zgłoszenie z {filed}: należy sprawdzić obie daty.",
)
FILE_FIRST = Bilingual(
    en="The application is not filed yet: record its filing first.",
    pl="Zgłoszenia jeszcze nie dokonano: najpierw należy odnotować jego dokonanie.",
)
FILED_TWICE = Bilingual(
    en="“{label}” is recorded already, on {day}. Correct that date instead of recording it a second time.",
    pl="„{label}” odnotowano już z datą {day}. Należy poprawić tę datę, a nie odnotowywać zdarzenia drugi raz.",
)
NOT_THERE = Bilingual(
    en="“{label}” does not happen at {office}.", pl="Zdarzenie „{label}” nie występuje w tym urzędzie ({office})."
)
YEAR_NEEDED = Bilingual(
    en="Say for which year the fee was paid (from {first} to {last}).",
    pl="Należy podać rok ochrony, za który uiszczono opłatę (od {first} do {last}).",
)
NO_YEAR = Bilingual(en="“{label}” has no year: leave it out.", pl="„{label}” nie ma roku: należy go nie podawać.")
OVER = Bilingual(
    en="The application ended on {day} ({label}): nothing can happen to it after that.",
    pl="Zgłoszenie zakończyło się {day} ({label}): nic późniejszego nie może się z nim zdarzyć.",
)
FIRST_NOT_FIRST = Bilingual(
    en="The family's first filing is of {priority}: an application of {filed} cannot claim it. A first filing is never "
    "later than the others.",
    pl="Pierwsze zgłoszenie rodziny jest z {priority}: zgłoszenie z {filed} nie może z niego korzystać. Pierwsze "
    "zgłoszenie nie jest późniejsze od pozostałych.",
)
TWO_FIRST = Bilingual(
    en="The family has its first filing already, {case}: another first filing begins a family of its own.",
    pl="Rodzina ma już pierwsze zgłoszenie, {case}: inne pierwsze zgłoszenie rozpoczyna nową rodzinę.",
)
CASE_KNOWN = Bilingual(
    en="{reference} has the case {case} already.", pl="{reference} ma już sprawę o oznaczeniu {case}."
)
ROUTE_ONLY_US = Bilingual(
    en="Only the US office takes provisional applications.",
    pl="Zgłoszenia tymczasowe przyjmuje tylko urząd USA.",
)
NO_PHASE_OF_ITSELF = Bilingual(
    en="An international application has no national phase at the International Bureau: choose the direct way.",
    pl="Zgłoszenie międzynarodowe nie ma fazy krajowej w Biurze Międzynarodowym: należy wybrać drogę bezpośrednią.",
)
ACT_RECORDED = Bilingual(
    en="The act of “{label}” is recorded, on {done}: its trigger of {trigger} stands. Whoever finds the trigger wrong "
    "now writes that down as a message on the case; the record of what was done by which date is not rewritten.",
    pl="Czynność dla terminu „{label}” odnotowano z datą {done}: zdarzenie z {trigger} pozostaje. Kto teraz uzna je za "
    "błędne, zapisuje to jako wiadomość w sprawie; zapisu, co i kiedy zrobiono, nie zmienia się.",
)
NOT_RUNNING = Bilingual(
    en="The clock “{label}” is suppressed: it has no trigger to correct.",
    pl="Termin „{label}” jest zawieszony: nie ma zdarzenia do poprawienia.",
)
BY_EVENT = Bilingual(
    en="“{label}” counts from what happened to {case}: correct the date of that event, and every clock that hangs on "
    "it moves.",
    pl="„{label}” liczy się od zdarzenia w sprawie {case}: należy poprawić datę tego zdarzenia, a zmienią się "
    "wszystkie zależne terminy.",
)
REASON_NEEDED = Bilingual(
    en="Say why the date is corrected: the trail keeps the reason.",
    pl="Należy podać powód poprawki: zostanie on w historii.",
)
ACT_BEFORE_TRIGGER = Bilingual(
    en="The act's date {day} must lie between {trigger}, when the clock began, and today.",
    pl="Data czynności {day} musi przypadać między {trigger}, początkiem terminu, a dniem dzisiejszym.",
)
MOVED = Bilingual(
    en="{label}: trigger {trigger}, date {nominal} became trigger {new_trigger}, date {new_nominal}. {reason}",
    pl="{label}: zdarzenie {trigger}, termin {nominal}; teraz zdarzenie {new_trigger}, termin {new_nominal}. {reason}",
)
CASE_OVER = Bilingual(
    en="{label} on {day}.",
    pl="{label}, {day}.",
)
