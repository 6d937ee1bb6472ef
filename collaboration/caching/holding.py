"""Values kept in the memory of this process for as long as the tables they were made from stay as they are."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Set
from contextlib import suppress
from typing import NamedTuple, TypeVar

from django.db.models import Model

from .editions import current, table_of
from .notes import noting, reads

Value = TypeVar("Value")
# Beyond this the value that was asked for longest ago goes.
MOST = 4096


class Held(NamedTuple):
    """A value and the editions it was made from."""

    editions: dict[str, int | None]
    value: object


held_values: OrderedDict[Hashable, Held] = OrderedDict()


def held(name: Hashable, models: Iterable[type[Model]], make: Callable[[], Value]) -> Value:
    """What `make()` returns, made anew only when one of these models' tables, or another that it read, has changed.

    The name stands for all that the value depends on besides. It must not depend on the time, on a person, or on
    anything that changes it afterwards. To use it counts as reading those tables. While the transaction in
    hand has written one of them, it is made and not kept.
    """
    kept = held_values.get(name)
    editions, changed = current()
    if kept is not None and is_current(kept, editions, changed):
        reads(kept.editions)
        refresh(name)
        return kept.value
    with noting(None if changed else editions) as note:
        value = make()
        note.tables.update(table_of(model) for model in models)
    if editions and not note.has_written and changed.isdisjoint(note.tables):
        held_values[name] = Held({table: editions.get(table) for table in note.tables}, value)
        if len(held_values) > MOST:
            held_values.popitem(last=False)
    return value


def is_current(kept: Held, editions: dict[str, int], changed: Set[str]) -> bool:
    """Whether nothing of what a value was made from has changed, nor is being changed by the transaction in hand."""
    if not editions or not changed.isdisjoint(kept.editions):
        return False
    number_of = editions.get
    return all(number_of(table) == number for table, number in kept.editions.items())


def refresh(name: Hashable) -> None:
    """Note that a value was asked for just now; another thread may have let it go meanwhile."""
    with suppress(KeyError):
        held_values.move_to_end(name)


def peek(name: Hashable, editions: dict[str, int]) -> Held | None:
    """What is held under a name, if it is good under these editions."""
    kept = held_values.get(name)
    return kept if kept is not None and all(editions.get(table) == number for table, number in kept.editions.items()) else None
