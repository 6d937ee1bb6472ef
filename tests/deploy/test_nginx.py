"""What the shipped nginx configuration passes on, keeps and refuses, with a stand-in for the application behind it."""

import http.client
import json
import socket
import ssl
import time
from urllib.parse import urlencode

import pytest

from .behind import HOST, OTHER_HOST, Behind, connected, secured
from .stand_in import StandIn

FOR_ALL = "public, max-age=60"


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    """nginx, with a stand-in behind it."""
    folder = tmp_path_factory.mktemp("front")
    one = Behind(folder, folder / "var", patience="2s")
    one.write()
    one.application = StandIn(folder / "web.sock")
    one.start_nginx()
    yield one
    one.stop("nginx")
    one.application.shutdown()
    one.application.server_close()


def told(front, path: str, **how) -> dict[str, list[str]]:
    """The headers that reached the application."""
    found: dict[str, list[str]] = {}
    for name, value in json.loads(front.visit(path, **how)[2])["headers"]:
        found.setdefault(name, []).append(value)
    return found


def kept(front, path: str, cache_control: str = FOR_ALL, say: dict | None = None, **how) -> bool:
    """Whether a second visit, right after the first, is answered without the application."""
    question = urlencode({"Cache-Control": cache_control, **(say or {})})
    numbers = [json.loads(front.visit(f"{path}?{question}", **how)[2])["number"] for _time in range(2)]
    return numbers[0] == numbers[1]


# What the application is told


@pytest.mark.parametrize("path", ["/", "/admin/"])
def test_it_hears_who_asks_from_nginx_and_not_from_the_visitor(front, path):
    claimed = {
        "X_Forwarded_For": "203.0.113.9", "X_Forwarded_Proto": "http", "X_Forwarded_Host": "elsewhere.example.com", "X_Forwarded_Port": "8",
        "X_Forwarded_Ssl": "off", "X_Forwarded_Protocol": "ssl", "X_Forwarded_Prefix": "/x", "X_Real_IP": "203.0.113.9", "Forwarded": "for=203.0.113.9",
        "Proxy": "http://elsewhere.example.com", "X_Request_ID": "theirs",
    }  # fmt: skip
    heard = told(front, path, address="127.0.0.7", **claimed)
    assert heard["x-forwarded-for"] == ["127.0.0.7"]
    assert heard["x-forwarded-proto"] == ["https"]
    assert heard["host"] == [HOST]
    assert heard["x-request-id"] != ["theirs"]
    assert {"x-forwarded-for", "x-forwarded-proto", "x-request-id"} == {name for name in heard if name.startswith(("x-", "forwarded", "proxy"))}


def test_a_header_with_an_underline_does_not_get_through(front):
    with front.connection() as connection:
        connection.request("GET", "/", headers={"X_FORWARDED_FOR": "203.0.113.9", "SCRIPT_NAME": "/x"})
        assert "203.0.113.9" not in connection.getresponse().read().decode()


# Whose name it is


def test_a_name_that_is_none_of_ours_gets_no_certificate(front):
    with pytest.raises(ssl.SSLError), front.connection("elsewhere.example.com"):
        pass


def test_a_name_that_is_none_of_ours_gets_no_page_under_one_that_is(front):
    asked = len(front.application.asked)
    assert front.visit("/", Host="elsewhere.example.com")[0] == 421
    assert len(front.application.asked) == asked


def test_plain_http_leads_to_https_and_to_nothing_else(front):
    assert plainly(front, HOST, "/news/?page=2") == (301, f"https://{HOST}/news/?page=2")
    with pytest.raises(ConnectionResetError):
        plainly(front, "elsewhere.example.com", "/")


def test_the_certificate_authority_finds_its_proof(front):
    proof = front.folder / "acme" / ".well-known" / "acme-challenge"
    proof.mkdir(parents=True)
    (proof / "token").write_text("proof")
    assert plainly(front, HOST, "/.well-known/acme-challenge/token") == (200, None)


