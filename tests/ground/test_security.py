"""What every answer carries, and what is refused, seen from outside."""

import http.client
import socket

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client, RequestFactory
from django.urls import reverse

from empcp_site.headers import METHODS, limits

from .lint import PRODUCTION
from .processes import ask, free_port, gunicorn, manage, serving

ALWAYS = {"Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options"}
# What a page for the public does without, because it protects nothing there: see empcp_site/headers.py.
BUT_ON_PAGES = {"Permissions-Policy", "Cross-Origin-Resource-Policy", "Cross-Origin-Opener-Policy", "X-Frame-Options"}
PAGES = {"a page", "a page of an office", "a redirect", "nothing there"}
ANSWERS = {
    "a page": (200, lambda client: client.get("/")),
    "a page of an office": (200, lambda client: client.get("/derbyshire-opcc/news/")),
    "a form": (200, lambda client: client.get("/derbyshire-opcc/contact/")),
    "a static file": (200, lambda client: client.get(staticfiles_storage.url("admin/css/base.css"))),
    "the staff door": (200, lambda client: client.get(reverse("account_login"))),
    "a redirect": (301, lambda client: client.get("/units")),
    "an unknown host": (400, lambda client: client.get("/", headers={"host": "elsewhere.example.com"})),
    "a form without its token": (403, lambda client: Client(enforce_csrf_checks=True).post(reverse("account_login"))),
    "nothing there": (404, lambda client: client.get("/no-such-page/")),
    "a method of no use": (405, lambda client: client.generic("TRACE", "/")),
    "a body without length": (411, lambda client: client.post("/contact/", headers={"transfer-encoding": "chunked"})),
    "a body too large": (413, lambda client: client.generic("POST", "/contact/", CONTENT_LENGTH="999999999")),
    "the methods": (204, lambda client: client.options("/")),
}
TOO_MUCH = 200 * 1024 * 1024


@pytest.fixture(scope="module")
def var(tmp_path_factory, furnished):
    """A data folder in which the site has been started once."""
    folder = tmp_path_factory.mktemp("security") / "var"
    furnished(folder)
    return folder


@pytest.fixture(scope="module")
def port(var):
    """The port of the site as `make run` serves it."""
    number = free_port()
    with serving(*gunicorn(), port=number, var=var):
        yield number


@pytest.fixture(scope="module")
def production_port(var):
    """The port of the site in production, behind a proxy that ends HTTPS."""
    number = free_port()
    with serving(*gunicorn(), port=number, var=var, EMPCP_BEHIND_PROXY="1", **PRODUCTION):
        yield number


# Headers and cookies


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ANSWERS)
def test_every_kind_of_answer_carries_the_headers(kind):
    status, answer = ANSWERS[kind]
    response = answer(Client())
    response.close()
    assert response.status_code == status
    assert ALWAYS - set(response.headers) == set()
    assert BUT_ON_PAGES & set(response.headers) == (set() if kind in PAGES else BUT_ON_PAGES)


@pytest.mark.django_db
def test_the_policy_lets_nothing_inline_and_nothing_foreign_in():
    policy = Client().get("/").headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self';")
    assert {"object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"} <= set(policy.split(";"))
    assert not [word for word in ("unsafe", "http", "data:", "blob:", "*") if word in policy]


@pytest.mark.parametrize("path", ["/", "/news/", "/derbyshire-opcc/", "/leicestershire-police/", "/units/", "/agreements/", "/search/?q=custody", "/forces/", "/privacy/"])
@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_what_goes_with_a_page_is_few_bytes_and_fewer_where_it_is_known(port, path, encoding):
    asked = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: {encoding}\r\n"
    for _each in range(2):
        head = head_of(port, asked)
        assert head.startswith(b"HTTP/1.1 200 OK")
        assert len(head) <= 450, head.decode()
    tag = next(line for line in head.split(b"\r\n") if line.startswith(b"ETag: ")).removeprefix(b"ETag: ").decode()
    known = head_of(port, f"{asked}If-None-Match: {tag}\r\n")
    assert known.startswith(b"HTTP/1.1 304 Not Modified")
    assert len(known) <= 250, known.decode()


@pytest.mark.parametrize("path", ["/news/feed/", "/api/v1/", "/sitemap.xml", "/robots.txt"])
def test_machines_that_know_a_page_are_told_so_in_few_bytes(port, path):
    asked = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n"
    tag = next(line for line in head_of(port, asked).split(b"\r\n") if line.startswith(b"ETag: ")).removeprefix(b"ETag: ").decode()
    known = head_of(port, f"{asked}If-None-Match: {tag}\r\n")
    assert known.startswith(b"HTTP/1.1 304 Not Modified")
    assert len(known) <= 250, known.decode()


