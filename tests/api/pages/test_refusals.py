"""Why an action refuses is told wholly in the reader's language; a new refusal that cannot be is named here."""

import ast
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path

import pytest

import models.errors
from api.pages import refused_sentences
from api.pages.refusals import refusal
from api.pages.words import Words
from models.errors import (
    Conflict,
    GatesUnmet,
    HelixError,
    Incomplete,
    NotFound,
    OnHold,
    StaleDraft,
    StorageFull,
    TryLater,
)
from models.rules.bilingual import Bilingual
from models.rules.gates import Unmet
from models.rules.refused import ClockRefused, RightsUnfit
from models.rules.words import (
    ClockState,
    ConflictRuling,
    Criterion,
    DispatchState,
    Language,
    OfferState,
    RequestState,
    RightsAnswer,
    Role,
    Stage,
    WorkState,
)

POLISH, ENGLISH = Words(Language.POLISH), Words(Language.ENGLISH)
SENTENCES = refused_sentences.found().sentences


def test_each_refusal_that_a_page_tells_can_be_translated() -> None:
    """Raise it as a sentence with holes and what goes into them: `Conflict("%(name)s has left.", name=person.name)`."""
    assert refused_sentences.found().untranslatable == []


@pytest.mark.parametrize("sentence", SENTENCES)
def test_each_refusal_has_its_polish(sentence: str) -> None:
    assert POLISH.knows(sentence)


def test_the_refusals_are_found_where_they_are_raised() -> None:
    assert "models/actions/ndas.py" in SENTENCES["The partner has signed this agreement already."]
    assert "models/errors.py" in SENTENCES[StaleDraft(3).sentence]
    assert "models/actions/forms.py" in SENTENCES["A score is a whole number from 1 to 5."]
    assert NotFound.tells is False
    assert not any(sentence.startswith("There is no agreement") for sentence in SENTENCES)


def found_in(code: str) -> refused_sentences.Found:
    errors = ast.parse(Path(models.errors.__file__).read_text("utf-8"))
    return refused_sentences.found_in({"models/errors.py": errors, "models/actions/new.py": ast.parse(code)})


@pytest.mark.parametrize(
    "code",
    [
        'raise Conflict(f"{name} has left.")',
        'raise Incomplete("Missing: " + ", ".join(names))',
        "raise OnHold(SENTENCE)",
        'class Late(Conflict):\n    def __init__(self, day):\n        super().__init__(f"Late since {day}.")',
    ],
)
def test_a_sentence_put_together_before_it_is_raised_is_listed(code: str) -> None:
    assert [place.partition(":")[0] for place in found_in(code).untranslatable] == ["models/actions/new.py"]


def test_a_new_kind_of_refusal_is_looked_at_too() -> None:
    code = 'class Late(Conflict):\n    code = "late"\nraise Late("It is %(n)s days late.", n=3)'
    found = found_in(code)
    assert found.sentences["It is %(n)s days late."] == ["models/actions/new.py"]
    assert found.untranslatable == []


