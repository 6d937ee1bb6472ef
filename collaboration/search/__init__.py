"""Finding: one record for each thing that has a date of publication, on SQLite or PostgreSQL.

`index.py` is the only writer. A record carries the dates, so what is not yet public is not found,
in snippets and counts either.
"""
