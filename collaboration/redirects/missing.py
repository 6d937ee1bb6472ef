"""Counting what is asked for and is not there, at next to no cost to whoever asks."""

import re
import time
from contextlib import contextmanager

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from collaboration.publishers.models import Publisher

from .models import MissingAddress, bare

LONGEST = 200
MOST_PER_SITE = 5000
# Milliseconds that a reader's 404 may wait for somebody else's write.
PATIENCE = 50

# What programs that look for holes ask every site for.
NOISE = re.compile(
    r"(^|/)\.|\.(php\d?|aspx?|jspx?|cgi|pl|env|ini|ya?ml|sql|sqlite3?|bak|old|log|key|pem|zip|t?gz|rar|7z|exe|dll|sh|map)(/|$)"
    r"|(^|/)(wp-|wordpress/|xmlrpc|cgi-bin|phpmyadmin|pma|adminer|vendor/|node_modules|actuator|solr|owa/|autodiscover|boaform|hnap1|sdk/|_profiler|telescope)",
    re.I,
)
# Something that may be about one person: an e-mail address, or a part that looks like a reference or a key.
PERSONAL = re.compile(
    r"@|(^|/)(?=[A-Z-]*\d)[A-Z0-9-]{12,}(/|$)|(?=[a-z0-9]*[A-Z])(?=[A-Za-z]*\d)[A-Za-z0-9]{14,}",
)

next_count_at = 0.0


def count(publisher: Publisher, path: str) -> None:
    """Count one more visitor who did not find the path. Never fails, and never keeps anybody waiting."""
    kept = bare(path)
    if not is_worth_counting(kept) or not is_time_to_count():
        return
    try:
        with impatiently(), transaction.atomic():
            note(publisher, kept)
    except DatabaseError:
        # Read-only, locked or full: the count is a hint for editors, and the reader's page matters more.
        pass


def is_worth_counting(path: str) -> bool:
    """Whether an address is one that a reader may have meant, and tells nothing of who they are."""
    return bool(path) and len(path) <= LONGEST and path.isprintable() and not NOISE.search(path) and not PERSONAL.search(path)


def is_time_to_count() -> bool:
    """Whether this process may write again: a flood of wrong addresses must not become a flood of writes."""
    global next_count_at
    now = time.monotonic()
    if now < next_count_at:
        return False
    next_count_at = now + settings.COUNT_MISSING_EVERY
    return True


def note(publisher: Publisher, path: str) -> None:
    """Raise the number by one, or begin at one while the site's list has room."""
    today = timezone.localdate()
    known = MissingAddress.objects.filter(publisher=publisher, path=path)
    if known.update(count=F("count") + 1, last_on=today):
        return
    if MissingAddress.objects.filter(publisher=publisher).count() < MOST_PER_SITE:
        MissingAddress.objects.get_or_create(publisher=publisher, path=path)


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
