"""What the request in hand has read so far, noted by the database connections while a page is printed."""

from collections.abc import Iterable
from contextlib import contextmanager
from contextvars import ContextVar

# Under this name, which no table has, the editions tell how often something was written past us: see `engine`.
PAST_US = ""


class Note:
    """The tables that something being made has read, and the editions from before it read the first row, if they were asked for."""

    __slots__ = ("editions", "has_written", "is_kept_out", "tables", "until")

    def __init__(self, editions: dict[str, int] | None = None):
        self.editions = editions
        self.tables: set[str] = {PAST_US}
        self.has_written = False
        self.is_kept_out = False
        # The moment, in seconds since 1970, from which it has to be made anew.
        self.until = float("inf")


in_hand: ContextVar[Note | None] = ContextVar("in_hand", default=None)


@contextmanager
def noting(editions: dict[str, int] | None = None):
    """Within, what this thread reads is noted. Inside another note, that one hears of everything too, failed or not."""
    outer, note = in_hand.get(), Note(editions)
    before = in_hand.set(note)
    try:
        yield note
    finally:
        in_hand.reset(before)
        if outer is not None:
            hand_on(note, outer)


def hand_on(note: Note, outer: Note) -> None:
    outer.tables |= note.tables
    outer.has_written |= note.has_written
    outer.is_kept_out |= note.is_kept_out
    outer.until = min(outer.until, note.until)
    if note.has_written:
        outer.editions = None


@contextmanager
def apart():
    """Within, what is read does not count as read by the page: for what the page store watches by itself."""
    before = in_hand.set(None)
    try:
        yield
    finally:
        in_hand.reset(before)


def reads(tables: Iterable[str]) -> None:
    """Note that the page in hand was made from these tables too."""
    note = in_hand.get()
    if note is not None:
        note.tables.update(tables)


def keep_out() -> None:
    """Let the page in hand not be stored, because each request for it has to reach the site: it is counted, for instance."""
    note = in_hand.get()
    if note is not None:
        note.is_kept_out = True


def good_until(moment: float) -> None:
    """Let the page in hand be stored no longer than this moment, in seconds since 1970, where no column of a table it read tells it."""
    note = in_hand.get()
    if note is not None:
        note.until = min(note.until, moment)
