"""The page store before a site of four lines: what it keeps, for whom, how long, and what it sends."""

import brotli
import pytest
from django.http import HttpResponse, StreamingHttpResponse

from collaboration.caching import pages, store
from collaboration.caching.notes import good_until, in_hand, keep_out, reads
from collaboration.caching.store import PageStore, in_order
from collaboration.preferences import cookies_of

# An answer that is closed ends a request, at which Django looks after its connections.
pytestmark = pytest.mark.django_db

NOW = 1_800_000_000.0
WORDS = b"<p>" + b"words " * 200


class Site:
    """An application that counts how often it is asked, and answers as it is told."""

    def __init__(self, make=None):
        self.asked: list[dict] = []
        self.make = make or (lambda environ: HttpResponse(WORDS))

    def __call__(self, environ, start_response):
        self.asked.append(environ)
        reads(["page"])
        response = self.make(environ)
        cookies = [("Set-Cookie", cookie.OutputString()) for cookie in response.cookies.values()]
        start_response(f"{response.status_code} {response.reason_phrase}", [*response.items(), *cookies])
        return response


class Watched:
    """Editions as a database would tell them."""

    def __init__(self):
        self.editions = {"": 0, "page": 1, "unit": 1}

    def now(self):
        return self.editions

    def write(self, table):
        self.editions = self.editions | {table: self.editions[table] + 1}


class Bench:
    """A store before a site, with a clock and editions to turn."""

    def __init__(self, monkeypatch):
        self.site, self.watched, self.at, self.due = Site(), Watched(), NOW, float("inf")
        self.store = PageStore(self.site, self.watched, cookies_of, lambda editions: self.due, lambda: self.due or 0.0, megabytes=1)
        monkeypatch.setattr(store.time, "time", lambda: self.at)
        monkeypatch.setattr(store, "next_change", lambda tables, at: at + 1000)

    def ask(self, path="/", method="GET", cookie="", **headers):
        path, _, query = path.partition("?")
        told = []
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "localhost", "wsgi.url_scheme": "http", "SCRIPT_NAME": ""}
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()} | ({"HTTP_COOKIE": cookie} if cookie else {})
        body = b"".join(self.store(environ, lambda *head: told.append(head)))
        return told[0][0], dict(told[0][1]), body

    @property
    def times(self) -> int:
        return len(self.site.asked)


@pytest.fixture
def bench(monkeypatch):
    return Bench(monkeypatch)


# What is kept, and for whom


def test_a_page_is_printed_once(bench):
    assert bench.ask()[2] == bench.ask()[2] == WORDS
    assert (bench.times, bench.store.hits) == (1, 1)


@pytest.mark.parametrize("other", ["/other/", "/?a=1"])
def test_another_address_is_another_page(bench, other):
    bench.ask()
    bench.ask(other)
    assert bench.times == 2


def test_the_order_of_a_query_does_not_matter_but_that_of_one_name_s_values_does(bench):
    for query in ("b=2&a=1", "a=1&b=2", "&a=1&&b=2&"):
        bench.ask(f"/?{query}")
    assert bench.times == 1
    assert bench.site.asked[0]["QUERY_STRING"] == "a=1&b=2"
    assert in_order("a=2&a=1") != in_order("a=1&a=2")
    assert in_order("a=&b=1") != in_order("b=1")


def test_readers_with_other_preferences_get_another_page(bench):
    bench.ask()
    bench.ask(cookie="preferences=large")
    bench.ask(cookie="a=b; preferences=large")
    assert bench.times == 2
    assert bench.site.asked[1]["HTTP_COOKIE"] == "preferences=large"


def test_a_cookie_of_another_s_making_neither_hinders_nor_leaks(bench):
    bench.ask(cookie="csrftoken=secret; sessionid=secret; preferences=huge")
    assert "HTTP_COOKIE" not in bench.site.asked[0]
    bench.ask()
    assert bench.times == 1


