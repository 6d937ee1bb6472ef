"""Makes a backup while the site runs: under a rough name until it is checked, then under its own.

Whatever goes wrong leaves no half backup and takes none away. Only after a good one are the oldest let go.
"""

import json
import os
import platform
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django
from django.db import connection
from django.utils import timezone

from collaboration.alone import locked

from .records import (
    FILES,
    MANIFEST,
    SHAPE,
    SUMS,
    Backup,
    Failed,
    backups_in,
    database,
    flush,
    hash_of,
    telling,
)
from .uploads import copy_files, files_named

ROUGH = ".unfinished"
WITHOUT = [
    "the secret key (EMPCP_SECRET_KEY, or secret-key in the data folder of a trial): keep it apart; with another one, links in e-mails and previews that went out no longer open",
    "the other settings, what the static files are collected from, and the PDFs kept for a while: the first are yours, the rest is made anew",
]


class Busy(Failed):
    """Another backup is being made into the same folder."""


@dataclass(frozen=True)
class Made:
    """A backup that has just been made, how many older ones were let go, and what rows name that is lost from the storage."""

    backup: Backup
    let_go: int
    lost: list[str]


def make_backup(folder: Path, kept: int) -> Made:
    """Make a backup in a folder of them, check it, and keep that many; raises Failed and leaves things as they were."""
    with telling(f"The backup could not be written to {folder}"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with alone_in(folder):
            earlier = backups_in(folder)
            rough, name = begin(folder)
            try:
                lost = fill(rough, earlier[0] if earlier else None)
                os.rename(rough, folder / name)
                flush(folder)
            except BaseException:
                shutil.rmtree(rough, ignore_errors=True)
                raise
            made = Backup(folder / name)
            return Made(made, let_go([made, *earlier], kept), lost)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Within, nobody else makes a backup in the folder; raises Busy. What a run left behind that was killed is swept away."""
    with open(os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600), "w") as lock:
        if not locked(lock):
            raise Busy(f"Another backup is being made in {folder} just now")
        for left in folder.glob(f".*{ROUGH}"):
            shutil.rmtree(left)
        yield


def begin(folder: Path) -> tuple[Path, str]:
    """A rough folder for a new backup, and the name that it is to have."""
    at = timezone.now().astimezone(UTC)
    while (folder / (name := f"{at:%Y-%m-%dT%H%M%SZ}")).exists():
        at += timedelta(seconds=1)
    rough = folder / f".{name}{ROUGH}"
    rough.mkdir(mode=0o700)
    return rough, name


def fill(rough: Path, before: Backup | None) -> list[str]:
    """Write everything a backup has, the database before the files; returns the names of files that rows have and the storage has not."""
    named, about = files_named(), database()
    rows, migrations = about.dump(rough / about.DUMP)
    sums, total = copy_files(rough, before)
    lost = sorted(named - {listed.removeprefix(f"{FILES}/") for listed in sums})
    told = {
        "shape": SHAPE,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "database": {"kind": about.NAME, "version": server_version(), "rows": rows},
        "migrations": migrations,
        "files": {"number": len(sums), "bytes": total, "lost": lost},
        "made_with": {"django": django.get_version(), "python": platform.python_version()},
        "without": WITHOUT,
    }
    write(rough / MANIFEST, json.dumps(told, indent=1, ensure_ascii=False))
    sums = {about.DUMP: hash_of(rough / about.DUMP), MANIFEST: hash_of(rough / MANIFEST), **sums}
    write(rough / SUMS, "".join(f"{sums[name]}  {name}\n" for name in sorted(sums)))
    flush(rough)
    return lost


def server_version() -> str:
    return ".".join(str(number) for number in connection.get_database_version())


def write(path: Path, words: str) -> None:
    """Write a text down to the disk, for the owner alone."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(words)
        file.flush()
        os.fsync(file.fileno())


def let_go(backups: list[Backup], kept: int) -> int:
    """Take away the oldest by name, all but so many; never the first of the list, which was just made, whatever the clock said."""
    just_made, *others = backups
    others.sort(key=lambda one: one.folder.name, reverse=True)
    surplus = others[max(kept - 1, 0) :]
    for one in surplus:
        # Under a rough name first: one that is half gone must not be taken for a backup.
        rough = one.folder.with_name(f".{one.folder.name}{ROUGH}")
        os.rename(one.folder, rough)
        shutil.rmtree(rough)
    return len(surplus)
