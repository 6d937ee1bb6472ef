"""The numbers: one for each table, raised with every write of it. Nothing but `engine` writes them."""

from collections.abc import Set

from django.db import connection, models

from .notes import in_hand

NOTHING: Set[str] = frozenset()


class Edition(models.Model):
    """How far a table has come: a number that is higher after every transaction that changed it."""

    name = models.CharField(primary_key=True, max_length=100)
    number = models.BigIntegerField()

    def __str__(self):
        return f"{self.name} {self.number}"


def table_of(model: type[models.Model]) -> str:
    """The name that a model's table has among the editions."""
    return model._meta.db_table.lower()


def current() -> tuple[dict[str, int], Set[str]]:
    """The editions that what is being made now is made from, and the tables that the transaction in hand has changed.

    For a page they are the editions from before its first row, else those of this moment. A note knows editions
    only while nothing has been changed that is not final.
    """
    note = in_hand.get()
    if note is not None and note.editions is not None:
        return note.editions, NOTHING
    found = connection.read_editions()
    if note is not None and not connection.changed:
        note.editions = found
    return found, connection.changed
