"""Everything there is to look at on a page in one visit, for a visit costs more than most looks.

What is found is kept by address; tests/browser/test_every_page.py and test_desk_axe.py ask about it.
"""

import re
from dataclasses import dataclass, field

from .axe import Auditor
from .fitting import faults_of

NAVIGATION = "nav, .menu-button, .site-search, .text-size, .skip-link, .search-box, .filter, .breadcrumbs, .pagination, .steps, .share"
LEFT = "selector => [...document.querySelectorAll(selector)].filter(one => one.checkVisibility() && !one.querySelector('svg')).map(one => one.outerHTML.slice(0, 100))"
GROUND = "getComputedStyle(document.body).backgroundColor"


@dataclass
class Inspected:
    """What was wrong with a page, by the way it was looked at."""

    said: list[str]
    asked: list[str]
    axe: list[str]
    narrow: list[str]
    large: list[str]
    printed: list[str] = field(default_factory=list)


class Inspector(Auditor):
    """An auditor who listens to the page, too, enlarges it and prints it."""

    def __init__(self, browser, site: str, height: int = 900, prints: bool = True):
        super().__init__(browser, site, height)
        self.prints = prints
        self.said: list[str] = []
        self.asked: list[str] = []
        self.tools = self.context.new_cdp_session(self.page)
        self.page.on("console", lambda message: self.said.append(message.text) if message.type in {"error", "warning"} else None)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def inspect(self, path: str) -> Inspected:
        """Open an address and look at it in every way."""
        self.said.clear()
        self.asked.clear()
        self.opens(path)
        said, asked = list(self.said), list(self.asked)
        return Inspected(said, asked, self.judged(), self.at_four_hundred_per_cent(), self.with_text_of_twice_the_size(), self.on_paper(path) if self.prints else [])

    def at_four_hundred_per_cent(self) -> list[str]:
        """1280 CSS pixels at 400 % are 320 (WCAG 2.2, 1.4.10)."""
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size({"width": 320, "height": 256})
        return faults_of(self.page)

    def with_text_of_twice_the_size(self) -> list[str]:
        """WCAG 2.2, 1.4.4: a reader whose browser sets text at 32 pixels."""
        self.page.set_viewport_size({"width": 1280, "height": 900})
        self.tools.send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
        size = self.page.evaluate("getComputedStyle(document.documentElement).fontSize")
        found = faults_of(self.page) + ([] if size == "32px" else [f"text stays at {size}"])
        self.tools.send("Page.setFontSizes", {"fontSizes": {"standard": 16}})
        return found

    def on_paper(self, path: str) -> list[str]:
        """A printed page says where it stood and when, and has no ways around that paper does not have."""
        self.page.emulate_media(media="print")
        line = self.page.locator(".printed")
        words = line.inner_text() if line.is_visible() else ""
        found = [] if f"{self.site}{path}".partition("?")[0] in words else ["does not say where it stood"]
        found += [] if re.search(r"\d{1,2} [A-Z][a-z]+ \d{4}", words) else ["does not say when"]
        found += self.page.evaluate(LEFT, NAVIGATION)
        found += [] if self.page.evaluate(GROUND) == "rgb(255, 255, 255)" else ["is not on white"]
        self.page.emulate_media(media="null")
        return found
