"""A visit to every page of the eleven sites, by following every link from every home."""

from dataclasses import dataclass
from unittest.mock import patch
from urllib.parse import urldefrag, urljoin

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from .html import Seen, read

HERE = "http://testserver"
MANY = 8


@dataclass
class Visit:
    """What came back from one address."""

    status: int
    kind: str
    queries: int
    cookies: list[str]
    html: str
    seen: Seen | None
    came_from: str


@patch("collaboration.news.pdf.pdf_of", lambda printed: b"%PDF-1.7\n")
def crawl(starts: list[str]) -> dict[str, Visit]:
    """A visit to every address that links lead to, by address, from these on. PDFs are not made; tests/news/test_pdf.py looks at those."""
    client = Client()
    waiting = [(start, "the start") for start in starts]
    found: dict[str, Visit] = {}
    while waiting:
        address, came_from = waiting.pop()
        if address in found:
            continue
        visit = found[address] = visit_to(client, address, came_from)
        for link in visit.seen.links if visit.seen else []:
            target = urldefrag(urljoin(HERE + address, link)).url
            if target.startswith(HERE):
                waiting.append((target.removeprefix(HERE), address))
    return found


def visit_to(client: Client, address: str, came_from: str) -> Visit:
    client.cookies.clear()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    if len(queries) > MANY and not response.streaming:
        # What is held in memory was asked for by the first visitor; here it is the second who counts.
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
    kind = response.headers.get("Content-Type", "")
    body = b"".join(response.streaming_content) if response.streaming else response.content
    html = body.decode() if kind.startswith("text/html") and response.status_code == 200 else ""
    return Visit(response.status_code, kind, len(queries), list(response.cookies), html, read(html) if html else None, came_from)


def pages(visits: dict[str, Visit]) -> dict[str, Visit]:
    """Those visits that found a page of ours."""
    return {address: visit for address, visit in visits.items() if visit.seen}
