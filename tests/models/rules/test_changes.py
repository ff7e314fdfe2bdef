"""Two versions in words: what was added, what was removed, and that nothing else is lost."""

from hypothesis import given, strategies as st

from models.rules.changes import Mark, Piece, changes, compare, count

TEXTS = st.text(alphabet="ab ą,.\n-1", max_size=60)


@given(TEXTS, TEXTS)
def test_what_is_left_and_removed_is_the_old_text_and_what_is_left_and_added_the_new(old: str, new: str) -> None:
    pieces = compare(old, new)
    assert "".join(piece.text for piece in pieces if piece.mark is not Mark.ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.mark is not Mark.REMOVED) == new


def test_neighbouring_words_are_one_change() -> None:
    pieces = compare("It takes 48 hours, often.", "It takes two days, often.")
    assert pieces == [
        Piece(Mark.SAME, "It takes "),
        Piece(Mark.REMOVED, "48 hours"),
        Piece(Mark.ADDED, "two days"),
        Piece(Mark.SAME, ", often."),
    ]
    assert (count(pieces, Mark.ADDED), count(pieces, Mark.REMOVED)) == (2, 2)


def test_numbers_with_their_commas_and_words_with_hyphens_are_one_word() -> None:
    assert count(compare("", "1,5 kg of beta-lactamase’s salt"), Mark.ADDED) == 5


def test_fields_come_in_the_order_of_the_form_each_in_its_own_way() -> None:
    old = {"title": "A", "trl": 4, "sdgs": [3], "key_figures": [], "anonymous": None, "problem": ""}
    new = {
        "title": "A",
        "trl": 5,
        "sdgs": [3, 9],
        "key_figures": [{"value": "1,5", "label": "min", "compared_with": ""}],
        "anonymous": False,
        "problem": "New one.",
    }
    found = changes(old, new)
    assert [each.field for each in found] == ["problem", "key_figures", "trl", "sdgs", "anonymous"]
    assert (found[0].added, found[0].removed, found[1].added, found[3].gained) == (2, 0, 2, [9])
    assert (found[2].before, found[2].after, found[4].before, found[4].after) == (4, 5, None, False)
    assert changes(new, new) == []


def test_a_very_long_text_is_shown_whole() -> None:
    old, new = "a " * 12_000, "b " * 12_000
    assert compare(old, new) == [Piece(Mark.REMOVED, old), Piece(Mark.ADDED, new)]
