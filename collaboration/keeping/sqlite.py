"""A copy of a SQLite database that is in use, and a database out of such a copy.

`VACUUM INTO` reads one moment of the database, whatever is written meanwhile. A copy of the file under load is broken,
and the paged backup of SQLite begins anew with every write.
"""

import os
import shutil
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from .records import Failed, flush

NAME = "SQLite"
DUMP = "database.sqlite3"


def opened(path: Path, mode: str):
    """A connection of its own to a database that is there."""
    return connection.Database.connect(f"file:{quote(str(path))}?mode={mode}", uri=True, timeout=60, isolation_level=None)


def dump(target: Path) -> tuple[dict[str, int], list[str]]:
    """Write the copy; returns the rows it has by table, and its migrations. Raises Failed if it is not sound."""
    source = opened(connection.settings_dict["NAME"], "rw")
    try:
        source.execute("VACUUM INTO ?", [str(target)])
    except connection.Database.Error as error:
        raise Failed(f"SQLite could not copy the database: {error}") from error
    finally:
        source.close()
    os.chmod(target, 0o600)
    flush(target)
    return examined(target)


def examined(path: Path) -> tuple[dict[str, int], list[str]]:
    """The rows of a copy by table, and its migrations; raises Failed if it is not sound."""
    copy = opened(path, "ro")
    try:
        said = [row[0] for row in copy.execute("PRAGMA integrity_check(5)")] + [f"{row[0]} refers to what is not there" for row in copy.execute("PRAGMA foreign_key_check")]
        if said != ["ok"]:
            raise Failed(f"The copy of the database is not sound: {'; '.join(said[:5])}")
        tables = [row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '%searchwords%' ORDER BY name")]
        rows = {table: copy.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables}
        return rows, [f"{app}.{name}" for app, name in copy.execute("SELECT app, name FROM django_migrations ORDER BY id")]
    except connection.Database.Error as error:
        raise Failed(f"The copy of the database cannot be read: {error}") from error
    finally:
        copy.close()


def refuse_unless_empty() -> None:
    """Raise Failed if there is a database with tables."""
    path = Path(connection.settings_dict["NAME"])
    if not path.exists():
        return
    there = opened(path, "rw")
    try:
        tables = there.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    except connection.Database.Error as error:
        raise Failed(f"{path} is there and cannot be read ({error}): a backup is restored into an empty place only.") from error
    finally:
        there.close()
    if tables:
        raise Failed(f"{path} is a database with tables: a backup is restored into an empty place only. Set EMPCP_VAR to an empty folder, or move that file away.")


def load(copy: Path) -> None:
    """Make the database of the site out of a copy. Nobody may have the empty one open."""
    connection.close()
    path = Path(connection.settings_dict["NAME"])
    rough = path.with_name(f"{path.name}.restoring")
    try:
        shutil.copyfile(copy, rough)
        os.chmod(rough, 0o600)
        flush(rough)
        for ending in ("", "-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        os.replace(rough, path)
        flush(path.parent)
    except OSError:
        rough.unlink(missing_ok=True)
        raise
