"""Looks things up: a question in, what was found out, best first, with how many there are of each kind, publisher and year."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from operator import attrgetter

from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from collaboration.publishers.models import Publisher
from collaboration.publishers.remembering import every_publisher

from .alike import alike
from .gathering import Having, about, candidates, gathered, read_titles
from .models import SearchRecord
from .promoting import promoted
from .question import MOST_WORDS, Question, read
from .ranking import IN_A_ROW, IN_SUMMARY, IN_TITLE, MOST, Asked, Hit, by_terms, by_title, closeness, rarity
from .scope import Scope
from .vendors import words_table
from .words import words_of

SHOWN = 200
LINES = ("fact", "milestone")
READ, LOOKED_AT = 40, 30
BY_RELEVANCE, BY_DATE = "relevance", "date"
BY_SCORE = attrgetter("score")
# What a record is by each facet.
VALUES = {"kind": attrgetter("kind"), "by": attrgetter("publisher"), "year": attrgetter("year")}


@dataclass
class Found:
    """The answer to a question: hits in order, and what the facets count."""

    question: Question
    hits: list[Hit] = field(default_factory=list)
    every: list[Hit] = field(default_factory=list)  # before a kind, a publisher or a year was chosen
    is_cut: bool = False
    unheard: list[int] = field(default_factory=list)  # terms that nothing has
    promoted: list[int] = field(default_factory=list)

    @property
    def is_poor(self) -> bool:
        """Whether nothing was found, or only what has few of the words."""
        best = max((hit.covered for hit in self.every), default=0)
        return 2 * best < len(self.question.terms) and not self.promoted

    def counts(self, facet: str, scope: Scope) -> Counter:
        """How many would be found for each choice of a facet, the choices of the other facets kept."""
        left = replace(scope, **{facet: "" if facet == "kind" else None})
        fitting = (hit for hit in self.every if fits(hit, left)) if left.is_narrow else self.every
        counts = Counter(map(VALUES[facet], fitting))
        counts.pop(None, None)
        return counts


def fits(hit: Hit, scope: Scope) -> bool:
    """Whether a record is of the kind, the publisher and the year that were chosen, if any were."""
    return all(not wanted or VALUES[facet](hit) == wanted for facet, wanted in (("kind", scope.kind), ("by", scope.by), ("year", scope.year)))


def search(typed: str, scope: Scope, order: str = BY_RELEVANCE) -> Found:
    """What answers the words, within the scope."""
    here = scope.here or scope.publisher
    question = read(typed, alike(here, scope.at))
    if not question:
        return Found(question)
    wide = replace(scope, kind="", by=None, year=None)
    found = ranked(question, wide)
    if found.is_cut and scope.is_narrow:
        found.hits = ranked(question, scope).hits
    if order == BY_RELEVANCE:
        put_first(found, promoted(question, here, scope))
    if scope.is_narrow:
        found.hits = [hit for hit in found.hits if fits(hit, scope)]
    if order == BY_DATE:
        found.hits.sort(key=attrgetter("publish_at", "number"), reverse=True)
        found.hits.sort(key=attrgetter("is_standing"))
    return found


def ranked(question: Question, scope: Scope) -> Found:
    """The best of what has the terms, in order."""
    having = gathered(question, scope)
    numbers = candidates(question, having)
    hits = in_order(about(numbers), question, having, scope)
    unheard = [number for number, one in enumerate(having) if not one.numbers]
    return Found(question, hits, hits, is_cut=len(numbers) >= MOST, unheard=unheard)


def in_order(hits: list[Hit], question: Question, having: list[Having], scope: Scope) -> list[Hit]:
    """Those with enough of the terms, best first."""
    if not hits:
        return []
    asked = Asked.of(question, [rarity(len(one.numbers)) for one in having], scope.here or scope.publisher)
    weigh(hits, question, having, asked)
    hits.sort(key=BY_SCORE, reverse=True)
    # What stands behind forty others is not made first by its name.
    look_closer(hits[:READ], question, asked)
    least = enough(max(hit.covered for hit in hits), len(question.terms))
    first = sorted((hit for hit in hits if hit.covered >= least), key=attrgetter("number"))
    return sorted(first, key=attrgetter("score", "publish_at"), reverse=True)


def weigh(hits: list[Hit], question: Question, having: list[Having], asked: Asked) -> None:
    """Score each by the terms it has."""
    numbers = {hit.number for hit in hits}
    terms, covered, strong = Counter(), dict.fromkeys(numbers, 0.0), dict.fromkeys(numbers, 0.0)
    # Not by long names that mean the same: to look for a phrase of common words in every title costs more than it tells.
    terms_named = [replace(term, instead=tuple(phrase for phrase in term.instead if len(phrase) == 1)) for term in question.terms]
    naming = words_table().naming(terms_named, numbers, [one.since for one in having])
    for one, named, rare in zip(having, naming, asked.rarities, strict=True):
        there = one.numbers & numbers
        terms.update(there)
        share = rare / named.most(there)
        for number in there:
            covered[number] += rare
            strong[number] += share
        for group, counts in ((named.in_titles, IN_TITLE), (named.in_summaries, IN_SUMMARY)):
            for number in group & there:
                strong[number] += share * counts
    for hit in hits:
        hit.covered, hit.score = terms[hit.number], by_terms(hit, asked, covered[hit.number], strong[hit.number])


def look_closer(hits: list[Hit], question: Question, asked: Asked) -> None:
    """Of the best: what has the words in its title, or as they were typed, or says in its summary what it is about, counts more than what has them somewhere."""
    read_titles(hits)
    words = words_of(question.typed)[:MOST_WORDS]
    in_a_row = words_table().in_a_row(words, [hit.number for hit in hits]) if len(question.terms) > 1 else ()
    for hit in hits:
        hit.score *= (1 + by_title(hit, asked)) * (IN_A_ROW if hit.number in in_a_row else 1.0)
    hits.sort(key=BY_SCORE, reverse=True)
    for hit in hits[:LOOKED_AT]:
        hit.score *= 1 + closeness(f"{hit.title} {hit.summary}", asked)


def enough(best: int, asked: int) -> int:
    """How many of the terms a record must have, if the best has so many: of two both, of more one less."""
    return best if asked <= 2 else max(1, best - 1)


def put_first(found: Found, first: list[int]) -> None:
    """Let the pages that editors chose for these words stand at the head."""
    known = {hit.number: hit for hit in (*found.every, *found.hits)}
    missing = {hit.number: hit for hit in about([number for number in first if number not in known])}
    chosen = [known.get(number) or missing[number] for number in first]
    found.promoted = [hit.number for hit in chosen]
    found.hits = [*chosen, *(hit for hit in found.hits if hit.number not in found.promoted)]
    found.every = [*chosen, *(hit for hit in found.every if hit.number not in found.promoted)]


def records_of(hits: list[Hit], question: Question) -> list[SearchRecord]:
    """The records of a few hits, each with a `snippet` that has the words marked."""
    numbers = [hit.number for hit in hits]
    if not numbers:
        return []
    snippets = words_table().snippets(question, numbers) if question else {}
    records = SearchRecord.objects.defer("headings", "text").in_bulk(numbers)
    publishers = {one.pk: one for one in every_publisher()}
    for number, record in records.items():
        record.publisher = publishers[record.publisher_id]
        record.snippet = marked(shown(record, snippets.get(number, "")))
    return [records[number] for number in numbers if number in records]


def shown(record: SearchRecord, snippet: str) -> str:
    """The snippet; of a figure or a line of history always its summary, since its text is only what else it is found by."""
    plain = snippet.replace("\x02", "").replace("\x03", "").strip("…")
    return snippet if snippet and (record.kind not in LINES or plain in record.summary) else record.summary


def find(words: list[str], publisher: Publisher | None, at: datetime | None = None) -> list[SearchRecord]:
    """At most 200 live records that answer the words, best first, each with a `snippet`. A publisher narrows to what its site covers."""
    found = search(" ".join(words), Scope(at or timezone.now(), publisher))
    return records_of(found.hits[:SHOWN], found.question)


def marked(snippet: str) -> SafeString:
    """A snippet as HTML, with what matched in <mark>."""
    return mark_safe(escape(snippet).replace("\x02", "<mark>").replace("\x03", "</mark>"))