def test_a_page_that_sets_a_cookie_is_asked_for_with_the_visitor_s_own_and_never_kept(bench):
    def form(environ):
        response = HttpResponse(environ.get("HTTP_COOKIE", "none"))
        if "csrftoken" not in environ.get("HTTP_COOKIE", ""):
            response.set_cookie("csrftoken", "new")
        return response

    bench.site.make = form
    assert bench.ask()[1]["Set-Cookie"].startswith("csrftoken=new")
    assert bench.ask(cookie="csrftoken=mine")[2] == b"csrftoken=mine"
    assert bench.ask(cookie="csrftoken=yours")[2] == b"csrftoken=yours"
    assert not bench.store.pages


@pytest.mark.parametrize("host", ["localhost", "elsewhere.example.com"])
def test_hosts_are_kept_apart(bench, host):
    bench.ask()
    bench.ask(host=host)
    assert bench.times == (1 if host == "localhost" else 2)


def test_http_and_https_are_kept_apart(bench):
    bench.ask()
    bench.ask(x_forwarded_proto="https")
    assert bench.times == 2


REFUSED = {
    "a cookie": lambda response: response.set_cookie("a", "b"),
    "no-store": lambda response: response.headers.__setitem__("Cache-Control", "max-age=0, no-store"),
    "private": lambda response: response.headers.__setitem__("Cache-Control", "private"),
    "a header it varies by": lambda response: response.headers.__setitem__("Vary", "Accept-Language"),
    "compressed already": lambda response: response.headers.__setitem__("Content-Encoding", "gzip"),
    **{str(status): lambda response, status=status: setattr(response, "status_code", status) for status in (201, 302, 304, 400, 403, 429, 500, 503)},
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_is_not_for_everybody_is_never_kept(bench, why):
    def make(environ):
        response = HttpResponse(WORDS)
        REFUSED[why](response)
        return response

    bench.site.make = make
    bench.ask()
    bench.ask()
    assert (bench.times, len(bench.store.pages)) == (2, 0)


@pytest.mark.parametrize("status", [200, 301, 404, 410])
def test_pages_ways_onward_and_what_is_gone_are_kept(bench, status):
    bench.site.make = lambda environ: HttpResponse(WORDS, status=status)
    assert bench.ask()[0] == bench.ask()[0]
    assert bench.times == 1


def test_a_stream_passes(bench):
    bench.site.make = lambda environ: StreamingHttpResponse([b"one ", b"two"])
    assert bench.ask()[2] == bench.ask()[2] == b"one two"
    assert bench.times == 2


@pytest.mark.parametrize("path", ["/admin/", "/embargo/x/", "/derbyshire-opcc/embargo/x/", "/health/ready", "/metrics", "/preview/x/"])
def test_behind_the_doors_nothing_is_kept_and_nothing_left_out(bench, path):
    for _each in range(2):
        bench.ask(path, cookie="sessionid=mine")
    assert [one["HTTP_COOKIE"] for one in bench.site.asked] == ["sessionid=mine"] * 2
    assert not bench.store.pages


@pytest.mark.parametrize(("method", "more"), [("POST", {}), ("OPTIONS", {}), ("GET", {"transfer_encoding": "chunked"})])
def test_only_plain_looking_is_answered_from_memory(bench, method, more):
    bench.ask()
    bench.ask(method=method, **more)
    assert bench.times == 2


def test_what_is_counted_reaches_the_site_each_time_and_nobody_else_keeps_it(bench):
    bench.site.make = lambda environ: keep_out() or HttpResponse(WORDS)
    assert bench.ask()[1]["Cache-Control"] == bench.ask()[1]["Cache-Control"] == "no-store"
    assert bench.times == 2


def test_what_wrote_something_is_not_kept(bench):
    bench.site.make = lambda environ: setattr(in_hand.get(), "has_written", True) or HttpResponse(WORDS)
    assert bench.ask()[1]["Cache-Control"] == "no-cache"
    assert not bench.store.pages


# How long


def test_a_page_is_not_shown_once_a_table_it_read_has_changed(bench):
    bench.ask()
    bench.watched.write("page")
    bench.ask()
    bench.ask()
    assert (bench.times, bench.store.stale) == (2, 1)


def test_a_change_of_a_table_it_did_not_read_leaves_it(bench):
    bench.ask()
    bench.watched.write("unit")
    bench.ask()
    assert bench.times == 1


def test_what_is_written_past_us_spares_no_page(bench):
    bench.ask()
    bench.watched.write("")
    bench.ask()
    assert bench.times == 2


def test_what_was_written_while_it_was_printed_makes_it_old_at_once(bench):
    bench.site.make = lambda environ: bench.watched.write("page") or HttpResponse(WORDS)
    bench.ask()
    bench.site.make = lambda environ: HttpResponse(b"new")
    assert bench.ask()[2] == b"new"


def test_a_page_is_shown_until_its_moment_and_not_at_it(bench):
    bench.ask()
    bench.at = NOW + 999.9
    bench.ask()
    assert bench.times == 1
    bench.at = NOW + 1000
    bench.ask()
    assert bench.times == 2


def test_a_view_can_name_a_nearer_moment(bench):
    bench.site.make = lambda environ: good_until(NOW + 10) or HttpResponse(WORDS)
    bench.ask()
    bench.at = NOW + 10
    bench.ask()
    assert bench.times == 2


def test_a_change_that_is_due_is_not_passed_by(bench):
    bench.due = NOW + 5
    assert bench.ask()[1]["Cache-Control"] == "public,max-age=5"
    assert bench.ask()[1]["Cache-Control"] == "public,max-age=5"
    bench.at = NOW + 5
    bench.ask()
    assert bench.times == 2


def test_where_nobody_knows_what_is_due_the_site_is_asked(bench):
    bench.due = None
    bench.ask()
    bench.ask()
    assert bench.times == 2


def test_a_clock_that_goes_back_behind_the_printing_makes_it_old(bench):
    bench.ask()
    bench.at = NOW - 1
    bench.ask()
    assert bench.times == 2


def test_while_the_database_is_silent_a_page_is_shown_until_its_moment_and_nothing_is_kept(bench):
    bench.ask()
    bench.watched.editions = None
    bench.ask()
    assert (bench.times, bench.store.silent) == (1, 1)
    assert bench.ask("/other/")[1]["Cache-Control"] == "no-cache"
    bench.at = NOW + 1000
    bench.ask()
    assert (bench.times, len(bench.store.pages)) == (3, 1)


def test_memory_is_bounded_and_what_is_asked_for_stays(bench):
    bench.site.make = lambda environ: HttpResponse(environ["PATH_INFO"].encode() * 10_000, content_type="image/x-none")
    bench.ask("/kept/")
    for number in range(60):
        bench.ask(f"/{number}/")
        bench.ask("/kept/")
    assert bench.store.size <= bench.store.room
    assert bench.store.size == sum(page.size for page in bench.store.pages.values())
    assert bench.store.evicted > 0
    assert bench.times == 61


def test_a_page_too_large_is_not_kept(bench):
    bench.site.make = lambda environ: HttpResponse(b"x" * (store.LARGEST + 1))
    bench.ask()
    assert not bench.store.pages


# What is sent


@pytest.mark.parametrize(("accepted", "encoding"), [
    ("gzip, deflate, br", "br"), ("gzip", "gzip"), ("", ""), ("br;q=0, gzip;q=0.5", "gzip"), ("*", "br"), ("*;q=0", ""), ("identity", ""), ("br;q=0.0, gzip;q=0", ""), ("GZIP", "gzip"), ("gzip;q=nonsense", "gzip"),
])  # fmt: skip
def test_it_travels_as_the_browser_takes_it(bench, accepted, encoding):
    for _each in range(2):
        _status, headers, body = bench.ask(accept_encoding=accepted)
        assert headers.get("Content-Encoding", "") == encoding
        assert int(headers["Content-Length"]) == len(body)
    assert {"br": brotli.decompress, "gzip": pages.gzip.decompress, "": bytes}[encoding](body) == WORDS
    assert headers["Vary"] == "Accept-Encoding,Cookie"


def test_each_form_has_a_tag_of_its_own(bench):
    tags = {bench.ask(accept_encoding=accepted)[1]["ETag"] for accepted in ("br", "gzip", "")}
    assert len(tags) == 3
    assert all(tag[0] == tag[-1] == '"' for tag in tags)


@pytest.mark.parametrize("known", ['{}', 'W/{}', '"other", {}', "*", ' {} '])
def test_whoever_has_it_is_told_so_in_few_words(bench, known):
    tag = bench.ask(accept_encoding="br")[1]["ETag"]
    status, headers, body = bench.ask(accept_encoding="br", if_none_match=known.format(tag))
    assert (status, body) == ("304 Not Modified", b"")
    assert set(headers) == {"ETag", "Vary", "Cache-Control"}


def test_whoever_has_another_form_or_an_older_one_is_sent_it(bench):
    tag = bench.ask(accept_encoding="br")[1]["ETag"]
    assert bench.ask(accept_encoding="gzip", if_none_match=tag)[0] == "200 OK"
    bench.watched.write("page")
    bench.site.make = lambda environ: HttpResponse(WORDS + b"new")
    assert bench.ask(accept_encoding="br", if_none_match=tag)[0] == "200 OK"


def test_a_time_counts_only_where_the_page_tells_one(bench):
    assert bench.ask(if_modified_since="Sun, 22 Nov 2099 10:00:00 GMT")[0] == "200 OK"
    bench.site.make = lambda environ: HttpResponse(WORDS, headers={"Last-Modified": "Sun, 22 Nov 2026 10:00:00 GMT"})
    bench.ask("/feed/")
    assert bench.ask("/feed/", if_modified_since="Sun, 22 Nov 2026 10:00:00 GMT")[0].startswith("304")
    assert bench.ask("/feed/", if_modified_since="Sun, 22 Nov 2026 09:59:59 GMT")[0] == "200 OK"
    assert bench.ask("/feed/", if_modified_since="nonsense")[0] == "200 OK"


def test_what_is_not_found_is_never_not_modified(bench):
    bench.site.make = lambda environ: HttpResponse(WORDS, status=404)
    assert bench.ask(if_none_match="*")[0] == bench.ask(if_none_match="*")[0] == "404 Not Found"


def test_a_look_at_the_head_alone_gets_the_head_alone(bench):
    asked = bench.ask(method="HEAD", accept_encoding="br")
    assert not bench.store.pages
    _status, headers, body = bench.ask(accept_encoding="br")
    assert asked[1] == headers
    assert asked[2] == b""
    assert bench.ask(method="HEAD", accept_encoding="br")[1:] == (headers, b"")
    assert len(body) > 0


def test_an_answer_that_says_how_long_it_may_be_kept_is_believed(bench):
    bench.site.make = lambda environ: HttpResponse(WORDS, headers={"Cache-Control": "no-cache"})
    assert bench.ask()[1]["Cache-Control"] == bench.ask()[1]["Cache-Control"] == "no-cache"
    assert bench.times == 1


@pytest.mark.parametrize(("s_maxage", "stale", "seconds", "words"), [
    (0, 0, 1000, "public,max-age=60"), (0, 0, 7, "public,max-age=7"), (0, 0, 0, "public,max-age=0"),
    (600, 0, 1000, "public,max-age=60,s-maxage=600"), (600, 0, 70, "public,max-age=60,s-maxage=70"),
    (0, 300, 1000, "public,max-age=60,stale-while-revalidate=300"), (0, 300, 100, "public,max-age=60,stale-while-revalidate=40"),
    (600, 300, 700, "public,max-age=60,s-maxage=600,stale-while-revalidate=100"), (600, 300, 50, "public,max-age=50,s-maxage=50"),
])  # fmt: skip
def test_nobody_is_told_to_keep_it_beyond_its_moment(settings, s_maxage, stale, seconds, words):
    settings.S_MAXAGE, settings.STALE_WHILE_REVALIDATE = s_maxage, stale
    assert pages.fresh_for.__wrapped__(seconds) == words
