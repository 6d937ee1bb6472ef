"""What is checked of an installation before it serves."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from collaboration import checks
from collaboration.pages.models import Page
from collaboration.publishers.models import Publisher
from empcp_site import preflight, safe_sqlite

from .processes import ROOT, environment, free_port


def test_the_sqlite_in_use_is_safe():
    assert safe_sqlite.is_safe(sqlite3.sqlite_version_info)


@pytest.mark.parametrize(
    ("version", "safe"),
    [((3, 40, 1), False), ((3, 44, 5), False), ((3, 44, 6), True), ((3, 45, 9), False), ((3, 50, 6), False), ((3, 50, 7), True), ((3, 51, 2), False), ((3, 51, 3), True), ((3, 53, 0), True)],
)
def test_only_a_sqlite_with_the_fix_is_safe(version, safe):
    assert safe_sqlite.is_safe(version) is safe


OLD_SQLITE = """
import empcp_site, sqlite3, sys
sqlite3.sqlite_version_info, sqlite3.sqlite_version = (3, 40, 1), "3.40.1"
sys.argv[1:] = {arguments}
from {module} import {main} as main
main({given})
"""


@pytest.mark.parametrize("start", [
    {"arguments": ["prepare"], "module": "django.core.management", "main": "execute_from_command_line", "given": "sys.argv"},
    {"arguments": ["-c", "empcp_site/gunicorn.py"], "module": "gunicorn.app.wsgiapp", "main": "run", "given": ""},
], ids=["prepare", "gunicorn"])  # fmt: skip
def test_neither_a_command_nor_the_server_starts_on_an_old_sqlite(start, tmp_path):
    given = environment(tmp_path / "var", DJANGO_SETTINGS_MODULE="empcp_site.settings", PORT=str(free_port()))
    done = subprocess.run([sys.executable, "-c", OLD_SQLITE.format(**start)], cwd=ROOT, env=given, capture_output=True, text=True, timeout=60)
    assert done.returncode
    assert "SQLite 3.40.1 can corrupt a database" in done.stderr.splitlines()[-1]
    assert "pysqlite3" in done.stderr
    assert not (tmp_path / "var" / "site.sqlite3").exists()


def test_a_data_folder_on_a_network_is_told_from_one_on_a_disk(tmp_path):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/export {tmp_path}/far nfs4 rw 0 0\n/dev/sdb1 {tmp_path}/far/near ext4 rw 0 0\n")
    assert [safe_sqlite.network_of(tmp_path / folder, mounts) for folder in (".", "far", "far/var", "far/near/var", "farther")] == ["", "nfs4", "nfs4", "", ""]


def test_sqlite_on_a_network_is_refused_with_advice(monkeypatch):
    assert checks.sqlite_is_on_this_machine(None) == []
    monkeypatch.setattr(checks, "network_of", lambda folder: "nfs4")
    errors = checks.sqlite_is_on_this_machine(None)
    assert ["EMPCP_VAR" in error.hint for error in errors] == [True] * (connection.vendor == "sqlite")


@pytest.mark.parametrize(("address", "errors"), [("/static/", 0), ("https://static.example.org/", 0), ("static/", 1)])
def test_static_files_have_an_address_from_the_root(settings, address, errors):
    settings.STATIC_URL = address
    assert len(checks.static_url_is_rooted(None)) == errors


@pytest.mark.django_db
def test_the_content_we_ship_passes():
    assert checks.publishers_are_whole(None, databases=["default"]) == []


@pytest.mark.django_db
def test_a_theme_without_a_file_is_named():
    Publisher.objects.filter(slug="derbyshire-opcc").update(theme="plaid")
    (error,) = checks.publishers_are_whole(None, databases=["default"])
    assert "static/css/themes/plaid.css" in error.msg


@pytest.mark.django_db
def test_a_page_of_the_programme_under_another_sites_path_is_named():
    Page.objects.filter(publisher__slug="programme", path="").update(path="derbyshire-opcc/about/")
    (error,) = checks.publishers_are_whole(None, databases=["default"])
    assert "derbyshire-opcc/about/" in error.msg


@pytest.mark.django_db
@pytest.mark.parametrize(("host", "errors"), [("opcc.localhost", 0), ("opcc.localhost:8000", 0), ("opcc.example.org", 1)])
def test_a_host_that_would_be_refused_is_named(host, errors):
    Publisher.objects.filter(slug="derbyshire-opcc").update(host=host)
    assert len(checks.publishers_are_whole(None, databases=["default"])) == errors


def test_nothing_is_asked_of_a_database_unless_it_is_named():
    assert checks.publishers_are_whole(None) == []


def test_an_old_python_is_refused(monkeypatch):
    monkeypatch.setattr(preflight, "OLDEST_PYTHON", (4, 0))
    assert preflight.obstacle(None).startswith("Python 4.0 or newer is needed")


def test_a_python_without_venv_is_refused(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    assert "apt install python3-venv" in preflight.obstacle(None)


def test_tests_without_a_browser_fail_in_one_sentence():
    done = subprocess.run(
        [sys.executable, "tests/ground/chromium.py"], cwd=ROOT, env=os.environ | {"EMPCP_CHROMIUM": "/no/such/browser"}, capture_output=True, text=True,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "apt install chromium" in done.stderr


@pytest.mark.parametrize("lock", ["requirements.txt", "tests/requirements.txt"])
def test_a_lock_pins_every_package_by_hash_and_names_no_host(lock):
    text = (ROOT / lock).read_text()
    pinned = [line for line in text.splitlines() if line and line[0] not in " #"]
    assert pinned
    assert all("==" in line and line.endswith("\\") for line in pinned)
    assert not [word for word in ("://", "--index-url", "--find-links", "--trusted-host", " @ ") if word in text]


def test_the_tests_run_on_the_packages_that_serve():
    served, tested = (set(pins(ROOT / lock)) for lock in ("requirements.txt", "tests/requirements.txt"))
    assert served < tested


def pins(lock: Path) -> list[str]:
    return [line for line in lock.read_text().splitlines() if "==" in line and not line.startswith(" ")]
