"""On what our rights must rest, in the words that a lawyer would use, in both languages."""

from dataclasses import replace
from datetime import date

import pytest

from models.rules.bilingual import Told
from models.rules.ownership import CoOwned, Evidence, Title, is_home, missing_titles, provision_for
from models.rules.words import ContributorStatus, LegalBasis, TechnologyKind

NAMES = ("Podgórze University", "Uniwersytet Podgórski", "UPG")
NOTHING = Evidence("", None, attached=False, waiver="")
PROVED = Evidence("Umowa 7/2026", date(2026, 5, 4), attached=True, waiver="")
EMPLOYEE = Title("Łucja Żądło", ContributorStatus.EMPLOYEE, "", True, LegalBasis.EMPLOYMENT, PROVED)
HOSPITAL = CoOwned("Szpital", 1_500, PROVED)


def asked(*titles: Title, owners: tuple[CoOwned, ...] = ()) -> list[Told]:
    return list(missing_titles(titles, owners))


def test_a_documented_employee_asks_for_nothing_more() -> None:
    assert asked(EMPLOYEE) == []
    waived = replace(EMPLOYEE, evidence=Evidence("art. 11(3)", None, attached=False, waiver="Known to the office."))
    assert asked(waived) == []


def test_what_is_missing_is_one_sentence_a_person_in_both_languages() -> None:
    [told] = asked(replace(EMPLOYEE, basis=LegalBasis.ASSIGNMENT, evidence=NOTHING))
    assert told == (
        "Łucja Żądło: name the provision or the document that “transfer agreement” stands on; give the date of the "
        "document; attach the document, or say why it is not attached"
    )
    assert told.words.pl == (
        "Łucja Żądło: należy wskazać przepis albo dokument, na którym opiera się „umowa przeniesienia praw”; należy "
        "podać datę dokumentu; należy dołączyć dokument albo podać, dlaczego go nie dołączono"
    )


@pytest.mark.parametrize("status", [ContributorStatus.STUDENT, ContributorStatus.DOCTORAL])
@pytest.mark.parametrize("basis", [None, LegalBasis.EMPLOYMENT, LegalBasis.CONTRACT, LegalBasis.RETAINED])
def test_a_student_keeps_their_rights_until_they_transfer_them(status, basis) -> None:
    [told] = asked(replace(EMPLOYEE, status=status, basis=basis))
    assert "a transfer agreement, or joint ownership by agreement" in told
    assert "zachowuje swoje prawa, dopóki ich nie przeniesie" in told.words.pl
    assert asked(replace(EMPLOYEE, status=status, basis=LegalBasis.ASSIGNMENT)) == []


def test_somebody_employed_elsewhere_needs_an_agreement_with_that_employer() -> None:
    elsewhere = replace(EMPLOYEE, employer="Szpital Kliniczny", employed_here=False)
    [told] = asked(elsewhere)
    assert told == (
        "Łucja Żądło: “employment” does not give us the rights; needed is a joint-ownership or consortium agreement "
        "with Szpital Kliniczny, or a contract that passes the rights to us"
    )
    external = replace(elsewhere, status=ContributorStatus.EXTERNAL, basis=None)
    assert "consortium agreement with Szpital Kliniczny" in asked(external)[0]


def test_joint_ownership_names_the_co_owner_whose_agreement_is_proved_too() -> None:
    joint = replace(EMPLOYEE, status=ContributorStatus.EXTERNAL, basis=LegalBasis.JOINT_OWNERSHIP)
    assert asked(joint) == ["Łucja Żądło: name the co-owner with its share"]
    assert asked(joint, owners=(HOSPITAL,)) == []
    [told] = asked(joint, owners=(replace(HOSPITAL, evidence=NOTHING),))
    assert told.startswith("Szpital: name the agreement of the co-owners; give the date")


def test_something_must_be_left_to_the_institution() -> None:
    owners = (replace(HOSPITAL, share_bp=6_000), replace(HOSPITAL, name="Bank", share_bp=4_000))
    assert asked(EMPLOYEE, owners=owners) == ["the co-owners' shares make 100%: nothing is left to us"]


def test_a_case_without_creators_says_so() -> None:
    assert asked() == ["nobody is named as a creator"]


def test_braces_in_a_name_are_only_letters() -> None:
    [told] = asked(replace(EMPLOYEE, name="{0} {name}", evidence=NOTHING))
    assert told.startswith("{0} {name}: ")


@pytest.mark.parametrize(
    ("employer", "home"),
    [
        ("", True),
        ("  ", True),
        ("Podgórze University", True),
        ("Wydział Chemii, uniwersytet podgorski", True),
        ("UPG, Collegium Medicum", True),
        ("Uniwersytet", False),
        ("UPGRADE sp. z o.o.", False),
        ("Szpital Kliniczny im. Heleny Rudzkiej", False),
    ],
)
def test_the_employer_is_ours_by_name_or_code_whatever_the_letters(employer, home) -> None:
    assert is_home(employer, NAMES) is home


def test_the_provision_by_which_an_employer_holds_the_rights_is_proposed_with_its_grade() -> None:
    found = provision_for(TechnologyKind.SOFTWARE)
    assert found is not None
    assert (found.text.pl, found.grade) == (
        "art. 74 ust. 3 ustawy o prawie autorskim i prawach pokrewnych",
        "BK-h",
    )
    assert provision_for(TechnologyKind.KNOW_HOW) is None
