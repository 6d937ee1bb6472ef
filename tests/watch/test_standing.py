"""Each check of /health/ready, and how they are looked at: one look at a time, and nobody waits longer than patience lasts."""

import threading
import time
from datetime import timedelta

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from collaboration.care.models import Turn
from collaboration.post.models import Letter
from collaboration.search.models import SearchRecord
from collaboration.watch import looking, standing
from collaboration.watch.looking import Check, Finding, Look, Lookout
from tests.making import hours, page, release

pytestmark = pytest.mark.django_db


@pytest.fixture
def looked(monkeypatch):
    """Looks within this thread, where the database of the test is."""
    monkeypatch.setattr(Look, "wait", lambda look: {check.name: looking.timed(check) for check in look.checks})
    monkeypatch.setattr(threading.Thread, "start", lambda thread: None)


def ready(client) -> tuple[int, dict]:
    answer = client.get("/health/ready")
    return answer.status_code, {one["name"]: one["ok"] for one in answer.json()["checks"]}


def test_all_is_well_with_what_we_ship(looked, client):
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["ready"]) == (200, True)
    assert [one["name"] for one in answer.json()["checks"]] == ["database", "migrations", "search", "storage", "disk", "outbox", "nightly care", "backup"]
    assert all(one["ok"] and one["milliseconds"] >= 0 for one in answer.json()["checks"])
    assert answer["Cache-Control"] == "no-store"


def test_a_search_that_does_not_know_what_is_public_is_not_ready(looked, client):
    release("walnuts")
    assert ready(client)[0] == 200
    SearchRecord.objects.filter(path__contains="walnuts").delete()
    status, checks = ready(client)
    assert (status, checks["search"]) == (503, False)


def test_a_search_that_knows_too_much_is_not_ready_even_if_it_knows_too_little_elsewhere(looked, client):
    release("walnuts")
    page("walnuts/")
    SearchRecord.objects.filter(path="news/walnuts/").delete()
    page("drafted/", publish_at=None)
    type(page("hidden/")).objects.filter(path="hidden/").update(publish_at=None)
    assert ready(client)[1]["search"] is False


def test_what_is_scheduled_or_withdrawn_is_no_difference(looked, client):
    page("later/", publish_at=timezone.now() + hours(1))
    page("earlier/", publish_at=timezone.now() - hours(2), withdrawn_at=timezone.now() - hours(1), withdrawal_reason="W")
    assert ready(client)[0] == 200


def test_what_comes_out_while_it_is_looked_at_is_no_difference(looked, client, monkeypatch):
    counted = iter([({1: 1}, {1: 2}), ({1: 2}, {1: 2})])
    monkeypatch.setattr(standing, "records", lambda: next(counted))
    assert ready(client)[0] == 200


def test_a_migration_to_be_applied_is_not_ready(looked, client):
    MigrationRecorder.Migration.objects.filter(app="collaboration").latest("pk").delete()
    status, checks = ready(client)
    assert (status, checks["migrations"]) == (503, False)


