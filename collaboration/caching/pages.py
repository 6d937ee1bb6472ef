"""A finished page: its bytes in each encoding, its headers, and what it was made from."""

import gzip
from base64 import urlsafe_b64encode
from functools import lru_cache
from hashlib import blake2b
from http.client import responses

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import parse_http_date_safe

# In a request: the answer goes out through the store, which compresses it and says “not changed” itself.
MARK = "empcp.page_store"
KEPT = frozenset([200, 301, 404, 410])
# Seconds that a browser or a CDN may keep a page without asking; less where its next change is nearer.
MAX_AGE = 60
LEAST_WORTH_COMPRESSING = 300
# Higher qualities save a few bytes more for many times the work: 11 takes a hundred times as long as 5.
BROTLI_QUALITY, GZIP_LEVEL = 5, 6
# What a page has of its own, the store writes anew for each encoding.
OURS = frozenset(["content-length", "content-encoding", "etag", "vary", "cache-control"])
# What belongs into a 304 besides. The rest the browser keeps from the answer it has.
UNCHANGED = frozenset(["access-control-allow-origin", "last-modified"])
VARIES_BY = {"accept-encoding", "cookie"}
# What headers and the like of one page take, about.
PER_PAGE = 6000


def may_be_kept(response: HttpResponseBase) -> bool:
    """Whether an answer is the same for everybody who asks this address with the same preferences."""
    headers = response.headers
    asked = {word.strip() for word in headers.get("Cache-Control", "").lower().split(",")}
    varies = {word.strip() for word in headers.get("Vary", "").lower().split(",") if word.strip()}
    return (
        response.status_code in KEPT and not response.streaming and not response.cookies and "Content-Encoding" not in headers
        and asked.isdisjoint(["no-store", "private"]) and varies <= VARIES_BY
        # The answer to HEAD tells of a file's length, and has none of it.
        and headers.get("Content-Length", str(len(response.content))) == str(len(response.content))
    )  # fmt: skip


def unless_known(request: HttpRequest, response: HttpResponse, etag: str, changed: int | None = None) -> HttpResponse:
    """The answer of a view that knows its tag, or 304 to whoever has it already. The page store in front says that by itself, and wants the answer whole."""
    return response if MARK in request.META else get_conditional_response(request, etag=etag, last_modified=changed, response=response)


class Form:
    """The bytes of a page in one encoding, with the headers that go with them."""

    __slots__ = ("body", "etag", "headers", "unchanged")

    def __init__(self, body: bytes, etag: str, headers: list[tuple[str, str]], unchanged: list[tuple[str, str]]):
        self.body, self.etag, self.headers, self.unchanged = [body], etag, headers, unchanged


