"""The only writer of the search: keeps one record for each thing with a date of publication.

What the words are kept in depends on the database: see `vendors.py`.
"""

import re
from collections.abc import Iterator
from heapq import merge
from html import unescape
from itertools import chain, islice

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils.html import strip_tags

from collaboration.editorial.models import Publishable
from collaboration.prose import TOKEN, ProseField

from . import standing
from .learning import learn
from .models import SearchRecord
from .vendors import words_table

HEADING = re.compile(r"<(h[234]|dt|caption)\b[^>]*>(.*?)</\1>", re.S)
# PostgreSQL takes no more words of one text than fit into a megabyte.
LONGEST = 200_000
AT_ONCE = 500


def findable() -> list[type[Publishable]]:
    """Every kind of thing that can be found."""
    return [model for model in Publishable.__subclasses__() if getattr(model, "search_kind", None)]


def headings_of(thing: Publishable) -> str:
    """The headings in the public rich text of a thing, and the words that its lists explain."""
    told = [field.attname for field in thing._meta.concrete_fields if isinstance(field, ProseField) and field.name in thing.told_fields]
    found = [heading for name in told for _tag, heading in HEADING.findall(getattr(thing, name) or "")]
    return " · ".join(unescape(strip_tags(TOKEN.sub(" ", one))).strip() for one in found)


def record_of(thing: Publishable) -> SearchRecord:
    """The record, not yet saved, of a thing."""
    title, summary, text = thing.search_text()
    return SearchRecord(
        content_type=ContentType.objects.get_for_model(type(thing)),
        object_id=thing.pk,
        publisher_id=thing.publisher_id,
        is_shared=thing.is_shared,
        kind=thing.search_kind,
        title=title[:300],
        headings=headings_of(thing)[:LONGEST],
        summary=summary[:LONGEST],
        text=text[:LONGEST],
        weight=thing.search_weight,
        path=thing.get_absolute_url().removeprefix(thing.publisher.root),
        publish_at=thing.publish_at,
        withdrawn_at=thing.withdrawn_at,
    )


def put(thing: Publishable) -> None:
    """Make the search know a thing as it now is; a draft is not known, nor what is found through other things."""
    if not getattr(thing, "search_kind", None):
        return
    with transaction.atomic():
        drop(thing)
        if thing.publish_at:
            record = record_of(thing)
            record.save()
            words_table().put(record)
            learn([record])


def put_again(thing: Publishable) -> None:
    """Make the search know a thing anew whose choices have changed after it was saved; nothing else is entered by this."""
    if kept(thing):
        put(thing)


def kept(thing: Publishable) -> SearchRecord | None:
    return SearchRecord.objects.filter(content_type=ContentType.objects.get_for_model(type(thing)), object_id=thing.pk).first()


def drop(thing: Publishable) -> None:
    """Make the search forget a thing."""
    if known := kept(thing):
        words_table().drop(known)
        known.delete()


def rebuild() -> int:
    """Make the search anew from everything there is, oldest first; returns the number of records. Memory does not grow with it."""
    with transaction.atomic():
        # Deleting as Django does would fetch every record, for the sake of signals that nobody hears.
        SearchRecord.objects.all()._raw_delete(connection.alias)
        learn(entered(chain(standing.records(), map(record_of, oldest_first()))))
        words_table().rebuild()
    return SearchRecord.objects.count()


def oldest_first() -> Iterator[Publishable]:
    """Everything with a date, each kind read in batches."""
    dated = (model.objects.filter(publish_at__isnull=False).order_by("publish_at", "pk").select_related("publisher").prefetch_related(*model.found_by) for model in findable())
    return merge(*(things.iterator(AT_ONCE) for things in dated), key=lambda thing: thing.publish_at)


def entered(records: Iterator[SearchRecord]) -> Iterator[SearchRecord]:
    """The records, each saved by the time it is given."""
    while batch := list(islice(records, AT_ONCE)):
        yield from SearchRecord.objects.bulk_create(batch)
