"""Requests that no browser sends, given to the WSGI application as a server would."""

from io import BytesIO

import pytest

pytestmark = pytest.mark.django_db


def answer(method: str = "GET", path: str = "/", **extra) -> str:
    """The status of the answer to a bare WSGI request."""
    from empcp_site.wsgi import application  # once the static files are collected

    said = []
    environ = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "", "SERVER_NAME": "localhost", "SERVER_PORT": "80",
        "HTTP_HOST": "localhost", "CONTENT_LENGTH": "0", "wsgi.input": BytesIO(b""), "wsgi.url_scheme": "http", **extra,
    }  # fmt: skip
    body = application(environ, lambda status, headers, error=None: said.append(status))
    b"".join(body)
    if hasattr(body, "close"):
        body.close()
    return said[0][:3]


@pytest.mark.parametrize("kind", ["text/plain; charset*=foo''%41", "text/plain; charset=rot13", "", ";;;", "x" * 5000, "multipart/form-data"])
@pytest.mark.parametrize("path", ["/", "/contact/", "/text-size/"])
def test_a_content_type_nobody_can_read_is_refused_and_not_an_error_of_ours(kind, path):
    assert answer("POST", path, CONTENT_TYPE=kind) in {"302", "400", "403", "405", "413", "415"}


@pytest.mark.parametrize("path", ["/\xff\xfe/", "/news/\x00/", "/derbyshire-opcc/\x00/", "/" + "a" * 3000 + "/", "/%2e%2e/", "//", "/news//", "/../etc/passwd"])
def test_an_address_nobody_would_type_is_not_found(path):
    assert answer(path=path) in {"301", "404", "400"}


@pytest.mark.parametrize("query", ["q=%ff%fe", "q=%00", "q=" + "a" * 4000, "page=%00", "force=%00&state=%ff", "&&==&"])
@pytest.mark.parametrize("path", ["/search/", "/agreements/", "/news/", "/complaints/"])
def test_a_query_nobody_would_type_is_answered(path, query):
    assert answer(path=path, QUERY_STRING=query) in {"200", "404"}


def test_a_host_that_is_not_ours_is_refused():
    assert answer(HTTP_HOST="evil.example") == "400"
    assert answer(HTTP_HOST="a b") == "400"
