"""What was worked out of public things, kept in memory for as long as it stays true.

That is until one of the tables it came from is written, or until the clock passes a moment at which one of the things comes
out or is taken back. So a count among a hundred thousand is made once, and is still right to the second.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from django.db import connection, models

from collaboration.caching.editions import table_of
from collaboration.caching.holding import held
from collaboration.caching.moments import FOR_EVER, next_change, next_moment

from .changes import moment

Value = TypeVar("Value")
# How many numbers a small answer counts as, and how many a shelf holds: about eight megabytes.
SMALL, FULL = 500, 1_000_000


@dataclass(frozen=True)
class Spell:
    """A time in which nothing comes out and nothing is taken back, and what is true in it."""

    begins: datetime
    ends: datetime | None
    value: object
    size: int

    def holds(self, at: datetime) -> bool:
        return self.begins <= at and (self.ends is None or at < self.ends)


def meanwhile(tables: tuple[type[models.Model], ...], key: tuple[str, ...], at: datetime, make: Callable[[], Value], size: Callable[[Value], int] = lambda value: SMALL, is_by_day: bool = False) -> Value:
    """What `make` works out at a moment of what is public in these tables; `is_by_day` where that differs from day to day.

    The tables have to be all that it reads. What it returns is shared by all threads, so nobody may change it. The
    first part of the key names a shelf of its own, on which `size` says how many numbers an answer holds.
    """
    if not connection.changed.isdisjoint(table_of(one) for one in tables):
        # The transaction in hand has written one of them: nothing is kept.
        return make()
    # A shelf is of its tables: one that two kinds of things shared would go by the editions of whichever came first.
    shelf: dict[tuple, Spell] = held(("meanwhile", key[0], *map(table_of, tables)), tables, dict)
    kept = shelf.get(key)
    if kept and kept.holds(at):
        return kept.value
    value = make()
    spell = Spell(at, end_of_spell(tables, at, is_by_day), value, size(value))
    if sum(one.size for one in list(shelf.values())) + spell.size > FULL:
        # Readers may ask for every mixture of choices: the shelf is emptied rather than made longer.
        shelf.clear()
    shelf[key] = spell
    return value


def end_of_spell(tables: tuple[type[models.Model], ...], at: datetime, is_by_day: bool) -> datetime | None:
    """The next moment at which one of these things comes out or is taken back, or at which the day ends; asked as the page store asks."""
    ends = (next_change if is_by_day else next_moment)([table_of(one) for one in tables], at.timestamp())
    return None if ends == FOR_EVER else datetime.fromtimestamp(ends, UTC)


def as_moment(written: datetime | str) -> datetime:
    """A moment as the database gives it without Django between; SQLite keeps no time zone, and means UTC."""
    if isinstance(written, str):
        return moment(written)
    return written if written.tzinfo else written.replace(tzinfo=UTC)


def rows_of(found: models.QuerySet, index: str = "") -> list[tuple]:
    """The rows of a question for some columns as the database gives them: of thousands Django would take longer to hand them on than to find them.

    `index` has all of them by number. SQLite would not use it unasked, and read each row as far as its last column.
    """
    sql, values = found.query.sql_with_params()
    if index and connection.vendor == "sqlite":
        table = f'FROM "{found.model._meta.db_table}"'
        sql = sql.replace(table, f'{table} INDEXED BY "{index}"', 1)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def at_once(questions: list[tuple[str, tuple]]) -> list:
    """The single values that these questions answer with, each as SQL and its values, asked in one; no more than some hundreds."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(f'({sql})' for sql, _values in questions)}", [value for _sql, values in questions for value in values])
        return list(cursor.fetchone())


def count_of(found: models.QuerySet) -> models.QuerySet:
    """How many there are, as a question within another."""
    # Not as an aggregate of Django's, which would count within groups.
    return found.order_by().annotate(number=models.Func("pk", function="COUNT")).values("number")
