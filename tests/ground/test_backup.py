"""A copy of the database as the README says to make it, by a SQLite that knows nothing of Django."""

import sqlite3

from .processes import manage


def test_the_database_is_copied_without_django(tmp_path):
    assert manage("migrate", "-v0", var=tmp_path).returncode == 0
    with sqlite3.connect(tmp_path / "site.sqlite3") as connection:
        connection.execute("VACUUM INTO ?", [str(tmp_path / "copy.sqlite3")])
    with sqlite3.connect(tmp_path / "copy.sqlite3") as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        # Every constraint can be asked without Django: rows go in and out of every table.
        for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'collaboration_%' AND name NOT LIKE '%searchwords%'").fetchall():
            copy.execute(f'UPDATE "{name}" SET id = id')
