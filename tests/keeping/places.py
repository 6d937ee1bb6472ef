"""Empty places to restore into."""

from pathlib import Path

from tests.databases import begin_database, on_sqlite


def empty_place(var: Path, like: Path) -> None:
    """A data folder with nothing in it, and an empty database where the other has one on a server."""
    var.mkdir()
    if not on_sqlite(like):
        begin_database(var, like="template1")
