"""The uploaded files of a backup: copied once, and from then on linked from one backup to the next.

A file never changes under its name and is never deleted, and it is stored before the row that names it. So whoever
copies the files after the database has every file of that database.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import models
from django.utils._os import safe_join

from collaboration.editorial.revisions import Revision

from .records import FILES, PIECE, Backup, Failed, flush, hash_of


def files_named() -> set[str]:
    """The names in the storage of every file that a row or one of its revisions has."""
    names = set()
    for model in apps.get_models():
        for field in (one for one in model._meta.concrete_fields if isinstance(one, models.FileField)):
            names |= set(model._base_manager.values_list(field.name, flat=True))
            kept = Revision.objects.filter(content_type=ContentType.objects.get_for_model(model)).order_by()
            names |= {fields.get(field.name) for fields in kept.values_list("fields", flat=True).iterator(1000)}
    return names - {"", None}


def copy_files(target: Path, before: Backup | None) -> tuple[dict[str, str], int]:
    """Copy every file of the storage; returns the hashes by path in the backup, and the bytes there are in all."""
    sums, total = {}, 0
    for name, size, changed in default_storage.everything():
        if name.endswith("/"):
            # What some programs leave in a bucket to show a folder.
            continue
        own = Path(safe_join(target, FILES, name))
        for folder in reversed(own.relative_to(target).parents):
            (target / folder).mkdir(mode=0o700, exist_ok=True)
        listed = f"{FILES}/{name}"
        if "\n" in name:
            raise Failed("A file in the storage has a name of two lines; it is none of ours")
        sums[listed] = linked(own, listed, size, changed, before) or copied(name, own, size, changed)
        total += size
    return sums, total


def linked(own: Path, listed: str, size: int, changed: datetime, before: Backup | None) -> str:
    """The hash of the same file of the backup before, linked to; empty where there is none, or it is damaged."""
    old = before and before.folder / listed
    known = before and before.sums.get(listed)
    with suppress(OSError):
        if known and (old.stat().st_size, int(old.stat().st_mtime)) == (size, int(changed.timestamp())) and hash_of(old) == known:
            os.link(old, own)
            return known
    return ""


def copied(name: str, own: Path, size: int, changed: datetime) -> str:
    """Copy a file out of the storage; returns its hash."""
    pour(default_storage.part(name, 0, size), own)
    os.utime(own, (changed.timestamp(), changed.timestamp()))
    return hash_of(own)


def pour(source, target: Path) -> None:
    """Write what is read from a source into a file, down to the disk."""
    try:
        with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            while piece := source.read(PIECE):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    finally:
        source.close()
    flush(target.parent)


@contextmanager
def put_back(backup: Backup) -> Iterator[int]:
    """Store every file of a backup under its name; their number. If anything fails, here or within, they are taken away again."""
    done: list[str] = []
    try:
        for listed in (name for name in backup.sums if name.startswith(f"{FILES}/")):
            name = listed.removeprefix(f"{FILES}/")
            with open(backup.folder / listed, "rb") as file:
                done.append(default_storage.save(name, File(file)))
            if done[-1] != name:
                raise Failed(f"The storage would not take a file under its name: {name} became {done[-1]}")
        yield len(done)
    except BaseException:
        for name in done:
            with suppress(Exception):
                default_storage.delete(name)
        raise
