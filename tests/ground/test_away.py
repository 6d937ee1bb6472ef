"""What people are told while the database, the disk or a storage is away: plainly, at once, and never that something was received."""

import errno
import sqlite3
from contextlib import contextmanager

import pytest
from django.db import (
    DatabaseError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
    connection,
)
from django.db.utils import ConnectionHandler
from django.test import Client

from collaboration.files.places import StorageAway
from collaboration.front.away import is_away
from empcp_site.deadline import TookTooLong
from tests.desk import member, signed_in
from tests.errands import Errands

from .processes import manage

pytestmark = pytest.mark.django_db
PAGES = ["/news/", "/derbyshire-opcc/", "/derbyshire-opcc/contact/", "/news/feed/", "/sitemap.xml", "/search/?q=custody", "/admin/account/sign-in/", "/admin/", "/no-such-page/"]


@pytest.fixture
def failing(monkeypatch):
    """Lets every question to the database fail as it is told, that for the editions too: a page may have all else in memory."""
    @contextmanager
    def fail_with(fault: Exception):
        def fail(*_asked):
            raise fault

        with monkeypatch.context() as patched, connection.execute_wrapper(fail):
            patched.setattr(connection, "read_editions", fail)
            yield

    return fail_with


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


# Anywhere, by any fault of the database


@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_needs_the_database_is_a_plain_503(client, failing, path):
    with failing(OperationalError("the server closed the connection")):
        answer = client.get(path)
    assert answer.status_code == 503
    assert (answer["Retry-After"], answer["Cache-Control"]) == ("30", "no-store")
    assert all(words in answer.text for words in ("This site cannot answer just now", "<strong>999</strong>", "<strong>101</strong>"))
    assert not [words for words in ("received", "server closed", "Traceback", "<style", "<script") if words in answer.text]
    assert not answer.cookies
    assert answer["X-Request-ID"] in answer.text


@pytest.mark.parametrize("fault", [OperationalError("locked"), InterfaceError("connection already closed"), TookTooLong("20 seconds")], ids=lambda fault: type(fault).__name__)
def test_a_form_says_that_nothing_was_received(client, failing, fault):
    with failing(fault):
        answer = client.post("/derbyshire-opcc/contact/", {"message": "Walnuts"})
    assert answer.status_code == 503
    assert "What you wrote has not been received." in answer.text
    assert "your words are still there" in answer.text


def test_the_desk_says_that_nothing_was_saved(failing):
    client = signed_in(Client(raise_request_exception=False), member("manager"))
    with failing(OperationalError("locked")):
        answer = client.post("/admin/collaboration/page/add/", {"title": "Walnuts"})
    assert answer.status_code == 503
    assert "What you wrote has not been saved." in answer.text
    assert not answer.cookies


def test_a_program_is_told_in_json(client, failing):
    with failing(OperationalError("locked")):
        answer = client.get("/api/v1/units")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert (answer["Retry-After"], answer["Cache-Control"]) == ("30", "no-store")
    assert answer.json()["status"] == 503


@pytest.mark.parametrize("fault", [ProgrammingError("no such column"), IntegrityError("unique"), ValueError("ours")], ids=lambda fault: type(fault).__name__)
def test_a_mistake_of_ours_stays_a_500(client, failing, fault):
    with failing(fault):
        answer = client.get("/news/")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert answer["Cache-Control"] == "no-store"


def test_service_returns_by_itself(client, failing):
    with failing(OperationalError("locked")):
        assert client.get("/news/").status_code == 503
    assert client.get("/news/").status_code == 200


def test_a_request_that_takes_too_long_is_ended_at_its_next_question(client, settings, monkeypatch):
    settings.DEADLINE = 20
    moments = iter([1000.0, 1019.0, 1020.5])
    monkeypatch.setattr("empcp_site.deadline.time.monotonic", lambda: next(moments, 1021.0))
    answer = client.get("/news/")
    assert answer.status_code == 503
    monkeypatch.undo()
    assert client.get("/news/").status_code == 200


