"""The words of the search on SQLite: an FTS5 table over the columns of SearchRecord.

The table keeps no copy of the text; it is told of each change here, not by triggers, which Django
drops whenever it rebuilds a table.
"""

from datetime import datetime

from django.db import connection

from collaboration.publishers.models import Publisher

from .models import SearchRecord

TABLE = "collaboration_searchwords"
CREATE = f"""CREATE VIRTUAL TABLE {TABLE} USING fts5(
    title, summary, text, content='collaboration_searchrecord', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2'
)"""
DROP = f"DROP TABLE {TABLE}"
# A word in the title counts eight times, in the summary three times as much as one in the text.
RANK = f"bm25({TABLE}, 8.0, 3.0, 1.0)"
# The title stands above it anyway: what is shown comes from the summary, or from the text if only that matches.
SNIPPETS = ", ".join(f"snippet({TABLE}, {column}, char(2), char(3), '…', 24)" for column in (1, 2))


def put(record: SearchRecord) -> None:
    """Enter a record that has just been saved."""
    run(f"INSERT INTO {TABLE}(rowid, title, summary, text) VALUES (%s, %s, %s, %s)", record)


def drop(record: SearchRecord) -> None:
    """Take out a record that is about to be deleted; the table asks for the words as they went in."""
    run(f"INSERT INTO {TABLE}({TABLE}, rowid, title, summary, text) VALUES ('delete', %s, %s, %s, %s)", record)


def run(sql: str, record: SearchRecord) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, [record.pk, record.title, record.summary, record.text])


def rebuild() -> None:
    """Read all records again."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE}({TABLE}) VALUES ('rebuild')")


def matching(words: list[str], at: datetime, publisher: Publisher | None, most: int, every: bool) -> list[tuple[int, str]]:
    """The numbers of the records that match, best first, each with a snippet marked by \\x02 and \\x03.

    `every` asks for all the words, otherwise any will do. A publisher narrows to what its site covers.
    """
    scope = "AND (record.publisher_id = %s OR record.is_shared)" if publisher else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT record.id, {SNIPPETS} FROM {TABLE} JOIN collaboration_searchrecord record ON record.id = {TABLE}.rowid
            WHERE {TABLE} MATCH %s AND record.publish_at <= %s AND (record.withdrawn_at IS NULL OR record.withdrawn_at > %s) {scope}
            ORDER BY {RANK}, record.publish_at DESC LIMIT %s""",
            [expression(words, every), at, at, *([publisher.pk] if publisher else []), most],
        )
        return [(number, text if "\x02" in text and "\x02" not in summary else summary or text) for number, summary, text in cursor.fetchall()]


def expression(words: list[str], every: bool) -> str:
    """The words as FTS5 reads them: each quoted, so that nothing typed is an operator."""
    return (" AND " if every else " OR ").join(f'"{word}"' for word in words)
