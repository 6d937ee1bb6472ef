"""The README and the table of settings say what is so."""

import re

import pytest

from .processes import ROOT

README = (ROOT / "README.md").read_text()
SETTINGS = (ROOT / "deploy" / "settings.md").read_text()
SETTING = re.compile(r"\bEMPCP_[A-Z0-9_]*[A-Z0-9]\b")


def test_it_stays_short():
    assert len(README.splitlines()) < 300


def test_every_setting_is_in_the_table_and_every_one_in_the_table_is_real():
    code = [path for folder in ("empcp_site", "collaboration") for path in (ROOT / folder).rglob("*.py")]
    read = set(SETTING.findall("\n".join(path.read_text() for path in [*code, ROOT / "tests" / "ground" / "chromium.py"])))
    table = {name for line in SETTINGS.splitlines() if line.startswith("| `") for name in SETTING.findall(line.split(" | ")[0])}
    assert table == read


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:collaboration|empcp_site|tests|static|fixtures|templates|deploy|\.ci)/[\w./-]+)`|\]\(((?:static|deploy)/[^)]+)\)", README))))
def test_every_file_it_names_is_there(path):
    assert (ROOT / next(filter(None, path))).exists()


def test_every_command_it_names_is_there():
    commands = {path.stem for path in (ROOT / "collaboration" / "management" / "commands").glob("*.py")}
    assert set(re.findall(r"manage\.py (\w+)", README)) <= commands
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    assert set(re.findall(r"make (run|test|lint|lock)\b", README)) <= targets