# What really fails, on a site with SQLite


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory, furnished):
    """Runs errands at a site on SQLite of its own, whatever database the tests are run with."""
    var = tmp_path_factory.mktemp("failing") / "var"
    if connection.vendor == "sqlite":
        furnished(var)
    else:
        assert manage("prepare", "-v0", var=var).returncode == 0
    errands = Errands(str(var))
    errands.var = var
    return errands


def run(errands, act: str, fault: str) -> dict:
    return errands.run("tests.ground.failing", act, [fault])


@pytest.mark.parametrize("fault", ["read-only", "full", "locked"])
def test_an_enquiry_that_could_not_be_stored_is_not_said_to_be_received(on_sqlite, fault):
    before = run(on_sqlite, "write", "none")
    assert before["status"] == 302
    with sqlite3.connect(on_sqlite.var / "site.sqlite3", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE" if fault == "locked" else "SELECT 1")
        during = run(on_sqlite, "write", fault)
    other.close()
    assert (during["status"], during["kept"]) == (503, before["kept"])
    assert "What you wrote has not been received." in during["text"]
    # Five an hour from one sender: the rest of these would be refused for that.
    with sqlite3.connect(on_sqlite.var / "site.sqlite3") as other:
        other.execute("DELETE FROM collaboration_enquiry")
    other.close()
    assert run(on_sqlite, "write", "none")["status"] == 302


@pytest.mark.parametrize("fault", ["read-only", "full"])
def test_an_editor_is_told_that_a_change_was_not_saved(on_sqlite, fault):
    during = run(on_sqlite, "save_at_the_desk", fault)
    assert during["status"] == 503
    assert "What you wrote has not been saved." in during["text"]
    assert "Walnuts" not in during["kept"]


# Which faults these are


@pytest.fixture
def scratch(tmp_path):
    """A connection of Django's to an SQLite file, which gives up at once."""
    file = {"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "scratch.sqlite3", "OPTIONS": {"timeout": 0.02}}
    made = ConnectionHandler({"default": file})["default"]
    with made.cursor() as cursor:
        cursor.execute("CREATE TABLE words (word TEXT UNIQUE)")
    yield made
    made.close()


def fault_of(database, *statements: str) -> Exception:
    try:
        with database.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    except DatabaseError as fault:
        return fault
    pytest.fail("nothing went wrong")


def test_a_file_that_is_full_read_only_or_no_database_is_away(scratch, tmp_path):
    assert is_away(fault_of(scratch, "PRAGMA query_only = 1", "INSERT INTO words VALUES ('a')"))
    assert is_away(fault_of(scratch, "PRAGMA query_only = 0", "PRAGMA max_page_count = 1", "INSERT INTO words VALUES (hex(zeroblob(100000)))"))
    scratch.close()
    (tmp_path / "scratch.sqlite3").write_bytes(b"no database at all " * 100)
    assert is_away(fault_of(scratch, "SELECT * FROM words"))
    scratch.close()
    (tmp_path / "scratch.sqlite3").unlink()
    (tmp_path / "scratch.sqlite3").mkdir()
    assert is_away(fault_of(scratch, "SELECT * FROM words"))


def test_a_file_that_somebody_else_writes_to_is_away(scratch, tmp_path):
    with sqlite3.connect(tmp_path / "scratch.sqlite3", isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert is_away(fault_of(scratch, "INSERT INTO words VALUES ('a')"))
    other.close()


@pytest.mark.parametrize("statements", [["SELECT * FROM no_such_table"], ["SELEKT"], ["INSERT INTO words VALUES ('a'), ('a')"]])
def test_what_we_wrote_wrong_is_not_away(scratch, statements):
    assert not is_away(fault_of(scratch, *statements))


@pytest.mark.parametrize(
    ("fault", "away"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (OSError(errno.EROFS, "Read-only file system"), True),
        (FileNotFoundError(errno.ENOENT, "No such file"), False),
        (PermissionError(errno.EACCES, "Permission denied"), False),
        (ConnectionRefusedError(), True),
        (TimeoutError(), True),
        (StorageAway("no answer"), True),
        (KeyError("x"), False),
    ],
)
def test_disks_and_storages_are_told_from_mistakes(fault, away):
    assert is_away(fault) is away
