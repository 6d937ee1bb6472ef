"""What a first visit costs: bytes, requests, and nothing that moves once it is there."""

import re
import urllib.request
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


def kinds_of(running_site: str, site: str) -> list[str]:
    """One address of every kind of page a site has, from its sitemap, and one that is missing."""
    with urllib.request.urlopen(f"{running_site}{site}sitemap.xml", timeout=20) as answer:
        addresses = [urlsplit(one).path for one in re.findall(r"<loc>([^<]+)</loc>", answer.read().decode())]
    kinds = {}
    for address in addresses:
        first, *more = address.removeprefix(site).strip("/").split("/")
        kinds.setdefault((first, bool(more)) if first in ROOMS else "page", address)
    return [*kinds.values(), f"{site}search/?q=police", f"{site}not-there/"]


class FirstVisit:
    """A page opened with an empty cache: its requests with the bytes each took, headers included."""

    def __init__(self, chromium, address: str, width: int):
        self.address, self.bytes, self.urls = address, {}, {}
        self.context = chromium.new_context(viewport={"width": width, "height": 844})
        page = self.context.new_page()
        session = self.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", lambda event: self.urls.setdefault(event["requestId"], event["request"]["url"]))
        session.on("Network.loadingFinished", lambda event: self.bytes.__setitem__(event["requestId"], event["encodedDataLength"]))
        session.send("Network.enable")
        page.goto(address, wait_until="load")
        self.shift = page.evaluate(SHIFT)
        self.icon = page.evaluate("document.querySelector('link[rel=icon]').href")
        self.context.close()

    @property
    def requests(self) -> set[str]:
        """Every address asked for, with the icon, which the browser may be late to ask for."""
        return {*self.urls.values(), self.icon}

    def transferred(self) -> int:
        """Bytes in all, the icon's included."""
        return sum(self.bytes.values()) + (0 if self.icon in self.urls.values() else self.weight_of_icon())

    def weight_of_icon(self) -> int:
        with urllib.request.urlopen(urllib.request.Request(self.icon, headers={"Accept-Encoding": "br"}), timeout=10) as answer:
            return len(answer.read()) + len(str(answer.headers))


@pytest.mark.parametrize("site", SITES)
def test_a_first_visit_to_any_kind_of_page_is_light_and_still(chromium, running_site, site):
    faults = []
    for path in kinds_of(running_site, site):
        for width in WIDTHS:
            visit = FirstVisit(chromium, running_site + path, width)
            faults += [f"{path} at {width}: {visit.transferred()} bytes"] if visit.transferred() > 60 * KB else []
            faults += [f"{path} at {width}: {len(visit.requests)} requests"] if len(visit.requests) > 8 else []
            faults += [f"{path} at {width}: asked {url}" for url in visit.requests if not url.startswith(running_site)]
            faults += [f"{path} at {width}: shifted by {visit.shift}"] if visit.shift else []
    assert faults == []
