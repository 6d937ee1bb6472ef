"""Which module keeps the words on this database: `sqlite` or `postgresql`, with one contract."""

from importlib import import_module
from types import ModuleType

from django.db import connection


def words_table() -> ModuleType:
    """The module that answers `put`, `drop`, `rebuild`, `newest`, `naming`, `in_a_row`, `snippets` and `titled` here."""
    return import_module(f"collaboration.search.{connection.vendor}")
