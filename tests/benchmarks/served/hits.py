"""What the page store takes inside one process: a page given out, and the question whether anything has been written, in microseconds."""

import os
import subprocess
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path
from statistics import median

from .table import prepared

ROUNDS, TIMES = 9, 5000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = prepared(Path(folder) / "var")
        environment = {**os.environ, "EMPCP_VAR": str(Path(folder) / "var")}
        subprocess.run([sys.executable, "-m", "tests.benchmarks.served.hits", path], env=environment, check=True)


def measure(path: str) -> None:
    """Print the medians for a stored page in each coding, for a 304, and for the question alone."""
    from empcp_site.wsgi import application

    asked = {
        "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": "", "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1", "HTTP_ACCEPT_ENCODING": "gzip, deflate, br", "REMOTE_ADDR": "127.0.0.1", "wsgi.url_scheme": "http", "wsgi.input": BytesIO(), "wsgi.errors": sys.stderr,
        "wsgi.version": (1, 0), "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip
    told: list[tuple] = []
    bodies = [b"".join(application(asked.copy(), lambda *head: told.append(head))) for _each in range(2)]
    assert told[-1][0] == "200 OK"
    assert bodies[0] == bodies[1]
    assert application.counts()["hits"], "the page was not stored"
    tag = dict(told[-1][1])["ETag"]
    for name, environ in (("a stored page, Brotli", asked), ("a stored page as it is", {**asked, "HTTP_ACCEPT_ENCODING": ""}), ("not changed (304)", {**asked, "HTTP_IF_NONE_MATCH": tag})):
        print(f"{name}: {taken(lambda environ=environ: application(environ, lambda *head: None)):.1f} µs")
    print(f"has anything been written? {taken(application.watch.now):.1f} µs")
    print(f"what was counted: {application.counts()}")


def taken(ask) -> float:
    """The median of several rounds, in microseconds of this process for one call."""
    rounds = []
    for _round in range(ROUNDS):
        start = time.process_time()
        for _each in range(TIMES):
            ask()
        rounds.append((time.process_time() - start) / TIMES * 1e6)
    return median(rounds)


if __name__ == "__main__":
    measure(sys.argv[1]) if len(sys.argv) > 1 else main()