@pytest.mark.parametrize(
    ("error", "english", "polish"),
    [
        (
            OnHold("%(reference)s is on hold until %(day)s: resume it first.", reference="UJ-1", day=date(2026, 12, 1)),
            "UJ-1 is on hold until 1 December 2026: resume it first.",
            "Sprawa UJ-1 jest wstrzymana do 1 grudnia 2026: najpierw ją wznów.",
        ),
        (
            Conflict("This version is %(state)s.", state=OfferState.PUBLISHED),
            "This version is published.",
            "Tej wersji nie można już zmienić (stan: opublikowana).",
        ),
        (
            Conflict("A person of an institution cannot have the role %(role)s.", role=Role.PARTNER_CONTACT),
            "A person of an institution cannot have the role Business partner.",
            "Osoba z instytucji nie może mieć roli: Partner biznesowy.",
        ),
        (
            Conflict(
                "From %(source)s a technology cannot move to %(target)s; it can move to %(legal)s.",
                source=Stage.TRIAGE,
                target=Stage.LICENSED,
                legal=(Stage.IP_REVIEW, Stage.RELEASED),
            ),
            "From Triage a technology cannot move to Licensed; it can move to IP review, Released to the creators.",
            "Z etapu „Wstępna ocena” technologia nie może przejść do „Licencja”. "
            "Możliwe etapy: Ocena własności intelektualnej, Prawa zwrócone twórcom.",
        ),
        (
            TryLater("Too many attempts. Try again in %(minutes)s minutes.", 600, minutes=10),
            "Too many attempts. Try again in 10 minutes.",
            "Zbyt wiele prób. Spróbuj ponownie za 10 min.",
        ),
        (
            Conflict("The conflict was decided already: %(ruling)s.", ruling=ConflictRuling.ADMITTED),
            "The conflict was decided already: admitted with a note.",
            "Konflikt interesów już rozstrzygnięto: dopuszczono z adnotacją.",
        ),
        (
            Incomplete(
                "Give every criterion a weight, if only 0: %(missing)s.", missing=(Criterion.MARKET, Criterion.TEAM)
            ),
            "Give every criterion a weight, if only 0: Market, Team.",
            "Każde kryterium musi mieć wagę, choćby 0. Brakuje wag: Rynek, Zespół.",
        ),
        (
            Incomplete("The weights sum to %(total)s %%, and must sum to 100 %%.", total=90),
            "The weights sum to 90 %, and must sum to 100 %.",
            "Suma wag wynosi 90%, a musi wynosić 100%.",
        ),
        (ClockRefused(Bilingual(en="No.", pl="Nie.")), "No.", "Nie."),
        (RightsUnfit(Bilingual(en="No.", pl="Nie.")), "No.", "Nie."),
        (
            GatesUnmet("UJ-1", "triage", [Unmet("c", "Shares", "Udziały", ("x",), may_override=False)]),
            "UJ-1 cannot move to the stage “Triage” yet: Shares",
            "Sprawa UJ-1 nie może jeszcze przejść do etapu „Wstępna ocena”: Udziały",
        ),
        (
            NotFound("There is no lead 12 among those you may see."),
            "It is not there any more, or not yours to see.",
            "Już tego nie ma albo nie jest dla Ciebie dostępne.",
        ),
    ],
)
def test_a_refusal_is_told_wholly_in_the_readers_language(error: HelixError, english: str, polish: str) -> None:
    assert (list(refusal(error, ENGLISH)), list(refusal(error, POLISH))) == ([english], [polish])


@pytest.mark.parametrize(
    "each",
    [
        *Stage,
        *Role,
        *OfferState,
        *ClockState,
        *DispatchState,
        *WorkState,
        *RequestState,
        *ConflictRuling,
        *RightsAnswer,
        *Criterion,
    ],
    ids=repr,
)
def test_every_word_of_ours_can_be_told(each: StrEnum) -> None:
    """Also one that people are never called, such as the role of Helix itself."""
    (said,) = refusal(Conflict("This version is %(state)s.", state=each), POLISH)
    assert said.startswith("Tej wersji nie można")


def test_programs_keep_the_english_sentence_and_the_code() -> None:
    error = OnHold("%(reference)s is on hold until %(day)s.", reference="UJ-1", day=date(2026, 12, 1))
    assert (error.code, str(error)) == ("on_hold", "UJ-1 is on hold until 2026-12-01.")
    assert str(Conflict("%(names)s: keep them.", names=("Ćma", "Łoś"))) == "Ćma, Łoś: keep them."
    assert str(Conflict("All together must make 100%.")) == "All together must make 100%."


def test_a_refusal_that_nobody_translated_is_told_by_its_code_and_in_english() -> None:
    name = "Łukasz"
    error = Conflict(f"{name} is 100% away.")
    assert list(refusal(error, ENGLISH)) == ["Łukasz is 100% away."]
    assert list(refusal(error, POLISH)) == [
        "To nie odpowiada już obecnemu stanowi. Nic nie zostało zmienione.",
        "Łukasz is 100% away.",
    ]


def test_what_is_not_for_people_at_pages_is_told_by_its_code() -> None:
    error = StorageFull("There is no room to write under /srv/helix. Free some space there.")
    assert "/srv/helix" not in " ".join(refusal(error, ENGLISH))


def test_a_moment_is_told_in_the_offices_time() -> None:
    error = Conflict("The date %(day)s lies in the future.", day=datetime(2026, 12, 1, 12, 0, tzinfo=UTC))
    assert list(refusal(error, POLISH)) == ["Data 1 gru 2026, 13:00 leży w przyszłości."]
