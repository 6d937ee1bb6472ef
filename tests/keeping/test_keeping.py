"""What a backup refuses, what it leaves behind when it fails, and which are let go. The whole is in test_drill.py."""

import errno
import fcntl
import json
import os
import shutil
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from collaboration.keeping import making, records, restoring, uploads
from collaboration.keeping.making import Busy, make_backup
from collaboration.keeping.postgresql import program_for
from collaboration.keeping.records import Backup, Failed, backups_in
from tests.databases import rows
from tests.files.places import client_of, s3_server, use_bucket
from tests.ground.processes import manage

from .places import empty_place

pytestmark = pytest.mark.django_db
MADE = (2026, 11, 22, 6, 30)


@pytest.fixture(autouse=True)
def place(settings, tmp_path, monkeypatch):
    """A storage of its own, and a database that is copied in no time."""
    settings.MEDIA_ROOT = tmp_path / "files"

    def dump(target):
        target.write_bytes(b"a database")
        return {"collaboration_page": 3}, ["collaboration.0001_initial"]

    short = SimpleNamespace(NAME="SQLite", DUMP="database.sqlite3", dump=dump, refuse_unless_empty=lambda: None, load=lambda copy: None)
    for module in (making, restoring, records):
        monkeypatch.setattr(module, "database", lambda: short)
    return short


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "backups"


@pytest.fixture
def clock(monkeypatch):
    """Sets the hour at which the next backup is made."""

    def at(day: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, day, 6, 30, tzinfo=UTC))

    return at


def names(folder) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_dir())


def nights(folder, clock, *days: int, kept: int = 99) -> list[str]:
    for day in days:
        clock(day)
        made = make_backup(folder, kept)
    assert made.backup.folder.name in names(folder)
    return [name[8:10] for name in names(folder)]


# Which are kept


def test_the_oldest_are_let_go_after_a_good_one(folder, clock):
    assert nights(folder, clock, 1, 2, 3, 4, 5, kept=3) == ["03", "04", "05"]


def test_the_one_just_made_stays_even_if_the_clock_says_it_is_the_oldest(folder, clock):
    assert nights(folder, clock, 5, 6, 7, 1, kept=2) == ["01", "07"]


def test_two_in_one_second_are_two(folder, clock):
    assert nights(folder, clock, 1, 1) == ["01", "01"]


def test_a_backup_that_fails_lets_none_go_and_leaves_nothing_behind(folder, clock, monkeypatch, place):
    nights(folder, clock, 1, 2, 3)
    clock(4)

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(making, "copy_files", full)
    with pytest.raises(Failed, match="could not be written to .*: no space left on device"):
        make_backup(folder, 1)
    assert [name[8:10] for name in names(folder)] == ["01", "02", "03"]


def test_a_folder_that_is_no_backup_is_neither_counted_nor_deleted(folder, clock):
    (folder / "2026-10-01T000000Z").mkdir(parents=True)
    (folder / "letters").mkdir()
    nights(folder, clock, 1, 2, kept=1)
    assert names(folder) == ["2026-10-01T000000Z", "2026-11-02T063000Z", "letters"]


def test_what_a_killed_run_left_behind_is_swept_away(folder, clock):
    (folder / ".2026-11-21T063000Z.unfinished" / "files").mkdir(parents=True)
    nights(folder, clock, 1)
    assert names(folder) == ["2026-11-01T063000Z"]


def test_two_at_once_are_one(folder, clock):
    nights(folder, clock, 1)
    with open(folder / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Busy, match="Another backup is being made"):
            make_backup(folder, 1)
        with pytest.raises(CommandError) as refused:
            call_command("backup", str(folder))
    assert refused.value.returncode == 75
    assert len(names(folder)) == 1


# Files


def test_a_file_that_is_lost_from_the_storage_is_told_and_the_rest_is_backed_up(folder, monkeypatch, capsys):
    default_storage.save("documents/there.csv", ContentFile(b"there"))
    monkeypatch.setattr(making, "files_named", lambda: {"documents/there.csv", "documents/gone.csv"})
    call_command("backup", str(folder), verbosity=0)
    assert capsys.readouterr().err == "1 files that rows name are lost from the storage: documents/gone.csv. manifest.json lists them all.\n"
    (made,) = backups_in(folder)
    assert (made.manifest["files"]["lost"], made.manifest["files"]["number"]) == (["documents/gone.csv"], 1)


