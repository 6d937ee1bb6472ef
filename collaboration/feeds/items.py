"""What a feed holds, whatever form it is written in, and the names that last."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.conf import settings

NEWEST = 40
# An empty feed has to have a date; this one never changes.
BEFORE_ANYTHING = datetime(2026, 1, 1, tzinfo=UTC)
# What XML 1.0 cannot hold, however it is written.
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def tag(*parts: str | int) -> str:
    """A name for good (RFC 4151): `tag("release", 17)`. It is no address, so it outlives any move of a site."""
    return f"tag:{settings.TAG_AUTHORITY}:{'/'.join(str(part) for part in parts)}"


@dataclass(frozen=True)
class Enclosure:
    """A file that belongs to an item: where it is, its MIME type, its size in bytes and what it is called."""

    address: str
    kind: str
    size: int
    title: str = ""


@dataclass(frozen=True)
class Item:
    """One thing that came out. Addresses are whole; title and summary are plain text; `html` holds no relative address."""

    id: str
    title: str
    address: str
    summary: str
    at: datetime
    updated: datetime
    author: str
    html: str = ""
    topics: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()


@dataclass(frozen=True)
class Channel:
    """A feed: its lasting name, title, a sentence on what is in it, the page it goes with, and its items, newest first.

    `addresses` gives the whole address of each form by its name. `changed` is the last moment at which anything
    in it changed, taken back things included; without one the answer has no date that a reader could ask by.
    """

    id: str
    title: str
    about: str
    home: str
    author: str
    addresses: dict[str, str]
    items: list[Item] = field(default_factory=list)
    changed: datetime | None = None
    theme: str = "programme"

    @property
    def updated(self) -> datetime:
        return max((item.updated for item in self.items), default=BEFORE_ANYTHING)


def without_control_characters(words: str) -> str:
    """The same text without what an editor cannot see and XML cannot hold."""
    return NOT_IN_XML.sub("", str(words))
