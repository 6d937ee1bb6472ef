"""The axe rules over a page: wide and narrow, light and dark.

A page is loaded once in a wide and once in a narrow window, and both run the rules at the same time,
each in a process of its own. The colours of the dark scheme are looked at without another load:
nothing but colours differs there, so only the rules about colours run again.
"""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Browser, Page

SOURCE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
WIDTHS = {"wide": 1280, "narrow": 320}
START = """([rules, key]) => {
    window[key] = axe.run(document, {runOnly: rules, resultTypes: ["violations"], preload: false}).then(found => found.violations.map(
        one => `${one.id}: ${one.nodes.slice(0, 3).map(node => node.html.slice(0, 160) + " " + node.any.concat(node.all, node.none).map(check => check.message).join(" ")).join(" | ")}`
    ));
}"""


class Auditor:
    """A wide and a narrow window that go from address to address."""

    def __init__(self, browser: Browser, site: str):
        self.site = site
        # Colours fade for 120 ms; whoever wants less motion gets them at once, and so do we.
        self.contexts = [browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce") for width in WIDTHS.values()]
        self.pages = [context.new_page() for context in self.contexts]

    def violations(self, path: str) -> list[str]:
        """What axe finds at an address, each with its first places and where it was seen."""
        for page in self.pages:
            page.emulate_media(color_scheme="light")
            page.goto(self.site + path)
            page.evaluate(SOURCE)
        found = self.run("light", RULES)
        for page in self.pages:
            page.emulate_media(color_scheme="dark")
        return found + self.run("dark", COLOURS)

    def run(self, scheme: str, rules: list[str]) -> list[str]:
        """Start the rules in both windows, then wait for both."""
        for page in self.pages:
            page.evaluate(START, [rules, scheme])
        return [f"{width} {scheme} {one}" for page, width in zip(self.pages, WIDTHS, strict=True) for one in self.answer(page, scheme)]

    def answer(self, page: Page, key: str) -> list[str]:
        return page.evaluate("key => window[key]", key)

    def close(self):
        for context in self.contexts:
            context.close()
