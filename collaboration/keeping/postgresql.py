"""A dump of a PostgreSQL database that is in use, by the server's own programs, and a database out of one.

The rows are counted in the very snapshot that pg_dump reads, so that a restored database can be held against them.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from .records import Failed, flush

NAME = "PostgreSQL"
DUMP = "database.pgdump"
DEBIANS = Path("/usr/lib/postgresql")


def dump(target: Path) -> tuple[dict[str, int], list[str]]:
    """Write the dump; returns the rows it has by table, and its migrations. Raises Failed if it is not sound."""
    program = program_for("pg_dump")
    source = connection.get_new_connection(connection.get_connection_params())
    try:
        with source.cursor() as cursor:
            cursor.execute("SET idle_in_transaction_session_timeout = 0")
            cursor.execute("SET statement_timeout = 0")
            source.commit()
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            rows, migrations = examined(cursor)
            (snapshot,) = cursor.execute("SELECT pg_export_snapshot()").fetchone()
            run(program, "--format=custom", "--no-owner", "--no-acl", f"--snapshot={snapshot}", f"--file={target}", *where())
    finally:
        source.close()
    os.chmod(target, 0o600)
    flush(target)
    listed = run(program_for("pg_restore"), "--list", str(target)).count(" TABLE DATA ")
    if listed != len(rows):
        raise Failed(f"The dump of the database is not sound: it has {listed} tables and not {len(rows)}")
    return rows, migrations


def examined(cursor) -> tuple[dict[str, int], list[str]]:
    """The rows of the database by table, and its migrations."""
    tables = [name for (name,) in cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename").fetchall()]
    rows = {table: cursor.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables}
    return rows, [f"{app}.{name}" for app, name in cursor.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()]


def refuse_unless_empty() -> None:
    """Raise Failed if the database has tables."""
    if tables := connection.introspection.table_names():
        raise Failed(f"The database “{connection.settings_dict['NAME']}” has {len(tables)} tables: a backup is restored into an empty place only. Make a new database and name it in EMPCP_DATABASE_URL.")


def load(copy: Path) -> None:
    """Fill the empty database from a dump, in one transaction."""
    connection.close()
    *how, name = where()
    run(program_for("pg_restore"), "--no-owner", "--no-acl", "--no-comments", "--exit-on-error", "--single-transaction", *how, f"--dbname={name}", str(copy))


def where() -> list[str]:
    """How the server's programs find the database: host, port, user, and last its name."""
    return DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])[0][1:]


def run(program: str, *arguments: str) -> str:
    """What a program of the server's said; raises Failed with its reason. The password goes by the environment, which no list of processes shows."""
    more = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])[1] or {}
    done = subprocess.run([program, *arguments], env={**os.environ, **more}, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        raise Failed(f"{Path(program).name} failed: {' '.join(done.stderr.split())[-400:].rstrip('.')}")
    return done.stdout


def program_for(name: str) -> str:
    """One of the server's programs, not older than the server; raises Failed saying what to install."""
    wanted = connection.pg_version // 10000
    found = [path for path in [shutil.which(name), *sorted((str(path) for path in DEBIANS.glob(f"*/bin/{name}")), reverse=True)] if path]
    if not found:
        raise Failed(f"{name} is missing: on Debian or Ubuntu, apt install postgresql-client-{wanted}.")
    versions = {path: version_of(path) for path in found}
    new_enough = [path for path in found if versions[path] >= wanted]
    if not new_enough:
        raise Failed(f"{name} is of PostgreSQL {max(versions.values())} and the server of {wanted}: on Debian or Ubuntu, apt install postgresql-client-{wanted}.")
    return new_enough[0]


def version_of(program: str) -> int:
    """The major version of a program; 0 for one that does not say."""
    said = re.search(r"\(PostgreSQL\) (\d+)", subprocess.run([program, "--version"], capture_output=True, text=True).stdout)
    return int(said[1]) if said else 0
