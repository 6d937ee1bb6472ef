"""The files of deploy/ as they are shipped: read by the programs they are for, and held against the code they speak of."""

import configparser
import os
import re
import shlex
import shutil
import stat
import subprocess
from pathlib import Path

import html5lib
import pytest
from django.conf import settings as site_settings
from django.core.files.base import ContentFile

from collaboration.writing.editor_files import HashedFiles
from empcp_site.settings import REQUIRED_IN_PRODUCTION
from tests.ground.processes import ROOT, manage

from .behind import DEPLOY, WIDER, Behind, program, settings

README = (DEPLOY / "README.md").read_text()
UNITS = sorted(path.name for path in (DEPLOY / "systemd").iterdir() if path.is_file())
SERVICES = [name for name in UNITS if name.endswith(".service")]
SETTING = re.compile(r"\bEMPCP_[A-Z0-9_]+\b")


def run(*command: str, **how) -> subprocess.CompletedProcess:
    return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60, **how)


# nginx


def test_nginx_takes_the_configuration_among_debians_own_without_a_warning(tmp_path):
    one = Behind(tmp_path, tmp_path / "var")
    one.write()
    tested = run(program("nginx"), "-t", *one.nginx_arguments())
    assert tested.returncode == 0, tested.stderr
    assert "warn" not in tested.stderr


def test_the_port_for_the_certificate_authority_needs_no_certificate(tmp_path):
    one = Behind(tmp_path, tmp_path / "var")
    one.write()
    (tmp_path / "sites" / "empcp.conf").unlink()
    shutil.rmtree(tmp_path / "tls")
    assert run(program("nginx"), "-t", *one.nginx_arguments()).returncode == 0


def test_nginx_lets_in_what_the_application_takes_and_waits_longer_than_that():
    text = (DEPLOY / "nginx" / "empcp.conf").read_text()
    public, staff = (int(size) * {"k": 1024, "m": 1024**2}[unit] for size, unit in re.findall(r"client_max_body_size (\d+)([km]);", text))
    assert (public, staff) == (site_settings.LARGEST_BODY, site_settings.LARGEST_STAFF_BODY)
    waits = [int(seconds) for seconds in re.findall(r"proxy_read_timeout (\d+)s;", text)]
    assert waits[0] > site_settings.DEADLINE
    assert waits[1] > 3 * site_settings.DEADLINE


def test_the_names_of_static_files_are_those_nginx_takes_for_lasting(furnished, tmp_path):
    furnished(tmp_path / "var")
    lasting = re.compile(re.search(r'location ~ "(\^/static/[^"]+)"', (DEPLOY / "nginx" / "empcp.conf").read_text())[1])
    files = [path for path in (tmp_path / "var" / "static").rglob("*") if path.is_file()]
    others = {path.name for path in files if not lasting.search(f"/static/{path.relative_to(tmp_path / 'var' / 'static')}")}
    assert {name for name in others if not name.endswith((".gz", ".br"))} <= {"staticfiles.json", "LICENSE.2c54f4e1ca1c"}
    assert len(files) - len(others) > 100


def test_everybody_may_read_static_files_whatever_the_umask(tmp_path):
    """nginx has a user of its own, and everything else in the data folder is closed to it."""
    before = os.umask(0o077)
    try:
        storage = HashedFiles(location=tmp_path / "static", base_url="/static/", **site_settings.STORAGES["staticfiles"]["OPTIONS"])
        storage.save("css/a.css", ContentFile(b"p { color: red }\n" * 100))
        list(storage.post_process({"css/a.css": (storage, "css/a.css")}))
    finally:
        os.umask(before)
    modes = {(path.suffix, stat.S_IMODE(path.stat().st_mode)) for path in [tmp_path / "static", *(tmp_path / "static").rglob("*")]}
    assert modes == {("", 0o755), (".css", 0o644), (".gz", 0o644), (".br", 0o644), (".json", 0o644)}


@pytest.mark.parametrize("name", ["413", "429", "503"])
def test_what_nginx_says_is_a_page_and_needs_nothing_else(name):
    text = (DEPLOY / "nginx" / "pages" / f"{name}.html").read_text()
    parser = html5lib.HTMLParser(strict=True)
    page = parser.parse(text)
    assert not parser.errors
    assert len(page.findall(".//{*}h1")) == 1
    assert not re.search(r"src=|href=|<script|<style|style=", text)
    assert {"999", "101"} <= set(re.findall(r"\d+", text))


# systemd


@pytest.fixture(scope="module")
def units(tmp_path_factory) -> Path:
    """The units in a folder, with programs that are there in the place of those an operator's machine has."""
    folder = tmp_path_factory.mktemp("units")
    shutil.copytree(DEPLOY / "systemd", folder, dirs_exist_ok=True)
    for path in folder.rglob("*"):
        if path.is_file():
            path.write_text(path.read_text().replace("/opt/empcp/current/.venv/bin/python", "/bin/sh").replace("/opt/empcp/current", "/"))
    return folder