def plainly(front, host: str, path: str) -> tuple[int, str | None]:
    connection = http.client.HTTPConnection("127.0.0.1", front.plain_port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": host})
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers.get("Location")
    finally:
        connection.close()


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1:DeprecationWarning")
@pytest.mark.parametrize(("version", "works"), [(ssl.TLSVersion.TLSv1_1, False), (ssl.TLSVersion.TLSv1_2, True), (ssl.TLSVersion.TLSv1_3, True)])
def test_the_versions_of_tls_are_those_that_are_safe(front, version, works):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.maximum_version = version
    with socket.create_connection(("127.0.0.1", front.port), timeout=10) as plain:
        try:
            context.wrap_socket(plain, server_hostname=HOST).close()
        except ssl.SSLError:
            assert not works
        else:
            assert works


# Too much


@pytest.mark.parametrize(("path", "bytes_announced", "status"), [("/contact/", 256 * 1024 + 1, 413), ("/admin/login/", 30 * 1024 * 1024 + 1, 413), ("/derbyshire-police/admin/", 300_000, 413)])
def test_a_body_too_large_is_refused_before_a_byte_of_it_is_sent_and_does_not_reach_the_application(front, path, bytes_announced, status):
    asked = len(front.application.asked)
    with secured(connected(front.port, "127.0.0.1"), HOST) as connection:
        connection.sendall(f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {bytes_announced}\r\n\r\n".encode())
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        assert answer.status == status
        assert "has not been received" in answer.read().decode()
    assert len(front.application.asked) == asked


@pytest.mark.parametrize(("path", "size"), [("/contact/", 256 * 1024), ("/admin/x/", 3 * 1024 * 1024)])
def test_a_body_that_may_be_so_large_gets_through(front, path, size):
    assert front.visit(path, "POST", body=b"x" * size)[0] == 200


def test_a_flood_of_searches_from_one_address_is_held_back_and_others_are_not(front):
    answers = [front.visit("/derbyshire-police/search/?q=a", address="127.0.0.8")[0] for _time in range(60)]
    assert answers.count(200) >= 26
    assert 429 in answers
    assert front.visit("/search/?q=a", address="127.0.0.9")[0] == 200
    status, headers, text = front.visit("/search/?q=a", address="127.0.0.8")
    assert (status, headers["retry-after"], headers["cache-control"]) == (429, "30", "no-store")
    assert "Too many requests" in text


def test_a_flood_of_forms_and_of_sign_ins_is_held_back_and_reading_is_not(front):
    assert 429 in [front.visit("/contact/", "POST", address="127.0.0.10", body=b"x")[0] for _time in range(40)]
    assert 429 in [front.visit("/admin/account/sign-in/", "POST", address="127.0.0.11", body=b"x")[0] for _time in range(50)]
    assert [front.visit("/news/", address=f"127.0.0.{last}")[0] for last in (10, 11)] == [200, 200]


def test_a_connection_on_which_nothing_moves_is_ended_and_never_reaches_the_application(front):
    asked = len(front.application.asked)
    half = {"headers": "GET /slow/ HTTP/1.1\r\nHost: ", "body": f"POST /slow/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 9\r\n\r\nhalf"}
    slow = [secured(connected(front.port, "127.0.0.12"), HOST) for _part in half]
    for one, part in zip(slow, half.values(), strict=True):
        one.sendall(part.encode())
    assert [end_of(one) for one in slow] == [b"", b""]
    assert len(front.application.asked) == asked


def end_of(connection: ssl.SSLSocket) -> bytes:
    """What comes until the other side ends the connection; fails if it does not."""
    with connection:
        try:
            return connection.recv(1000)
        except (ConnectionResetError, ssl.SSLEOFError):
            return b""


# What is kept


@pytest.mark.parametrize("status", [200, 301, 404])
def test_a_page_for_everybody_is_kept(front, status):
    assert kept(front, "/", say={"status": status})


@pytest.mark.parametrize("cache_control", ["public, max-age=2", "public, max-age=10", "public, max-age=60, s-maxage=60, stale-while-revalidate=30", "public,max-age=60"])
def test_what_lives_two_seconds_or_more_is_kept(front, cache_control):
    assert kept(front, "/", cache_control)


@pytest.mark.parametrize("cache_control", ["", "no-store", "private", "no-cache", "max-age=60", "max-age=3600", "public, max-age=0", "public, max-age=1", "public, max-age=60, no-store"])
def test_what_is_not_for_everybody_or_about_to_change_is_not_kept(front, cache_control):
    assert not kept(front, "/", cache_control)


def test_what_sets_a_cookie_or_varies_by_everything_is_not_kept(front):
    assert not kept(front, "/", say={"Set-Cookie": "a=b"})
    assert not kept(front, "/", say={"Vary": "*"})


@pytest.mark.parametrize(
    "path",
    ["/admin/", "/admin/account/sign-in/", "/embargo/token/", "/derbyshire-police/embargo/token/", "/preview/token/", "/health/live", "/metrics", "/pictures/slug/320.webp",
     "/leicestershire-opcc/agreements/documents/slug/", "/news/slug/pdf/"],
)  # fmt: skip
def test_some_addresses_are_never_kept_whatever_is_said_of_them(front, path):
    assert not kept(front, path)


@pytest.mark.parametrize("headers", [{"Cookie": "sessionid=x"}, {"Cookie": "a=b; csrftoken=x"}, {"Authorization": "Basic eDp5"}])
def test_somebody_from_the_desk_is_never_given_a_kept_page_and_leaves_none(front, headers):
    assert kept(front, "/bypass/")
    assert not kept(front, "/bypass/", **headers)
    assert not kept(front, "/left/", **headers)


def test_a_form_is_never_kept(front):
    assert not kept(front, "/", method="POST")


def test_pages_are_kept_apart_by_host_question_preference_and_what_they_vary_by(front):
    question = urlencode({"Cache-Control": FOR_ALL, "Vary": "Accept-Encoding"})
    ways = [
        {"path": f"/apart/?{question}"}, {"path": f"/apart/?{question}&q=1"}, {"path": f"/apart/?{question}", "host": OTHER_HOST},
        {"path": f"/apart/?{question}", "Cookie": "preferences=largest"}, {"path": f"/apart/?{question}", "Cookie": "preferences=large"},
        {"path": f"/apart/?{question}", "Accept_Encoding": "br"},
    ]  # fmt: skip
    numbers = [json.loads(front.visit(**way)[2])["number"] for way in ways]
    assert len(set(numbers)) == len(ways)
    assert [json.loads(front.visit(**way)[2])["number"] for way in ways] == numbers
    made_up = front.visit(f"/apart/?{question}", Cookie="preferences=enormous; theme=x")
    assert json.loads(made_up[2])["number"] == numbers[0]


def test_a_kept_page_is_gone_two_seconds_later_however_long_it_may_live_and_says_when_it_was_made(front):
    made = "Sun, 01 Nov 2026 08:00:00 GMT"
    question = urlencode({"Cache-Control": FOR_ALL, "Date": made})
    begun = time.time()
    first = front.visit(f"/short/?{question}")
    second = front.visit(f"/short/?{question}")
    assert first[2] == second[2]
    assert (first[1]["date"], second[1]["date"]) == (made, made)
    time.sleep(max(0, begun + 2 - time.time()))
    assert front.visit(f"/short/?{question}")[2] != first[2]


def test_no_page_past_its_time_is_given_when_the_application_is_away(front):
    question = urlencode({"Cache-Control": FOR_ALL})
    assert front.visit(f"/withdrawn/?{question}")[0] == 200
    time.sleep(2)
    front.application.is_away = True
    try:
        status, headers, text = front.visit(f"/withdrawn/?{question}")
    finally:
        front.application.is_away = False
    assert (status, headers["retry-after"], headers["cache-control"]) == (503, "30", "no-store")
    assert "cannot be reached just now" in text
    assert "call 999" in text
