"""What the steps of a disclosure ask, in words, and how a browser's form becomes a draft's answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData

from api.pages import given
from api.pages.words import N_, Words
from models.actions.forms import DisclosureForm
from models.rules.disclosure import SHARES_WHOLE, missing_fields
from models.rules.drafts import FIELDS, MOST_ROWS, ROWS, Step, is_blank, step_of, values_of
from models.rules.shares import basis_points
from models.rules.words import FIELDS_OF_CHAIN, ContributorStatus, InputKind, TechnologyKind

TITLE = {
    Step.PUBLIC: N_("Made public?"),
    Step.WHAT: N_("What it is"),
    Step.NEW: N_("What is new"),
    Step.PEOPLE: N_("People"),
    Step.FUNDING: N_("Funding and obligations"),
    Step.MARKET: N_("Market and state"),
    Step.FILES: N_("Files"),
    Step.CHECK: N_("Check and submit"),
}
LEAD = {
    Step.PUBLIC: N_("We ask this first, since it decides what can still be protected, and how fast we must be."),
    Step.WHAT: N_("Enough for somebody outside of your field to know what this is about."),
    Step.NEW: N_("This is confidential: the office, its reviewers and your co-authors may read it, and nobody else."),
    Step.PEOPLE: N_("Everybody who contributed to the idea, with the share that you have agreed on."),
    Step.FUNDING: N_("Who paid, and what was promised: a funder or a supplier may have rights in the result."),
    Step.MARKET: N_("What you know is enough: the office looks for the rest."),
    Step.FILES: N_(
        "Manuscripts, figures, data, slides: whatever helps to understand it. All of it stays confidential."
    ),
    Step.CHECK: N_("Nothing is final: you can correct the disclosure until the first assessment begins."),
}


@dataclass(frozen=True, slots=True)
class Ask:
    """One question of a step."""

    name: str
    label: str
    hint: str = ""
    kind: str = "area"
    """How it is answered: `area`, `line`, `date`, `choice`, `box`."""
    rows: int = 4
    longest: int = 20_000


ASKS: dict[Step, tuple[Ask, ...]] = {
    Step.PUBLIC: (
        Ask("public_disclosure", N_("Has anything about it been made public, anywhere?"), kind="radios"),
        Ask(
            "planned_publication_on",
            N_("When is it planned?"),
            N_("The earliest day on which anybody outside could see or hear it; also of a defence of a thesis."),
            "date",
        ),
        Ask(
            "public_disclosure_on",
            N_("When was it first made public?"),
            N_("The earliest day counts. If you are not sure, take the earliest that it may have been."),
            "date",
        ),
        Ask(
            "public_disclosure_note",
            N_("What, where, and how much of it?"),
            N_("Title, journal or event, place, address; and whether a specialist could rebuild it from that."),
        ),
    ),
    Step.WHAT: (
        Ask(
            "title",
            N_("Title"),
            N_("A working title that says what it does. At most 300 characters."),
            "line",
            longest=300,
        ),
        Ask("kind", N_("Kind"), N_("If it is several at once, take the one that would be sold or licensed."), "choice"),
        Ask("language", N_("Language in which you write"), N_("Write in the one that is easier for you."), "choice"),
        Ask("field", N_("Field"), N_("Helix proposes one if you leave this open; the office corrects it."), "choice"),
        Ask(
            "abstract_public",
            N_("Public abstract"),
            N_("A few sentences that anybody may read: what it is for and what it achieves, but not how."),
            rows=5,
        ),
        Ask(
            "problem",
            N_("The problem"),
            N_("Who has it, what they do about it today, and what that costs them in time, money or health."),
            rows=5,
        ),
    ),
    Step.NEW: (
        Ask(
            "description",
            N_("How it works"),
            N_(
                "As you would explain it to a colleague: parts, steps, conditions, and the variations you can think of."
            ),
            rows=8,
        ),
        Ask(
            "novelty",
            N_("What is new about it"),
            N_("The one thing that nobody has done before, against what is closest to it."),
        ),
        Ask(
            "advantages",
            N_("Advantages"),
            N_("With numbers where you have them: faster, cheaper, safer than what, and by how much."),
        ),
        Ask(
            "limitations",
            N_("Limitations"),
            N_("Where it does not work yet, and how that might be overcome. It helps to know early."),
        ),
        Ask(
            "supporting_data",
            N_("Supporting data"),
            N_("Experiments, how often repeated, against what control. Files have a step of their own."),
        ),
        Ask(
            "known_prior_art",
            N_("What is known already"),
            N_("Papers, patents and products that come closest, your own among them."),
        ),
        Ask(
            "abstract_confidential",
            N_("Confidential abstract"),
            N_("The core of it in a paragraph, the secret too: reviewers read this first."),
            rows=5,
        ),
        Ask("conception_on", N_("When did you first have the idea?"), N_("About is good enough."), "date"),
        Ask(
            "conception_record",
            N_("Where is that recorded?"),
            N_("A laboratory notebook, an e-mail, a repository: something with a date."),
            rows=2,
        ),
    ),
    Step.FUNDING: (
        Ask(
            "third_party_materials",
            N_("Materials, data or software of others, in your own words"),
            N_("This text stays; lines above say the same so that nothing is overlooked."),
        ),
    ),
    Step.MARKET: (
        Ask(
            "trl",
            N_("State of development"),
            N_("The level that you can show today, not the one you aim at."),
            "choice",
        ),
        Ask(
            "development_needed",
            N_("What is still to be done"),
            N_("Until somebody could use it: steps, about how long, about how much money."),
        ),
        Ask(
            "applications", N_("Applications"), N_("What it could be used for, the likeliest first; other fields too.")
        ),
        Ask("market", N_("Market"), N_("Who would buy it, how many there are, what they pay today.")),
        Ask("competitors", N_("Competitors"), N_("Products and groups that go after the same problem."), rows=3),
        Ask(
            "interested_companies",
            N_("Interested companies"),
            N_("Whom you have spoken to, when, and whether under a non-disclosure agreement."),
            rows=3,
        ),
        Ask(
            "keywords",
            N_("Keywords"),
            N_("Five to ten, between commas: the office searches patents and businesses by them."),
            rows=2,
        ),
        Ask(
            "spin_off_intent",
            N_("We think of founding a company for it"),
            N_("It binds you to nothing: the office then talks with you about that way too."),
            "box",
        ),
    ),
}

ROW_ASKS: dict[str, tuple[Ask, ...]] = {
    "contributors": (
        Ask("name", N_("Name"), kind="line", longest=200),
        Ask("email", N_("E-mail address"), N_("They are asked to confirm their share at it."), "line", longest=254),
        Ask("share", N_("Share in %"), N_("Such as 33.3; all together make 100."), "line", longest=12),
        Ask("status", N_("Status"), N_("At the time when they contributed."), "choice"),
        Ask("employer", N_("Employer or university"), kind="line", longest=300),
        Ask("department", N_("Department"), kind="line", longest=300),
        Ask("post", N_("Post"), kind="line", longest=300),
        Ask("orcid", N_("ORCID"), N_("Such as 0000-0002-1825-0097."), "line", longest=80),
        Ask("contribution", N_("Contribution"), N_("What came from them, in a sentence."), rows=2),
    ),
    "funding": (
        Ask(
            "sponsor",
            N_("Funder"),
            N_("An agency, a programme, a company, the institution itself."),
            "line",
            longest=300,
        ),
        Ask("number", N_("Grant or contract number"), kind="line", longest=300),
        Ask("instrument", N_("Programme"), N_("Such as OPUS, Horizon Europe, a contract."), "line", longest=300),
        Ask(
            "obligations",
            N_("What was promised"),
            N_("Reports, open access, rights of the funder or of partners in the consortium."),
            rows=2,
        ),
        Ask(
            "consent",
            N_("The contract asks for the funder's consent before rights are licensed or passed on"),
            kind="box",
        ),
        Ask("first_option", N_("The funder has the first option on the results"), kind="box"),
    ),
    "inputs": (
        Ask("kind", N_("Kind"), kind="choice"),
        Ask(
            "name", N_("What it is"), N_("A cell line, a data set, a library by name and version."), "line", longest=300
        ),
        Ask("provider", N_("From whom"), N_("Who gave it to you, or where you took it."), "line", longest=300),
        Ask(
            "agreement",
            N_("Agreement"),
            N_("A material transfer agreement, a contract, a consent."),
            "line",
            longest=500,
        ),
        Ask("licence", N_("Licence of software"), N_("Such as MIT or GPL-3.0."), "line", longest=200),
        Ask("no_commercial_use", N_("Its terms forbid commercial use"), kind="box"),
        Ask("reach_through", N_("The provider claims rights in what was made with it"), kind="box"),
        Ask("publication_limited", N_("Publication is limited"), kind="box"),
    ),
}

LABEL = {ask.name: ask.label for asks in ASKS.values() for ask in asks} | {
    "contributors": N_("People"),
    "funding": N_("Funding"),
    "inputs": N_("What came from others"),
}
"""By the names of `DisclosureForm`."""

_SAID = {
    "orcid": N_("The check digit does not fit: copy the ORCID once more."),
    "email": N_("Give an e-mail address, such as name@institute.example."),
    "share_bp": N_("Give a percentage between 0 and 100, such as 33.3."),
    "status": N_("Choose the status."),
    "keywords": N_("Each keyword has at most 50 characters, and there are at most 30."),
}
"""What is wrong with a field, in better words than the form's own."""
ONE_LEAD = N_("Mark one person as the lead.")
TWINS = N_("Somebody is named twice: each has an e-mail address of their own.")
NO_WHOLE = N_("The shares make %(sum)s, not 100%%.")


