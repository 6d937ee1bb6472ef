"""Gathers what there is to rank: which of the newest records have which terms, and what has to be known of them.

Of a word that is everywhere the newest `MOST` are looked at, so a search costs the same however much the site has grown.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import chain

from django.db import connection

from .models import SearchRecord
from .question import Question, Wanted
from .ranking import MOST, Hit
from .scope import Scope
from .vendors import words_table
from .words import listed


@dataclass
class Having:
    """The records that have a term, and from which number on all of them are known."""

    numbers: set[int]
    since: int = 0

    @classmethod
    def of(cls, newest: list[int]) -> "Having":
        return cls(set(newest), newest[-1] if len(newest) >= MOST else 0)

    @property
    def is_everywhere(self) -> bool:
        return len(self.numbers) >= MOST


def gathered(question: Question, scope: Scope) -> list[Having]:
    """For each term the records that have it."""
    terms, newest = question.terms, words_table().newest
    found = [Having.of(numbers) for numbers in newest([Wanted((term,)) for term in terms], scope, MOST)]
    everywhere = [number for number, one in enumerate(found) if one.is_everywhere]
    if not everywhere or len(terms) == 1:
        return found
    # Older records too that have a word that is everywhere beside a rarer one, or all such words.
    rare = tuple(term for number, term in enumerate(terms) if number not in everywhere)
    older = newest([Wanted((terms[number],), rare) for number in everywhere] if rare else [Wanted(terms)], scope, MOST)
    for number, numbers in zip(everywhere, older if rare else older * len(terms), strict=True):
        found[number].numbers.update(numbers)
    return found


def candidates(question: Question, found: list[Having]) -> list[int]:
    """The records to rank: at most `MOST`, those with the most terms and the newest of them."""
    terms_of = Counter(chain.from_iterable(one.numbers for one in found))
    quoted = [one.numbers for one, term in zip(found, question.terms, strict=True) if term.is_quoted]
    numbers = sorted(set(terms_of).intersection(*quoted), reverse=True)
    return sorted(numbers, key=terms_of.__getitem__, reverse=True)[:MOST]


def about(numbers: list[int]) -> list[Hit]:
    """What has to be known of records to rank and count them, in one query. Without the ORM, which takes longer over so many than the database."""
    if not numbers:
        return []
    words = words_table()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, kind, publisher_id, {words.MOMENT}, path, weight, content_type_id IS NULL FROM {words.RECORDS} WHERE id IN ({listed(numbers)})")
        return [Hit(*row) for row in cursor.fetchall()]


def read_titles(hits: list[Hit]) -> None:
    """Let title and summary of a few hits be known."""
    if not hits:
        return
    known = {hit.number: hit for hit in hits}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, title, summary FROM {SearchRecord._meta.db_table} WHERE id IN ({listed(known)})")
        for number, title, summary in cursor.fetchall():
            known[number].title, known[number].summary = title, summary
