"""Everything is found after the action that made it, by those who may see it, and by nobody else."""

import ast
from io import BytesIO

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from models.actions.attachments import add_attachment, remove_attachment
from models.actions.disclosures import revise_disclosure
from models.actions.forms import FilingForm
from models.actions.messages import record_contact_message, write_message
from models.actions.offers import save_offer
from models.actions.reviews import record_filing
from models.actions.search import complete_index, rebuild_index
from models.actions.stages import advance
from models.db import engine_for, reading, transaction
from models.errors import NotPermitted
from models.files import keep_stream
from models.indexing import WATCHED
from models.queries.accounts import contact_actor
from models.queries.cases import Wanted, list_cases
from models.queries.search import SHOWN, Hit, search
from models.rules.permissions import Actor
from models.rules.text import words
from models.rules.words import Searched, Stage, Via
from models.settings import settings
from models.tables import Contact, SearchEntry, Technology
from tests import factories as make
from tests.factories import NOW, TODAY
from tests.sources import PACKAGES, nodes_of, sources_of


def hits(session: Session, who: Actor, asked: str) -> list[Hit]:
    session.commit()  # the index is written before the commit
    return list(search(session, who, asked).hits)


def kinds(session: Session, who: Actor, asked: str) -> list[Searched]:
    return sorted(hit.kind for hit in hits(session, who, asked))


def found_by(session: Session, cast: make.Cast, asked: str) -> set[str]:
    roles = ("researcher", "colleague", "officer", "reviewer", "stranger", "coordinator", "administrator")
    return {name for name in roles if hits(session, getattr(cast, name), asked)}


def file(session: Session, technology: Technology, who: Actor, name: str):
    stored = keep_stream(BytesIO(b"rows"), settings().files, most=100)
    return add_attachment(session, technology.id, stored, name, actor=who, now=NOW, note="From the quokka trial")


def test_a_disclosure_is_found_by_each_of_its_texts_and_by_those_of_the_case_alone(session):
    cast = make.cast(session)
    told = {
        "title": "Wombat strip",
        "abstract_public": "About numbat.",
        "abstract_confidential": "The bilby linker.",
        "description": "It holds a potoroo.",
        "competitors": "Dunnart Inc.",
        "keywords": ["kowari"],
        "funding": [{"sponsor": "Fundacja Bettong", "number": "2026/QUOLL"}],
        "contributors": [make.contributor(cast.researcher, contribution="Found the mulgara.")],
        "inputs": [{"kind": "material", "name": "Quokka line", "provider": "Chuditch", "agreement": "PLANIGALE"}],
    }
    case = make.technology(session, cast.researcher, **told)
    for word in "wombat numbat bilby potoroo dunnart kowari bettong quoll mulgara quokka chuditch planigale".split():
        assert found_by(session, cast, word) == {"researcher", "officer", "reviewer"}, word
    for word in (case.reference, cast.researcher.name, cast.researcher.email):
        assert found_by(session, cast, f"wombat {word}") == {"researcher", "officer", "reviewer"}


def test_a_correction_is_found_and_what_it_corrected_is_not(session):
    cast = make.cast(session)
    case = make.technology(session, cast.researcher, novelty="A thylacine.")
    form = make.disclosure_form(cast.researcher, novelty="A numbat.")
    revise_disclosure(session, case.id, form, actor=cast.researcher, now=NOW)
    assert found_by(session, cast, "numbat") == {"researcher", "officer", "reviewer"}
    assert found_by(session, cast, "thylacine") == set()


def test_who_is_no_longer_named_finds_nothing_any_more(session):
    cast = make.cast(session)
    both = [make.contributor(cast.researcher, 5_000), make.contributor(cast.colleague, 5_000, lead=False)]
    case = make.technology(session, cast.researcher, title="Wombat", contributors=both)
    assert "colleague" in found_by(session, cast, "wombat")
    form = make.disclosure_form(cast.researcher, title="Wombat")
    revise_disclosure(session, case.id, form, actor=cast.researcher, now=NOW)
    assert found_by(session, cast, "wombat") == {"researcher", "officer", "reviewer"}