def test_a_storage_that_takes_nothing_is_not_ready(looked, client, monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setattr(standing, "default_storage", FileSystemStorage(tmp_path / "file" / "under"))
    status, checks = ready(client)
    assert (status, checks["storage"]) == (503, False)


def test_looking_at_the_storage_leaves_nothing_behind(looked, client, settings, tmp_path):
    # The first look makes the folder, where nothing was uploaded yet.
    ready(client)
    before = set(default_storage.listdir("")[1])
    ready(client)
    assert set(default_storage.listdir("")[1]) == before


class Elsewhere(dict):
    """A storage that is no folder, with what it was asked."""

    def save(self, name, content):
        self[name] = content.read()
        return name

    def delete(self, name):
        del self[name]


def test_a_storage_elsewhere_is_written_to_and_cleared_again(monkeypatch):
    elsewhere = Elsewhere()
    monkeypatch.setattr(standing, "default_storage", elsewhere)
    assert standing.storage().ok
    assert elsewhere == {}
    monkeypatch.setattr(Elsewhere, "save", lambda *asked: 1 / 0)
    assert not looking.timed(Check("storage", standing.storage)).ok


def test_a_disk_without_room_is_not_ready(looked, client, settings):
    settings.DISK_FLOOR_MB = 10**9
    status, checks = ready(client)
    assert (status, checks["disk"]) == (503, False)


def test_letters_that_do_not_go_out_are_told_and_stop_nothing(looked, client):
    Letter.objects.create(key="a", to="ada@example.org", due_at=timezone.now() - hours(2))
    status, checks = ready(client)
    assert (status, checks["outbox"]) == (200, False)
    assert standing.outbox().figures["letters_owed"] == 1


def test_the_figures_tell_how_long_ago_the_night_and_the_backup_were(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    assert (standing.nightly().figures, standing.backup().figures) == ({}, {})
    Turn.objects.create(step="post", done_at=timezone.now() - timedelta(days=2))
    (tmp_path / "last-backup").touch()
    assert standing.nightly().figures["nightly_age_seconds"] >= 172800
    assert standing.backup().figures["backup_age_seconds"] < 3600


def test_no_answer_tells_why_and_the_log_does(looked, client, caplog, settings):
    settings.DISK_FLOOR_MB = 10**9
    answer = client.get("/health/ready")
    assert "megabytes" not in answer.text
    with caplog.at_level("WARNING"):
        look = Look([Check("disk", standing.disk)])
        look.go_round()
    assert "megabytes free" in caplog.text


# Doors


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_whoever_watches_needs_no_host_of_ours_and_no_cookie(looked, path):
    answer = Client().get(path, headers={"host": "10.0.0.7"})
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Vary" not in answer.headers


def test_the_site_is_alive_without_a_database(client):
    def fail(*asked):
        raise DatabaseError("no server")

    with connection.execute_wrapper(fail):
        answer = client.get("/health/live")
    assert (answer.status_code, answer.text, answer["Cache-Control"]) == (200, "ok\n", "no-store")


@pytest.mark.parametrize("path", ["/derbyshire-opcc/health/ready", "/derbyshire-opcc/metrics", "/metrics"])
def test_nothing_is_watched_elsewhere_and_no_figures_are_shown_unless_they_are_wanted(client, path):
    assert client.get(path).status_code == 404


def test_production_answers_without_https_where_it_is_watched_from_within(looked, client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/health/live").status_code == 200
    assert client.get("/metrics").status_code == 404


# Looking


def test_a_look_that_is_frozen_is_waited_for_once_and_the_rest_is_told(monkeypatch):
    monkeypatch.setattr(looking, "PATIENCE", 0.3)
    thaw, looks = threading.Event(), []

    def freeze() -> Finding:
        looks.append(1)
        thaw.wait(10)
        return Finding(True)

    lookout = Lookout([Check("first", lambda: Finding(True)), Check("frozen", freeze), Check("after", lambda: Finding(True))])
    assert {name: found.ok for name, found in lookout.see().items()} == {"first": True, "frozen": False, "after": False}
    for _again in range(5):
        lookout.see()
    assert len(looks) == 1
    thaw.set()
    lookout.latest.thread.join(10)
    lookout.latest.began_at -= looking.HOLDS_FOR
    assert all(found.ok for found in lookout.see().values())


def test_what_was_seen_holds_for_a_moment(monkeypatch):
    looks = []
    lookout = Lookout([Check("one", lambda: looks.append(1) or Finding(True))])
    for _again in range(50):
        lookout.see()
    assert len(looks) == 1
    monkeypatch.setattr(looking, "HOLDS_FOR", 0.0)
    lookout.see()
    assert len(looks) == 2


def test_a_check_that_breaks_is_not_well():
    assert not looking.timed(Check("broken", lambda: 1 / 0)).ok


def test_many_who_ask_at_once_share_one_look():
    looks = []
    lookout = Lookout([Check("slow", lambda: time.sleep(0.1) or looks.append(1) or Finding(True))])
    asking = [threading.Thread(target=lookout.see) for _one in range(8)]
    for one in asking:
        one.start()
    for one in asking:
        one.join(10)
    assert len(looks) == 1
