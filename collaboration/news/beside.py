"""What stands beside a release, read in few queries: contacts and sources with the release itself, the rest together.

Only what is public at the moment is found, counted or weighed.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, JSONArray

from collaboration.editorial.changes import Collected

# Records without dates of their own, which come as columns of the release's own query.
READ_ALONG = ("media_contacts", "sources")
# What is asked for only where something is attached; whether it is public is asked then.
ATTACHED = ("pictures", "documents")
# By what two releases are told to be about the same.
SHARED = ("units", "agreements", "topics")
MOST_AKIN = 3


def with_particulars(found: QuerySet) -> QuerySet:
    """The releases with columns for what `read_along` and `attached` answer without a query, or without one in vain."""
    columns = {f"{name}_read": rows_column(found.model, name) for name in READ_ALONG}
    columns |= {f"has_{name}": Exists(links(found.model, name)) for name in ATTACHED}
    return found.annotate(**columns)


def links(model: type[Model], name: str) -> QuerySet:
    """The rows that join a release of the outer query to its choices of this name."""
    field = model._meta.get_field(name)
    return field.remote_field.through.objects.filter(**{field.m2m_field_name(): OuterRef("pk")}).order_by()


def rows_column(model: type[Model], name: str) -> Subquery:
    """The chosen records, all their columns, as one JSON array."""
    field = model._meta.get_field(name)
    columns = [f"{field.m2m_reverse_field_name()}__{one.attname}" for one in field.related_model._meta.concrete_fields]
    every = links(model, name).values(field.m2m_field_name()).annotate(every=Collected(JSONArray(*columns)))
    return Subquery(every.values("every"))


def read_along(release: Model, name: str) -> list[Model]:
    """The chosen records in their own order; without a query where the release was read `with_particulars`."""
    if f"{name}_read" not in vars(release):
        return list(getattr(release, name).all())
    model = type(release)._meta.get_field(name).related_model
    fields = model._meta.concrete_fields
    names = [one.attname for one in fields]
    rows = ([one.to_python(value) for one, value in zip(fields, row, strict=True)] for row in getattr(release, f"{name}_read") or [])
    found = [model.from_db(release._state.db, names, row) for row in rows]
    found.sort(key=lambda one: [getattr(one, model._meta.get_field(field).attname) for field in model._meta.ordering])
    remember(release, name, found)
    return found


def remember(release: Model, name: str, found: list[Model]) -> None:
    """Let `release.sources.all()` answer with these, as after `prefetch_related`."""
    every = getattr(release, name).get_queryset()
    every._result_cache, every._prefetch_done = found, True
    vars(release).setdefault("_prefetched_objects_cache", {})[name] = every


def attached(release: Model, name: str, live: QuerySet) -> Sequence[Model]:
    """The live ones of these pictures or documents; no query where nothing was attached at all."""
    return list(live) if getattr(release, f"has_{name}", True) else []


def named(release: Model) -> list[tuple[str, str, str]]:
    """The live units and agreements that it names and its topics, in one query: what it is, slug, name."""
    units = release.units.live().order_by().values_list(Value("unit"), "slug", "name")
    agreements = release.agreements.live().order_by().values_list(Value("agreement"), "slug", "title")
    topics = release.topics.order_by().values_list(Value("topic"), "slug", "name")
    return sorted(units.union(agreements, topics), key=lambda one: (one[0], one[2].casefold()))


def others(release: Model, at: datetime) -> dict:
    """The release before and after it in its newsroom, and at most three from anywhere that are most akin; in one query."""
    live = type(release).objects.live(at).exclude(pk=release.pk)
    order = (release.publish_at, release.pk)
    theirs = live.of(release.publisher)
    newer = theirs.filter(after(*order)).order_by("publish_at", "pk").values("pk")[:1]
    older = theirs.filter(before(*order)).newest_first().values("pk")[:1]
    akin = weighed(live, release, at).order_by("-in_common", "-publish_at", "-pk").values("pk")[:MOST_AKIN]
    is_akin = Case(When(pk__in=akin, then=1), default=0, output_field=IntegerField())
    found = weighed(live, release, at, all_of_them=True).filter(Q(pk__in=newer) | Q(pk__in=older) | Q(pk__in=akin)).annotate(is_akin=is_akin)
    rows = sorted(found.select_related("publisher").defer("body", "notes_to_editors", "record_note"), key=lambda one: (-one.in_common, *(-part for part in place(one))))
    ours = [one for one in rows if one.publisher_id == release.publisher_id]
    return {
        "newer": min((one for one in ours if place(one) > place(release)), key=place, default=None),
        "older": max((one for one in ours if place(one) < place(release)), key=place, default=None),
        "akin": [one for one in rows if one.is_akin],
    }


def weighed(live: QuerySet, release: Model, at: datetime, all_of_them: bool = False) -> QuerySet:
    """Releases with `in_common`: how many public units and agreements and topics they share with this one."""
    shared = [in_common(release, name, at) for name in SHARED]
    if not all_of_them:
        live = live.filter(Q(pk__in=shared[0].values("pressrelease")) | Q(pk__in=shared[1].values("pressrelease")) | Q(pk__in=shared[2].values("pressrelease")))
    counts = [Coalesce(Subquery(one.filter(pressrelease=OuterRef("pk")).values("pressrelease").annotate(number=Count("*")).values("number")), 0) for one in shared]
    return live.annotate(in_common=counts[0] + counts[1] + counts[2])


def in_common(release: Model, name: str, at: datetime) -> QuerySet:
    """The rows that join any release to what this one has chosen, as far as that is public."""
    field = type(release)._meta.get_field(name)
    chosen = field.related_model.objects.filter(releases=release.pk)
    chosen = chosen.live(at) if hasattr(chosen, "live") else chosen
    return field.remote_field.through.objects.filter(**{f"{field.m2m_reverse_field_name()}__in": chosen.order_by().values("pk")}).order_by()


def place(release: Model) -> tuple[float, int]:
    """Where it stands in the order of releases."""
    return release.publish_at.timestamp(), release.pk


def after(publish_at, pk) -> Q:
    """What comes later than this in the order of releases."""
    return Q(publish_at__gt=publish_at) | Q(publish_at=publish_at, pk__gt=pk)


def before(publish_at, pk) -> Q:
    """What comes earlier than this in the order of releases."""
    return Q(publish_at__lt=publish_at) | Q(publish_at=publish_at, pk__lt=pk)
