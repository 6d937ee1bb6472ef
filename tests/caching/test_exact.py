"""Two processes of the real server, readers who never rest, and writes in every way: not one old byte after a commit is acknowledged."""

import http.client
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.databases import rows
from tests.desk import cast, on_site
from tests.ground.processes import free_port, gunicorn, serving
from tests.posting import ask, fields_of

HERE = "tests.caching.on_the_site"
LIST = "/derbyshire-opcc/news/"


class Reader(threading.Thread):
    """Asks one process for one page again and again on one connection, and notes when, and whether a word stood in it."""

    def __init__(self, port: int, path: str, words: list[str]):
        super().__init__(daemon=True)
        self.port, self.path, self.words = port, path, words
        self.seen: list[tuple[float, float, list[bool], int]] = []
        self.is_over = False
        self.start()

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        while not self.is_over:
            start = time.time()
            connection.request("GET", self.path)
            answer = connection.getresponse()
            text = answer.read().decode()
            fresh = int(answer.headers.get("Cache-Control", "").partition("max-age=")[2] or 0)
            self.seen.append((start, time.time(), [word in text for word in self.words], fresh))
        connection.close()

    def since(self, moment: float) -> list[tuple[float, float, list[bool], int]]:
        """What was asked for after a moment."""
        return [one for one in list(self.seen) if one[0] > moment]


class Readers:
    """Two readers of each process, for as long as they are wanted."""

    def __init__(self, ports, path, *words):
        self.all = [Reader(port, path, list(words)) for port in ports for _each in range(2)]

    def __enter__(self):
        self.wait_for(0, 3)
        return self

    def __exit__(self, *_how):
        for one in self.all:
            one.is_over = True
        for one in self.all:
            one.join()

    def wait_for(self, moment: float, times: int) -> None:
        """Return when each of them has asked so often since a moment."""
        deadline = time.monotonic() + 20
        while any(len(one.since(moment)) < times for one in self.all):
            assert time.monotonic() < deadline
            time.sleep(0.002)


@pytest.fixture(scope="module")
def site(tmp_path_factory, furnished):
    """One site served by two masters with one process each, and a release on it."""
    var = tmp_path_factory.mktemp("exact") / "var"
    furnished(var)
    ports = [free_port(), free_port()]
    with ExitStack() as both:
        for port in ports:
            both.enter_context(serving(*gunicorn(), port=port, var=var, EMPCP_WORKERS="1"))
        made = SimpleNamespace(ports=ports, var=Path(var), address=None)
        made.do = lambda function, *arguments: on_site(made, function, *arguments, module=HERE)
        made.path = made.do("make", "exact", "Mark zero")
        yield made


def change(site, way: str, mark: str) -> None:
    """Change the release in one of many ways; the change is final when this returns."""
    if way == "another driver":
        rows(site.var, "UPDATE collaboration_pressrelease SET headline = ? WHERE slug = 'exact'", [mark])
    elif way == "loaddata":
        site.do("loaddata", "exact", mark, str(site.var))
    else:
        site.do(way, "exact", mark)


WAYS = ["update", "save", "bulk_update", "raw", "raw_many", "raw_with", "loaddata", "bulk_create", "another driver"]


@pytest.mark.parametrize("way", WAYS)
def test_after_a_change_is_acknowledged_nobody_reads_an_old_byte(site, way):
    mark = f"Mark of {way}, and no more"
    with Readers(site.ports, LIST, mark) as readers:
        change(site, way, mark)
        acknowledged = time.time()
        readers.wait_for(acknowledged, 5)
    for reader in readers.all:
        assert not reader.seen[0][2][0], "nothing was to be seen of it before"
        assert all(words == [True] for _start, _end, words, _fresh in reader.since(acknowledged))


def test_a_change_at_the_desk_is_seen_at_once(site):
    number = site.do("a_menu_item")
    address = SimpleNamespace(var=site.var)
    [administrator] = cast(address, ("administrator", "programme"))
    desk = f"/admin/collaboration/menuitem/{number}/change/"
    there = f"http://127.0.0.1:{site.ports[0]}"
    typed = fields_of(ask(there, administrator.session, desk).body) | {"label": "Marked at the desk"}
    with Readers(site.ports, LIST, "Marked at the desk") as readers:
        answer = ask(there, administrator.session, desk, typed)
        acknowledged = time.time()
        assert answer.status == 302, answer.body
        readers.wait_for(acknowledged, 5)
    assert all(words == [True] for reader in readers.all for _start, _end, words, _fresh in reader.since(acknowledged))


def test_what_is_undone_is_never_seen(site):
    with Readers(site.ports, LIST, "Never final") as readers:
        site.do("undone", "exact")
        readers.wait_for(time.time(), 5)
    assert not any(words[0] for reader in readers.all for _start, _end, words, _fresh in reader.seen)


def plan(site) -> tuple[float, float]:
    """A moment to come, far enough off that a busy machine reads something before it, and when it was agreed."""
    for seconds in (1.5, 5, 15):
        at, warm = site.do("plan", seconds), time.time()
        if warm < at - 1:
            break
    return at, warm


def test_what_is_planned_happens_at_its_second_with_every_page_in_memory(site):
    words = ["Planned for the second", "Doomed at the second", "Noticed at the second"]
    site.do("prepare_plan")
    with Readers(site.ports, LIST, *words) as readers:
        at, warm = plan(site)
        readers.wait_for(at, 5)
    for reader in readers.all:
        before = [one for one in reader.since(warm) if one[1] < at]
        assert before, "it was read before its moment, too"
        assert all(seen == [False, True, False] for _start, _end, seen, _fresh in before)
        assert all(end + fresh <= at + 0.05 for _start, end, _seen, fresh in before), "nobody was told to keep it beyond that"
        assert all(seen == [True, False, True] for _start, _end, seen, _fresh in reader.since(at))
