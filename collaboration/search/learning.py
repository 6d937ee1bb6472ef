"""Learns the words of records, for “did you mean”."""

import re
from collections.abc import Iterable

from .models import SearchRecord, SearchWord

WORTH_LEARNING = re.compile(r"[^\W\d_]{4,30}")


def learn(records: Iterable[SearchRecord]) -> None:
    """Add the words of records to the list."""
    words = {word.casefold() for one in records for word in WORTH_LEARNING.findall(f"{one.title} {one.headings} {one.summary} {one.text}")}
    known = [SearchWord(word=word, backwards=word[::-1]) for word in words if len(word) <= 30]
    SearchWord.objects.bulk_create(known, batch_size=1000, ignore_conflicts=True)
