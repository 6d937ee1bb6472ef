"""Starts the project's real commands and servers for the tests of the ground."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from tests.databases import where

ROOT = Path(__file__).resolve().parents[2]


def environment(var: Path, **settings: str) -> dict[str, str]:
    """This machine's environment without the settings of whoever runs the tests."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("EMPCP_", "DJANGO_", "MAKE"))}
    return inherited | where(var) | settings


def manage(*arguments: str, var: Path, before: tuple[str, ...] = (), **settings: str) -> subprocess.CompletedProcess:
    """Run a management command and return what it said; `before` is put in front of the command line."""
    command = [*before, sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment(var, **settings), capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120)


@contextmanager
def serving(*command: str, port: int, var: Path, **settings: str):
    """A server in a process group of its own, as a terminal would start it, once it listens."""
    server = subprocess.Popen(
        command, cwd=ROOT, env=environment(var, PORT=str(port), **settings), start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )
    try:
        wait_until(lambda: listens(port) or server.poll() is not None, seconds=120)
        if server.poll() is not None:
            raise AssertionError(f"{' '.join(command)} stopped: {server.stdout.read()}")
        yield server
    finally:
        if is_running(server.pid):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait(timeout=20)
        server.stdout.close()


def gunicorn() -> tuple[str, ...]:
    return sys.executable, "-m", "gunicorn", "-c", "empcp_site/gunicorn.py"


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def is_running(group: int) -> bool:
    """Whether any process of the group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until(holds, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise AssertionError(f"not so after {seconds} seconds")
        time.sleep(0.05)


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], str]:
    """Status, headers (names in small letters) and text of an answer. Underlines in header names stand for hyphens."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode(errors="replace")
    finally:
        connection.close()
