"""The drill: a site that is read and written to is backed up, and a second one, restored from that into an empty place, is the same."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

import pytest

from tests.databases import on_sqlite, rows
from tests.errands import Errands
from tests.ground.processes import ROOT, ask, environment, free_port, gunicorn, manage, serving, wait_until

from .places import empty_place
from .writing import SHARED

FILE = "/derbyshire-opcc/agreements/documents/drill-open/"
SAME = [
    "/", "/derbyshire-opcc/", "/units/emsou/", "/agreements/", "/news/", "/derbyshire-opcc/news/", "/derbyshire-opcc/news/drill-open/", "/derbyshire-opcc/documents/drill-open/",
    FILE, "/derbyshire-opcc/pictures/drill-open/480.webp", "/derbyshire-opcc/pictures/drill-open/", "/search/?q=zircon", "/derbyshire-opcc/news/feed/",
]  # fmt: skip
HIDDEN = ["/derbyshire-opcc/news/drill-hidden/", "/derbyshire-opcc/agreements/documents/drill-hidden/", "/derbyshire-opcc/pictures/drill-hidden/480.webp"]


@dataclass
class Drill:
    """What the drill left: both data folders, the backup, what was written before it began, and what both sites answered."""

    before: Path
    after: Path
    backup: Path
    written: int
    said: str
    answers: dict[str, dict[str, tuple[int, str]]]
    parts: dict[str, tuple[int, dict[str, str], str]]


@pytest.fixture(scope="module")
def drill(tmp_path_factory, furnished):
    folder = tmp_path_factory.mktemp("drill")
    before, after = folder / "before", folder / "after"
    furnished(before)
    Errands(str(before)).run("tests.keeping.writing", "furnish_drill", [])
    answers = {}
    with site(before) as port, writing(before) as written:
        began_with = int(written.read_text())
        backed = manage("backup", str(folder / "backups"), var=before)
        assert backed.returncode == 0, backed.stderr
        wait_until(lambda: int(written.read_text() or 0) > began_with, seconds=30)
        answers["before"] = {address: answer(port, address) for address in SAME}
        parts = {method: ask(port, FILE, method, Range=wanted) for method, wanted in (("HEAD", ""), ("GET", "bytes=2-"))}
    (backup,) = [one for one in (folder / "backups").iterdir() if one.is_dir()]
    empty_place(after, like=before)
    restored = manage("restore", str(backup), var=after)
    assert restored.returncode == 0, restored.stderr
    shutil.copytree(before / "static", after / "static")
    with site(after) as port:
        answers["after"] = {address: answer(port, address) for address in SAME + HIDDEN}
    return Drill(before, after, backup, began_with, backed.stdout + restored.stdout, answers, parts)


def site(var: Path):
    """The site of a data folder, served by gunicorn; its port."""
    port = free_port()
    server = serving(*gunicorn(), port=port, var=var)
    return Entered(server, port)


class Entered:
    """A context that gives something else than the one it stands around."""

    def __init__(self, context, gives):
        self.context, self.gives = context, gives

    def __enter__(self):
        self.context.__enter__()
        return self.gives

    def __exit__(self, *why):
        return self.context.__exit__(*why)


class writing:  # noqa: N801, reads as one word in `with`
    """A process that writes to the site for as long as the context lasts; gives the file with the number of its last row."""

    def __init__(self, var: Path):
        self.var = var

    def __enter__(self):
        settings = {"DJANGO_SETTINGS_MODULE": "empcp_site.settings"}
        self.process = subprocess.Popen([sys.executable, "-m", "tests.keeping.writing", str(self.var)], cwd=ROOT, env=environment(self.var, **settings))
        written = self.var / "written"
        wait_until(lambda: self.process.poll() is not None or (written.exists() and written.read_text().isdecimal() and int(written.read_text()) > 20), seconds=60)
        assert self.process.poll() is None
        return written

    def __exit__(self, *why):
        (self.var / "stop").touch()
        assert self.process.wait(timeout=30) == 0


def answer(port: int, address: str) -> tuple[int, str]:
    """Status and words of an answer, without the port that the site happens to have."""
    status, _headers, text = ask(port, address)
    return status, text.replace(f":{port}", "").replace(f"%3A{port}", "")


def test_the_restored_site_answers_as_the_first_did(drill):
    for address in SAME:
        before, after = drill.answers["before"][address], drill.answers["after"][address]
        assert before[0] == after[0], address
        assert "\n".join(unified_diff(before[1].splitlines(), after[1].splitlines(), "before", "after", address, n=0)) == ""
    statuses = {address: status for address, (status, _text) in drill.answers["before"].items()}
    assert [address for address, status in statuses.items() if status != 200] == ["/derbyshire-opcc/documents/drill-open/"]


def test_a_server_tells_the_length_of_a_file_and_sends_a_part_of_it(drill):
    status, headers, body = drill.parts["HEAD"]
    assert (status, headers["content-length"], headers["accept-ranges"], body) == (200, str(len(SHARED)), "bytes", "")
    status, headers, body = drill.parts["GET"]
    assert (status, headers["content-range"], body) == (206, f"bytes 2-{len(SHARED) - 1}/{len(SHARED)}", SHARED[2:].decode())


def test_what_was_under_embargo_is_still(drill):
    assert {drill.answers["after"][address][0] for address in HIDDEN} == {404}
    assert rows(drill.after, "SELECT count(*) FROM collaboration_pressrelease WHERE slug = ?", ["drill-hidden"]) == [(1,)]


def test_what_was_written_before_the_backup_began_is_in_it_and_every_row_has_its_file(drill):
    found = rows(drill.after, "SELECT slug, file FROM collaboration_document WHERE slug LIKE ?", ["written-%"])
    assert {f"written-{number}" for number in range(1, drill.written + 1)} <= {slug for slug, _file in found}
    assert {(drill.after / "files" / file).read_bytes() for _slug, file in found} == {SHARED}


def test_every_table_has_the_rows_that_the_backup_counted(drill):
    counted = json.loads((drill.backup / "manifest.json").read_text())["database"]["rows"]
    assert counted["collaboration_publisher"] == 11
    # What is only a record of asking may have grown since the second site was asked.
    for table in ("collaboration_publisher", "collaboration_document", "collaboration_revision", "collaboration_searchrecord", "collaboration_page", "collaboration_user", "django_migrations"):
        assert rows(drill.after, f"SELECT count(*) FROM {table}") == [(counted[table],)]


def test_nobody_but_its_owner_may_read_it_and_the_secret_is_not_in_it(drill):
    for folder, _folders, names in os.walk(drill.backup):
        assert os.stat(folder).st_mode & 0o077 == 0
        assert all(os.stat(Path(folder, name)).st_mode & 0o077 == 0 for name in names)
    secret = (drill.before / "secret-key").read_bytes()
    assert not [path for path in drill.backup.rglob("*") if path.is_file() and secret in path.read_bytes()]
    assert "Not in it: the secret key" in drill.said


def test_anybody_can_check_it_without_this_project(drill):
    assert subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=drill.backup).returncode == 0


def test_its_database_can_be_read_and_written_without_this_project(drill, tmp_path):
    if not on_sqlite(drill.before):
        # Of PostgreSQL it is pg_dump's own form, and the restoring has read it with pg_restore.
        assert (drill.backup / "database.pgdump").read_bytes().startswith(b"PGDMP")
        return
    shutil.copy(drill.backup / "database.sqlite3", tmp_path)
    copy = sqlite3.connect(tmp_path / "database.sqlite3")
    assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    # No constraint wants a function of Django's: rows go in and out of every table.
    for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'collaboration_%' AND name NOT LIKE '%searchwords%'").fetchall():
        copy.execute(f'UPDATE "{name}" SET rowid = rowid')
    copy.close()


def test_a_second_backup_links_what_has_not_changed(drill):
    assert manage("backup", str(drill.backup.parent), var=drill.before).returncode == 0
    first, second = sorted(path for path in drill.backup.parent.iterdir() if path.is_dir())
    files = [path.relative_to(first) for path in (first / "files").rglob("*") if path.is_file()]
    assert files
    assert all((first / name).stat().st_ino == (second / name).stat().st_ino for name in files)


def test_a_damaged_backup_is_refused_by_name_and_restores_nothing(drill, tmp_path):
    bad, place = tmp_path / "bad", tmp_path / "place"
    shutil.copytree(drill.backup, bad)
    victim = next((bad / "files").rglob("drill.csv"))
    victim.write_bytes(SHARED[::-1])
    empty_place(place, like=drill.before)
    refused = manage("restore", str(bad), var=place)
    assert refused.returncode == 1
    assert re.fullmatch(rf"CommandError: Nothing was restored. This backup is damaged: {victim.relative_to(bad)} is not what was saved. Take another one.\n", refused.stderr)
    assert not (place / "files").exists()
    assert not on_sqlite(place) or not (place / "site.sqlite3").exists()


def test_a_place_that_is_not_empty_is_refused(drill):
    refused = manage("restore", str(drill.backup), var=drill.after)
    assert refused.returncode == 1
    assert "into an empty place only" in refused.stderr
