"""Django's SQLite engine, with connections that note what is read and written."""

from contextlib import contextmanager
from itertools import islice

from django.db.backends.sqlite3 import base

from collaboration.caching.engine import Noting

from .watch import Watch


class TakenIn:
    """A cursor whose rows have been read already: SQLite ends no transaction in the middle of a statement (INSERT … RETURNING)."""

    def __init__(self, cursor):
        self.cursor = cursor
        self.rows = iter(cursor.fetchall())

    def __getattr__(self, name):
        return getattr(self.cursor, name)

    def __iter__(self):
        return self.rows

    def fetchone(self):
        return next(self.rows, None)

    def fetchmany(self, size: int = 1):
        return list(islice(self.rows, size))

    def fetchall(self):
        return list(self.rows)

    def execute(self, *how):
        self.rows = self.cursor
        return self.cursor.execute(*how)


class DatabaseWrapper(Noting, base.DatabaseWrapper):
    """The connection of one thread to the file."""

    def new_watch(self) -> Watch:
        """What tells the page store whether anything has changed."""
        return Watch(str(self.settings_dict["NAME"]))

    def is_in_transaction(self) -> bool:
        return self.connection.in_transaction or not self.autocommit

    def take_in_rows(self, cursor) -> None:
        if cursor.cursor.description:
            cursor.cursor = TakenIn(cursor.cursor)

    @contextmanager
    def own_transaction(self):
        """Within, a transaction of the driver's own, where Django has begun none."""
        self.connection.execute(f"BEGIN {self.transaction_mode or ''}").close()
        try:
            yield
            self.connection.execute("COMMIT").close()
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK").close()
            raise