def test_a_file_that_has_rotted_in_the_last_backup_is_copied_anew(folder, clock):
    name = default_storage.save("documents/a.csv", ContentFile(b"whole"))
    nights(folder, clock, 1)
    rotten = backups_in(folder)[0].folder / "files" / name
    changed = rotten.stat().st_mtime
    rotten.write_bytes(b"wholf")
    os.utime(rotten, (changed, changed))
    nights(folder, clock, 2)
    newest = backups_in(folder)[0]
    assert (newest.folder / "files" / name).read_bytes() == b"whole"
    newest.check()


def test_rows_and_their_versions_name_files():
    from tests.making import picture

    one = picture()
    assert uploads.files_named() == {one.file.name}


def test_files_in_a_bucket_are_backed_up_and_put_back_into_another(folder, settings):
    with s3_server() as server:
        for bucket in ("uploads", "elsewhere"):
            client_of(server).create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
        use_bucket(settings, server, "uploads")
        name = default_storage.save("documents/2026/11/a/a.csv", ContentFile(b"in a bucket"))
        made = make_backup(folder, 1).backup
        assert (made.folder / "files" / name).read_bytes() == b"in a bucket"
        use_bucket(settings, server, "elsewhere")
        with uploads.put_back(made):
            pass
        assert [one[:2] for one in default_storage.everything()] == [(name, 11)]
        assert default_storage.open(name).read() == b"in a bucket"


# What is refused


@pytest.fixture
def backup(folder, clock):
    default_storage.save("documents/a.csv", ContentFile(b"a file"))
    nights(folder, clock, 1)
    return backups_in(folder)[0]


def flip(path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (lambda folder: flip(folder / "database.sqlite3"), "database.sqlite3 is not what was saved"),
        (lambda folder: flip(folder / "files/documents/a.csv"), "files/documents/a.csv is not what was saved"),
        (lambda folder: (folder / "files/documents/a.csv").unlink(), "files/documents/a.csv is missing"),
        (lambda folder: (folder / "files/documents/b.csv").write_bytes(b"more"), "files/documents/b.csv is not in its list"),
        (lambda folder: (folder / "manifest.json").write_text("{"), "manifest.json cannot be read"),
        (lambda folder: (folder / "manifest.json").write_text('{"shape": 99}'), "of a kind that this version does not know"),
        (lambda folder: (folder / "SHA256SUMS").write_text("nothing"), "a line of SHA256SUMS is no hash"),
        (lambda folder: (folder / "SHA256SUMS").unlink(), "SHA256SUMS cannot be read"),
        (lambda folder: shutil.rmtree(folder), "There is no backup in"),
    ],
)
def test_a_backup_with_any_harm_is_refused_by_name(backup, settings, tmp_path, harm, words):
    harm(backup.folder)
    settings.MEDIA_ROOT = tmp_path / "empty"
    with pytest.raises(Failed, match=words):
        restoring.restore(backup.folder, lambda sentence: None)
    assert not (tmp_path / "empty").exists()


def told(backup: Backup, **changes) -> None:
    """Write a manifest anew as another program would have, with its hash."""
    manifest = {**backup.manifest, **changes}
    path = backup.folder / "manifest.json"
    old = records.hash_of(path)
    path.write_text(json.dumps(manifest))
    sums = backup.folder / "SHA256SUMS"
    sums.write_text(sums.read_text().replace(old, records.hash_of(path)))


