"""A rendered text as plain text: paragraphs with an empty line between, lists with hyphens, quotations with who said them.

It is for people who paste it into a system of their own, so no line is broken or moved in.
"""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

BLOCKS = {"p", "div", "section", "h2", "h3", "h4", "ul", "ol", "dl", "dt", "dd", "table", "caption", "blockquote", "figure", "figcaption", "hr"}
LINES = {"li", "tr"}
QUOTED = ("“", "‘", '"', "'")


class Writer(HTMLParser):
    """Collects the blocks of a text while it is fed one. `base` makes whole addresses of those within the site."""

    def __init__(self, base: str = ""):
        super().__init__(convert_charrefs=True)
        self.base = base
        self.out: list[str] = []
        self.line = self.marked = ""
        self.lists: list[int | None] = []
        self.links: list[tuple[str, int]] = []
        self.quotations = 0
        # Whether the words that are quoted brought their own marks; the first of them tell.
        self.is_marked: bool | None = None
        # Whether the figure that is open is a quotation, whose caption is its speaker.
        self.is_spoken = False
        self.cells = 0

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        if tag in BLOCKS:
            self.break_off()
        if tag == "br":
            self.line += " " if self.cells else "\n"
        elif self.cells and tag in ("ul", "ol", "li"):
            self.line += " "
        elif tag in ("ul", "ol"):
            self.lists.append(int(known.get("start") or 1) if tag == "ol" else None)
        elif tag == "li":
            self.end("\n")
            self.line = self.marked = self.mark()
        elif tag in ("td", "th"):
            self.line += " | " if self.cells else ""
            self.cells += 1
        elif tag == "a":
            self.links.append((known.get("href") or "", len(self.line)))
        elif tag == "figure":
            self.is_spoken = known.get("class") == "quote"
        elif tag == "blockquote":
            self.quotations += 1
        elif tag == "img" and known.get("alt"):
            self.line += f"[{known['alt']}]"

    def handle_endtag(self, tag):
        if tag == "a" and self.links:
            self.line += self.address(*self.links.pop())
        elif tag == "tr":
            self.cells = 0
            self.end("\n")
        elif self.cells and tag not in ("table", "div"):
            self.line += " " if tag in BLOCKS else ""
        elif tag == "li":
            self.end("\n")
        elif tag in ("ul", "ol") and self.lists:
            self.lists.pop()
            self.end("\n" if self.lists else "\n\n", always=True)
        elif tag == "p" and self.quotations:
            self.open_quotation()
        elif tag == "figcaption":
            self.line = f"– {self.line.strip()}" if self.is_spoken else self.line
            self.end("\n\n")
        elif tag == "blockquote":
            self.open_quotation()
            self.close_quotation()
        elif tag in BLOCKS and not self.lists:
            self.end("\n\n", always=tag == "table")

    def handle_data(self, data):
        # Between the elements of a list or a table there is nothing but spaces of the source.
        self.line += re.sub(r"\s+", " ", data) if data.strip() or self.line.strip() else ""

    def break_off(self) -> None:
        """A block begins: what stood before it is a paragraph, unless it is the mark of this item or another cell of this row."""
        if self.cells:
            self.line += " "
        elif self.line != self.marked:
            self.end("\n" if self.lists else "\n\n")

    def mark(self) -> str:
        """What stands before an item of the list that is open."""
        if not self.lists or self.lists[-1] is None:
            return "- "
        self.lists[-1] += 1
        return f"{self.lists[-1] - 1}. "

    def address(self, href: str, begins: int) -> str:
        """Where a link leads, in brackets, unless its words say so."""
        words = self.line[begins:].strip()
        where = href.removeprefix("mailto:").removeprefix("tel:") if href.startswith(("mailto:", "tel:")) else urljoin(self.base, href)
        said = where in (words, f"https://{words}", f"https://{words}/", f"http://{words}") or where.replace(" ", "") == words.replace(" ", "")
        return "" if not href or href.startswith("#") or said else f" ({where})"

    def open_quotation(self) -> None:
        """A paragraph of a quotation begins with a mark; only the last ends with one, as British papers print it."""
        words = self.line.strip()
        if words:
            self.is_marked = words.startswith(QUOTED) if self.is_marked is None else self.is_marked
            self.line = words if self.is_marked else f"“{words}"
            self.end("\n\n")

    def close_quotation(self) -> None:
        self.quotations = max(0, self.quotations - 1)
        if self.out and self.is_marked is False:
            self.out[-1] = f"{self.out[-1].rstrip()}”\n\n"
        self.is_marked = None

    def end(self, gap: str, always: bool = False) -> None:
        """The line is whole; `gap` follows it."""
        words = "\n".join(" ".join(part.split()) for part in self.line.split("\n")).strip()
        if words and words != self.marked.strip():
            self.out.append(words + gap)
        elif always and self.out:
            self.out[-1] = self.out[-1].rstrip("\n") + gap
        self.line = self.marked = ""


def plain_text(html: str, base: str = "") -> str:
    """Rendered rich text as plain text."""
    writer = Writer(base)
    writer.feed(html)
    writer.close()
    writer.end("")
    return tidy("".join(writer.out))


def tidy(text: str) -> str:
    """The same without more than one empty line anywhere."""
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip()
