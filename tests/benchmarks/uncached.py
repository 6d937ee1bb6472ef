"""What a page costs that is made anew, beside the same page of a plain Django project; and starting, and memory.

    python -m tests.benchmarks.uncached [-n ROUNDS]

The page store is off. Both sites run in processes of their own, over the same records, and take turns: in each round every
release is asked for once, then every list. Printed are medians of the processor's time for a page and their ratios, by one
connection to the database that stays open for both. The plain project, in `plain/`, is given its texts ready to be shown.
"""

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
OURS, PLAIN = "empcp_site.wsgi", "tests.benchmarks.plain.wsgi"
LIMITS = {"release": 0.65, "list of releases": 0.5, "start": 1.5}
OTHERS = {
    "home of the programme": "/", "home of a force": "/derbyshire-police/", "home of an office": "/leicestershire-opcc/",
    "page": "/derbyshire-police/about-us/east-midlands-police-collaboration/", "unit": "/units/emsou/", "units": "/units/", "agreement": "/agreements/emsou-major-crime-unit/",
    "register": "/agreements/", "facts": "/facts/", "history": "/history/", "office holders": "/office-holders/", "search": "/search/?q=forensics",
}  # fmt: skip
# A project as `startproject` makes it, with as much of Django as we have.
BARE = """
import os
from django.conf import settings
from tests.benchmarks.plain import settings as theirs
settings.configure(**{name: getattr(theirs, name) for name in dir(theirs) if name.isupper()} | {"INSTALLED_APPS": [*theirs.INSTALLED_APPS[:-1], "django.forms"]})
from django.core.wsgi import get_wsgi_application
get_wsgi_application()
"""


class Site:
    """A site in a process of its own that answers with the processor's seconds its pages took."""

    def __init__(self, module: str, **environment: str):
        command = [sys.executable, "-m", "tests.benchmarks.uncached", "--answer", module]
        self.process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, *paths: str) -> dict:
        """Seconds and bytes of each page, and the size of the process."""
        self.process.stdin.write(json.dumps(paths) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def leave(self) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=20)


def answer(module: str) -> None:
    """Be the site: read lists of paths, write what they took."""
    from importlib import import_module

    application = import_module(module).application
    for line in sys.stdin:
        pages = [page(application, path) for path in json.loads(line)]
        print(json.dumps({"seconds": [one for one, _size in pages], "bytes": [size for _one, size in pages], "resident": own_size()}), flush=True)


def own_size() -> int:
    """The bytes of memory this process has in use."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def page(application, path: str) -> tuple[float, int]:
    """The processor's seconds that a page takes, and its bytes."""
    path, _mark, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "localhost", "SERVER_PORT": "80", "HTTP_HOST": "localhost", "SCRIPT_NAME": "",
        "REMOTE_ADDR": "127.0.0.1", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.input": BytesIO(b""), "wsgi.url_scheme": "http", "wsgi.errors": sys.stderr,
    }  # fmt: skip
    said = []
    begun = time.process_time()
    parts = application(environ, lambda status, headers, error=None: said.append(status))
    size = sum(len(part) for part in parts)
    if hasattr(parts, "close"):
        parts.close()
    taken = time.process_time() - begun
    if said != ["200 OK"]:
        raise SystemExit(f"{path} answered {said}")
    return taken, size


def prepared(var: Path) -> tuple[list[str], list[str]]:
    """Our site's data and a copy for the plain one, whose texts are ready to be shown; the paths of all releases and of all lists."""
    os.environ |= {"EMPCP_VAR": str(var), "DJANGO_SETTINGS_MODULE": "empcp_site.settings", "EMPCP_PAGE_STORE": "0"}
    os.environ.pop("EMPCP_DATABASE_URL", None)
    subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    import django

    django.setup()
    from django.db import connection

    from collaboration.embeds import render_prose
    from collaboration.news.models import PressRelease
    from collaboration.publishers.models import Publisher

    publishers = list(Publisher.objects.select_related("force"))
    texts = ("body", "record_note", "notes_to_editors")
    releases = list(PressRelease.objects.live().select_related("publisher__force"))
    connection.close()
    shutil.copy(var / "site.sqlite3", var / "plain.sqlite3")
    with sqlite3.connect(var / "plain.sqlite3") as plain:
        for one in releases:
            ready = [render_prose(getattr(one, name), one.publisher, publishers).html for name in texts]
            plain.execute(f"UPDATE collaboration_pressrelease SET {', '.join(f'{name} = ?' for name in texts)} WHERE id = ?", [*map(str, ready), one.pk])
    with_news = [one for one in publishers if one.is_programme or any(release.publisher_id == one.pk for release in releases)]
    return [f"/{one.publisher.slug}/news/{one.slug}/" for one in releases], [f"/{one.slug}/news/" for one in with_news]