def test_a_backup_of_a_newer_version_is_refused(backup, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "empty"
    told(backup, migrations=["collaboration.0001_initial", "collaboration.9999_flying_cars"])
    with pytest.raises(Failed, match="a newer version, which has collaboration.9999_flying_cars: install that version first"):
        restoring.restore(backup.folder, lambda sentence: None)


def test_a_backup_of_the_other_kind_of_database_is_refused(backup, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "empty"
    told(backup, database={"kind": "PostgreSQL", "rows": {}})
    with pytest.raises(Failed, match="a backup of a PostgreSQL database, and the settings name a SQLite one"):
        restoring.restore(backup.folder, lambda sentence: None)


def test_a_storage_with_files_is_refused(backup):
    with pytest.raises(Failed, match="There are uploaded files in the storage already"):
        restoring.restore(backup.folder, lambda sentence: None)


def test_a_database_that_cannot_be_put_back_leaves_no_files(backup, settings, tmp_path, place):
    settings.MEDIA_ROOT = tmp_path / "empty"

    def fail(copy):
        raise OSError(errno.ENOSPC, "No space left on device")

    place.load = fail
    with pytest.raises(Failed, match="no space left on device"):
        restoring.restore(backup.folder, lambda sentence: None)
    assert list(default_storage.everything()) == []


def test_a_table_that_lost_rows_on_the_way_is_told(backup, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "empty"
    with pytest.raises(Failed, match=r"The restored table collaboration_page has \d+ rows and the backup has 3"):
        restoring.restore(backup.folder, lambda sentence: None)


# PostgreSQL's own programs


@pytest.fixture
def server_of(monkeypatch, tmp_path):
    """Pretends a server of some version, and a machine with pg_dump of some versions."""

    def pretend(server: int, *programs: int) -> None:
        for version in programs:
            path = tmp_path / "debian" / str(version) / "bin" / "pg_dump"
            path.parent.mkdir(parents=True)
            path.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version}.4 (Debian)'\n")
            path.chmod(0o755)
        monkeypatch.setattr("collaboration.keeping.postgresql.DEBIANS", tmp_path / "debian")
        monkeypatch.setattr("collaboration.keeping.postgresql.shutil.which", lambda name: None)
        monkeypatch.setattr("collaboration.keeping.postgresql.connection", SimpleNamespace(pg_version=server * 10000 + 4))

    return pretend


def test_without_pg_dump_it_says_what_to_install(server_of):
    server_of(16)
    with pytest.raises(Failed, match="pg_dump is missing: on Debian or Ubuntu, apt install postgresql-client-16"):
        program_for("pg_dump")


def test_with_a_pg_dump_older_than_the_server_it_says_what_to_install(server_of):
    server_of(17, 14, 16)
    with pytest.raises(Failed, match="pg_dump is of PostgreSQL 16 and the server of 17"):
        program_for("pg_dump")


def test_of_several_the_newest_is_taken(server_of):
    server_of(15, 14, 15, 16)
    assert "/16/" in program_for("pg_dump")


# By the command


def test_on_a_disk_that_takes_no_more_there_is_one_sentence_and_no_half_backup(tmp_path, furnished):
    furnished(tmp_path / "var")
    small = ("bash", "-c", 'ulimit -f 64; exec "$@"', "-")
    failed = manage("backup", str(tmp_path / "backups"), var=tmp_path / "var", before=small)
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.count("\n") == 1
    assert failed.stderr.startswith("CommandError: No backup was made, and none was deleted. ")
    assert names(tmp_path / "backups") == []


def test_a_backup_from_before_an_upgrade_is_brought_up_to_date(tmp_path, furnished):
    old, new = tmp_path / "old", tmp_path / "new"
    furnished(old)
    rows(old, "DROP TABLE django_session")
    rows(old, "DELETE FROM django_migrations WHERE app = 'sessions'")
    assert manage("backup", str(tmp_path / "backups"), var=old).returncode == 0
    (backup,) = backups_in(tmp_path / "backups")
    empty_place(new, like=old)
    restored = manage("restore", str(backup.folder), var=new)
    assert restored.returncode == 0, restored.stderr
    assert "Bringing the tables up to this version" in restored.stdout
    assert len(rows(new, "SELECT name FROM django_migrations")) > len(backup.manifest["migrations"])
    assert rows(new, "SELECT count(*) FROM django_session") == [(0,)]


@pytest.mark.parametrize("kept", ["0", "some"])
def test_a_number_to_keep_that_cannot_be_is_told_in_one_sentence(tmp_path, kept):
    assert "EMPCP_BACKUPS_KEPT is" in manage("check", var=tmp_path, EMPCP_BACKUPS_KEPT=kept).stderr
