"""What comes first, the same on every database.

A database says how strongly a record has each term; here that is weighed with how rare the term is, whether it
stands in the title, how much of the title it is, what kind of record it is and whose.
"""

from dataclasses import dataclass, field
from datetime import datetime
from math import log

from .question import Question, Term
from .words import roots, telling, words_of

# A unit answers better than the line of history that mentions it.
KINDS = {"page": 1.0, "unit": 1.1, "agreement": 1.0, "release": 0.95, "document": 0.95, "fact": 0.85, "milestone": 0.8, "office-holder": 0.9}
OF_THIS_SITE = 1.15


@dataclass
class Hit:
    """A record that was found, before it is read whole."""

    number: int
    kind: str
    publisher: int
    publish_at: datetime
    title: str
    path: str
    is_standing: bool
    covered: set[int] = field(default_factory=set)
    score: float = 0.0

    @property
    def page(self) -> tuple[int, str]:
        """The page it stands on, alone or with others."""
        return self.publisher, self.path.partition("#")[0]


def rarity(found: int) -> float:
    """How much a term tells that so many records have; above a thousand it makes no difference."""
    return log(1 + 1000 / max(found, 1))


def score(hit: Hit, question: Question, strengths: list[dict[int, float]], rarities: list[float], here: int | None) -> float:
    """How well a record answers, to be compared within one search."""
    whole = sum(rarities)
    title = telling(words_of(hit.title))
    named = [in_title(term, title) for term in question.terms]
    covered = sum(rare for number, rare in enumerate(rarities) if number in hit.covered) / whole
    strong = sum(rare * strengths[number].get(hit.number, 0.0) for number, rare in enumerate(rarities)) / whole
    in_name = sum(rare for number, rare in enumerate(rarities) if named[number]) / whole
    share = min(1.0, len(set().union(*named)) / max(1, len(set(title))))
    total = covered**2 * (strong + in_name + in_name * share)
    return total * KINDS.get(hit.kind, 0.9) * (OF_THIS_SITE if hit.publisher == here else 1.0)


def in_title(term: Term, title: list[str]) -> set[str]:
    """The roots of the title's words that are this term, or what means the same; none if it is not in the title."""
    there = roots(title)
    for words in (term.words, *term.instead):
        wanted = roots(telling(list(words)))
        if wanted <= there:
            return wanted
    return set()
