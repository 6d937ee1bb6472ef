"""What comes first, the same on every database.

A database says how strongly a record has each term; here that is weighed with how rare the term is, whether it
stands in the title, how much of the title it is, what kind of record it is and whose.
"""

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from math import log
from typing import NamedTuple

from django.utils.timezone import localtime

from collaboration.publishers.models import Publisher

from .question import Question
from .words import roots, telling, words_of

# A unit answers better than the line of history that mentions it.
KINDS = {"page": 1.0, "unit": 1.1, "agreement": 1.0, "release": 0.95, "document": 0.95, "fact": 0.8, "milestone": 0.65, "office-holder": 0.9}
# What people call a kind of record, though its title need not say so.
CALLED = {"unit": roots(["unit"]), "agreement": roots(["agreement"]), "release": roots(["press", "release", "news"]), "fact": roots(["figure"]), "office-holder": roots(["chief", "constable", "commissioner"])}
OF_THIS_SITE = 1.3
# How many records are ranked, and how often a word has to be there to count as one that is everywhere.
MOST = 600
IN_A_ROW = 1.4
SOMEWHERE = 0.2
# How strongly a record has a term: at all, and more in the title, in a heading or the summary.
AT_ALL, IN_TITLE, IN_SUMMARY = 1, 8, 3
FORMS = [
    (re.compile(r"how (many|much)|number of|population", re.I), frozenset({"fact"})),
    (re.compile(r"when\b", re.I), frozenset({"milestone", "fact"})),
    (re.compile(r"why\b", re.I), frozenset({"milestone", "fact", "release"})),
    (re.compile(r"who (is|was|are|were)\b|.*\b(constable|commissioner) (of|for)\b", re.I), frozenset({"office-holder"})),
]


class Naming(NamedTuple):
    """The records that have a term in the title, and those that have it in a heading or the summary."""

    in_titles: set[int]
    in_summaries: set[int]

    def most(self, among: set[int]) -> int:
        """How strongly some record among these has the term."""
        in_titles, in_summaries = self.in_titles & among, self.in_summaries & among
        if in_titles & in_summaries:
            return AT_ALL + IN_TITLE + IN_SUMMARY
        return AT_ALL + (IN_TITLE if in_titles else IN_SUMMARY if in_summaries else 0)


@dataclass(slots=True)
class Hit:
    """A record that was found, before it is read whole. Title and summary are known of the best alone."""

    number: int
    kind: str
    publisher: int
    publish_at: str  # in universal time, as it is sorted
    path: str
    weight: float
    is_standing: bool
    title: str = ""
    summary: str = ""
    covered: int = 0  # how many of the terms it has
    score: float = 0.0

    @property
    def year(self) -> int | None:
        """The year by our clocks, which differ from universal time by an hour at most; a page without a date has none."""
        if self.is_standing:
            return None
        if self.publish_at[5:10] not in ("12-31", "01-01"):
            return int(self.publish_at[:4])
        return localtime(datetime.fromisoformat(self.publish_at).replace(tzinfo=UTC)).year

    @property
    def page(self) -> tuple[int, str]:
        """The page it stands on, alone or with others."""
        return self.publisher, self.path.partition("#")[0]


def rarity(found: int) -> float:
    """How much a term tells that so many records have; above the number that is ranked it makes no difference."""
    return log(1 + MOST / min(max(found, 1), MOST))


@dataclass(frozen=True)
class Asked:
    """A question as hits are held against it: the roots of each term and of what means the same, its rarity, the kinds it asks for."""

    roots: list[list[set[str]]]
    rarities: list[float]
    kinds: frozenset[str]
    here: int | None

    @classmethod
    def of(cls, question: Question, rarities: list[float], here: Publisher | None) -> "Asked":
        wanted = [[roots(telling(list(words))) for words in (term.words, *term.instead)] for term in question.terms]
        # “How many” asks for a figure, “who is” for a person.
        kinds = next((kinds for form, kinds in FORMS if form.match(question.typed)), frozenset())
        return cls(wanted, rarities, kinds, here.pk if here else None)

    def share(self, numbers: Iterable[int]) -> float:
        """From 0 to 1: how much of the question these of its terms are, the rare ones counting more."""
        return sum(self.rarities[number] for number in numbers) / self.whole

    @cached_property
    def whole(self) -> float:
        return sum(self.rarities)


def by_terms(hit: Hit, asked: Asked, covered: float, strength: float) -> float:
    """How well a record answers by how rare the terms are that it has, and how strongly it has them, to be compared within one search."""
    for_kind = KINDS.get(hit.kind, 0.9) * (2.0 if hit.kind in asked.kinds else 1.0)
    return (covered / asked.whole) ** 2 * (SOMEWHERE + strength / asked.whole) * hit.weight * for_kind * (OF_THIS_SITE if hit.publisher == asked.here else 1.0)


def by_title(hit: Hit, asked: Asked) -> float:
    """From 0 to 4: how much of the question stands in the title, the more of the title it is the better."""
    title = roots_of_title(hit.title)
    named = in_words(asked, title | CALLED.get(hit.kind, set()))
    whole = min(1.0, len(set().union(*named.values())) / max(1, len(title)))
    return 2 * asked.share(named) * (1 + whole)


def in_words(asked: Asked, there: Set[str]) -> dict[int, set[str]]:
    """Which of the terms some words have, by number, each with the roots that are there."""
    found = ((number, [words for words in wanted if words <= there]) for number, wanted in enumerate(asked.roots))
    return {number: set().union(*words) for number, words in found if words}


def closeness(text: str, asked: Asked) -> float:
    """From 0 to 1: how many of the terms a short text has, the rare ones counting more."""
    return asked.share(in_words(asked, roots_of_text(text)))


# The same records answer most questions.
@lru_cache(maxsize=1000)
def roots_of_title(title: str) -> frozenset[str]:
    return frozenset(roots(telling(words_of(title))))


@lru_cache(maxsize=1000)
def roots_of_text(text: str) -> frozenset[str]:
    return frozenset(roots(words_of(text)))
