"""One real server, as it runs in production: its figures, its log, its patience with slow clients, and how it reloads and stops."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import threading
import time
from contextlib import closing, contextmanager

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.databases import opened, rows
from tests.ground.processes import (
    ROOT,
    ask,
    environment,
    free_port,
    gunicorn,
    is_running,
    listens,
    wait_until,
)

TOKEN = "a-token-of-more-than-twenty-letters"
CANARY = "Zyzzyva"


class Server:
    """The server in a process group of its own, and what it wrote to standard error."""

    def __init__(self, var):
        self.var, self.port, self.log = var, free_port(), var / "log"
        given = environment(var, PORT=str(self.port), EMPCP_METRICS="1", EMPCP_METRICS_TOKEN=TOKEN, EMPCP_LOG_FORMAT="json", EMPCP_WORKERS="2", EMPCP_THREADS="4")
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(gunicorn(), cwd=ROOT, env=given, stdout=subprocess.DEVNULL, stderr=log, start_new_session=True)
        wait_until(lambda: listens(self.port) and self.ask("/health/live")[0] == 200, seconds=60)

    def ask(self, path: str, **headers: str):
        return ask(self.port, path, **headers)

    def workers(self) -> set[int]:
        found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True).stdout
        return {int(number) for number in found.split()}

    def figures(self) -> dict[tuple, float]:
        status, _headers, text = self.ask("/metrics", Authorization=f"Bearer {TOKEN}")
        assert status == 200
        return {(one.name, *sorted(one.labels.values())): one.value for family in text_string_to_metric_families(text) for one in family.samples}


def news(figures: dict[tuple, float]) -> float:
    """How often the news was answered by Django, and anything by the stores."""
    return figures["empcp_answers_total", "2xx", "news:releases"] + figures["empcp_page_store", "hits"]


@contextmanager
def serving(var):
    started = Server(var)
    yield started
    if is_running(started.process.pid):
        os.killpg(started.process.pid, signal.SIGKILL)
    started.process.wait(timeout=20)


@pytest.fixture(scope="module")
def server(tmp_path_factory, furnished):
    var = tmp_path_factory.mktemp("service") / "var"
    furnished(var)
    with serving(var) as started:
        yield started


@pytest.fixture
def stopped(tmp_path, furnished):
    """A server for the one test that stops it: the others may come after."""
    furnished(tmp_path / "var")
    with serving(tmp_path / "var") as started:
        yield started


# Figures


def test_all_processes_are_counted_together_and_figures_only_rise(server):
    for _time in range(20):
        assert server.ask("/news/?page=1")[0] == 200
    assert server.ask("/no-such-page/")[0] == 404
    # A process tells what its store has done when it is next asked for anything that is not stored.
    wait_until(lambda: server.ask("/health/live") and news(server.figures()) >= 20, seconds=10)
    before = server.figures()
    assert before["empcp_answers_total", "4xx", "pages:page"] >= 1
    assert before["empcp_answer_seconds_count", "2xx"] >= before["empcp_answers_total", "2xx", "news:releases"] >= 1
    for _time in range(10):
        server.ask("/text-size/")
    after = server.figures()
    assert sum(value for name, value in after.items() if name[0] == "empcp_answers_total") >= sum(value for name, value in before.items() if name[0] == "empcp_answers_total") + 10


def test_the_figures_tell_of_what_the_site_stands_on(server):
    found = server.figures()
    assert all(found["empcp_check_ok", check] == 1 for check in ("database", "migrations", "search", "storage", "disk", "outbox"))
    assert found["empcp_disk_free_bytes",] > 0
    assert found["empcp_letters_owed",] == 0
    assert found["empcp_search_records",] == found["empcp_public_records",]


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}, {"Authorization": "Bearer "}])
def test_without_the_token_there_are_no_figures(server, headers):
    assert server.ask("/metrics", **headers)[0] == 404


def test_no_address_becomes_a_label(server):
    server.ask(f"/{CANARY}/")
    server.ask(f"/news/?q={CANARY}")
    assert CANARY not in server.ask("/metrics", Authorization=f"Bearer {TOKEN}")[2]


# Ready, and the log


def test_the_site_is_ready_and_says_so_through_the_front_door(server):
    status, headers, text = server.ask("/health/ready", Host="10.0.0.7")
    assert (status, headers["cache-control"]) == (200, "no-store")
    assert json.loads(text)["ready"] is True


@contextmanager
def without_enquiries(var):
    """A fault of ours: a table that is not there."""
    rows(var, "ALTER TABLE collaboration_enquiry RENAME TO away")
    try:
        yield
    finally:
        rows(var, "ALTER TABLE away RENAME TO collaboration_enquiry")


def test_the_log_is_lines_of_json_without_a_word_of_what_was_sent(server):
    page = server.ask("/derbyshire-opcc/contact/")
    cookie = page[1]["set-cookie"].partition(";")[0]
    given = dict(re.findall(r'<input type="hidden" name="(csrfmiddlewaretoken|form_key)" value="([^"]+)"', page[2]))
    body = "&".join(f"{name}={value}" for name, value in {**given, "name": CANARY, "email": f"{CANARY}@example.org", "subject": CANARY, "message": CANARY}.items())
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"{cookie}; x={CANARY}", "User-Agent": CANARY, "Referer": f"http://127.0.0.1:{server.port}/{CANARY}"}
    with without_enquiries(server.var), closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)) as connection:
        connection.request("POST", f"/derbyshire-opcc/contact/?q={CANARY}", body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
    assert answer.status == 500, text
    # Bytes that are no request: gunicorn's own record of it.
    assert spoken(server.port, f"GET /{CANARY} HTTP/1.1\r\nHost: a b {CANARY}\r\nContent-Length: x{CANARY}\r\n\r\n".encode()).startswith(b"HTTP/1.1 400")
    written = [json.loads(line) for line in server.log.read_text().splitlines()]
    assert any(one.get("route") == "/contact/" and one["status"] == 500 and one["request_id"] == answer.headers["X-Request-ID"] for one in written)
    assert CANARY not in server.log.read_text()
    assert "127.0.0.1" not in server.log.read_text()


# Bodies and slow clients, byte by byte


def spoken(port: int, *parts: bytes, seconds: float = 15) -> bytes:
    """What comes back for these bytes until the server closes, or nothing comes for so long."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=seconds)) as connection:
        for part in parts:
            connection.sendall(part)
        found = b""
        with_more = True
        while with_more:
            more = connection.recv(65536)
            found, with_more = found + more, bool(more)
        return found


