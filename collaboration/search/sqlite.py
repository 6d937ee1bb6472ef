"""The words of the search on SQLite: an FTS5 table over the columns of SearchRecord.

The table keeps no copy of the text; it is told of each change here, not by triggers, which Django
drops whenever it rebuilds a table. It knows embargoed words too: whatever is asked of it is joined with
the records, which carry the dates.
"""

from collections.abc import Iterable

from django.db import connection

from .models import SearchRecord
from .question import Question, Term
from .scope import Scope

TABLE = "collaboration_searchwords"
COLUMNS = ("title", "headings", "summary", "text")
LISTED = ", ".join(COLUMNS)
CREATE = f"CREATE VIRTUAL TABLE {TABLE} USING fts5({LISTED}, content='collaboration_searchrecord', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2')"
DROP = f"DROP TABLE {TABLE}"
# How much a term counts in a column, beside being anywhere at all. FTS5's own bm25 weighs with the number and the
# length of all texts it knows, embargoed ones too: an embargo would show in the order of what is public.
COUNTS = {"title": 8.0, "{headings summary}": 3.0}
RANK = " + ".join(["1.0", *(f"{weight} * (record.id IN (SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s))" for weight in COUNTS.values())])
# The title stands above it anyway: what is shown comes from the summary, or from the text if only that matches.
SNIPPETS = ", ".join(f"snippet({TABLE}, {COLUMNS.index(column)}, char(2), char(3), '…', 24)" for column in ("summary", "text"))
FOUND = f"FROM {TABLE} CROSS JOIN collaboration_searchrecord record INDEXED BY search_record_scope ON record.id = {TABLE}.rowid WHERE {TABLE} MATCH %s"


def put(record: SearchRecord) -> None:
    """Enter a record that has just been saved."""
    run(f"INSERT INTO {TABLE}(rowid, {LISTED}) VALUES (%s, %s, %s, %s, %s)", record)


def drop(record: SearchRecord) -> None:
    """Take out a record that is about to be deleted; the table asks for the words as they went in."""
    run(f"INSERT INTO {TABLE}({TABLE}, rowid, {LISTED}) VALUES ('delete', %s, %s, %s, %s, %s)", record)


def run(sql: str, record: SearchRecord) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, [record.pk, *(getattr(record, column) for column in COLUMNS)])


def rebuild() -> None:
    """Read all records again."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE}({TABLE}) VALUES ('rebuild')")


def matching(terms: Iterable[Term], scope: Scope, most: int, beside: Iterable[Term] = ()) -> dict[int, float]:
    """The newest records that have all the terms, and any of those `beside` if there are such, by number, with how strongly."""
    condition, values = scope.condition()
    wanted = f"({every(terms)}) AND ({some(beside)})" if beside else every(terms)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT record.id, {RANK} {FOUND} AND {condition} ORDER BY {TABLE}.rowid DESC LIMIT %s", [*(f"{column} : ({wanted})" for column in COUNTS), wanted, *values, most])
        return dict(cursor.fetchall())


def snippets(question: Question, numbers: Iterable[int]) -> dict[int, str]:
    """By number, the words around what matches, marked by \\x02 and \\x03."""
    listed = ", ".join(str(int(number)) for number in numbers)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {TABLE}.rowid, {SNIPPETS} FROM {TABLE} WHERE {TABLE} MATCH %s AND rowid IN ({listed})", [some(question.terms)])
        return {number: text if "\x02" in text and "\x02" not in summary else summary or text for number, summary, text in cursor.fetchall()}


def titled(words: list[str], half: str, scope: Scope, most: int) -> list[int]:
    """The newest records with all the words in their titles, and one that begins as `half`, if that is not empty."""
    condition, values = scope.condition()
    wanted = " AND ".join([*(quoted((word,)) for word in words), *([f"{quoted((half,))}*"] if half else [])])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT record.id {FOUND} AND {condition} ORDER BY {TABLE}.rowid DESC LIMIT %s", [f"title : ({wanted})", *values, most])
        return [number for (number,) in cursor.fetchall()]


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
