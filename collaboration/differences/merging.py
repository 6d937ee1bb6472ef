"""Two changes to one text made one. Nothing that either side wrote is left out: where both changed the
same place, both readings stand, mine first, and the place is named as a clash for a person to settle.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

from merge3 import Merge3

from .blocks import blocks_of, inside, is_plain, may_open, opening, rewritten
from .matching import Matcher
from .words import lines_of, tidy, tokens_of


@dataclass(frozen=True)
class Clash:
    """A place that both changed, each in their own way."""

    base: Any
    mine: Any
    theirs: Any


@dataclass
class Merged:
    """What comes of two changes, and where a person has to choose."""

    text: Any
    clashes: list[Clash] = field(default_factory=list)


def merge_value(base: Any, mine: Any, theirs: Any) -> Merged:
    """One value that is never mixed (a date, a choice, an address): the changed one; mine, and a clash, if both changed it."""
    if mine == theirs or theirs == base:
        return Merged(mine)
    if mine == base:
        return Merged(theirs)
    return Merged(mine, [Clash(base, mine, theirs)])


def merge_choices(base: Sequence[Hashable], mine: Sequence[Hashable], theirs: Sequence[Hashable]) -> Merged:
    """What is chosen from a list: whatever either added, without what either took away, in my order and then theirs."""
    taken_away = (set(base) - set(mine)) | (set(base) - set(theirs))
    return Merged([one for one in dict.fromkeys([*mine, *theirs]) if one not in taken_away])


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Two changes to a plain text: by lines, and by words within lines that both changed."""
    base, mine, theirs = tidy(base), tidy(mine), tidy(theirs)
    easy = merge_value(base, mine, theirs)
    if not easy.clashes:
        return easy
    return merged(lines_of(base), lines_of(mine), lines_of(theirs), merge_words_of_lines)


def merge_prose(base: str, mine: str, theirs: str) -> Merged:
    """Two changes to a stored rich text: by paragraphs, lists and tables, and by words within plain paragraphs. Well formed if all three are."""
    easy = merge_value(base, mine, theirs)
    if not easy.clashes:
        return easy
    return merged(blocks_of(base), blocks_of(mine), blocks_of(theirs), merge_blocks)


Settle = Callable[[list[str], list[str], list[str]], Merged]


def merged(base: list[str], mine: list[str], theirs: list[str], settle: Settle) -> Merged:
    """The parts of both put together; `settle` is asked wherever both changed the same parts."""
    merger = Merge3(base, mine, theirs, sequence_matcher=Matcher)
    parts: list[str] = []
    clashes: list[Clash] = []
    for what, *where in merger.merge_regions():
        if what != "conflict":
            source = {"unchanged": base, "same": mine, "a": mine, "b": theirs}[what]
            parts += source[where[0] : where[1]]
            continue
        z, z_end, a, a_end, b, b_end = where
        settled = settle(base[z:z_end], mine[a:a_end], theirs[b:b_end])
        parts.append(settled.text)
        clashes += settled.clashes
    return Merged("".join(parts), clashes)


def merge_words_of_lines(base: list[str], mine: list[str], theirs: list[str]) -> Merged:
    """Lines that both changed, by words; whole, one after the other, if they changed the same words."""
    b, m, t = "".join(base), "".join(mine), "".join(theirs)
    by_words = merge_words(b, m, t)
    if not by_words.clashes:
        return by_words
    if not m or not t:
        return Merged(m or t, [Clash(b, m, t)])
    return Merged(f"{m}{'' if m.endswith(chr(10)) else chr(10)}{t}", [Clash(b, m, t)])


def merge_words(base: str, mine: str, theirs: str) -> Merged:
    """Two changes to a few words; the clashes are those of words."""
    easy = merge_value(base, mine, theirs)
    if not easy.clashes or not (mine.strip() and theirs.strip()):
        return easy
    return merged(tokens_of(base), tokens_of(mine), tokens_of(theirs), both)


def both(base: list[str], mine: list[str], theirs: list[str]) -> Merged:
    """Both readings, mine first, and the clash."""
    b, m, t = "".join(base), "".join(mine), "".join(theirs)
    return Merged(m + t, [Clash(b, m, t)])


def merge_blocks(base: list[str], mine: list[str], theirs: list[str]) -> Merged:
    """Blocks that both changed: one by one if there are as many on each side, or else both readings whole."""
    if not len(base) == len(mine) == len(theirs):
        return both(base, mine, theirs)
    each = [merge_block(*three) for three in zip(base, mine, theirs, strict=True)]
    return Merged("".join(one.text for one in each), [clash for one in each for clash in one.clashes])


def merge_block(base: str, mine: str, theirs: str) -> Merged:
    """One block: its words if it is plain text throughout, what it holds if it is a list or a table, or else both readings."""
    easy = merge_value(base, mine, theirs)
    if not easy.clashes:
        return easy
    found = None
    if opening(base) == opening(mine) == opening(theirs):
        if all(is_plain(one) for one in (base, mine, theirs)):
            found = merge_words(inside(base, text=True), inside(mine, text=True), inside(theirs, text=True))
        elif all(may_open(one) for one in (base, mine, theirs)):
            found = merged(*(blocks_of(inside(one)) for one in (base, mine, theirs)), merge_blocks)
    if found is None or found.clashes:
        return both([base], [mine], [theirs])
    return Merged(rewritten(mine, found.text))