HEAD = b"POST /derbyshire-opcc/contact/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: csrftoken=" + b"a" * 32 + b"\r\nContent-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n"


@pytest.mark.parametrize(("announced", "status"), [(b"Content-Length: 999999999", b"413"), (b"Content-Length: 262145", b"413"), (b"Transfer-Encoding: chunked", b"411")])
def test_a_body_too_large_is_refused_before_a_byte_of_it_is_read(server, announced, status):
    assert spoken(server.port, HEAD + announced + b"\r\n\r\n").startswith(b"HTTP/1.1 " + status)


def test_whoever_sends_too_slowly_is_given_up_and_others_are_served_meanwhile(server):
    began, endings = time.monotonic(), {}

    def linger(name: str, start: bytes):
        with closing(socket.create_connection(("127.0.0.1", server.port), timeout=30)) as connection:
            connection.sendall(start)
            answer = b""
            while time.monotonic() - began < 25:
                connection.settimeout(0.5)
                try:
                    more = connection.recv(65536)
                except TimeoutError:
                    # One byte each half second: alive, and never done.
                    connection.sendall(b"a")
                    continue
                except ConnectionError:
                    break
                answer += more
                if not more:
                    break
            endings[name] = (time.monotonic() - began, answer)

    starts = {"no headers": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ", "no body": HEAD + b"Content-Length: 5000\r\n\r\n", "a body at last": HEAD + b"Content-Length: 200000\r\n\r\nmessage="}
    lingering = [threading.Thread(target=linger, args=one) for one in starts.items()]
    for one in lingering:
        one.start()
    assert [server.ask("/derbyshire-opcc/contact/")[0] for _time in range(10)] == [200] * 10
    for one in lingering:
        one.join(40)
    assert set(endings) == set(starts)
    assert all(seconds < 24 for seconds, _answer in endings.values()), endings
    assert endings["no headers"][1] == b""
    assert [answer[9:12] for name, (_seconds, answer) in endings.items() if "body" in name] == [b"408"] * 2
    assert b"What you wrote has not been received." in endings["no body"][1]
    assert "Traceback" not in server.log.read_text()


# Reloading and stopping


class Clients:
    """Readers who ask one thing after another, each on a line that is kept open; what did not go well is noted."""

    def __init__(self, port: int, number: int = 8):
        self.port, self.over, self.answered, self.failed = port, threading.Event(), [0] * number, []
        self.threads = [threading.Thread(target=self.read, args=(one,)) for one in range(number)]

    def read(self, number: int) -> None:
        connection = None
        while not self.over.is_set():
            connection = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            try:
                # Every second asks Django, the others what is stored.
                connection.request("GET", "/derbyshire-opcc/contact/" if self.answered[number] % 2 else "/news/")
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    self.failed.append(answer.status)
                if answer.will_close:
                    connection.close()
                    connection = None
                self.answered[number] += 1
            except (OSError, http.client.HTTPException) as error:
                self.failed.append(repr(error))
                connection = None
        if connection:
            connection.close()

    def __enter__(self):
        for one in self.threads:
            one.start()
        return self

    def __exit__(self, *raised):
        self.over.set()
        for one in self.threads:
            one.join(40)


def test_a_reload_under_load_loses_no_request(server):
    before = server.workers()
    with Clients(server.port) as clients:
        wait_until(lambda: min(clients.answered) > 2, seconds=30)
        server.process.send_signal(signal.SIGHUP)
        wait_until(lambda: len(server.workers()) == 2 and not server.workers() & before, seconds=40)
        answered = list(clients.answered)
        wait_until(lambda: min(now - then for now, then in zip(clients.answered, answered, strict=True)) > 2, seconds=30)
    assert clients.failed == []
    assert server.figures()["empcp_answers_total", "2xx", "contact:contact"] >= sum(clients.answered) // 2 - 8


def test_a_server_that_is_stopped_finishes_what_is_under_way(stopped):
    """Somebody else holds the write lock while an enquiry is sent; the server is told to stop; then the lock is given back."""
    page = stopped.ask("/derbyshire-opcc/contact/")
    cookie = page[1]["set-cookie"].partition(";")[0]
    given = dict(re.findall(r'<input type="hidden" name="(csrfmiddlewaretoken|form_key)" value="([^"]+)"', page[2]))
    body = "&".join(f"{name}={value}" for name, value in {**given, "name": "Ada", "email": "ada@example.org", "subject": "S", "message": "M", "homepage": ""}.items())
    time.sleep(2.1)  # nobody types a form more quickly
    with closing(opened(stopped.var)) as other, closing(http.client.HTTPConnection("127.0.0.1", stopped.port, timeout=30)) as connection:
        other.execute("BEGIN IMMEDIATE" if hasattr(other, "isolation_level") and other.__class__.__module__.startswith(("sqlite3", "pysqlite3")) else "LOCK TABLE collaboration_enquiry")
        connection.request("POST", "/derbyshire-opcc/contact/", body, {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie})
        time.sleep(0.5)
        stopped.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        assert stopped.process.poll() is None
        other.rollback()
        answer = connection.getresponse()
        assert answer.status == 302, answer.read()
    assert stopped.process.wait(timeout=25) == 0
    assert rows(stopped.var, "SELECT count(*) FROM collaboration_enquiry") == [(1,)]
