"""Waiting one's turn: what is counted first and written then must not be counted by two at once."""

from django.db import connection


def in_turn(matter: str) -> None:
    """Until this transaction ends, nobody else gets past here with the same matter.

    SQLite has one writer at a time, and our transactions take its lock at their start: there it is so anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [matter])
