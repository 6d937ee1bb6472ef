"""Counting what readers ask for in vain, at next to no cost to them: a hint for editors, never a reason to wait or to fail."""

import time
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, connection, models, transaction
from django.db.models import F
from django.utils import timezone

from collaboration.caching.notes import keep_out

# Milliseconds that a reader's answer may wait for somebody else's write.
PATIENCE = 50


@dataclass
class Tally:
    """How often each thing is asked for on each site, as rows of a model with `publisher`, `count` and `last_on`.

    `field` names what is counted; a site's list ends at `most` rows.
    """

    model: type[models.Model]
    field: str
    most: int
    next_at: float = 0.0

    def add(self, publisher: models.Model, asked: str) -> None:
        """Count one more. Never fails, and never keeps anybody waiting."""
        # Whoever asks next is to be counted as well.
        keep_out()
        if not self.is_time():
            return
        try:
            with impatiently(), transaction.atomic():
                self.note(publisher, asked)
        except DatabaseError:
            # Read-only, locked or full: the count is a hint for editors, and the reader's page matters more.
            pass

    def is_time(self) -> bool:
        """Whether this process may write again: a flood of questions must not become a flood of writes."""
        now = time.monotonic()
        if now < self.next_at:
            return False
        self.next_at = now + settings.COUNT_MISSING_EVERY
        return True

    def note(self, publisher: models.Model, asked: str) -> None:
        """Raise the number by one, or begin at one while the site's list has room."""
        of_site = self.model.objects.filter(publisher=publisher)
        if of_site.filter(**{self.field: asked}).update(count=F("count") + 1, last_on=timezone.localdate()):
            return
        if of_site.count() < self.most:
            self.model.objects.get_or_create(**{"publisher": publisher, self.field: asked})


@contextmanager
def impatiently():
    """Within, give up a write that has to wait longer than `PATIENCE`. Before the transaction: SQLite waits at its start."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
            first, last = f"PRAGMA busy_timeout = {PATIENCE}", f"PRAGMA busy_timeout = {usual}"
        else:
            first, last = f"SET lock_timeout = '{PATIENCE}ms'", "RESET lock_timeout"
        cursor.execute(first)
        try:
            yield
        finally:
            cursor.execute(last)