def test_systemd_takes_every_unit_without_a_word(units):
    verified = run(program("systemd-analyze"), "verify", "--man=no", *(str(units / name) for name in UNITS), env={"PATH": "/usr/bin:/bin", "SYSTEMD_UNIT_PATH": f"{units}:"})
    assert (verified.returncode, verified.stdout + verified.stderr) == (0, "")


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_shut_in_as_far_as_systemd_would_have_it(units, name):
    """Of 100; what has no sandbox at all has 96."""
    judged = run(program("systemd-analyze"), "security", "--offline=true", "--threshold=20", "--no-pager", str(units / name), env={"PATH": "/usr/bin:/bin", "SYSTEMD_UNIT_PATH": f"{units}:"})
    assert judged.returncode == 0, judged.stdout[-2000:] + judged.stderr


def unit(name: str) -> dict[str, dict[str, str]]:
    """A unit file; the last of several lines of one name stands for them."""
    parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters="=", comment_prefixes="#")
    parser.optionxform = str
    parser.read(DEPLOY / "systemd" / name)
    return {section: dict(parser[section]) for section in parser.sections()}


@pytest.mark.parametrize("name", [name for name in UNITS if name.endswith(".timer")])
def test_a_timer_starts_a_service_at_a_time_that_systemd_knows(name):
    assert name.replace(".timer", ".service") in UNITS
    assert run(program("systemd-analyze"), "calendar", unit(name)["Timer"]["OnCalendar"]).returncode == 0
    assert name in README


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_runs_what_is_there(name):
    words = shlex.split(unit(name)["Service"]["ExecStart"])
    assert words[0] == "/opt/empcp/current/.venv/bin/python"
    assert (ROOT / words[-1]).exists() if "gunicorn" in words else words[-1] in commands()


def commands() -> set[str]:
    return {path.stem for path in (ROOT / "collaboration" / "management" / "commands").glob("*.py")}


def test_nginx_and_systemd_mean_the_same_places():
    nginx = (DEPLOY / "nginx" / "empcp.conf").read_text()
    sandbox = unit("empcp-.service.d/sandbox.conf")["Service"]
    assert f"server unix:{unit('empcp-web.socket')['Socket']['ListenStream']}" in nginx
    assert settings()["EMPCP_VAR"] == f"/var/lib/{sandbox['StateDirectory']}"
    assert f"root {settings()['EMPCP_VAR']};" in nginx
    assert unit("empcp-backup.service")["Service"]["ReadWritePaths"] == settings()["EMPCP_BACKUPS"]
    assert f"root {sandbox['WorkingDirectory']}/deploy/nginx/pages;" in nginx


# Settings


def test_the_example_names_every_setting_that_is_required_and_none_that_is_not_there():
    example = (DEPLOY / "empcp.env.example").read_text()
    known = set(SETTING.findall((DEPLOY / "settings.md").read_text()))
    assert set(SETTING.findall(example)) <= known
    assert set(REQUIRED_IN_PRODUCTION) <= set(settings())


def test_the_example_starts_the_site_once_it_is_filled_in(tmp_path):
    given = {name: value for name, value in settings().items() if name not in ("EMPCP_VAR", "EMPCP_BACKUPS")}
    done = manage("check", "--deploy", "--fail-level", "WARNING", var=tmp_path / "var", **given)
    assert done.returncode == 0, done.stderr


def test_the_shell_reads_the_example_as_systemd_does():
    example = DEPLOY / "empcp.env.example"
    done = run("sh", "-c", f"set -a; . {shlex.quote(str(example))}; env", env={"PATH": "/usr/bin:/bin"})
    read = dict(line.split("=", 1) for line in done.stdout.splitlines() if line.startswith("EMPCP_"))
    lines = [line for line in example.read_text().splitlines() if line and not line.startswith("#")]
    assert read == {name: value.removeprefix("'").removesuffix("'") for name, _, value in (line.partition("=") for line in lines)}
    assert [line for line in lines if not re.fullmatch(r"EMPCP_\w+='[^'\\]*'", line)] == []


def test_the_command_for_operators_runs_a_command_with_the_settings_in_the_file(tmp_path):
    """As root it does so as the site's user; here a program of ours stands in the place of what changes the user."""
    (tmp_path / "runuser").write_text('#!/bin/sh\nshift 3\nexec "$@"\n')
    (tmp_path / "id").write_text("#!/bin/sh\necho 0\n")
    release = tmp_path / "release"
    (release / ".venv" / "bin").mkdir(parents=True)
    (release / ".venv" / "bin" / "python").write_text('#!/bin/sh\necho "$@" "$EMPCP_ADDRESS"; umask\n')
    for path in (tmp_path / "runuser", tmp_path / "id", release / ".venv" / "bin" / "python"):
        path.chmod(0o755)
    places = {"PATH": f"{tmp_path}:/usr/bin:/bin", "SETTINGS": str(DEPLOY / "empcp.env.example"), "RELEASE": str(release)}
    assert run(str(DEPLOY / "empcp"), "create_editor", "you@example.org", "--name", "Your Name", env=places).stdout == (
        "manage.py create_editor you@example.org --name Your Name https://www.example.org\n0027\n"
    )
    (tmp_path / "id").write_text("#!/bin/sh\necho 1000\n")
    refused = run(str(DEPLOY / "empcp"), "prepare", env=places)
    assert (refused.returncode, refused.stderr) == (1, "Run this as root, for instance: sudo empcp prepare\n")


