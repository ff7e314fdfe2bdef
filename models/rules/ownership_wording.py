"""What recording ownership refuses, and what a funder's open demand says to whoever would sign."""

from models.rules.bilingual import Bilingual

AHEAD = Bilingual(
    en="{day} lies in the future: record it when it has happened.",
    pl="{day} to data przyszła: należy ją odnotować, gdy zdarzenie nastąpi.",
)
NOT_A_FILE = Bilingual(
    en="The chosen file is not among those of {reference}: choose one of them, or say why none is attached.",
    pl="Wybranego pliku nie ma w sprawie {reference}: należy wybrać jeden z jej plików albo podać, dlaczego żadnego "
    "nie dołączono.",
)
EMPLOYED_ELSEWHERE = Bilingual(
    en="{name}: by the disclosure the employer is {employer}. Say that they are employed here, if that is so; else an "
    "agreement with that employer is needed.",
    pl="{name}: według zgłoszenia pracodawcą jest {employer}. Jeśli osoba jest zatrudniona u nas, należy to zaznaczyć; "
    "w przeciwnym razie potrzebna jest umowa z tym pracodawcą.",
)
NOT_EMPLOYED = Bilingual(
    en="{name} is not named as an employee: employment cannot be the basis. Needed is {wanted}.",
    pl="{name} nie figuruje jako pracownik: podstawą nie może być stosunek pracy. Potrzebne: {wanted}.",
)
TOO_MUCH = Bilingual(
    en="With this share the co-owners would hold {total}: something must be left to us.",
    pl="Z tym udziałem współwłaściciele mieliby {total}: coś musi pozostać nam.",
)
SETTLED = Bilingual(
    en="This demand is settled already, on {day}. What was recorded stays.",
    pl="To wymaganie załatwiono już {day}. Zapis pozostaje.",
)
CONSENT_FIRST = Bilingual(
    en="The agreement cannot be signed yet. {asked}. Record it under “Ownership” on the page of {reference}.",
    pl="Umowy nie można jeszcze podpisać. {asked}. Należy to odnotować w części „Prawa” na stronie sprawy {reference}.",
)
BY_CONTRACT = Bilingual(
    en="The day of “{label}” stands in a contract: correct the demand under “Ownership” on the case's page.",
    pl="Dzień terminu „{label}” wynika z umowy: należy poprawić wymaganie w części „Prawa” na stronie sprawy.",
)
BY_LAW_OF_FUNDER = Bilingual(
    en="Art. 154(5): the contract with {funder} says otherwise.",
    pl="Art. 154 ust. 5: umowa z podmiotem finansującym ({funder}) stanowi inaczej.",
)
