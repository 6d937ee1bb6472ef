"""One process at a time, on either database."""

import subprocess
import sys

import pytest
from django.core.management import call_command

from collaboration.alone import alone
from tests.ground.processes import ROOT, environment

HOLD = "from collaboration.alone import alone\nwith alone('sums') as ours:\n    print(ours, flush=True)\n    input()"


@pytest.fixture
def elsewhere(tmp_path, furnished):
    """Starts a process that takes the lock, in one data folder, and says whether it has it."""
    furnished(tmp_path / "var")

    def start() -> tuple[subprocess.Popen, str]:
        command = [sys.executable, "manage.py", "shell", "-v0", "-c", HOLD]
        process = subprocess.Popen(command, cwd=ROOT, env=environment(tmp_path / "var"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        return process, process.stdout.readline().strip()

    return start


def test_the_second_is_told_so_and_a_killed_one_keeps_it_from_nobody(elsewhere):
    first, its_answer = elsewhere()
    second, told = elsewhere()
    first.kill()
    first.communicate()
    third, after = elsewhere()
    for one in (second, third):
        one.communicate("\n", timeout=20)
    assert (its_answer, told, after) == ("True", "False", "True")


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["nightly_care", "send_post"])
def test_a_command_that_finds_another_at_work_says_so_in_one_sentence_and_all_is_well(command, monkeypatch, capsys):
    monkeypatch.setattr(f"collaboration.management.commands.{command}.alone", lambda name: Taken())
    call_command(command)
    assert capsys.readouterr().out == f"Another {command} is at work; this one did nothing.\n"


class Taken:
    def __enter__(self) -> bool:
        return False

    def __exit__(self, *raised):
        return None


@pytest.mark.django_db
def test_the_lock_is_given_back_where_its_holder_fails():
    def fail():
        with alone("sums") as ours:
            assert ours
            raise ValueError("a sum")

    for _time in range(2):
        with pytest.raises(ValueError, match="a sum"):
            fail()
