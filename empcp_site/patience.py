"""How long this process waits for a PostgreSQL server, and what it remembers of one that did not answer.

A server that is stopped refuses at once. One that is frozen, or behind a cut cable, takes what it is sent and
never answers: only a clock of our own ends that wait. Commands have none: a migration takes as long as it takes.
"""

import threading
import time
from contextlib import contextmanager

# Seconds for which a server that did not answer is not asked again.
REST = 1.0


class Exhausted(Exception):
    """The server did not answer a moment ago, and is not asked again yet."""


class Patience:
    """What a process grants its database server: `limit` seconds for an answer, None for as long as it takes."""

    def __init__(self):
        self.limit: float | None = None
        self.rests_until: float | None = None
        self.one_tries = threading.Lock()

    @property
    def is_exhausted(self) -> bool:
        """Whether the server did not answer when it was last asked."""
        return self.rests_until is not None

    def exhaust(self) -> None:
        """Note that the server did not answer, so that other readers need not wait to learn the same."""
        if self.limit is not None:
            self.rests_until = time.monotonic() + REST

    @contextmanager
    def one_try(self):
        """Within, the server may be asked whether it is there: by anybody, or by one at a time once it was silent. Raises Exhausted."""
        if not self.is_exhausted:
            yield
            return
        if time.monotonic() < self.rests_until or not self.one_tries.acquire(blocking=False):
            raise Exhausted
        try:
            yield
            self.rests_until = None
        finally:
            self.one_tries.release()


patience = Patience()
