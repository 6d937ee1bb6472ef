"""Gives a text to the process that makes the PDF, one at a time on this machine, and keeps what comes back.

What is kept is named by everything that it was made from, so it can never be old: whoever asks has read from the
database, at that moment, what may be shown. An attacker can have each page made once, and no two at a time.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.cache import caches

from collaboration.alone import locked

HOUSE = Path(__file__).resolve().parent.parent.parent
# What WeasyPrint cannot do without: Pango and its kin.
LIBRARIES = ("libgobject-2.0.so.0", "libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz.so.0", "libfontconfig.so.1")
KEPT_FOR = 30 * 24 * 60 * 60
# Raised when what `inside` makes of the same HTML changes.
RECIPE = 1
LARGEST_TEXT = 2 * 1024 * 1024
LARGEST_FILES = 40 * 1024 * 1024
# Seconds: making one, and waiting for another to be made first.
LONGEST_MAKING = 40
LONGEST_WAIT = 15
# At most so many requests of one process wait or make; the others of its threads go on serving pages.
at_work = threading.BoundedSemaphore(2)


class Unmade(Exception):
    """No PDF could be made just now: too many are asked for, or this one is too large or takes too long."""


@dataclass(frozen=True)
class Print:
    """What a PDF is made from: a whole HTML page, its own address, a style sheet, and its pictures by their addresses."""

    html: str
    address: str
    css: str
    pictures: dict[str, bytes] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """A name that no other print has, and this one has as long as nothing in it changes."""
        parts = [str(RECIPE), version("weasyprint"), self.html, self.address, self.css]
        digest = sha256("\0".join(parts).encode())
        for address, content in sorted(self.pictures.items()):
            digest.update(sha256(address.encode()).digest() + sha256(content).digest())
        return digest.hexdigest()[:32]


@cache
def is_possible() -> bool:
    """Whether this installation can make PDFs: the extra `pdf` is installed, and Pango with what belongs to it."""
    if find_spec("weasyprint") is None:
        return False
    with suppress(OSError):
        return all(ctypes.CDLL(library) for library in LIBRARIES)
    return False


def pdf_of(printed: Print) -> bytes:
    """The PDF, made now or before; raises Unmade."""
    kept = caches["prints"]
    if made := kept.get(printed.name):
        return made
    with our_turn():
        # Whoever was before us may have made the same.
        made = kept.get(printed.name) or made_now(printed)
        kept.set(printed.name, made, KEPT_FOR)
    return made


@contextmanager
def our_turn() -> Iterator[None]:
    """Waits until no other process or thread of this machine makes one; raises Unmade where too many wait, or for too long."""
    if not at_work.acquire(blocking=False):
        raise Unmade("too many are asked for")
    try:
        with open(settings.VAR_DIR / "printing.lock", "w") as lock:
            until = time.monotonic() + LONGEST_WAIT
            while not locked(lock):
                if time.monotonic() > until:
                    raise Unmade("others take too long")
                time.sleep(0.05)
            yield
    finally:
        at_work.release()


def made_now(printed: Print) -> bytes:
    """The PDF as the process makes it; raises Unmade where it does not."""
    if len(printed.html) > LARGEST_TEXT or sum(map(len, printed.pictures.values())) > LARGEST_FILES:
        raise Unmade("it is too large")
    with tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as given, tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as answer:
        names = [[address, len(content)] for address, content in printed.pictures.items()]
        given.write(json.dumps({"html": printed.html, "address": printed.address, "css": printed.css, "pictures": names}).encode() + b"\n")
        given.writelines(printed.pictures.values())
        given.seek(0)
        status = run(given, answer)
        answer.seek(0)
        made = answer.read()
    if status or not made.startswith(b"%PDF-"):
        raise Unmade("it could not be made")
    return made


def run(given: BinaryIO, answer: BinaryIO) -> int:
    """Let the process work; returns its exit status. It inherits neither our environment, which holds secrets, nor our open files."""
    command = [sys.executable, "-s", "-E", "-m", "collaboration.printing.inside"]
    working = subprocess.Popen(
        command, stdin=given, stdout=answer, stderr=subprocess.DEVNULL, cwd=HOUSE, env={"LC_ALL": "C.UTF-8"}, start_new_session=True,
    )  # fmt: skip
    try:
        return working.wait(timeout=LONGEST_MAKING)
    except subprocess.TimeoutExpired:
        return -signal.SIGXCPU
    finally:
        if working.poll() is None:
            os.killpg(working.pid, signal.SIGKILL)
            working.wait()
