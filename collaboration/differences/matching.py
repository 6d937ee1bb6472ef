"""Which parts of two sequences are the same, found quickly enough for a page to wait for.

First what stands at both ends, then what occurs once on each side and in the same order (the “patience”
method of Bram Cohen, 2005), and only between those the thorough search of difflib, whose cost grows
with the square of the length.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher

# Up to this many pairs difflib looks at all of them; above it, it may pass over what occurs often.
THOROUGH = 250_000
Run = tuple[int, int, int]


def matching_runs(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Run]:
    """Every run that both have, as (start before, start after, length), in order and never overlapping."""
    joined: list[Run] = []
    for i, j, length in runs(before, after, 0, len(before), 0, len(after)):
        if joined and joined[-1][0] + joined[-1][2] == i and joined[-1][1] + joined[-1][2] == j:
            joined[-1] = (joined[-1][0], joined[-1][1], joined[-1][2] + length)
        elif length:
            joined.append((i, j, length))
    return joined


def runs(before, after, i: int, i_end: int, j: int, j_end: int) -> Iterator[Run]:
    """The runs between two places on each side."""
    head = 0
    while i + head < i_end and j + head < j_end and before[i + head] == after[j + head]:
        head += 1
    yield i, j, head
    i, j, tail = i + head, j + head, 0
    while i < i_end - tail and j < j_end - tail and before[i_end - tail - 1] == after[j_end - tail - 1]:
        tail += 1
    i_end, j_end = i_end - tail, j_end - tail
    if i < i_end and j < j_end:
        anchors = found_once(before[i:i_end], after[j:j_end])
        if anchors:
            for i_next, j_next in [*((i + a, j + b) for a, b in anchors), (i_end, j_end)]:
                yield from runs(before, after, i, i_next, j, j_next)
                i, j = i_next, j_next
        else:
            yield from searched(before[i:i_end], after[j:j_end], i, j)
    yield i_end, j_end, tail


def found_once(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The places of what occurs exactly once on each side: the most of them that keep their order."""
    once_before, once_after = Counter(before), Counter(after)
    place = {one: at for at, one in enumerate(after) if once_after[one] == 1}
    pairs = [(at, place[one]) for at, one in enumerate(before) if once_before[one] == 1 and one in place]
    return longest_in_order(pairs)


def longest_in_order(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest choice of pairs in which the second numbers rise as the first ones do."""
    ends: list[int] = []
    holders: list[int] = []
    previous: list[int | None] = []
    for number, (_first, second) in enumerate(pairs):
        length = bisect_left(ends, second)
        previous.append(holders[length - 1] if length else None)
        ends[length : length + 1] = [second]
        holders[length : length + 1] = [number]
    chosen, number = [], holders[-1] if holders else None
    while number is not None:
        chosen.append(pairs[number])
        number = previous[number]
    return chosen[::-1]


def searched(before: Sequence[Hashable], after: Sequence[Hashable], i: int, j: int) -> Iterator[Run]:
    """What difflib finds where nothing occurs just once; places count from i and j."""
    short = len(before) * len(after) <= THOROUGH
    for a, b, length in SequenceMatcher(None, before, after, autojunk=not short).get_matching_blocks():
        yield i + a, j + b, length


class Matcher:
    """The same search in the shape that merge3 asks for."""

    def __init__(self, _is_junk, before: Sequence[Hashable], after: Sequence[Hashable]):
        self.before, self.after = before, after

    def get_matching_blocks(self) -> list[Run]:
        return [*matching_runs(self.before, self.after), (len(self.before), len(self.after), 0)]
