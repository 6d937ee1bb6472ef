"""What stands beside a release, read in few queries: contacts and sources with the release itself, the rest together.

Only what is public at the moment is found, counted or weighed.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import reduce
from operator import add

from django.db.models import (
    Case,
    Exists,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from collaboration.editorial.alongside import along, links
from collaboration.prepared import prepared

# Records without dates of their own, which come as columns of the release's own query.
READ_ALONG = ("media_contacts", "sources")
# What is asked for only where something is attached; whether it is public is asked then.
ATTACHED = ("pictures", "documents")
# By what two releases are told to be about the same.
SHARED = ("units", "agreements", "topics")
MOST_AKIN = 3
# So many of those that are about one thing are weighed, and so many things.
MOST_WEIGHED, MOST_SHARED = 40, 12


def with_particulars(found: QuerySet) -> QuerySet:
    """The releases with columns for what `read_along` and `attached` answer without a query, or without one in vain."""
    return along(found, *READ_ALONG).annotate(**{f"has_{name}": Exists(links(found.model, name)) for name in ATTACHED})


def attached(release: Model, name: str, live: Callable[[], QuerySet]) -> Sequence[Model]:
    """The live ones of these pictures or documents; no query where nothing was attached at all."""
    return list(live()) if getattr(release, f"has_{name}", True) else []


@prepared
def named(model: type[Model], *, pk: int, at: datetime) -> QuerySet:
    """The live units and agreements that a release names and its topics, in one query: what it is, its number, slug, name."""
    units, agreements, topics = (model._meta.get_field(name).related_model.objects.filter(releases=pk).order_by() for name in SHARED)
    units = units.live(at).values_list(Value("units"), "pk", "slug", "name")
    agreements = agreements.live(at).values_list(Value("agreements"), "pk", "slug", "title")
    return units.union(agreements, topics.values_list(Value("topics"), "pk", "slug", "name"))


def others(release: Model, at: datetime, shared: list[tuple[str, int]]) -> dict:
    """The release before and after it in its newsroom, and at most three from anywhere that are most akin; in one query.

    `shared` says which public things it is about, each by the name of the field and its number.
    """
    shared = shared[:MOST_SHARED]
    things = {f"thing{place}": number for place, (_name, number) in enumerate(shared)}
    found = around(type(release), tuple(name for name, _number in shared), pk=release.pk, publisher=release.publisher_id, published=release.publish_at, until=min(release.publish_at, at), at=at, **things)
    rows = sorted(found, key=lambda one: (-one.in_common, *(-part for part in place(one))))
    ours = [one for one in rows if one.publisher_id == release.publisher_id]
    return {
        "newer": min((one for one in ours if place(one) > place(release)), key=place, default=None),
        "older": max((one for one in ours if place(one) < place(release)), key=place, default=None),
        "akin": [one for one in rows if one.in_common][:MOST_AKIN],
    }


@prepared
def around(model: type[Model], names: tuple[str, ...], *, pk: int, publisher: int, published: datetime, until: datetime, at: datetime, **things: int) -> QuerySet:
    """The releases next to one in its newsroom and those most akin to it, each with how much it has in common with it."""
    theirs = model.objects.filter(publisher=publisher).not_taken_back(at)
    # The first condition of each says where in the index to begin, which the second does not.
    newer = theirs.filter(publish_at__gte=published, publish_at__lte=at).filter(after(published, pk)).order_by("publish_at", "pk").values("pk")[:1]
    older = theirs.filter(publish_at__lte=until).filter(before(published, pk)).newest_first().values("pk")[:1]
    about = list(zip(names, things.values(), strict=True))
    lately = [last_about(model, name, thing, pk, at) for name, thing in about]
    akin = weighed(any_of(model, lately), about).order_by("-in_common", "-publish_at", "-pk").values("pk")[:MOST_AKIN] if about else newer
    found = weighed(any_of(model, [newer, older, akin]), about)
    return found.select_related("publisher").defer("body", "notes_to_editors", "record_note")


def any_of(model: type[Model], numbers: list[QuerySet]) -> QuerySet:
    """The releases that are among any of these; not as a choice of conditions, for which PostgreSQL would look at every row."""
    first, *rest = (model.objects.filter(pk__in=one).order_by().values("pk") for one in numbers)
    return model.objects.filter(pk__in=first.union(*rest) if rest else first)


def last_about(model: type[Model], name: str, thing: int, pk: int, at: datetime) -> QuerySet:
    """The numbers of the public releases that were last said to be about something: of all that ever were, there may be thousands."""
    live = Q(pressrelease__publish_at__lte=at) & (Q(pressrelease__withdrawn_at__isnull=True) | Q(pressrelease__withdrawn_at__gt=at))
    return links_to(model, name, thing).filter(live).exclude(pressrelease=pk).order_by("-pk").values("pressrelease")[:MOST_WEIGHED]


def weighed(found: QuerySet, about: list[tuple[str, int]]) -> QuerySet:
    """Releases with `in_common`: how many of these things they are about."""
    shared = [Exists(links_to(found.model, name, thing).filter(pressrelease=OuterRef("pk"))) for name, thing in about]
    return found.annotate(in_common=reduce(add, (Case(When(one, then=1), default=0, output_field=IntegerField()) for one in shared), Value(0, IntegerField())))


def links_to(model: type[Model], name: str, thing: int) -> QuerySet:
    """The rows that join releases to something that they are about."""
    field = model._meta.get_field(name)
    return field.remote_field.through.objects.filter(**{field.m2m_reverse_field_name(): thing}).order_by()


def place(release: Model) -> tuple[float, int]:
    """Where it stands in the order of releases."""
    return release.publish_at.timestamp(), release.pk


def after(publish_at, pk) -> Q:
    """What comes later than this in the order of releases."""
    return Q(publish_at__gt=publish_at) | Q(publish_at=publish_at, pk__gt=pk)


def before(publish_at, pk) -> Q:
    """What comes earlier than this in the order of releases."""
    return Q(publish_at__lt=publish_at) | Q(publish_at=publish_at, pk__lt=pk)
