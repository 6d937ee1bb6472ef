"""The known world of the tests: the content the site ships with, loaded once, and a running site."""

import gc
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from empcp_site.patience import Patience

from .databases import drop_databases, keep_the_connection_of_a_test, where
from .postbox import postbox  # noqa: F401, a fixture for every test
from .sharing import furnish, know_static_files, load, once

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database with everything in fixtures/, and the static files collected."""
    call_command("collectstatic", interactive=False, verbosity=0)
    with django_db_blocker.unblock():
        load()
    yield
    with django_db_blocker.unblock():
        drop_databases()


def pytest_configure():
    # The heap of a run is large and stays: to look through it often finds nothing.
    gc.set_threshold(100_000, 50, 100)
    if connection.vendor == "sqlite":
        # In memory, as with Django's own engine: pytest-django knows that one by its name alone.
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = ":memory:"
    # Wherever a test takes the application in hand, the run itself goes on waiting for its database as a command does.
    Patience.limit = property(lambda patience: None, lambda patience, seconds: None)
    settings.PASSWORD_HASHERS = ["tests.sharing.QuickArgon2", *settings.PASSWORD_HASHERS[1:]]
    know_static_files()
    keep_the_connection_of_a_test()


@pytest.fixture(scope="session")
def visits(request, tmp_path_factory, django_db_setup, django_db_blocker):
    """A visit to every address that links lead to, from the eleven home pages on."""
    from collaboration.publishers.models import Publisher

    from .crawling import crawl

    with django_db_blocker.unblock():
        return once(request.config, tmp_path_factory.getbasetemp().parent, "visits", lambda: crawl([publisher.root for publisher in Publisher.objects.all()]))


class Address(str):
    """Where a site runs, and the folder `var` it keeps its data in."""

    var: Path


@pytest.fixture(scope="session")
def furnished(django_db_setup):
    """Makes a folder what `prepare` would make of it, by copying."""
    return furnish


@pytest.fixture(scope="session")
def running_site(tmp_path_factory, furnished):
    """The address of the site as `make run` would serve it: gunicorn, a database, collected files."""
    var = tmp_path_factory.mktemp("var")
    furnished(var)
    environment = {**os.environ, **where(var), "EMPCP_GALLERY": "1"}
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", "empcp_site/gunicorn.py", "-b", f"127.0.0.1:{port}", "empcp_site.wsgi"]
    with open(var / "log", "wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    address = Address(f"http://127.0.0.1:{port}")
    address.var = var
    wait_for(address, server, var / "log")
    yield address
    server.send_signal(signal.SIGINT)
    server.wait(timeout=20)


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(address: str, server: subprocess.Popen, log: Path) -> None:
    """Return once the site answers; fail with its log if it stops or stays silent for 30 seconds."""
    for _attempt in range(300):
        assert server.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"{address}/health/live", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"the site did not answer: {log.read_text()}")


@pytest.fixture
def visited(client, db):
    """Somebody was here before: what a process looks up once and keeps is there, whichever tests came first."""
    for path in ("/news/", "/news/feed/", "/agreements/", "/derbyshire-opcc/news/", "/lincolnshire-opcc/agreements/", "/lincolnshire-opcc/units/"):
        client.get(path)


@pytest.fixture(autouse=True)
def mail_stays_here(settings):
    """No test sends mail to anybody but a catcher it starts itself."""
    settings.EMAIL_HOST = "127.0.0.1"


# What takes long, the longest first. The crawl stands near the front because what it finds is shared by all workers.
LONG = (
    "canary/", "browser/test_every_page", "test_crawl", "browser/test_desk_axe", "isolation/", "browser/test_journeys.", "browser/test_reading", "browser/test_journeys_at_once",
    "browser/test_sign_in", "browser/test_pictures", "browser/test_weight", "ground/test_start", "test_two_at_once", "browser/", "files/", "test_markup", "accounts/", "lists/",
)  # fmt: skip


# What says the same whatever the database is: looks, files, plain Python, the SQLite of a first start, and the table of who may do what,
# which Python decides. CI asks it on PostgreSQL alone; `make test` asks everything.
ONCE = (
    "accounts/", "browser/", "benchmarks/", "canary/", "deploy/", "differences/", "files/", "ground/", "isolation/", "proofs/test_checks", "proofs/test_tables", "prose/test_plain_text", "watch/",
    "test_contrast", "test_fixtures", "test_house", "test_interface_words", "test_markup", "test_plain_english", "test_source_facts", "test_statements", "test_weight", "writing/",
)  # fmt: skip
NEVER_ONCE = ("browser/test_journeys_at_once", "ground/test_away", "ground/test_backup", "ground/test_security")


def rank(item) -> int:
    """The place of a test's file among those that take long; any other comes after them."""
    path = item.path.relative_to(ROOT).as_posix()
    return next((place for place, part in enumerate(LONG) if part in path), len(LONG))


def pytest_itemcollected(item):
    path = item.path.relative_to(ROOT).as_posix()
    if any(part in path for part in ONCE) and not any(part in path for part in NEVER_ONCE):
        item.add_marker("once")


def pytest_collection_modifyitems(config, items):
    """What takes long comes last, so that a broken page fails fast; on several cores it comes first, so that none waits for it in the end."""
    items.sort(key=rank, reverse=not hasattr(config, "workerinput"))