def head_of(port: int, asked: str) -> bytes:
    """The head of the answer to a request, as it is on the wire: from the line of the status to the empty one."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(f"{asked}\r\n".encode())
        got = b""
        while b"\r\n\r\n" not in got:
            got += connection.recv(65536)
    return got.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/derbyshire-police/", "/news/", "/search/?q=custody", "/accessibility/", "/no-such-page/", "/units", "/sitemap.xml"])
def test_a_reader_is_given_no_cookie(path):
    response = Client().get(path)
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "") or path != "/sitemap.xml"


@pytest.mark.django_db
def test_the_session_belongs_to_the_staff_door_alone(settings):
    assert settings.SESSION_COOKIE_PATH == "/admin/"
    assert "sessionid" not in Client().get(reverse("admin:login")).cookies


# Methods and bodies


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT", "PROPFIND"])
@pytest.mark.parametrize("path", ["/", "/contact/", "/admin/login/", "/no-such-page/"])
def test_other_methods_are_refused_everywhere(method, path):
    response = Client().generic(method, path)
    assert response.status_code == 405
    assert response.headers["Allow"] == ", ".join(METHODS)


@pytest.mark.parametrize("length", ["999999999", "-1", "1e3", "٣", "9" * 5000])
def test_a_length_that_cannot_be_meant_is_refused(length):
    request = RequestFactory().generic("POST", "/contact/", CONTENT_LENGTH=length)
    assert limits(lambda request: pytest.fail("it was let in"))(request).status_code == 413


@pytest.mark.parametrize(("path", "cookie", "status"), [("/admin/login/", "", 413), ("/contact/", "sessionid=x", 413), ("/admin/x/", "sessionid=x", 200)])
def test_only_somebody_signed_in_may_send_a_file(path, cookie, status):
    request = RequestFactory().generic("POST", path, CONTENT_LENGTH=str(5 * 1024 * 1024), HTTP_COOKIE=cookie)
    assert (limits(lambda request: None)(request) is None) == (status == 200)


@pytest.mark.parametrize("path", ["/contact/", "/complaints/", "/admin/login/", "/derbyshire-police/contact/", "/text-size/"])
def test_a_body_of_200_megabytes_is_refused_before_a_byte_of_it_is_sent(port, path):
    status, text = announce(port, path, f"Content-Length: {TOO_MUCH}")
    assert status == 413
    assert text.startswith("That is too much to send here.")


def test_a_body_of_unknown_length_is_refused_before_a_byte_of_it_is_sent(port):
    assert announce(port, "/contact/", "Transfer-Encoding: chunked")[0] == 411


def test_a_method_of_no_use_is_refused_by_the_real_server(port):
    assert [ask(port, "/", method)[0] for method in ("TRACE", "PUT", "DELETE")] == [405] * 3


def test_a_request_that_makes_no_sense_harms_nobody(port):
    for nonsense in (b"\x00\x01\x02\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"):
        assert 400 <= send(port, nonsense)[0] < 500
    assert ask(port, "/")[0] == 200


def test_the_server_does_not_say_what_it_is(port):
    headers = ask(port, "/")[1]
    assert headers.get("server") == "empcp"
    assert "x-powered-by" not in headers


def announce(port: int, path: str, length: str) -> tuple[int, str]:
    """Status and text of the answer to a POST whose body is announced and never sent."""
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n{length}\r\n\r\n"
    return send(port, head.encode())


def send(port: int, request: bytes) -> tuple[int, str]:
    """Status and text of the answer to these bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request)
        with http.client.HTTPResponse(connection) as answer:
            answer.begin()
            return answer.status, answer.read().decode(errors="replace")


# Production


def test_production_settings_pass_the_deployment_check_without_a_warning(tmp_path):
    done = manage("check", "--deploy", "--fail-level", "WARNING", var=tmp_path / "var", **PRODUCTION)
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


def test_production_sends_plain_http_to_https(production_port):
    status, headers, _text = ask(production_port, "/news/", Host="www.example.org")
    assert (status, headers["location"]) == (301, "https://www.example.org/news/")


def test_production_keeps_browsers_on_https_for_a_year(production_port):
    status, headers, _text = ask(production_port, "/news/", Host="www.example.org", X_Forwarded_Proto="https")
    assert status == 200
    assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains; preload"


def test_a_stranger_cannot_claim_https(port):
    assert "strict-transport-security" not in ask(port, "/", X_Forwarded_Proto="https")[1]


def test_production_answers_under_its_own_names_only(production_port):
    assert ask(production_port, "/", Host="elsewhere.example.com", X_Forwarded_Proto="https")[0] == 400
