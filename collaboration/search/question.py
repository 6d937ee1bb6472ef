"""What a reader typed, as something a database can be asked: terms, each with what means the same.

Nothing typed is an operator but quotation marks. At most eight words are asked for; of a sentence, those
that say something.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from .words import SAYS_NOTHING, telling, words_of

LONGEST = 200
MOST_WORDS = 8
QUOTED = re.compile(r"[\"“”„]([^\"“”„]+)[\"“”„]")

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """A word or a phrase that is looked for, and phrases that will do instead. All the words of a loose phrase are wanted, in any order."""

    words: Phrase
    instead: tuple[Phrase, ...] = ()
    is_quoted: bool = False

    @property
    def loose(self) -> Phrase:
        """The words that are wanted in any order."""
        return () if self.is_quoted else tuple(telling(list(self.words)))


class Wanted(NamedTuple):
    """What a record has to have: every one of some terms, and of others, if there are any, one at least."""

    every: tuple[Term, ...]
    some: tuple[Term, ...] = ()


@dataclass(frozen=True)
class Question:
    """What is looked for."""

    typed: str = ""
    terms: tuple[Term, ...] = ()

    def __bool__(self):
        return bool(self.terms)

    @property
    def words(self) -> list[str]:
        """All its words, as they were typed."""
        return [word for term in self.terms for word in term.words]


def read(typed: str, alike: dict[Phrase, tuple[Phrase, ...]] | None = None) -> Question:
    """The question in what was typed; `alike` gives for a phrase those that mean the same."""
    typed = typed[:LONGEST]
    terms: list[Term] = []
    for number, piece in enumerate(QUOTED.split(typed)):
        if number % 2:
            terms += [Term(tuple(words), is_quoted=True)] if (words := words_of(piece)) else []
        else:
            terms += terms_of(words_of(piece), alike or {})
    says = [term for term in terms if term.is_quoted or term.instead or not SAYS_NOTHING.issuperset(term.words)]
    return Question(typed.strip(), tuple(first_words(dict.fromkeys(says or terms))))


def terms_of(words: list[str], alike: dict[Phrase, tuple[Phrase, ...]]) -> list[Term]:
    """The words one by one; where several in a row mean the same as something else, those as one term."""
    longest = max(map(len, alike), default=0)
    terms, at = [], 0
    while at < len(words):
        lengths = range(min(longest, len(words) - at), 0, -1)
        known = next((length for length in lengths if tuple(words[at : at + length]) in alike), 0)
        phrase = tuple(words[at : at + (known or 1)])
        terms.append(Term(phrase, alike.get(phrase, ()) if known else ()))
        at += known or 1
    return terms


def first_words(terms: dict[Term, None]) -> list[Term]:
    """Of the terms so many that they have at most eight words together."""
    taken, count = [], 0
    for term in terms:
        room = MOST_WORDS - count
        if room <= 0:
            break
        kept = term if len(term.words) <= room else Term(term.words[:room], term.instead, term.is_quoted)
        taken.append(kept)
        count += len(kept.words)
    return taken
