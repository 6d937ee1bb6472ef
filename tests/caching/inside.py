"""The site's own application in a process of its own, asked without a server between: tells which of some addresses it had in memory.

Each line it is given is a list of addresses, as JSON; so is each line it answers with.
"""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

from tests.databases import where

ROOT = Path(__file__).resolve().parents[2]


class Inside:
    """That process, seen from a test."""

    def __init__(self, var: Path, **settings: str):
        environment = {**os.environ, **where(var), **settings}
        self.process = subprocess.Popen([sys.executable, "-m", "tests.caching.inside"], cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def kept(self, *paths: str) -> list[str]:
        """Those of the addresses that were answered from memory; afterwards all of them can be."""
        self.process.stdin.write(json.dumps(paths) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        self.process.communicate()


def main() -> None:
    from empcp_site.wsgi import application

    for line in sys.stdin:
        print(json.dumps([path for path in json.loads(line) if was_kept(application, path)]), flush=True)


def was_kept(application, path: str) -> bool:
    before = getattr(application, "hits", 0)
    asked = {
        "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": "", "HTTP_HOST": "localhost", "SERVER_NAME": "localhost", "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr,
    }  # fmt: skip
    told: list = []
    answer = application(asked, lambda *head: told.append(head))
    assert told[-1][0].startswith("200"), told
    b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    return getattr(application, "hits", 0) > before


if __name__ == "__main__":
    main()
