"""Whether an exception means that something we stand on is away for a while: the database, the disk, a storage.

A mistake of ours looks much the same in Python; the numbers that SQLite, PostgreSQL and the system give tell them apart.
"""

import errno
import sqlite3

from django.db import DatabaseError, InterfaceError, OperationalError

from collaboration.files.places import StorageAway

# SQLite says “SQLITE_ERROR” for a table that is not there and for a slip in a query: those are ours.
SQLITE = {
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_NOTADB,
}  # fmt: skip
# A server that only reads for now: a copy that is about to take over, or one whose disk is full.
POSTGRESQL = {"25006"}
SYSTEM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM}


def is_away(fault: BaseException) -> bool:
    """Whether trying again later may help."""
    if isinstance(fault, (DatabaseError, InterfaceError)):
        return is_database_away(fault)
    if isinstance(fault, OSError):
        return isinstance(fault, (ConnectionError, TimeoutError)) or fault.errno in SYSTEM
    return isinstance(fault, StorageAway)


def is_database_away(fault: Exception) -> bool:
    """The same of an exception that Django made of the database's own, which it keeps as the cause."""
    number = getattr(fault.__cause__, "sqlite_errorcode", None)
    if number is not None:
        # What is above the lowest byte says more precisely how.
        return number & 0xFF in SQLITE
    return isinstance(fault, (OperationalError, InterfaceError)) or getattr(fault.__cause__, "sqlstate", None) in POSTGRESQL
