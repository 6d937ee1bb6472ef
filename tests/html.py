"""What the tests want to know of a page: headings, ids, links, title and visible words."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

SILENT = {"script", "style", "title", "template"}
ON_THEIR_OWN_LINE = {"p", "li", "h1", "h2", "h3", "h4", "td", "th", "dt", "dd", "div", "br", "tr", "caption", "summary", "label"}


@dataclass
class Seen:
    """A page as the tests see it."""

    title: str = ""
    text: str = ""
    h1: int = 0
    headings: list[int] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    canonical: str = ""


class Reader(HTMLParser):
    """Collects a `Seen` while it is fed a page."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.seen = Seen()
        self.open: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        if known.get("id"):
            self.seen.ids.append(known["id"])
        if tag == "a" and known.get("href") is not None:
            self.seen.links.append(known["href"])
        if tag == "link" and known.get("rel") == "canonical":
            self.seen.canonical = known["href"]
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self.seen.headings.append(int(tag[1]))
        if tag in SILENT:
            self.open.append(tag)
        if tag in ON_THEIR_OWN_LINE:
            self.words.append(" ")

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()
        if tag in ON_THEIR_OWN_LINE:
            self.words.append(" ")

    def handle_data(self, data):
        if "title" in self.open:
            self.seen.title += data
        elif not self.open:
            self.words.append(data)


def read(html: str) -> Seen:
    """What there is to see on a page."""
    reader = Reader()
    reader.feed(html)
    seen = reader.seen
    seen.h1 = seen.headings.count(1)
    seen.text = " ".join("".join(reader.words).split())
    seen.title = " ".join(seen.title.split())
    return seen
