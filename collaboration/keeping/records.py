"""What a backup looks like: a folder named for its moment, with the database, the files, a manifest and a list of hashes.

The list is one that `sha256sum -c SHA256SUMS` reads, so that a backup can be checked without this project.
"""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from types import ModuleType

from django.db import DatabaseError, connection

from collaboration.files.places import StorageAway

MANIFEST, SUMS, FILES = "manifest.json", "SHA256SUMS", "files"
NAME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{6}Z")
LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
PIECE = 1024 * 1024
SHAPE = 1
# How many damaged files one sentence names.
NAMED = 5


class Failed(Exception):
    """A backup that cannot be made or used, and why, in a sentence."""


@contextmanager
def telling(what: str) -> Iterator[None]:
    """Within, what the disk, the storage or the database has to say against it becomes a Failed; `what` could not be done."""
    try:
        yield
    except OSError as error:
        raise Failed(f"{what}: {(error.strerror or str(error)).lower()}") from error
    except StorageAway as error:
        raise Failed(f"The storage of uploaded files does not answer ({error})") from error
    except DatabaseError as error:
        raise Failed(f"The database does not answer: {' '.join(str(error).split())}") from error


def database() -> ModuleType:
    """The module for the database in use: it answers `DUMP`, `NAME`, `dump`, `refuse_unless_empty` and `load`."""
    return import_module(f"collaboration.keeping.{connection.vendor}")


def hash_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    seen = sha256()
    with open(path, "rb") as file:
        while piece := file.read(PIECE):
            seen.update(piece)
    return seen.hexdigest()


def flush(path: Path) -> None:
    """Have the disk hold a file, or the names in a folder, before going on."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@dataclass(frozen=True)
class Backup:
    """A backup in its folder."""

    folder: Path

    @cached_property
    def manifest(self) -> dict:
        """When it was made, from which database, with which migrations and how many rows and files."""
        try:
            told = json.loads((self.folder / MANIFEST).read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise Failed(f"There is no backup in {self.folder}: name the folder of one, in which {MANIFEST} is.") from None
        except (OSError, ValueError):
            raise Failed(f"This backup is damaged: {MANIFEST} cannot be read.") from None
        if not isinstance(told, dict) or told.get("shape") != SHAPE:
            raise Failed(f"This backup is of a kind that this version does not know (its {MANIFEST} says which).")
        return told

    @cached_property
    def sums(self) -> dict[str, str]:
        """The hash of everything in it but the list itself, by path."""
        try:
            lines = (self.folder / SUMS).read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError):
            raise Failed(f"This backup is damaged: {SUMS} cannot be read.") from None
        found = [LINE.fullmatch(line) for line in lines]
        if not all(found):
            raise Failed(f"This backup is damaged: a line of {SUMS} is no hash with a name.")
        return {match[2]: match[1] for match in found}

    @property
    def is_whole(self) -> bool:
        """Whether it was finished; whether it is sound is for `check`."""
        return (self.folder / MANIFEST).exists() and (self.folder / SUMS).exists()

    def check(self) -> None:
        """Read every file and compare its hash; raises Failed naming those that are damaged, missing or too many."""
        there = {path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file()} - {SUMS}
        wrong = [f"{name} is missing" for name in sorted(set(self.sums) - there)]
        wrong += [f"{name} is not in its list" for name in sorted(there - set(self.sums))]
        wrong += [f"{name} is not what was saved" for name in sorted(there & set(self.sums)) if hash_of(self.folder / name) != self.sums[name]]
        if wrong:
            more = f", and {len(wrong) - NAMED} more" if len(wrong) > NAMED else ""
            raise Failed(f"This backup is damaged: {'; '.join(wrong[:NAMED])}{more}. Take another one.")


def backups_in(folder: Path) -> list[Backup]:
    """The finished backups of a folder, the newest first."""
    found = [Backup(path) for path in folder.iterdir() if NAME.fullmatch(path.name) and path.is_dir()] if folder.is_dir() else []
    return sorted((one for one in found if one.is_whole), key=lambda one: one.folder.name, reverse=True)