class Page:
    """An answer of the site, ready to be given to many."""

    __slots__ = ("cache_control", "code", "forms", "headers", "identity", "is_compressible", "modified", "printed_at", "size", "stamp", "status", "tables", "until", "varies", "verified")

    def __init__(self, response: HttpResponse, cache_control: str = ""):
        self.code, self.identity = response.status_code, response.content
        self.status = f"{self.code} {response.reason_phrase or responses[self.code]}"
        kind = response.headers.get("Content-Type", "")
        self.is_compressible = len(self.identity) >= LEAST_WORTH_COMPRESSING and (kind.startswith("text/") or "json" in kind or "xml" in kind)
        # Only a page for people shows what the cookie chooses.
        self.varies = [*(["Accept-Encoding"] if self.is_compressible else []), *(["Cookie"] if kind.startswith("text/html") and self.identity else [])]
        # An answer that says how long it may be kept has its reasons.
        self.cache_control = cache_control or response.headers.get("Cache-Control", "")
        self.stamp = response.headers.get("ETag", "").strip('"') or urlsafe_b64encode(blake2b(self.identity, digest_size=6).digest()).decode()
        self.modified = parse_http_date_safe(response.headers.get("Last-Modified", ""))
        # Bytes on every answer: the space after a semicolon is one of them.
        self.headers = [(name, value.replace("; charset", ";charset")) for name, value in response.headers.items() if name.lower() not in OURS]
        self.forms: dict[str, Form] = {}
        self.size = 0
        self.until = self.printed_at = 0.0
        self.tables: dict[str, int | None] = {}
        self.verified = 0

    def made_from(self, tables: dict[str, int | None], printed_at: float, until: float) -> None:
        self.tables, self.printed_at, self.until = tables, printed_at, until

    def is_current(self, editions: dict[str, int], turn: int) -> bool:
        """Whether no table that it read has changed. `turn` is a number for these editions, so that they are looked through but once."""
        if self.verified != turn:
            if any(editions.get(table) != number for table, number in self.tables.items()):
                return False
            self.verified = turn
        return True

    def form(self, accepted: str) -> Form:
        """Its bytes as this browser takes them (an Accept-Encoding header)."""
        encoding = preferred(accepted) if self.is_compressible else ""
        return self.forms.get(encoding) or self.make_form(encoding)

    def make_form(self, encoding: str) -> Form:
        body = COMPRESS[encoding](self.identity)
        etag = f'"{self.stamp}{encoding[:1]}"'
        vary = [("Vary", ",".join(self.varies))] if self.varies else []
        always = [("ETag", etag), *vary]
        written = [("Content-Encoding", encoding)] if encoding else []
        headers = [*self.headers, ("Content-Length", str(len(body))), *written, *always]
        unchanged = [*always, *(one for one in self.headers if one[0].lower() in UNCHANGED)]
        form = self.forms[encoding] = Form(body, etag, headers, unchanged)
        return form

    def make_ready(self) -> int:
        """Have its bytes at hand in every encoding; how much room they take."""
        for encoding in COMPRESS if self.is_compressible else [""]:
            if encoding not in self.forms:
                self.make_form(encoding)
        self.size = PER_PAGE + sum(len(form.body[0]) for form in self.forms.values())
        return self.size

    def answer(self, environ: dict, start_response, left: float) -> list[bytes]:
        """Give it to whoever asks, or tell them that they have it; `left` is how many seconds it is good for."""
        form = self.form(environ.get("HTTP_ACCEPT_ENCODING", ""))
        caching = ("Cache-Control", self.cache_control or fresh_for(min(int(left), longest())))
        if self.code == 200 and self.is_known(environ, form):
            start_response("304 Not Modified", [*form.unchanged, caching])
            return []
        start_response(self.status, [*form.headers, caching])
        return form.body if environ["REQUEST_METHOD"] == "GET" else []

    def is_known(self, environ: dict, form: Form) -> bool:
        """Whether whoever asks has these very bytes (RFC 9110, 13.2.2)."""
        tags = environ.get("HTTP_IF_NONE_MATCH")
        if tags is not None:
            return tags == form.etag or tags.strip() == "*" or form.etag in (tag.strip().removeprefix("W/") for tag in tags.split(","))
        since = environ.get("HTTP_IF_MODIFIED_SINCE") if self.modified else None
        return since is not None and (parse_http_date_safe(since) or 0) >= self.modified


COMPRESS = {
    "": bytes,
    "br": lambda body: brotli.compress(body, quality=BROTLI_QUALITY),
    "gzip": lambda body: gzip.compress(body, GZIP_LEVEL, mtime=0),
}


@lru_cache(256)
def preferred(accepted: str) -> str:
    """The encoding to send by an Accept-Encoding header: Brotli before gzip before none, but never one that is refused."""
    weights = dict(one.replace(" ", "").partition(";q=")[::2] for one in accepted.lower().split(","))
    others = weights.get("*", "0")
    # A weight of nothing but noughts refuses; none at all is the highest.
    return next((name for name in ("br", "gzip") if not (weight := weights.get(name, others)) or weight.strip("0.")), "")


@lru_cache(1)
def longest() -> int:
    """The longest time, in seconds, that anybody is told to keep a page for."""
    return max(MAX_AGE, settings.S_MAXAGE) + settings.STALE_WHILE_REVALIDATE


@lru_cache(5000)
def fresh_for(seconds: int) -> str:
    """Cache-Control for a page that is good for so many seconds more. What is in other hands cannot be taken back, so no promise goes beyond."""
    words, fresh = ["public", f"max-age={min(MAX_AGE, seconds)}"], min(MAX_AGE, seconds)
    if settings.S_MAXAGE:
        fresh = max(fresh, min(settings.S_MAXAGE, seconds))
        words.append(f"s-maxage={min(settings.S_MAXAGE, seconds)}")
    if settings.STALE_WHILE_REVALIDATE and seconds > fresh:
        words.append(f"stale-while-revalidate={min(settings.STALE_WHILE_REVALIDATE, seconds - fresh)}")
    return ",".join(words)
