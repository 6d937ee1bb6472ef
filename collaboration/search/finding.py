"""Looks things up: words in, records with snippets out."""

from datetime import datetime

from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from collaboration.publishers.models import Publisher

from .index import words_table
from .models import SearchRecord

MOST = 200


def find(words: list[str], publisher: Publisher | None, at: datetime | None = None) -> list[SearchRecord]:
    """At most 200 live records with all the words, or if there are none with any; best first.

    A publisher narrows to what its site covers. Each record carries a `snippet` with the words marked.
    """
    if not words:
        return []
    at = at or timezone.now()
    found = words_table().matching(words, at, publisher, MOST, every=True)
    found = found or (words_table().matching(words, at, publisher, MOST, every=False) if len(words) > 1 else [])
    records = SearchRecord.objects.select_related("publisher").in_bulk([number for number, _snippet in found])
    for number, snippet in found:
        records[number].snippet = marked(snippet)
    return [records[number] for number, _snippet in found]


def marked(snippet: str) -> SafeString:
    """A snippet as HTML, with what matched in <mark>."""
    return mark_safe(escape(snippet).replace("\x02", "<mark>").replace("\x03", "</mark>"))
