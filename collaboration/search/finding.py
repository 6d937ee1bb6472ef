"""Looks things up: a question in, what was found out, best first, with how many there are of each kind, publisher and year.

Of what matches, the newest thousand are ranked, so a search costs the same however much the site has grown.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain

from django.db import connection
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from collaboration.publishers.models import Publisher

from .alike import alike
from .models import SearchRecord
from .promoting import promoted
from .question import MOST_WORDS, Question, Term, read
from .ranking import IN_A_ROW, Asked, Hit, by_terms, by_title, closeness, rarity
from .scope import Scope
from .vendors import words_table
from .words import words_of

MOST = 1000
SHOWN = 200
LINES = ("fact", "milestone")
READ, LOOKED_AT = 200, 60
BY_RELEVANCE, BY_DATE = "relevance", "date"


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
        best = max((len(hit.covered) for hit in self.every), default=0)
        return 2 * best < len(self.question.terms) and not self.promoted

    def counts(self, facet: str, scope: Scope) -> Counter:
        """How many would be found for each choice of a facet, the choices of the other facets kept."""
        left = replace(scope, **{facet: "" if facet == "kind" else None})
        fitting = (hit for hit in self.every if fits(hit, left)) if left.is_narrow else self.every
        return Counter(value for hit in fitting if (value := value_of(hit, facet)))


def value_of(hit: Hit, facet: str):
    """What a record is by a facet; a page without a date has no year."""
    if facet == "year":
        return None if hit.is_standing else year_of(hit.publish_at)
    return hit.kind if facet == "kind" else hit.publisher


def year_of(moment: datetime) -> int:
    """The year by our clocks, which differ from universal time by an hour at most."""
    universal = moment.astimezone(UTC) if moment.tzinfo is not UTC else moment
    return localtime(universal).year if (universal.month, universal.day) in ((12, 31), (1, 1)) else universal.year


def fits(hit: Hit, scope: Scope) -> bool:
    """Whether a record is of the kind, the publisher and the year that were chosen, if any were."""
    return all(not wanted or value_of(hit, facet) == wanted for facet, wanted in (("kind", scope.kind), ("by", scope.by), ("year", scope.year)))


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
        found.hits.sort(key=lambda hit: (hit.is_standing, -hit.publish_at.timestamp(), -hit.number))
    return found


def ranked(question: Question, scope: Scope) -> Found:
    """The best of what has the terms, in order."""
    words = words_table()
    strengths = [words.matching([term], scope, MOST) for term in question.terms]
    rarities = [rarity(len(one)) for one in strengths]
    numbers = candidates(question, scope, strengths)
    hits = in_order(about(numbers), question, strengths, rarities, scope)
    unheard = [number for number, one in enumerate(strengths) if not one]
    return Found(question, hits, hits, is_cut=len(numbers) >= MOST, unheard=unheard)


def candidates(question: Question, scope: Scope, strengths: list[dict[int, float]]) -> list[int]:
    """The records to rank: at most a thousand, those with the most terms and the newest of them."""
    fill_up(question, scope, strengths)
    quoted = [number for number, term in enumerate(question.terms) if term.is_quoted]
    terms_of = Counter(chain.from_iterable(strengths))
    numbers = [one for one in terms_of if all(one in strengths[number] for number in quoted)] if quoted else terms_of
    return sorted(numbers, key=lambda one: (terms_of[one], one), reverse=True)[:MOST]


def fill_up(question: Question, scope: Scope, strengths: list[dict[int, float]]) -> None:
    """Of a word that is everywhere the newest thousand are known; find it in older records too that have the rarer ones, or all."""
    everywhere = [number for number, one in enumerate(strengths) if len(one) >= MOST]
    rare = [term for number, term in enumerate(question.terms) if number not in everywhere]
    if not everywhere or len(strengths) == 1:
        return
    of_all = {} if rare else words_table().matching(question.terms, scope, MOST)
    for number in everywhere:
        older = words_table().matching([question.terms[number]], scope, MOST, beside=rare) if rare else of_all
        weakest = min(strengths[number].values())
        strengths[number] |= dict.fromkeys(older.keys() - strengths[number].keys(), weakest)


def about(numbers: list[int]) -> list[Hit]:
    """What has to be known of records to rank and count them, in one query. Without the ORM, which takes longer over a thousand than the database."""
    if not numbers:
        return []
    listed = ", ".join(str(int(number)) for number in numbers)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, kind, publisher_id, publish_at, title, summary, path, weight, content_type_id IS NULL FROM {SearchRecord._meta.db_table} WHERE id IN ({listed})")
        return [Hit(number, kind, publisher, moment(at), title, summary, path, weight, bool(is_standing)) for number, kind, publisher, at, title, summary, path, weight, is_standing in cursor.fetchall()]


def moment(kept: datetime | str) -> datetime:
    """A moment as a database gives it: SQLite as text."""
    return kept if isinstance(kept, datetime) else datetime.fromisoformat(kept).replace(tzinfo=UTC)


def in_order(hits: list[Hit], question: Question, strengths: list[dict[int, float]], rarities: list[float], scope: Scope) -> list[Hit]:
    """Those with enough of the terms, best first."""
    strongest = [max(one.values(), default=1.0) or 1.0 for one in strengths]
    asked = Asked.of(question, rarities, scope.here or scope.publisher)
    for hit in hits:
        hit.covered = {number for number, one in enumerate(strengths) if hit.number in one}
        hit.score = by_terms(hit, asked, sum(rarities[number] * max(strengths[number][hit.number], 0.0) / strongest[number] for number in hit.covered))
    # Titles are read of the best alone; what stands behind two hundred others is not made first by its name.
    hits.sort(key=lambda hit: -hit.score)
    for hit in hits[:READ]:
        hit.score *= 1 + by_title(hit, asked)
    put_on_top(hits, asked, in_a_row(question, scope))
    least = enough(max((len(hit.covered) for hit in hits), default=0), len(question.terms))
    return sorted((hit for hit in hits if len(hit.covered) >= least), key=lambda hit: (-hit.score, -hit.publish_at.timestamp(), hit.number))


def in_a_row(question: Question, scope: Scope) -> dict[int, float]:
    """Records that have the words as they were typed, one after another."""
    words = tuple(words_of(question.typed))[:MOST_WORDS]
    return words_table().matching([Term(words, is_quoted=True)], scope, MOST) if len(question.terms) > 1 else {}


def put_on_top(hits: list[Hit], asked: Asked, in_a_row: dict[int, float]) -> None:
    """Look closer at the best: what says in its summary what it is about counts more than what has the words somewhere."""
    for hit in hits:
        hit.score *= IN_A_ROW if hit.number in in_a_row else 1.0
    best = sorted(hits, key=lambda hit: -hit.score)[:LOOKED_AT]
    for hit in best:
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
    records = SearchRecord.objects.select_related("publisher").in_bulk(numbers)
    for number, record in records.items():
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
