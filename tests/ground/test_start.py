"""Starting and stopping, as a newcomer meets them: real commands, real processes."""

import os
import signal
import socket
import sqlite3
import subprocess

import pytest

from .lint import PRODUCTION
from .processes import ROOT, ask, environment, free_port, gunicorn, is_running, manage, serving, wait_until

HOMES = [
    "/",
    *(f"/{force}-police/" for force in ("derbyshire", "leicestershire", "lincolnshire", "northamptonshire", "nottinghamshire")),
    *(f"/{force}-opcc/" for force in ("derbyshire", "leicestershire", "lincolnshire", "nottinghamshire")),
    "/northamptonshire-opfcc/",
]
SERVED = "The eleven sites are at"


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    """A data folder in which the site has been started once."""
    folder = tmp_path_factory.mktemp("ground") / "var"
    made = manage("prepare", var=folder)
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """A data folder with tables and no content."""
    folder = tmp_path_factory.mktemp("bare") / "var"
    made = manage("migrate", "-v0", var=folder)
    assert made.returncode == 0, made.stderr
    return folder


def said(done: subprocess.CompletedProcess) -> str:
    """The one sentence on standard error of a command that failed."""
    lines = [line for line in done.stderr.splitlines() if line.strip() and not line.startswith("make")]
    assert done.returncode != 0
    assert len(lines) == 1, done.stderr
    return lines[0]


def make(*arguments: str, var, **settings: str) -> subprocess.CompletedProcess:
    command = ["make", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment(var, **settings), capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)


# What works


def test_make_run_serves_eleven_homes_and_an_interrupt_leaves_nothing_behind(var):
    port = free_port()
    with serving("make", "run", port=port, var=var) as server:
        assert [ask(port, home)[0] for home in HOMES] == [200] * 11
        os.killpg(server.pid, signal.SIGINT)
        assert server.wait(timeout=10) in (0, 130, -signal.SIGINT)
        wait_until(lambda: not is_running(server.pid), seconds=5)
        printed = server.stdout.read()
    assert f"{SERVED} http://127.0.0.1:{port}/" in printed
    assert "manage.py create_editor" in printed
    assert "Traceback" not in printed
    assert "***" not in printed


def test_a_second_start_loads_and_collects_nothing(var):
    again = manage("prepare", var=var)
    assert again.returncode == 0
    assert again.stdout.split("\n") == ["The database has content already; it stays as it is.", ""]


def test_static_files_are_collected_again_when_they_have_changed(var):
    (var / "static-files").write_text("of yesterday")
    assert "Collecting the static files" in manage("prepare", var=var).stdout


def test_content_that_was_edited_survives_the_next_start(var):
    with sqlite3.connect(var / "site.sqlite3") as database:
        database.execute("UPDATE collaboration_publisher SET strapline = 'Edited' WHERE kind = 'programme'")
    database.close()
    assert manage("prepare", var=var).returncode == 0
    assert count(var, "SELECT count(*) FROM collaboration_publisher WHERE strapline = 'Edited'") == 1


def test_a_server_that_is_told_to_stop_stops(var):
    port = free_port()
    with serving(*gunicorn(), port=port, var=var) as server:
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=25) == 0
        wait_until(lambda: not is_running(server.pid), seconds=5)


# What is in the way, in one sentence each


