"""The only writer of the search: keeps one record for each thing with a date of publication.

What the words are kept in depends on the database; the module named after it (`sqlite`) answers
`put`, `drop`, `rebuild` and `matching`.
"""

from importlib import import_module

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from collaboration.editorial.models import Publishable

from .models import SearchRecord


def words_table():
    """The module that keeps the words on this database."""
    return import_module(f"collaboration.search.{connection.vendor}")


def findable() -> list[type[Publishable]]:
    """Every kind of thing that can be found."""
    return [model for model in Publishable.__subclasses__() if getattr(model, "search_kind", None)]


def record_of(thing: Publishable) -> SearchRecord:
    """The record, not yet saved, of a thing."""
    title, summary, text = thing.search_text()
    return SearchRecord(
        content_type=ContentType.objects.get_for_model(type(thing)),
        object_id=thing.pk,
        publisher_id=thing.publisher_id,
        is_shared=thing.is_shared,
        kind=thing.search_kind,
        title=title,
        summary=summary,
        text=text,
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


def drop(thing: Publishable) -> None:
    """Make the search forget a thing."""
    kept = SearchRecord.objects.filter(content_type=ContentType.objects.get_for_model(type(thing)), object_id=thing.pk).first()
    if kept:
        words_table().drop(kept)
        kept.delete()


def rebuild() -> int:
    """Make the search anew from everything there is; returns the number of records."""
    with transaction.atomic():
        SearchRecord.objects.all().delete()
        for model in findable():
            things = model.objects.filter(publish_at__isnull=False).select_related("publisher")
            SearchRecord.objects.bulk_create((record_of(thing) for thing in things.iterator(500)), batch_size=500)
        words_table().rebuild()
    return SearchRecord.objects.count()