def test_a_patent_is_for_those_who_review(session):
    cast = make.cast(session)
    case = make.to_review(session, cast)
    filing = FilingForm(case_number="WOMBAT-1", office="PL", application_number="P.987654", filed_on=TODAY)
    record_filing(session, case.id, filing, actor=cast.officer, now=NOW)
    assert found_by(session, cast, "p.987654") == found_by(session, cast, "wombat") == {"officer", "reviewer"}


def test_an_offer_is_the_cases_own_until_it_is_published(session):
    cast = make.cast(session)
    case = make.to_offer(session, cast)
    save_offer(session, case.id, make.offer_form(title="Wombat"), actor=cast.officer, now=NOW)
    assert found_by(session, cast, "wombat") == {"researcher", "officer", "reviewer"}


def test_a_published_offer_is_found_by_everybody_and_leads_strangers_to_its_page(session):
    cast = make.cast(session)
    case = make.to_partnering(session, cast)
    assert len(found_by(session, cast, "resistant urine")) == 7
    theirs, ours = (
        next(hit for hit in hits(session, who, "resistant urine") if hit.kind is Searched.OFFER)
        for who in (cast.stranger, cast.officer)
    )
    assert theirs.path == ours.path == f"/offers/{case.reference}/en"
    assert theirs.case is None
    assert ours.case is not None


def test_an_anonymous_offer_is_not_found_by_its_institution(session):
    cast = make.cast(session)
    case = make.to_offer(session, cast)
    make.briefed_offer(session, cast, case, anonymous=True)
    advance(session, case.id, to=Stage.PARTNERING, actor=cast.officer, now=NOW)
    [hit] = hits(session, cast.stranger, "resistant urine")
    assert (hit.reference, hit.path) == (case.alias, f"/offers/anonymous-{case.alias.lower()}/en")
    for part in (cast.institution.code, case.reference.rpartition("-")[2]):
        assert hits(session, cast.stranger, f"resistant {part}") == []


@pytest.mark.parametrize("typed", [str, str.lower, lambda alias: alias.replace("-", ""), lambda alias: alias[:7]])
def test_an_alias_that_a_company_quotes_leads_to_the_technology_for_those_who_see_it(session, typed):
    cast = make.cast(session)
    case = make.to_offer(session, cast)
    make.briefed_offer(session, cast, case, anonymous=True)
    advance(session, case.id, to=Stage.PARTNERING, actor=cast.officer, now=NOW)
    make.technology(session, cast.researcher)
    asked = typed(case.alias)
    ours = {(hit.kind, hit.reference, hit.places) for hit in hits(session, cast.officer, asked)}
    assert ours == {(kind, case.reference, ("alias",)) for kind in (Searched.TECHNOLOGY, Searched.OFFER)}
    [theirs] = hits(session, cast.stranger, asked)
    assert (theirs.kind, theirs.reference, theirs.case) == (Searched.OFFER, case.alias, None)
    [row] = list_cases(session, cast.officer, Wanted(text=asked))
    assert row.technology.id == case.id
    assert list_cases(session, cast.stranger, Wanted(text=asked)) == []


def test_of_a_named_offer_no_stranger_learns_the_alias(session):
    cast = make.cast(session)
    case = make.to_partnering(session, cast)
    assert hits(session, cast.stranger, case.alias) == []


def test_partners_are_for_those_who_keep_them(session):
    cast = make.cast(session)
    make.partner(session, cast, name="Żółw Diagnostyka", about="Makes wombat kits.")
    keepers = {"officer", "stranger", "coordinator", "administrator"}
    assert found_by(session, cast, "zolw") == found_by(session, cast, "wombat kit") == keepers
    assert found_by(session, cast, "zolw greta weiss") == keepers