def beside(rounds: int, var: Path, paths: dict[str, list[str]]) -> None:
    """Both sites in turn, and the table of what their pages took."""
    sites = {"ours": Site(OURS), "plain": Site(PLAIN, DJANGO_SETTINGS_MODULE="tests.benchmarks.plain.settings", BENCH_DATABASE=str(var / "plain.sqlite3"), BENCH_KEEP_OPEN="1")}
    taken: dict[tuple[str, str], list[float]] = {(name, site): [] for name in paths for site in sites}
    sizes = {}
    for number in range(rounds + 1):
        for name, asked in paths.items():
            for site, running in sites.items():
                told = running.ask(*(path.replace("/programme/", "/", 1) if site == "ours" else path for path in asked))
                sizes[name, site] = median(told["bytes"])
                if number:
                    taken[name, site].append(1000 * sum(told["seconds"]) / len(asked))
    print(f"{'':28}{'ours ms':>9}{'plain ms':>10}{'ratio':>7}{'limit':>7}{'ours kB':>9}{'plain kB':>10}")
    for name in paths:
        ours, plain = (median(taken[name, site]) for site in sites)
        print(f"{name:28}{ours:9.2f}{plain:10.2f}{ours / plain:7.2f}{LIMITS[name]:7.2f}{sizes[name, 'ours'] / 1000:9.1f}{sizes[name, 'plain'] / 1000:10.1f}", flush=True)
    for name, path in OTHERS.items():
        print(f"{name:28}{median(1000 * sites['ours'].ask(path)['seconds'][0] for _round in range(rounds + 1)):9.2f}")
    for site, running in sites.items():
        every = [path.replace("/programme/", "/", 1) if site == "ours" else path for asked in paths.values() for path in asked]
        told = running.ask(*(every * 200)[:200])
        print(f"memory of {site} after 200 pages and more, without a page store: {told['resident'] / 2**20:.0f} MB")
        running.leave()


def with_a_store() -> None:
    """The memory of a process that keeps its finished pages."""
    site = Site(OURS, EMPCP_PAGE_STORE="1")
    told = site.ask(*list(OTHERS.values())[:-1] * 20)
    print(f"memory of ours with its page store after {20 * (len(OTHERS) - 1)} pages: {told['resident'] / 2**20:.0f} MB; the store takes at most EMPCP_PAGE_STORE_MB, 64 MB by default, beyond that")
    site.leave()


def starting(rounds: int, folder: Path) -> None:
    """From nothing to a loaded application, of ours and of a Django project with as much of Django."""
    begun = {"ours": f"import {OURS}", "Django alone": BARE}
    # As on a machine where the modules have been compiled, whatever this one is told.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder)}
    taken: dict[str, list[float]] = {name: [] for name in begun}
    for number in range(2 * rounds + 1):
        for name, code in begun.items():
            before = getrusage(RUSAGE_CHILDREN)
            subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True)
            after = getrusage(RUSAGE_CHILDREN)
            if number:
                taken[name].append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    ours, alone = (median(times) for times in taken.values())
    print(f"start: ours {1000 * ours:.0f} ms, a project with as much of Django {1000 * alone:.0f} ms, ratio {ours / alone:.2f}, limit {LIMITS['start']}")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("-n", "--rounds", type=int, default=7)
    asked.add_argument("--answer", help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.answer:
        return answer(options.answer)
    with tempfile.TemporaryDirectory(prefix="empcp-benchmark-") as folder:
        releases, lists = prepared(Path(folder))
        beside(options.rounds, Path(folder), {"release": releases, "list of releases": lists})
        with_a_store()
        starting(options.rounds, Path(folder) / "compiled")


if __name__ == "__main__":
    main()
