"""The limited process: `python -m collaboration.files.inside <reader> <most bytes it may write>`.

Reads the file on standard input, writes one line of JSON – facts, or why it is unfit – and behind it the
files it made. Nothing here imports Django: there are no settings, no database and no secrets to steal.
"""

import importlib
import json
import resource
import sys

from collaboration.files.readers import Unfit

MEMORY = 1024 * 1024 * 1024
SECONDS = 20
OPEN_FILES = 32


def confine(most_written: int) -> None:
    """Give up, for good, what reading one file does not need."""
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, most_written),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))


def answer(reader: str) -> tuple[dict, list[bytes]]:
    """The line to write, and the files to write behind it.

    A damaged file can make a library raise anything at all; whatever it is, the file is what is wrong.
    """
    try:
        facts, made = importlib.import_module(f"collaboration.files.readers.{reader}").read(sys.stdin.buffer)
        return {"facts": facts, "made": [[name, len(content)] for name, content in made.items()]}, list(made.values())
    except Unfit as unfit:
        return {"unfit": unfit.code, "words": unfit.words}, []
    except MemoryError:
        return {"unfit": "too-much"}, []
    except Exception:
        return {"unfit": "damaged"}, []


def main() -> None:
    """Read, answer, end."""
    reader, most_written = sys.argv[1:]
    confine(int(most_written))
    line, made = answer(reader)
    out = sys.stdout.buffer
    out.write(json.dumps(line).encode() + b"\n")
    for content in made:
        out.write(content)
    out.flush()


if __name__ == "__main__":
    main()