def test_a_file_is_found_by_name_and_note_until_it_is_taken_away(session):
    cast = make.cast(session)
    case = make.technology(session, cast.researcher)
    kept = file(session, case, cast.researcher, "łąka_pomiary.xlsx")
    assert found_by(session, cast, "laka pomiary") == {"researcher", "officer", "reviewer"}
    assert found_by(session, cast, "quokka") == {"researcher", "officer", "reviewer"}
    remove_attachment(session, kept.id, actor=cast.researcher, now=NOW)
    assert found_by(session, cast, "quokka") == set()


def test_messages_are_for_the_two_sides_of_the_thread(session):
    cast = make.cast(session)
    case = make.to_partnering(session, cast)
    write_message(session, case.id, "What of the wombat?", actor=cast.officer, now=NOW)
    partner = make.partner(session, cast)
    contact = session.exec(select(Contact).where(Contact.partner_id == partner.id)).one()
    them = contact_actor(contact, partner, Via.PAGE)
    record_contact_message(session, case, "Is the numbat stable?", actor=them, now=NOW)
    assert found_by(session, cast, "wombat") == {"researcher", "officer"}
    assert found_by(session, cast, "numbat") == {"officer"}
    assert kinds(session, cast.officer, "numbat") == [Searched.CORRESPONDENCE]


def test_a_reviewer_who_is_a_creator_finds_the_creators_thread(session):
    cast = make.cast(session)
    both = [make.contributor(cast.researcher, 5_000), make.contributor(cast.reviewer, 5_000, lead=False)]
    case = make.technology(session, cast.researcher, contributors=both)
    write_message(session, case.id, "What of the wombat?", actor=cast.researcher, now=NOW)
    assert found_by(session, cast, "wombat") == {"researcher", "officer", "reviewer"}


def test_a_contact_does_not_search(session):
    cast = make.cast(session)
    partner = make.partner(session, cast)
    contact = session.exec(select(Contact).where(Contact.partner_id == partner.id)).one()
    with pytest.raises(NotPermitted):
        search(session, contact_actor(contact, partner, Via.PAGE), "strip")


def test_what_a_savepoint_took_back_is_not_found(session):
    cast = make.cast(session)
    savepoint = session.begin_nested()
    make.technology(session, cast.researcher, title="Wombat")
    savepoint.rollback()
    assert found_by(session, cast, "wombat") == set()


def test_letters_without_marks_and_the_beginning_of_the_last_word_are_enough(session):
    cast = make.cast(session)
    make.technology(session, cast.researcher, title="Źdźbło łąkowe Ścięgien")
    for asked in ("zdzblo", "ŹDŹBŁO", "lakowe zdzb", "sciegien lakowe", "łąk"):
        assert len(hits(session, cast.officer, asked)) == 1, asked
    for asked in ("zdzb lakowe", "lakowe wombat", "", "  ", "-", "s"):
        assert hits(session, cast.officer, asked) == [], asked


@pytest.mark.parametrize(
    "asked",
    [
        'strip"', '"', "strip AND", "NOT strip", "strip OR wombat", "NEAR(strip urine)", "strip*", "*", "^strip",
        "heading:strip", "text : strip", "-strip", "{heading} : strip", "strip + urine", "' OR 1=1 --",
        "!strip", "strip & |",
        "strip:*", "<->", "(strip", "\\", "%", "_", "strip\0urine", "ż" * 500, "a " * 5_000, "😀", "𝕊trip", "١٢٣",
        "1e5",
    ],
)  # fmt: skip
def test_signs_of_the_databases_query_languages_do_no_harm(session, asked):
    cast = make.cast(session)
    make.technology(session, cast.researcher)
    for hit in hits(session, cast.officer, asked):
        assert hit.kind in Searched


ODD = [
    "1e5",
    "20min",
    "p450001",
    "2099",
    "3d",
    "x86",
    "β",
    "hcv2a",
    "0042",
    "żółw",
    "Straße",
    "日本",
    "٣",
    "e",
    "http",
    "www",
]