def test_an_occupied_port_is_named_before_anything_is_made(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        sentence = said(make("run", f"PORT={port}", var=tmp_path / "var"))
    assert sentence.startswith(f"Port {port} is taken by another program")
    assert not (tmp_path / "var").exists()


def test_a_port_that_is_no_number_is_named(tmp_path):
    assert said(make("run", "PORT=eighty", var=tmp_path / "var")).startswith("PORT is “eighty”")


def test_an_unknown_environment_is_named(tmp_path):
    sentence = said(manage("prepare", var=tmp_path / "var", EMPCP_ENV="prodution"))
    assert sentence.startswith("EMPCP_ENV is “prodution”")
    assert not (tmp_path / "var").exists()


def test_a_level_of_the_log_that_is_none_is_one_sentence(tmp_path):
    assert said(manage("check", var=tmp_path / "var", EMPCP_LOG_LEVEL="loud")).startswith("EMPCP_LOG_LEVEL is “LOUD”; set it to one of DEBUG")


@pytest.mark.parametrize("name", [name for name in PRODUCTION if name != "EMPCP_ENV"])
def test_production_names_the_setting_that_is_missing(tmp_path, name):
    given = {key: value for key, value in PRODUCTION.items() if key != name}
    sentence = said(manage("check", var=tmp_path / "var", **given))
    assert [one for one in PRODUCTION if one in sentence] == [name]


def test_production_names_every_setting_that_is_missing_at_once(tmp_path):
    sentence = said(manage("migrate", var=tmp_path / "var", EMPCP_ENV="production"))
    assert [one for one in PRODUCTION if one in sentence] == [one for one in PRODUCTION if one != "EMPCP_ENV"]


def test_the_server_itself_names_what_is_missing(tmp_path):
    command = [*gunicorn()]
    done = subprocess.run(command, cwd=ROOT, env=environment(tmp_path / "var", EMPCP_ENV="production"), capture_output=True, text=True, timeout=60)
    assert said(done).startswith("To run in production, set EMPCP_SECRET_KEY")


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()
    assert "cannot be made" in said(manage("prepare", var=tmp_path / "file" / "var"))


def test_a_data_folder_that_cannot_be_written_to_is_named(tmp_path):
    folder = tmp_path / "var"
    folder.mkdir(mode=0o555)
    assert "cannot be written to" in said(manage("prepare", var=folder, before=unprivileged()))
    assert list(folder.iterdir()) == []


def test_a_data_folder_that_has_become_read_only_is_named(tmp_path):
    folder = tmp_path / "var"
    assert manage("check", var=folder).returncode == 0
    folder.chmod(0o555)
    assert "cannot be written to" in said(manage("prepare", var=folder, before=unprivileged()))
    assert {file.name for file in folder.iterdir()} == {"secret-key", "arriving", "prints"}


def test_a_database_that_is_none_is_named(tmp_path):
    folder = tmp_path / "var"
    (folder / "site.sqlite3").mkdir(parents=True)
    assert "cannot be used" in said(manage("prepare", var=folder))


def unprivileged() -> tuple[str, ...]:
    """What takes from root the power to write where the folder's mode forbids it."""
    return ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()


# Broken content

GOOD = """\
- model: collaboration.force
  fields:
    slug: derbyshire
    name: Derbyshire Constabulary
    short_name: Derbyshire
    code: De
"""
BROKEN = {
    "bad YAML": ("publishers.yaml", "- model: [", "publishers.yaml cannot be read as YAML"),
    "no list": ("publishers.yaml", "model: collaboration.force", "publishers.yaml is not a list of entries"),
    "unknown publisher": (
        "pages/derbyshire-police.yaml",
        "- model: collaboration.page\n  fields: {publisher: [derbyshire-plice], path: about-us/, title: About us, summary: S, body: <p>B</p>}\n",
        "derbyshire-police.yaml, entry 1 (collaboration.page: about-us/)",
    ),
    "bad date": (
        "sources.yaml",
        "- model: collaboration.source\n  fields: {key: one, title: One, published_by: P, grade: official, dated: the thirtieth}\n",
        "sources.yaml, entry 1 (collaboration.source: one)",
    ),
    "unknown model": ("units.yaml", "- model: collaboration.unti\n  fields: {slug: emsou}\n", "units.yaml, entry 1 (collaboration.unti: emsou)"),
    "unknown field": ("units.yaml", "- model: collaboration.unit\n  fields: {slug: emsou, nmae: X}\n", "units.yaml, entry 1 (collaboration.unit: emsou)"),
}


@pytest.mark.parametrize(("file", "text", "where"), BROKEN.values(), ids=BROKEN)
def test_broken_content_is_named_by_file_and_entry_and_nothing_is_loaded(bare, tmp_path, file, text, where):
    folder = tmp_path / "fixtures"
    (folder / file).parent.mkdir(parents=True)
    (folder / "publishers.yaml").write_text(GOOD)
    (folder / file).write_text(text)
    sentence = said(manage("load_content", "--folder", str(folder), var=bare))
    assert sentence.startswith(f"CommandError: {where}")
    assert [table for table in ("force", "source", "page", "unit") if count(bare, f"SELECT count(*) FROM collaboration_{table}")] == []


def test_a_folder_without_content_is_named(bare, tmp_path):
    assert str(tmp_path) in said(manage("load_content", "--folder", str(tmp_path), var=bare))


def test_a_check_of_sound_content_writes_nothing(bare, tmp_path):
    (tmp_path / "publishers.yaml").write_text(GOOD)
    done = manage("load_content", "--check", "--folder", str(tmp_path), var=bare)
    assert (done.returncode, done.stdout) == (0, "1 entries are in order.\n")
    assert count(bare, "SELECT count(*) FROM collaboration_force") == 0


def count(var, query: str) -> int:
    database = sqlite3.connect(var / "site.sqlite3")
    try:
        return database.execute(query).fetchone()[0]
    finally:
        database.close()
