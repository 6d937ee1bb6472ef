"""What comes first, the same on every database.

A database says how strongly a record has each term; here that is weighed with how rare the term is, whether it
stands in the title, how much of the title it is, what kind of record it is and whose.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from math import log

from .question import Question, Term
from .words import roots, telling, words_of

# A unit answers better than the line of history that mentions it.
KINDS = {"page": 1.0, "unit": 1.1, "agreement": 1.0, "release": 0.95, "document": 0.95, "fact": 0.8, "milestone": 0.65, "office-holder": 0.9}
# What people call a kind of record, though its title need not say so.
CALLED = {"unit": roots(["unit"]), "agreement": roots(["agreement"]), "release": roots(["press", "release", "news"]), "fact": roots(["figure"])}
OF_THIS_SITE = 1.3
IN_A_ROW = 1.4
FORMS = [
    (re.compile(r"how (many|much)|number of|population", re.I), frozenset({"fact"})),
    (re.compile(r"when\b", re.I), frozenset({"milestone", "fact"})),
    (re.compile(r"why\b", re.I), frozenset({"milestone", "fact", "release"})),
    (re.compile(r"who (is|was|are|were)\b|.*\b(constable|commissioner) (of|for)\b", re.I), frozenset({"office-holder"})),
]


@dataclass
class Hit:
    """A record that was found, before it is read whole."""

    number: int
    kind: str
    publisher: int
    publish_at: datetime
    title: str
    path: str
    weight: float
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
    there = roots(title)
    named = [in_title(term, there | CALLED.get(hit.kind, set())) for term in question.terms]
    covered = sum(rare for number, rare in enumerate(rarities) if number in hit.covered) / whole
    strong = sum(rare * strengths[number].get(hit.number, 0.0) for number, rare in enumerate(rarities)) / whole
    in_name = sum(rare for number, rare in enumerate(rarities) if named[number]) / whole
    share = min(1.0, len(set().union(*named)) / max(1, len(there)))
    total = covered**2 * (strong + in_name + in_name * share)
    for_kind = KINDS.get(hit.kind, 0.9) * (2.0 if hit.kind in asked_for(question) else 1.0)
    return total * hit.weight * for_kind * (OF_THIS_SITE if hit.publisher == here else 1.0)


def asked_for(question: Question) -> frozenset[str]:
    """The kinds of record that a question of this form asks for: “how many” a figure, “who is” a person."""
    return next((kinds for form, kinds in FORMS if form.match(question.typed)), frozenset())


def in_title(term: Term, there: set[str]) -> set[str]:
    """The roots of a title that are this term, and what means the same; none if it is not in the title."""
    wanted = (roots(telling(list(words))) for words in (term.words, *term.instead))
    return set().union(*(words for words in wanted if words <= there))


def closeness(text: str, question: Question, rarities: list[float]) -> float:
    """From 0 to 1: how many of the terms a short text has, the rare ones counting more."""
    there = roots(words_of(text))
    return sum(rare for term, rare in zip(question.terms, rarities, strict=True) if in_title(term, there)) / sum(rarities)
