"""Opens a stranger's file in a process of its own, with little memory, little time and nothing to write to.

Whatever a file does to the library that reads it – a crash, a loop, gigabytes – happens there and ends
with that process; here it becomes a reason to refuse the file.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from .reasons import REASONS, Refused

HOUSE = Path(__file__).resolve().parent.parent.parent
PIECE = 1024 * 1024


@dataclass
class Answer:
    """What a reader says of a file, and the files it made from it, by name."""

    facts: dict
    made: dict[str, bytes] = field(default_factory=dict)


def examine(reader: str, file: BinaryIO) -> Answer:
    """What the reader finds in the file; raises Refused, also where the reader did not survive it."""
    with spool() as given, spool() as answer:
        file.seek(0)
        while piece := file.read(PIECE):
            given.write(piece)
        given.flush()
        given.seek(0)
        status = run(reader, given, answer)
        answer.seek(0)
        return understood(answer.read(settings.LARGEST_ANSWER), status)


@contextlib.contextmanager
def spool() -> Iterator[BinaryIO]:
    """A nameless file that is gone when it is closed."""
    with tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as file:
        yield file


def run(reader: str, given: BinaryIO, answer: BinaryIO) -> int:
    """Let the reader read; returns its exit status, below 0 where it was killed.

    It inherits neither our environment, which holds secrets, nor our open files. It sets its own limits
    before it reads the first byte: doing so between fork and exec is not safe where there are threads.
    """
    command = [sys.executable, "-s", "-E", "-m", "collaboration.files.inside", reader, str(settings.LARGEST_ANSWER)]
    reading = subprocess.Popen(
        command, stdin=given, stdout=answer, stderr=subprocess.DEVNULL, cwd=HOUSE, env={"LC_ALL": "C.UTF-8"}, start_new_session=True,
    )  # fmt: skip
    try:
        return reading.wait(timeout=settings.LONGEST_READING)
    except subprocess.TimeoutExpired:
        return -signal.SIGXCPU
    finally:
        if reading.poll() is None:
            os.killpg(reading.pid, signal.SIGKILL)
            reading.wait()


def understood(written: bytes, status: int) -> Answer:
    """The reader's answer, of which nothing is believed that it cannot have meant."""
    if status in (-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGXFSZ):
        raise Refused("too-much")
    try:
        line, _newline, rest = written.partition(b"\n")
        said = json.loads(line)
        if "unfit" in said:
            raise Refused(said["unfit"] if said["unfit"] in REASONS else "damaged", **said.get("words", {}))
        made = {}
        for name, length in said["made"]:
            made[name], rest = rest[:length], rest[length:]
        return Answer(said["facts"], made)
    except (ValueError, KeyError, TypeError) as error:
        raise Refused("damaged") from error
