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
# The contrast of letters is half of all that axe costs, and the same letters stand on the same ground on every page.
# What lies over something else is looked at each time: there the ground is not what the ancestors say.
NOT_TWICE = """(() => {
    const rule = axe._audit.rules.find(one => one.id === "color-contrast"), wanted = rule.matches;
    const looks = one => {
        const letters = getComputedStyle(one), seen = [letters.color, letters.fontSize, letters.fontWeight, letters.textShadow];
        for (let at = one; at; at = at.parentElement) {
            const style = getComputedStyle(at);
            if (!/static|relative/.test(style.position) || style.backgroundImage !== "none" || style.filter !== "none" || style.mixBlendMode !== "normal") return "";
            seen.push(style.backgroundColor, style.opacity);
        }
        return seen.filter((part, place) => place < 4 || (part !== "rgba(0, 0, 0, 0)" && part !== "1")).join(" ");
    };
    rule.matches = function (node, ...more) {
        if (!wanted.call(this, node, ...more)) return false;
        const look = looks(node);
        if (look && window.known.has(look)) return false;
        if (look) window.fresh.add(look);
        return true;
    };
})();"""
SOURCE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text() + REMEMBER_COLOURS + NOT_TWICE
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
WIDTHS = {"wide": 1280, "narrow": 320}
SCHEMES = {"light": RULES, "dark": COLOURS}
START = """([rules, known]) => {
    window.known = new Set(known);
    window.fresh = new Set();
    window.found = axe.run(document, {runOnly: rules, resultTypes: ["violations"], preload: false}).then(found => found.violations.map(
        one => `${one.id}: ${one.nodes.slice(0, 3).map(node => node.html.slice(0, 160) + " " + node.any.concat(node.all, node.none).map(check => check.message).join(" ")).join(" | ")}`
    ));
}"""


class Auditor:
    """A window that goes from address to address, and is narrowed at each."""

    def __init__(self, browser: Browser, site: str, height: int = 900):
        self.site, self.height = site, height
        # How letters look on their ground where axe has found no fault with them.
        self.known: set[str] = set()
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

    def found(self, width: str, scheme: str, rules: list[str] | None = None) -> list[str]:
        self.seen_at(width, scheme)
        self.page.evaluate(START, [rules or SCHEMES[scheme], list(self.known)])
        faults = self.page.evaluate("window.found")
        if not any("color-contrast" in one for one in faults):
            self.known |= set(self.page.evaluate("[...window.fresh]"))
        return faults

    def close(self):
        self.context.close()
