"""The words of the search on SQLite: an FTS5 table over the columns of SearchRecord.

The table keeps no copy of the text; it is told of each change here, not by triggers, which Django
drops whenever it rebuilds a table. It knows embargoed words too: whatever is asked of it is joined with
the records, which carry the dates.
"""

from collections.abc import Collection, Iterable, Sequence
from json import loads

from django.db import connection

from .models import SearchRecord
from .question import Question, Term, Wanted
from .ranking import Naming
from .scope import Scope
from .words import EVERY_SITE, ONE_SITE

TABLE = "collaboration_searchwords"
COLUMNS = ("title", "headings", "summary", "text", "place")
LISTED = ", ".join(COLUMNS)
CREATE = f"CREATE VIRTUAL TABLE {TABLE} USING fts5({LISTED}, content='collaboration_searchrecord', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2')"
REBUILD = f"INSERT INTO {TABLE}({TABLE}) VALUES ('rebuild')"
MAKE, UNMAKE = [CREATE], [f"DROP TABLE {TABLE}"]
# Where a word says what a text is about. FTS5's own bm25 weighs with the number and the length of all texts it
# knows, embargoed ones too: an embargo would show in the order of what is public.
NAMING = ("title", "{headings summary}")
# The title stands above it anyway: what is shown comes from the summary, or from the text if only that matches.
OF_SUMMARY, OF_TEXT = (f"snippet({TABLE}, {COLUMNS.index(column)}, char(2), char(3), '…', 24)" for column in ("summary", "text"))
SNIPPETS = f"{OF_SUMMARY}, CASE WHEN instr({OF_SUMMARY}, char(2)) THEN '' ELSE {OF_TEXT} END"
# As text, which is sorted quicker than it is read.
MOMENT = "publish_at || ''"
RECORDS = "collaboration_searchrecord record INDEXED BY search_record_scope"
FOUND = f"FROM {TABLE} CROSS JOIN {RECORDS} ON record.id = {TABLE}.rowid WHERE {TABLE} MATCH %s"


def put(record: SearchRecord) -> None:
    """Enter a record that has just been saved."""
    run(f"INSERT INTO {TABLE}(rowid, {LISTED}) VALUES (%s, %s, %s, %s, %s, %s)", record)


def drop(record: SearchRecord) -> None:
    """Take out a record that is about to be deleted; the table asks for the words as they went in."""
    run(f"INSERT INTO {TABLE}({TABLE}, rowid, {LISTED}) VALUES ('delete', %s, %s, %s, %s, %s, %s)", record)


def run(sql: str, record: SearchRecord) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, [record.pk, *(getattr(record, column) for column in COLUMNS)])


def rebuild() -> None:
    """Read all records again."""
    with connection.cursor() as cursor:
        cursor.execute(REBUILD)


def newest(wanted: list[Wanted], scope: Scope, most: int) -> list[list[int]]:
    """For each of what is wanted, the newest records that have it, in one question."""
    condition, values = scope.condition()
    found = f"SELECT record.id AS one {FOUND} AND {condition} ORDER BY {TABLE}.rowid DESC LIMIT %s"
    return lists(f"SELECT %s, json_group_array(one) FROM ({found})", [[number, there(having(one), scope), *values, most] for number, one in enumerate(wanted)])


def naming(terms: Sequence[Term], numbers: Collection[int], since: list[int]) -> list[Naming]:
    """For each term the records, of some from a number on, that have it in their titles, and in their headings or summaries. There may be others among them."""
    last = max(numbers)
    asked = [[2 * number + place, f"{column} : ({expression(term)})", since[number], last] for number, term in enumerate(terms) for place, column in enumerate(NAMING)]
    found = map(set, lists(f"SELECT %s, json_group_array(rowid) FROM {TABLE} WHERE {TABLE} MATCH %s AND rowid BETWEEN %s AND %s", asked))
    return [Naming(in_titles, in_summaries) for in_titles, in_summaries in zip(found, found, strict=True)]


def in_a_row(words: Iterable[str], numbers: Iterable[int]) -> set[int]:
    """Which of the records have the words one after another."""
    numbers = set(numbers)
    with connection.cursor() as cursor:
        # Asked for single rows, FTS5 would look for the phrase from each of them on, to the end.
        cursor.execute(f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s AND rowid BETWEEN %s AND %s", [quoted(words), min(numbers), max(numbers)])
        return numbers.intersection(number for (number,) in cursor.fetchall())


def lists(sql: str, asked: list[list]) -> list[list[int]]:
    """The list of numbers that each of several askings of one question gives, asked together. As one text each, which is quicker than row by row."""
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([sql] * len(asked)), [value for values in asked for value in values])
        found = dict(cursor.fetchall())
    return [loads(found[number]) for number in range(len(asked))]


def snippets(question: Question, numbers: Iterable[int]) -> dict[int, str]:
    """By number, the words around what matches, marked by \\x02 and \\x03."""
    listed = ", ".join(str(int(number)) for number in numbers)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {TABLE}.rowid, {SNIPPETS} FROM {TABLE} WHERE {TABLE} MATCH %s AND rowid IN ({listed})", [some(question.terms)])
        return {number: text if "\x02" in text else summary or text for number, summary, text in cursor.fetchall()}


def titled(words: list[str], half: str, scope: Scope, most: int) -> list[int]:
    """The newest records with all the words in their titles, and one that begins as `half`, if that is not empty."""
    condition, values = scope.condition()
    wanted = " AND ".join([*(quoted((word,)) for word in words), *([f"{quoted((half,))}*"] if half else [])])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT record.id {FOUND} AND {condition} ORDER BY {TABLE}.rowid DESC LIMIT %s", [there(f"title : ({wanted})", scope), *values, most])
        return [number for (number,) in cursor.fetchall()]


def there(wanted: str, scope: Scope) -> str:
    """What is wanted, on a site: the table passes over others without a look at their records."""
    return f'({wanted}) AND place : ("{ONE_SITE}{scope.publisher.pk}" OR "{EVERY_SITE}")' if scope.publisher else wanted


def having(wanted: Wanted) -> str:
    return f"({every(wanted.every)}) AND ({some(wanted.some)})" if wanted.some else every(wanted.every)


def every(terms: Iterable[Term]) -> str:
    return " AND ".join(f"({expression(term)})" for term in terms)


def some(terms: Iterable[Term]) -> str:
    return " OR ".join(f"({expression(term)})" for term in terms)


def expression(term: Term) -> str:
    """A term as FTS5 reads it: each word quoted, so that nothing typed is an operator."""
    own = " AND ".join(quoted((word,)) for word in term.loose) if term.loose else quoted(term.words)
    return " OR ".join([f"({own})", *(quoted(phrase) for phrase in term.instead)])


def quoted(words: Iterable[str]) -> str:
    """Words in a row."""
    return f'"{" ".join(words)}"'
