"""What stands beside a release, read in few queries: contacts and sources with the release itself, the rest together.

Only what is public at the moment is found, counted or weighed.
"""

from collections.abc import Callable, Sequence
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
from django.db.models.functions import Coalesce

from collaboration.editorial.alongside import along, links
from collaboration.prepared import prepared

# Records without dates of their own, which come as columns of the release's own query.
READ_ALONG = ("media_contacts", "sources")
# What is asked for only where something is attached; whether it is public is asked then.
ATTACHED = ("pictures", "documents")
# By what two releases are told to be about the same.
SHARED = ("units", "agreements", "topics")
MOST_AKIN = 3


def with_particulars(found: QuerySet) -> QuerySet:
    """The releases with columns for what `read_along` and `attached` answer without a query, or without one in vain."""
    return along(found, *READ_ALONG).annotate(**{f"has_{name}": Exists(links(found.model, name)) for name in ATTACHED})


def attached(release: Model, name: str, live: Callable[[], QuerySet]) -> Sequence[Model]:
    """The live ones of these pictures or documents; no query where nothing was attached at all."""
    return list(live()) if getattr(release, f"has_{name}", True) else []


@prepared
def named(model: type[Model], *, pk: int, at: datetime) -> QuerySet:
    """The live units and agreements that a release names and its topics, in one query: what it is, slug, name."""
    units, agreements, topics = (model._meta.get_field(name).related_model.objects.filter(releases=pk).order_by() for name in SHARED)
    units = units.live(at).values_list(Value("unit"), "slug", "name")
    agreements = agreements.live(at).values_list(Value("agreement"), "slug", "title")
    return units.union(agreements, topics.values_list(Value("topic"), "slug", "name"))


def others(release: Model, at: datetime) -> dict:
    """The release before and after it in its newsroom, and at most three from anywhere that are most akin; in one query."""
    found = around(type(release), pk=release.pk, publisher=release.publisher_id, published=release.publish_at, at=at)
    rows = sorted(found, key=lambda one: (-one.in_common, *(-part for part in place(one))))
    ours = [one for one in rows if one.publisher_id == release.publisher_id]
    return {
        "newer": min((one for one in ours if place(one) > place(release)), key=place, default=None),
        "older": max((one for one in ours if place(one) < place(release)), key=place, default=None),
        "akin": [one for one in rows if one.is_akin],
    }


@prepared
def around(model: type[Model], *, pk: int, publisher: int, published: datetime, at: datetime) -> QuerySet:
    """The releases next to one in its newsroom and those most akin to it, each with how much it has in common with it."""
    live = model.objects.live(at).exclude(pk=pk)
    theirs = live.filter(publisher=publisher)
    newer = theirs.filter(after(published, pk)).order_by("publish_at", "pk").values("pk")[:1]
    older = theirs.filter(before(published, pk)).newest_first().values("pk")[:1]
    akin = weighed(live, pk, at).order_by("-in_common", "-publish_at", "-pk").values("pk")[:MOST_AKIN]
    is_akin = Case(When(pk__in=akin, then=1), default=0, output_field=IntegerField())
    found = weighed(live, pk, at, all_of_them=True).filter(Q(pk__in=newer) | Q(pk__in=older) | Q(pk__in=akin)).annotate(is_akin=is_akin)
    return found.select_related("publisher").defer("body", "notes_to_editors", "record_note")


def weighed(live: QuerySet, pk: int, at: datetime, all_of_them: bool = False) -> QuerySet:
    """Releases with `in_common`: how many public units and agreements and topics they share with the one of this key."""
    shared = [in_common(live.model, pk, name, at) for name in SHARED]
    if not all_of_them:
        live = live.filter(Q(pk__in=shared[0].values("pressrelease")) | Q(pk__in=shared[1].values("pressrelease")) | Q(pk__in=shared[2].values("pressrelease")))
    counts = [Coalesce(Subquery(one.filter(pressrelease=OuterRef("pk")).values("pressrelease").annotate(number=Count("*")).values("number")), 0) for one in shared]
    return live.annotate(in_common=counts[0] + counts[1] + counts[2])


def in_common(model: type[Model], pk: int, name: str, at: datetime) -> QuerySet:
    """The rows that join any release to what one has chosen, as far as that is public."""
    field = model._meta.get_field(name)
    chosen = field.related_model.objects.filter(releases=pk)
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
