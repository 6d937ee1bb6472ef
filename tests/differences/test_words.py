"""Differences between texts, by paragraph and word."""

import random
import re

import pytest

from collaboration.differences import Piece, as_html, word_differences

from .texts import SEEDS, plain_text


def kinds(before, after):
    return [(piece.kind, piece.words.strip()) for piece in word_differences(before, after)]


def without_spaces(words):
    return re.sub(r"[^\S\n]+", "", words)


def test_a_changed_word_is_one_word_gone_and_one_new():
    assert kinds("It meets on Monday at 10am.", "It meets on Tuesday at 10am.") == [
        ("same", "It meets on"), ("gone", "Monday"), ("new", "Tuesday"), ("same", "at 10am."),
    ]  # fmt: skip


def test_a_sum_a_time_and_an_apostrophe_are_each_one_word():
    assert kinds("at 9.30am o’clock £1,000 5%", "at 9.45am o’clock £1,500 6%") == [
        ("same", "at"), ("gone", "9.30am"), ("new", "9.45am"), ("same", "o’clock"), ("gone", "£1,000 5%"), ("new", "£1,500 6%"),
    ]  # fmt: skip


def test_a_changed_sign_is_a_difference_of_its_own():
    assert kinds("Yes, it is.", "Yes; it is.") == [("same", "Yes"), ("gone", ","), ("new", ";"), ("same", "it is.")]


def test_the_same_text_is_one_piece_and_nothing_is_none():
    assert word_differences("A b.", "A b.") == [Piece("same", "A b.")]
    assert word_differences("", "") == []
    assert word_differences("", "New") == [Piece("new", "New")]
    assert word_differences("Old", "") == [Piece("gone", "Old")]


def test_spaces_and_ends_of_lines_written_by_another_machine_are_no_difference():
    assert [piece.kind for piece in word_differences("One  line \r\nTwo", "One line\nTwo")] == ["same"]


def test_a_line_that_moved_in_is_shown_by_itself():
    assert kinds("One.\nThree.", "One.\nTwo.\nThree.") == [("same", "One."), ("new", "Two."), ("same", "Three.")]


def test_a_word_alone_between_larger_changes_is_taken_into_them():
    before, after = "We agreed terms with the council today.", "Officers signed a contract with every borough in June."
    assert ("same", "with") not in kinds(before, after)


@pytest.mark.parametrize("seed", SEEDS)
def test_without_what_went_it_is_the_text_after_and_without_what_came_the_text_before(seed):
    dice = random.Random(seed)
    before, after = plain_text(dice), plain_text(dice)
    pieces = word_differences(before, after)
    assert "".join(piece.words for piece in pieces if piece.kind != "gone") == after
    assert without_spaces("".join(piece.words for piece in pieces if piece.kind != "new")) == without_spaces(before)


@pytest.mark.parametrize("seed", SEEDS)
def test_pieces_alternate_and_none_is_empty(seed):
    dice = random.Random(seed)
    pieces = word_differences(plain_text(dice), plain_text(dice))
    assert all(piece.words for piece in pieces)
    order = "".join({"same": "s", "gone": "g", "new": "n"}[piece.kind] for piece in pieces)
    assert re.fullmatch(r"(g?n?(s|$))*", order)


def test_five_thousand_words_without_a_line_between_them_are_compared():
    words = [f"word{number}" if number % 3 else "the" for number in range(5000)]
    changed = ["changed" if number % 50 == 0 else word for number, word in enumerate(words)]
    pieces = word_differences(" ".join(words), " ".join(changed))
    assert sum(piece.words.split().count("changed") for piece in pieces if piece.kind == "new") == 100
    assert "changed" not in "".join(piece.words for piece in pieces if piece.kind == "same")


def test_words_are_marked_for_the_eye_and_for_the_ear():
    html = as_html(word_differences("on Monday", "on Tuesday"))
    assert re.sub(r"<span.*?</span>", "", html) == "on <del>Monday</del> <ins>Tuesday</ins>"
    assert "deleted:" in html
    assert "added:" in html


def test_what_somebody_wrote_is_never_a_mark_of_ours():
    html = as_html(word_differences("<script>a</script> same & so", "<b>b</b> same & so"))
    assert "<script" not in html
    assert "<b>" not in html
    assert "same &amp; so" in html


def test_a_long_unchanged_stretch_is_folded_to_the_words_beside_the_changes():
    middle = " ".join(f"m{number}" for number in range(50))
    html = as_html(word_differences(f"old start {middle} old end", f"new start {middle} new end"), fold=3)
    assert "start m0 m1" in html
    assert "m48 m49" in html
    assert "m25" not in html
    assert "45 words unchanged" in html


def test_a_stretch_is_not_folded_to_save_a_word_or_two():
    html = as_html(word_differences("old a b c d e f g old", "new a b c d e f g new"), fold=3)
    assert "unchanged" not in html


def test_a_fold_of_nothing_leaves_the_changes_alone():
    html = as_html(word_differences("a b c old d e f", "a b c new d e f"), fold=0)
    assert "a b" not in html
    assert html.count("3 words unchanged") == 2
