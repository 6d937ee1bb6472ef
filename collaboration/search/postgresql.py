"""The words of the search on PostgreSQL: a column of SearchRecord that the database writes itself, with an index over it.

Titles weigh A, headings B, summaries C, text D. The words are parted as SQLite parts them: without the translation,
“police/fire” would be taken for the path of a file and “EMSOU-MC” for one word.
"""

from collections.abc import Iterable

from django.db import connection

from .models import SearchRecord
from .question import Question, Term
from .scope import Scope

TABLE = "collaboration_searchrecord"
CONFIGURATION = "collaboration_words"
WEIGHTS = "'{0.1, 0.35, 0.4, 1.0}'::float4[]"
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
DROP = f"DROP TEXT SEARCH CONFIGURATION {CONFIGURATION} CASCADE"


def weighted(column: str, weight: str) -> str:
    spaces = " " * len(PARTING.replace("''", "'"))
    return f"setweight(to_tsvector('{CONFIGURATION}', translate({column}, '{PARTING}', '{spaces}')), '{weight}')"


VECTOR = " || ".join(weighted(*pair) for pair in (("title", "A"), ("headings", "B"), ("summary", "C"), ("text", "D")))
ADD_COLUMN = f"ALTER TABLE {TABLE} ADD COLUMN words tsvector GENERATED ALWAYS AS ({VECTOR}) STORED"
ADD_INDEX = f"CREATE INDEX search_record_words ON {TABLE} USING gin (words)"
DROP_COLUMN = f"ALTER TABLE {TABLE} DROP COLUMN words"
MARKS = "StartSel=\x02, StopSel=\x03"
# A short text is shown whole: of one, a fragment may be the word alone.
HEADLINE = f"CASE WHEN length(shown) <= 200 THEN '{MARKS}, HighlightAll=true' ELSE '{MARKS}, MaxWords=24, MinWords=12, MaxFragments=1' END"

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


def matching(terms: Iterable[Term], scope: Scope, most: int, beside: Iterable[Term] = ()) -> dict[int, float]:
    """The newest records that have all the terms, and any of those `beside` if there are such, by number, with how strongly."""
    condition, values = scope.condition()
    wanted, asked = every(terms)
    if beside:
        others, more = some(beside)
        wanted, asked = f"({wanted}) && ({others})", [*asked, *more]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT id, ts_rank({WEIGHTS}, words, wanted, 1) FROM (
                SELECT record.id, record.words, wanted FROM {TABLE} record, (SELECT {wanted} AS wanted) question
                WHERE record.words @@ wanted AND {condition} ORDER BY record.id DESC LIMIT %s
            ) newest""",
            [*asked, *values, most],
        )
        return dict(cursor.fetchall())


def snippets(question: Question, numbers: Iterable[int]) -> dict[int, str]:
    """By number, the words around what matches, marked by \\x02 and \\x03."""
    wanted, asked = some(question.terms)
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
    wanted = " & ".join([*(f"'{word}':A" for word in words), *([f"'{half}':*A"] if half else [])])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT record.id FROM {TABLE} record WHERE record.words @@ to_tsquery('{CONFIGURATION}', %s) AND {condition} ORDER BY record.id DESC LIMIT %s",
            [wanted, *values, most],
        )
        return [number for (number,) in cursor.fetchall()]


def every(terms: Iterable[Term]) -> tuple[str, list[str]]:
    return joined(terms, " && ")


def some(terms: Iterable[Term]) -> tuple[str, list[str]]:
    return joined(terms, " || ")


def joined(terms: Iterable[Term], by: str) -> tuple[str, list[str]]:
    parts = [expression(term) for term in terms]
    return by.join(f"({sql})" for sql, _values in parts), [value for _sql, values in parts for value in values]


def expression(term: Term) -> tuple[str, list[str]]:
    """A term as a query, and its words as values: nothing typed is an operator."""
    own = ("plainto_tsquery", term.loose) if term.loose else ("phraseto_tsquery", term.words)
    parts = [own, *(("phraseto_tsquery", phrase) for phrase in term.instead)]
    return " || ".join(f"{function}('{CONFIGURATION}', %s)" for function, _words in parts), [" ".join(words).replace("_", " ") for _function, words in parts]
