"""The page store: finished pages in memory, in front of Django, none of them ever out of date.

How a page gets in: Django is asked as a reader without cookies would ask, but for the preferences. While it
answers, the database connections note the tables it reads. The page is kept with the editions these tables had
*before* the first row was read: were a row written meanwhile, its edition would be higher than the one kept
with the page, and the page would not be used.

How a page gets out: for each request the database is asked whether anything has been written (a few microseconds
on SQLite, one tiny question on PostgreSQL). If something has, the editions are read and held against those of
the page. So whoever has been told that a change is saved meets no page from before it, in this process or in
another, on this host or another. A page leaves the store for good when it is found to be old, or when others
need its room.

What time changes: a page is good until the next moment that stands in a row of a table it read (`moments`), until a
change that is due is put in, and until midnight. If the clock goes back behind its printing, it is not used.

What is never kept: answers that set a cookie, stream, or say `no-store` or `private`; any status but 200, 301, 404
and 410; whatever wrote something or asked to be kept out (`notes.keep_out`); what stands behind the doors below.

If the database does not answer, a page is given as long as no moment has come that would change it. With
`EMPCP_PAGE_STORE=0` none of this is used, and the site is as it was, only slower.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import count
from threading import Lock

from django.db import DatabaseError
from django.http import HttpResponse

from .moments import next_change
from .notes import Note, noting
from .pages import MARK, Page, may_be_kept

# First or second parts of paths behind which nothing is kept: they know who asks, or count it.
DOORS = frozenset(["admin", "embargo", "health", "metrics", "preview", "static"])
LONGEST_QUERY = 500
# A page larger than this would push out a hundred others.
LARGEST = 512 * 1024


class PageStore:
    """A WSGI application that answers for another one where it can.

    `watch.now()` tells the editions; `cookies_of` leaves of a Cookie header what pages vary by; `next_due` tells the
    moment of the next change that waits, None where it is not known under these editions; `due_now` looks for it.
    """

    def __init__(self, application, watch, cookies_of: Callable[[str], str], next_due: Callable[[dict], float | None], due_now: Callable[[], float], megabytes: int):
        self.application, self.watch, self.cookies_of, self.next_due, self.due_now = application, watch, cookies_of, next_due, due_now
        self.room = megabytes * 1024 * 1024
        self.pages: OrderedDict[tuple, Page] = OrderedDict()
        self.writing = Lock()
        self.size = self.hits = self.misses = self.stale = self.evicted = self.silent = 0
        self.turns = count(1)
        # The editions read last, a number for them, and the moment of the next change that waits.
        self.known: tuple[dict | None, int, float] = (None, 0, 0.0)

    def __call__(self, environ: dict, start_response) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ.get("CONTENT_LENGTH", "0") not in ("", "0") or "HTTP_TRANSFER_ENCODING" in environ:
            return self.application(environ, start_response)
        key = self.key_of(environ)
        page = self.pages.get(key)
        if page is None and is_none_of_ours(key):
            # Before the database is asked anything: whether we live is answered without it.
            return self.application(environ, start_response)
        editions, now = self.watch.now(), time.time()
        if page is not None:
            if (left := self.good_for(page, editions, now)) > 0:
                self.hits += 1
                self.touch(key)
                return page.answer(environ, start_response, left)
            self.stale += 1
        return self.ask(environ, start_response, key, editions)

    def key_of(self, environ: dict) -> tuple:
        """What a page is kept under. Both forms of the scheme that Django reads are in it; a host we do not answer to never gets a page in."""
        query, cookies = environ.get("QUERY_STRING", ""), environ.get("HTTP_COOKIE", "")
        return (
            environ.get("HTTP_HOST"), environ["PATH_INFO"], in_order(query) if "&" in query else query, self.cookies_of(cookies) if cookies else "",
            environ["wsgi.url_scheme"], environ.get("HTTP_X_FORWARDED_PROTO"), environ.get("SCRIPT_NAME"),
        )  # fmt: skip

    def good_for(self, page: Page, editions: dict | None, now: float) -> float:
        """For how many seconds a page may still be shown; 0 if it may not."""
        if editions is None:
            self.silent += 1
        known = self.known if editions is None else self.learned(editions)
        if known is None:
            return 0
        _editions, turn, due = known
        until = min(page.until, due)
        # Before its printing: the clock has gone back.
        is_good = page.printed_at <= now < until and (editions is None or page.is_current(editions, turn))
        return until - now if is_good else 0

    def learned(self, editions: dict) -> tuple[dict, int, float] | None:
        """What is known under these editions, which are those read last from now on; None if nobody has looked when the next change is due."""
        known = self.known
        if known[0] is editions:
            return known
        due = self.next_due(editions)
        if due is None:
            return None
        known = self.known = editions, next(self.turns), due
        return known

    def ask(self, environ: dict, start_response, key: tuple, editions: dict | None) -> Iterable[bytes]:
        """Have Django answer, and keep the answer if it may be kept."""
        self.misses += 1
        asked, told, now = as_anybody(environ, key), [], time.time()
        with noting(editions) as note:
            answer = self.application(asked, lambda *head: told.append(head))
            is_ours = isinstance(answer, HttpResponse) and may_be_kept(answer)
            until, due = self.good_until(note, now) if is_ours and editions is not None else (0.0, 0.0)
        if is_ours:
            page = Page(answer, why_not(note, until))
            answer.close()
            if environ["REQUEST_METHOD"] == "GET" and until and not note.is_kept_out and not note.has_written:
                page.made_from({table: editions.get(table) for table in note.tables}, now, until)
                self.keep(key, page)
                self.learned(editions)
            return page.answer(environ, start_response, max(0.0, min(until, due) - time.time()))
        if getattr(answer, "cookies", None) and asked.get("HTTP_COOKIE") != environ.get("HTTP_COOKIE"):
            # It depends on cookies that we left out, such as that of a form opened before.
            answer.close()
            return self.application(environ, start_response)
        start_response(*told[-1])
        return answer

    def good_until(self, note: Note, now: float) -> tuple[float, float]:
        """The moments at which a page just printed will be old, and at which the next change is put in; 0 if that cannot be told."""
        try:
            return min(note.until, next_change(set(note.tables), now)), self.due_now()
        except DatabaseError:
            return 0.0, 0.0

    def keep(self, key: tuple, page: Page) -> None:
        """Take a page in, and let go of those asked for longest ago where the room is too small."""
        if len(page.identity) > LARGEST:
            return
        size = page.make_ready()
        with self.writing:
            before = self.pages.pop(key, None)
            self.size += size - (before.size if before else 0)
            self.pages[key] = page
            while self.size > self.room:
                self.size -= self.pages.popitem(last=False)[1].size
                self.evicted += 1

    def touch(self, key: tuple) -> None:
        """Note that a page was asked for; another thread may have let it go meanwhile."""
        with suppress(KeyError):
            self.pages.move_to_end(key)

    def counts(self) -> dict[str, int]:
        """What the store has done in this process, and what it holds."""
        return {
            "hits": self.hits, "misses": self.misses, "stale": self.stale, "evicted": self.evicted, "silent": self.silent,
            "pages": len(self.pages), "bytes": self.size, "room": self.room,
        }  # fmt: skip


def in_order(query: str) -> str:
    """A query with its pairs in the order of their names: what stands in another order asks the same. Blank values stay."""
    return "&".join(sorted(filter(None, query.split("&")), key=lambda pair: pair.partition("=")[0]))


def is_none_of_ours(key: tuple) -> bool:
    """Whether an address is one that no page is ever kept under."""
    host, path, query = key[:3]
    return host is None or len(query) > LONGEST_QUERY or not DOORS.isdisjoint(path.split("/", 3)[1:3])


def as_anybody(environ: dict, key: tuple) -> dict:
    """A request as any reader with these preferences would make it: without other cookies, its query in order."""
    asked = {**environ, "QUERY_STRING": key[2], "HTTP_COOKIE": key[3], MARK: True}
    return asked if key[3] else {name: value for name, value in asked.items() if name != "HTTP_COOKIE"}


def why_not(note: Note, until: float) -> str:
    """The Cache-Control of a page that is not kept here, and so is not to be kept elsewhere."""
    return "no-store" if note.is_kept_out else "" if until and not note.has_written else "no-cache"
