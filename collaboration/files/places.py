"""Where judged files lie: a folder of this machine. What any place must answer beyond Django's storage is said here.

`state(name)` gives size and moment of change in one question, `part(name, start, length)` bytes to read and close,
and `everything()` the name, size and change of all that is kept. A name that is not there is a FileNotFoundError,
a place that does not answer is StorageAway. No place has public addresses.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import BinaryIO, NoReturn

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class StorageAway(Exception):
    """The place where files lie does not answer, or not as it should. What is asked of it may be asked again later."""


class Part:
    """A part of a file, read like a whole one."""

    def __init__(self, file: BinaryIO, length: int):
        self.file, self.left = file, length

    def read(self, size: int = -1) -> bytes:
        piece = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(piece)
        return piece

    def close(self) -> None:
        self.file.close()


class Folder(FileSystemStorage):
    """A folder of this machine: MEDIA_ROOT."""

    def url(self, name: str | None) -> NoReturn:
        raise NotImplementedError("a stored file has no address: only a view sends it")

    def _save(self, name: str, content: File) -> str:
        is_new = not self.exists(name)
        try:
            return super()._save(name, content)
        except OSError as error:
            # The disk is full, or may not be written to. Half a file must not stay.
            with suppress(OSError):
                if is_new:
                    self.delete(name)
            raise StorageAway(error.strerror) from error

    def state(self, name: str) -> tuple[int, datetime]:
        found = os.stat(self.path(name))
        return found.st_size, datetime.fromtimestamp(found.st_mtime, UTC)

    def part(self, name: str, start: int, length: int) -> Part:
        file = self.open(name)
        file.seek(start)
        return Part(file, length)

    def everything(self) -> Iterator[tuple[str, int, datetime]]:
        for folder, _folders, names in os.walk(self.location):
            for name in names:
                known = os.path.relpath(os.path.join(folder, name), self.location)
                yield known, *self.state(known)
