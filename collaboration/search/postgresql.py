"""The words of the search on PostgreSQL: a column of SearchRecord that the database writes itself, with an index over it.

Titles weigh A, headings B, summaries C, text D. The words are parted as SQLite parts them: without the translation,
“police/fire” would be taken for the path of a file and “EMSOU-MC” for one word.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from json import loads

from django.db import connection

from .models import SearchRecord
from .question import Question, Term, Wanted
from .ranking import Naming
from .scope import Scope
from .words import listed

TABLE = "collaboration_searchrecord"
RECORDS = f"{TABLE} record"
# As text, which is sorted quicker than it is read.
MOMENT = "to_char(publish_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
CONFIGURATION = "collaboration_words"
PARTING = "/\\.,:;@#&+=_~|-–—‘’“”\"''()[]<>"
# The configuration of English, taking é for e where the server has the means; whoever owns a database may add them.
CREATE = f"""DO $$ BEGIN
    CREATE TEXT SEARCH CONFIGURATION {CONFIGURATION} (COPY = english);
    BEGIN
        CREATE EXTENSION IF NOT EXISTS unaccent;
        ALTER TEXT SEARCH CONFIGURATION {CONFIGURATION} ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
    EXCEPTION WHEN OTHERS THEN RAISE NOTICE 'words with accents are found as they are written';
    END;
END $$"""


def weighted(column: str, weight: str) -> str:
    spaces = " " * len(PARTING.replace("''", "'"))
    return f"setweight(to_tsvector('{CONFIGURATION}', translate({column}, '{PARTING}', '{spaces}')), '{weight}')"


VECTOR = " || ".join(weighted(*pair) for pair in (("title", "A"), ("headings", "B"), ("summary", "C"), ("text", "D")))
# The title by itself, and headings with the summary: short, so they are kept in the row.
NAMING = (("title_words", ("title",)), ("summary_words", ("headings", "summary")))
# Beside its words each text has two that nobody can type: which thousand it belongs to, and whose it is. So the index
# itself answers what is wanted “of the newest” or “of this site”, without a look at texts that have it and are neither.
LOT, PARTS, SITE, SHARED = 1000, (2, 2, 6), "=site", "=shared"
MARKED = f"array_to_tsvector(ARRAY['=lot' || (id / {LOT}), CASE WHEN is_shared THEN '{SHARED}' ELSE '{SITE}' || publisher_id END])"
KEPT = {"words": f"{VECTOR} || {MARKED}"} | {name: " || ".join(weighted(column, "A") for column in columns) for name, columns in NAMING}
MAKE = [
    CREATE,
    f"ALTER TABLE {TABLE} {', '.join(f'ADD COLUMN {name} tsvector GENERATED ALWAYS AS ({made}) STORED' for name, made in KEPT.items())}",
    # Not put off: each search would read through what was entered since the last clearing up.
    f"CREATE INDEX search_record_words ON {TABLE} USING gin (words) WITH (fastupdate = off)",
    f"CREATE INDEX search_record_title_words ON {TABLE} USING gin (title_words) WITH (fastupdate = off)",
]
UNMAKE = [f"DROP TEXT SEARCH CONFIGURATION {CONFIGURATION} CASCADE"]
MARKS = "StartSel=\x02, StopSel=\x03"
# A short text is shown whole: of one, a fragment may be the word alone.
HEADLINE = f"CASE WHEN length(shown) <= 200 THEN '{MARKS}, HighlightAll=true' ELSE '{MARKS}, MaxWords=24, MinWords=12, MaxFragments=1' END"

# Of what has all the words of a phrase, so many of the newest are read for the phrase itself.
READ_FOR_PHRASE = 1000
# A headline leaves out what looks like a tag, so pointed brackets stand aside while it is cut.
BRACKETS = str.maketrans("\x0e\x0f", "<>")


def put(record: SearchRecord) -> None:
    """The database has entered it already."""


def drop(record: SearchRecord) -> None:
    """It goes with its row."""


def rebuild() -> None:
    """Tell the planner how much there is now."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {TABLE}")


def newest(wanted: list[Wanted], scope: Scope, most: int) -> list[list[int]]:
    """For each of what is wanted, the newest records that have it, in one question."""
    condition, values = scope.condition()
    lots, asked, given = parts_of_all(scope), [], []
    ways = [(number, way) for number, one in enumerate(wanted) for way in ways_of(one)]
    for _number, way in ways:
        # What is only wanted beside something need not be exact: whether a record has it is asked by itself.
        (loose, words), (exact, phrases) = having(way, is_loose=True), having(way, is_loose=bool(way.some))
        limit = most if loose == exact else READ_FOR_PHRASE
        # As a question within the question, so that the server does not know how often the words are: it would read text by text until enough have them.
        branch = f"(SELECT id, words FROM {RECORDS} WHERE words @@ (SELECT ({loose}) && %s::tsquery) AND numnode({loose}) > 0 AND id < %s AND {condition} ORDER BY id DESC LIMIT {limit})"
        asked.append(f"(SELECT json_agg(id) FROM (SELECT id FROM (SELECT * FROM ({' UNION ALL '.join([branch] * len(lots))}) parts LIMIT {limit}) newest WHERE {'true' if loose == exact else f'words @@ ({exact})'} LIMIT {most}) found)::text")
        for lot, below in lots:
            given += [*words, lot, *words, below, *values]
        given += [] if loose == exact else phrases
    found = [set() for _one in wanted]
    for (number, _way), numbers in zip(ways, lists(f"SELECT {', '.join(asked)}", given), strict=True):
        found[number].update(numbers)
    return [sorted(numbers, reverse=True)[:most] for numbers in found]


