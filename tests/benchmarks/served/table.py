"""`make bench`'s part over HTTP: a stored page beside the same bytes from a bare WSGI application and from others, all in one run.

Every server runs under our own gunicorn configuration, all take turns round by round, and what is printed are medians and the
ratio of each to the bare application (or, behind nginx, to a file that nginx serves itself).
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from .load import answer, ask_many, question, resident

ROOT = Path(__file__).resolve().parents[3]
ROUNDS, REQUESTS = 7, 1000
# In each round new connections are made so often: now and then all of them come to one of the two processes, and everything takes twice as long.
DRAWS = 8
WORDS = 600
SITE = "empcp_site.wsgi"
BARE = "bare WSGI application"
# Servers that make each page anew are asked less often.
SLOW = {"ours without the store": 64, "Wagtail": 64}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as open_now:
        page, var = Path(folder), Path(folder) / "var"
        path = prepared(var)
        stored = open_now.enter_context(serving(SITE, var))
        keep(stored[1], path, page)
        sizes(stored[1], path)
        servers = {"stored page": (*stored, path)}
        for name, application, environment in (
            (BARE, "tests.benchmarks.served.peers:Bare()", {"BENCH_PAGE": folder}),
            ("Django, its cache middleware", "tests.benchmarks.served.peers:cached_django()", {"BENCH_PAGE": folder}),
            ("ours without the store", SITE, {"EMPCP_PAGE_STORE": "0"}),
        ):
            servers[name] = (*open_now.enter_context(serving(application, var, **environment)), path)
        servers |= with_wagtail(page, open_now)
        table(servers, BARE)
        print(f"memory of each worker of its own: {', '.join(f'{size / 2**20:.0f} MB' for size in resident(stored[0]))}")
        if not (shutil.which("nginx") or Path("/usr/sbin/nginx").exists()):
            return print("nginx is not on this machine: install it to measure behind it too.")
        from .nginx import behind_nginx

        with behind_nginx(stored[1], page, path) as ports:
            table({name: (number, ("127.0.0.1", port), path) for name, (number, port) in ports.items()}, "nginx, the same file")


def with_wagtail(page: Path, open_now: ExitStack) -> dict:
    """Wagtail, fresh and cached, where it can be installed."""
    from . import wagtail

    python = wagtail.installed(Path(tempfile.gettempdir()) / f"empcp-bench-wagtail-{os.getuid()}")
    if python is None:
        print("Wagtail cannot be installed here, so it is not measured.")
        return {}
    project = wagtail.start_project(python, page)
    return {
        "Wagtail": (*open_now.enter_context(wagtail.serving(python, project)), "/"),
        "Wagtail, Django's cache middleware": (*open_now.enter_context(wagtail.serving(python, project, BENCH_CACHED="1")), "/"),
    }


def prepared(var: Path) -> str:
    """A data folder with the site's content and one release of six hundred words; the release's path."""
    environment = {**os.environ, "EMPCP_VAR": str(var)}
    subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    subprocess.run([sys.executable, "-m", "tests.benchmarks.served.release", str(WORDS)], cwd=ROOT, env={**environment, "DJANGO_SETTINGS_MODULE": "empcp_site.settings"}, check=True)
    return "/derbyshire-opcc/news/measured/"


@contextmanager
def serving(application: str, var: Path, **environment: str):
    """A gunicorn as ours is configured with this application: its process and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "empcp_site/gunicorn.py", "-b", f"127.0.0.1:{port}", application]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "EMPCP_VAR": str(var), **environment}, stdout=subprocess.DEVNULL)
    try:
        yield server.pid, wait_for(port)
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_for(port: int) -> tuple[str, int]:
    """The address, once somebody listens there."""
    for _attempt in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return "127.0.0.1", port
        time.sleep(0.05)
    raise SystemExit(f"No server came up on port {port}.")


def keep(address: tuple[str, int], path: str, folder: Path) -> None:
    """Write down a page of ours for the others to answer with, as it travels and as text."""
    for _each in range(8):
        head, body = answer(address, question(path, Accept_Encoding="br"))
    (folder / "head").write_bytes(head)
    (folder / "body").write_bytes(body)
    (folder / "text").write_bytes(answer(address, question(path))[1])


def sizes(address: tuple[str, int], path: str) -> None:
    """Print how many bytes travel for the page, and when it has not changed."""
    for name, coding in (("Brotli", "br"), ("gzip", "gzip"), ("as it is", "identity")):
        head, body = answer(address, question(path, Accept_Encoding=coding))
        print(f"a page of {WORDS} words, {name}: {len(body):,} bytes, headers {len(head)}")
    tag = next(line.split(b": ", 1)[1] for line in head.split(b"\r\n") if line.lower().startswith(b"etag"))
    print(f"not changed: {len(answer(address, question(path, If_None_Match=tag.decode()))[0])} bytes")


def table(servers: dict, beside: str) -> None:
    """Let all take turns and print their medians, each beside one of them."""
    rounds = {name: {8: [], 64: []} for name in servers}
    for number in range(ROUNDS + 1):
        for name, (server, address, path) in servers.items():
            asked = question(path, Accept_Encoding="br" if "Wagtail" not in name and "cache middleware" not in name else "gzip")
            for connections, kept in rounds[name].items():
                draws = [ask_many(address, asked, requests=SLOW.get(name, REQUESTS), connections=connections, server=server) for _draw in range(1 if name in SLOW else DRAWS)]
                if number:
                    kept.append(sum(draws[1:], draws[0]))
    first = rounds[beside]
    print(f"\n{'':34}{'requests/s':>12}{'ratio':>8}{'CPU s/1000':>12}{'ratio':>8}{'p99 ms, 64':>12}{'ratio':>8}")
    for name, kept in rounds.items():
        per_second, per_second_beside = (median(one.per_second for one in each[8]) for each in (kept, first))
        cpu, cpu_beside = (median(one.cpu_per_thousand for one in each[8]) for each in (kept, first))
        wait, wait_beside = (median(1000 * one.wait(0.99) for one in each[64]) for each in (kept, first))
        print(f"{name:34}{per_second:12.0f}{per_second / per_second_beside:8.2f}{cpu:12.3f}{cpu / cpu_beside:8.2f}{wait:12.1f}{wait / wait_beside:8.2f}")


if __name__ == "__main__":
    main()
