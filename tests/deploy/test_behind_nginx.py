"""The real site behind the shipped nginx configuration: slow and greedy clients, finished pages, a restart."""

import functools
import select
import signal
import socket
import ssl
import threading
import time

import pytest

from tests.errands import Errands
from tests.ground.processes import wait_until

from .behind import HOST, OTHER_HOST, Behind, behind, connected, secured

# Pages that nginx does not keep, so that each visit asks the application.
VISITS = ["/contact/", "/search/?q=custody", "/admin/account/sign-in/", "/derbyshire-opcc/contact/"] * 3
BEGINNING = {
    "headers": f"GET /news/ HTTP/1.1\r\nHost: {HOST}\r\nX-Slow: ",
    "bodies": f"POST /contact/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\nname=",
    "readers": f"GET /agreements/documents/large/ HTTP/1.1\r\nHost: {HOST}\r\n\r\n",
}
PAGE = f"GET /agreements/ HTTP/1.1\r\nHost: {HOST}\r\n\r\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory, furnished):
    """The site behind nginx, one of its offices under a host of its own."""
    folder = tmp_path_factory.mktemp("behind")
    furnished(folder / "var")
    # Patient, so that on a busy machine too the slow are still there when the last visitor has been answered.
    with behind(folder, folder / "var", patience="90s", EMPCP_HOSTS=OTHER_HOST) as one:
        errand(one, "give_host", "derbyshire-opcc", OTHER_HOST)
        errand(one, "put_out_a_file", 2_000_000)
        yield one


def errand(site: Behind, name: str, *arguments):
    return errands(str(site.var)).run("tests.deploy.changing", name, arguments)


errands = functools.cache(Errands)


# Slow clients


@pytest.mark.parametrize("many", [40, 400])
@pytest.mark.parametrize("manner", BEGINNING)
def test_visitors_are_answered_while_slow_clients_hang_on(site, manner, many):
    slow = [slow_client(site, manner, number) for number in range(many)]
    try:
        for path in VISITS:
            assert site.visit(path)[0] == 200, path
            for one in slow if manner != "readers" else []:
                one.sendall(b"x")
        if manner != "readers":
            assert answered(slow) == 0
    finally:
        for one in slow:
            one.close()


def slow_client(site: Behind, manner: str, number: int) -> ssl.SSLSocket:
    """A connection that has begun and is in no hurry; ten come from one address."""
    plain = socket.socket()
    if manner == "readers":
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
    plain.settimeout(20)
    plain.bind((f"127.0.1.{1 + number // 10}", 0))
    plain.connect(("127.0.0.1", site.port))
    one = secured(plain, HOST)
    # Forty large files are enough; what comes after them reads a page.
    one.sendall((PAGE if manner == "readers" and number >= 40 else BEGINNING[manner]).encode())
    return one


def answered(slow: list[ssl.SSLSocket]) -> int:
    """How many of them have had an answer, or their connection ended."""
    poll = select.poll()
    for one in slow:
        poll.register(one, select.POLLIN)
    # A session ticket of TLS 1.3 may lie there unread; it is no answer.
    return sum(has_answer(one) for one in slow if poll.poll(0))


def has_answer(one: ssl.SSLSocket) -> bool:
    one.setblocking(False)
    try:
        one.recv(1)
    except ssl.SSLWantReadError:
        return False
    return True


def test_a_client_with_more_than_a_hundred_slow_requests_is_held_to_a_hundred_and_nobody_else_is(site):
    slow = [secured(connected(site.port, "127.0.2.1"), HOST) for _number in range(120)]
    try:
        for one in slow:
            one.sendall(f"GET /news/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 1000\r\n\r\n".encode())
        assert site.visit("/contact/")[0] == 200
        assert sum(has_answer(one) for one in slow) == 20
        assert site.visit("/contact/", address="127.0.2.1")[0] == 429
    finally:
        for one in slow:
            one.close()


# Who is there


def test_the_site_is_served_over_https_with_its_headers_and_under_each_host_its_own(site):
    for _time in range(2):
        titles = {host: title(site.visit("/", host=host)[2]) for host in (HOST, OTHER_HOST)}
        assert "Derbyshire" in titles[OTHER_HOST]
        assert "Derbyshire" not in titles[HOST]
    status, headers, _text = site.visit("/")
    assert (status, headers["strict-transport-security"]) == (200, "max-age=31536000; includeSubDomains; preload")
    assert site.visit("/", host=OTHER_HOST, Host="elsewhere.example.com")[0] == 421


def title(page: str) -> str:
    return page.partition("<title>")[2].partition("</title>")[0]


def test_static_files_are_there_with_their_own_headers_and_compressed(site):
    address = "/static/css/" + site.visit("/")[2].partition("/static/css/")[2].partition('"')[0]
    status, headers, _text = site.visit(address, Accept_Encoding="gzip")
    assert (status, headers["content-encoding"], headers["cache-control"]) == (200, "gzip", "max-age=315360000, public, immutable")
    assert headers["etag"]


def test_preferences_are_kept_apart(site):
    for _time in range(2):
        assert ['class="text-largest"' in site.visit("/units/", Cookie=f"preferences={size}")[2] for size in ("largest", "normal", "enormous")] == [True, False, False]


# Finished pages


def test_a_change_is_seen_within_two_seconds(site):
    errand(site, "put_out")
    path = "/news/behind-nginx/"
    assert "Before the change" in site.visit(path, host=OTHER_HOST)[2]
    errand(site, "rename", "After the change")
    time.sleep(2)
    assert "After the change" in site.visit(path, host=OTHER_HOST)[2]


def test_what_comes_and_what_goes_does_so_on_its_moment_though_pages_are_kept(site):
    moment = errand(site, "come_and_go", 4)
    seen = []
    while time.time() < moment + 0.5:
        begun = time.time()
        page = site.visit("/news/", host=OTHER_HOST)[2]
        statuses = [site.visit(f"/news/{slug}/", host=OTHER_HOST)[0] for slug in ("comes", "goes")]
        ended = time.time()
        if ended < moment or begun > moment:
            seen.append((begun > moment, "This one comes" in page, "This one goes" in page, statuses))
        time.sleep(0.05)
    assert [one for one in seen if one not in ((False, False, True, [404, 200]), (True, True, False, [200, 410]))] == []
    assert {is_after for is_after, *_rest in seen} == {True, False}


# Coming and going of the application itself


def test_a_reload_and_a_restart_turn_nobody_away_and_lose_no_form(site):
    answers, over = [], threading.Event()

    def come_again(reader: int) -> None:
        while not over.is_set():
            answers.append(site.visit("/contact/", address="127.0.0.3")[0])
            # A small form; from many addresses, each of which sends few.
            from_where = f"127.0.{3 + reader}.{1 + len(answers) % 250}"
            answers.append(site.visit("/text-size/", "POST", address=from_where, body=b"text_size=large", Content_Type="application/x-www-form-urlencoded")[0])

    readers = [threading.Thread(target=come_again, args=[number]) for number in range(4)]
    for one in readers:
        one.start()
    try:
        site.running["site"].send_signal(signal.SIGHUP)
        wait_until(lambda: len(answers) > 40, seconds=60)
        site.stop("site")
        site.start_site()
        so_far = len(answers)
        wait_until(lambda: len(answers) > so_far + 20, seconds=60)
    finally:
        over.set()
        for one in readers:
            one.join()
    assert set(answers) == {200, 302}
