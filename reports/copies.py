"""What is stamped onto copies: for whom, of which day, and the id by which an office finds out whose copy it holds."""

from datetime import date

from models.rules.words import Language
from reports.stamping import Stamp
from reports.wording import wording


def brief_stamp(reader: str, day: date, tracking: str, language: Language) -> Stamp:
    w = wording(language)
    return Stamp(w.labels["stamp"]["brief"].format(reader=reader, day=w.date(day), tracking=tracking))


def dossier_stamp(reader: str, day: date, tracking: str, language: Language) -> Stamp:
    """Also across the page: a photograph of a part of it still names its reader."""
    w = wording(language)
    said = w.labels["stamp"]
    foot = said["dossier"].format(reader=reader, day=w.date(day), tracking=tracking)
    return Stamp(foot, across=(said["confidential"], reader, f"{w.date(day)} · {tracking}"))
