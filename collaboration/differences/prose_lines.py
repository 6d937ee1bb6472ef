"""Stored rich text as lines that can be read and compared: what a mark means is said in words or signs.

A link shows its address, so that a changed one is seen; a name in double brackets is left as it is, or
becomes what the caller says of it.
"""

import re
from collections.abc import Callable
from html.parser import HTMLParser

from django.utils.translation import gettext as _

from .words import Piece, word_differences

NAME = re.compile(r"\[\[\s*([a-z-]+)[^\]]*\]\]")
LINES = {"p", "h2", "h3", "h4", "li", "dt", "dd", "tr", "caption", "ul", "ol", "dl", "table", "thead", "tbody", "blockquote"}


def plain_paragraphs(html: str, name_words: Callable[[str], str] | None = None) -> list[str]:
    """The lines of a stored text. `name_words` gives the words for a `[[name …]]` by its kind."""
    if name_words:
        html = NAME.sub(lambda found: name_words(found[1]), html)
    reader = Lines()
    reader.feed(html)
    reader.close()
    reader.end_line()
    return reader.lines


def prose_differences(before: str, after: str, name_words: Callable[[str], str] | None = None) -> list[Piece]:
    """The differences of two stored texts, as they read."""
    old, new = ("\n".join(plain_paragraphs(html, name_words)) for html in (before, after))
    return word_differences(old, new)


class Lines(HTMLParser):
    """Collects the lines of a text while it is fed."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.words: list[str] = []
        self.lists: list[int | None] = []
        self.links: list[tuple[str, int]] = []
        self.mark = ""
        self.cells = 0
        self.quotes = 0

    def handle_starttag(self, tag, attrs):
        known = {name: value or "" for name, value in attrs}
        if tag in LINES:
            self.end_line()
        if tag in {"ul", "ol"}:
            self.lists.append(int(known["start"]) if known.get("start", "").isdecimal() else 1 if tag == "ol" else None)
        elif tag == "tr":
            self.cells = 0
        elif tag in {"th", "td"}:
            self.words.append(" | " if self.cells else "")
            self.cells += 1
        elif tag == "blockquote":
            self.quotes += 1
        elif tag == "a":
            self.links.append((known.get("href", ""), len(self.words)))
        elif tag == "br":
            self.words.append(" ")
        elif tag == "hr":
            self.end_line()
            self.lines.append("———")
        self.mark = self.mark_of(tag) or self.mark

    def mark_of(self, tag: str) -> str:
        """What a line begins with that this tag opens."""
        if tag == "li":
            return self.list_mark()
        return {
            "h2": _("Heading:"), "h3": _("Smaller heading:"), "h4": _("Smallest heading:"), "caption": _("Table:"), "dd": "–",
        }.get(tag, "")  # fmt: skip

    def list_mark(self) -> str:
        """A point for a list, a smaller one for a list within it, a number for a list of numbers."""
        number = self.lists[-1] if self.lists else None
        if number is None:
            return "◦" if len(self.lists) > 1 else "•"
        self.lists[-1] = number + 1
        return f"{number}."

    def handle_endtag(self, tag):
        if tag in LINES:
            self.end_line()
        if tag in {"ul", "ol"} and self.lists:
            self.lists.pop()
        elif tag == "blockquote":
            self.quotes = max(0, self.quotes - 1)
        elif tag == "a" and self.links:
            address, place = self.links.pop()
            address = address.removeprefix("site:").removeprefix("mailto:").removeprefix("tel:")
            if address and address != "".join(self.words[place:]).strip():
                self.words.append(f" ({address})")

    def handle_data(self, data):
        # A space between two cells of a row is not part of either.
        if data.strip() or self.words:
            self.words.append(re.sub(r"\s+", " ", data))

    def end_line(self) -> None:
        words = " ".join("".join(self.words).split())
        if words.strip(" |"):
            quoted = "> " if self.quotes else ""
            self.lines.append(quoted + (f"{self.mark} {words}" if self.mark else words))
            self.mark = ""
        self.words = []
        self.links = []
