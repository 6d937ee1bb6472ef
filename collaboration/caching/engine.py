"""What our database connections do on top of Django's: note what is read, and raise the edition of what is written.

Signals would miss `update()`, `bulk_create()` and raw SQL; here every statement passes. A write and the
edition it raises share one transaction, so that nobody ever sees the one without the other.
"""

import time
from contextlib import closing

from django.apps import apps
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper

from .notes import PAST_US, in_hand
from .statements import Statement, Tables

EDITIONS = "collaboration_edition"
READ_EDITIONS = f"SELECT name, number FROM {EDITIONS}"
# How often something was written past us, as far as this process has seen. Whatever is kept depends on it.
past_us = {PAST_US: 0}
# By database: what its tables are is asked once in a process, and after any statement that may have altered them.
tables_of: dict[tuple, Tables] = {}


def note_write_past_us() -> None:
    """Something has changed in a way no edition tells of, such as by hand: nothing that this process keeps is good any more."""
    past_us[PAST_US] += 1


class Guarded:
    """A cursor that refuses the driver's own ways to write past us: nothing would know of what they changed."""

    def copy(self, *_how):
        raise NotImplementedError("COPY would pass by the editions: write with execute() or executemany().")

    def executescript(self, *_how):
        raise NotImplementedError("A script would pass by the editions: write with execute() or executemany().")


class NotedCursor(Guarded, CursorWrapper):
    """Django's cursor."""


class NotedDebugCursor(Guarded, CursorDebugWrapper):
    """Django's cursor that keeps a log of queries."""


class Noting:
    """What a database wrapper of Django's becomes one of ours by. Stands before Django's class."""

    # The function that gives the larger of two numbers.
    larger = "max"
    before_raising = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # What the transaction in hand has changed so far.
        self.changed: set[str] = set()
        self.is_restructured = False
        self.known: Tables | None = None
        self.execute_wrappers.append(self.note)

    def make_cursor(self, cursor):
        return NotedCursor(cursor, self)

    def make_debug_cursor(self, cursor):
        return NotedDebugCursor(cursor, self)

    @property
    def tables(self) -> Tables:
        """The tables there are. Asked past Django's cursors, so that no log of queries tells of it."""
        if self.known is None or self.known.is_outdated:
            address = tuple(str(self.settings_dict[name]) for name in ("HOST", "PORT", "NAME"))
            self.known = tables_of.get(address)
            if self.known is None or self.known.is_outdated:
                self.known = tables_of[address] = self.look_at_tables()
        return self.known

    def look_at_tables(self) -> Tables:
        with closing(self.create_cursor()) as cursor:
            there = {one.name for one in self.introspection.get_table_list(cursor)}
        ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} if apps.models_ready else set()
        return Tables(there | ours, has_editions=EDITIONS in there)

    def connect(self):
        self.known = None
        super().connect()

    def note(self, execute, sql, params, many, context):
        """Wrapped round every statement: see `execute_wrapper` in Django's documentation."""
        statement = self.tables.judged(sql if type(sql) is str else self.as_text(sql))
        note = in_hand.get()
        if note is not None:
            note.tables |= statement.named
        if statement.is_harmless:
            return execute(sql, params, many, context)
        if note is not None:
            note.has_written, note.editions = True, None
        return self.write(statement, lambda: execute(sql, params, many, context), context["cursor"])

    def as_text(self, sql) -> str:
        return sql.decode() if isinstance(sql, bytes) else sql.as_string(self.connection)

    def write(self, statement: Statement, execute, cursor: CursorWrapper):
        """Run a statement that may change something, and see that its editions rise when it becomes final."""
        if statement.is_ending:
            self.raise_editions()
            return execute()
        self.changed |= statement.changed
        self.is_restructured |= statement.is_structural
        if self.is_in_transaction():
            return execute()
        if statement.stands_alone:
            result = execute()
            with self.wrap_database_errors, self.own_transaction():
                self.raise_editions()
            return result
        try:
            with self.wrap_database_errors, self.own_transaction():
                result = execute()
                self.take_in_rows(cursor)
                self.raise_editions()
        finally:
            self.forget_changes()
        return result

    def take_in_rows(self, cursor: CursorWrapper) -> None:
        """Have what a statement returned at hand before its transaction ends, where the driver does not see to that."""

    def raise_editions(self) -> None:
        """Raise the editions of all that has changed, in one statement and in the order of their names, so that no two writers wait for each other.

        A number is never given twice, not even after the table of editions was emptied: it is at least the microseconds since 1970.
        """
        names = set(self.changed)
        if self.is_restructured:
            self.tables.is_outdated = True
            names |= self.tables.names
        self.forget_changes()
        if not names or not self.tables.has_editions:
            return
        now = time.time_ns() // 1000
        rows = ", ".join(f"('{name}', {now})" for name in sorted(names))
        self.connection.execute(
            f"{self.before_raising}INSERT INTO {EDITIONS} (name, number) VALUES {rows} "
            f"ON CONFLICT (name) DO UPDATE SET number = {self.larger}({EDITIONS}.number + 1, excluded.number)"
        ).close()

    def read_editions(self) -> dict[str, int]:
        """The editions as this connection sees them just now; none where there is no table of them yet."""
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            return past_us | dict(self.connection.execute(READ_EDITIONS).fetchall()) if self.tables.has_editions else {}

    def _commit(self):
        self.raise_before_the_end()
        super()._commit()

    def _set_autocommit(self, autocommit):
        # Going back to autocommit ends a transaction that is under way.
        if autocommit:
            self.raise_before_the_end()
        super()._set_autocommit(autocommit)

    def raise_before_the_end(self) -> None:
        if (self.changed or self.is_restructured) and self.connection is not None:
            with self.wrap_database_errors:
                self.raise_editions()

    def _rollback(self):
        super()._rollback()
        self.forget_changes()

    def close(self):
        super().close()
        if self.connection is None:
            self.forget_changes()

    def forget_changes(self) -> None:
        self.changed.clear()
        if self.is_restructured:
            self.is_restructured = False
            if self.known is not None:
                self.known.is_outdated = True
