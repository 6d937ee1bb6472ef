"""Two changes to one text made one: nothing that anybody wrote is lost."""

import random

import html5lib
import pytest

from collaboration.differences import Clash, Merged, merge, merge_choices, merge_prose, merge_value
from collaboration.differences.blocks import blocks_of
from collaboration.differences.words import lines_of
from collaboration.prose import clean

from .texts import SEEDS, plain_text, prose, with_a_part_gone, with_marks

PARTS = {merge: lines_of, merge_prose: blocks_of}
MAKERS = {merge: plain_text, merge_prose: prose}
BOTH = pytest.mark.parametrize("merging", [merge, merge_prose], ids=["plain", "prose"])


def changed(dice, merging, text, mark):
    """The text with parts gone and words put in, and those words."""
    return with_marks(dice, "".join(with_a_part_gone(dice, PARTS[merging](text))), mark)


@BOTH
@pytest.mark.parametrize("seed", SEEDS)
def test_no_word_that_either_added_is_lost(merging, seed):
    dice = random.Random(seed)
    base = MAKERS[merging](dice)
    mine, added_by_me = changed(dice, merging, base, "mine")
    theirs, added_by_them = changed(dice, merging, base, "theirs")
    merged = merging(base, mine, theirs).text
    assert [word for word in added_by_me + added_by_them if word not in merged] == []


@BOTH
@pytest.mark.parametrize("seed", SEEDS)
def test_a_change_by_one_alone_or_the_same_by_both_comes_out_to_the_letter(merging, seed):
    dice = random.Random(seed)
    base, other = MAKERS[merging](dice), MAKERS[merging](dice)
    assert merging(base, other, base) == merging(base, base, other) == merging(base, other, other) == Merged(other)


@BOTH
@pytest.mark.parametrize("seed", SEEDS)
def test_two_texts_that_have_nothing_to_do_with_each_other_are_both_there_and_named_as_clashes(merging, seed):
    dice = random.Random(seed)
    base = MAKERS[merging](dice)
    mine, theirs = ("".join(f"<p>{mark}{number}</p>\n" for number in range(5)) for mark in ("mine", "theirs"))
    merged = merging(base, mine, theirs)
    assert all(f"<p>{mark}{number}</p>" in merged.text for mark in ("mine", "theirs") for number in range(5))
    assert merged.clashes


@pytest.mark.parametrize("seed", SEEDS)
def test_merged_prose_is_well_formed_and_already_clean(seed):
    dice = random.Random(seed)
    base = clean(prose(dice))
    mine, _added = changed(dice, merge_prose, base, "mine")
    theirs, _added = changed(dice, merge_prose, base, "theirs")
    merged = merge_prose(base, clean(mine), clean(theirs)).text
    parser = html5lib.HTMLParser()
    parser.parseFragment(merged)
    assert parser.errors == []
    assert clean(merged) == merged


def test_changes_to_different_words_of_a_line_are_put_together():
    merged = merge("The meeting is on Monday at 10am.", "The meeting is on Tuesday at 10am.", "The open meeting is on Monday at 10am.")
    assert merged == Merged("The open meeting is on Tuesday at 10am.")


def test_changes_to_the_same_word_stand_one_after_the_other():
    merged = merge("First.\nOn Monday.\n", "First.\nOn Tuesday.\n", "First.\nOn Friday.\n")
    assert merged == Merged("First.\nOn Tuesday.\nOn Friday.\n", [Clash("On Monday.\n", "On Tuesday.\n", "On Friday.\n")])


def test_a_line_that_one_removed_and_the_other_changed_stays_changed_and_is_named():
    merged = merge("One.\nTwo.\nThree.\n", "One.\nThree.\n", "One.\nTwo or more.\nThree.\n")
    assert merged == Merged("One.\nTwo or more.\nThree.\n", [Clash("Two.\n", "", "Two or more.\n")])


def test_a_line_that_one_removed_alone_is_gone():
    assert merge("One.\nTwo.\nThree.\n", "One.\nThree.\n", "One or so.\nTwo.\nThree.\n").text == "One or so.\nThree.\n"


def test_plain_paragraphs_merge_by_words_and_keep_their_signs():
    base = "<p>Costs &amp; savings of one force.</p>"
    merged = merge_prose(base, base.replace("one", "a"), base.replace("Costs", "Price"))
    assert merged == Merged("<p>Price &amp; savings of a force.</p>")


def test_items_of_a_list_and_rows_of_a_table_merge_one_by_one():
    base = "<ul><li>One</li><li>Two</li><li>Three</li></ul><table><tbody><tr><td>a</td></tr><tr><td>b</td></tr><tr><td>c</td></tr></tbody></table>"
    mine = base.replace("One", "Uno").replace("<td>a", "<td>A")
    theirs = base.replace("<li>Three</li>", "<li>Three</li><li>Four</li>").replace("<td>c", "<td>C")
    both = "<ul><li>Uno</li><li>Two</li><li>Three</li><li>Four</li></ul><table><tbody><tr><td>A</td></tr><tr><td>b</td></tr><tr><td>C</td></tr></tbody></table>"
    assert merge_prose(base, mine, theirs) == Merged(both)


def test_a_paragraph_with_a_link_that_both_changed_stands_twice():
    base = '<p>Ask <a href="site:/contact/">us</a> today.</p>'
    mine, theirs = base.replace("today", "now"), base.replace("/contact/", "/about-us/")
    assert merge_prose(base, mine, theirs) == Merged(mine + theirs, [Clash(base, mine, theirs)])


def test_a_value_is_never_mixed():
    assert merge_value(1, 2, 1) == Merged(2)
    assert merge_value(1, 1, 3) == Merged(3)
    assert merge_value(1, 2, 3) == Merged(2, [Clash(1, 2, 3)])


def test_choices_keep_what_either_added_and_drop_what_either_took_away():
    assert merge_choices([1, 2, 3], [1, 3, 4], [5, 1, 2]) == Merged([1, 4, 5])
    assert merge_choices([], [2, 2], [2, 1]) == Merged([2, 1])
