"""Every way to write raises an edition, in the same transaction, and what is undone raises none."""

import pytest
from django.db import IntegrityError, connection
from django.db.utils import load_backend

from collaboration.caching.notes import noting

EDITIONS = "CREATE TABLE collaboration_edition (name varchar(100) PRIMARY KEY, number bigint NOT NULL)"


@pytest.fixture
def base(tmp_path, db):
    """A connection beside that of the test, whose writes are final, and two tables that are nobody's."""
    told = {**connection.settings_dict, "CONN_HEALTH_CHECKS": False}
    if connection.vendor == "sqlite":
        told["NAME"] = str(tmp_path / "some.sqlite3")
    one = load_backend(told["ENGINE"]).DatabaseWrapper(told, "default")
    with one.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(EDITIONS)
        cursor.execute("CREATE TABLE first_of_two (id integer PRIMARY KEY, word varchar(20) UNIQUE)")
        cursor.execute("CREATE TABLE second_of_two (id integer PRIMARY KEY, word varchar(20))")
    yield one
    one.rollback()
    one.set_autocommit(True)
    with one.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS third_of_two")
        cursor.execute("DROP TABLE first_of_two")
        cursor.execute("DROP TABLE second_of_two")
        cursor.execute("DELETE FROM collaboration_edition WHERE name LIKE '%_of_two'")
    one.close()


def risen(base, act) -> set[str]:
    """Which editions of the two tables rose while something was done."""
    before = base.read_editions()
    act()
    after = base.read_editions()
    return {name for name in after if name.endswith("of_two") and after[name] != before.get(name)}


def run(base, *statements, many=None):
    with base.cursor() as cursor:
        for sql in statements:
            cursor.executemany(sql, many) if many else cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []


INSERT = "INSERT INTO first_of_two (id, word) VALUES (1, 'a')"


def test_a_single_statement_raises_the_edition_of_its_table(base):
    assert risen(base, lambda: run(base, INSERT)) == {"first_of_two"}


def test_a_statement_of_many_rows_raises_it_too(base):
    assert risen(base, lambda: run(base, "INSERT INTO second_of_two VALUES (%s, %s)", many=[(1, "a"), (2, "b")])) == {"second_of_two"}


def test_what_a_statement_returns_can_still_be_read(base):
    assert run(base, INSERT + " RETURNING id, word") == [(1, "a")]
    with base.cursor() as cursor:
        cursor.execute("INSERT INTO first_of_two VALUES (2, 'b'), (3, 'c') RETURNING id")
        assert (cursor.fetchone(), cursor.fetchmany(5), cursor.fetchone()) == ((2,), [(3,)], None)
        cursor.execute("SELECT word FROM first_of_two ORDER BY id")
        assert list(cursor) == [("a",), ("b",), ("c",)]


def test_reading_raises_nothing(base):
    assert risen(base, lambda: run(base, "SELECT * FROM first_of_two")) == set()


def test_a_statement_that_fails_raises_nothing(base):
    run(base, INSERT)
    with pytest.raises(IntegrityError):
        run(base, INSERT)
    assert risen(base, lambda: run(base, "INSERT INTO second_of_two VALUES (9, 'z')")) == {"second_of_two"}


def test_a_transaction_raises_all_it_has_changed_when_it_is_final_and_not_before(base):
    before = base.read_editions()
    base.set_autocommit(False)
    run(base, INSERT, "INSERT INTO second_of_two VALUES (1, 'a')")
    assert base.read_editions() == before
    assert risen(base, base.commit) == {"first_of_two", "second_of_two"}


def test_a_transaction_that_is_undone_raises_nothing_then_or_later(base):
    base.set_autocommit(False)
    run(base, INSERT)
    base.rollback()
    assert risen(base, base.commit) == set()


def test_a_savepoint_that_is_undone_leaves_what_was_changed_before_it(base):
    def act():
        base.set_autocommit(False)
        run(base, INSERT, "SAVEPOINT s", "INSERT INTO second_of_two VALUES (1, 'a')", "ROLLBACK TO SAVEPOINT s")
        base.commit()
        base.set_autocommit(True)

    assert "first_of_two" in risen(base, act)


def test_a_transaction_begun_and_ended_by_hand_raises_them_too(base):
    assert risen(base, lambda: run(base, "BEGIN", INSERT, "COMMIT")) == {"first_of_two"}
    assert risen(base, lambda: run(base, "BEGIN", "DELETE FROM first_of_two", "ROLLBACK")) == set()


def test_a_table_that_is_made_later_is_known(base):
    run(base, "CREATE TABLE third_of_two (id integer)")
    assert risen(base, lambda: run(base, "INSERT INTO third_of_two VALUES (1)")) == {"third_of_two"}


def test_a_number_is_never_given_twice_even_if_the_table_of_them_was_emptied(base):
    run(base, INSERT)
    before = base.read_editions()["first_of_two"]
    run(base, "DELETE FROM collaboration_edition WHERE name = 'first_of_two'", "UPDATE first_of_two SET word = 'b'")
    assert base.read_editions()["first_of_two"] > before


def test_ways_to_write_past_us_are_closed(base):
    with base.cursor() as cursor, pytest.raises(NotImplementedError):
        cursor.executescript("DELETE FROM first_of_two")
    with base.cursor() as cursor, pytest.raises(NotImplementedError):
        cursor.copy("COPY first_of_two FROM STDIN")


def test_what_is_read_is_noted(base):
    with noting() as note:
        run(base, "SELECT * FROM first_of_two JOIN second_of_two USING (id)")
    assert {"first_of_two", "second_of_two"} <= note.tables
    assert not note.has_written


def test_every_table_of_ours_has_an_edition(db):
    named = set(connection.read_editions())
    assert {name for name in connection.introspection.table_names() if name != "collaboration_edition"} <= named
