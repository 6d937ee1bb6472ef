"""What a first visit costs: bytes, requests, and nothing that moves once it is there."""

import re
import urllib.request
from functools import cache
from urllib.parse import urlsplit

import pytest

KB = 1000
WIDTHS = (1280, 390)
# One site of every kind of publisher, and an office with two services. The others differ in their colours and words.
SITES = ("/", "/derbyshire-police/", "/nottinghamshire-opcc/", "/northamptonshire-opfcc/")
ROOMS = {
    "", "units", "agreements", "national-bodies", "news", "contact", "complaints", "search", "accessibility", "privacy",
    "forces", "facts", "history", "office-holders",
}  # fmt: skip
SHIFT = """() => new Promise(done => {
    let total = 0;
    new PerformanceObserver(list => list.getEntries().forEach(one => total += one.value)).observe({type: "layout-shift", buffered: true});
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(total), 50)));
})"""


def listed(address: str) -> list[str]:
    """The addresses in a sitemap, or in the index of sitemaps."""
    with urllib.request.urlopen(address, timeout=20) as answer:
        return re.findall(r"<loc>([^<]+)</loc>", answer.read().decode())


def kinds_of(running_site: str, site: str) -> list[str]:
    """One address of every kind of page a site has, from its sitemaps, and one that is missing."""
    files = listed(f"{running_site}{site}sitemap.xml")
    addresses = [urlsplit(one).path for file in files for one in listed(file)]
    kinds = {}
    for address in addresses:
        first, *more = address.removeprefix(site).strip("/").split("/")
        kinds.setdefault((first, bool(more)) if first in ROOMS else "page", address)
    return [*kinds.values(), f"{site}search/?q=police", f"{site}not-there/"]


class FirstVisits:
    """A window without a cache, and of the page visited last the requests with the bytes each took, headers included."""

    def __init__(self, chromium, width: int):
        self.address, self.bytes, self.urls = "", {}, {}
        self.context = chromium.new_context(viewport={"width": width, "height": 844})
        self.page = self.context.new_page()
        session = self.context.new_cdp_session(self.page)
        session.on("Network.requestWillBeSent", self.note)
        session.on("Network.loadingFinished", lambda event: self.bytes.__setitem__(event["requestId"], event["encodedDataLength"]))
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def note(self, event: dict) -> None:
        """Keep what the page asks for, and not what the one before it was late to."""
        if event["documentURL"] == self.address:
            self.urls[event["requestId"]] = event["request"]["url"]

    def visit(self, address: str) -> None:
        self.address, self.bytes, self.urls = address, {}, {}
        self.page.goto(address, wait_until="load")
        self.shift = self.page.evaluate(SHIFT)
        self.icon = self.page.evaluate("document.querySelector('link[rel=icon]').href")

    @property
    def requests(self) -> set[str]:
        """Every address asked for, with the icon, which the browser may be late to ask for."""
        return {*self.urls.values(), self.icon}

    def transferred(self) -> int:
        """Bytes in all, the icon's included."""
        asked = sum(self.bytes.get(one, 0) for one in self.urls)
        return asked + (0 if self.icon in self.urls.values() else weight_of(self.icon))


@cache
def weight_of(icon: str) -> int:
    with urllib.request.urlopen(urllib.request.Request(icon, headers={"Accept-Encoding": "br"}), timeout=10) as answer:
        return len(answer.read()) + len(str(answer.headers))


@pytest.mark.parametrize("site", SITES)
def test_a_first_visit_to_any_kind_of_page_is_light_and_still(chromium, running_site, site):
    faults = []
    paths = kinds_of(running_site, site)
    for width in WIDTHS:
        visit = FirstVisits(chromium, width)
        for path in paths:
            visit.visit(running_site + path)
            assert visit.transferred() > KB
            faults += [f"{path} at {width}: {visit.transferred()} bytes"] if visit.transferred() > 60 * KB else []
            faults += [f"{path} at {width}: {len(visit.requests)} requests"] if len(visit.requests) > 8 else []
            faults += [f"{path} at {width}: asked {url}" for url in visit.requests if not url.startswith(running_site)]
            faults += [f"{path} at {width}: shifted by {visit.shift}"] if visit.shift else []
        visit.context.close()
    assert faults == []
