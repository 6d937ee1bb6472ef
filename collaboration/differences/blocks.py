"""Stored rich text cut into its outermost blocks: paragraphs, headings, lists, tables, each whole."""

import re
from html import escape, unescape
from html.parser import HTMLParser

WITHOUT_END = {"br", "hr", "img"}
# What may be opened, and its parts merged one by one; a table's rows stay whole, lest a cell lose its column.
OPENED = {"ul", "ol", "blockquote", "table", "thead", "tbody"}
PLAIN = {"p", "h2", "h3", "h4", "li", "dt", "dd", "caption"}
WHOLE = re.compile(r"(<([a-z0-9]+)\b[^>]*>)(.*)(</\2>)\s*", re.S)


def blocks_of(html: str) -> list[str]:
    """The outermost blocks in order; words outside any are a block of their own. Tags that do not match make it one block."""
    cutter = Cutter(html)
    return cutter.blocks() if cutter.is_well_formed else [html]


class Cutter(HTMLParser):
    """Notes where each outermost element begins and ends."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=False)
        self.html = html
        self.line_starts = [0, *(found.end() for found in re.finditer("\n", html))]
        self.open: list[str] = []
        self.cuts: list[int] = [0]
        self.is_well_formed = True
        self.feed(html)
        self.close()
        self.is_well_formed = self.is_well_formed and not self.open

    def here(self) -> int:
        line, column = self.getpos()
        return self.line_starts[line - 1] + column

    def handle_starttag(self, tag, attrs):
        if not self.open:
            self.cuts.append(self.here())
        if tag not in WITHOUT_END:
            self.open.append(tag)
        elif not self.open:
            self.cuts.append(self.here() + len(self.get_starttag_text()))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.is_well_formed = False
        elif not self.open:
            self.cuts.append(self.html.index(">", self.here()) + 1)

    def blocks(self) -> list[str]:
        ends = [*self.cuts[1:], len(self.html)]
        cut = [self.html[start:end].strip() for start, end in zip(self.cuts, ends, strict=True)]
        return [block for block in cut if block]


def opening(block: str) -> str:
    """The tag that a block begins with, as written; empty for bare words."""
    found = WHOLE.fullmatch(block)
    return found[1] if found else ""


def name_of(block: str) -> str:
    found = WHOLE.fullmatch(block)
    return found[2] if found else ""


def inside(block: str, text: bool = False) -> str:
    """What a block holds; with `text`, as plain text."""
    held = WHOLE.fullmatch(block)[3]
    return unescape(held) if text else held


def is_plain(block: str) -> bool:
    """Whether it holds words alone."""
    return name_of(block) in PLAIN and "<" not in inside(block)


def may_open(block: str) -> bool:
    """Whether it holds nothing but blocks of its own."""
    return name_of(block) in OPENED and all(name_of(one) for one in blocks_of(inside(block)))


def rewritten(block: str, held: str) -> str:
    """The same block, holding this: plain text if the block is plain, or else HTML."""
    if is_plain(block):
        held = escape(held, quote=False).replace("\xa0", "&nbsp;")
    found = WHOLE.fullmatch(block)
    return found[1] + held + found[4]
