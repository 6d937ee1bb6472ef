"""The databases of the sites that tests start: a file in the data folder, or one of its own on the PostgreSQL server of the test run.

Where the run has `EMPCP_DATABASE_URL`, a site gets a copy of the loaded test database there, and its folder
keeps the address; a folder without one is that of a site on SQLite.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterable
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

AS_LOADED = "as-loaded.sqlite3"
ADDRESS = "database-url"
numbers = count(1)
made: list[str] = []


def keep_the_connection_of_a_test() -> None:
    """Let no request end the connection a test has its transaction on: to Django that looks like one somebody left behind."""
    tidy_up = BaseDatabaseWrapper.close_if_unusable_or_obsolete
    BaseDatabaseWrapper.close_if_unusable_or_obsolete = lambda self: None if self.in_atomic_block else tidy_up(self)


def is_wanting() -> bool:
    """Whether a server is named, and Django has made no test database on it."""
    return connection.vendor == "postgresql" and not connection.settings_dict["NAME"].startswith("test_")


def begin_test_database() -> None:
    """Make the test database as Django would."""
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    made.append(connection.settings_dict["NAME"])


def keep_as_loaded() -> None:
    """Put a copy of the test database aside, so that sites need not load the content again."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(settings.VAR_DIR / AS_LOADED)])
    else:
        connection.close()
        make_database(name_as_loaded(), like=connection.settings_dict["NAME"])


def furnish_database(var: Path) -> None:
    """Give a data folder the content the site ships with."""
    if (settings.VAR_DIR / AS_LOADED).exists():
        shutil.copy(settings.VAR_DIR / AS_LOADED, var / "site.sqlite3")
    else:
        begin_database(var, like=name_as_loaded())


def copy_database(of: Path, to: Path) -> None:
    """Give a data folder the database of another; on PostgreSQL nobody may be connected to that just then."""
    if (of / ADDRESS).exists():
        begin_database(to, like=urlsplit((of / ADDRESS).read_text()).path.strip("/"))
    else:
        with sqlite3.connect(of / "site.sqlite3") as database:
            database.execute("VACUUM INTO ?", [str(to / "site.sqlite3")])
        database.close()


def begin_database(var: Path, like: str) -> None:
    """A new database on the server, like another; the folder keeps its address."""
    name = f"{like.partition('_as_loaded')[0].partition('_site_')[0]}_site_{os.getpid()}_{next(numbers)}"
    make_database(name, like)
    (var / ADDRESS).write_text(address_of(name))


def where(var: Path) -> dict[str, str]:
    """The settings with which a process works on the site in this folder."""
    kept = Path(var) / ADDRESS
    return {"EMPCP_VAR": str(var), "EMPCP_DATABASE_URL": kept.read_text() if kept.exists() else ""}


def rows(var: Path, query: str, parameters: Iterable = ()) -> list[tuple]:
    """What the database of a site answers to a question, or to an order, asked without Django. Parameters stand as `?`."""
    asked = opened(var)
    try:
        given = tuple(parameters)
        # Without parameters psycopg takes a per cent sign for what it is.
        answer = asked.execute(query if on_sqlite(var) else query.replace("?", "%s"), *([given] if given else []))
        found = answer.fetchall() if answer.description else []
        if not (answer.description or on_sqlite(var)):
            # What is written past the site is noticed on SQLite alone: see empcp_site/postgresql/watch.py.
            asked.execute("UPDATE collaboration_edition SET number = number + 1")
        asked.commit()
        return found
    finally:
        asked.close()


def opened(var: Path):
    """A connection of its own to the database of a site, of the driver’s own kind."""
    if on_sqlite(var):
        return sqlite3.connect(Path(var) / "site.sqlite3", timeout=20, check_same_thread=False)
    import psycopg

    return psycopg.connect((Path(var) / ADDRESS).read_text())


def on_sqlite(var: Path) -> bool:
    return not (Path(var) / ADDRESS).exists()


def name_as_loaded() -> str:
    return f"{connection.settings_dict['NAME']}_as_loaded"


def address_of(name: str) -> str:
    """The address of another database on the server of the test run."""
    return urlsplit(os.environ["EMPCP_DATABASE_URL"])._replace(path=f"/{name}").geturl()


def make_database(name: str, like: str) -> None:
    on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
    made.append(name)


def drop_databases() -> None:
    """Leave nothing on the server that this process made there."""
    if connection.vendor == "postgresql":
        # A thread of a test may have left a connection behind.
        connection.close()
        on_server(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{connection.settings_dict['NAME']}'")
    on_server(*(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)' for name in made))
    made.clear()


def on_server(*orders: str) -> None:
    """Give orders that concern whole databases."""
    if not orders:
        return
    import psycopg

    with psycopg.connect(address_of("postgres"), autocommit=True) as server:
        for order in orders:
            server.execute(order)
