"""Rich text: what editors may write, how it is kept, and how it becomes a page.

The stored form is a small allow-list of HTML, cleaned on every path to the database. Two things in
it are ours: a link to a page of the site is written `site:/contact/` (this site) or
`site:derbyshire-opcc/news/` (another), because a site may live under a path or a host of its own;
and `[[fact population-served]]` stands for something kept in the records, so that a figure is typed
once. What such a name stands for is looked up by the caller; this module knows nothing of it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape

import nh3
from django.db import models
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

TAGS = {
    "p", "br", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "abbr", "span", "blockquote", "cite",
    "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td", "hr",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "hreflang", "lang"},
    "abbr": {"title"},
    "span": {"lang"},
    "p": {"lang"},
    "ol": {"start"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
SCHEMES = {"http", "https", "mailto", "tel", "site"}

TOKEN = re.compile(r"\[\[\s*([a-z-]+)((?:\s+[\w.:/-]+)*)\s*\]\]")
EMPTY_PARAGRAPH = re.compile(r"<p(?: [^>]*)?>(?:\s|&nbsp;|<br>)*</p>\s*")
LONE_TOKEN = re.compile(r"<p>\s*(\[\[[^\]]+\]\])\s*</p>")
SITE_LINK = re.compile(r'href="site:([^"]*)"')
HEADING = re.compile(r"<(h[23])>(.*?)</\1>", re.S)
TABLE = re.compile(r"<table>(.*?)</table>", re.S)
# A quotation that ends with who said it: “<p><cite>Ann Reader, chief constable</cite></p>”, with or without a dash.
QUOTATION = re.compile(r"<blockquote>((?:(?!</?blockquote>).)*?)\s*<p>\s*[–—-]?\s*<cite>((?:(?!</?cite>).)*)</cite>((?:(?!</?p>).)*)</p>\s*</blockquote>", re.S)
CAPTION = re.compile(r"<caption>(.*?)</caption>", re.S)


def clean(html: str) -> str:
    """The same text with only the marks we allow, and without empty paragraphs, which people make by pressing Enter twice."""
    return EMPTY_PARAGRAPH.sub("", nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None)).strip()


def cleaned_or_empty(html: str) -> str:
    """The same text cleaned; empty where a reader would find nothing in it, such as an editor's empty paragraph."""
    html = clean(html)
    return html if strip_tags(html).replace("&nbsp;", " ").strip() or "<hr" in html else ""


def plain(html: str) -> str:
    """The words alone, one space between them; what stands for a record is left out."""
    words = strip_tags(TOKEN.sub(" ", html).replace("<", " <"))
    return " ".join(unescape(words).split())


def tokens(html: str) -> list[tuple[str, ...]]:
    """Every `[[name argument …]]` in the text, as (name, argument, …), in order."""
    return [(match[1], *match[2].split()) for match in TOKEN.finditer(html)]


def site_links(html: str) -> list[str]:
    """What follows `site:` in every link of the text to one of our own pages."""
    return [unescape(found) for found in SITE_LINK.findall(html)]


class ProseField(models.TextField):
    """Rich text, cleaned as it goes into the database, by whatever way: form, code, `update()` or `loaddata`."""

    def pre_save(self, model_instance, add):
        """Give the object in hand the cleaned text too; a raw save, as of a fixture, does not come by here."""
        value = clean(getattr(model_instance, self.attname) or "")
        setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value, connection):
        if isinstance(value, str):
            value = clean(value)
        return super().get_db_prep_save(value, connection)


@dataclass(frozen=True)
class Heading:
    """A heading of a rendered text, and where a link to it leads."""

    level: int
    words: str
    id: str


@dataclass(frozen=True)
class Text:
    """Rich text made ready for a page."""

    html: SafeString
    headings: tuple[Heading, ...] = ()


def render(html: str, stands_for: Callable[[tuple[str, ...]], str], address: Callable[[str], str]) -> Text:
    """The stored text as a page shows it, with its headings.

    `stands_for` gives the HTML for one token; `address` the address for what follows `site:`.
    """
    html = LONE_TOKEN.sub(r"\1", html)
    html = TOKEN.sub(lambda found: stands_for((found[1], *found[2].split())), html)
    return finished(SITE_LINK.sub(lambda found: f'href="{escape(address(unescape(found[1])))}"', html))


@lru_cache(maxsize=512)
def finished(html: str) -> Text:
    """A text in which every name and address is in place, with ids for its headings and what tables and quotations need. It follows from the text alone, so the last ones are kept."""
    headings: list[Heading] = []
    taken: set[str] = set()

    def with_id(found: re.Match) -> str:
        words = unescape(strip_tags(found[2]))
        heading = Heading(int(found[1][1]), words, unused(slugify(words) or "section", taken))
        headings.append(heading)
        return f'<{found[1]} id="{heading.id}">{found[2]}</{found[1]}>'

    html = HEADING.sub(with_id, html)
    html = TABLE.sub(in_its_own_scroller, html)
    html = QUOTATION.sub(with_its_speaker, html)
    return Text(mark_safe(html), tuple(headings))


def in_its_own_scroller(table: re.Match) -> str:
    """A table that a keyboard can scroll on a narrow screen, named by its caption."""
    caption = CAPTION.search(table[1])
    name = escape(unescape(strip_tags(caption[1]))) if caption else "Table"
    return f'<div class="table-scroll" role="region" tabindex="0" aria-label="{name}">{table[0]}</div>'


def with_its_speaker(quotation: re.Match) -> str:
    """A quotation with the name and the office of who said it beside it: within it, HTML has only words that were said."""
    words, speaker = quotation[1], f"{quotation[2]}{quotation[3]}".strip()
    name, comma, office = speaker.partition(",")
    if "<" not in speaker and comma:
        speaker = f'<span class="quote__name">{name}</span>,{office}'
    return f'<figure class="quote"><blockquote>{words}</blockquote><figcaption>{speaker}</figcaption></figure>'


def unused(name: str, taken: set[str]) -> str:
    """The name, with a number behind it if it is taken already."""
    candidate, number = name, 2
    while candidate in taken:
        candidate, number = f"{name}-{number}", number + 1
    taken.add(candidate)
    return candidate
