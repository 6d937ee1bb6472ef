"""One look at everything the site stands on, in a thread of its own: whoever asks waits three seconds and no longer.

A database that is frozen holds up the thread, not the answer; the next to ask finds the same look still
under way. What was seen holds for two seconds, so that nobody wears the site out by asking.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connections

logger = logging.getLogger(__name__)

PATIENCE = 3.0
HOLDS_FOR = 2.0


@dataclass
class Finding:
    """What one check found: whether all is well, a sentence for the log, and figures."""

    ok: bool
    said: str = ""
    figures: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass(frozen=True)
class Check:
    """Something to look at. Unless it `decides`, it calls for somebody and stops nothing from being served."""

    name: str
    look: Callable[[], Finding]
    decides: bool = True


class Look:
    """All checks in their order, begun at once. If the first fails, what needs the database is not waited for."""

    def __init__(self, checks: list[Check]):
        self.checks, self.findings = checks, {}
        self.began_at = time.monotonic()
        self.thread = threading.Thread(target=self.go_round, daemon=True, name="ready")
        self.thread.start()

    def go_round(self) -> None:
        try:
            for check in self.checks:
                self.findings[check.name] = found = timed(check)
                if not found.ok:
                    logger.warning("Not ready: %s: %s", check.name, found.said)
        finally:
            connections.close_all()

    @property
    def is_under_way(self) -> bool:
        return self.thread.is_alive()

    @property
    def holds(self) -> bool:
        return time.monotonic() - self.began_at < HOLDS_FOR

    def wait(self) -> dict[str, Finding]:
        """What has been found when all is seen or patience is over; what has not been seen by then is not well."""
        self.thread.join(max(0.0, self.began_at + PATIENCE - time.monotonic()))
        unseen = Finding(False, f"no answer within {PATIENCE:g} seconds", seconds=time.monotonic() - self.began_at)
        return {check.name: self.findings.get(check.name, unseen) for check in self.checks}


def timed(check: Check) -> Finding:
    """What a check found and how long it took; a check that fails has found that something is not well."""
    began = time.perf_counter()
    try:
        found = check.look()
    except Exception as fault:
        found = Finding(False, type(fault).__name__)
    found.seconds = time.perf_counter() - began
    return found


@dataclass
class Lookout:
    """Looks when asked, one look at a time."""

    checks: list[Check]
    latest: Look | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def see(self) -> dict[str, Finding]:
        """The findings by name of the check."""
        with self.lock:
            if self.latest is None or not (self.latest.is_under_way or self.latest.holds):
                self.latest = Look(self.checks)
            look = self.latest
        return look.wait()
