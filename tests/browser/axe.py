"""The axe rules over a page: wide and narrow, light and dark.

A page is loaded once; its window is then narrowed, for no script of ours makes anything by the width it
finds at the start. The colours of the dark scheme are looked at without another load: nothing but
colours differs there, so only the rules about colours run again.
"""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Browser

# axe reads the same few colours thousands of times on a page, at a third of all it costs; once is enough.
REMEMBER_COLOURS = """(() => {
    const { Color } = axe.commons.color, read = Color.prototype.parseString, known = new Map();
    Color.prototype.parseString = function (text) {
        if (known.has(text)) [this.r, this.g, this.b, this.alpha] = known.get(text);
        else {
            read.call(this, text);
            known.set(text, [this.r, this.g, this.b, this.alpha]);
        }
        return this;
    };
})();"""
SOURCE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text() + REMEMBER_COLOURS
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
WIDTHS = {"wide": 1280, "narrow": 320}
SCHEMES = {"light": RULES, "dark": COLOURS}
START = """([rules, key]) => {
    window[key] = axe.run(document, {runOnly: rules, resultTypes: ["violations"], preload: false}).then(found => found.violations.map(
        one => `${one.id}: ${one.nodes.slice(0, 3).map(node => node.html.slice(0, 160) + " " + node.any.concat(node.all, node.none).map(check => check.message).join(" ")).join(" | ")}`
    ));
}"""


class Auditor:
    """A window that goes from address to address, and is narrowed at each."""

    def __init__(self, browser: Browser, site: str, height: int = 900):
        self.site, self.height = site, height
        # Colours fade for 120 ms; whoever wants less motion gets them at once, and so do we.
        self.context = browser.new_context(reduced_motion="reduce")
        # Sent once and not with every page. Frames are left to themselves, as they are without it.
        self.context.add_init_script(f"if (window === window.top) {{ {SOURCE} }}")
        self.page = self.context.new_page()

    def violations(self, path: str) -> list[str]:
        """What axe finds at an address, each with its first places and where it was seen."""
        self.opens(path)
        return self.judged()

    def opens(self, path: str) -> None:
        self.seen_at("wide", "light")
        self.page.goto(self.site + path)

    def judged(self) -> list[str]:
        """What axe finds on the page that is open."""
        return [f"{width} {scheme} {one}" for width in WIDTHS for scheme in SCHEMES for one in self.found(width, scheme)]

    def seen_at(self, width: str, scheme: str) -> None:
        self.page.set_viewport_size({"width": WIDTHS[width], "height": self.height})
        self.page.emulate_media(color_scheme=scheme)

    def found(self, width: str, scheme: str) -> list[str]:
        self.seen_at(width, scheme)
        self.page.evaluate(START, [SCHEMES[scheme], "found"])
        return self.page.evaluate("window.found")

    def close(self):
        self.context.close()
