"""Where a missing address may have meant to lead: the public addresses of the site that come nearest."""

import re
from difflib import SequenceMatcher, get_close_matches

from collaboration.publishers.models import Publisher
from collaboration.search.finding import find
from collaboration.search.models import SearchRecord

MOST = 5
# Of a very large site, so many addresses are looked at letter by letter.
MOST_COMPARED = 5000
# Below this, two addresses share letters and no meaning.
ALIKE = 0.5
WORD = re.compile(r"[^\W_]{3,}")


def nearest(publisher: Publisher, path: str) -> list[SearchRecord]:
    """At most five live records of what the site shows, the nearest first: by the words of the address, and by its letters."""
    words = WORD.findall(path.lower())[-8:]
    last_words = WORD.findall(path.lower().strip("/").rpartition("/")[2])[-8:]
    found = {record.pk: record for record in [*find(last_words, publisher), *find(words, publisher)]}
    addresses = SearchRecord.objects.on_site(publisher).live().order_by("-publish_at").values_list("path", "pk")[:MOST_COMPARED]
    known = {address.strip("/").lower(): pk for address, pk in addresses}
    close = {known[one] for one in get_close_matches(path.strip("/").lower(), known, n=MOST, cutoff=ALIKE)}
    found |= SearchRecord.objects.select_related("publisher").in_bulk(close - found.keys())
    rated = sorted(((likeness(record, path, words), record.pk) for record in found.values()), reverse=True)
    return [found[pk] for rate, pk in rated[:MOST] if rate >= ALIKE]


def likeness(record: SearchRecord, path: str, words: list[str]) -> float:
    """From 0 to 1: how much the addresses look alike, or how many of the words the title and address have."""
    there = record.path.strip("/").lower()
    alike = SequenceMatcher(None, path.strip("/").lower(), there, autojunk=False).ratio()
    known = set(WORD.findall(f"{there} {record.title.lower()}"))
    shared = sum(word in known for word in words) / len(words) if words else 0.0
    return max(alike, shared * 0.9 + alike * 0.1)


def as_target(record: SearchRecord, publisher: Publisher) -> str:
    """How a redirect of the site writes the record's address. What is shared is found on the programme's site."""
    slug = "" if record.publisher_id == publisher.pk else record.publisher.slug
    return f"site:{slug}/{record.path}"