Choices = Sequence[tuple[str, Sequence[tuple[str, str]]]]
"""Groups of codes with their words; one group without a name where there is but one."""


def choices(words: Words) -> dict[str, Choices]:
    none = ("", words.say(N_("Choose")))
    fields = [
        (words.of("chain", chain), [(str(field), words.of("field", field)) for field in fields])
        for chain, fields in FIELDS_OF_CHAIN.items()
    ]
    return {
        "inputs": [("", [(str(kind), words.of("input_kind", kind)) for kind in InputKind])],
        "kind": [("", [(str(kind), words.of("technology_kind", kind)) for kind in TechnologyKind])],
        "language": [("", [("en", "English"), ("pl", "Polski")])],
        "field": [("", [("", words.say(N_("Not sure")))]), *fields],
        "trl": [("", [none, *((str(level), f"{level}. {words.of('trl', level)}") for level in range(1, 10))])],
        "status": [("", [none, *((str(each), words.of("contributor_status", each)) for each in ContributorStatus)])],
    }


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with the answers, and what they still lack."""

    wrong: Mapping[str, str]
    """By field, such as `title` or `contributors.1.email`: as it is, nobody can take it."""
    missing: Sequence[str]
    """Fields that are needed before the first assessment."""

    def of(self, step: Step) -> dict[str, str]:
        """What is wrong in one step; what was merely left out is not."""
        return {name: said for name, said in self.wrong.items() if step_of(name) is step}

    def open_in(self, step: Step) -> bool:
        return bool(self.of(step)) or any(step_of(name) is step for name in self.missing)


def judge(answers: Mapping[str, Any], words: Words) -> Verdict:
    values = values_of(answers)
    read = given.read(DisclosureForm, values, words)
    wrong = {name: _said(name, said, words) for name, said in read.wrong.items()}
    if "title" not in values:
        wrong.pop("title", None)
    people = values.get("contributors", [])
    whole = sum(each["share_bp"] for each in people if isinstance(each["share_bp"], int))
    if "contributors" in wrong:
        wrong["contributors"] = words.say(ONE_LEAD if sum(each["lead"] for each in people) != 1 else TWINS)
    elif people and whole != SHARES_WHOLE and not any(name.endswith("share_bp") for name in wrong):
        wrong["contributors"] = words.say(NO_WHOLE, sum=words.field.basis_points(whole))
    missing = missing_fields({"kind": "invention", **values})
    return Verdict(wrong, [*missing, *([] if people else ["contributors"])])


def _said(name: str, said: str, words: Words) -> str:
    own = _SAID.get("keywords" if name.startswith("keywords") else name.rpartition(".")[2])
    return words.say(own) if own else said


def answers_in(step: Step, form: FormData) -> dict[str, Any]:
    """What the browser sent of this step, as typed; blank rows are dropped."""
    answers: dict[str, Any] = {}
    for name in FIELDS[step]:
        if name not in ROWS:
            answers[name] = given.text(form, name)
        else:
            answers[name] = _rows(name, form)
    return answers


def _rows(table: str, form: FormData) -> list[dict[str, Any]]:
    columns = ROWS[table]
    numbers = sorted({int(parts[1]) for key in form if _is_cell(parts := key.split("."), table)})
    lead = given.text(form, "lead")
    rows = []
    for number in numbers[: MOST_ROWS[table] + 1]:
        row: dict[str, Any] = {column: given.text(form, f"{table}.{number}.{column}") for column in columns}
        if is_blank(row, columns):
            continue
        if table == "contributors":
            row["lead"] = lead == str(number)
        rows.append(row)
    return rows


def _is_cell(parts: Sequence[str], table: str) -> bool:
    return len(parts) == 3 and parts[0] == table and parts[1].isascii() and parts[1].isdigit() and len(parts[1]) < 4


def row_asked(typed: str) -> tuple[str, int] | None:
    """The table and the place that the button of a row names, such as `funding.1`."""
    table, _, place = typed.partition(".")
    return (table, int(place)) if table in ROWS and place.isdecimal() and len(place) < 4 else None


def without_row(answers: dict[str, Any], table: str, place: int) -> dict[str, Any]:
    rows = answers[table]
    return answers | {table: [row for number, row in enumerate(rows) if number != place]}


def with_row_earlier(answers: dict[str, Any], table: str, place: int) -> dict[str, Any]:
    rows = list(answers[table])
    if 0 < place < len(rows):
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
    return answers | {table: rows}


def begun(answers: Mapping[str, Any]) -> set[Step]:
    """The steps in which anything was answered."""
    return {step for step, names in FIELDS.items() if any(answers.get(name) for name in names)}


def shares_sum(answers: Mapping[str, Any]) -> int:
    """In basis points, of what is a percentage."""
    return sum(basis_points(str(row.get("share", ""))) or 0 for row in answers.get("contributors", ()))
