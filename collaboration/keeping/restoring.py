"""Restores a backup into an empty place: checked first, the files before the database, so that no row is ever without its file."""

from collections.abc import Callable
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from .records import Backup, Failed, database, telling
from .uploads import put_back


def restore(folder: Path, say: Callable[[str], object]) -> Backup:
    """Check a backup, then fill the empty storage and the empty database from it; raises Failed and leaves the place empty."""
    backup, about = Backup(folder), database()
    with telling("The backup could not be put back"):
        refuse_unless_ours(backup)
        about.refuse_unless_empty()
        if next(iter(default_storage.everything()), None):
            raise Failed("There are uploaded files in the storage already: a backup is restored into an empty place only")
        say("Checking every file of the backup …")
        backup.check()
        say("Putting back the uploaded files …")
        with put_back(backup):
            say("Putting back the database …")
            about.load(backup.folder / about.DUMP)
            compare(backup)
    return backup


def refuse_unless_ours(backup: Backup) -> None:
    """Raise Failed for a backup of the other database, or of a newer version of this project."""
    kind = backup.manifest["database"]["kind"]
    if kind != database().NAME:
        raise Failed(f"This is a backup of a {kind} database, and the settings name a {database().NAME} one: set EMPCP_DATABASE_URL to match")
    steps = MigrationLoader(None).disk_migrations.items()
    known = {f"{app}.{name}" for step, migration in steps for app, name in (step, *migration.replaces)}
    if newer := [name for name in backup.manifest["migrations"] if name not in known]:
        raise Failed(f"This backup was made by a newer version, which has {newer[0]}: install that version first")


def compare(backup: Backup) -> None:
    """Count the rows of every table again; raises Failed where their number is not that of the backup."""
    for table, number in backup.manifest["database"]["rows"].items():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            (found,) = cursor.fetchone()
        if found != number:
            raise Failed(f"The restored table {table} has {found} rows and the backup has {number}: take another backup")
