"""Writes a feed as Atom, RSS or JSON, as bytes.

The two XML forms hold, beside what feed readers want, a few elements of XHTML: a browser that is given the address
shows those alone, through static/css/feed.css, so that a person sees a page and not a heap of marks.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from django.utils.dateformat import format as format_date
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from .items import Channel, Item, without_control_characters

LANGUAGE = "en-GB"
ATOM, RSS, JSON = "atom", "rss", "json"
TYPES = {ATOM: "application/atom+xml", RSS: "application/rss+xml", JSON: "application/feed+json"}
NAMES = {ATOM: "Atom", RSS: "RSS", JSON: "JSON Feed"}
HTML_SPACE = "http://www.w3.org/1999/xhtml"
ATOM_SPACE = "http://www.w3.org/2005/Atom"


def write(channel: Channel, form: str, styles: Iterable[str] = ()) -> bytes:
    """The feed in one of its forms; `styles` are the addresses of the style sheets a browser is to use."""
    if form == JSON:
        return json_feed(channel)
    declaration = '<?xml version="1.0" encoding="utf-8"?>\n'
    sheets = "".join(f'<?xml-stylesheet type="text/css" href="{escape(address)}"?>\n' for address in styles)
    return f"{declaration}{sheets}{atom(channel) if form == ATOM else rss(channel)}\n".encode()


def element(name: str, inside: str = "", **attributes: str) -> str:
    """One element; what is inside is XML already. An attribute's `_` stands for the colon of its namespace; an empty one is left out."""
    written = "".join(f' {key.replace("_", ":")}="{words(value)}"' for key, value in attributes.items() if value)
    return f"<{name}{written}>{inside}</{name}>\n" if inside else f"<{name}{written}/>\n"


def words(text: str) -> str:
    """Plain text as XML holds it."""
    return escape(without_control_characters(text))


