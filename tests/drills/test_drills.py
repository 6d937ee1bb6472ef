"""The drills that are quick enough, in a few rounds; `python -m tests.drills` does them in full."""

import os
import subprocess

import pytest

from tests.databases import on_sqlite

from . import clock, disk, killing

CAN_MOUNT = os.geteuid() == 0 and subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode == 0


@pytest.fixture
def var(tmp_path, furnished):
    furnished(tmp_path / "var")
    return tmp_path / "var"


def test_what_was_said_to_be_received_is_there_after_processes_were_killed_and_no_page_is_old(var):
    told = killing.kill(var, rounds=2)
    assert (told["faults"], told["of them old"]) == ([], 0)


@pytest.mark.once
def test_nothing_shows_before_its_time_whatever_the_clock_does(var):
    seen = clock.step(var)
    for name in ("before", "back", "an hour behind", "back again"):
        assert (seen[name]["to come out in half an hour"], seen[name]["lists that name what is to come"]) == ([404], 0), name
        assert seen[name]["to be taken back in half an hour"] == [200], name
    ahead = seen["an hour ahead"]
    assert (ahead["to come out in half an hour"], ahead["to be taken back in half an hour"]) == ([200], [410])
    assert ahead["lists that name what is to come"] == ahead["of"]
    assert {one["form opened before"].rpartition(" ")[2] for one in seen.values()} == {"received"}


@pytest.mark.skipif(not CAN_MOUNT, reason="a small disk wants root")
def test_a_full_disk_keeps_no_reader_out_and_nothing_is_said_to_be_received_that_is_not(var):
    if not on_sqlite(var):
        pytest.skip("the database is on another disk")
    seen = disk.fill(var)
    full, after = seen["while it fails"], seen["afterwards"]
    assert {full["page in memory"], *list(full["pages not in memory"].values())[:-1]} == {200}
    assert (full["forms"]["answers"], full["forms"]["each refusal says so"]) == ([503], True)
    assert full["forms"]["said to be received"] == full["forms"]["stored"]
    assert (full["drafts"]["each refusal says so"], full["documents made"]) == (True, 0)
    assert not [name for name in full["files left behind"] if name.startswith("files/")]
    assert (full["backup"]["ended with"], full["backup"]["left behind"]) == (1, [])
    assert (after["forms"]["stored"], after["drafts"], after["uploads"], after["backup"]) == (13, [302], {"small": 302, "large": 302}, 0)
    assert (after["waiting to arrive"], after["whole"], after["still the same process"]) == ([], True, True)


@pytest.mark.skipif(not CAN_MOUNT, reason="a read-only disk wants root")
def test_processes_that_began_on_a_read_only_disk_write_again_once_it_can_be_written_to(var):
    if not on_sqlite(var):
        pytest.skip("the database is on another disk")
    seen = disk.forbid(var)
    barred, after = seen["while it fails"], seen["afterwards"]
    assert {barred["page in memory"], *list(barred["pages not in memory"].values())[:-1]} == {200}
    assert (barred["forms"]["answers"], barred["forms"]["said to be received"], barred["forms"]["stored"]) == ([503], 0, 0)
    assert (barred["drafts"]["each refusal says so"], barred["documents made"], barred["files left behind"]) == (True, 0, {})
    assert (after["forms"]["stored"], after["drafts"], after["uploads"], after["backup"]) == (13, [302], {"small": 302, "large": 302}, 0)
    assert (after["whole"], after["still the same process"]) == (True, True)