# The container


def steps() -> list[tuple[str, str]]:
    """The instructions of the Containerfile, each in one line."""
    text = re.sub(r"^#.*\n", "", (DEPLOY / "Containerfile").read_text(), flags=re.M)
    lines = [line.strip() for line in re.sub(r"\\\n", " ", text).splitlines() if line.strip()]
    return [(line.partition(" ")[0], line.partition(" ")[2].strip()) for line in lines]


def test_the_container_is_made_of_files_that_are_there_and_that_it_is_given():
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    sources = [source for name, words in steps() if name == "COPY" and not words.startswith("--from") for source in words.split()[:-1]]
    assert len(sources) == 7
    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert {f"!{source}" for source in sources} == {line for line in ignored if line.startswith("!")}
    assert "*" in ignored


def test_every_step_of_the_container_is_one_that_there_is_and_every_command_can_be_read():
    known = {"FROM", "RUN", "COPY", "WORKDIR", "ENV", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "CMD"}
    assert {name for name, _words in steps()} == known
    for name, words in steps():
        if name == "RUN":
            assert run("sh", "-n", "-c", words).returncode == 0, words
        if name in ("CMD", "HEALTHCHECK"):
            command = eval(words.partition("CMD ")[2] or words)  # a list of texts, as JSON has it and Python too
            assert run("sh", "-n", "-c", command[-1]).returncode == 0 if command[0] == "sh" else compile(command[-1], name, "exec")


def test_the_container_installs_by_hashes_alone_and_runs_as_nobody_in_particular():
    text = " ".join(words for _name, words in steps())
    assert "--require-hashes -r /requirements.txt" in text
    assert [words for name, words in steps() if name == "USER"] == ["empcp"]
    assert all(re.fullmatch(r"python:3\.\d+-slim( AS \w+)?", words) for name, words in steps() if name == "FROM")
    assert "--hash=sha256:" in (DEPLOY / "requirements.txt").read_text()


def test_the_lock_for_production_has_the_versions_that_were_tested():
    pins = [dict(re.findall(r"^([a-z0-9.-]+)==([^ ;]+)", (ROOT / path).read_text(), re.M)) for path in ("requirements.txt", "tests/requirements.txt", "deploy/requirements.txt")]
    served, tested, shipped = pins
    assert {name: version for name, version in served.items() if shipped.get(name) != version} == {}
    assert {name: (version, tested[name]) for name, version in shipped.items() if tested.get(name, version) != version} == {}


# The document


def test_every_file_and_setting_the_document_names_is_there():
    named = set(re.findall(r"`((?:deploy|collaboration|empcp_site)/[\w./-]*)`|\]\(([^)#]+)\)", README))
    assert [path for pair in named for path in pair if path and not ((ROOT / path).exists() or (DEPLOY / path).exists())] == []
    known = set(SETTING.findall((DEPLOY / "settings.md").read_text()))
    assert set(SETTING.findall(README)) <= known
    assert set(re.findall(r"/opt/empcp/current/(deploy/[\w./-]+?)(?:/?\.)?[ \n]", README)) <= {path.relative_to(ROOT).as_posix() for path in DEPLOY.rglob("*")}


def test_every_command_the_document_names_is_there():
    django = {"check"}
    asked = set(re.findall(r"(?:^|[`;] ?|&& |env |release )empcp ([a-z_]+)", README, re.M))
    assert {"prepare", "create_editor", "backup", "restore", "nightly_care", "check"} <= asked <= commands() | django
    assert set(re.findall(r"manage\.py (\w+)", README)) <= commands()
    named = set(re.findall(r"\bempcp-(?:web|post|nightly|backup)(?:\.\w+)?", README))
    assert {name for name in named if "." in name} <= set(UNITS)


def test_every_block_of_commands_can_be_read_by_a_shell():
    blocks = re.findall(r"^```\n(.*?)^```$", README, re.M | re.S)[1:]
    assert len(blocks) > 12
    for block in blocks:
        if not block.startswith("set_real_ip_from"):
            assert run("sh", "-n", "-c", block).returncode == 0, block


def test_the_change_to_debians_own_file_is_the_one_that_was_tested():
    for theirs, ours in WIDER.items():
        assert f"sed -i 's/{theirs}/{ours}/' /etc/nginx/nginx.conf" in README
        assert theirs in Path("/etc/nginx/nginx.conf").read_text()