def moment(at: datetime) -> str:
    """A date and time as RFC 3339 writes it, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# Atom


def atom(channel: Channel) -> str:
    alternates = "".join(element("link", rel="alternate", type=TYPES[form], href=address) for form, address in channel.addresses.items() if form != ATOM)
    head = [
        element("title", words(channel.title)),
        element("subtitle", words(channel.about)),
        element("id", words(channel.id)),
        element("updated", moment(channel.updated)),
        element("link", rel="self", type=TYPES[ATOM], href=channel.addresses[ATOM]),
        element("link", rel="alternate", type="text/html", href=channel.home),
        alternates,
        element("author", element("name", words(channel.author))),
        page_head(channel),
    ]
    return element("feed", "\n" + "".join([*head, *map(atom_entry, channel.items)]), xmlns=ATOM_SPACE, xmlns_h=HTML_SPACE, xml_lang=LANGUAGE)


def atom_entry(item: Item) -> str:
    enclosed = [element("link", rel="enclosure", type=one.kind, length=str(one.size), href=one.address, title=one.title) for one in item.enclosures]
    parts = [
        element("title", words(item.title)),
        element("id", words(item.id)),
        element("link", rel="alternate", type="text/html", href=item.address),
        *enclosed,
        element("published", moment(item.at)),
        element("updated", moment(item.updated)),
        element("author", element("name", words(item.author))),
        *(element("category", term=topic) for topic in item.topics),
        # A feed reader takes a summary for HTML, so it is escaped once more than the XML around it asks.
        element("summary", words(escape(item.summary)), type="html"),
        element("content", words(item.html), type="html") if item.html else "",
        page_entry(item),
    ]
    return element("entry", "\n" + "".join(parts))


# RSS


def rss(channel: Channel) -> str:
    head = [
        element("title", words(channel.title)),
        element("link", words(channel.home)),
        element("description", words(channel.about)),
        element("language", LANGUAGE.lower()),
        element("lastBuildDate", format_datetime(channel.updated.astimezone(UTC))),
        element("atom:link", rel="self", type=TYPES[RSS], href=channel.addresses[RSS]),
        page_head(channel),
    ]
    inside = element("channel", "\n" + "".join([*head, *map(rss_item, channel.items)]))
    spaces = {"xmlns_atom": ATOM_SPACE, "xmlns_content": "http://purl.org/rss/1.0/modules/content/", "xmlns_dc": "http://purl.org/dc/elements/1.1/", "xmlns_h": HTML_SPACE}
    return element("rss", inside, version="2.0", **spaces, xml_lang=LANGUAGE)


def rss_item(item: Item) -> str:
    """An item; of several files the first, since RSS means one."""
    parts = [
        element("title", words(item.title)),
        element("link", words(item.address)),
        element("guid", words(item.id), isPermaLink="false"),
        element("pubDate", format_datetime(item.at.astimezone(UTC))),
        element("atom:updated", moment(item.updated)),
        element("dc:creator", words(item.author)),
        *(element("category", words(topic)) for topic in item.topics),
        element("description", words(escape(item.summary))),
        element("content:encoded", words(item.html)) if item.html else "",
        *(element("enclosure", url=one.address, length=str(one.size), type=one.kind) for one in item.enclosures[:1]),
        page_entry(item),
    ]
    return element("item", "\n" + "".join(parts))


# What a browser shows of both


def page_head(channel: Channel) -> str:
    """A heading, what this is and how to use it, and where the same can be read as a page."""
    others = [(NAMES[form], address) for form, address in channel.addresses.items()]
    links = " · ".join(link(name, address) for name, address in others)
    return element("h:header", "".join([
        # What a browser writes on the tab.
        element("h:title", words(channel.title)),
        element("h:h1", words(channel.title)),
        element("h:p", words(channel.about)),
        element("h:p", words(_("This is a feed. To follow it, copy the address of this page into a feed reader: new entries will come to you. It needs no account and keeps no address of yours."))),
        element("h:p", link(_("Read the same on the website"), channel.home)),
        element("h:p", f"{words(_('Forms of this feed:'))} {links}"),
    ]))  # fmt: skip


def page_entry(item: Item) -> str:
    """Title, day and summary of an item."""
    day = element("h:time", words(format_date(localtime(item.at), "j F Y")), datetime=moment(item.at)).strip()
    return element("h:article", "".join([
        element("h:h2", link(item.title, item.address)),
        element("h:p", f"{day} · {words(item.author)}"),
        element("h:p", words(item.summary)),
    ]))  # fmt: skip


def link(title: str, address: str) -> str:
    return element("h:a", words(title), href=address).strip()


# JSON


def json_feed(channel: Channel) -> bytes:
    """JSON Feed 1.1 (jsonfeed.org/version/1.1)."""
    return json.dumps({
        "version": "https://jsonfeed.org/version/1.1",
        "title": str(channel.title),
        "home_page_url": channel.home,
        "feed_url": channel.addresses[JSON],
        "description": str(channel.about),
        "user_comment": _("This is a feed. To follow it, copy its address into a feed reader."),
        "language": LANGUAGE,
        "authors": [{"name": channel.author}],
        "items": [json_item(item) for item in channel.items],
    }, ensure_ascii=False, indent=1).encode()  # fmt: skip


def json_item(item: Item) -> dict:
    """An item, without what it has none of."""
    needed = {
        "id": item.id,
        "url": item.address,
        "title": item.title,
        **({"content_html": item.html} if item.html else {"content_text": item.summary}),
        "date_published": moment(item.at),
        "date_modified": moment(item.updated),
        "authors": [{"name": item.author}],
    }
    attachments = [{"url": one.address, "mime_type": one.kind, "size_in_bytes": one.size, "title": one.title} for one in item.enclosures]
    more = {"summary": item.summary, "tags": list(item.topics), "attachments": attachments}
    return needed | {key: value for key, value in more.items() if value}