def parts_of_all(scope: Scope) -> list[tuple[str, int]]:
    """All records in parts, the newest first: as a word of the index that those of a part have, and the number they stay below."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(id) FROM {TABLE}")
        last = (cursor.fetchone()[0] or 0) // LOT
    site = f"('{SITE}{scope.publisher.pk}' | '{SHARED}')" if scope.publisher else ""
    parts, end = [], last + 1
    for lots in PARTS:
        among = " | ".join(f"'=lot{lot}'" for lot in range(max(0, end - lots), end))
        parts.append((" & ".join(filter(None, [f"({among})", site])), end * LOT))
        end -= lots
        if end <= 0:
            return parts
    return [*parts, (site, end * LOT)]


def ways_of(wanted: Wanted) -> list[Wanted]:
    """What is wanted, each way of saying a single term by itself: a phrase is looked for in other texts than a word."""
    (term, *others) = wanted.every
    if others or wanted.some:
        return [wanted]
    return [Wanted((replace(term, instead=()),)), *(Wanted((Term(phrase, is_quoted=True),)) for phrase in term.instead)]


def naming(terms: Sequence[Term], numbers: Collection[int], since: list[int]) -> list[Naming]:
    """For each term the records, of some, that have it in their titles, and in their headings or summaries."""
    parts = [(column, *expression(term)) for term in terms for column, _columns in NAMING]
    asked = ", ".join(f"(json_agg(id) FILTER (WHERE {column} @@ ({sql})))::text" for column, sql, _words in parts)
    found = map(set, lists(f"SELECT {asked} FROM {RECORDS} WHERE id IN ({listed(numbers)})", [word for _column, _sql, words in parts for word in words]))
    return [Naming(in_titles, in_summaries) for in_titles, in_summaries in zip(found, found, strict=True)]


def lists(sql: str, values: list) -> list[list[int]]:
    """The lists of numbers in the one row that a question gives. As one text each, which is quicker than row by row."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [loads(found) if found else [] for found in cursor.fetchone()]


def in_a_row(words: Iterable[str], numbers: Iterable[int]) -> set[int]:
    """Which of the records have the words one after another."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {RECORDS} WHERE id IN ({listed(numbers)}) AND words @@ phraseto_tsquery('{CONFIGURATION}', %s)", [plain(words)])
        return {number for (number,) in cursor.fetchall()}


def snippets(question: Question, numbers: Iterable[int]) -> dict[int, str]:
    """By number, the words around what matches, marked by \\x02 and \\x03."""
    wanted, asked = joined(question.terms, " || ")
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT id, ts_headline('{CONFIGURATION}', shown, wanted, {HEADLINE}), summary FROM (
                SELECT id, wanted, summary, translate(CASE WHEN text = '' OR to_tsvector('{CONFIGURATION}', summary) @@ wanted THEN summary ELSE text END, '<>', '\x0e\x0f') AS shown
                FROM {TABLE}, (SELECT {wanted} AS wanted) question WHERE id = ANY(%s)
            ) found""",
            [*asked, list(numbers)],
        )
        found = [(number, snippet.translate(BRACKETS), summary) for number, snippet, summary in cursor.fetchall()]
    return {number: snippet if "\x02" in snippet else summary or snippet for number, snippet, summary in found}


def titled(words: list[str], half: str, scope: Scope, most: int) -> list[int]:
    """The newest records with all the words in their titles, and one that begins as `half`, if that is not empty."""
    condition, values = scope.condition()
    # A word is letters and digits alone, so nothing in it is an operator.
    wanted = " & ".join([*(f"'{word}'" for word in words), *([f"'{half}':*"] if half else [])])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT record.id FROM {RECORDS} WHERE record.title_words @@ to_tsquery('{CONFIGURATION}', %s) AND {condition} ORDER BY record.id DESC LIMIT %s",
            [wanted, *values, most],
        )
        return [number for (number,) in cursor.fetchall()]


def having(wanted: Wanted, is_loose: bool = False) -> tuple[str, list[str]]:
    """What is wanted, as a query and its words; loosely, the words of a phrase wherever they stand."""
    sql, words = joined(wanted.every, " && ", is_loose)
    if not wanted.some:
        return sql, words
    others, more = joined(wanted.some, " || ", is_loose)
    return f"({sql}) && ({others})", [*words, *more]


def joined(terms: Iterable[Term], by: str, is_loose: bool = False) -> tuple[str, list[str]]:
    parts = [expression(term, is_loose) for term in terms]
    return by.join(f"({sql})" for sql, _values in parts), [value for _sql, values in parts for value in values]


def expression(term: Term, is_loose: bool = False) -> tuple[str, list[str]]:
    """A term as a query, and its words as values: nothing typed is an operator."""
    ways = [(term.loose or term.words, bool(term.loose)), *((phrase, False) for phrase in term.instead)]
    parts = ["plainto_tsquery" if is_loose or in_any_order or len(words) == 1 else "phraseto_tsquery" for words, in_any_order in ways]
    return " || ".join(f"{function}('{CONFIGURATION}', %s)" for function in parts), [plain(words) for words, _in_any_order in ways]


def plain(words: Iterable[str]) -> str:
    """Words as one text; the server would take an underscore for a part of one."""
    return " ".join(words).replace("_", " ")
