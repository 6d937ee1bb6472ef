"""What people ask for and is not there is counted by its path, and costs a reader nothing."""

import time

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collaboration.redirects import missing
from collaboration.redirects.models import MissingAddress
from collaboration.tally import PATIENCE
from tests.databases import on_sqlite, opened, rows
from tests.ground.processes import ask, free_port, gunicorn, serving

pytestmark = pytest.mark.django_db
OFFICE = "derbyshire-opcc"


@pytest.fixture(autouse=True)
def unhurried(settings):
    """Counts every one, however quickly they come."""
    settings.COUNT_MISSING_EVERY = 0
    missing.tally.next_at = 0.0


def counted() -> dict[str, int]:
    return dict(MissingAddress.objects.values_list("path", "count"))


def test_a_missing_address_is_counted_by_its_path_alone(client):
    for question in ("", "?token=abc", ""):
        assert client.get(f"/{OFFICE}/annual-report/{question}", REMOTE_ADDR="198.51.100.7").status_code == 404
    (found,) = MissingAddress.objects.all()
    assert (found.publisher.slug, found.path, found.count) == (OFFICE, "annual-report", 3)
    assert found.first_on == found.last_on == timezone.localdate()
    assert {field.name for field in MissingAddress._meta.concrete_fields} == {"id", "publisher", "path", "count", "first_on", "last_on"}


def test_both_ways_of_writing_one_address_are_one_visit(client):
    assert client.get(f"/{OFFICE}/annual-report", follow=True).status_code == 404
    assert counted() == {"annual-report": 1}


def test_each_site_has_its_own_count(client):
    client.get(f"/{OFFICE}/x/")
    client.get("/x/")
    assert sorted(MissingAddress.objects.values_list("publisher__slug", "path")) == [(OFFICE, "x"), ("programme", "x")]


def test_a_page_that_is_there_a_form_and_a_look_at_the_head_count_nothing(client):
    client.get(f"/{OFFICE}/news/")
    client.post(f"/{OFFICE}/nowhere/")
    client.head(f"/{OFFICE}/nowhere/")
    assert counted() == {}


@pytest.mark.parametrize(
    "path",
    [
        "wp-login.php", "blog/wp-admin/install.php", ".env", ".git/config", "backup.sql", "phpmyadmin/", "cgi-bin/luci", "index.php", "shell.PHP/",
        "xmlrpc.php", "config.json.bak", "wp-content/uploads/", "vendor/phpunit/x", "_profiler/phpinfo", "api/.env.local", "a" * 201, "a/%00/", "x%0d%0ay/",
        "unsubscribe/ada@example.org/", "contact/sent/K7DM-X2RP-4TGB/", "preview/aB3dE6gH9jK2mN5pQ8/",
    ],
)  # fmt: skip
def test_the_noise_of_scanners_and_what_may_be_personal_is_not_kept(client, path):
    client.get(f"/{OFFICE}/{path}", follow=True)
    assert counted() == {}


@pytest.mark.parametrize("path", ["news/2013/old-release/", "our-people/", "Documents/Annual-Report-2013/", "caffè/", "police-and-crime-plan-2021-2025/", "page.html/", "report.pdf/"])
def test_what_a_reader_may_have_meant_is_kept(client, path):
    client.get(f"/{OFFICE}/{path}")
    assert counted() == {path.strip("/"): 1}


def test_a_site_s_list_has_an_end(client, monkeypatch):
    monkeypatch.setattr(missing.tally, "most", 2)
    for path in "abcda":
        client.get(f"/{OFFICE}/{path}/")
    assert counted() == {"a": 2, "b": 1}


def test_a_flood_is_counted_now_and_then(client, settings):
    settings.COUNT_MISSING_EVERY = 3600
    for _again in range(5):
        assert client.get(f"/{OFFICE}/flood/").status_code == 404
    assert counted() == {"flood": 1}


def test_a_database_that_cannot_be_written_to_is_no_error(client, monkeypatch):
    def refuse(*arguments):
        raise OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(missing.tally, "note", refuse)
    assert client.get(f"/{OFFICE}/nowhere/").status_code == 404


def test_the_patience_for_other_writes_is_as_before_afterwards(client):
    def patience() -> int:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout" if connection.vendor == "sqlite" else "SHOW lock_timeout")
            return cursor.fetchone()[0]

    before = patience()
    client.get(f"/{OFFICE}/nowhere/")
    assert patience() == before != (PATIENCE if connection.vendor == "sqlite" else f"{PATIENCE}ms")


def test_a_known_missing_address_costs_one_write(client):
    client.get(f"/{OFFICE}/nowhere/")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/{OFFICE}/nowhere/")
    writes = [one["sql"] for one in asked.captured_queries if one["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]
    assert len(writes) == 1


def test_a_locked_database_keeps_no_reader_waiting(tmp_path, furnished):
    var = tmp_path / "var"
    furnished(var)
    port = free_port()
    with serving(*gunicorn(), port=port, var=var):
        assert ask(port, f"/{OFFICE}/before/")[0] == 404
        writer = opened(var)
        writer.execute("BEGIN IMMEDIATE" if on_sqlite(var) else "LOCK TABLE collaboration_missingaddress IN EXCLUSIVE MODE")
        # With the usual patience of 20 seconds the question itself would give up before the answer came.
        status, _headers, _text = ask(port, f"/{OFFICE}/nowhere/")
        writer.execute("ROLLBACK")
        writer.close()
        assert status == 404
        counted = []
        # A busy disk may use up the little patience that a count has: then the next one is kept.
        for _attempt in range(20):
            assert ask(port, f"/{OFFICE}/elsewhere/")[0] == 404
            counted = rows(var, "SELECT path FROM collaboration_missingaddress ORDER BY path")
            if len(counted) > 1:
                break
            time.sleep(0.25)
    assert counted == [("before",), ("elsewhere",)]
