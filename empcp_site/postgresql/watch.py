"""Whether anything has been written to the server's database, asked in one tiny question.

As long as the server tells the same snapshot (which transactions are over and which are not), none of them has become
final since. What somebody writes by hand, past this project's code, raises no edition; in the same transaction they have
to say `UPDATE collaboration_edition SET number = number + 1`. (On SQLite it is noticed.)
"""

import threading
import time

import psycopg

from collaboration.caching.engine import READ_EDITIONS, note_write_past_us, past_us

from .impatient import ImpatientConnection

# Seconds that a reader waits for an answer, and for which a server that gave none is not asked again.
PATIENCE = 2
REST = 1


class Watch:
    """Tells the editions of this moment, on one connection for all threads: the same dictionary for as long as they are the same."""

    def __init__(self, parameters: dict):
        self.parameters = {name: value for name, value in parameters.items() if name != "cursor_factory"}
        self.one_asks = threading.Lock()
        self.connection: ImpatientConnection | None = None
        self.rests_until = 0.0
        self.snapshot = ""
        self.editions: dict[str, int] = {}

    def now(self) -> dict[str, int] | None:
        """The editions as the server has them now; None if it does not answer."""
        if not self.one_asks.acquire(timeout=PATIENCE):
            return None
        try:
            if time.monotonic() < self.rests_until:
                return None
            return self.ask()
        except (psycopg.Error, OSError):
            self.rests_until = time.monotonic() + REST
            self.leave()
            return None
        finally:
            self.one_asks.release()

    def ask(self) -> dict[str, int]:
        if self.connection is None:
            # What happened while nobody watched is not known.
            note_write_past_us()
            self.snapshot = ""
            self.connection = ImpatientConnection.connect(**self.parameters, autocommit=True)
        with self.connection.answering_within(PATIENCE):
            snapshot = self.connection.execute("SELECT pg_current_snapshot()::text").fetchone()[0]
            if snapshot != self.snapshot:
                found = past_us | dict(self.connection.execute(READ_EDITIONS).fetchall())
                self.editions = self.editions if found == self.editions else found
                # The snapshot from before: what became final since is read once more.
                self.snapshot = snapshot
        return self.editions

    def leave(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None