@pytest.mark.parametrize("word", ODD)
def test_both_databases_know_every_word_that_we_know(session, word):
    cast = make.cast(session)
    make.technology(session, cast.researcher, novelty=f"Wombat {word} numbat www.{word}.example/path?{word}=1")
    [hit] = hits(session, cast.officer, f"wombat {word} numbat")
    assert "novelty" in hit.places


def test_a_heading_comes_before_a_text(session):
    cast = make.cast(session)
    title = make.technology(session, cast.researcher, title="Wombat")
    make.technology(session, cast.researcher, description="A wombat among many other words of no great weight.")
    assert hits(session, cast.officer, "wombat")[0].reference == title.reference


def test_a_hit_says_where_the_words_stand_and_marks_them(session):
    cast = make.cast(session)
    around = "Zdanie o niczym. " * 30
    make.technology(session, cast.researcher, title="Wombat", description=f"{around}Tu żyje NUMBAT. {around}")
    [hit] = hits(session, cast.officer, "wombat numb")
    assert hit.places == ("title", "description")
    assert [piece.text for piece in hit.excerpt if piece.found] == ["NUMBAT"]
    said = "".join(piece.text for piece in hit.excerpt)
    assert said.startswith("…")
    assert said.endswith("…")
    assert len(said) < 250


def test_no_more_is_shown_than_a_page_holds_and_it_is_said(session):
    cast = make.cast(session)
    for number in range(SHOWN + 2):
        make.partner(session, cast, name=f"Wombat {number}", contacts=[], profile=None)
    session.commit()
    found = search(session, cast.officer, "wombat")
    assert (len(found.hits), found.more) == (SHOWN, True)


def test_an_index_that_was_lost_is_made_again_the_same(database_url):
    engine = engine_for(database_url)
    with transaction(engine) as session:
        cast = make.cast(session)
        case = make.to_partnering(session, cast)
        make.partner(session, cast)
        file(session, case, cast.officer, "wombat.pdf")
        write_message(session, case.id, "Hello", actor=cast.officer, now=NOW)
    with reading(engine) as session:
        before = contents(session)
    assert {row[0] for row in before} == set(Searched) - {Searched.CORRESPONDENCE}
    with transaction(engine) as session:
        session.execute(text("DELETE FROM search_entry"))
        session.add(SearchEntry(kind=Searched.PARTNER, subject_id=987, heading="ghost"))
    assert rebuild_index(engine) == len(before)
    assert complete_index(engine) == 0
    with reading(engine) as session:
        assert contents(session) == before
        assert search(session, cast.officer, "wombat").hits
        assert not search(session, cast.officer, "ghost").hits
    with transaction(engine) as session:
        session.execute(text("DELETE FROM search_entry"))
    assert complete_index(engine) == len(before)


def contents(session: Session) -> list[tuple[Searched, int, str, str]]:
    return sorted((row.kind, row.subject_id, row.heading, row.text) for row in session.exec(select(SearchEntry)))


def test_entries_hold_folded_words_alone(session):
    cast = make.cast(session)
    make.technology(session, cast.researcher, title="Źdźbło: 20 min (α)!")
    session.commit()
    for entry in session.exec(select(SearchEntry)):
        assert words(entry.text) == entry.text.split()
        assert words(entry.heading) == entry.heading.split()


def test_no_statement_changes_what_is_searched_behind_the_sessions_back():
    """`update(Table).values(column=...)` is not seen by the index."""
    columns = {table.__name__: watch.columns for table, watch in WATCHED.items()}
    wrong = []
    for place, node in nodes_of(sources_of(*PACKAGES)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "values":
            tables = {each.id for each in ast.walk(node.func) if isinstance(each, ast.Name)} & set(columns)
            changed = {keyword.arg for keyword in node.keywords}
            wrong += [place for table in tables if columns[table] & changed]
    assert wrong == []
