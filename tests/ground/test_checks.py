"""What is checked of an installation before it serves."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from collaboration import checks
from collaboration.pages.models import Page
from collaboration.publishers.models import Publisher
from empcp_site import preflight

from .processes import ROOT


def test_the_sqlite_in_use_is_safe():
    assert checks.sqlite_is_safe(None) == []


def test_an_old_sqlite_is_refused_with_advice(monkeypatch):
    monkeypatch.setattr(checks.sqlite3, "sqlite_version_info", (3, 51, 2))
    (error,) = checks.sqlite_is_safe(None)
    assert "requirements.txt" in error.hint


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
