"""A visit to an outside address, by a real connection to a server on this machine; and where none may go."""

import contextlib
import socket
import threading
from urllib.parse import urlsplit

import pytest

from collaboration.care import visiting
from collaboration.care.visiting import Pace, found_at, is_public, visit


def test_a_page_that_is_there_is_well_after_one_question_for_its_head(web):
    assert visit(web.address("/page"), Pace()) == visiting.Answer(200)
    assert web.methods("/page") == ["HEAD"]


def test_we_say_who_we_are_and_where_to_complain(web, settings):
    settings.ADDRESS = "https://www.example.org"
    visit(web.address("/page"), Pace())
    headers = web.asked[0][2]
    assert headers["User-Agent"] == "East Midlands Police Collaboration Programme link check (+https://www.example.org/contact/)"
    assert headers["Host"] == web.place
    assert not headers["Cookie"]


def test_a_server_that_refuses_to_tell_the_head_is_asked_for_the_page(web):
    web.answers["/page"] = lambda asked: 405 if asked.command == "HEAD" else 200
    assert not visit(web.address("/page"), Pace()).failed
    assert web.methods("/page") == ["HEAD", "GET"]


@pytest.mark.parametrize(("status", "failed"), [(404, True), (410, True), (500, True), (503, True), (401, False), (403, False), (429, False), (204, False)])
def test_what_only_tells_a_program_from_a_person_is_no_failure(web, status, failed):
    web.answers["/page"] = status
    answer = visit(web.address("/page"), Pace())
    assert (answer.status, answer.failed) == (status, failed)


def test_redirects_are_followed_and_the_last_answer_counts(web):
    web.answers |= {"/one": (301, "/two"), "/two": (302, web.address("/three")), "/three": 404}
    assert visit(web.address("/one"), Pace()).status == 404


def test_a_redirect_that_leads_nowhere_is_an_answer(web):
    web.answers["/one"] = 304
    assert visit(web.address("/one"), Pace()).status == 304


def test_five_redirects_are_followed_and_a_circle_is_left(web):
    web.answers |= {f"/{step}": (301, f"/{step + 1}") for step in range(5)}
    assert visit(web.address("/0"), Pace()).status == 200
    web.answers["/circle"] = (301, "/circle")
    assert visit(web.address("/circle"), Pace()).failure == "more than 5 redirects"


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/", "http://localhost/", "http://[::1]/", "http://10.0.0.1/", "http://192.168.1.1/", "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://[fd00::1]/", "http://0.0.0.0/", "http://2130706433/", "http://0x7f.1/", "http://127.1/",
        "http://224.0.0.1/", "http://192.0.2.1:22/", "http://8.8.8.8:25/", "ftp://8.8.8.8/", "file:///etc/passwd", "http://user:word@8.8.8.8/", "http:///",
        "http://100.64.0.1/", "http://[2002:7f00:1::]/",
    ],
)  # fmt: skip
def test_nothing_inside_is_ever_visited(address, monkeypatch):
    reached = []
    monkeypatch.setattr(visiting, "connection_to", lambda *parts: reached.append(parts))
    assert visit(address, Pace()).failed
    assert not reached


def test_a_redirect_leads_inside_no_more_than_an_address_does(web, settings):
    other = socket.create_server(("127.0.0.1", 0))
    port = other.getsockname()[1]
    web.answers["/out"] = (302, f"http://127.0.0.1:{port}/secret")
    assert visit(web.address("/out"), Pace()).failure == "not an address of the public web"
    other.setblocking(False)
    with pytest.raises(BlockingIOError):
        other.accept()
    other.close()


def test_a_host_with_one_address_inside_is_not_visited(monkeypatch):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 80)) for number in ("8.8.8.8", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *asked, **more: found)
    assert visit("http://two-faced.example.org/", Pace()).failure == "not an address of the public web"


def test_the_connection_goes_to_the_number_that_was_judged_whatever_the_name_says_next(web, monkeypatch, settings):
    port = int(web.place.rpartition(":")[2])
    settings.LINKS_MAY_VISIT = [f"changing.example.org:{port}"]
    looks = []

    def look(host, *asked, **more):
        looks.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(visiting.socket, "getaddrinfo", look)
    assert visit(f"http://changing.example.org:{port}/page", Pace()).status == 200
    # The name was looked up once; what connects is given a number.
    assert [host for host in looks if host == "changing.example.org"] == ["changing.example.org"]
    assert web.asked[0][2]["Host"] == f"changing.example.org:{port}"


@pytest.mark.parametrize(("number", "public"), [("8.8.8.8", True), ("2606:4700::1111", True), ("fe80::1%eth0", False), ("::", False), ("255.255.255.255", False)])
def test_what_counts_as_public(number, public):
    assert is_public(number) is public


def test_a_public_host_s_number_is_the_one_that_was_looked_up(monkeypatch):
    found = [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("2606:4700::1111", 443, 0, 0)), (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *asked, **more: found)
    assert found_at(urlsplit("https://www.example.org/")) == "8.8.8.8"


def test_a_host_that_is_not_there_and_one_that_does_not_listen_are_failures(monkeypatch, settings):
    def nobody(*asked, **more):
        raise socket.gaierror

    settings.LINKS_MAY_VISIT = ["127.0.0.1:1"]
    assert visit("http://127.0.0.1:1/", Pace()).failure == "no answer (ConnectionRefusedError)"
    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    assert visit("http://gone.example.org/", Pace()).failure == "there is no such host"


@pytest.mark.parametrize("address", ["http://exa mple/", "http://example.org:99999/", "http://[broken/", "http://" + "a" * 300 + "/", "http://\x00/"])
def test_an_address_that_is_none_is_a_failure_and_no_error(address):
    assert visit(address, Pace()).failed


def test_a_server_that_drips_is_left_after_a_while(settings, monkeypatch):
    monkeypatch.setattr(visiting, "LONGEST", 0.5)
    monkeypatch.setattr(visiting, "BETWEEN", 0)
    server = socket.create_server(("127.0.0.1", 0))
    settings.LINKS_MAY_VISIT = [f"127.0.0.1:{server.getsockname()[1]}"]
    stop = threading.Event()

    def drip():
        one, _from = server.accept()
        with one, contextlib.suppress(OSError):
            while not stop.wait(0.05):
                one.sendall(b"H")

    dripping = threading.Thread(target=drip, daemon=True)
    dripping.start()
    assert visit(f"http://{settings.LINKS_MAY_VISIT[0]}/", Pace()).failed
    stop.set()
    dripping.join(timeout=5)
    server.close()


def test_two_requests_to_one_host_are_a_second_apart_and_to_two_hosts_are_not(monkeypatch):
    now, slept = [100.0], []

    def sleep(seconds):
        slept.append(round(seconds, 3))
        now[0] += seconds

    monkeypatch.setattr(visiting.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(visiting.time, "sleep", sleep)
    pace = Pace()
    for host in ("one", "two", "one", "one"):
        pace.wait_for(host)
        now[0] += 0.25
    assert slept == [0.5, 0.75]
