"""What a record has chosen, such as its sources, read together with it: as a column of its own query, in JSON.

For records without dates of their own, which are public with whatever names them.
"""

from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONArray

from .changes import Collected


def along(found: QuerySet, *names: str) -> QuerySet:
    """The records with columns for `read_along`, one for each of these choices."""
    return found.annotate(**{f"{name}_read": rows_column(found.model, name) for name in names})


def links(model: type[Model], name: str) -> QuerySet:
    """The rows that join a record of the outer query to its choices of this name."""
    field = model._meta.get_field(name)
    return field.remote_field.through.objects.filter(**{field.m2m_field_name(): OuterRef("pk")}).order_by()


def rows_column(model: type[Model], name: str) -> Subquery:
    """The chosen records, all their columns, as one JSON array."""
    field = model._meta.get_field(name)
    columns = [f"{field.m2m_reverse_field_name()}__{one.attname}" for one in field.related_model._meta.concrete_fields]
    every = links(model, name).values(field.m2m_field_name()).annotate(every=Collected(JSONArray(*columns)))
    return Subquery(every.values("every"))


def read_along(record: Model, name: str) -> list[Model]:
    """The chosen records in their own order; without a query where the record was read `along` with them."""
    if f"{name}_read" not in vars(record):
        return list(getattr(record, name).all())
    model = type(record)._meta.get_field(name).related_model
    fields = model._meta.concrete_fields
    names = [one.attname for one in fields]
    rows = ([one.to_python(value) for one, value in zip(fields, row, strict=True)] for row in getattr(record, f"{name}_read") or [])
    found = [model.from_db(record._state.db, names, row) for row in rows]
    found.sort(key=lambda one: [getattr(one, model._meta.get_field(field).attname) for field in model._meta.ordering])
    remember(record, name, found)
    return found


def remember(record: Model, name: str, found: list[Model]) -> None:
    """Let `record.sources.all()` answer with these, as after `prefetch_related`."""
    every = getattr(record, name).get_queryset()
    every._result_cache, every._prefetch_done = found, True
    vars(record).setdefault("_prefetched_objects_cache", {})[name] = every
