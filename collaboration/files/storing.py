"""Keeps judged files, each under a name nobody can guess, and never takes one away.

What replaces a file is kept beside it, so that every revision still has the file it names. A name in the
storage is no address: only a view sends a file, and only one that a row or a revision names.
"""

import secrets
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from .judging import Judged, judge

LETTERS_OF_CHANCE = 16


@dataclass(frozen=True)
class Kept:
    """A file that has been judged and stored: its name in the storage, the name it came with, and its facts."""

    stored: str
    name: str
    facts: dict

    def __str__(self):
        return self.name


def keep(upload: UploadedFile, folder: str, allowed: tuple[str, ...]) -> Kept:
    """Judge an upload and store it; raises Refused and stores nothing where it must not be kept."""
    judged = judge(upload, upload.name, allowed)
    return Kept(store(judged, folder), upload.name, facts_of(judged))


def store(judged: Judged, folder: str) -> str:
    """Store what was judged, with what was made from it beside it; returns the name in the storage."""
    beside = f"{folder}/{timezone.localdate():%Y/%m}/{secrets.token_urlsafe(LETTERS_OF_CHANCE)}"
    judged.content.seek(0)
    stored = default_storage.save(f"{beside}/{judged.name}", judged.content)
    for name, content in judged.made.items():
        default_storage.save(f"{beside}/{name}", ContentFile(content))
    return stored


def facts_of(judged: Judged) -> dict:
    """What is known of the file, as plain values that can be signed, kept in a row and compared."""
    return {"kind": judged.kind.key, "size": judged.size, "findings": judged.findings, **judged.facts}


def beside(stored: str, name: str) -> str:
    """The name in the storage of something made from a stored file."""
    return f"{stored.rpartition('/')[0]}/{name}"
