"""Results by page: where one page has many, such as the figures or the history, they stand together under the best of them."""

from typing import NamedTuple

from .finding import Found, records_of
from .models import SearchRecord
from .ranking import Hit

# Of one page so many are shown; the page itself has the others.
MOST_OF_ONE = 4


class Group(NamedTuple):
    """The best of a page, others of the same page, and how many more it has."""

    first: SearchRecord
    others: list[SearchRecord]
    more: int
    is_promoted: bool = False


def grouped(hits: list[Hit]) -> list[list[Hit]]:
    """The hits of each page, in the order of the best of them."""
    pages: dict[tuple[int, str], list[Hit]] = {}
    for hit in hits:
        pages.setdefault(hit.page, []).append(hit)
    return list(pages.values())


def with_records(groups: list[list[Hit]], found: Found) -> list[Group]:
    """The groups of one page of results, with their records."""
    shown = [hit for group in groups for hit in group[:MOST_OF_ONE]]
    records = {record.pk: record for record in records_of(shown, found.question)}
    made = []
    for group in groups:
        known = [records[hit.number] for hit in group[:MOST_OF_ONE] if hit.number in records]
        if known:
            made.append(Group(known[0], known[1:], max(0, len(group) - MOST_OF_ONE), group[0].number in found.promoted))
    return made
