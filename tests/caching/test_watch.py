"""Several threads of one process watch one file: they agree about what is current, whoever noticed it first."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from empcp_site.sqlite.watch import Watch


@pytest.fixture
def file(tmp_path):
    """A database with one edition, in the way of writing that the site uses."""
    path = tmp_path / "site.sqlite3"
    with sqlite3.connect(path) as there:
        there.execute("PRAGMA journal_mode=WAL")
        there.execute("CREATE TABLE collaboration_edition (name TEXT PRIMARY KEY, number INTEGER)")
        there.execute("CREATE TABLE page (title TEXT)")
        there.execute("INSERT INTO collaboration_edition VALUES ('page', 1)")
    return path


@pytest.fixture
def threads(file):
    """Ways to ask for the editions, each in a thread of its own."""
    watch, pools = Watch(str(file)), [ThreadPoolExecutor(1) for _each in range(4)]
    yield [lambda pool=pool: pool.submit(watch.now).result() for pool in pools]
    for pool in pools:
        pool.shutdown()


def settled(threads) -> dict[str, int]:
    """What all threads say once each has asked twice; they then say it with one dictionary."""
    for _round in range(2):
        told = [ask() for ask in threads]
    assert all(one is told[0] for one in told)
    return told[0]


def write(file, *statements: str) -> None:
    with sqlite3.connect(file) as there:
        for one in statements:
            there.execute(one)


def test_threads_that_begin_one_after_another_agree(threads):
    assert settled(threads) is settled(threads)


def test_what_one_thread_notices_of_a_change_by_hand_holds_for_all(file, threads):
    before = settled(threads)
    write(file, "INSERT INTO page VALUES ('By hand')")
    after = [ask() for ask in threads]
    assert all(one != before for one in after)
    assert settled(threads) is settled(threads) != before


def test_an_edition_that_rises_is_told_to_each_at_once_and_to_all_alike(file, threads):
    before = settled(threads)
    write(file, "INSERT INTO page VALUES ('Through the site')", "UPDATE collaboration_edition SET number = 2")
    assert [ask()["page"] for ask in threads] == [2] * 4
    assert settled(threads) == before | {"page": 2}
