"""Doing something in one process at a time: a lock that ends with whoever holds it, and needs no clock.

On PostgreSQL the server keeps it, for all hosts; with SQLite, which is one machine's, a file in the data folder does.
"""

import fcntl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

from django.conf import settings
from django.db import connection

# Numbers of other programs' locks in the same database begin otherwise.
OURS = 0x454D5043


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Within, nobody else is at what the name says, if it gives True; with False somebody is."""
    yield from (in_the_database if connection.vendor == "postgresql" else in_a_file)(name)


def in_a_file(name: str) -> Iterator[bool]:
    with open(settings.VAR_DIR / f"{name}.lock", "w") as file:
        yield locked(file)


def locked(file: IO) -> bool:
    """Whether we have the lock of an open file now. Closing it gives it back, and so does the end of the process, however it comes."""
    with suppress(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def in_the_database(name: str) -> Iterator[bool]:
    """The server gives it back when the connection ends. What begins a new connection meanwhile has lost it."""
    numbers = [OURS, zlib.crc32(name.encode()) >> 1]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", numbers)
        is_ours = cursor.fetchone()[0]
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", numbers)
