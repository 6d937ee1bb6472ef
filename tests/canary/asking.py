"""Asking two sites the same thing at once, byte for byte, and telling their answers apart."""

import gzip
import http.client
import io
import re
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

# Every secret word begins so, and nothing else on the sites does; three letters alone stand in a random key now and then.
KINDS = "agreement author boss bundle change contact draft fact gone holder journalist milestone notice outlet packed page pdf picture release unit"
SECRET = re.compile(f"zq[xn](?:{KINDS.replace(' ', '|')})[a-z]*".encode(), re.I)
LINK = re.compile(r"""\b(?:href|action|src|data-[a-z-]+)=["']([^"'\s]*/[^"'\s]*)["']|<(?:loc|link)>([^<\s]+)</|srcset=["']([^"']+)["']|template=["']([^"']+)["']|"(?:url|home_page_url|feed_url|next|previous|href|address|self)": ?"([^"\s]+)\"""")
THREADS = 6
# What each answer has of its own whatever it says: random or of the second it was made in.
OWN = re.compile(rb'name="(?:csrfmiddlewaretoken|form_key|key|_pass|_key|token|opened|began|stamp|asked_at)" value="[^"]*"|value="[^"]*" name="(?:csrfmiddlewaretoken|form_key)"|"milliseconds": [0-9.]+')
# Sessions and their tokens are kept by the desk alone; the length is the body’s.
IGNORED = {"date", "server", "connection", "keep-alive", "set-cookie", "expires", "content-length"}


@dataclass(frozen=True, order=True)
class Question:
    """One request."""

    path: str
    host: str = ""
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""

    @property
    def names_a_secret(self) -> bool:
        """Whether whoever asks says a secret word first: pages may say it back."""
        return bool(SECRET.search(unquote(f"{self.path} {self.headers} {self.body}").encode()))

    def __str__(self):
        return " ".join(filter(None, [self.method, self.host + self.path, str(dict(self.headers) or ""), self.body]))


@dataclass
class Answer:
    """What came back: the head as one text, the body as somebody reads it."""

    status: int
    headers: dict[str, str]
    body: bytes
    began: float = 0.0
    ended: float = 0.0

    @property
    def told(self) -> bytes:
        """All that a reader can learn from it, what is random aside."""
        body = without_now(self.body, self.ended)
        # The tag is made from the very bytes, so it tells the minute where they do, and no more than they.
        ignored = IGNORED | ({"etag"} if body != self.body else set())
        head = "\n".join(f"{name}: {value}" for name, value in sorted(self.headers.items()) if name not in ignored)
        return OWN.sub(b"", without_now(f"{self.status}\n{head}\n\n".encode(), self.ended) + body)

    def is_like(self, other: "Answer") -> bool:
        """Whether nobody can tell the two apart."""
        heads = [{name: value for name, value in one.headers.items() if name not in IGNORED} for one in (self, other)]
        return (self.status, self.body, heads[0]) == (other.status, other.body, heads[1]) or self.told == other.told

    @property
    def secrets(self) -> set[str]:
        return {one.decode().lower() for one in SECRET.findall(str(self.headers).encode() + self.body)}


def without_now(told: bytes, ended: float) -> bytes:
    """The same without moments of the minute in which it was made, which two answers need not share."""
    now = datetime.fromtimestamp(ended, UTC)
    for shift in (-1, 0):
        for zone in (now, now.astimezone()):
            minute = zone + timedelta(minutes=shift)
            told = re.sub(minute.strftime(r"%Y-%m-%d[T-]%H:?%M(:\d\d)?(\.\d+)?(Z|\+\d\d:\d\d)?").encode(), b"NOW", told)
            told = re.sub(minute.strftime(r"%a, %d %b %Y %H:%M:\d\d (GMT|[+-]\d{4})").encode(), b"NOW", told)
    return told


class Site:
    """A running site, asked over connections that stay open; `host` is what both sites are called."""

    def __init__(self, port: int, host: str):
        self.port, self.host = port, host
        self.kept, self.open = threading.local(), []

    def close(self) -> None:
        for connection in self.open:
            connection.close()

    def ask(self, one: Question) -> Answer:
        for attempt in range(3):
            connection = getattr(self.kept, "connection", None)
            if connection is None:
                connection = self.kept.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
                self.open.append(connection)
            try:
                answer = self.answered(connection, one)
                assert answer.status < 500, f"{one} answers {answer.status}"
                return answer
            except (http.client.HTTPException, OSError):
                # A connection kept too long is closed by the other side.
                connection.close()
                self.kept.connection = None
                if attempt == 2:
                    raise
        raise AssertionError

    def answered(self, connection: http.client.HTTPConnection, one: Question) -> Answer:
        """The answer; for a PDF, of which the site makes a few at once and says to come again for more, that of a later time."""
        until = time.monotonic() + 60
        while (answer := self.asked(connection, one)).status == 503 and "/pdf/" in one.path and "retry-after" in answer.headers and time.monotonic() < until:
            time.sleep(0.2)
        return answer

    def asked(self, connection: http.client.HTTPConnection, one: Question) -> Answer:
        began = time.time()
        connection.putrequest(one.method, one.path, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", one.host or self.host)
        for name, value in one.headers:
            connection.putheader(name, value)
        if one.body:
            connection.putheader("Content-Type", "application/x-www-form-urlencoded")
            connection.putheader("Content-Length", str(len(one.body)))
        connection.endheaders(one.body.encode() or None)
        got = connection.getresponse()
        raw = got.read()
        headers = {name.lower(): value for name, value in got.getheaders()}
        return Answer(got.status, headers, readable(raw, headers), began, time.time())


def readable(raw: bytes, headers: dict[str, str]) -> bytes:
    """The body without its wrapping: what was compressed, and the parts of a spreadsheet."""
    if headers.get("content-encoding") == "gzip":
        raw = gzip.decompress(raw)
        headers.pop("content-length", None)
    if raw[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            raw = b"\n".join(one.encode() + b"\n" + packed.read(one) for one in packed.namelist())
        headers.pop("content-length", None)
    return raw


def links_of(one: Question, answer: Answer, hosts: tuple[str, ...]) -> list[Question]:
    """The addresses of ours that an answer leads to."""
    kind = answer.headers.get("content-type", "")
    found = [answer.headers.get("location", ""), *re.findall(r"<([^>]+)>", answer.headers.get("link", ""))]
    if any(word in kind for word in ("html", "xml", "json", "text/plain")) and "/static/" not in one.path:
        text = answer.body.decode(errors="replace")
        for groups in LINK.findall(text):
            for word in filter(None, groups):
                found += [part.split()[0] for part in word.split(",") if part.strip()] if " " in word or "w," in word else [word]
        if one.path.endswith("robots.txt"):
            found += re.findall(r"https?://\S+", text)
    led = []
    for link in found:
        target = urlsplit(urldefrag(urljoin(f"http://{one.host or hosts[0]}{one.path}", unescape(link)))[0])
        if target.netloc in hosts and target.scheme in ("http", "https"):
            path = (target.path or "/") + (f"?{target.query}" if target.query else "")
            if path.isascii() and "{" not in path and " " not in path:
                led.append(Question(path, "" if target.netloc == hosts[0] else target.netloc))
    return led


def each(function, questions) -> list:
    """The answers to many questions, several at a time."""
    with ThreadPoolExecutor(THREADS) as several:
        return list(several.map(function, questions))
