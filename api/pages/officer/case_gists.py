"""What is told of a folded section of the technology's page: one line each."""

from collections.abc import Mapping
from typing import Any

from api.pages.officer.case_words import OUTCOME
from api.pages.words import Words
from models.rules.words import ClockState


def disclosure(values: Mapping[str, Any], words: Words) -> str:
    shown = values["disclosure"]
    if shown is None:
        return words.say("taken over from a registry")
    latest = shown.latest
    return words.say("version %(number)s of %(day)s", number=latest.version, day=words.short_day(latest.submitted_at))


def people(values: Mapping[str, Any], words: Words) -> str:
    creators = values["people"].creators
    told = [words.count("one creator", "%(n)s creators", len(creators))]
    if waiting := sum(each.row.confirmed_at is None for each in creators):
        told.append(words.count("one share not confirmed", "%(n)s shares not confirmed", waiting))
    return ", ".join(told)


def ownership(values: Mapping[str, Any], words: Words) -> str:
    shown = values["ownership"]
    open_ones = sum(bool(each.missing) for each in (*shown.rights, *shown.owners))
    if not open_ones:
        return words.say("the rights are documented")
    return words.count("one share is not documented", "%(n)s shares are not documented", open_ones)


def review(values: Mapping[str, Any], words: Words) -> str:
    decided = values["panel"].decided
    if not decided:
        return words.say("nothing decided yet")
    latest = decided[0].decision
    return f"{words.say(OUTCOME[latest.outcome])}, {words.short_day(latest.decided_at)}"


def protection(values: Mapping[str, Any], words: Words) -> str:
    number = len(values["protection"])
    return words.count("one application", "%(n)s applications", number) if number else words.say("no application")


def clocks(values: Mapping[str, Any], words: Words) -> str:
    running = sum(each.row.state is ClockState.RUNNING for each in values["clocks"].rows)
    return words.count("one runs", "%(n)s run", running) if running else words.say("none runs")


def files(values: Mapping[str, Any], words: Words) -> str:
    number = len(values["files"])
    return words.count("one file", "%(n)s files", number) if number else words.say("none yet")
