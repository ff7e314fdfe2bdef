"""Mapping files: what is wrong with one is said by key, all at once."""

import pytest

from models.errors import ImportRefused
from models.intake.mapping import load_mapping, parse_mapping, shipped_mappings

GOOD = """
source = "office"
label = "The office's list"
owner = "UJ"

[columns.key]
header = "No"
[columns.title]
header = "Title"
[columns.status]
header = "Status"

[status.open]
stage = "triage"
case = "planned"
"""


def test_every_shipped_mapping_loads():
    assert shipped_mappings() == ["nasa_patents"]
    assert [load_mapping(name).source for name in shipped_mappings()] == ["nasa_patents"]


def test_a_mapping_of_ones_own_is_loaded_by_path(tmp_path):
    (tmp_path / "own.toml").write_text(GOOD, encoding="utf-8")
    assert load_mapping(str(tmp_path / "own.toml")) == parse_mapping(GOOD, "own.toml")


def test_an_unknown_mapping_names_those_that_ship():
    with pytest.raises(ImportRefused, match=r"no mapping nasa: .*nasa_patents\."):
        load_mapping("nasa")


def test_a_mapping_in_another_encoding_is_refused(tmp_path):
    (tmp_path / "own.toml").write_bytes(GOOD.replace("office's", "urzędu").encode("cp1250"))
    with pytest.raises(ImportRefused, match=r"own\.toml: a mapping is TOML in UTF-8"):
        load_mapping(str(tmp_path / "own.toml"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[columns.key]", "[columns.key", r"own\.toml: not valid TOML: .*line 6"),
        ('label = "The office\'s list"', "", "- label: is missing; add it"),
        ('header = "Title"', 'headr = "Title"', r"- columns\.title\.headr: is no key of a mapping"),
        ('stage = "triage"', 'stage = "somewhere"', r"- status\.open\.stage: 'somewhere' will not do: input should be"),
        ('owner = "UJ"', "", "say whose cases these are"),
        ('owner = "UJ"', 'owner = "UJ"\nencodings = ["latin99"]', "unknown encoding 'latin99'"),
        ('owner = "UJ"', 'owner = "UJ"\nencodings = []', "name at least one encoding"),
        ('owner = "UJ"', 'owner = "UJ"\ndelimiter = ";;"', "- delimiter: ';;' will not do"),
        ('header = "Status"', 'header = "Title"', "the column 'Title' feeds two targets"),
        (
            "[status.open]",
            '[columns.filed_on]\nheader = "Filed"\nformats = ["%d.%m"]\n[status.open]',
            r"'%d\.%m' does not hold day, month and year",
        ),
        (
            "[status.open]",
            '[columns.application_number]\nheader = "N"\nform = "xx_application"\n[status.open]',
            "unknown form 'xx_application'; known: any, us_application, pl_application",
        ),
        (
            "[status.open]",
            '[columns.application_number]\nheader = "N"\non_bad = "ignore"\n[status.open]',
            "'ignore' will not do: input should be 'refuse' or 'drop_with_warning'",
        ),
    ],
)
def test_a_broken_mapping_names_the_key_and_the_remedy(old, new, said):
    assert old in GOOD
    with pytest.raises(ImportRefused, match=said):
        parse_mapping(GOOD.replace(old, new), "own.toml")


def test_all_problems_of_a_mapping_are_told_at_once():
    broken = GOOD.replace('stage = "triage"', 'stage = "x"').replace('case = "planned"', 'case = "y"')
    with pytest.raises(ImportRefused, match=r"(?s)open\.stage: .*open\.case: "):
        parse_mapping(broken, "own.toml")


def test_an_institution_column_needs_names_to_go_with_it():
    text = GOOD.replace('owner = "UJ"', "") + '\n[columns.institution]\nheader = "Unit"\n'
    with pytest.raises(ImportRefused, match=r"needs an \[institutions\] table"):
        parse_mapping(text, "own.toml")
